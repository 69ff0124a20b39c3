import { z } from 'zod';
import { words } from '../../../src/messages/words.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Bot, Reply } from '../../../src/request/interaction.ts';
import { answer, apology, languageOf } from '../../answer.ts';
import type { LocalizedReply } from '../../clean-interaction.ts';
import { withTimeout } from '../../platform.ts';
import { putFile, type UploadFile } from '../api/files.ts';
import type { Turn } from '../api/turn.ts';
import { fileInfo } from '../render/message.ts';
import { plain } from '../render/text.ts';
import type { TeamsWorld } from './context.ts';
import { cardAnswer, dialogAnswer, isExtensionDialog, sentenceAnswer, textAnswer } from './invoke-answer.ts';
import { actionOf, type Deed, interactionOf } from './read-action.ts';
import { edit, follow, takesPlace, whereabouts } from './reply.ts';
import { type Given, give, say, sendHere, sendToAsker } from './send-answer.ts';

/** Teams waits 5 s for an answer, and the bot had its time already. */
const patienceMs = 1_500;

const Execute = z.object({ action: z.object({ verb: z.string().nullish(), data: z.unknown().optional() }) });
const Task = z.object({ data: z.unknown().optional() });
const Extension = z.object({ commandId: z.string().max(100).nullish(), data: z.unknown().optional() });

/** Sent while somebody types into a field that is searched. */
export const searchInvoke = 'application/search';

const Typed = z.object({ queryText: z.string().default(''), dataset: z.string().max(100).default('') });

/** Teams' name for the invoke. */
const fileConsent = 'fileConsent/invoke';

const Upload = z.object({
  uploadUrl: z.url().max(4_000),
  contentUrl: z.url().max(4_000),
  name: z.string().max(300),
  uniqueId: z.string().max(300),
  fileType: z.string().max(50),
});
const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ offer: z.string().max(100) }),
  uploadInfo: Upload.nullish(),
});
type Consent = z.infer<typeof Consent>;

/** An invoke is a question: the body of its HTTP response is the answer, and there always is one. */
export async function onInvoke(world: TeamsWorld, bot: Bot, turn: Turn): Promise<object> {
  const name = turn.activity.name ?? '';
  if (name === fileConsent) return onFileConsent(world, bot, turn);
  if (name === searchInvoke) return onSearch(bot, turn);
  const deed = deedIn(name, turn.activity.value);
  const { cardTooOld, notSupported } = words(languageOf(bot, turn, world.options)).teams;
  if (deed === null) return sentenceAnswer(name, isOurs(name) ? cardTooOld : notSupported);
  const reply = await answer(bot, interactionOf(turn, deed), world.options);
  world.background.run('a follow-up', follow(world, bot, turn, reply));
  try {
    return await answerWith(world, bot, turn, deed, reply);
  } catch (error) {
    const reference = world.options.ids.reference();
    world.options.log.error({ reference, err: error }, 'a reply could not be shown in Teams');
    const sorry = apology(reply.locale, 'unshown', reference);
    return sentenceAnswer(name, sorry.kind === 'card' ? sorry.card.summary : '');
  }
}

function isOurs(name: string): boolean {
  return name === 'adaptiveCard/action' || name === 'task/fetch' || name === 'task/submit' || isExtensionDialog(name);
}

function deedIn(name: string, value: unknown): Deed | null {
  switch (name) {
    case 'adaptiveCard/action': {
      const action = Execute.safeParse(value).data?.action;
      return actionOf(action?.data) ?? (action?.verb ? actionOf({ action: action.verb }) : null);
    }
    case 'task/fetch':
    case 'task/submit':
      return actionOf(Task.safeParse(value).data?.data);
    case 'composeExtension/fetchTask':
      return commandDeed(Extension.safeParse(value).data?.commandId ?? '');
    case 'composeExtension/submitAction':
      return actionOf(Extension.safeParse(value).data?.data);
    default:
      return null;
  }
}

