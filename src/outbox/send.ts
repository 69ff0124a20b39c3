import { adminDestinations } from '../admins.ts';
import type { Delivery, Destination } from '../domain/delivery.ts';
import { platformOf } from '../domain/identity.ts';
import { type Chat, ChatError, type Posted, type World } from '../ports.ts';
import type { Card } from '../view.ts';
import { editRefused } from './edit-refused.ts';
import type { Next } from './next.ts';
import type { Pace } from './pace.ts';
import { claim, dropped, edited, posted, postponed, refused } from './settle.ts';

/** Makes the card of a delivery as things stand now, and says which revision it shows. Null when there is nothing to show any more. */
export type CardMaker = (
  delivery: Delivery,
  how: { repeat: boolean },
) => Promise<{ card: Card; revision: number } | null>;

export interface Sending {
  world: World;
  pace: Pace;
  cardOf: CardMaker;
  wake(queues: Iterable<string>): void;
}

export function chatOf(to: Destination, world: World): Chat | undefined {
  return world.chats[to.kind === 'channel' ? to.channel.platform : platformOf(to.id)];
}

/** Does one thing of a queue: one call to the platform, or none where none is needed. */
export async function send(next: Exclude<Next, { kind: 'none' }>, sending: Sending): Promise<void> {
  const { delivery } = next;
  if (next.kind === 'drop') return dropped(delivery.id, sending.world);
  try {
    if (next.kind === 'edit') await edit(delivery, sending);
    else if (next.kind === 'post') await post(delivery, next.thread, { repeat: false }, sending);
    else await reconcile(delivery, next.thread, sending);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await fail(delivery, error, sending);
  }
}

async function post(
  delivery: Delivery,
  thread: string | null,
  how: { repeat: boolean },
  sending: Sending,
): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  if (!chat) throw new ChatError('refused', 'platform_not_configured');
  const made = await sending.cardOf(delivery, how);
  if (!made) return dropped(delivery.id, world);
  if (!(await claim(delivery.id, world))) return;
  const { message } = await chat.post(delivery.to, made.card, { deliveryId: delivery.id, thread });
  done(delivery, 'posted', sending);
  await posted(delivery.id, message, made.revision, world);
}

async function edit(delivery: Delivery, sending: Sending): Promise<void> {
  const { world } = sending;
  const chat = chatOf(delivery.to, world);
  const made = await sending.cardOf(delivery, { repeat: false });
  if (!chat || !made || delivery.message === null) return dropped(delivery.id, world);
  await chat.update({ to: delivery.to, message: delivery.message }, made.card);
  done(delivery, 'edited', sending);
  await edited(delivery.id, made.revision, world);
}

/** Looks before it posts again. Where the platform cannot be asked, the repeat says that it is one. */
async function reconcile(delivery: Delivery, thread: string | null, sending: Sending): Promise<void> {
  const found = await look(delivery, thread, sending.world);
  if (typeof found !== 'string') return posted(delivery.id, found.message, 0, sending.world);
  return post(delivery, thread, { repeat: found === 'unknowable' }, sending);
}

/** A look that failed for now leaves it in doubt: only who looked may post again. */
async function look(
  delivery: Delivery,
  thread: string | null,
  world: World,
): Promise<Posted | 'absent' | 'unknowable'> {
  try {
    const how = { deliveryId: delivery.id, thread };
    return (await chatOf(delivery.to, world)?.find(delivery.to, how, delivery.since)) ?? 'absent';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (error.kind === 'refused') return 'unknowable';
    throw new ChatError('unreachable', error.reason, error.retryAfterMs, true);
  }
}

function done({ queue, to }: Delivery, outcome: string, { pace, world }: Sending): void {
  pace.answered(queue);
  world.meter.attempted(platform(to), outcome);
}

async function fail(delivery: Delivery, error: ChatError, { world, pace, wake }: Sending): Promise<void> {
  world.meter.attempted(platform(delivery.to), error.reason);
  if (error.kind === 'refused') {
    pace.answered(delivery.queue);
    if (delivery.state === 'posted') return editRefused(delivery.id, error.reason, world);
    return wake(await refused(delivery.id, error.reason, await adminDestinations(world), world));
  }
  if (error.retryAfterMs === null) pace.failed(delivery.queue);
  else pace.pause(delivery.queue, error.retryAfterMs);
  await postponed(delivery.id, error.reason, error.maybeDone, world);
}

function platform(to: Destination) {
  return to.kind === 'channel' ? to.channel.platform : platformOf(to.id);
}
