import type { By, Severity } from './alert.ts';
import type { Channel } from './identity.ts';
import type { Stranded } from './stranded.ts';

/** One card that stands for many alerts of a channel. Counts are whole numbers of what is in it, and of what is still unanswered. */
export interface Digest {
  id: string;
  queue: string;
  openedAt: string;
  /** When more than the channel can bear last waited for it; a trickle afterwards does not count. */
  stormAt?: string;
  counts: Readonly<Record<Severity, number>>;
  unanswered: number;
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

/** Somebody acknowledges all that the card stood for when they pressed. */
export interface Acknowledging extends By {
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
