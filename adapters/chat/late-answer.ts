/** An answer that is kept and brought later: its cards, and for a form the card that opens it. */
import { type Identity, platformOf } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { cleaned } from '../../src/domain/text/clean-text.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Interaction, Reply } from '../../src/request/interaction.ts';
import { type Button, button, type Card, card, type Form } from '../../src/view/view.ts';
import {
  aboveForm,
  cutNotice,
  type LocalizedFormReply,
  type LocalizedReply,
  mostInButton,
} from './clean-interaction.ts';
import type { UserAction } from './user-action.ts';

/** Id of the button that runs a typed command again (its value is the command), because only a button press can open a form. */
export const repeatButton = { slack: 'slack.again', teams: 'teams.again' } as const;

/** Returns the words of a command as a button carries them: cleaned, and no more of them than fit (see `cutNotice`). */
export function wordsInButton(words: string): string {
  return cleaned(words.slice(0, mostInButton));
}

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

function openerCard(reply: LocalizedFormReply, sent: UserAction & { from: Identity }): Card {
  const { form, locale } = reply;
  const { formOpener } = messages(locale);
  const text = formOpener.text(form.title);
  const { id, value } = openerOf(sent, form.id);
  return card(form.title, text, {
    text: sent.kind === 'submit' ? [...cutNotice(reply), text, formOpener.asYouLeftIt] : [...aboveForm(reply), text],
    buttons: [button('form', id, formOpener.button, value, { style: 'primary' })],
  });
}

/** Returns the id and the value of the button that does the same again. */
function openerOf(sent: UserAction & { from: Identity }, form: string): Pick<Button, 'id' | 'value'> {
  if (sent.kind === 'command') return { id: repeatButton[platformOf(sent.from)], value: wordsInButton(sent.words) };
  return sent.kind === 'press' ? { id: sent.button, value: sent.value } : { id: form, value: '' };
}

/** Returns the cards of an answer, the first with the sentence that it comes late. */
export function lateCards([first, ...more]: readonly Card[], locale: Locale): readonly Card[] {
  return first ? [{ ...first, text: [messages(locale).apology.late, ...first.text] }, ...more] : [];
}
