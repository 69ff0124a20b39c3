import type { types } from '@slack/bolt';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { type Words, words } from '../../../src/messages/words.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { Ids } from '../../../src/ports/world.ts';
import type { Bot, Interaction, Reply } from '../../../src/request/interaction.ts';
import { shortenCard } from '../../../src/view/shorten-card.ts';
import type { Card } from '../../../src/view/view.ts';
import { type Answer, answer, apology } from '../../answer.ts';
import { type Log, withTimeout } from '../../platform.ts';
import type { RetryReply } from '../../retry-reply.ts';
import type { Clients, Responder } from '../api/client.ts';
import type { SlackConnection } from '../api/connection.ts';
import type { People } from '../api/people.ts';
import { formView } from '../render/form.ts';
import { TooLong } from '../render/limits.ts';
import { cardView } from '../render/view.ts';

/** One request of Slack while it is served. */
export interface Turn {
  bot: Bot;
  /** Tells the request from all others; equal where Slack sends the same one twice. */
  key: string;
  /** By `performance.now()`: Slack waits 3 s from here. */
  startedAt: number;
}

/** What the answers in Slack are made with. */
export interface SlackWorld {
  clients: Clients;
  people: People;
  respond: Responder;
  session: SlackConnection;
  store: Store;
  ids: Ids;
  log: Log;
  /** The language for people whose own is not known. */
  locale: Locale;
  tries: RetryReply;
  /** Epoch milliseconds. */
  now: () => number;
  /** Keeps what goes on after Slack has its answer, so that a stop waits for it. */
  track(work: Promise<unknown>): void;
}

/** What `createDesk` returns. */
export type SlackContext = ReturnType<typeof createContext>;

/** Milliseconds without an answer after which a person sees that one is on its way. */
export const visibleMs = 700;

/** Resolves as `work` does; with `late` once `ms` milliseconds have passed since the request came. */
export function orLate<T>(ms: number, work: Promise<T>, { startedAt }: Turn): Promise<T | 'late'> {
  return withTimeout(ms - (performance.now() - startedAt), work, () => 'late' as const);
}

/** Makes what every surface of Slack needs to get an answer and to show it. */
export function createContext(world: SlackWorld) {
  const say = (locale: Locale): Words['slack'] => words(locale).slack;

  /** Renders the cards, or an apology in that language where they cannot be shown. */
  function shown<T>(locale: Locale, cards: readonly Card[], render: (cards: readonly Card[]) => T): T {
    try {
      return render(cards);
    } catch (error) {
      return error instanceof TooLong ? briefly(locale, cards, render, error) : render(sorry(locale, error));
    }
  }

  /** Renders the beginning of cards that are too long: a part of an answer is more than none. */
  function briefly<T>(
    locale: Locale,
    cards: readonly Card[],
    render: (cards: readonly Card[]) => T,
    error: TooLong,
  ): T {
    world.log.warn({ err: error }, 'an answer was too long, and shortened');
    try {
      return render(cards.slice(0, 3).map((card) => ({ ...shortenCard(card), footer: say(locale).shortened })));
    } catch (again) {
      return render(sorry(locale, again));
    }
  }

  function sorry(locale: Locale, error: unknown): readonly Card[] {
    const reference = world.ids.reference();
    world.log.error({ reference, err: error }, 'an answer could not be shown');
    return cardsOf(apology(locale, 'unshown', reference));
  }

  return {
    ...world,
    say,
    shown,
    sorry,
    ask: (turn: Turn, interaction: Interaction): Promise<Answer> => answer(turn.bot, interaction, world),
    /** A reply as a window. `home`: it was opened from the Home tab. `last`: a card closes the windows below it too. */
    window: (reply: Answer, home: boolean, last: boolean): types.ModalView => {
      const { locale } = reply;
      if (reply.kind !== 'form')
        return shown(locale, cardsOf(reply), (cards) => cardView(cards, say(locale), home, last));
      try {
        return formView(reply.form, home);
      } catch (error) {
        return cardView(sorry(locale, error), say(locale), home, false);
      }
    },
  };
}

/** The cards of a reply; none for a form. */
export function cardsOf(reply: Reply): readonly Card[] {
  if (reply.kind === 'form') return [];
  return reply.kind === 'card' ? [reply.card] : reply.cards;
}
