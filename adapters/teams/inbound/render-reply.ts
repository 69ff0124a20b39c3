import { platformOf } from '../../../src/domain/tenant/identity.ts';
import { compareNames } from '../../../src/domain/tenant/locales.ts';
import { messages } from '../../../src/messages/messages.ts';
import { button, type Choice, card } from '../../../src/view/view.ts';
import {
  aboveForm,
  type LocalizedCardReply,
  type LocalizedFormReply,
  type LocalizedReply,
} from '../../chat/clean-interaction.ts';
import { cardsIn, refusedForm, wordsInButton } from '../../chat/late-answer.ts';
import type { UserAction } from '../../chat/user-action.ts';
import type { TeamsTurn } from '../api/activity.ts';
import type { Surface } from '../render/action.ts';
import { renderCard, renderCards } from '../render/card.ts';
import type { Picks } from '../render/field.ts';
import { renderForm } from '../render/form.ts';
import type { TeamsWorld } from './context.ts';
import { dataOf } from './read-action.ts';

/** A reply as Teams shows it, with all that is needed to bring it later. */
export type RenderedReply = Awaited<ReturnType<typeof renderReply>>;

/** Renders the reply to an action for a surface: where none is named, for a conversation. */
export async function renderReply(
  world: TeamsWorld,
  { from }: TeamsTurn,
  reply: LocalizedReply,
  action: UserAction,
  surface: Surface = world.surface,
) {
  /** All of it as cards that can be kept, and be shortened. */
  const storableCards = cardsIn(reply, { ...action, from });
  /** The refused form with what was typed, which the button of the kept card opens; undefined when there is none. */
  const form = refusedForm(reply, action);
  return { ...(await rendered(world, reply, action, surface)), storableCards, form, surface, locale: reply.locale };
}

async function rendered(world: TeamsWorld, reply: LocalizedReply, action: UserAction, surface: Surface) {
  if (reply.kind === 'card') return { cards: [replyCard(reply, surface, action)], summary: reply.card.summary };
  if (reply.kind === 'cards')
    return { cards: renderCards(reply.cards, surface), summary: reply.cards[0]?.summary ?? '' };
  // What was typed must not be lost, so a refused form is shown even where it should have been a dialog.
  if (surface === 'chat' && action.kind !== 'submit') return opener(reply, action);
  const fields = { picks: await picksOf(world), search: surface !== 'inline', words: messages(reply.locale).teams };
  return { cards: [renderForm(reply.form, fields, surface !== 'dialog')], summary: reply.form.title };
}

/**
 * Renders a card. When the reply to a sent form is a card that should not replace it (a refusal, an apology), it has to replace it in Teams
 * all the same: a button keeps what was typed, and sends it again.
 */
function replyCard(reply: LocalizedCardReply, surface: Surface, action: UserAction) {
  const { card, instead, locale } = reply;
  if (instead || action.kind !== 'submit') return renderCard(card, surface);
  const again = { type: 'Action.Submit', title: messages(locale).teams.tryAgain, data: dataOf(action) };
  return { ...renderCard({ ...card, more: null }, surface), actions: [again] };
}

/**
 * Renders a card with one button that repeats the request and opens the form as a dialog. Teams opens dialogs only from a button, never
 * from a typed message.
 */
function opener(reply: LocalizedFormReply, action: UserAction) {
  const { form, again } = reply;
  const { formOpener } = messages(reply.locale);
  const text = formOpener.text(form.title);
  const value = action.kind === 'press' ? action.value : '';
  const open = button('form', form.id, formOpener.button, value, { style: 'primary' });
  const rendered = renderCard(card(form.title, text, { text: [...aboveForm(reply), text], buttons: [open] }), 'chat');
  if (action.kind !== 'command') return { cards: [rendered], summary: text };
  const data = { action: form.id, value, words: wordsInButton(again ?? action.words), msteams: { type: 'task/fetch' } };
  const actions = [{ type: 'Action.Submit', title: formOpener.button, style: 'positive', data }];
  return { cards: [{ ...rendered, actions }], summary: text };
}

/** The most people that a list offers where nobody can be searched, which is Agents Playground alone: a form has two such lists. */
const maxPeople = 25;

/** Offers the channels that the bot knows, first the one where somebody spoke last, and the first 25 people by name. */
async function picksOf({ options, conversations }: TeamsWorld): Promise<Picks> {
  const rows = (await conversations.all()).filter(({ kind }) => kind === 'channel');
  const known = await options.store.read((reader) => reader.list('people'));
  const channels = byLabel(rows.map(({ address, name }) => ({ value: address, label: name })));
  const ours = known.filter(({ id }) => platformOf(id) === 'teams');
  const people = byLabel(ours.map(({ id, name }) => ({ value: id, label: name })));
  // The person who wrote to the bot in a channel is about to choose it.
  const isLatest = ({ value }: Choice) => value === conversations.latest();
  const latestFirst = [...channels.filter(isLatest), ...channels.filter((one) => !isLatest(one))];
  return { channels: latestFirst, people: people.slice(0, maxPeople) };
}

function byLabel(choices: Choice[]): Choice[] {
  return choices.sort((a, b) => compareNames(a.label, b.label));
}
