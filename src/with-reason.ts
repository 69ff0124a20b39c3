import type { About, Delivery } from './domain/delivery.ts';
import { sameChannel } from './domain/identity.ts';
import type { World } from './ports.ts';
import type { Card } from './view.ts';
import { type Voice, voiceAt, voiceOfReader } from './voice.ts';

/** What comes unasked and cannot be put off: at the end it says why it came. Alerts and reminders have their own words. */
const unasked: readonly About['kind'][] = [
  'contactChanged',
  'notUs',
  'channelRefused',
  'channelLate',
  'cardRefused',
  'closing',
  'hindrance',
  'storeFull',
];

/** As the notice itself: one of a change is told to channels in the contact's language. */
async function voiceIn({ about, to }: Pick<Delivery, 'about' | 'to'>, world: World): Promise<Voice> {
  if (about.kind !== 'contactChanged') return voiceOfReader(to, world);
  return voiceAt(to, await world.store.read((reader) => reader.get('tenants', about.tenantId)), world);
}

/** The card with why its reader has it. */
export async function withReason(card: Card, { about, to }: Delivery, world: World): Promise<Card> {
  if (card.footer !== null || !unasked.includes(about.kind)) return card;
  const { words } = await voiceIn({ about, to }, world);
  const { why, whyAdminChannel, whyChannel, always } = words.reminders;
  if (to.kind === 'person') return { ...card, footer: `${why} ${always}` };
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const isAdmins = organisation?.adminChannel && sameChannel(organisation.adminChannel, to.channel);
  return { ...card, footer: isAdmins ? whyAdminChannel : whyChannel };
}
