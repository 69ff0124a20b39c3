import { type Delivery, isAlertCard } from '../domain/delivery/delivery.ts';
import { markedName, type Platform, platformOf } from '../domain/tenant/identity.ts';
import type { World } from '../ports/world.ts';
import { namesOf } from '../request/viewer-locale.ts';
import type { Inline } from '../view/view.ts';

type Link = Extract<Inline, { kind: 'link' }>;

/** Returns the address of a delivery's message, or of the digest card that stands for it; null when there is none. */
export async function addressOf(delivery: Delivery, world: World): Promise<string | null> {
  const { about, digestId, queue } = delivery;
  // Replies are found with the card in whose thread they are.
  if (!isAlertCard(about)) return null;
  const isItself = digestId === null || delivery.state === 'posted';
  return linkTo(isItself ? delivery : await cardForMany(digestId, queue, world), world);
}

async function linkTo(card: Delivery | null, { chats }: World): Promise<string | null> {
  if (!card || card.message === null) return null;
  return (await chats[platformOf(card.queue)]?.linkTo({ to: card.to, message: card.message })) ?? null;
}

async function cardForMany(digestId: string, queue: string, { store }: World): Promise<Delivery | null> {
  const cards = await store.read((reader) => reader.scan('deliveries.digestCard', { key: digestId, after: null }));
  return cards.find((card) => card.queue === queue) ?? null;
}

/**
 * Returns a link to the card of an alert, for a message in a queue. Where the card, or the digest card, is in that queue itself, the link
 * has the label `here`, or is null without one.
 */
export async function linkFrom(queue: string, alertId: string, world: World, here?: string): Promise<Link | null> {
  const cards = await world.store.read((reader) => reader.scan('deliveries.cards', { key: alertId, after: null }));
  const card = cards.find((one) => one.queue === queue && (one.state === 'posted' || one.state === 'digested'));
  if (!card) return cardLink(alertId, platformOf(queue), world);
  const url = here === undefined ? null : await addressOf(card, world);
  return url === null ? null : { kind: 'link', url, label: here ?? '' };
}

/**
 * Returns a link to the alert's card in a channel, labelled with the channel's name; on `platform` if possible (null for any). Null when no
 * channel has the card.
 */
export async function cardLink(alertId: string, platform: Platform | null, world: World): Promise<Link | null> {
  const cards = await world.store.read((reader) => reader.scan('deliveries.cards', { key: alertId, after: null }));
  const isNear = ({ queue }: Delivery) => platformOf(queue) === platform;
  for (const card of [...cards.filter(isNear), ...cards.filter((one) => !isNear(one))]) {
    const url = card.to.kind === 'channel' ? await addressOf(card, world) : null;
    if (url !== null) return named(card, url, world);
  }
  return null;
}

async function named({ to }: Delivery, url: string, { store }: World): Promise<Link | null> {
  if (to.kind !== 'channel') return null;
  const { name } = (await store.read((reader) => namesOf(reader, [], [to.channel]))).channel(to.channel);
  return { kind: 'link', url, label: markedName(to.channel.platform, name) };
}
