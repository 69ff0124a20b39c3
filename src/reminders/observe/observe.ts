import { type Check, type Finding, findingId, graceOf, type StoredFinding } from '../../domain/finding/finding.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { judged } from '../../findings/current.ts';
import { ifUnwritable, type Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { dueId, dueNow, markReminders, markUnknown, noteNext } from '../../store/due.ts';
import { refreshReminderCards } from '../schedule/on-delivered.ts';

/** Tenants that one change checks, so that nobody waits long for the store. */
const batchSize = 200;

/**
 * Checks the tenants that are due: notes what began to look outdated and what was fixed, and when time alone may next change
 * that.
 */
export async function observe(world: World): Promise<void> {
  for (;;) {
    const due = await world.store.read((reader) => dueNow(reader, 'findings', world.clock.now(), batchSize));
    if (due.length === 0) return;
    await checkTenants(due, world);
  }
}

/**
 * A step for each tick, which checks everything at its first call, and when the setting of the rules changed: a state of an
 * older version has no marks, or was checked by other rules.
 */
export function fullCheck(world: World): () => Promise<void> {
  let known: number | null = null;
  return async () => {
    const { confirmEvery } = world.settings;
    if (known === confirmEvery) return;
    const ids = (await world.store.read((reader) => reader.list('tenants'))).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += batchSize)
      await checkTenants(ids.slice(from, from + batchSize), world);
    await world.store.change(markReminders, { evenWhenFull: true });
    known = confirmEvery;
  };
}

async function checkTenants(tenantIds: readonly string[], world: World): Promise<void> {
  await world.store.change(async (tx) => {
    const touched: string[] = [];
    for (const id of tenantIds) {
      const tenant = await tx.get('tenants', id);
      if (tenant) {
        await markUnknown(tx, tenant);
        touched.push(...(await check(tx, tenant, world)));
      } else await tx.remove('due', dueId('findings', id));
    }
    await showChanged(tx, touched);
  });
}

/** Returns the ids of the findings that are over. */
async function check(tx: Tx, tenant: StoredTenant, world: World): Promise<string[]> {
  const at = world.clock.now();
  const { findings, next, check } = await judged(tx, tenant, world);
  const open = await tx.scan('findings.open', { key: tenant.id, after: null });
  const ids = new Set(findings.map((finding) => findingId(tenant.id, finding)));
  const known = new Set(open.map(({ id }) => id));
  for (const finding of findings)
    if (!known.has(findingId(tenant.id, finding))) await begin(tx, opened(tenant, finding, check, at));
  const over = open.filter(({ id }) => !ids.has(id));
  for (const finding of over) await tx.put('findings', { ...finding, closedAt: at });
  await noteNext(tx, 'findings', tenant.id, { at: next, from: at });
  return over.map(({ id }) => id);
}

async function begin(tx: Tx, finding: StoredFinding): Promise<void> {
  const closedBefore = (await tx.get('findings', finding.id))?.closedAt;
  await tx.put('findings', { ...finding, ...(closedBefore ? { closedBefore } : {}) });
}

function opened({ id: tenantId }: StoredTenant, finding: Finding, check: Check | null, at: string): StoredFinding {
  const since = finding.since === '' || finding.since > at ? at : finding.since;
  const id = findingId(tenantId, finding);
  const quietUntil = graceOf(finding, check, at);
  const quiet = quietUntil === null ? {} : { quietUntil };
  return { ...finding, since, id, tenantId, openedAt: at, closedAt: null, snooze: null, told: {}, ...quiet };
}

/** After somebody did something: what it fixed shows in the reminders at once. What cannot be written now is seen at the next tick. */
export async function observeNow(world: World): Promise<void> {
  await observe(world).catch(ifUnwritable(() => undefined));
}

/** The reminders that name one of these findings are edited, in the same change as the findings. */
export async function showChanged(tx: Tx, findingIds: readonly string[]): Promise<void> {
  if (findingIds.length === 0) return;
  const changed = new Set(findingIds);
  for (const round of await tx.list('rounds')) {
    for (const kept of [round.nag, ...round.older]) {
      const nag = kept === null ? null : await tx.get('nags', kept);
      if (nag?.items.some((id) => changed.has(id))) await refreshReminderCards(tx, nag.id);
    }
  }
}
