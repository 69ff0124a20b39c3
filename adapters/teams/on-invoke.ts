import { z } from 'zod';
import { words } from '../../src/messages/words.ts';
import type { Bot, Reply } from '../../src/request/interaction.ts';
import { type Answer, answer, apology, languageOf } from '../answer.ts';
import { type Deed, deedOf, interactionOf } from './deed.ts';
import { edit, follow, takesPlace, whereabouts } from './deliver.ts';
import { type Given, give, sendHere, sendToAsker } from './give.ts';
import { cardAnswer, dialogAnswer, isExtensionDialog, sentenceAnswer, textAnswer } from './invoke-answer.ts';
import { fileConsent, onFileConsent } from './on-file-consent.ts';
import { onSearch, searchInvoke } from './on-search.ts';
import { plain } from './text.ts';
import type { Turn } from './turn.ts';
import type { TeamsWorld } from './world.ts';

/** Teams waits 5 s for an answer, and the bot had its time already. */
const patienceMs = 1_500;

const Execute = z.object({ action: z.object({ verb: z.string().nullish(), data: z.unknown().optional() }) });
const Task = z.object({ data: z.unknown().optional() });
const Extension = z.object({ commandId: z.string().max(100).nullish(), data: z.unknown().optional() });

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
      return deedOf(action?.data) ?? (action?.verb ? deedOf({ action: action.verb }) : null);
    }
    case 'task/fetch':
    case 'task/submit':
      return deedOf(Task.safeParse(value).data?.data);
    case 'composeExtension/fetchTask':
      return commandDeed(Extension.safeParse(value).data?.commandId ?? '');
    case 'composeExtension/submitAction':
      return deedOf(Extension.safeParse(value).data?.data);
    default:
      return null;
  }
}

/** A command of the message extension is the id of a button, or a verb. */
function commandDeed(id: string): Deed {
  return id.includes('.') ? { kind: 'press', button: id, value: '' } : { kind: 'command', words: id };
}

async function answerWith(world: TeamsWorld, bot: Bot, turn: Turn, deed: Deed, reply: Answer): Promise<object> {
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

/** What a dialog shows is gone when it closes. */
async function copy(world: TeamsWorld, bot: Bot, turn: Turn, deed: Deed, reply: Answer): Promise<void> {
  const rendered = await world.renderer.reply(reply, world.surface, deed, turn.from);
  await give(world, bot, turn, rendered, turn.place === null ? sendHere : sendToAsker);
}

/** What became of an answer; `kept` where that takes longer than Teams waits. */
async function soon(world: TeamsWorld, sending: Promise<Given>): Promise<Given> {
  world.background.run('an answer', sending);
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<'kept'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'kept');
  });
  return Promise.race([sending, later]).finally(() => clearTimeout(timer));
}

function titleOf(reply: Reply): string {
  if (reply.kind === 'form') return reply.form.title;
  return (reply.kind === 'card' ? reply.card : reply.cards[0])?.title ?? '';
}
