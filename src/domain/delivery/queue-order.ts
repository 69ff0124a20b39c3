import { later } from '../time/zones.ts';
import type { Delivery } from './delivery.ts';
import {
  copyBehind,
  digestRank,
  highRank,
  isAlertCard,
  isEditOwed,
  isPending,
  needsEdit,
  sortableNumber,
} from './delivery.ts';
import { factsOf } from './kinds.ts';

/**
 * The lanes of a queue, as ranges of positions from `from` up to but not including `to`. In each lane, deliveries that were never tried
 * alternate with retries and repeats, so that no retry can hold up what is new. Posts come before edits.
 */
export const lanes = {
  /** Notices of changes, then high alerts. */
  urgentPosts: { fresh: { from: '1', to: '2' }, again: { from: '2', to: '3' } },
  /** Everything else that is posted, by rank. */
  posts: { fresh: { from: '3', to: '4' }, again: { from: '4', to: '5' } },
  /** Edits of the cards of high alerts: first those for which a person waits, then the card that was edited longest ago. */
  urgentEdits: { fresh: { from: '5', to: '6' }, again: { from: '6', to: '7' } },
  /** Other edits, in the same order. */
  edits: { fresh: { from: '7', to: '8' }, again: { from: '8', to: '9' } },
} as const;

/** The name of a lane. */
export type Lane = keyof typeof lanes;

/** The place behind which alerts stand that are not posted by themselves: the card of their source for many takes them in. */
export const gathering = '9';

/** Queue position after which come the never-tried posts of medium and lower severity: these may be collected into a digest. */
export const lowPosts = `${lanes.posts.fresh.from} ${digestRank} ~`;

/** How long (ms) edits of one card that no person asked for are gathered. */
const gatherMs = 60_000;

/** Returns the position of a delivery in its queue; null when nothing is left to do. */
export function queuePosition(delivery: Delivery): string | null {
  const lane = laneOf(delivery);
  if (lane === null) return null;
  const { state, rank, editedAt = '', pause, number, turn } = delivery;
  // The one that failed longest ago is tried first, so that one that never works keeps no other from its turn.
  if (state === 'posted')
    return `${lane} ${isAsked(delivery) ? 0 : 1} ${pause?.from ?? editedAt} ${sortableNumber(number)}`;
  return `${lane} ${rank} ${sortableNumber(turn?.position ?? 0)} ${pause?.from ?? ''} ${sortableNumber(number)}`;
}

/** Returns how the places of all begin with which a delivery takes turns: those of its lane and rank. Null for one that does not wait. */
export function turnsAmong(delivery: Delivery): string | null {
  const lane = isPending(delivery) ? laneOf(delivery) : null;
  return lane === null ? null : `${lane} ${delivery.rank} `;
}

/** Returns the key of those that wait of one share among all with which a delivery takes turns. Null for a delivery that does not wait. */
export function turnKey(delivery: Delivery, share = delivery.turn?.share): string | null {
  const among = turnsAmong(delivery);
  return among === null || share === undefined ? null : `${delivery.queue} ${among}${share}`;
}

/** Returns the key under which the cards of high alerts of one share wait for a queue. */
export function highCardsKey(queue: string, share: string): string {
  return `${queue} ${share}`;
}

function laneOf(delivery: Delivery): string | null {
  const { rank, failingSince, gathers, state } = delivery;
  if (gathers && state === 'waiting') return gathering;
  if (isPending(delivery)) {
    const lane = rank <= highRank ? lanes.urgentPosts : lanes.posts;
    return wasTried(delivery) || isSenders(delivery) ? lane.again.from : lane.fresh.from;
  }
  if (!needsEdit(delivery) || delivery.held) return null;
  const lane = rank <= highRank && isAlertCard(delivery.about) ? lanes.urgentEdits : lanes.edits;
  return failingSince === undefined ? lane.fresh.from : lane.again.from;
}

function wasTried({ state, attempts, refusals, pause }: Delivery): boolean {
  return state === 'sending' || attempts > 0 || refusals !== undefined || pause !== undefined;
}

