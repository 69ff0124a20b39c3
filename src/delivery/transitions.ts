/**
 * The changes that a delivery goes through: only a restore writes its row too (`restoredDelivery`). `at` is the time of the change, ISO
 * 8601, UTC.
 */
import type { Delivery, Destination, EditDoubt, QuietGathering } from '../domain/delivery/delivery.ts';
import { arrived, deliveryId, isAlertCard, queueOf, wasShown } from '../domain/delivery/delivery.ts';
import type { About } from '../domain/delivery/kinds.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import { withoutFutureTimes } from '../domain/time/own-times.ts';
import type { ChatErrorKind, Posted } from '../ports/chat.ts';
import type { Reader, Tx } from '../ports/store.ts';
import { nextNumber } from '../store/next-number.ts';
import { refusedMs } from './backoff.ts';
import { inTurn } from './turns.ts';

/** A delivery to be added: what it is about, where it goes, and how urgent it is. */
export interface DeliveryRequest {
  about: About;
  to: Destination;
  rank: number;
  /** The revision of what it is about; absent for what never changes. */
  want?: number;
  /** True to send it again when it had been dropped. */
  evenIfDropped?: true;
  /** Set for an alert that gets no card of its own, but stands in a digest of its source. */
  gathers?: true | QuietGathering;
  /** A restore may have lost that it was posted since this time (ISO 8601, UTC): it is in doubt. */
  lostSince?: string;
}

/**
 * Adds a delivery, in the same change as what it is about: either both are durable or neither. The same thing goes to the
 * same destination once; what was refused is tried again. `at` is the time of the change, ISO 8601 in UTC.
 *
 * @example await enqueue(tx, { about: { kind: 'alert', alertId: alert.id }, to: { kind: 'channel', channel }, rank: rankOf.high }, at)
 */
export async function enqueue(tx: Tx, request: DeliveryRequest, at: string): Promise<void> {
  const { about, to, rank, want = 1, evenIfDropped, gathers, lostSince } = request;
  const id = deliveryId(about, to);
  const known = await tx.get('deliveries', id);
  const lost = lostSince === undefined ? {} : ({ doubt: true, askedAt: lostSince } as const);
  if (known?.state === 'refused' || (known?.state === 'dropped' && evenIfDropped))
    await reopen(tx, { ...known, ...lost }, at, { rank, want });
  if (known) return;
  const number = await nextNumber(tx, 'deliveries');
  const isNew = { message: null, digestId: null, shown: 0, attempts: 0, reason: null, since: at, doneAt: null };
  const row = { id, about, to, queue: queueOf(to), rank, number, want, ...isNew, ...lost, state: waitingAgain(lost) };
  await write(tx, await inTurn(tx, gathers ? { ...row, gathers } : row));
}

/** A request for a delivery, without its destination. */
export type Unaddressed = Omit<DeliveryRequest, 'to'>;

/** Adds a delivery for each destination, as `enqueue` does for one. */
export async function enqueueFor(tx: Tx, request: Unaddressed, destinations: readonly Destination[], at: string) {
  for (const to of destinations) await enqueue(tx, { ...request, to }, at);
}

/** Writes the delivery as it is now, and returns it. */
async function write(tx: Tx, delivery: Delivery): Promise<Delivery> {
  await tx.put('deliveries', delivery);
  return delivery;
}

/** Writes the delivery as it is in the store: a write that changes nothing, to learn whether the disk takes writes. */
export async function rewrite(tx: Tx, delivery: Delivery): Promise<void> {
  await write(tx, delivery);
}

/** A mark that earlier attempts left in a delivery: a field that it may lack. */
type Trace = { [K in keyof Delivery]-?: undefined extends Delivery[K] ? K : never }[keyof Delivery];

/** Returns the delivery without these marks. */
export function without(delivery: Delivery, ...traces: readonly Trace[]): Delivery {
  const rest = { ...delivery };
  for (const trace of traces) delete rest[trace];
  return rest;
}

/** An attempt to post a delivery. */
export interface Attempt {
  at: string;
  /** The time by the platform's own clock; null where that is not known. */
  there: string | null;
  /** True when an earlier attempt may have arrived. */
  doubted: boolean;
  /** The people whom the message mentions. */
  called: readonly Identity[];
}

