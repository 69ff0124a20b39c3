import type { Identity } from '../tenant/identity.ts';
import type { Severity } from './severity.ts';

/** What a person does to an alert. `noted` means that they added a note: its text is a row of its own (`Note`). */
type PersonDid = 'acknowledged' | 'resolved' | 'reopened' | 'given' | 'taken' | 'kept' | 'noted';

/**
 * What its sender says of an alert. `over` means that the sender takes it for over, `merged` that it goes on there as another incident,
 * whose number is the note, and `again` that it goes on after that. `seen` means that the same finding came again, with nothing new: a
 * timeline has the last one of these alone.
 */
type SenderSaid = 'received' | 'changed' | 'over' | 'merged' | 'again' | 'seen';

/**
 * What became of it at its source, where that keeps its status: `writtenBack` means that the answer here stands there too, `keptThere` that
 * it was not written back, since the alert was resolved there already, and `goneThere` that the source has the alert no longer.
 */
type AtSource = 'writtenBack' | 'keptThere' | 'goneThere';

/**
 * What becomes of an alert. `routed` means that it goes elsewhere from then on, `archived` that an admin sent it to the archive
 * unanswered, `rang` that a pager took that nobody had acknowledged it, `held` that a maintenance window holds it, and `posted` that the window ended.
 */
type Happened = 'escalated' | 'rang' | 'missed' | 'asked' | 'closed' | 'archived' | 'routed' | 'held' | 'posted';

/** A step in an alert's timeline. */
export interface Step {
  at: string;
  what: PersonDid | SenderSaid | AtSource | Happened;
  by: Identity | null;
  byName: string;
  note: string;
  /** It was done at the source of the alert, by whom that side calls `byName`. Absent for all others. */
  there?: true;
  /** The number of the step, 0, 1, 2 …, by which a line in the thread names it. Absent in older states. */
  number?: number;
  /** The number of reminders that it sent, the newest of the alert's until then. Absent for all other steps, and in older states. */
  sent?: number;
  /** The number of changes by the sender that it summarises, when there are several. */
  times?: number;
  /** These four say what a sender changed, where people see it first. */
  severity?: Changed<Severity>;
  displayName?: Changed<string>;
  /** The partner tenant, by its name at that time; null for none of ours. */
  tenant?: Changed<string | null>;
  isTest?: Changed<boolean>;
  /** The rows that were not among those found before: the names of the first ones, and how many there are. */
  rows?: { names: readonly string[]; count: number };
  /** The reason why the alert went where it went from then on. Absent when that did not change, and in older states. */
  why?: RoutingReason;
}

/** Where an alert goes: see `Alert.routed`. */
export type Routed = 'contact' | 'fraud' | 'fraudAlone' | 'fraudRefused' | 'admins';

/**
 * The reason why an alert goes where it goes. `rule`: a rule of its source chose the fraud channels alone; `ruleRefused`: none of them
 * takes messages. The last six go to the admins, since no channel takes the alert, the tenant has no
 * channel yet, the alert names a tenant that is not set up, it names none when there are several, the sources' file gives the
 * customer to no tenant, or the tenant is retired.
 */
export type RoutingReason = Routed | 'rule' | 'ruleRefused' | NotRouted;

type NotRouted = 'noChannel' | 'noTenant' | 'noneNamed' | 'noCustomer' | 'retired';

interface Changed<T> {
  before: T;
  after: T;
}

/** The most steps of a timeline: enough for any real alert. The audit trail has all that people did. */
const maxSteps = 200;

/** Returns a step that no person took: by the bot itself, or by the sender whom `byName` names. */
export function ownStep(what: Step['what'], at: string, more: Partial<Step> = {}): Step {
  return { at, what, by: null, byName: '', note: '', ...more };
}

/**
 * Returns the timeline with one more step. The first step stays, since it says who sent or raised the alert. The changes of a sender who
 * changes it over and over are one step, and drive out nothing that people did.
 */
export function withStep(timeline: readonly Step[], step: Step): Step[] {
  const last = timeline.at(-1);
  const next = { ...step, number: newestStep(timeline) + 1 };
  if (step.what === 'seen') return [...timeline.filter(({ what }) => what !== 'seen'), next];
  if (last && timeline.length > 1 && isPlainChange(last) && isPlainChange(step))
    return [...timeline.slice(0, -1), { ...next, times: (last.times ?? 1) + 1 }];
  const longer = [...timeline, next];
  if (longer.length <= maxSteps) return longer;
  // The notes themselves are rows of their own, so that none is lost here.
  const noted = timeline.findIndex(({ what }) => what === 'noted');
  const least = noted > 0 ? noted : longer.findIndex(({ by }, index) => index > 0 && by === null);
  return longer.toSpliced(Math.max(1, least), 1);
}

/** Returns whether somebody took the step: a person, or whoever worked the alert at its source (`there`). */
export function isAnswer({ by, there }: Pick<Step, 'by' | 'there'>): boolean {
  return by !== null || there === true;
}

/** Returns whether the step is a sender's change of details only: of nothing that cards show first, such as severity, title or tenant. */
export function isPlainChange({ what, severity, displayName, tenant, isTest, why, rows }: Step): boolean {
  return what === 'changed' && !severity && !displayName && !tenant && !isTest && !why && !rows;
}

/** Returns the number of the last step; -1 before the first. */
export function newestStep(timeline: readonly Step[]): number {
  return timeline.at(-1)?.number ?? timeline.length - 1;
}

/** Returns the step of that number; null when the timeline does not have it any more. */
export function stepOf(timeline: readonly Step[], number: number): Step | null {
  return timeline.find((step, index) => (step.number ?? index) === number) ?? null;
}

const noNews: ReadonlySet<Step['what']> = new Set([
  ...(['escalated', 'rang', 'asked', 'seen', 'writtenBack', 'keptThere', 'goneThere'] as const),
]);

/**
 * Returns when something last happened to the alert. That people were reminded of it, or asked about it, is no news, nor that the same
 * finding came again, nor what became of an answer at the alert's source.
 */
export function lastNewsAt({ timeline, receivedAt }: { timeline: readonly Step[]; receivedAt: string }): string {
  return timeline.findLast(({ what }) => !noNews.has(what))?.at ?? receivedAt;
}

/** The most characters of a note, and the most notes of one alert. */
export const noteLimits = { text: 2_000, ofAlert: 200 } as const;

/** What a person noted about an alert. It is never edited, and leaves for the archive with its alert. */
export interface Note {
  /** As `noteId` forms it. */
  id: string;
  alertId: string;
  at: string;
  by: Identity;
  byName: string;
  /** 1, 2, 3 … among the notes of its alert, in the order of time. */
  number: number;
  /** As the person typed it. It may have several lines. */
  text: string;
}

/** The newest note, as its alert has it: cards show it without reading further rows. */
export type LastNote = Omit<Note, 'id' | 'alertId'>;

/** Returns the id of the note of that number. */
export function noteId(alertId: string, number: number): string {
  return `${alertId} ${number}`;
}
