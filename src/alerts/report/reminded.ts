import type { Alert } from '../../domain/alert/alert.ts';
import { arrived, type Delivery, queueInId } from '../../domain/delivery/delivery.ts';
import type { Reader } from '../../ports/store.ts';
import type { AlertStores, ReportedAlert } from '../../store/alerts-of-month.ts';

/** An escalation of an unanswered alert, as reports list it: when it arrived and whom it reached. */
export interface AlertReminder {
  /** The time at which it arrived first, or was due where nobody knows that any more. ISO 8601 in UTC. */
  at: string;
  /** The channels and people whose chat it came to, by name; none when it reached nobody. */
  to: readonly string[];
  /** The people whom it mentioned, by name, as far as the bot still knows: it keeps a message for many alerts for two days. */
  mentioned: readonly string[];
}

/** The reminders of alerts, by the alert's id. */
export type Reminders = ReadonlyMap<string, readonly AlertReminder[]>;

/** Looks up the reminders of these alerts. */
export function remindersOfAll(alerts: readonly ReportedAlert[], { store }: Pick<AlertStores, 'store'>) {
  return store.read(async (reader) => {
    const found = new Map<string, readonly AlertReminder[]>();
    for (const one of alerts) {
      const steps = remindingSteps(one.alert);
      // A question to the holder is left out: the report lists reminders of alerts that nobody had acknowledged.
      const all = (await remindersOf(one, reader)).filter((_reminder, n) => steps[n]?.what !== 'asked');
      found.set(one.alert.id, all);
    }
    return found;
  });
}

/** Returns the reminders of an alert by the step of its timeline that sent them. */
export async function remindersByStep(one: ReportedAlert, { store }: Pick<AlertStores, 'store'>) {
  const reminders = await store.read((reader) => remindersOf(one, reader));
  return new Map(remindingSteps(one.alert).flatMap((step, n) => (reminders[n] ? [[step, reminders[n]]] : [])));
}

/** Returns an alert's reminders in the order of time. */
async function remindersOf({ alert, deliveries }: ReportedAlert, reader: Reader): Promise<readonly AlertReminder[]> {
  const rows = new Map(deliveries.map((row) => [row.id, row]));
  for (const id of alert.escalations ?? []) {
    const row = rows.get(id) ?? (await reader.get('deliveries', id));
    if (row) rows.set(id, row);
  }
  const sent = sentBySteps(alert, rows);
  const steps = remindingSteps(alert);
  return Promise.all(steps.map(async ({ at }, index) => reminderAt(at, sent[index] ?? [], rows, reader)));
}

function remindingSteps({ timeline }: Alert): Alert['timeline'] {
  return timeline.filter(({ what }) => what === 'escalated' || what === 'missed' || what === 'asked');
}

/**
 * Returns the ids of the messages of each step, which says how many it sent. In older states it does not: there a message whose row is
 * kept belongs to the step of its time, and the others follow in order, since an id says where a message went also when its row is gone.
 */
function sentBySteps(alert: Alert, rows: ReadonlyMap<string, Delivery>): readonly (readonly string[])[] {
  const all = remindingSteps(alert);
  const older = all.filter(({ sent }) => sent === undefined);
  const counts = all.slice(older.length).map(({ sent = 0 }) => sent);
  const ids = alert.escalations ?? [];
  const sent: string[][] = [];
  // An alert keeps its newest messages, so the last of them belong to the last steps.
  let end = ids.length;
  for (const count of counts.toReversed()) {
    sent.unshift(ids.slice(Math.max(0, end - count), end));
    end = Math.max(0, end - count);
  }
  return [...sentByOlderSteps(older, ids.slice(0, end), rows), ...sent];
}

function sentByOlderSteps(steps: Alert['timeline'], ids: readonly string[], rows: ReadonlyMap<string, Delivery>) {
  const stored = ids.filter((id) => rows.has(id));
  const known = Map.groupBy(stored, (id) => rows.get(id)?.since ?? '');
  const gone = byStep(ids.filter((id) => !rows.has(id)));
  const free = steps.filter(({ at }) => !known.has(at));
  const later = free.length - gone.length;
  return steps.map((step) => known.get(step.at) ?? gone[free.indexOf(step) - later] ?? []);
}

/**
 * Returns the ids in groups of one step each: a step sends at most one message to each queue, and all of one kind. The oldest group
 * may lack some that the alert keeps no longer, so the newest is made first.
 */
function byStep(ids: readonly string[]): readonly (readonly string[])[] {
  const kindOf = (id: string) => id.split(' ')[0];
  const groups: string[][] = [];
  for (const id of ids.toReversed()) {
    const [next] = groups;
    const isSame = (one: string) => kindOf(one) === kindOf(id) && queueInId(one) !== queueInId(id);
    if (next?.every(isSame)) next.unshift(id);
    else groups.unshift([id]);
  }
  return groups;
}

async function reminderAt(at: string, ids: readonly string[], rows: ReadonlyMap<string, Delivery>, reader: Reader) {
  const sent = ids.filter((id) => {
    const row = rows.get(id);
    return !row || arrived(row);
  });
  const called = new Set(sent.flatMap((id) => rows.get(id)?.called ?? []));
  const times = sent.flatMap((id) => rows.get(id)?.doneAt ?? []).toSorted();
  return {
    at: times[0] ?? at,
    to: await Promise.all(sent.map((id) => nameOf(queueInId(id), reader))),
    mentioned: await Promise.all([...called].map((id) => nameOf(id, reader))),
  };
}

/** Returns the name of a channel or person, by the queue; the queue itself where no name is known. */
async function nameOf(queue: string, reader: Reader): Promise<string> {
  return (await reader.get('conversations', queue))?.name ?? (await reader.get('people', queue))?.name ?? queue;
}