/** Notes that the platform is about to be called. Returns the delivery as it is now. */
export async function claim(tx: Tx, delivery: Delivery, { at, there, doubted, called }: Attempt): Promise<Delivery> {
  const row: Delivery = {
    ...without(delivery, 'doubt', 'repeat', 'askedThereAt', 'answered', 'called', 'pausedUntil'),
    ...{ state: 'sending', attempts: delivery.attempts + 1, askedAt: at },
    ...(there === null ? {} : { askedThereAt: there }),
    ...(doubted ? { doubt: true, repeat: true } : {}),
    ...(called.length > 0 ? { called } : {}),
  };
  return write(tx, delivery.attempts === 0 ? await inTurn(tx, row) : row);
}

/** What the platform took: the id of the message, and the revision that it shows. */
export type ArrivedPost = Pick<Posted, 'message'> & { revision: number; at: string };

/** Notes that the platform took the message. Returns the delivery as it is now. */
export function markPosted(tx: Tx, delivery: Delivery, { message, revision, at }: ArrivedPost): Promise<Delivery> {
  return write(tx, {
    ...without(delivery, 'pause', 'pausedUntil', 'doubt', 'refusals'),
    ...{ state: 'posted', message, reason: null, doneAt: at, shown: Math.max(delivery.shown, revision) },
  });
}

/** A message that was edited. */
interface Edited {
  /** The platform's id of it: the delivery's own message, or a copy of it. */
  message: string | null;
  revision: number;
  /** The doubt from now on; null where no older edit can cover this one any more. */
  doubt: EditDoubt | null;
}

/** Notes that the message shows this revision now. Once no older edit can arrive, the copies are sent again too. */
export async function markEdited(tx: Tx, delivery: Delivery, { message, revision, doubt }: Edited, at: string) {
  const { copies, editDoubt } = delivery;
  const rest = { ...without(delivery, 'pause', 'pausedUntil', 'failingSince', 'refusals'), reason: null };
  const shown = Math.max(delivery.shown, revision);
  if (copies?.some((one) => one.message === message)) {
    const now = copies.map((one) => (one.message === message ? { ...one, shown } : one));
    return tx.put('deliveries', { ...rest, copies: now, ...(doubt ? { editDoubt: doubt } : {}) });
  }
  const again = editDoubt && !doubt ? copies?.map((one) => ({ ...one, shown: 0 })) : copies;
  await tx.put('deliveries', {
    ...{ ...without(rest, 'editDoubt'), shown, editedAt: at },
    ...(again ? { copies: again } : {}),
    ...(doubt ? { editDoubt: doubt } : {}),
  });
}

/** Marks a posted message as doubtful: a failed edit may still arrive late and overwrite it. Does nothing if it is not posted. */
export async function markDoubtful(tx: Tx, id: string, doubt: EditDoubt): Promise<void> {
  const delivery = await tx.get('deliveries', id);
  if (delivery?.state === 'posted') await tx.put('deliveries', { ...delivery, editDoubt: doubt });
}

/** Notes a further message of the same card, which a person found; it becomes the delivery's own where the platform returned no id. */
export async function addCopy(tx: Tx, delivery: Delivery, message: string): Promise<void> {
  if (delivery.message === null) await tx.put('deliveries', { ...delivery, message, shown: 0 });
  else await tx.put('deliveries', { ...delivery, copies: [...(delivery.copies ?? []), { message, shown: 0 }] });
}

/** Removes a copy of the card that can no longer be edited. */
export async function removeCopy(tx: Tx, delivery: Delivery, message: string): Promise<void> {
  const copies = (delivery.copies ?? []).filter((one) => one.message !== message);
  await tx.put('deliveries', { ...without(delivery, 'copies'), ...(copies.length > 0 ? { copies } : {}) });
}

/** An attempt that failed for now. */
export interface Setback {
  reason: string;
  /** True when the message may have arrived all the same. */
  maybeDone: boolean;
  /** True when the platform answered, with a fault of its own. */
  answered?: boolean;
  /** The doubt that an edit left; absent for a post, and for an edit that was certainly not made. */
  doubt?: EditDoubt;
  /** The milliseconds until the next attempt; null when the whole queue waits instead. */
  pauseMs: PauseMs | null;
  /** The time before which the platform takes nothing, where it named one that is more than five minutes ahead. */
  until?: string | null;
}

