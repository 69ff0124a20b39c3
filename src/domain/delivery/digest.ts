import type { Alert, By, ResolvedReason, Severity, Stranded } from '../alert/alert.ts';
import type { Channel, Identity } from '../tenant/identity.ts';

/** One card that stands for many alerts of a channel. Counts are whole numbers of what is in it, and of what is still unanswered. */
export interface StormDigest {
  id: string;
  queue: string;
  openedAt: string;
  /** When more than the channel can bear last waited for it; a trickle afterwards does not count. */
  stormAt?: string;
  counts: Readonly<Record<Severity, number>>;
  unanswered: number;
  /** Who answered how many of them, as they stand now; absent in older states. */
  answers?: readonly Answers[];
  /** The number of the newest delivery in it, so that a card can say what it showed. */
  newest?: number;
  /** What people asked for and is not done yet, in order. */
  acknowledging?: readonly Acknowledging[];
  /** The first ten, to be named on the card. */
  firstIds: readonly string[];
  revision: number;
  escalated: boolean;
  /** Whether anybody has its card. */
  stranded?: Stranded;
  closedAt: string | null;
}

/** What one person did to so many of the alerts, the last time at `at`; nobody, where they were closed by age. */
export interface Answers {
  what: 'acknowledged' | 'resolved';
  by: Identity | null;
  byName: string;
  at: string;
  count: number;
}

/** More people are counted together, without a name. */
const mostNamed = 8;

/** How the alert stands in its digests; null while nobody answered. */
function answerOf({ status, acknowledged, resolved }: Alert): Omit<Answers, 'count'> | null {
  const [what, by] =
    status === 'resolved' ? (['resolved', resolved] as const) : (['acknowledged', acknowledged] as const);
  return status === 'active' || !by ? null : { what, by: by.by, byName: by.byName, at: by.at };
}

/** Who answered, once an alert that stood as `before` stands as `after`; null for not in the digest. */
export function answersAfter(
  answers: StormDigest['answers'],
  before: Alert | null,
  after: Alert | null,
): readonly Answers[] {
  const [gone, come] = [before && answerOf(before), after && answerOf(after)];
  const same = (one: Answers, other: Omit<Answers, 'count'>) => one.what === other.what && one.by === other.by;
  const rest = (answers ?? [])
    .map((one) => (gone && same(one, gone) ? { ...one, count: one.count - 1 } : one))
    .filter(({ count }) => count > 0);
  if (!come) return rest;
  const full = !rest.some((one) => same(one, come)) && rest.length >= mostNamed;
  const whose = full ? { ...come, by: null, byName: '' } : come;
  const known = rest.find((one) => same(one, whose));
  const others = rest.filter((one) => one !== known);
  return [...others, { ...whose, count: (known?.count ?? 0) + 1 }];
}

/** Whether it stands differently there. */
export function answersDiffer(before: Alert, after: Alert): boolean {
  return JSON.stringify(answerOf(before)) !== JSON.stringify(answerOf(after));
}

/** Somebody acknowledges, or resolves, all that the card stood for when they pressed. */
export interface Acknowledging extends By {
  /** How they are resolved; absent where they are acknowledged. */
  resolving?: { reason: ResolvedReason; note: string };
  /** Where they pressed; null in private. */
  place: Channel | null;
  /** Whose alerts they may acknowledge; null for those of no tenant of ours. */
  tenants: readonly (string | null)[];
  /** The number of the newest delivery that they saw. */
  upTo: number;
  /** The place of the last one that is done; null before the first. */
  after: string | null;
  /** How many it acknowledged so far, by tenant; those of none are under the empty name. */
  done: Readonly<Record<string, number>>;
}

/** What comes within this time after too many waited goes straight into their digest: the storm is not over. Later ones have cards of their own. */
export const stormLastsMs = 5 * 60_000;
