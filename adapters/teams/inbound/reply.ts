import { words } from '../../../src/messages/words.ts';
import type { Bot, Reply } from '../../../src/request/interaction.ts';
import { sentence } from '../../../src/view/build-card.ts';
import { followUpOf } from '../../answer.ts';
import type { LocalizedReply } from '../../clean-interaction.ts';
import type { Turn } from '../api/turn.ts';
import { cardMessage, textMessage } from '../render/message.ts';
import { plain } from '../render/text.ts';
import type { TeamsWorld } from './context.ts';
import type { Deed } from './read-action.ts';
import type { Rendered } from './render-reply.ts';
import { type Given, give, sendHere, sendLine, sendToAsker } from './send-answer.ts';

/** Answers what was said or pressed in a conversation: in place of the pressed card where that is meant, else in private. */
export async function deliver(
  world: TeamsWorld,
  bot: Bot,
  turn: Turn,
  deed: Deed,
  reply: LocalizedReply,
): Promise<void> {
  const shown = briefly(turn, reply);
  const rendered = await world.renderer.reply(shown, world.surface, deed, turn.from);
  // A pressed button shows nothing by itself where the client sends it as a message, as Agents Playground does for forms.
  const say = deed.kind === 'command' || (deed.kind === 'press' && shown === reply);
  if (!(takesPlace(turn, deed, shown) && (await edit(world, turn, rendered))))
    await sendPrivately(world, bot, turn, rendered, say);
  world.background.run('a follow-up', follow(world, bot, turn, reply));
}

/** Tells the asker in private what came after the answer. */
export async function follow(world: TeamsWorld, bot: Bot, turn: Turn, reply: LocalizedReply): Promise<void> {
  const card = await followUpOf(reply, world.options);
  if (card === null) return;
  const after: LocalizedReply = { kind: 'card', instead: false, card, locale: reply.locale };
  const rendered = await world.renderer.reply(after, world.surface, { kind: 'home' }, turn.from);
  await sendPrivately(world, bot, turn, rendered, false);
}

/** Shortens the answer to a press on a card that everybody has to its brief sentence, where it has one. */
function briefly({ place }: Turn, reply: LocalizedReply): LocalizedReply {
  if (place === null || reply.kind !== 'card' || !reply.brief) return reply;
  return { kind: 'card', instead: false, card: sentence(reply.brief, plain(reply.brief)), locale: reply.locale };
}

/**
 * Returns whether the answer takes the place of the pressed card: that of a sent form always does, another one only in
 * a private chat.
 */
export function takesPlace({ place }: Turn, deed: Deed, reply: Reply): boolean {
  if (deed.kind === 'submit') return true;
  return place === null && deed.kind === 'press' && reply.kind === 'card' && reply.instead;
}

/** Shows this in place of the message whose button was pressed; resolves with whether Teams did so. */
export async function edit(world: TeamsWorld, turn: Turn, { summary, cards }: Rendered): Promise<boolean> {
  const { replyToId, serviceUrl, conversation, recipient } = turn.activity;
  if (!replyToId) return false;
  const message = cardMessage(recipient.id, summary, cards);
  const where = { serviceUrl, conversation: conversation.id };
  try {
    await world.tries((ms) => world.connector.update(where, replyToId, message, ms));
    return true;
  } catch (error) {
    world.options.log.warn({ err: error }, 'a Teams card could not be edited');
    return false;
  }
}

/** Sends an answer to the asker's own chat with the bot. `say`: a sentence in the channel tells where it went. */
export async function sendPrivately(
  world: TeamsWorld,
  bot: Bot,
  turn: Turn,
  rendered: Rendered,
  say: boolean,
): Promise<Given> {
  const given = await give(world, bot, turn, rendered, turn.place === null ? sendHere : sendToAsker);
  if (turn.place === null || (given === 'sent' && !say)) return given;
  await sendLine(world, turn, textMessage(turn.activity.recipient.id, whereabouts(rendered, given)));
  return given;
}

/** The sentence that tells where a private answer went. */
export function whereabouts({ locale }: Pick<Rendered, 'locale'>, given: Given): string {
  const { answeredPrivately, answerComes, addMeFirst } = words(locale).teams;
  return { sent: answeredPrivately, kept: answerComes, refused: addMeFirst }[given];
}