/** Returns the pause (ms) of a delivery after this number of failures in a row, the first of them `sinceMs` ago. */
type PauseMs = (times: number, sinceMs: number) => number;

/**
 * Notes that the delivery is tried again, behind others that wait for that. One that may have arrived stays `sending`, so that the
 * platform is asked for it first.
 */
export async function markPostponed(tx: Tx, delivery: Delivery, setback: Setback, at: string): Promise<void> {
  const { reason, maybeDone, answered = false, doubt, pauseMs, until = null } = setback;
  const row: Delivery = {
    ...delivery,
    reason,
    state: delivery.state === 'sending' && !maybeDone ? waitingAgain(delivery) : delivery.state,
    ...(answered ? { answered } : {}),
    ...(delivery.state === 'posted' ? { failingSince: delivery.failingSince ?? at } : {}),
    ...(delivery.state === 'posted' && doubt ? { editDoubt: doubt } : {}),
    ...(pauseMs ? { pause: longer(delivery.pause, at, pauseMs) } : {}),
    ...(until === null ? {} : { pausedUntil: until }),
  };
  await write(tx, await inTurn(tx, row));
}

function longer(before: Delivery['pause'], at: string, pauseMs: PauseMs) {
  const { since, times } = before ?? { since: at, times: 0 };
  const ms = pauseMs(times + 1, Math.max(0, Date.parse(at) - Date.parse(since)));
  return { from: at, ms, since, times: times + 1 };
}

/** Notes that the platform does not take the whole card: this revision goes in short from now on. */
export async function sendInShort(tx: Tx, delivery: Delivery, reason: string): Promise<void> {
  const state = delivery.state === 'sending' ? waitingAgain(delivery) : delivery.state;
  await tx.put('deliveries', { ...delivery, reason, state, brief: delivery.want });
}

/**
 * Drops a delivery that became pointless before it was sent, or has nothing to show any more. One that was `sending` may have arrived,
 * and stays in doubt should it be sent again. Returns it as it is now.
 */
export function markDropped(tx: Tx, delivery: Delivery, at: string): Promise<Delivery> {
  const doubt = delivery.state === 'sending' ? ({ doubt: true } as const) : {};
  return write(tx, { ...delivery, ...doubt, state: 'dropped', shown: delivery.want, doneAt: at });
}

/** Notes that a digest stands for the delivery. */
export async function markDigested(tx: Tx, delivery: Delivery, digestId: string, at: string): Promise<void> {
  await tx.put('deliveries', { ...delivery, state: 'digested', digestId, shown: delivery.want, doneAt: at });
}

/** The reason why a platform refused a delivery. */
export interface Refusal {
  kind: ChatErrorKind;
  reason: string;
}

/** Notes that the platform refused the delivery permanently. Returns it as it is now. */
export function markRefused(tx: Tx, delivery: Delivery, refusal: Refusal, at: string): Promise<Delivery> {
  const marks = refusedAgain(delivery, refusal, at);
  return write(tx, { ...delivery, ...marks, state: 'refused', shown: delivery.want, doneAt: at });
}

/** Notes that the platform refused the edit, which waits until the bot is back there. */
export async function holdEdit(tx: Tx, delivery: Delivery, refusal: Refusal, at: string): Promise<void> {
  await tx.put('deliveries', {
    ...without(delivery, 'failingSince'),
    ...refusedAgain(delivery, refusal, at),
    held: true,
  });
}

/** Notes that the edit can never be made: the message stays as it is. */
export async function giveUpEdit(tx: Tx, delivery: Delivery, reason: string): Promise<void> {
  await tx.put('deliveries', {
    ...without(delivery, 'pause', 'failingSince', 'editDoubt'),
    ...{ shown: delivery.want, reason },
  });
}

function refusedAgain({ refusals: before = 0, pause }: Delivery, { kind, reason }: Refusal, at: string) {
  const refusals = before + 1;
  const ms = refusedMs(kind, refusals);
  return { reason, refusals, pause: { from: at, ms, since: pause?.since ?? at, times: refusals } };
}

