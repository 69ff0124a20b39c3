import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { words } from '../../../src/messages/words.ts';
import type { Store } from '../../../src/ports/store.ts';
import { button, card } from '../../../src/view/build-card.ts';
import type { Card, Form } from '../../../src/view/view.ts';
import { cardIn, refusedForm, wordsInButton } from '../../answer.ts';
import { cutNotice, type LocalizedReply } from '../../clean-interaction.ts';
import type { Conversations } from '../api/conversations.ts';
import type { Surface } from '../render/action.ts';
import { type AdaptiveCard, renderCard } from '../render/card.ts';
import { renderForm } from '../render/form.ts';
import { picksOf } from './picker-choices.ts';
import { type Deed, dataOf } from './read-action.ts';

/** A reply as Teams' cards, with a sentence for the notification. */
interface Drawn {
  cards: readonly AdaptiveCard[];
  summary: string;
}

/** A reply as Teams shows it, with all that is needed to bring it later. */
export interface Rendered extends Drawn {
  /** The language that all of it is in. */
  locale: Locale;
  /** All of it as one card, to be kept. */
  card: Card;
  /** The refused form with what was typed, which the card's button opens; undefined where there is none. */
  form: Form | undefined;
}

/** Turns replies into Teams' cards. */
export interface Renderer {
  /** Renders a reply to `deed` of `from` for a surface. */
  reply(reply: LocalizedReply, surface: Surface, deed: Deed, from: Identity): Promise<Rendered>;
}

/** Renders replies; forms offer the conversations and people in the store. */
export function createRenderer(store: Store, conversations: Conversations): Renderer {
  async function formOf(form: Form, surface: Surface, locale: Locale): Promise<Drawn> {
    const picks = await picksOf(store, conversations);
    const world = { picks, search: surface !== 'inline', words: words(locale).teams };
    return { cards: [renderForm(form, world, surface !== 'dialog')], summary: form.title };
  }

  async function drawn(reply: LocalizedReply, surface: Surface, deed: Deed): Promise<Drawn> {
    switch (reply.kind) {
      case 'card':
        return { cards: [cardOf(reply, surface, deed)], summary: reply.card.summary };
      case 'cards':
        return {
          cards: reply.cards.map((one) => renderCard(one, surface)),
          summary: reply.cards[0]?.summary ?? '',
        };
      case 'form':
        // What was typed must not be lost, so a refused form is shown even where it should have been a dialog.
        return surface === 'chat' && deed.kind !== 'submit'
          ? opener(reply.form, deed, reply)
          : formOf(reply.form, surface, reply.locale);
    }
  }

  return {
    reply: async (reply, surface, deed, from) => ({
      ...(await drawn(reply, surface, deed)),
      locale: reply.locale,
      card: cardIn(reply, { ...deed, from }),
      form: refusedForm(reply, deed),
    }),
  };
}

/** A form makes way for the card that stands beside it (a refusal, an apology): what was typed goes into a button there. */
function cardOf({ card, instead, locale }: Extract<LocalizedReply, { kind: 'card' }>, surface: Surface, deed: Deed) {
  if (instead || deed.kind !== 'submit') return renderCard(card, surface);
  const again = { type: 'Action.Submit', title: words(locale).teams.tryAgain, data: dataOf(deed) };
  return { ...renderCard({ ...card, more: null }, surface), actions: [again] };
}

/** A message cannot open a dialog by itself: its one button asks the same again, and the answer opens. */
function opener(form: Form, deed: Deed, reply: LocalizedReply): Drawn {
  const { openForm, openFormButton } = words(reply.locale).teams;
  const text = openForm(form.title);
  const value = deed.kind === 'press' ? deed.value : '';
  const open = button('form', form.id, openFormButton, value, { style: 'primary' });
  const rendered = renderCard(card(form.title, text, { text: [...cutNotice(reply), text], buttons: [open] }), 'chat');
  if (deed.kind !== 'command') return { cards: [rendered], summary: text };
  const data = { action: form.id, value, words: wordsInButton(deed.words), msteams: { type: 'task/fetch' } };
  const actions = [{ type: 'Action.Submit', title: openFormButton, style: 'positive', data }];
  return { cards: [{ ...rendered, actions }], summary: text };
}
