import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { userOf } from '../../../src/domain/tenant/identity.ts';
import { calling, chatErrorOf } from '../api/chat-error.ts';
import { homeView } from '../render/view.ts';
import { cardsOf, type SlackContext, type Turn } from './context.ts';

/** Draws the person's Home tab as things are now. */
export async function publishHome(desk: SlackContext, turn: Turn, who: Identity): Promise<void> {
  const asked = { from: who, locale: desk.people.localeOf(who), place: null, key: null };
  const reply = await desk.ask(turn, { kind: 'home', ...asked });
  const view = desk.shown(reply.locale, cardsOf(reply), (cards) => homeView(cards, desk.say(reply.locale)));
  try {
    await desk.tries(() => calling(() => desk.clients.say.views.publish({ user_id: userOf(who), view })));
  } catch (error) {
    desk.log.warn({ reason: chatErrorOf(error).reason }, 'a Home tab could not be published');
  }
}
