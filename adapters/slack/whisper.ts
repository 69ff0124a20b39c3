import { type Identity, userOf } from '../../src/domain/identity.ts';
import type { Locale } from '../../src/domain/locales.ts';
import { ChatError } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { lateCard } from '../answer.ts';
import { isPassing } from '../tries.ts';
import { asItIs } from './chat.ts';
import { calling } from './chat-error.ts';
import type { Desk, Turn } from './desk.ts';
import { message } from './view.ts';

export interface Spot {
  /** Where it was asked; null on the Home tab. */
  channel: string | null;
  who: Identity;
  thread: string | null;
}

/** What is said: cards, and the language for what is added to them. */
export interface Said {
  cards: readonly Card[];
  locale: Locale;
}

/**
 * Says something to one person where they asked: in the direct message, or for their eyes only in the channel. Where Slack
 * does not let the bot do that, in the direct message. What Slack does not take for now is kept, and brought by the outbox.
 */
export async function whisper(desk: Desk, { bot }: Turn, spot: Spot, said: Said): Promise<void> {
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

async function sent(desk: Desk, { channel: asked, who, thread }: Spot, { cards, locale }: Said): Promise<void> {
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
