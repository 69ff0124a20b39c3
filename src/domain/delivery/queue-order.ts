import { type Delivery, digestRank, highRank, isPending, owesEdit, placeOfNumber } from './delivery.ts';

/** Places from `from` up to but not including `to`. */
export interface Stretch {
  from: string;
  to: string;
}

/**
 * The lanes of a queue. In each, what was never tried and what was tried before, or comes over and over, go in turns, so
 * that no retry can hold up what is new. Posts stand before edits, so that they are counted together.
 */
export const lanes = {
  /** High alerts and notices. */
  urgentPosts: { fresh: { from: '1', to: '2' }, again: { from: '2', to: '3' } },
  /** Everything else that is posted, by rank. */
  posts: { fresh: { from: '3', to: '4' }, again: { from: '4', to: '5' } },
  /** Edits of the cards of high alerts: what a person waits for first, then the longest not edited. */
  urgentEdits: { fresh: { from: '5', to: '6' }, again: { from: '6', to: '7' } },
  /** Other edits, in the same order. */
  edits: { fresh: { from: '7', to: '8' }, again: { from: '8', to: '9' } },
} as const satisfies Record<string, { fresh: Stretch; again: Stretch }>;

/** The name of a lane. */
export type Lane = keyof typeof lanes;

/** Posts of medium severity and below that were never tried, behind those of digests: a digest may stand for them. */
export const lowPosts = `${lanes.posts.fresh.from} ${digestRank} ~`;

/** Edits of one card that no person asked for are gathered for as long. */
const gatherMs = 60_000;

/** Whether something is left to do, and its place in the queue; null when nothing is. */
export function placeInQueue(delivery: Delivery): string | null {
  const lane = laneOf(delivery);
  if (lane === null) return null;
  const { state, rank, editedAt = '', pause, number } = delivery;
  const [urgency, before] = state === 'posted' ? [isAsked(delivery) ? 0 : 1, editedAt] : [rank, ''];
  // What failed longest ago is tried first, so that one that never works keeps no other from its turn.
  return `${lane} ${urgency} ${pause?.from ?? before} ${placeOfNumber(number)}`;
}

function laneOf(delivery: Delivery): string | null {
  const { rank, failingSince } = delivery;
  if (isPending(delivery)) {
    const lane = rank <= highRank ? lanes.urgentPosts : lanes.posts;
    return wasTried(delivery) || isSenders(delivery) ? lane.again.from : lane.fresh.from;
  }
  if (!owesEdit(delivery) || delivery.held) return null;
  const lane = isHigh(delivery) ? lanes.urgentEdits : lanes.edits;
  return failingSince === undefined ? lane.fresh.from : lane.again.from;
}

function wasTried({ state, attempts, refusals, pause }: Delivery): boolean {
  return state === 'sending' || attempts > 0 || refusals !== undefined || pause !== undefined;
}

/** News in a thread that a sender can make as often as they like. */
function isSenders({ about }: Delivery): boolean {
  return about.kind === 'followUp' && about.from !== undefined;
}

function isHigh({ about, rank }: Delivery): boolean {
  return rank <= highRank && (about.kind === 'alert' || about.kind === 'unrouted');
}

/** What senders and time change over and over is gathered; the other cards are changed by what people do. */
function isAsked({ about, asked, shown }: Delivery): boolean {
  const gathered = about.kind === 'alert' || about.kind === 'unrouted' || about.kind === 'digest';
  return !gathered || (asked ?? 0) > shown;
}

/** For how many milliseconds from `now` it may not go yet: it failed, or its card was edited less than a minute ago. */
export function heldMs(delivery: Delivery, now: string): number {
  const { pause, state, editedAt } = delivery;
  const failed = pause ? leftOf(pause.from, pause.ms, now) : 0;
  const gathers = state === 'posted' && editedAt !== undefined && !isAsked(delivery);
  return Math.max(failed, gathers ? leftOf(editedAt, gatherMs, now) : 0);
}

/** What began in the future is over: the clock was put back, and nothing waits longer than was meant. */
function leftOf(from: string, ms: number, now: string): number {
  const passed = Date.parse(now) - Date.parse(from);
  return passed < 0 ? 0 : Math.max(0, ms - passed);
}

/** Since when the destination waits for it; null when it does not, and for an edit that nobody tried yet. */
export function waitsSince(delivery: Delivery): string | null {
  if (placeInQueue(delivery) === null) return null;
  return delivery.state === 'posted' ? (delivery.failingSince ?? null) : delivery.since;
}
