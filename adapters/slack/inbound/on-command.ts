import { messages as wordsIn } from '../../../src/messages/messages.ts';
import { expectedOf } from '../../../src/routes.ts';
import { type Card, sentence } from '../../../src/view/view.ts';
import { languageOf } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import { repeatButton } from '../../chat/late-answer.ts';
import { identity, mentionsIn, typedText } from '../api/slack-text.ts';
import { ephemeralJson, loadingView } from '../render/view.ts';
import { type Asker, cardsOf, orLate, type SlackContext, type SlackTurn, visibleMs } from './context.ts';
import { type OpenModal, openModal, openReply, updateModal } from './modal.ts';
import type { Command } from './payload.ts';
import { follow, respond } from './post-ephemeral.ts';

/**
 * Slack waits 3 s for the answer to a command, and the answer has to travel.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
const answerMs = 2_800;

interface Commanded extends Asker {
  words: string;
}

/** What the bot is still doing for them. */
type Work = Promise<LocalizedReply>;
/** The window of a form that is being opened. */
type OpeningModal = Promise<OpenModal | null>;

/**
 * Answers a slash command. Resolves with the JSON of a card for the HTTP response; with null for an empty response,
 * where a form opens.
 */
export async function onCommand(context: SlackContext, turn: SlackTurn, command: Command): Promise<string | null> {
  const { team_id, user_id, channel_id: channel, trigger_id: trigger, response_url: url = null } = command;
  const asker = context.asker(turn, identity(team_id, user_id), { trigger, url, channel, thread: null });
  const words = typedText(command.text);
  const mentions = mentionsIn(command.text, team_id, null);
  const work = context.ask(asker, { kind: 'command', words, ...(mentions.length > 0 ? { mentions } : {}) });
  const first = await orLate(visibleMs, work, turn);
  const { isRead, opensForm } = first === 'late' ? expectedOf(words) : { isRead: true, opensForm: false };
  // Slack may have its answer only when the command is done, since it may save something.
  const mustBeDone = asker.untilDone && !isRead;
  // A command that has a form may be complete without it, so its window opens meanwhile.
  const reply = mustBeDone && !opensForm ? await work : first;
  if (reply === 'late') return onItsWay(context, { ...asker, words }, work, opensForm, mustBeDone);
  if (reply.kind === 'form') return withForm(context, { ...asker, words }, reply);
  if (reply.kind === 'card' && reply.followUp) context.track(follow(context, asker, reply));
  const json = context.shown(reply.locale, cardsOf(reply), (cards) => ephemeralJson(cards, reply.locale));
  if (performance.now() - asker.startedAt < answerMs) return json;
  context.track(respond(context, asker, { cards: cardsOf(reply), locale: reply.locale }));
  return null;
}

/** Shows «one moment»: in a modal when a form follows, otherwise as a message. Resolves with the response to Slack. */
async function onItsWay(context: SlackContext, asker: Commanded, work: Work, opensForm: boolean, mustBeDone: boolean) {
  const locale = languageOf(asker.bot, asker, context);
  const say = wordsIn(locale).slack;
  const opening = opensForm ? openModal(context, asker, loadingView(say)).then(({ window }) => window) : null;
  context.track(answerLate(context, asker, work, opening));
  if (!opening) return ephemeralJson([sentence(say.loading, say.loading)], locale);
  if (mustBeDone) await work;
  return null;
}

/** Shows a late answer in the window that is open; when there is none, at the response_url. */
async function answerLate(context: SlackContext, asker: Commanded, work: Work, opening: OpeningModal | null) {
  const reply = await work;
  const window = await opening;
  const filled = window && (await updateModal(context, window, context.window(reply)));
  if (!filled) {
    const cards = reply.kind === 'form' ? await opened(context, asker, reply) : cardsOf(reply);
    await respond(context, asker, { cards, locale: reply.locale });
  }
  await follow(context, asker, reply);
}

/** Opens the form. Resolves with no card, or with the button that opens it where Slack did not. */
function opened(context: SlackContext, asker: Commanded, reply: LocalizedReply): Promise<readonly Card[]> {
  const value = (reply.kind === 'form' && reply.again) || asker.words;
  return openReply(context, asker, reply, { id: repeatButton.slack, value });
}

async function withForm(context: SlackContext, asker: Commanded, reply: LocalizedReply): Promise<string | null> {
  const opening = opened(context, asker, reply);
  const instead = await orLate(answerMs, opening, asker);
  if (instead !== 'late') return instead.length === 0 ? null : ephemeralJson(instead, reply.locale);
  // Slack has its empty answer by then: what it did not open is said at the response_url.
  context.track(opening.then((cards) => respond(context, asker, { cards, locale: reply.locale })));
  return null;
}
