import type { Alert } from '../domain/alert/alert.ts';
import { channelKey } from '../domain/tenant/identity.ts';
import { namedOnCall } from '../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Collections, Due, KnownPerson, StoredCalendar } from '../ports/collections.ts';
import { indexes } from '../ports/indexes.ts';
import type { Reader, Store, Tx } from '../ports/store.ts';

type DueKind = Due['kind'];

/**
 * Returns the same store, whose changes also mark what has to be checked again because of them, in the same change: so that no
 * writer can forget it, and that nothing is lost when the process dies in between. After a change it wakes the queues of the
 * deliveries that were written. Every store that the core gets is one.
 */
export function marking<S extends Store>(store: S, wake: (queues: ReadonlySet<string>) => void): S {
  return {
    ...store,
    change: async (what, how) => {
      const queues = new Set<string>();
      const result = await store.change((tx) => what(markingTx(tx, queues)), how);
      if (how?.wakes !== false) wake(queues);
      return result;
    },
  };
}

function markingTx(tx: Tx, queues: Set<string>): Tx {
  let isAllMarked = false;
  async function markOverdue(key: string): Promise<void> {
    if (key !== '') return mark(tx, 'findings', key);
    if (!isAllMarked) for (const { id } of await tx.list('tenants')) await mark(tx, 'findings', id);
    isAllMarked = true;
  }
  return {
    ...tx,
    async put(collection, row) {
      const before = collection === 'alerts' ? await tx.get('alerts', row.id) : null;
      const known = collection === 'calendars' ? await tx.get('calendars', row.id) : null;
      const met = collection === 'people' ? await tx.get('people', row.id) : null;
      await tx.put(collection, row);
      const person = collection === 'people' ? await tx.get('people', row.id) : null;
      if (met === null || shown(met) !== shown(person)) await markAfterChange(tx, collection, row.id);
      const after = collection === 'alerts' ? await tx.get('alerts', row.id) : null;
      for (const key of overdueTenants(before, after)) await markOverdue(key);
      const read = collection === 'calendars' ? await tx.get('calendars', row.id) : null;
      if (read && facts(read) !== facts(known)) await mark(tx, 'findings', read.tenantId);
      if (collection === 'deliveries' && 'queue' in row) queues.add(row.queue);
    },
    async remove(collection, id) {
      await tx.remove(collection, id);
      await markAfterChange(tx, collection, id);
    },
  };
}

/** Returns what is stored of a person, but for the day on which they last used the bot. */
function shown(person: KnownPerson | null): string {
  return JSON.stringify({ ...person, seenAt: undefined });
}

/** Returns what a finding may say of a calendar, but for the time. */
function facts(calendar: StoredCalendar | null): string {
  return JSON.stringify([calendar?.of, calendar?.trouble, calendar?.unknownZones]);
}

/** Returns the tenants of which the finding about overdue alerts may change: empty for all, where the alert belongs to none. */
function overdueTenants(before: Alert | null, after: Alert | null): string[] {
  const [was, is] = [before, after].map((alert) => alert && indexes['alerts.overdue'].positionOf(alert));
  if (was?.key === is?.key && was?.order === is?.order) return [];
  return [was, is].flatMap((position) => (position ? position.key : []));
}

/** A change in one of these may change whom the bot reminds, of what, and when. */
const forReminders: readonly (keyof Collections)[] = ['tenants', 'people', 'rounds', 'refusing', 'findings'];

/** The rows of these collections have the ids of tenants, whose findings go by them. */
const ofTenant: readonly (keyof Collections)[] = ['tenants', 'checks', 'portal'];

async function markAfterChange(tx: Tx, collection: keyof Collections, id: string): Promise<void> {
  const tenant = ofTenant.includes(collection) ? await tx.get('tenants', id) : null;
  if (tenant) {
    await mark(tx, 'findings', id);
    await markUnknown(tx, tenant);
  }
  if (collection === 'refusing')
    for (const tenant of await tx.list('tenants'))
      if (channelsOf(tenant).some((channel) => channelKey(channel) === id)) await mark(tx, 'findings', tenant.id);
  if (forReminders.includes(collection)) await markReminders(tx);
}

/** The one row for all reminders has this subject. */
export const allOfThem = 'all';

/** Marks that the reminders of everybody have to be checked again. */
export function markReminders(tx: Tx): Promise<void> {
  return mark(tx, 'reminders', allOfThem);
}

/**
 * Marks a tenant for a probe when none was made since it was saved, and also the people in it whom the bot does not know.
 */
export async function markUnknown(tx: Tx, tenant: StoredTenant): Promise<void> {
  const check = await tx.get('checks', tenant.id);
  const isSeen = check !== null && (tenant.revision.at === null || tenant.revision.at < check.at);
  if (!isSeen) await mark(tx, 'probe', tenant.id);
  else if (await tx.get('due', dueId('probe', tenant.id))) await tx.remove('due', dueId('probe', tenant.id));
  for (const id of [...namedOnCall(tenant), ...(tenant.manager ? [tenant.manager] : [])])
    if ((await tx.get('people', id))?.timezone === undefined && !(await tx.get('due', dueId('name', id))))
      await mark(tx, 'name', id);
}

async function mark(tx: Tx, kind: DueKind, subject: string): Promise<void> {
  const id = dueId(kind, subject);
  if ((await tx.get('due', id))?.from !== '') await tx.put('due', { id, kind, subject, at: '', from: '' });
}

/** Records when something is next due, as computed at `from`. Writes nothing when that is known. */
export async function noteNext(tx: Tx, kind: DueKind, subject: string, next: Pick<Due, 'at' | 'from' | 'by'>) {
  const id = dueId(kind, subject);
  const known = await tx.get('due', id);
  const isSame = known && known.at === next.at && known.by === next.by && known.from !== '' && known.from <= next.from;
  if (!isSame) await tx.put('due', { id, kind, subject, ...next });
}

/** Returns the id of the row that says when a subject is due. */
export function dueId(kind: DueKind, subject: string): string {
  return `${kind} ${subject}`;
}

/**
 * Resolves with at most `limit` subjects that are due now, the longest due last. It costs the same however many are not
 * due.
 */
export async function dueNow(reader: Reader, kind: DueKind, now: string, limit: number): Promise<readonly string[]> {
  const ahead = await reader.scan('due.from', { key: kind, after: now, limit });
  const [first] = await reader.scan('due.next', { key: kind, after: null, limit: 1 });
  const next = first && isPast(first, now) ? await reader.scan('due.next', { key: kind, after: null, limit }) : [];
  const due = [...ahead, ...next.filter((one) => isPast(one, now) && one.from <= now)];
  return due.slice(0, limit).map(({ subject }) => subject);
}

function isPast({ at }: Due, now: string): boolean {
  return at !== null && at <= now;
}
