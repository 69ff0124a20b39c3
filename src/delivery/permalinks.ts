import { type Delivery, platformOfQueue } from '../domain/delivery/delivery.ts';
import type { StormDigest } from '../domain/delivery/digest.ts';
import type { Platform } from '../domain/tenant/identity.ts';
import { markedName } from '../domain/tenant/platforms.ts';
import type { World } from '../ports/world.ts';
import { namesOf } from '../request/names.ts';
import type { Inline } from '../view/view.ts';

type Link = Extract<Inline, { kind: 'link' }>;
type Outside = Pick<World, 'store' | 'chats'>;

/** The address of a delivery's message in its channel, or of the card for many that stands for it; null where there is none. */
export async function addressOf(delivery: Delivery, { store, chats }: Outside): Promise<string | null> {
  const { about, digestId } = delivery;
  // What hangs in a card's thread is found with the card.
  if (about.kind !== 'alert' && about.kind !== 'unrouted') return null;
  const shown = digestId === null ? delivery : await digestOf(delivery, digestId, store);
  if (!shown || shown.message === null) return null;
  return (await chats[platformOfQueue(shown.queue)]?.linkTo({ to: shown.to, message: shown.message })) ?? null;
}

function digestOf({ queue }: Delivery, digestId: string, store: World['store']): Promise<Delivery | null> {
  return store.read(async (reader) => {
    const cards = await reader.scan('deliveries.digestCard', { key: digestId, after: null });
    return cards.find((card) => card.queue === queue) ?? null;
  });
}

/** The same for what is told in a queue: none where the card, or the card for many, stands there itself. */
export async function linkFrom(queue: string, alertId: string, world: Outside): Promise<Link | null> {
  const cards = await world.store.read((reader) => reader.scan('deliveries.cards', { key: alertId, after: null }));
  const isHere = cards.some((card) => card.queue === queue && (card.state === 'posted' || card.state === 'digested'));
  return isHere ? null : cardLink(alertId, platformOfQueue(queue), world);
}

/** The way to the card of an alert, by the name of its channel: on the reader's platform, where it is there. Null where it is nowhere. */
export async function cardLink(alertId: string, platform: Platform, world: Outside): Promise<Link | null> {
  const cards = await world.store.read((reader) => reader.scan('deliveries.cards', { key: alertId, after: null }));
  const isNear = ({ queue }: Delivery) => platformOfQueue(queue) === platform;
  for (const card of [...cards.filter(isNear), ...cards.filter((one) => !isNear(one))]) {
    const url = card.to.kind === 'channel' ? await addressOf(card, world) : null;
    if (url !== null) return named(card, url, world);
  }
  return null;
}

/** The way to a card for many. */
export async function linkToMany({ id, queue }: StormDigest, world: Outside): Promise<Link | null> {
  const cards = await world.store.read((reader) => reader.scan('deliveries.digestCard', { key: id, after: null }));
  const card = cards.find((one) => one.queue === queue);
  if (!card?.message) return null;
  const url = await world.chats[platformOfQueue(queue)]?.linkTo({ to: card.to, message: card.message });
  return url ? named(card, url, world) : null;
}

/** By the name of its channel. */
async function named({ to }: Delivery, url: string, { store }: Outside): Promise<Link | null> {
  if (to.kind !== 'channel') return null;
  const { name } = (await store.read((reader) => namesOf(reader, [], [to.channel]))).channel(to.channel);
  return { kind: 'link', url, label: markedName(to.channel.platform, name) };
}
