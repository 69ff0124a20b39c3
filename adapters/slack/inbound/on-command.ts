import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { opensForm } from '../../../src/routes.ts';
import { sentence } from '../../../src/view/build-card.ts';
import type { Card } from '../../../src/view/view.ts';
import { type Answer, languageOf } from '../../answer.ts';
import { cutNotice } from '../../clean-interaction.ts';
import { identity, placeOf, wordsOf } from '../api/slack-text.ts';
import { ephemeralJson, loadingView } from '../render/view.ts';
import { cardsOf, orLate, type SlackContext, type Turn, visibleMs } from './context.ts';
import { again, type Opened, opened, openModal, pressForForm, updateModal } from './modal.ts';
import type { Command } from './payload.ts';
import { type Asked, follow, respond } from './post-ephemeral.ts';

/** Slack waits 3 s for the answer to a command, and the answer has to travel. */
const answerMs = 2_800;

type FormAnswer = Extract<Answer, { kind: 'form' }>;

interface Commanded {
  desk: SlackContext;
  turn: Turn;
  who: Identity;
  words: string;
  locale: Locale | null;
  trigger: string;
  asked: Asked;
}

/** A slash command: a card comes back in the HTTP response as JSON, a form opens and the response is empty. */
export async function onCommand(desk: SlackContext, turn: Turn, command: Command): Promise<string | null> {
  const who = identity(command.team_id, command.user_id);
  const words = wordsOf(command.text);
  const locale = desk.people.localeOf(who);
  const place = placeOf(command.channel_id);
  const asked = { url: command.response_url ?? null, channel: command.channel_id, thread: null };
  const commanded: Commanded = { desk, turn, who, words, locale, trigger: command.trigger_id, asked };
  const work = desk.ask(turn, { kind: 'command', words, from: who, locale, place, key: turn.key });
  const reply = await orLate(visibleMs, work, turn);
  if (reply === 'late') return onItsWay(commanded, work);
  if (reply.kind === 'card' && reply.followUp) desk.track(follow(desk, turn, who, reply, asked));
  if (reply.kind !== 'form')
    return desk.shown(reply.locale, cardsOf(reply), (cards) => ephemeralJson(cards, reply.locale));
  return withForm(commanded, reply);
}

/** Answers Slack at once with «one moment»: in a window where a form is to come, otherwise in a sentence. */
function onItsWay(commanded: Commanded, work: Promise<Answer>): string | null {
  const { desk, turn, words, trigger } = commanded;
  const locale = languageOf(turn.bot, { ...commanded, from: commanded.who }, desk);
  const say = desk.say(locale);
  const opening = opensForm(words)
    ? openModal(desk, turn, { trigger, view: loadingView(say, false), onTop: false }).then(opened)
    : null;
  desk.track(bring(commanded, work, opening));
  return opening ? null : ephemeralJson([sentence(say.loading, say.loading)], locale);
}

/** Shows a late answer in the window that is open; where there is none, at the response_url. */
async function bring(commanded: Commanded, work: Promise<Answer>, opening: Promise<Opened | null> | null) {
  const { desk, turn, who, asked } = commanded;
  const reply = await work;
  const window = await opening;
  const filled = window && (await updateModal(desk, window, desk.window(reply, false, false)));
  if (!filled) await tell(commanded, reply.kind === 'form' ? await openForm(commanded, reply) : cardsOf(reply), reply);
  await follow(desk, turn, who, reply, asked);
}

async function tell({ desk, turn, who, asked }: Commanded, cards: readonly Card[], { locale }: Answer): Promise<void> {
  if (cards.length > 0) await respond(desk, turn, who, { cards, locale }, { ...asked, replace: false });
}

/** Opens the form; resolves with no card, or with the button that opens it where Slack did not. */
async function openForm({ desk, turn, words, trigger }: Commanded, reply: FormAnswer): Promise<Card[]> {
  const how = await openModal(desk, turn, { trigger, view: desk.window(reply, false, false), onTop: false });
  if (opened(how)) return [];
  const why = how === 'unsure' ? 'formUnsure' : 'formFailed';
  return [pressForForm(desk.say(reply.locale), why, { id: again, value: words, above: cutNotice(reply) })];
}

async function withForm(commanded: Commanded, reply: FormAnswer): Promise<string | null> {
  const { desk, turn } = commanded;
  const opening = openForm(commanded, reply);
  const instead = await orLate(answerMs, opening, turn);
  // Slack has its empty answer by then: what it did not open is said at the response_url.
  if (instead === 'late') desk.track(opening.then((cards) => tell(commanded, cards, reply)));
  return instead === 'late' || instead.length === 0 ? null : ephemeralJson(instead, reply.locale);
}