/** Returns whether it is news in a thread that a sender can cause as often as they like. */
function isSenders({ about }: Delivery): boolean {
  return about.kind === 'followUp' && about.from !== undefined;
}

/**
 * Returns whether an edit goes at once. Cards that senders and time change over and over gather their edits, unless a person
 * asked for one, or an older edit may have covered what the card shows.
 */
function isAsked(delivery: Delivery): boolean {
  return !gathers(delivery) || delivery.editDoubt !== undefined;
}

function gathers({ about, asked = 0, shown }: Delivery): boolean {
  return (isAlertCard(about) || about.kind === 'digest') && asked <= shown;
}

/**
 * Returns for how many milliseconds from `now` it may not go yet: it failed, its card was edited less than a minute ago, or it
 * shows the wanted revision and an older edit may arrive for `lateMs` more.
 */
export function remainingMs(delivery: Delivery, now: string, lateMs = 0): number {
  const { pause, state } = delivery;
  const failed = pause ? leftOf(pause.from, pause.ms, now) : 0;
  return Math.max(failed, state === 'posted' ? editRemainingMs(delivery, now, lateMs) : 0);
}

function editRemainingMs(delivery: Delivery, now: string, lateMs: number): number {
  const { editedAt, editDoubt } = delivery;
  if (copyBehind(delivery) !== null) return 0;
  const again = editDoubt ? lateMs : Number.POSITIVE_INFINITY;
  if (!isEditOwed(delivery)) return editDoubt ? again : 0;
  return Math.min(again, editedAt !== undefined && gathers(delivery) ? leftOf(editedAt, gatherMs, now) : 0);
}

/** Returns the milliseconds that are left. A wait that began in the future is over: the clock was put back, and nothing waits longer. */
function leftOf(from: string, ms: number, now: string): number {
  const passed = Date.parse(now) - Date.parse(from);
  return passed < 0 ? 0 : Math.max(0, ms - passed);
}

/** Returns since when the destination waits for it; null when it does not, and for an edit that was not tried yet. */
export function waitsSince(delivery: Delivery): string | null {
  if (queuePosition(delivery) === null) return null;
  return delivery.state === 'posted' ? (delivery.failingSince ?? null) : delivery.since;
}

/* Knows which deliveries admins hear of that wait too long for their channel. */

/** Admins hear of a delivery that waits longer than 15 minutes, and once a day while it waits. */
const patienceMs = 15 * 60_000;
const againMs = 24 * 3_600_000;

/**
 * How a delivery waits for its channel: `urgent` until admins are notified of it, `told` from then on, `beside` in the company of an urgent
 * one.
 */
type Waiting = 'urgent' | 'told' | 'beside';

/** Returns the key under which an index finds what waits so in a queue. */
export function waitingKey(waiting: Waiting, queue: string): string {
  return `${waiting} ${queue}`;
}

/** Returns whether the key is of deliveries of which admins have not heard yet. */
export function isUntoldKey(key: string): boolean {
  return !key.startsWith(waitingKey('told', ''));
}

/** Returns when admins are to hear of a delivery that waits since then. */
export function tooLateAt(since: string): string {
  return later(since, patienceMs);
}

/** Returns the queue of such a key that says that something urgent waits there; null for other keys. */
export function urgentQueueOf(key: string): string | null {
  const [waiting = '', ...queue] = key.split(' ');
  return waiting === 'urgent' || waiting === 'told' ? queue.join(' ') : null;
}

/** Returns how the delivery waits for its channel, and when admins are to hear of it next; null when they are not. */
export function lateness(delivery: Delivery): { key: string; order: string } | null {
  const { about, to, queue, rank, since, lateNotifiedAt } = delivery;
  if (!isPending(delivery) || to.kind !== 'channel') return null;
  const { late } = factsOf[about.kind];
  const isUrgent = late === 'always' || (late === 'high' && rank <= highRank);
  if (lateNotifiedAt === undefined)
    return { key: waitingKey(isUrgent ? 'urgent' : 'beside', queue), order: tooLateAt(since) };
  return isUrgent ? { key: waitingKey('told', queue), order: later(lateNotifiedAt, againMs) } : null;
}
