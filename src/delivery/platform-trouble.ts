import { type DeliveryOf, type Destination, newsRank, queueOf } from '../domain/delivery/delivery.ts';
import type { About } from '../domain/delivery/kinds.ts';
import { type Identity, Platform, platformOf } from '../domain/tenant/identity.ts';
import { dateIn, mondayOf } from '../domain/time/zones.ts';
import type { Messages } from '../messages/messages.ts';
import type { Hindrance } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { mayBeAdmin } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import { viewerLocaleOf } from '../request/viewer-locale.ts';
import { type Card, card } from '../view/view.ts';
import { adminPlaces } from './admin-destinations.ts';
import type { MadeCard } from './kind.ts';
import { enqueueFor, withoutIt } from './transitions.ts';

/**
 * Notifies the admins that a platform does not let the bot work, once a week while it lasts, in the places where messages still
 * arrive.
 */
export async function notifyHindrances(world: World): Promise<void> {
  const all = hindrancesIn(world);
  if (all.length === 0) return;
  const at = world.clock.now();
  const week = mondayOf(dateIn(at, 'UTC'));
  for (const { platform, hindrance } of all) {
    const what = hindrance.kind === 'credentials' ? 'credentials' : hindrance.missing.join(' ');
    const about: About = { kind: 'hindrance', platform, what, week };
    const isOut = (to: Destination) => isMute(hindrance) && platformOf(queueOf(to)) === platform;
    const admins = await adminPlaces(world, isOut);
    const reached = isMute(hindrance) ? admins.critical : admins.usual;
    const fresh = await world.store.read((reader) => withoutIt(reader, about, reached));
    if (fresh.length > 0) await world.store.change((tx) => enqueueFor(tx, { about, rank: newsRank }, fresh, at));
  }
}

/** Returns the card that says that a platform does not let the bot work; null when it does again. */
export async function hindranceCard({ about, to }: DeliveryOf<'hindrance'>, world: World): Promise<MadeCard | null> {
  const hindrance = world.chats[about.platform]?.hindrance();
  if (!hindrance) return null;
  const { messages } = await viewerLocaleOf(to, world);
  const { title, summary, text } = inWords(about.platform, hindrance, messages);
  return { card: card(title, summary, { tone: 'danger', text }), revision: 1, mentionsAdmins: isMute(hindrance) };
}

/**
 * Adds to the reply, if the asker is an admin, a notice of what the platforms do not let the bot do: it may be the only way to reach them.
 */
export async function withHindrances(reply: Reply, who: Identity, messages: Messages, world: World): Promise<Reply> {
  const all = hindrancesIn(world);
  if (all.length === 0 || reply.kind === 'form') return reply;
  if (!(await mayBeAdmin(who, world))) return reply;
  const notices = all.flatMap(({ platform, hindrance }) => inWords(platform, hindrance, messages).text);
  const above = (one: Card): Card => ({ ...one, text: [...notices, ...one.text] });
  if (reply.kind === 'card') return { ...reply, card: above(reply.card) };
  const [first, ...others] = reply.cards;
  return first ? { ...reply, cards: [above(first), ...others] } : reply;
}

function hindrancesIn({ chats }: Pick<World, 'chats'>): { platform: Platform; hindrance: Hindrance }[] {
  return Platform.options.flatMap((platform) => {
    const hindrance = chats[platform]?.hindrance() ?? null;
    return hindrance === null ? [] : [{ platform, hindrance }];
  });
}

/** Returns whether nothing at all can be posted there. */
function isMute(hindrance: Hindrance): boolean {
  return hindrance.kind === 'credentials' || hindrance.mute;
}

function inWords(platform: Platform, hindrance: Hindrance, { platforms }: Messages) {
  if (hindrance.kind === 'credentials') {
    const { title, summary, remedy } = platforms.credentials;
    return { title: title(platform), summary: summary(platform), text: [summary(platform), remedy(platform)] };
  }
  const { title, summary, text, mute, remedy } = platforms.permissions;
  const missing = hindrance.missing.join(', ');
  const what = (hindrance.mute ? mute : text)(platform, missing);
  return { title: title(platform), summary: summary(platform, missing), text: [what, remedy] };
}