/** A command of the message extension is the id of a button, or a verb. */
function commandDeed(id: string): Deed {
  return id.includes('.') ? { kind: 'press', button: id, value: '' } : { kind: 'command', words: id };
}

async function answerWith(world: TeamsWorld, bot: Bot, turn: Turn, deed: Deed, reply: LocalizedReply): Promise<object> {
  if (turn.activity.name !== 'adaptiveCard/action') {
    const { cards, summary } = await world.renderer.reply(reply, 'dialog', deed, turn.from);
    const [card] = cards;
    if (reply.kind === 'card' && reply.lasting) world.background.run('a copy', copy(world, bot, turn, deed, reply));
    return card ? dialogAnswer(titleOf(reply), card) : sentenceAnswer(turn.activity.name ?? '', summary);
  }
  if (turn.place !== null && reply.kind === 'card' && reply.brief) return textAnswer(plain(reply.brief));
  const rendered = await world.renderer.reply(reply, world.surface, deed, turn.from);
  const [card] = rendered.cards;
  if (card && takesPlace(turn, deed, reply)) {
    // The answer changes the card for the person who pressed; the edit, for everybody and for good.
    world.background.run('editing a card', edit(world, turn, rendered));
    return cardAnswer(card);
  }
  const given = await soon(world, give(world, bot, turn, rendered, turn.place === null ? sendHere : sendToAsker));
  const { formBelow, answeredBelow } = words(reply.locale).teams;
  if (turn.place !== null || given !== 'sent') return textAnswer(whereabouts(reply, given));
  return textAnswer(reply.kind === 'form' ? formBelow : answeredBelow);
}

/** Sends a card of a dialog to the chat too, since it is gone from the dialog when that closes. */
async function copy(world: TeamsWorld, bot: Bot, turn: Turn, deed: Deed, reply: LocalizedReply): Promise<void> {
  const rendered = await world.renderer.reply(reply, world.surface, deed, turn.from);
  await give(world, bot, turn, rendered, turn.place === null ? sendHere : sendToAsker);
}

/** Resolves with what became of an answer; with `kept` where sending it takes longer than Teams waits. */
async function soon(world: TeamsWorld, sending: Promise<Given>): Promise<Given> {
  world.background.run('an answer', sending);
  return withTimeout(patienceMs, sending, () => 'kept' as const);
}

function titleOf(reply: Reply): string {
  if (reply.kind === 'form') return reply.form.title;
  return (reply.kind === 'card' ? reply.card : reply.cards[0])?.title ?? '';
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
async function onSearch(bot: Bot, { activity, from }: Turn): Promise<object> {
  const typed = Typed.safeParse(activity.value).data;
  const found = typed ? await bot.search({ from, field: typed.dataset, text: typed.queryText }) : [];
  const results = found.map(({ value, label }) => ({ value, title: label }));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/** The person took the offered file, or did not. The answer follows in the chat: putting it there takes its time. */
function onFileConsent(world: TeamsWorld, bot: Bot, turn: Turn): object {
  world.background.run('a file', answerTo(world, bot, turn, Consent.safeParse(turn.activity.value).data ?? null));
  return {};
}

async function answerTo(world: TeamsWorld, bot: Bot, turn: Turn, consent: Consent | null): Promise<void> {
  const { files } = words(languageOf(bot, turn, world.options)).teams;
  const tell = (text: string) => say(world, bot, turn, text);
  const file = consent && world.offers.take(consent.context.offer, turn.from);
  if (!consent || !file) return tell(files.expired);
  if (consent.action === 'decline') return tell(files.declined);
  try {
    await put(world, turn, file, consent.uploadInfo ?? null);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await tell(files.failed(error.reason));
  }
}

async function put(world: TeamsWorld, turn: Turn, file: UploadFile, to: z.infer<typeof Upload> | null): Promise<void> {
  if (!to || !world.mayUploadTo(to.uploadUrl)) throw new ChatError('refused', 'foreign_upload_url');
  await putFile(to.uploadUrl, file);
  await world.tries((ms) => sendHere(world, turn, fileInfo(turn.activity.recipient.id, to), ms));
}
