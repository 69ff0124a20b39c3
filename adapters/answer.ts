import { type Identity, platformOf } from '../src/domain/tenant/identity.ts';
import type { Locale } from '../src/domain/tenant/locales.ts';
import { cleaned } from '../src/domain/text/clean-text.ts';
import { words } from '../src/messages/words.ts';
import { StoreFull, StoreUnwritable } from '../src/ports/store.ts';
import type { Ids } from '../src/ports/world.ts';
import { helpButton } from '../src/request/default-button.ts';
import type { Bot, Interaction, Reply } from '../src/request/interaction.ts';
import { isRead } from '../src/routes.ts';
import { button, card } from '../src/view/build-card.ts';
import type { Card, Form } from '../src/view/view.ts';
import { cleanInteraction, type Told, withCutNotice } from './clean-interaction.ts';
import { type Log, withTimeout } from './platform.ts';

/** Longest that a person waits: Slack gives a command 3 s, and the answer has to travel too. */
export const patienceMs = 2_500;

/** A reply whose language is known: what an adapter adds to it is in the same. */
export type Answer = Told;
type CardAnswer = Extract<Answer, { kind: 'card' }>;

type Failure = 'bug' | 'unshown' | 'slow' | 'slowRead' | 'unwritable' | 'full';

/**
 * The one catch for what people do: whatever happens, they get an answer within `patienceMs`, and what went wrong is
 * in the log under the reference that the answer names.
 */
export async function answer(
  bot: Bot,
  sent: Interaction,
  world: { ids: Ids; log: Log; locale: Locale },
): Promise<Answer> {
  const { interaction, isCut } = cleanInteraction(sent);
  const failed = (failure: Failure, error: unknown) => {
    const reference = world.ids.reference();
    world.log.error({ reference, failure, interaction: interaction.kind, err: error }, 'a person got an apology');
    return apology(languageOf(bot, interaction, world), failure, reference);
  };
  try {
    const work = bot.handle(interaction);
    const first = await withTimeout(patienceMs, work, () => 'slow' as const);
    if (first !== 'slow') {
      const reply = { ...first, locale: first.locale ?? languageOf(bot, interaction, world) };
      return isCut ? withCutNotice(reply) : reply;
    }
    const sorry = failed(isRead(interaction) ? 'slowRead' : 'slow', null);
    bringLater(bot, interaction, work, sorry.locale).catch((error: unknown) =>
      world.log.error({ err: error }, 'failed after the person got an apology'),
    );
    return sorry;
  } catch (error) {
    return failed(failureOf(error), error);
  }
}

/** What comes of it after all. The person's Home tab is drawn anew by itself. */
async function bringLater(bot: Bot, sent: Interaction, work: Promise<Reply>, locale: Locale): Promise<void> {
  const reply = await work;
  if (sent.kind === 'home') return;
  await bot.owes(sent.from, lateCard(cardIn({ locale, ...reply }, sent), locale), refusedForm(reply, sent));
}

function failureOf(error: unknown): Failure {
  if (error instanceof StoreFull) return 'full';
  return error instanceof StoreUnwritable ? 'unwritable' : 'bug';
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
export function apology(locale: Locale, failure: Failure, reference: string): CardAnswer {
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

/** The button under which a command is asked again, its words as the value: no message opens a form by itself. */
export const againOn = { slack: 'slack.again', teams: 'teams.again' } as const;

/** The words of a command as a button carries them: cleaned, and at most 2,000 characters, since no form takes more of them. */
export function wordsInButton(words: string): string {
  return cleaned(words.slice(0, 2_000));
}

type Sent =
  | { kind: 'command'; words: string }
  | { kind: 'press'; button: string; value: string }
  | { kind: 'submit' | 'home' };

/** A form that came back: what was typed into it is nowhere else. */
export function refusedForm(reply: Reply, sent: Pick<Interaction, 'kind'>): Form | undefined {
  return reply.kind === 'form' && sent.kind === 'submit' ? reply.form : undefined;
}

/** A reply as one card that can be kept and brought later, wherever its person is then: what opens a form in place of the form. */
export function cardIn(reply: Answer, sent: Sent & { from: Identity }): Card {
  if (reply.kind === 'card') return reply.card;
  const [first] = reply.kind === 'cards' ? reply.cards : [];
  return first ?? formCard(reply, sent);
}

function formCard(reply: Answer, sent: Sent & { from: Identity }): Card {
  const form = reply.kind === 'form' ? reply.form : { id: 'help.show', title: '' };
  const { openForm, openFormButton, asYouLeftIt } = words(reply.locale).teams;
  const press = sent.kind === 'press' ? { id: sent.button, value: sent.value } : { id: form.id, value: '' };
  const again = {
    id: againOn[platformOf(sent.from)],
    value: sent.kind === 'command' ? wordsInButton(sent.words) : '',
  };
  const { id, value } = sent.kind === 'command' ? again : press;
  return card(form.title, openForm(form.title), {
    text: [openForm(form.title), ...(sent.kind === 'submit' ? [asYouLeftIt] : [])],
    buttons: [button('form', id, openFormButton, value, { style: 'primary' })],
  });
}

/** The card with the sentence that it comes late. */
export function lateCard(shown: Card, locale: Locale): Card {
  return { ...shown, text: [words(locale).apology.late, ...shown.text] };
}
