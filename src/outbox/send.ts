import { adminPlaces } from '../admins.ts';
import { type Delivery, type Destination, type HowMade, isAdminNews, queueOf } from '../domain/delivery.ts';
import { type Platform, platformOf } from '../domain/identity.ts';
import { type Chat, ChatError, type Posted, StoreUnwritable, type World } from '../ports.ts';
import { retryAlert } from '../retry-refused.ts';
import type { Card } from '../view.ts';
import { editRefused } from './edit-refused.ts';
import { tellLate } from './late.ts';
import { lockedOut } from './locked-out.ts';
import { moveToAdmins } from './move-to-admins.ts';
import type { Step } from './next.ts';
import { record, recordClaim, recordDropped, recordPosted, recordRefused } from './outcome.ts';
import { backOffMs, type Pace } from './pace.ts';
import type { Retries } from './retries.ts';
import { edited, postponed, type Setback, shortened } from './transitions.ts';

export interface MadeCard {
  card: Card;
  revision: number;
  /** Said to the whole channel, although it is a reply. */
  aloud?: boolean;
  /** Nobody needs the message any more: it is deleted, and shows the card where the platform does not allow that. */
  over?: boolean;
  /** It cannot wait: where it is told in the admin channel, it calls the admins by name. */
  callsAdmins?: boolean;
}

/** Makes the card of a delivery as things stand now, and says which revision it shows. Null when there is nothing to show any more. */
export type CardMaker = (delivery: Delivery, how: HowMade) => Promise<MadeCard | null>;

/** How long a platform is left alone that lets the bot in nowhere. */
const lockedOutMs = 60_000;

export interface Sending {
  world: World;
  pace: Pace;
  retries: Retries;
  cardOf: CardMaker;
  wake(queues: Iterable<string>): void;
  onBug(error: unknown): void;
}

function chatOf(to: Destination, { chats }: World): Chat {
  const chat = chats[platform(to)];
  if (!chat) throw new ChatError('refused', 'platform_not_configured');
  return chat;
}

/** Does one thing of a queue: one call to the platform, or none where none is needed. */
export async function send(next: Step, sending: Sending): Promise<void> {
  const { delivery } = next;
  if (next.kind === 'drop') return recordDropped(delivery.id, sending.world);
  try {
    if (next.kind === 'edit') await edit(delivery, sending);
    else if (next.kind === 'post') await post(delivery, next.thread, false, sending);
    else await reconcile(delivery, next.thread, sending);
  } catch (error) {
    await fail(delivery, error instanceof ChatError ? error : stumbled(error, sending), sending);
  }
}

/** An error of ours over one delivery is its own failure, after which nobody knows: the others of its queue go on. */
function stumbled(error: unknown, { onBug }: Sending): ChatError {
  if (error instanceof StoreUnwritable) throw error;
  onBug(error);
  return new ChatError('unreachable', 'bug', null, true);
}

async function post(delivery: Delivery, thread: string | null, repeat: boolean, sending: Sending): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  const astray = await moveToAdmins(delivery, world);
  if (astray) return sending.wake(astray);
  const made = await sending.cardOf(delivery, { repeat, brief: isBrief(delivery) });
  if (!made) return recordDropped(delivery.id, world);
  const called = made.card.mentions.map(({ id }) => id);
  if (!(await recordClaim(delivery.id, { there: chat.time(), doubted: repeat, called }, world))) return;
  const aloud = made.aloud === true && thread !== null;
  const { message } = await chat.post(delivery.to, made.card, {
    deliveryId: delivery.id,
    thread,
    ...(aloud ? { aloud } : {}),
  });
  done(delivery, 'posted', sending);
  sending.wake(await recordPosted(delivery.id, message, made.revision, world));
  await retryOne(delivery, sending);
}

async function edit(delivery: Delivery, sending: Sending): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  const made = await sending.cardOf(delivery, { repeat: delivery.repeat === true, brief: isBrief(delivery) });
  if (!made) return recordDropped(delivery.id, world);
  const posted = { to: delivery.to, message: delivery.message };
  const removed = made.over === true && (await remove(chat, posted));
  if (!removed) await chat.update(posted, made.card);
  done(delivery, removed ? 'removed' : 'edited', sending);
  await record(delivery.id, world, (tx, row, at) => edited(tx, row, made.revision, at));
  await retryOne(delivery, sending);
}

/** Whether the message is not there any more. */
async function remove(chat: Chat, posted: Posted): Promise<boolean> {
  try {
    await chat.remove(posted);
    return true;
  } catch (error) {
    if (!(error instanceof ChatError) || (error.kind !== 'gone' && error.kind !== 'refused')) throw error;
    return error.kind === 'gone';
  }
}

/** A card that its platform does not take goes as the least that says what it is about: that is no refusal of the channel. */
function isBrief({ brief, want }: Delivery): boolean {
  return brief === want;
}

