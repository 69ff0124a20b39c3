import type { ChosenMessage } from '../src/domain/alert/chosen-message.ts';
import { type Identity, platformOf } from '../src/domain/tenant/identity.ts';
import type { Locale } from '../src/domain/tenant/locales.ts';
import { cleaned } from '../src/domain/text/clean-text.ts';
import { shortId } from '../src/domain/text/short-id.ts';
import { words } from '../src/messages/words.ts';
import { StoreFull, StoreUnwritable } from '../src/ports/store.ts';
import type { Ids } from '../src/ports/world.ts';
import { helpButton } from '../src/request/default-button.ts';
import type { Bot, Interaction, Reply } from '../src/request/interaction.ts';
import { isRead } from '../src/routes.ts';
import { button, card } from '../src/view/build-card.ts';
import type { Button, Card, Form } from '../src/view/view.ts';
import { cleanInteraction, cutNotice, type LocalizedReply, mostInButton, withCutNotice } from './clean-interaction.ts';
import { type Log, withTimeout } from './platform.ts';

/**
 * Longest that a person waits, in milliseconds: Slack gives a command 3 s, and the answer has to travel too.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export const patienceMs = 2_500;

/** An action of a person, without who did it and where. */
export type UserAction = {
  [K in Interaction['kind']]: Omit<Extract<Interaction, { kind: K }>, 'from' | 'locale' | 'place' | 'key'>;
}[Interaction['kind']];

/** The part of the bot that answers people. */
type AnsweringBot = Pick<Bot, 'handle' | 'spoken' | 'enqueueAnswer'>;

type Failure = 'bug' | 'unshown' | 'slow' | 'slowRead' | 'unwritable' | 'full';

/**
 * Asks the bot to answer what a person did, and never rejects: this is the one catch. Whatever happens, the person has
 * an answer within `patienceMs`, and what went wrong is in the log under the reference that the answer names. They wait
 * since `startedAt`, by `performance.now()`.
 */
export async function answer(
  bot: AnsweringBot,
  sent: Interaction,
  world: {
    ids: Ids;
    log: Log;
    locale: Locale;
    /** Keeps what goes on after the person got an apology, so that a stop waits for it. */
    track(work: Promise<unknown>): void;
  },
  startedAt = performance.now(),
): Promise<LocalizedReply> {
  const { interaction, isCut } = cleanInteraction(sent);
  const failed = (failure: Failure, error: unknown) => {
    const reference = world.ids.reference();
    world.log.error({ reference, failure, interaction: interaction.kind, err: error }, 'a person got an apology');
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
      world.log.error({ err: error }, 'an interaction failed after its apology'),
    );
    world.track(later);
    return sorry;
  } catch (error) {
    return failed(failureOf(error), error);
  }
}

/**
 * Keeps the answer that came after the apology, and what follows it, for the outbox to bring. The person's Home tab is
 * drawn anew by itself.
 */
async function bringLater(
  bot: AnsweringBot,
  sent: Interaction,
  work: Promise<Reply>,
  world: { ids: Ids; log: Log; locale: Locale },
): Promise<void> {
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
export function languageOf(
  bot: Pick<Bot, 'spoken'>,
  { from, locale }: { from: Identity; locale: Locale | null },
  world: { locale: Locale },
): Locale {
  return bot.spoken(from) ?? locale ?? world.locale;
}

/** Resolves with what comes after a reply, or with an apology for it; with null where nothing does. */
export async function followUpOf(reply: LocalizedReply, world: { ids: Ids; log: Log }): Promise<Card | null> {
  if (reply.kind !== 'card' || !reply.followUp) return null;
  try {
    return await reply.followUp();
  } catch (error) {
    const reference = world.ids.reference();
    world.log.error({ reference, err: error }, 'the follow-up of an answer failed');
    const { title, bug } = words(reply.locale).apology;
    return card(title, bug(reference), { tone: 'danger', text: [bug(reference)] });
  }
}

/**
 * Returns the apology for a failure, which names its reference. Adapters use it for what fails outside `answer` too.
 */
export function apology(
  locale: Locale,
  failure: Failure,
  reference: string,
): Extract<LocalizedReply, { kind: 'card' }> {
  const said = words(locale);
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

/** The id of the button that asks a command again, whose words are its value: no message opens a form by itself. */
export const repeatButton = { slack: 'slack.again', teams: 'teams.again' } as const;

/** Returns the words of a command as a button carries them: cleaned, and no more of them than fit (see `cutNotice`). */
export function wordsInButton(words: string): string {
  return cleaned(words.slice(0, mostInButton));
}

/**
 * Returns what somebody does who raises an alert from a message of the chat. The bot keeps the message, so that the same without it
 * means the same message.
 */
export function raiseFrom(message: ChosenMessage): UserAction & { kind: 'press' } {
  return { kind: 'press', button: 'alerts.raiseFrom', value: shortId(message.id), message };
}

/** Somebody raises an alert from the platform's own menu, where no message is. */
export const raiseFromNothing: UserAction & { kind: 'press' } = { kind: 'press', button: 'alerts.raise', value: '' };

/** Returns the form of a reply that came back to be corrected: what was typed into it is nowhere else. */
export function refusedForm(reply: Reply, sent: Pick<Interaction, 'kind'>): Form | undefined {
  return reply.kind === 'form' && sent.kind === 'submit' ? reply.form : undefined;
}

/**
 * Returns a reply as cards that can be kept and brought later, wherever its person is then: for a form, the card that
 * opens it.
 */
export function cardsIn(reply: LocalizedReply, sent: UserAction & { from: Identity }): readonly Card[] {
  if (reply.kind === 'cards') return reply.cards;
  if (reply.kind === 'card') return [reply.card];
  const same = reply.again !== undefined && sent.kind === 'command' ? { ...sent, words: reply.again } : sent;
  return [openerCard(reply, same)];
}

function openerCard(reply: Extract<LocalizedReply, { kind: 'form' }>, sent: UserAction & { from: Identity }): Card {
  const { form, locale } = reply;
  const { openForm, openFormButton, asYouLeftIt } = words(locale).teams;
  const { id, value } = openerOf(sent, form.id);
  return card(form.title, openForm(form.title), {
    text: [...cutNotice(reply), openForm(form.title), ...(sent.kind === 'submit' ? [asYouLeftIt] : [])],
    buttons: [button('form', id, openFormButton, value, { style: 'primary' })],
  });
}

/** Returns the id and the value of the button that does the same again. */
function openerOf(sent: UserAction & { from: Identity }, form: string): Pick<Button, 'id' | 'value'> {
  if (sent.kind === 'command') return { id: repeatButton[platformOf(sent.from)], value: wordsInButton(sent.words) };
  return sent.kind === 'press' ? { id: sent.button, value: sent.value } : { id: form, value: '' };
}

/** Returns the cards of an answer, the first with the sentence that it comes late. */
export function lateCards([first, ...more]: readonly Card[], locale: Locale): readonly Card[] {
  return first ? [{ ...first, text: [words(locale).apology.late, ...first.text] }, ...more] : [];
}
