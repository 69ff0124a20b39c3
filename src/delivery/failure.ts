import { type Delivery, type Destination, queueOf } from '../domain/delivery/delivery.ts';
import { platformOf } from '../domain/tenant/identity.ts';
import { type Chat, ChatError } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import { type Backoff, backOffMs, type Retries } from './backoff.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { tellLate, tellLockedOut } from './late.ts';
import { record, recordEditRefused, recordRefused } from './outcome.ts';
import { postponed, type Setback, shortened } from './transitions.ts';

/** What sending one delivery needs beside it. */
export interface Sending {
  world: World;
  kinds: DeliveryKinds;
  backoff: Backoff;
  retries: Retries;
  onBug(error: unknown): void;
}

/** How long a platform is left alone that lets the bot in nowhere. */
const lockedOutMs = 60_000;

/** Returns the platform of a destination; throws ChatError where it is not configured. */
export function chatOf(to: Destination, { chats }: Pick<World, 'chats'>): Chat {
  const chat = chats[platformOf(queueOf(to))];
  if (!chat) throw new ChatError('refused', 'platform_not_configured');
  return chat;
}

/** A card that its platform does not take goes as the least that says what it is about: that is no refusal of the channel. */
export function isBrief({ brief, want }: Delivery): boolean {
  return brief === want;
}

/** Counts one call to the platform of a delivery. */
export function metered({ queue }: Delivery, outcome: string, { world }: Sending): void {
  world.meter.count('delivery_attempts_total', [platformOf(queue), outcome]);
}

/** Notes what a call that failed means: it is tried again, goes in short, or is refused. */
export async function fail(delivery: Delivery, error: ChatError, sending: Sending): Promise<void> {
  const { world, kinds, backoff } = sending;
  metered(delivery, error.reason, sending);
  if (error.kind === 'unreachable' || error.kind === 'lockedOut') return putOff(delivery, error, sending);
  backoff.answered(delivery.queue);
  if (error.kind === 'card' && !isBrief(delivery))
    return void (await record(delivery.id, world, {}, (tx, row) => shortened(tx, row, error.reason)));
  if (delivery.refusals !== undefined) sending.retries.refused(delivery.queue);
  const no = delivery.state === 'posted' ? recordEditRefused : recordRefused;
  const admins = await adminPlaces(world, (to) => queueOf(to) === delivery.queue);
  if (admins.all.length === 0 && isUntold(delivery, kinds)) return keep(delivery, error, world);
  await no(delivery.id, error, { kinds, admins }, world);
}

function isUntold(delivery: Delivery, kinds: DeliveryKinds): boolean {
  return kindOf(kinds, delivery).forAdmins === true && delivery.to.kind === 'channel' && delivery.state !== 'posted';
}

/** The directory does not answer, or names nobody: what the admin channel refuses waits for whoever can be told. */
function keep({ id }: Delivery, { reason }: ChatError, world: World): Promise<void> {
  const pauseMs = (times: number, sinceMs: number) => backOffMs(times, sinceMs, world.dice());
  return recordSetback(id, { reason, maybeDone: false, pauseMs }, world);
}

/** Notes that a delivery is tried again. */
export async function recordSetback(id: string, setback: Setback, world: World): Promise<void> {
  await record(id, world, {}, (tx, row, at) => postponed(tx, row, setback, at));
}

/** It is tried again: when the platform said so, or else after a pause of its own, and of the whole queue when others fail too. */
async function putOff(delivery: Delivery, error: ChatError, { world, kinds, backoff }: Sending): Promise<void> {
  const { id, queue } = delivery;
  const { reason, maybeDone, answered } = error;
  const wait = error.kind === 'lockedOut' ? lockedOutMs : error.retryAfterMs;
  const queueMs = wait === null ? backoff.failed(queue, id) : null;
  if (wait !== null) backoff.pause(queue, wait);
  const pauseMs = (times: number, sinceMs: number) =>
    Math.min(backOffMs(times, sinceMs, world.dice()), queueMs ?? Number.POSITIVE_INFINITY);
  await recordSetback(id, { reason, maybeDone, answered, pauseMs: wait === null ? pauseMs : null }, world);
  if (error.kind === 'lockedOut') await tellLockedOut(queue, reason, kinds, world);
  else await tellLate(queue, { reason, until: backoff.longPause(queue) }, kinds, world);
}
