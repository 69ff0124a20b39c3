import { z } from 'zod';
import { messages } from '../../../src/messages/messages.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { seenText } from '../../../src/view/view.ts';
import { languageOf, unshown } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import { raiseFrom, type UserAction } from '../../chat/user-action.ts';
import { withTimeout } from '../../process/timers.ts';
import type { Activity, TeamsTurn } from '../api/activity.ts';
import type { AdaptiveCard } from '../render/card.ts';
import { attachment, confidential, fileInfo } from '../render/message.ts';
import { chosenMessage } from './chosen-message.ts';
import type { TeamsWorld } from './context.ts';
import type { WorkOutcome } from './dedupe.ts';
import { actionOf } from './read-action.ts';
import { renderReply } from './render-reply.ts';
import { ask, editPressed, follow, isFollowed, isOwnCard, mayHaveChanged, replacesCard } from './reply.ts';
import { chatOf, isInChat, type SendOutcome, sendAnswer, sendSentence, tellWhere, whereItWent } from './send-answer.ts';

/**
 * Teams waits 5 s for an answer, and the bot had its time already.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
 */
const patienceMs = 1_500;

/**
 * Teams sends this while somebody types into a field that is searched.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
 */
export const searchInvoke = 'application/search';
const SearchQuery = z.object({ queryText: z.string().default(''), dataset: z.string().max(100).default('') });

/** The value of an invoke: of a card's action, of a dialog, or of a command of the message extension. */
const InvokeValue = z.object({
  action: z.object({ verb: z.string().nullish(), data: z.unknown().optional() }).nullish().catch(null),
  data: z.unknown().optional(),
  commandId: z.string().max(100).catch(''),
  /** Where the command was chosen: in the menu of a message it is `message`. */
  commandContext: z.unknown().optional(),
  messagePayload: z.unknown().optional(),
});

/** Answers an invoke: the outcome is the body of its HTTP response, and there always is one. */
export async function onInvoke(world: TeamsWorld, turn: TeamsTurn): Promise<WorkOutcome> {
  const name = turn.activity.name ?? '';
  if (name === fileConsent) {
    // The answer follows in the chat: putting the file there takes its time.
    world.background.run('a file', onFileConsent(world, turn));
    return unchanged({});
  }
  if (name === searchInvoke) return unchanged(await onSearch(turn));
  const action = withCard(actionIn(name, turn.activity), world, turn.activity);
  const say = messages(languageOf(turn.bot, turn, world.options));
  if (action === null)
    return unchanged(sentenceAnswer(name, isOurs(name) ? say.rights.cardTooOld : say.teams.notSupported));
  const reply = await ask(world, turn, action);
  const { body, rest } = await answerWith(world, turn, action, reply).catch((error: unknown): InvokeAnswer => {
    const sorry = unshown(reply.locale, world.options, error, 'answer not shown in Teams');
    return { body: sentenceAnswer(name, sorry.card.summary) };
  });
  const following = Promise.resolve(rest).finally(() => follow(world, turn, reply));
  world.background.run('what comes after an answer', following);
  return { outcome: body, mayHaveChanged: mayHaveChanged(turn, action, reply) };
}

function unchanged(body: object): WorkOutcome {
  return { outcome: body, mayHaveChanged: false };
}

/** Adds to a press the id of its message, unless this process sent that to the person alone. */
function withCard(action: UserAction | null, { targeted }: TeamsWorld, activity: Activity): UserAction | null {
  if (action?.kind !== 'press' || !activity.replyToId || targeted.isTheirs(activity)) return action;
  return { ...action, card: activity.replyToId };
}

interface InvokeAnswer {
  body: object;
  /** What of the answer is still under way: Teams does not wait for it. */
  rest?: Promise<unknown>;
}

function isOurs(name: string): boolean {
  return name === 'adaptiveCard/action' || name === 'task/fetch' || name === 'task/submit' || isExtensionDialog(name);
}

function actionIn(name: string, activity: Activity): UserAction | null {
  const value = InvokeValue.safeParse(activity.value).data;
  const { action, data, commandId = '', commandContext, messagePayload } = value ?? {};
  switch (name) {
    case 'adaptiveCard/action':
      return actionOf(action?.data) ?? (action?.verb ? actionOf({ action: action.verb }) : null);
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction':
      return actionOf(data);
    case 'composeExtension/fetchTask': {
      const isOfMessage = commandId === 'raise' && (commandContext === 'message' || messagePayload != null);
      const message = isOfMessage ? chosenMessage(activity, messagePayload) : null;
      if (message) return raiseFrom(message);
      // A command of the message extension is the id of a button, or a verb.
      return commandId.includes('.')
        ? { kind: 'press', button: commandId, value: '' }
        : { kind: 'command', words: commandId };
    }
    default:
      return null;
  }
}

