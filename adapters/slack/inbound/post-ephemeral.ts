import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { type Answer, followUpOf, lateCard } from '../../answer.ts';
import { isPassing } from '../../retry-reply.ts';
import { asItIs } from '../api/chat.ts';
import { calling } from '../api/chat-error.ts';
import { message } from '../render/view.ts';
import type { SlackContext, Turn } from './context.ts';

/** Where and to whom something is said. */
export interface Spot {
  /** Where it was asked; null on the Home tab. */
  channel: string | null;
  who: Identity;
  thread: string | null;
}

/** Cards to say, and the language for what is added to them. */
export interface Said {
  cards: readonly Card[];
  locale: Locale;
}

/**
 * Says something to one person where they asked: in the direct message, or for their eyes only in the channel. Where Slack
 * does not let the bot do that, in the direct message. What Slack does not take for now is kept, and brought by the outbox.
 */
export async function postEphemeral(desk: SlackContext, { bot }: Turn, spot: Spot, said: Said): Promise<void> {
  try {
    await sent(desk, spot, said).catch((error: unknown) => {
      const isPrivate = spot.channel === null || spot.channel.startsWith('D');
      if (isPrivate || !(error instanceof ChatError) || error.kind !== 'refused') throw error;
      return sent(desk, { ...spot, channel: null, thread: null }, said);
    });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    desk.log.warn({ err: error }, 'Slack does not take an answer');
    const [first] = said.cards;
    if (isPassing(error) && first) await bot.owes(spot.who, lateCard(first, said.locale));
  }
}

async function sent(desk: SlackContext, { channel: asked, who, thread }: Spot, { cards, locale }: Said): Promise<void> {
  const { say } = desk.clients;
  const user = userOf(who);
  const contents = desk.shown(locale, cards, (shown) => message(shown, desk.say(locale)));
  const opened = () => calling(() => say.conversations.open({ users: user }));
  const channel = asked ?? (await desk.tries(opened)).channel?.id ?? '';
  const post = { channel, ...contents, ...(thread === null ? {} : { thread_ts: thread }), ...asItIs };
  await desk.tries(() =>
    calling<unknown>(() =>
      channel.startsWith('D') ? say.chat.postMessage(post) : say.chat.postEphemeral({ ...post, user }),
    ),
  );
}

/** Where a person asked; `url` is the response_url, where Slack gave one. */
export interface Asked extends Omit<Spot, 'who'> {
  url: string | null;
}

/** Tells the asker what came after the answer, in private like the answer. */
export async function follow(
  desk: SlackContext,
  turn: Turn,
  who: Identity,
  reply: Answer,
  asked: Asked,
): Promise<void> {
  const card = await followUpOf(reply, desk);
  if (card !== null)
    await respond(desk, turn, who, { cards: [card], locale: reply.locale }, { ...asked, replace: false });
}

/** Answers at the response_url, or with `whisper` where Slack gave none or does not take it. */
export async function respond(
  desk: SlackContext,
  turn: Turn,
  who: Identity,
  said: Said,
  { url, replace, ...place }: Asked & { replace: boolean },
): Promise<void> {
  try {
    if (url === null) throw new Error('no response_url');
    const contents = desk.shown(said.locale, said.cards, (cards) => message(cards, desk.say(said.locale)));
    await desk.respond(url, contents, replace);
  } catch (error) {
    desk.log.info({ err: error }, 'answering in another way');
    await postEphemeral(desk, turn, { ...place, who }, said);
  }
}
