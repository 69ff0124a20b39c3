import type { Delivery, HowMade } from '../domain/delivery/delivery.ts';
import { factsOf } from '../domain/delivery/kinds.ts';
import { type Identity, sameChannel } from '../domain/tenant/identity.ts';
import type { Words } from '../messages/words.ts';
import type { World } from '../ports/world.ts';
import { readerLocaleOf } from '../request/reader-locale.ts';
import { shortenCard } from '../view/shorten-card.ts';
import type { Card } from '../view/view.ts';
import { adminsIn } from './admin-destinations.ts';
import { type DeliveryKinds, kindOf, type MadeCard } from './kind.ts';

/**
 * Makes the card of a delivery as it is sent: the card of its kind, with the admins whom it mentions, the reason why its reader gets
 * it, and a note when it may be there already. Returns null when there is nothing to show any more.
 */
export async function finishedCard(delivery: Delivery, how: HowMade, kinds: DeliveryKinds, world: World) {
  const made = await kindOf(kinds, delivery).card(delivery, world, how);
  if (!made) return null;
  const wordsOf = async () => made.words ?? (await readerLocaleOf(delivery.to, world)).words;
  let card = await withAdminMentions(made, delivery, world);
  if (how.brief) card = shortenCard(card);
  else if (factsOf[delivery.about.kind].unasked) card = await withReason(card, await wordsOf(), delivery, world);
  if (how.repeat) card = { ...card, text: [(await wordsOf()).alerts.repeat, ...card.text] };
  return { ...made, card };
}

/** Returns the card with the admins whom an urgent message in the admin channel mentions, each once. An edit keeps the mentions of the post, since it notifies nobody. */
async function withAdminMentions(
  { card, mentionsAdmins }: MadeCard,
  { to, state, called = [] }: Delivery,
  world: World,
): Promise<Card> {
  if (!mentionsAdmins || to.kind !== 'channel') return card;
  const isNew = ({ id }: { id: Identity }) => !card.mentions.some((one) => one.id === id);
  const admins = (await adminsIn(to.channel, world)).filter(isNew);
  const here = state === 'posted' ? admins.filter(({ id }) => called.includes(id)) : admins;
  return { ...card, mentions: [...card.mentions, ...here] };
}

/** Returns the card with the reason why its reader gets it, after its own small print. */
async function withReason(card: Card, words: Words, { to, about }: Delivery, { store }: World): Promise<Card> {
  const { why, whyManager, whyAdminChannel, whyChannel, always } = words.reminders;
  const isManager = about.kind === 'overdue' && about.forManager === true;
  const adminChannel = (await store.read((reader) => reader.get('organisation', 'organisation')))?.adminChannel;
  const inChannel = adminChannel && to.kind === 'channel' && sameChannel(adminChannel, to.channel);
  const reason =
    to.kind === 'person' ? `${isManager ? whyManager : why} ${always}` : inChannel ? whyAdminChannel : whyChannel;
  return { ...card, footer: card.footer === null ? reason : [...[card.footer].flat(), ' ', reason] };
}
