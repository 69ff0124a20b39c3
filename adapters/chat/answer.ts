import type { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import { StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import { helpButton } from '../../src/request/default-button.ts';
import type { Bot, Interaction, Reply } from '../../src/request/interaction.ts';
import { isRead } from '../../src/routes.ts';
import { type Card, card } from '../../src/view/view.ts';
import { withTimeout } from '../process/timers.ts';
import { cleanInteraction, type LocalizedCardReply, type LocalizedReply, withCutNotice } from './clean-interaction.ts';
import { cardsIn, lateCards, refusedForm } from './late-answer.ts';
import type { PlatformOptions } from './platform.ts';

/**
 * Longest that a person waits, in milliseconds: Slack gives a command 3 s, and the answer has to travel too.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export const patienceMs = 2_500;

/** What an answer needs of its platform. */
export type ReplyWorld = Pick<PlatformOptions, 'ids' | 'log' | 'locale'>;

interface AnsweringWorld extends ReplyWorld {
  /** Registers work that goes on after the person got an error message, so that a shutdown waits for it. */
  track(work: Promise<unknown>): void;
}

/** The part of the bot that answers people. */
type AskedBot = Pick<Bot, 'handle' | 'spoken' | 'enqueueAnswer'>;

/**
 * Resolves with the bot's reply to an interaction, or with an error message after `patienceMs`. Never rejects: no other code catches the
 * errors of interactions. The error message names a reference, under which the log has the error. `startedAt` is the time when the request
 * arrived, by `performance.now()`.
 */
export async function answer(
  bot: AskedBot,
  sent: Interaction,
  world: AnsweringWorld,
  startedAt = performance.now(),
): Promise<LocalizedReply> {
  const { interaction, isCut } = cleanInteraction(sent);
  const failed = (failure: Failure, error: unknown) => {
    const reference = world.ids.reference();
    world.log.error(
      { event: 'interaction.failed', reference, failure, interaction: interaction.kind, err: error },
      'interaction failed: the person got an error message with this reference',
    );
    return apology(languageOf(bot, interaction, world), failure, reference);
  };
  try {
    const work = bot.handle(interaction);
    const first = await withTimeout(patienceMs - (performance.now() - startedAt), work, () => 'slow' as const);
    if (first !== 'slow') {
      const reply = { ...first, locale: first.locale ?? languageOf(bot, interaction, world) };
      return isCut ? withCutNotice(reply) : reply;
    }
    const sorry = failed(isRead(interaction) ? 'slowRead' : 'slow', null);
    const later = bringLater(bot, interaction, work, { ...world, locale: sorry.locale }).catch((error: unknown) =>
      world.log.error({ event: 'interaction.failed', err: error }, 'interaction failed after its timeout message'),
    );
    world.track(later);
    return sorry;
  } catch (error) {
    return failed(failureOf(error), error);
  }
}

/**
 * Enqueues the answer that came after the timeout message, with its follow-up, for the outbox. Not for the Home tab, which is drawn again
 * anyway.
 */
async function bringLater(bot: AskedBot, sent: Interaction, work: Promise<Reply>, world: ReplyWorld): Promise<void> {
  const reply = { locale: world.locale, ...(await work) };
  if (sent.kind === 'home') return;
  const form = refusedForm(reply, sent);
  for (const card of lateCards(cardsIn(reply, sent), world.locale)) await bot.enqueueAnswer(sent.from, card, { form });
  const more = await followUpOf(reply, world);
  if (more) await bot.enqueueAnswer(sent.from, more);
}

function failureOf(error: unknown): Failure {
  if (error instanceof StoreFull) return 'full';
  return error instanceof StoreUnwritable ? 'unwritable' : 'bug';
}

/** Returns the language of what an adapter says before there is an answer, or in place of one. */
export function languageOf(bot: Pick<Bot, 'spoken'>, sent: SentBy, world: Pick<ReplyWorld, 'locale'>): Locale {
  return bot.spoken(sent) ?? sent.locale ?? world.locale;
}

type SentBy = Pick<Interaction, 'from' | 'locale' | 'fromChannel'> & Partial<Pick<Interaction, 'kind'>>;

/** Resolves with the follow-up card of a reply, or an error card when that fails; null when the reply has no follow-up. */
export async function followUpOf(reply: LocalizedReply, world: Omit<ReplyWorld, 'locale'>): Promise<Card | null> {
  if (reply.kind !== 'card' || !reply.followUp) return null;
  try {
    return await reply.followUp();
  } catch (error) {
    const reference = world.ids.reference();
    world.log.error({ event: 'followUp.failed', reference, err: error }, 'follow-up of an answer failed');
    const { title, bug } = messages(reply.locale).apology;
    return card(title, bug(reference), { tone: 'danger', text: [bug(reference)] });
  }
}

/** Why a person gets an apology. */
type Failure = 'bug' | 'unshown' | 'slow' | 'slowRead' | 'unwritable' | 'full';

/**
 * Returns the apology for a failure, which names its reference. Adapters use it for what fails outside `answer` too.
 */
export function apology(locale: Locale, failure: Failure, reference: string): LocalizedCardReply {
  const said = messages(locale);
  const { title: failedTitle, slowTitle, [failure]: sentence } = said.apology;
  const isSlow = failure === 'slow' || failure === 'slowRead';
  const [title, tone] = isSlow ? ([slowTitle, 'warning'] as const) : ([failedTitle, 'danger'] as const);
  return {
    kind: 'card',
    instead: false,
    locale,
    card: card(title, sentence(reference), { tone, text: [sentence(reference)], buttons: [helpButton(said)] }),
  };
}

/** Logs that a reply could not be shown, and returns the apology in its place. */
export function unshown(locale: Locale, { ids, log }: ReplyWorld, error: unknown, message: string): LocalizedCardReply {
  const reference = ids.reference();
  log.error({ event: 'answer.lost', reference, err: error }, message);
  return apology(locale, 'unshown', reference);
}