/** Whoever takes something may take one more of what it refused. */
async function retryOne({ queue, refusals }: Delivery, { world, retries }: Sending): Promise<void> {
  if (refusals !== undefined) retries.taken(queue);
  if (retries.mayTry(queue)) await retryAlert(queue, world);
}

/**
 * Looks before it posts again. The repeat says that it may be one: some platforms cannot be asked, and on the others a message
 * may arrive even later than was waited for.
 */
async function reconcile(delivery: Delivery, thread: string | null, sending: Sending): Promise<void> {
  const found = await look(delivery, thread, sending.world);
  if (found instanceof ChatError) return lookLater(delivery, found, sending);
  if (typeof found !== 'string') return sending.wake(await recordPosted(delivery.id, found.message, 0, sending.world));
  return post(delivery, thread, true, sending);
}

/** Nothing else of the queue waits for a look that has to: it says nothing of the channel. */
async function lookLater(
  { id, queue, to }: Delivery,
  { reason, retryAfterMs }: ChatError,
  { world, pace }: Sending,
): Promise<void> {
  world.meter.attempted(platform(to), reason);
  pace.answered(queue);
  await recordSetback(id, { reason, maybeDone: true, pauseMs: () => retryAfterMs ?? 0 }, world);
}

/** A look that failed for now leaves it in doubt: only who looked may post again. Resolves with the error where it has to wait. */
async function look(
  delivery: Delivery,
  thread: string | null,
  world: World,
): Promise<Posted | 'absent' | 'unknowable' | ChatError> {
  try {
    const how = { deliveryId: delivery.id, thread };
    const tried = {
      at: delivery.askedAt ?? delivery.since,
      there: delivery.askedThereAt ?? null,
      answered: delivery.answered === true,
    };
    return await chatOf(delivery.to, world).find(delivery.to, how, tried);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (error.kind !== 'unreachable' && error.kind !== 'lockedOut') return 'unknowable';
    if (error.kind === 'unreachable' && error.retryAfterMs !== null) return error;
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, true);
  }
}

function done({ queue, to }: Delivery, outcome: string, { pace, world }: Sending): void {
  pace.answered(queue);
  world.meter.attempted(platform(to), outcome);
}

async function fail(delivery: Delivery, error: ChatError, sending: Sending): Promise<void> {
  const { world, pace } = sending;
  world.meter.attempted(platform(delivery.to), error.reason);
  if (error.kind === 'unreachable' || error.kind === 'lockedOut') return putOff(delivery, error, sending);
  pace.answered(delivery.queue);
  if (error.kind === 'card' && !isBrief(delivery))
    return record(delivery.id, world, (tx, row) => shortened(tx, row, error.reason));
  if (delivery.refusals !== undefined) sending.retries.refused(delivery.queue);
  const no = delivery.state === 'posted' ? editRefused : recordRefused;
  const admins = await adminPlaces(world, (to) => queueOf(to) === delivery.queue);
  if (admins.all.length === 0 && isUntold(delivery)) return keepFor(delivery, error, world);
  sending.wake(await no(delivery.id, error, admins, world));
}

function isUntold({ about, to, state }: Delivery): boolean {
  return isAdminNews(about) && to.kind === 'channel' && state !== 'posted';
}

/** The directory does not answer, or names nobody: what the admin channel refuses waits for whoever can be told. */
function keepFor({ id }: Delivery, { reason }: ChatError, world: World): Promise<void> {
  const pauseMs = (times: number, sinceMs: number) => backOffMs(times, sinceMs, world.dice());
  return recordSetback(id, { reason, maybeDone: false, pauseMs }, world);
}

function recordSetback(id: string, setback: Setback, world: World): Promise<void> {
  return record(id, world, (tx, row, at) => postponed(tx, row, setback, at));
}

/** It is tried again: when the platform said so, or else after a pause of its own, and of the whole queue when others fail too. */
async function putOff(delivery: Delivery, error: ChatError, sending: Sending): Promise<void> {
  const { world, pace } = sending;
  const { id, queue } = delivery;
  const wait = error.kind === 'lockedOut' ? lockedOutMs : error.retryAfterMs;
  const queueMs = wait === null ? pace.failed(queue, id) : null;
  if (wait !== null) pace.pause(queue, wait);
  const pauseMs = (times: number, sinceMs: number) =>
    Math.min(backOffMs(times, sinceMs, world.dice()), queueMs ?? Number.POSITIVE_INFINITY);
  await recordSetback(
    id,
    {
      reason: error.reason,
      maybeDone: error.maybeDone,
      answered: error.answered,
      pauseMs: wait === null ? pauseMs : null,
    },
    world,
  );
  if (error.kind === 'lockedOut') await lockedOut(queue, error.reason, world);
  else await tellLate(queue, error.reason, pace.longPause(queue), world);
}

function platform(to: Destination): Platform {
  return to.kind === 'channel' ? to.channel.platform : platformOf(to.id);
}
