import { card } from '../src/card.ts';
import type { Identity } from '../src/domain/identity.ts';
import type { Locale } from '../src/domain/partner-tenant.ts';
import type { Bot, Interaction } from '../src/interaction.ts';
import { words } from '../src/messages/words.ts';
import { type Ids, StoreFull, StoreUnwritable } from '../src/ports.ts';
import { verbOf } from '../src/verb.ts';
import type { Card } from '../src/view.ts';
import { isRead } from '../src/who-asks.ts';
import { asRead, saidToBeCut, type Told } from './as-read.ts';
import type { Log } from './platform.ts';

/** Longest that a person waits: Slack gives a command 3 s, and the answer has to travel too. */
export const patienceMs = 2_500;

/** A reply whose language is known: what an adapter adds to it is in the same. */
export type Answer = Told;

type Failure = 'bug' | 'slow' | 'slowRead' | 'unwritable' | 'full';

/**
 * The one catch for what people do: whatever happens, they get an answer within `patienceMs`, and what went wrong is
 * in the log under the reference that the answer names.
 */
export async function answer(
  bot: Bot,
  sent: Interaction,
  world: { ids: Ids; log: Log; locale: Locale },
): Promise<Answer> {
  const { interaction, isCut } = asRead(sent);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'slow'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'slow');
  });
  const failed = (failure: Failure, error: unknown): Answer => {
    const reference = world.ids.reference();
    world.log.error({ reference, failure, interaction: interaction.kind, err: error }, 'a person got an apology');
    return apology(languageOf(bot, interaction, world), failure, reference);
  };
  try {
    const work = bot.handle(interaction);
    const first = await Promise.race([work, patience]);
    if (first !== 'slow') {
      const reply = { ...first, locale: first.locale ?? languageOf(bot, interaction, world) };
      return isCut ? saidToBeCut(reply) : reply;
    }
    work.catch((error: unknown) => world.log.error({ err: error }, 'failed after the person got an apology'));
    return failed(reads(interaction) ? 'slowRead' : 'slow', null);
  } catch (error) {
    return failed(failureOf(error), error);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof StoreFull) return 'full';
  return error instanceof StoreUnwritable ? 'unwritable' : 'bug';
}

/** Whether nothing can have been saved: then nobody is told that it may have been. */
function reads(interaction: Interaction): boolean {
  return isRead(interaction, interaction.kind === 'command' ? verbOf(interaction.words) : null);
}

/** The language of what an adapter says before there is an answer, or in place of one. */
export function languageOf(
  bot: Pick<Bot, 'spoken'>,
  { from, locale }: { from: Identity; locale: Locale | null },
  world: { locale: Locale },
): Locale {
  return bot.spoken(from) ?? locale ?? world.locale;
}

/** What comes after a reply, or an apology for it; null where nothing does. */
export async function followUpOf(reply: Answer, world: { ids: Ids; log: Log }): Promise<Card | null> {
  if (reply.kind !== 'card' || !reply.followUp) return null;
  try {
    return await reply.followUp();
  } catch (error) {
    const reference = world.ids.reference();
    world.log.error({ reference, err: error }, 'what was to follow an answer failed');
    const { title, bug } = words(reply.locale).apology;
    return card(title, bug(reference), { tone: 'danger', text: [bug(reference)] });
  }
}

/** Also for what fails outside `answer`, for example while rendering. */
export function apology(locale: Locale, failure: Failure, reference: string): Answer {
  const { title, [failure]: sentence } = words(locale).apology;
  return {
    kind: 'card',
    instead: false,
    locale,
    card: card(title, sentence(reference), { tone: 'danger', text: [sentence(reference)] }),
  };
}