async function answerWith(
  world: TeamsWorld,
  turn: TeamsTurn,
  action: UserAction,
  reply: LocalizedReply,
): Promise<InvokeAnswer> {
  const { locale } = reply;
  if (turn.activity.name !== 'adaptiveCard/action') {
    const { cards, summary } = await renderReply(world, turn, reply, action, 'dialog');
    const [card] = cards;
    const body = card ? dialogAnswer(titleOf(reply), card) : sentenceAnswer(turn.activity.name ?? '', summary);
    return reply.kind === 'card' && reply.lasting ? { body, rest: sendCopy(world, turn, action, reply) } : { body };
  }
  if (!isOwnCard(world, turn) && reply.kind === 'card' && reply.brief)
    return { body: textAnswer(seenText(reply.brief)) };
  const rendered = await renderReply(world, turn, reply, action);
  const [card] = rendered.cards;
  // The answer changes the card until the client loads it again. The edit stays.
  if (card && replacesCard(world, turn, action, reply)) {
    return { body: cardAnswer(card), ...(isFollowed(reply) ? {} : { rest: editPressed(world, turn, rendered) }) };
  }
  const sending = sendAnswer(world, turn, rendered);
  const outcome = await withTimeout(patienceMs, sending, () => 'late' as const);
  if (outcome === 'late') {
    // They were told that the answer follows, so tell them if it does not.
    const tellIfNot = async (at: SendOutcome) => {
      if (at === 'refused') await tellWhere(world, turn, locale, at);
    };
    return { body: textAnswer(whereItWent(locale, 'kept')), rest: sending.then(tellIfNot) };
  }
  const { formBelow, answeredBelow } = messages(locale).teams;
  if (outcome !== 'here') return { body: textAnswer(whereItWent(locale, outcome)) };
  return { body: textAnswer(reply.kind === 'form' ? formBelow : answeredBelow) };
}

/** Sends a card of a dialog to the person too, since it is gone from the dialog when that closes. */
async function sendCopy(world: TeamsWorld, turn: TeamsTurn, action: UserAction, reply: LocalizedReply): Promise<void> {
  await sendAnswer(world, turn, await renderReply(world, turn, reply, action));
}

function titleOf(reply: Reply): string {
  if (reply.kind === 'form') return reply.form.title;
  return (reply.kind === 'card' ? reply.card : reply.cards[0])?.title ?? '';
}

async function onSearch({ bot, activity, from }: TeamsTurn): Promise<object> {
  const { data } = SearchQuery.safeParse(activity.value);
  const found = data ? await bot.search({ from, field: data.dataset, text: data.queryText }) : [];
  const results = found.map(({ value, label }) => ({ value, title: label }));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/**
 * Teams sends this when a person takes an offered file, or does not.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
const fileConsent = 'fileConsent/invoke';

const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ offer: z.string().max(100) }),
  uploadInfo: z
    .object({
      uploadUrl: z.url().max(4_000),
      contentUrl: z.url().max(4_000),
      name: z.string().max(300),
      uniqueId: z.string().max(300),
      fileType: z.string().max(50),
    })
    .nullish(),
});

async function onFileConsent(world: TeamsWorld, turn: TeamsTurn): Promise<void> {
  const { bot, from } = turn;
  const { files } = messages(languageOf(bot, turn, world.options)).teams;
  const consent = Consent.safeParse(turn.activity.value).data;
  const file = consent && world.offers.take(consent.context.offer, from);
  if (!file) return sendSentence(world, turn, files.expired);
  if (consent.action === 'decline') return sendSentence(world, turn, files.declined);
  const { uploadInfo } = consent;
  try {
    if (!uploadInfo || !world.mayUploadTo(uploadInfo.uploadUrl)) throw new ChatError('refused', 'foreign_upload_url');
    // Teams offers files in personal chats alone.
    if (!isInChat(turn)) throw new ChatError('refused', 'no_personal_chat');
    await world.putFile(uploadInfo.uploadUrl, file);
    const message = confidential(fileInfo(turn.activity.recipient.id, uploadInfo));
    await world.retry((ms) => world.connector.sendPrivately(chatOf(turn), message, ms));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const reference = world.options.ids.reference();
    world.options.log.error({ event: 'file.failed', reference, err: error }, 'could not save a file in OneDrive');
    await sendSentence(world, turn, files.failed(reference));
  }
}

/**
 * Returns the answer that replaces the pressed card, for the person who pressed.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
 */
function cardAnswer(card: AdaptiveCard): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** Returns the answer that shows a text and leaves the pressed card as it is. */
function textAnswer(text: string): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

/** The blocks of a card that a dialog of medium height shows without scrolling; a field and its hint are two. */
const maxInMedium = 8;

/**
 * Returns the answer that shows a card in a dialog.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
function dialogAnswer(title: string, card: AdaptiveCard): object {
  const height = Array.isArray(card.body) && card.body.length > maxInMedium ? 'large' : 'medium';
  const value = { title, height, width: 'medium', card: attachment(card) };
  return { task: { type: 'continue', value } };
}

/**
 * Returns a sentence, in the form in which this invoke takes one: after any other, Teams says that the app cannot be
 * reached.
 */
export function sentenceAnswer(name: string, text: string): object {
  if (name === 'adaptiveCard/action') return textAnswer(text);
  // An empty answer would leave the dialog open with an error on some clients.
  if (name.startsWith('task/') || isExtensionDialog(name)) return { task: { type: 'message', value: text } };
  return name.startsWith('composeExtension/') ? { composeExtension: { type: 'message', text } } : {};
}

/** Returns whether the invoke is of a dialog that a message extension opened. */
function isExtensionDialog(name: string): boolean {
  return name === 'composeExtension/fetchTask' || name === 'composeExtension/submitAction';
}
