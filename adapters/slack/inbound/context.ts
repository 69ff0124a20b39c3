import type { types } from '@slack/bolt';
import type { Channel, Identity } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Bot, Reply } from '../../../src/request/interaction.ts';
import { shortenCard } from '../../../src/view/shorten-card.ts';
import type { Card } from '../../../src/view/view.ts';
import { answer, unshown } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import type { PlatformOptions } from '../../chat/platform.ts';
import type { RetryReply } from '../../chat/retry-reply.ts';
import type { UserAction } from '../../chat/user-action.ts';
import { withTimeout } from '../../process/timers.ts';
import type { SendRich } from '../api/chat.ts';
import type { Clients, Responder } from '../api/client.ts';
import type { SlackConnection } from '../api/connection.ts';
import type { SlackPeople } from '../api/people.ts';
import { isDirect } from '../api/slack-text.ts';
import { formView } from '../render/form.ts';
import { TooLong } from '../render/limits.ts';
import { cardView, type SlackWords, type WindowOptions } from '../render/view.ts';

/** One request of Slack while it is served. */
export interface SlackTurn {
  bot: Bot;
  /** Deduplication key: unique for each request, and the same when Slack sends a request twice. */
  key: string;
  /** By `performance.now()`: Slack waits 3 s from here. */
  startedAt: number;
  /**
   * True when Slack has its answer only when what the person did is done: until then it tells them of a failure, should
   * the process end. False when it has the answer to a press or a shortcut at once.
   */
  untilDone: boolean;
}

/** The ways in which Slack takes an answer to something that a person did. */
interface AnswerTo {
  /** Opens a window, within 3 s; empty when Slack gave none. */
  trigger: string;
  /** The response_url; null when Slack gave none. */
  url: string | null;
  /** Null on the Home tab and in its windows. */
  channel: string | null;
  thread: string | null;
}

/** A person who waits for an answer: one interaction, and how to answer it. */
export interface Asker extends SlackTurn, AnswerTo {
  from: Identity;
  locale: Locale | null;
  fromChannel: Channel | null;
}

/** The parts that answers in Slack are made with. */
interface SlackWorld extends Pick<PlatformOptions, 'store' | 'ids' | 'log' | 'locale'> {
  clients: Clients;
  people: SlackPeople;
  sendRich: SendRich;
  respond: Responder;
  connection: SlackConnection;
  retry: RetryReply;
  /** Epoch milliseconds. */
  now: () => number;
  /** Records that Slack sent something that proved to be from it. */
  heard(): void;
  /** Registers work that goes on after Slack has its response, so that a shutdown waits for it. */
  track(work: Promise<unknown>): void;
}

/** The parts that answers in Slack are made with, and ways to ask the bot and to render its replies. */
export type SlackContext = ReturnType<typeof createContext>;

/** Milliseconds without an answer after which a person sees that one is on its way. */
export const visibleMs = 700;

/** Resolves as `work` does; with `late` once `ms` milliseconds have passed since the request came. */
export function orLate<T>(ms: number, work: Promise<T>, { startedAt }: SlackTurn): Promise<T | 'late'> {
  return withTimeout(ms - (performance.now() - startedAt), work, () => 'late' as const);
}

/** Makes what every surface of Slack needs to get an answer and to show it. */
export function createContext(world: SlackWorld) {
  /**
   * Renders the cards. Of cards that are too long it renders the beginning, since a part of an answer is more than
   * none; in place of those that cannot be shown at all, an apology in that language.
   */
  type Render<T> = (cards: readonly Card[], say: SlackWords) => T;
  function shown<T>(locale: Locale, cards: readonly Card[], render: Render<T>, isShortened = false): T {
    const say = messages(locale).slack;
    try {
      return render(cards, say);
    } catch (error) {
      if (!(error instanceof TooLong) || isShortened) return render(sorry(locale, error), say);
      world.log.warn({ event: 'answer.shortened', err: error }, 'answer shortened: it was too long for Slack');
      const beginning = cards.slice(0, 3).map((card) => ({ ...shortenCard(card), footer: say.shortened }));
      return shown(locale, beginning, render, true);
    }
  }

  const sorry = (locale: Locale, error: unknown) => [
    unshown(locale, world, error, 'an answer could not be shown').card,
  ];

  return {
    ...world,
    shown,
    /** Returns the person who did something, and how to answer them. */
    asker(turn: SlackTurn, from: Identity, to: AnswerTo): Asker {
      const { channel } = to;
      const fromChannel =
        channel === null || isDirect(channel) ? null : ({ platform: 'slack', address: channel } as const);
      return { ...turn, ...to, from, locale: world.people.localeOf(from), fromChannel };
    },
    /** Asks the bot to answer what the person did. Resolves with the reply, or with an error message instead. */
    ask({ bot, from, locale, fromChannel, key, startedAt }: Asker, action: UserAction): Promise<LocalizedReply> {
      return answer(bot, { from, locale, fromChannel, key, ...action }, world, startedAt);
    },
    /** Renders a reply as a window. A form does not close the windows below it. */
    window(reply: LocalizedReply, options: WindowOptions = {}): types.ModalView {
      const [{ locale }, { home = false }] = [reply, options];
      if (reply.kind !== 'form') return shown(locale, cardsOf(reply), (cards, say) => cardView(cards, say, options));
      try {
        return formView(reply.form, home, messages(locale).slack);
      } catch (error) {
        return cardView(sorry(locale, error), messages(locale).slack, { home });
      }
    },
  };
}

/** Returns the cards of a reply; none for a form. */
export function cardsOf(reply: Reply): readonly Card[] {
  if (reply.kind === 'form') return [];
  return reply.kind === 'card' ? [reply.card] : reply.cards;
}
