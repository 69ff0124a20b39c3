import type { Severity } from './alert.ts';

/** One card that stands for many alerts of a channel. Counts are whole numbers of what is in it, and of what is still unanswered. */
export interface Digest {
  id: string;
  queue: string;
  openedAt: string;
  joinedAt: string;
  counts: Readonly<Record<Severity, number>>;
  unanswered: number;
  /** The first ten, to be named on the card. */
  firstIds: readonly string[];
  revision: number;
  escalated: boolean;
  closedAt: string | null;
}

/** Alerts that come within this time after the last one joined go straight into the open digest: the storm is not over. */
export const stormLastsMs = 5 * 60_000;
