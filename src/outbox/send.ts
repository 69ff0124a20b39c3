import { adminDestinations } from '../admins.ts';
import type { Delivery, Destination, HowMade } from '../domain/delivery.ts';
import { type Platform, platformOf } from '../domain/identity.ts';
import { type Chat, ChatError, type Posted, type World } from '../ports.ts';
import { retryAlerts } from '../retry-refused.ts';
import type { Card } from '../view.ts';
import { editRefused } from './edit-refused.ts';
import { lockedOut } from './locked-out.ts';
import type { Next } from './next.ts';
import type { Pace } from './pace.ts';
import { claim, dropped, edited, posted, postponed, refused } from './settle.ts';

/** Makes the card of a delivery as things stand now, and says which revision it shows. Null when there is nothing to show any more. */
export type CardMaker = (delivery: Delivery, how: HowMade) => Promise<{ card: Card; revision: number } | null>;

/** How long a platform is left alone that lets the bot in nowhere. */
const lockedOutMs = 60_000;

export interface Sending {
  world: World;
  pace: Pace;
  cardOf: CardMaker;
  wake(queues: Iterable<string>): void;
}

function chatOf(to: Destination, { chats }: World): Chat {
  const chat = chats[platform(to)];
  if (!chat) throw new ChatError('refused', 'platform_not_configured');
  return chat;
}

/** Does one thing of a queue: one call to the platform, or none where none is needed. */
export async function send(next: Exclude<Next, { kind: 'none' }>, sending: Sending): Promise<void> {
  const { delivery } = next;
  if (next.kind === 'drop') return dropped(delivery.id, sending.world);
  try {
    if (next.kind === 'edit') await edit(delivery, sending);
    else if (next.kind === 'post') await post(delivery, next.thread, false, sending);
    else await reconcile(delivery, next.thread, sending);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await fail(delivery, error, sending);
  }
}

async function post(delivery: Delivery, thread: string | null, repeat: boolean, sending: Sending): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  const made = await sending.cardOf(delivery, { repeat, brief: false });
  if (!made) return dropped(delivery.id, world);
  if (!(await claim(delivery.id, world))) return;
  const how = { deliveryId: delivery.id, thread };
  const brief = () => sending.cardOf(delivery, { repeat, brief: true });
  const { message } = await orBriefly(made.card, brief, (card) => chat.post(delivery.to, card, how));
  done(delivery, 'posted', sending);
  sending.wake(await posted(delivery.id, message, made.revision, world));
  await retryAlerts(delivery.queue, world);
}

async function edit(delivery: Delivery, sending: Sending): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  const made = await sending.cardOf(delivery, { repeat: false, brief: false });
  if (!made) return dropped(delivery.id, world);
  const posted = { to: delivery.to, message: delivery.message };
  const brief = () => sending.cardOf(delivery, { repeat: false, brief: true });
  await orBriefly(made.card, brief, (card) => chat.update(posted, card));
  done(delivery, 'edited', sending);
  await edited(delivery.id, made.revision, world);
  await retryAlerts(delivery.queue, world);
}

/** A card that is too long for its platform goes as the least that says what it is about: that is no refusal of the channel. */
async function orBriefly<T>(
  card: Card,
  brief: () => ReturnType<CardMaker>,
  how: (card: Card) => Promise<T>,
): Promise<T> {
  try {
    return await how(card);
  } catch (error) {
    if (!(error instanceof ChatError) || error.kind !== 'tooLong') throw error;
    return how((await brief())?.card ?? card);
  }
}

/** Looks before it posts again. Where the platform cannot be asked, the repeat says that it is one. */
async function reconcile(delivery: Delivery, thread: string | null, sending: Sending): Promise<void> {
  const found = await look(delivery, thread, sending.world);
  if (typeof found !== 'string') return sending.wake(await posted(delivery.id, found.message, 0, sending.world));
  return post(delivery, thread, found === 'unknowable', sending);
}

/** A look that failed for now leaves it in doubt: only who looked may post again. */
async function look(
  delivery: Delivery,
  thread: string | null,
  world: World,
): Promise<Posted | 'absent' | 'unknowable'> {
  try {
    const how = { deliveryId: delivery.id, thread };
    return await chatOf(delivery.to, world).find(delivery.to, how, delivery.askedAt ?? delivery.since);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (error.kind !== 'unreachable' && error.kind !== 'lockedOut') return 'unknowable';
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, true);
  }
}

function done({ queue, to }: Delivery, outcome: string, { pace, world }: Sending): void {
  pace.answered(queue);
  world.meter.attempted(platform(to), outcome);
}

async function fail(delivery: Delivery, error: ChatError, { world, pace, wake }: Sending): Promise<void> {
  world.meter.attempted(platform(delivery.to), error.reason);
  if (error.kind !== 'unreachable' && error.kind !== 'lockedOut') {
    pace.answered(delivery.queue);
    if (delivery.state === 'posted') return editRefused(delivery.id, error, world);
    return wake(await refused(delivery.id, error.reason, await adminDestinations(world), world));
  }
  const wait = error.kind === 'lockedOut' ? lockedOutMs : error.retryAfterMs;
  if (wait === null) pace.failed(delivery.queue);
  else pace.pause(delivery.queue, wait);
  await postponed(delivery.id, error.reason, error.maybeDone, world);
  if (error.kind === 'lockedOut')
    wake(await lockedOut(delivery.queue, error.reason, await adminDestinations(world), world));
}

function platform(to: Destination): Platform {
  return to.kind === 'channel' ? to.channel.platform : platformOf(to.id);
}
