import { type Alert, highestSeverity } from '../domain/alert/alert.ts';
import { quietSince, type StoredSource } from '../domain/alert/source.ts';
import type { StoredFinding } from '../domain/finding/finding.ts';
import type { AuditAction, NewEntry } from '../domain/history.ts';
import type { EventType } from '../domain/outgoing/event.ts';
import { shortId } from '../domain/text/short-id.ts';
import type { Receiver, Receivers } from '../ports/receivers.ts';
import type { Store, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type AlertHappening, happenedTo, isFor, prefixOf, waitsForAnswer, wasReopened } from './alert-events.ts';
import {
  cancelUnacknowledged,
  enqueueOutgoing,
  enqueueTimer,
  followIncidents,
  keepWithinLimit,
  type NewOutgoing,
} from './rows.ts';

/** What the store is wrapped with. */
interface Recorder {
  receivers: Pick<Receivers, 'list'>;
  /** Returns the time (ISO 8601). */
  now(): string;
  /** Returns the sources of the sources' file. */
  sources(): World['settings']['sources'];
  /** Has these receivers get what waits for them. */
  wake(receivers: ReadonlySet<string>): void;
}

/**
 * Returns the same store, whose changes also add the events that receivers are to get of them, in the same change: so that no writer can
 * forget it, and that nothing is lost when the process dies in between. Where there is no receiver, it is the store itself.
 */
export function recording<S extends Store>(store: S, recorder: Recorder): S {
  return {
    ...store,
    change: async (what, how) => {
      const receivers = recorder.receivers.list();
      if (receivers.length === 0) return store.change(what, how);
      let touched = new Map<string, number>();
      const result = await store.change(async (tx) => {
        touched = new Map();
        const done = await what(
          recordingTx(tx, { receivers, touched, now: recorder.now(), sources: recorder.sources() }),
        );
        for (const [name, added] of touched) if (added > 0) await keepWithinLimit(tx, name, added, recorder.now());
        return done;
      }, how);
      if (touched.size > 0) recorder.wake(new Set(touched.keys()));
      return result;
    },
  };
}

/** What one change goes by. `touched` counts the events that it adds, by receiver. */
interface Recording {
  receivers: readonly Receiver[];
  sources: World['settings']['sources'];
  touched: Map<string, number>;
  now: string;
}

function recordingTx(tx: Tx, how: Recording): Tx {
  return {
    ...tx,
    async put(collection, row) {
      if (collection === 'alerts') {
        const before = await tx.get('alerts', row.id);
        await tx.put(collection, row);
        const after = await tx.get('alerts', row.id);
        if (after) await recordAlert(tx, before, await withOwnFields(tx, before, after), how);
      } else if (collection === 'findings') {
        const before = await tx.get('findings', row.id);
        await tx.put(collection, row);
        await recordFinding(tx, before, await tx.get('findings', row.id), how);
      } else if (collection === 'sources') {
        const before = await tx.get('sources', row.id);
        await tx.put(collection, row);
        const after = await tx.get('sources', row.id);
        if (after?.silentAt !== undefined && before?.silentAt === undefined) await recordSilence(tx, after, how);
      } else await tx.put(collection, row);
    },
    async remove(collection, id) {
      const before = collection === 'findings' ? await tx.get('findings', id) : null;
      await tx.remove(collection, id);
      await recordFinding(tx, before, null, how);
    },
    async appendHistory(entry) {
      const number = await tx.appendHistory(entry);
      if (ofContact.has(entry.deed)) await recordContact(tx, entry, number, how);
      return number;
    },
  };
}

/**
 * Stores with an alert what is kept for receivers alone, whatever the writer made of it: how often it was reopened, and where it is found
 * there. Returns it as it is then.
 */
async function withOwnFields(tx: Tx, before: Alert | null, after: Alert): Promise<Alert> {
  const reopenings = (before?.reopenings ?? 0) + Number(wasReopened(before, after));
  if (reopenings === (after.reopenings ?? 0)) return after;
  const whole = { ...after, reopenings };
  await tx.put('alerts', whole);
  return whole;
}

async function add(tx: Tx, receiver: Receiver, event: NewOutgoing, { touched, now }: Recording): Promise<void> {
  await enqueueOutgoing(tx, receiver, event, now);
  touched.set(receiver.name, (touched.get(receiver.name) ?? 0) + 1);
}

/* Alerts. */

async function recordAlert(tx: Tx, before: Alert | null, after: Alert, how: Recording): Promise<void> {
  const happened = happenedTo(before, after, how.now);
  for (const receiver of how.receivers) await recordFor(tx, receiver, { before, after, happened }, how);
}

/** Two versions of an alert, and what happened in between. */
interface AlertChange {
  before: Alert | null;
  after: Alert;
  happened: readonly AlertHappening[];
}

/** An alert is accepted for a receiver when it is first one of those that it wants: new, more severe, of another tenant, held no longer. */
async function recordFor(tx: Tx, receiver: Receiver, { before, after, happened }: AlertChange, how: Recording) {
  const fits = isFor(receiver, after);
  const known = before && prefixOf(before) === prefixOf(after) && isFor(receiver, before) ? before : null;
  const isNew = fits && !known && (before === null || after.status !== 'resolved');
  if (isNew) {
    const at = before === null ? after.receivedAt : how.now;
    await recordHappening(tx, receiver, after, { event: 'accepted', at, facts: {} }, how);
  }
  await recordTimer(tx, receiver, { known, after, fits }, how);
  for (const one of happened) {
    const answered = one.event === 'acknowledged' || one.event === 'resolved';
    // What was opened is closed, whatever became of the alert or of the receivers' file since.
    if (receiver.follows && answered) await recordAnswer(tx, receiver, after, one, how);
    else if (fits || known) await recordHappening(tx, receiver, after, one, how);
  }
}

