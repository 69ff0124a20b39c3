import { type About, type Delivery, isAdminNews } from './domain/delivery.ts';
import { sameChannel } from './domain/identity.ts';
import type { World } from './ports.ts';
import type { Card } from './view.ts';
import { type Voice, voiceAt, voiceOfReader } from './voice.ts';

/** What comes unasked and cannot be put off: at the end it says why it came. Alerts and reminders of the contact have their own words. */
function isUnasked(about: About): boolean {
  return about.kind === 'contactChanged' || about.kind === 'notUs' || isAdminNews(about);
}

/** As the notice itself: one of a change is told to channels in the contact's language. */
async function voiceIn({ about, to }: Pick<Delivery, 'about' | 'to'>, world: World): Promise<Voice> {
  if (about.kind !== 'contactChanged') return voiceOfReader(to, world);
  return voiceAt(to, await world.store.read((reader) => reader.get('tenants', about.tenantId)), world);
}

/** The card with why its reader has it, after its own small print. */
export async function withReason(card: Card, delivery: Delivery, world: World): Promise<Card> {
  if (!isUnasked(delivery.about)) return card;
  const reason = await reasonOf(delivery, world);
  return { ...card, footer: card.footer === null ? reason : [...[card.footer].flat(), ' ', reason] };
}

async function reasonOf({ about, to }: Delivery, world: World): Promise<string> {
  const { words } = await voiceIn({ about, to }, world);
  const { why, whyAdminChannel, whyChannel, always } = words.reminders;
  if (to.kind === 'person') return `${why} ${always}`;
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const isAdmins = organisation?.adminChannel && sameChannel(organisation.adminChannel, to.channel);
  return isAdmins ? whyAdminChannel : whyChannel;
}
