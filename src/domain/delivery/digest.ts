import { type Alert, isSentToArchive, type Stranded } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Identity } from '../tenant/identity.ts';

/** One card that stands for many alerts of a channel, with the counts of those in it and of those that nobody answered. */
export interface StormDigest {
  id: string;
  queue: string;
  /**
   * The share whose alerts it stands for: high ones above the storm limit, and those over its pace. Absent for a storm
   * of all.
   */
  share?: string;
  /** It stands for the backlog of the share, which was detected in this time (ISO 8601). Absent for all others. */
  backlog?: { from: string; to: string };
  /** It stands for the unverified alerts of the share beyond the first ones. Absent for all others. */
  unverified?: true;
  openedAt: string;
  /** The last time when more than the storm limit waited for it; a few that come afterwards do not count. */
  stormAt?: string;
  counts: Readonly<Record<Severity, number>>;
  unanswered: number;
  /** The answers that count now, by person; absent in older states. */
  answers?: readonly Answers[];
  /** The number of the newest delivery in it, so that a card can say what it showed. */
  newest?: number;
  /** The people on call whom its card mentions when it is posted; absent for nobody. */
  calls?: readonly Identity[];
  /** The names of its alerts with their numbers, as `nameCounts` keeps them; absent in older states. */
  names?: readonly NameCount[];
  /** The ids of the first ones. */
  firstIds: readonly string[];
  revision: number;
  escalated: boolean;
  /** Whether anybody has its card. */
  stranded?: Stranded;
  closedAt: string | null;
}

/** A name of alerts, and how many have it. */
export interface NameCount {
  name: string;
  count: number;
}

/** The most names that a digest counts. */
const maxNames = 20;

/** Returns the names after `step` alerts more of one name; a name that comes when there are 20 is not counted. */
export function nameCounts(names: readonly NameCount[] | undefined, name: string, step: 1 | -1): NameCount[] {
  const known = names ?? [];
  if (!known.some((one) => one.name === name))
    return step < 0 || known.length >= maxNames ? [...known] : [...known, { name, count: 1 }];
  return known
    .map((one) => (one.name === name ? { name, count: one.count + step } : one))
    .filter(({ count }) => count > 0);
}

/** Returns whether nobody is reminded of it, and no more than one is open in a channel for a share. */
export function isQuietDigest({ backlog, unverified }: Pick<StormDigest, 'backlog' | 'unverified'>): boolean {
  return backlog !== undefined || unverified === true;
}

/**
 * Returns whether it stands for high alerts that are no backlog: it goes where they would go, as urgently, and people are reminded of it
 * as of them.
 */
export function isHighDigest({ share, counts, backlog }: Pick<StormDigest, 'share' | 'counts' | 'backlog'>): boolean {
  return share !== undefined && counts.high > 0 && backlog === undefined;
}

/**
 * The number of alerts that one person answered, or sent to the archive unanswered, the last one at `at`. `by` is null for those that were
 * closed by age.
 */
export interface Answers {
  what: 'acknowledged' | 'resolved' | 'archived';
  by: Identity | null;
  byName: string;
  at: string;
  count: number;
}

/** The most people who are named; more are counted together, without a name. */
const maxNamed = 8;

/** Returns the answer to an alert, as its digests count it; null while nobody answered. */
function answerOf(alert: Alert): Omit<Answers, 'count'> | null {
  const { status, acknowledged, resolved } = alert;
  const by = status === 'resolved' ? resolved : acknowledged;
  if (status === 'active' || !by) return null;
  const what = status !== 'resolved' ? 'acknowledged' : isSentToArchive(alert) ? 'archived' : 'resolved';
  return { what, by: by.by, byName: by.byName, at: by.at };
}

/** Returns the answers of a digest after an alert in it changed from `before` to `after`; null for an alert that is not in it. */
export function answersAfter(answers: StormDigest['answers'], before: Alert | null, after: Alert | null) {
  const [gone, come] = [before && answerOf(before), after && answerOf(after)];
  const same = (one: Answers, other: Omit<Answers, 'count'>) => one.what === other.what && one.by === other.by;
  const rest = (answers ?? [])
    .map((one) => (gone && same(one, gone) ? { ...one, count: one.count - 1 } : one))
    .filter(({ count }) => count > 0);
  if (!come) return rest;
  const full = !rest.some((one) => same(one, come)) && rest.length >= maxNamed;
  const whose = full ? { ...come, by: null, byName: '' } : come;
  const known = rest.find((one) => same(one, whose));
  const others = rest.filter((one) => one !== known);
  return [...others, { ...whose, count: (known?.count ?? 0) + 1 }];
}

/** Returns whether digests count the two differently. */
export function answersDiffer(before: Alert, after: Alert): boolean {
  return JSON.stringify(answerOf(before)) !== JSON.stringify(answerOf(after));
}

/**
 * How long (ms) a storm lasts after too many alerts waited: until then others join their digest, and later ones have cards of their own.
 */
export const stormLastsMs = 5 * 60_000;