/** Notes that an edit that was held may be made as any other. */
export async function releaseEdit(tx: Tx, delivery: Delivery): Promise<void> {
  await tx.put('deliveries', without(delivery, 'pause', 'held'));
}

/** The way in which a message is edited. */
interface Edit {
  /** True for an edit that a person asked for: it is not gathered with others. */
  asked?: boolean;
  /** True for an edit that is tried although the channel refused an earlier one. */
  urgent?: boolean;
  about?: About;
  rank?: number;
}

/** Requests that the message shows this revision, the next one where none is given. A delivery that still waits shows the newest anyway. */
export async function requestEdit(
  tx: Tx,
  delivery: Delivery,
  want = delivery.want + 1,
  { asked = false, urgent = false, ...changes }: Edit = {},
): Promise<void> {
  const before = urgent ? without(delivery, 'held') : delivery;
  await amend(tx, { ...before, want, ...(asked ? { asked: want } : {}) }, changes);
}

/** Makes a delivery that was given up due again. One that may have arrived stays in doubt. */
export async function reopen(
  tx: Tx,
  delivery: Delivery,
  at: string,
  changes: Partial<Pick<Delivery, 'rank' | 'want' | 'message' | 'digestId' | 'attempts' | 'reason'>> = {},
): Promise<void> {
  const fresh = { state: waitingAgain(delivery), shown: 0, since: at, doneAt: null };
  const mark = wasShown(delivery) ? ({ wasShown: true } as const) : {};
  const before = without(delivery, 'pause', 'pausedUntil', 'failingSince', 'lateNotifiedAt', 'editDoubt', 'copies');
  await write(tx, await inTurn(tx, { ...before, ...fresh, ...mark, ...changes }));
}

/** Changes what the delivery says, how urgent it is, or when it may be tried; its state stays. */
export async function amend(
  tx: Tx,
  delivery: Delivery,
  changes: Partial<
    Pick<Delivery, 'about' | 'rank' | 'gathers' | 'digestId' | 'news' | 'pause' | 'lateNotifiedAt' | 'since'>
  >,
): Promise<void> {
  const row = { ...delivery, ...changes };
  await write(tx, row.rank === delivery.rank ? row : await inTurn(tx, row));
}

/** Sets the times of the delivery that a clock which was ahead wrote back to `now`. */
export async function bringTimesBack(tx: Tx, delivery: Delivery, now: string): Promise<void> {
  await tx.put('deliveries', withoutFutureTimes(delivery, now));
}

/** Returns those of these destinations to which the same thing was never enqueued. */
export async function withoutIt(reader: Reader, about: About, all: readonly Destination[]): Promise<Destination[]> {
  const known = await Promise.all(all.map((to) => reader.get('deliveries', deliveryId(about, to))));
  return all.filter((_to, index) => known[index] === null);
}

/** Removes the delivery, if there is one. */
export async function forgetDelivery(tx: Tx, id: string): Promise<void> {
  await tx.remove('deliveries', id);
}

/** Returns the state in which a delivery waits: one that may have arrived stays in doubt, so that the platform is asked for it first. */
function waitingAgain({ doubt }: Pick<Delivery, 'doubt'>): 'waiting' | 'sending' {
  return doubt ? 'sending' : 'waiting';
}

/**
 * Returns a delivery as it comes back from a backup that was made at `madeAt` (ISO 8601, UTC). Whatever was not posted then may have
 * been posted since, so it is in doubt from that time on. The cards of alerts may show what came since: they are edited once.
 */
export function restoredDelivery(row: Delivery, madeAt: string): Delivery {
  if (arrived(row)) {
    const isCard = row.state === 'posted' && (isAlertCard(row.about) || row.about.kind === 'digest');
    return isCard ? { ...row, editDoubt: { run: '', ms: 0 } } : row;
  }
  const { askedAt = madeAt } = row;
  return {
    ...without(row, 'askedThereAt', 'answered', 'pause'),
    ...(row.state === 'waiting' ? { state: 'sending' } : {}),
    ...{ doubt: true, askedAt: askedAt < madeAt ? askedAt : madeAt },
  };
}
