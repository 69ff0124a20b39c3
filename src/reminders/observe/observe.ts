import { requestEdit } from '../../delivery/transitions.ts';
import { deliveryId } from '../../domain/delivery/delivery.ts';
import { type Check, type Finding, findingId, graceOf, type StoredFinding } from '../../domain/finding/finding.ts';
import type { Change, NewEntry } from '../../domain/history.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { judgeTenant } from '../../findings/current.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import { ifUnwritable, type Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { dueId, dueNow, markReminders, markUnknown, noteNext } from '../../store/due.ts';

/** The most tenants that one change checks, so that nobody waits long for the store. */
const batchSize = 200;

/** Checks the tenants that are due: stores which findings began and which are over, and when time alone may next change that. */
export async function observe(world: World): Promise<void> {
  for (;;) {
    const due = await world.store.read((reader) => dueNow(reader, 'findings', world.clock.now(), batchSize));
    if (due.length === 0) return;
    await checkTenants(due, world);
  }
}

/**
 * Returns a step for each tick. It checks all tenants at its first call and when the setting CONFIRM_EVERY changed: the state of
 * an older version has no marks of what is due, or was checked by other rules.
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
    const over: StoredFinding[] = [];
    for (const id of tenantIds) {
      const tenant = await tx.get('tenants', id);
      if (tenant) {
        await markUnknown(tx, tenant);
        over.push(...(await check(tx, tenant, world)));
      } else await tx.remove('due', dueId('findings', id));
    }
    await editRemindersAbout(tx, over);
  });
}

/** Returns the findings that are over. */
async function check(tx: Tx, tenant: StoredTenant, world: World): Promise<StoredFinding[]> {
  const at = world.clock.now();
  const { findings, next, check } = await judgeTenant(tx, tenant, world);
  const open = await tx.scan('findings.open', { key: tenant.id, after: null });
  const ids = new Set(findings.map((finding) => findingId(tenant.id, finding)));
  const known = new Set(open.map(({ id }) => id));
  for (const finding of findings)
    if (!known.has(findingId(tenant.id, finding))) await tx.put('findings', opened(tenant, finding, check, at));
  const over = open.filter(({ id }) => !ids.has(id));
  for (const finding of over) await tx.put('findings', { ...finding, closedAt: at });
  await noteNext(tx, 'findings', tenant.id, { at: next, from: at });
  return over;
}

function opened(tenant: StoredTenant, finding: Finding, check: Check | null, at: string): StoredFinding {
  const { id: tenantId, revision } = tenant;
  const since = finding.since === '' || finding.since > at ? at : finding.since;
  const id = findingId(tenantId, finding);
  // The first check may come long after the tenant was recorded, in the state of an older version; or by a clock that was ahead.
  const [knownSince = at] = [check?.since ?? at, revision.at ?? at, at].sort();
  const quietUntil = graceOf(finding, knownSince, at);
  const quiet = quietUntil === null ? {} : { quietUntil };
  return { ...finding, since, id, tenantId, openedAt: at, closedAt: null, snooze: null, remindersSent: {}, ...quiet };
}

/**
 * Checks the tenants that are due after somebody did something, so that reminders show at once what it fixed. A full disk leaves that to
 * the next tick.
 */
export async function observeNow(world: World): Promise<void> {
  await observe(world).catch(ifUnwritable(() => undefined));
}

/* Applies a change of findings, in the same transaction: edits the reminders that name them, and adds history entries. */

/** Edits the reminders that are kept up to date and name one of these findings. */
export async function editRemindersAbout(tx: Tx, findings: readonly StoredFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const changed = new Set(findings.map(({ id }) => id));
  for (const { reminder, older } of await tx.list('rounds'))
    for (const id of reminder === null ? older : [reminder, ...older]) {
      const reminder = await tx.get('reminders', id);
      if (reminder?.items.some((item) => changed.has(item))) await editReminder(tx, reminder);
    }
}

/** Edits the message of a reminder. A reminder that still waits shows its findings as they are when it is sent. */
export async function editReminder(tx: Tx, { id, to }: StoredReminder): Promise<void> {
  const delivery = await tx.get('deliveries', deliveryId({ kind: 'reminder', reminderId: id }, to));
  if (delivery) await requestEdit(tx, delivery);
}

/** Adds an entry to the history of each tenant that the findings are about. `changesOf` takes the change that names their kinds. */
export async function recordFindings(
  tx: Tx,
  findings: readonly StoredFinding[],
  entry: Omit<NewEntry, 'tenantId' | 'changes'>,
  changesOf: (kinds: Change) => readonly Change[] = (kinds) => [kinds],
): Promise<void> {
  for (const [tenantId, some] of Map.groupBy(findings, (finding) => finding.tenantId)) {
    const kinds = { field: 'findings', before: null, after: [...new Set(some.map(({ code }) => code))] };
    await tx.appendHistory({ ...entry, tenantId, changes: changesOf(kinds) });
  }
}
