import { type Check, type Finding, findingId, graceOf, type StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { findingsNow } from '../evidence.ts';
import type { Reader, Tx, World } from '../ports.ts';
import { isQuiet, quietIn } from './quiet.ts';
import { showChanged } from './show-changed.ts';

/** As many tenants as one change may settle, so that nobody waits long for the store. */
const together = 200;

interface News {
  /** All that is found. */
  now: readonly Finding[];
  opened: readonly StoredFinding[];
  closed: readonly StoredFinding[];
}

/** Notes what began to look outdated and what was fixed, since it last looked. Returns the queues that have work now. */
export async function observe(world: World): Promise<readonly string[]> {
  const changed = await world.store.read(async (reader) => {
    const ids: string[] = [];
    const quiet = await quietIn(reader, world);
    if (quiet.all) return ids;
    for (const tenant of await reader.list('tenants')) {
      const check = await reader.get('checks', tenant.id);
      if (quiet.has(tenant, check)) continue;
      const news = await newsOf(reader, tenant, world);
      if (!isEmpty(news)) ids.push(tenant.id);
      else if (await isQuiet(reader, tenant, news.now, world)) quiet.add(tenant, check);
    }
    quiet.end();
    return ids;
  });
  const queues: string[] = [];
  for (let from = 0; from < changed.length; from += together)
    queues.push(...(await settle(changed.slice(from, from + together), world)));
  return queues;
}

async function settle(tenantIds: readonly string[], world: World): Promise<readonly string[]> {
  return world.store.change(async (tx) => {
    const touched: string[] = [];
    for (const id of tenantIds) {
      const tenant = await tx.get('tenants', id);
      if (tenant) touched.push(...(await note(tx, await newsOf(tx, tenant, world))));
    }
    return showChanged(tx, touched);
  });
}

async function note(tx: Tx, { opened, closed }: News): Promise<string[]> {
  for (const finding of opened) {
    const closedBefore = (await tx.get('findings', finding.id))?.closedAt;
    await tx.put('findings', { ...finding, ...(closedBefore ? { closedBefore } : {}) });
  }
  for (const finding of closed) await tx.put('findings', finding);
  return closed.map(({ id }) => id);
}

async function newsOf(reader: Reader, tenant: StoredTenant, world: World): Promise<News> {
  const at = world.clock.now();
  const now = await findingsNow(reader, tenant, world);
  const check = await reader.get('checks', tenant.id);
  const open = await reader.scan('findings.open', { key: tenant.id, after: null });
  const ids = new Set(now.map((finding) => findingId(tenant.id, finding)));
  const known = new Set(open.map(({ id }) => id));
  return {
    now,
    opened: now
      .filter((finding) => !known.has(findingId(tenant.id, finding)))
      .map((finding) => opened(tenant, finding, check, at)),
    closed: open.filter(({ id }) => !ids.has(id)).map((finding) => ({ ...finding, closedAt: at })),
  };
}

function opened({ id: tenantId }: StoredTenant, finding: Finding, check: Check | null, at: string): StoredFinding {
  const since = finding.since === '' || finding.since > at ? at : finding.since;
  const id = findingId(tenantId, finding);
  const quietUntil = graceOf(finding, check, at);
  const quiet = quietUntil === null ? {} : { quietUntil };
  return { ...finding, since, id, tenantId, openedAt: at, closedAt: null, snooze: null, told: {}, ...quiet };
}

function isEmpty({ opened, closed }: News): boolean {
  return opened.length + closed.length === 0;
}
