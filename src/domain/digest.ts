import type { Severity } from './alert.ts';

/** One card that stands for many alerts of a channel. Counts are whole numbers of what is in it, and of what is still unanswered. */
export interface Digest {
  id: string;
  queue: string;
  openedAt: string;
  /** When more than the channel can bear last waited for it; a trickle afterwards does not count. */
  stormAt?: string;
  counts: Readonly<Record<Severity, number>>;
  unanswered: number;
  /** The first ten, to be named on the card. */
  firstIds: readonly string[];
  revision: number;
  escalated: boolean;
  closedAt: string | null;
}

/** What comes within this time after too many waited goes straight into their digest: the storm is not over. Later ones have cards of their own. */
export const stormLastsMs = 5 * 60_000;