async function recordAnswer(tx: Tx, receiver: Receiver, alert: Alert, one: AlertHappening, how: Recording) {
  const event = eventOf(alert, `${prefixOf(alert)}.${one.event}`, one);
  how.touched.set(receiver.name, (how.touched.get(receiver.name) ?? 0) + 1);
  await followIncidents(tx, receiver, event, how.now);
}

async function recordHappening(tx: Tx, receiver: Receiver, alert: Alert, one: AlertHappening, how: Recording) {
  const type: EventType = `${prefixOf(alert)}.${one.event}`;
  const event = eventOf(alert, type, one);
  if (!receiver.events.includes(type)) return;
  if (!receiver.follows) return add(tx, receiver, event, how);
  if (alert.status === 'active') await add(tx, receiver, { ...event, opens: true }, how);
}

/** Begins to wait for an answer, or waits no longer. */
async function recordTimer(
  tx: Tx,
  receiver: Receiver,
  { known, after, fits }: { known: Alert | null; after: Alert; fits: boolean },
  { touched, now }: Recording,
): Promise<void> {
  const type: EventType = `${prefixOf(after)}.unacknowledged`;
  const [waited, waits] = [known !== null && waitsForAnswer(known), fits && waitsForAnswer(after)];
  // A drill that turns out to be none waits anew. A reload may have changed what the receiver wants.
  if (!waits || !waited) await cancelUnacknowledged(tx, { receiver: receiver.name, subject: subjectOf(after) });
  if (!waits || waited || !receiver.events.includes(type)) return;
  const at = after.timeline.length <= 1 ? after.receivedAt : now;
  const event = eventOf(after, type, { at, facts: {} });
  await enqueueTimer(tx, receiver, receiver.follows ? { ...event, opens: true } : event);
  touched.set(receiver.name, (touched.get(receiver.name) ?? 0) + 1);
}

function subjectOf({ number }: Alert): string {
  return `alerts/${number}`;
}

function eventOf(alert: Alert, type: EventType, { at, facts, note }: Omit<AlertHappening, 'event'>): NewOutgoing {
  const { id, number, content, status, source, tenantId, reopenings = 0 } = alert;
  const of = { number, title: content.displayName, status, source, ...(tenantId === null ? {} : { tenantId }) };
  return {
    ...{ type, at, subject: subjectOf(alert), severity: highestSeverity(alert), facts: { ...of, ...facts } },
    ...{ alertId: id, round: reopenings + 1, ...(note === undefined ? {} : { note }) },
  };
}

/* Everything else. */

/** What is neither an alert nor a drill has no severity, so that `when.severity` says nothing of it. */
function wants(
  { events, when }: Receiver,
  type: EventType,
  of: { tenantId?: string | null; sources?: readonly string[] },
) {
  if (!events.includes(type)) return false;
  if (of.tenantId && when.tenants && !when.tenants.includes(of.tenantId)) return false;
  return !of.sources || !when.sources || of.sources.some((source) => when.sources?.includes(source));
}

async function recordFinding(tx: Tx, before: StoredFinding | null, after: StoredFinding | null, how: Recording) {
  const [was, is] = [before?.closedAt === null, after?.closedAt === null];
  const finding = after ?? before;
  if (was === is || !finding) return;
  // Its id may have an address or a person's identity.
  const { id, tenantId, code } = finding;
  const type = is ? 'finding.opened' : 'finding.closed';
  const at = is ? finding.openedAt : (after?.closedAt ?? how.now);
  const event = {
    type,
    at,
    subject: `findings/${shortId(id)}`,
    severity: null,
    facts: { finding: code, tenantId },
  } as const;
  for (const receiver of how.receivers) if (wants(receiver, type, { tenantId })) await add(tx, receiver, event, how);
}

async function recordSilence(tx: Tx, source: StoredSource, how: Recording): Promise<void> {
  const { id } = source;
  const facts = { source: id, lastHeardAt: quietSince(source) };
  const event = { type: 'source.silent', at: how.now, subject: `sources/${id}`, severity: null, facts } as const;
  const sources = [how.sources.find(({ name }) => name === id)?.source ?? `webhook:${id}`];
  for (const receiver of how.receivers)
    if (wants(receiver, 'source.silent', { sources })) await add(tx, receiver, event, how);
}

/** What changes a contact, or the channels of a tenant or of the organisation. */
const ofContact: ReadonlySet<AuditAction> = new Set([
  ...(['contact.updated', 'contact.onCall', 'tenant.setUp', 'tenant.retired', 'tenant.restored'] as const),
  ...(['organisation.setUp', 'register.imported', 'tenant.cleared'] as const),
]);

/** The values are in the audit trail, and are read there for the receivers that may have them. */
async function recordContact(tx: Tx, { at, byName, tenantId, changes }: NewEntry, entry: number, how: Recording) {
  // With a retired tenant its alerts go too, which are no part of the contact.
  const fields = changes.map(({ field }) => field).filter((field) => field !== 'alerts');
  if (fields.length === 0) return;
  const event = {
    ...({ type: 'contact.changed', at, severity: null, entry } as const),
    subject: tenantId === null ? 'organisation' : `tenants/${tenantId}`,
    facts: { fields: fields.join(', '), by: byName, ...(tenantId === null ? {} : { tenantId }) },
  };
  for (const receiver of how.receivers)
    if (wants(receiver, 'contact.changed', { tenantId })) await add(tx, receiver, event, how);
}
