import type { ManyTask, SelectionCursor } from '../../../../src/domain/alert/selection.ts';
import { idInQueue } from '../../../../src/domain/delivery/delivery.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import { asStored, type Plain, type PlainState } from '../document.ts';

type FieldNames = Readonly<Record<string, string>>;

const ofAlert: FieldNames = {
  story: 'timeline',
  reminders: 'escalations',
  remindFrom: 'escalateFrom',
  closingTold: 'closingNotifiedAt',
  over: 'resolvedBySender',
};
const kinds: FieldNames = { nag: 'reminder', reminders: 'escalations' };
/** The fields that only change their name, by the collection's name before version 6. */
const ofRows: Readonly<Record<string, FieldNames>> = {
  findings: { told: 'remindersSent' },
  rounds: { nag: 'reminder' },
  sources: { untold: 'unreported', toldAt: 'reportedAt' },
  subscriptions: { told: 'lastDigest' },
};
const collectionsBefore: FieldNames = { nags: 'reminders', untold: 'unsentNotices' };
/** The counters that change their name, with the name before version 6. */
export const countersBefore: FieldNames = { reminders: 'nags', escalations: 'reminders' };

/**
 * Leads to version 6, in which one word has one meaning: reminders are about findings, escalations about alerts, an alert has a timeline.
 * Ids stay as they are, since messages that were sent bear them. The archive keeps its rows as they are; see `alertOfNow`.
 */
export function oneWordOneMeaning({ collections, history }: PlainState): PlainState {
  const renamedRows = Object.entries(collections).map(([name, rows]) => [
    collectionsBefore[name] ?? name,
    rows.map((row) => (typeof row === 'string' ? row : rowOfNow(name, row))),
  ]);
  const now: PlainState['collections'] = Object.fromEntries(renamedRows);
  if (!now.digests) return { collections: now, history };
  const digests = now.digests.map((row) => asStored<AnsweredDigest>(row));
  const counters = asStored<{ id: string; value: number }[]>(now.counters ?? []);
  const upTo = counters.find(({ id }) => id === 'alerts')?.value ?? 0;
  const tasks = [...(now.answering ?? []), ...digests.flatMap((digest) => tasksOf(digest, upTo))];
  const withoutTasks = digests.map(({ acknowledging, ...digest }) => digest);
  return { collections: { ...now, digests: withoutTasks, answering: tasks }, history };
}

/** A digest of an older version, in whose row stands what somebody asked of its alerts. `upTo` is the newest delivery that they saw. */
interface AnsweredDigest {
  id: string;
  queue: string;
  acknowledging?: readonly (Omit<ManyTask, 'id' | 'selection' | 'cursor'> & {
    upTo: number;
    after: SelectionCursor['after'];
  })[];
}

/** Returns the tasks of a digest as rows of their own, each for the alerts up to number `upTo`. */
function tasksOf({ id, queue, acknowledging = [] }: AnsweredDigest, upTo: number): ManyTask[] {
  const message = idInQueue({ kind: 'digest', digestId: id }, queue);
  return acknowledging.map(({ upTo: newest, after, ...task }) => ({
    ...{ ...task, id: `${task.at} ${task.by} ${id}`, selection: { upTo, message, newest } },
    cursor: { key: id, after },
  }));
}

function rowOfNow(collection: string, row: Exclude<Plain, string>): Exclude<Plain, string> {
  if (collection === 'alerts') return alertOfNow(row);
  if (collection === 'deliveries') return deliveryOfNow(row);
  if (collection === 'counters')
    return { ...row, id: Object.entries(countersBefore).find(([, before]) => before === row.id)?.[0] ?? row.id };
  return renamed(row, ofRows[collection] ?? {});
}

/** Returns an alert of any version since 3 as version 6 stores it. One that is so already stays as it is. */
export function alertOfNow<Row extends object>(alert: Row): Row {
  const row = renamed(alert, ofAlert);
  return withInner(row, 'offered', (offered) => renamed(offered, { told: 'isReported' }));
}

/** Returns a delivery of any version since 3 as version 6 stores it. One that is so already stays as it is. */
export function deliveryOfNow<Row extends object>(delivery: Row): Row {
  const row = renamed(delivery, { lateToldAt: 'lateNotifiedAt' });
  const turned = withInner(row, 'turn', (turn) => renamed(turn, { place: 'position' }));
  return withInner(turned, 'about', (about) => {
    const kind = kinds[String(Reflect.get(about, 'kind'))];
    const named = renamed(about, { nagId: 'reminderId' });
    return withInner(kind === undefined ? named : { ...named, kind }, 'was', (was) =>
      renamed(was, { over: 'resolvedBySender' }),
    );
  });
}

/** Segments are never rewritten, so rows of older versions are read as this version stores them. */
export function archivedOfNow(row: Archived): Archived {
  return { ...row, alert: alertOfNow(row.alert), deliveries: row.deliveries.map(deliveryOfNow) };
}

function renamed<Row extends object>(row: Row, names: FieldNames): Row {
  if (!Object.keys(names).some((name) => name in row)) return row;
  return asStored(Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value])));
}

function withInner<Row extends object>(row: Row, field: string, change: (inner: object) => object): Row {
  const inner: unknown = Reflect.get(row, field);
  if (typeof inner !== 'object' || inner === null) return row;
  const changed = change(inner);
  return changed === inner ? row : { ...row, [field]: changed };
}
