/** Sends again what a channel or a person refused, once they may accept it. Back-off after failures is in `backoff.ts`. */
import { type Delivery, sortableNumber } from '../domain/delivery/delivery.ts';
import { remainingMs } from '../domain/delivery/queue-order.ts';
import { absence, mayPass } from '../domain/delivery/refusal-reason.ts';
import type { Refusing } from '../domain/finding/finding.ts';
import type { Channel, Identity, Platform } from '../domain/tenant/identity.ts';
import { channelKey, channelOfKey, platformOf } from '../domain/tenant/identity.ts';
import { doubledMs } from '../domain/time/exponential-backoff.ts';
import { ifChatError } from '../ports/chat.ts';
import { ifUnwritable, type Reader, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { amend, markDropped, releaseEdit, reopen, without } from './transitions.ts';

const batchSize = 100;
const aDayMs = 24 * 60 * 60_000;
/** A queue whose refusal may pass is tried a minute after it, then after twice as long each time, an hour at most. */
const firstMs = 60_000;
const maxMs = 3_600_000;

/**
 * Sends again all that a queue refused: the bot is back in the channel, or the person speaks to it. A delivery that nobody needs any
 * more is not sent. More than the storm limit becomes a digest there, like any storm.
 */
async function retryRefused(queue: string, kinds: DeliveryKinds, world: World): Promise<void> {
  const { store, clock, settings } = world;
  let after: string | null = (await store.read((reader) => reader.count('deliveries.refused', queue))) > 0 ? '' : null;
  while (after !== null) {
    const query = { key: queue, after, limit: batchSize };
    after = await store.change(async (tx): Promise<string | null> => {
      const refused = await tx.scan('deliveries.refused', query);
      for (const delivery of refused) await retry(tx, delivery, { kinds, settings, at: clock.now(), anew: true });
      const last = refused.at(-1);
      return last && refused.length === batchSize ? sortableNumber(last.number) : null;
    });
  }
}

/**
 * Makes one alert, digest card, or edit due again that its destination refused: a destination that takes something may take that
 * too. Reminders are too old for that. Without `anyTime` it takes only one whose pause is over.
 */
export async function retryOne(queue: string, kinds: DeliveryKinds, world: World, { anyTime = false } = {}) {
  const { store, clock, settings } = world;
  const first = async (reader: Reader, at: string) => {
    const refused = await reader.scan('deliveries.retry', { key: queue, after: null, limit: batchSize });
    return refused.filter((one) => anyTime || remainingMs(one, at) === 0);
  };
  if ((await store.read((reader) => first(reader, clock.now()))).length === 0) return;
  await store.change(async (tx) => {
    const at = clock.now();
    for (const one of await first(tx, at)) if (await retry(tx, one, { kinds, settings, at, anew: false })) break;
  });
}

/**
 * Retries one refused delivery per queue after a platform connects. If the destination accepts it, the rest follows. Retrying all of them
 * at once would cause a burst of refusals at every start, for example by an archived channel.
 */
export async function probeRefused(platform: Platform, kinds: DeliveryKinds, world: World): Promise<void> {
  const queues = await world.store.read((reader) => reader.keys('deliveries.retry'));
  for (const queue of queues.filter((one) => platformOf(one) === platform))
    await retryOne(queue, kinds, world, { anyTime: true });
}

/** Sends again what a channel refused, now that the bot is back in it. Rejects with StoreUnwritable. */
export function retryInChannel(channel: Channel, kinds: DeliveryKinds, world: World): Promise<void> {
  return retryRefused(channelKey(channel), kinds, world);
}

/** Sends again what a person's chat refused, now that they speak to the bot. A full disk must not keep people from reading. */
export function retryFor(id: Identity, kinds: DeliveryKinds, world: World): Promise<void> {
  return retryRefused(id, kinds, world).catch(ifUnwritable(() => undefined));
}

interface RetryContext {
  kinds: DeliveryKinds;
  at: string;
  settings: World['settings'];
  /** The bot is back there, so that earlier refusals say nothing any more. */
  anew: boolean;
}

/** Makes the delivery due again, unless it is over. Returns false when there is nothing to try. */
async function retry(tx: Tx, before: Delivery, { kinds, at, settings, anew }: RetryContext): Promise<boolean> {
  const delivery = anew ? without(before, 'refusals') : before;
  const kind = kindOf(kinds, delivery);
  if (delivery.held) {
    await releaseEdit(tx, delivery);
    return true;
  }
  const rank = (await kind.retryRank?.(tx, delivery, { at, settings })) ?? delivery.rank;
  if (rank === 'elsewhere') {
    // Somebody who adds the bot to a channel that the contact left must not get its alerts.
    await amend(tx, before, { pause: { from: at, ms: aDayMs, since: at, times: 1 } });
    return false;
  }
  // The card that a reply belongs to is not there.
  const over = rank === 'over' || (delivery.to.kind === 'channel' && kind.parents !== undefined);
  // None of the attempts can have arrived, so reset the count: the row may join a digest again.
  if (over) await markDropped(tx, { ...delivery, attempts: 0, since: at }, at);
  else await reopen(tx, delivery, at, { rank, attempts: 0 });
  await kind.reachChanged?.(tx, delivery.about);
  return !over;
}

/**
 * Makes one refused delivery of each destination due again when the reason may end without an event to the bot: a right that was missing
 * for a moment, or a channel to which the bot was added back unnoticed. If the destination accepts it, it gets the rest too.
 */
export async function retryInTime(kinds: DeliveryKinds, world: World): Promise<void> {
  const now = world.clock.now();
  const due = await world.store.read(async (reader) => {
    const queues = await reader.keys('deliveries.retry');
    const rows = await Promise.all(queues.map((queue) => reader.get('refusing', queue)));
    return rows.flatMap((row) => (row && isDue(row, now) ? [row] : []));
  });
  for (const row of due) {
    const isBack = await mayBeBack(row, world);
    await world.store.change(async (tx) => {
      // The row is gone when the destination accepted a message since it was read above.
      const known = await tx.get('refusing', row.id);
      if (known) await tx.put('refusing', { ...known, lookedAt: now, tries: (known.tries ?? 0) + 1 });
    });
    if (isBack) await retryOne(row.id, kinds, world, { anyTime: true });
  }
}

function isDue({ id, at, lookedAt, reason, tries = 0 }: Refusing, now: string): boolean {
  const passed = Date.parse(now) - Date.parse(lookedAt ?? at);
  // A clock that was put back makes nobody wait longer.
  const waited = passed < 0 || passed >= doubledMs(firstMs, tries + 1, maxMs);
  return waited && mayPass(reason, channelOfKey(id) ? 'channel' : 'person');
}

/**
 * Returns whether an attempt makes sense. Where the bot was not in the channel it asks the platform, since each attempt would be one more
 * refusal.
 */
async function mayBeBack({ id, reason }: Refusing, { chats }: World): Promise<boolean> {
  const channel = channelOfKey(id);
  if (!channel || !absence.test(reason)) return true;
  const asked = chats[channel.platform]?.channel(channel.address);
  return (await asked?.catch(ifChatError(() => null)))?.kind === 'joined';
}
