import { sentence } from '../../src/card.ts';
import type { Reply } from '../../src/interaction.ts';
import { words } from '../../src/messages/words.ts';
import { ChatError } from '../../src/ports.ts';
import { type Answer, followUpOf } from '../answer.ts';
import type { Deed } from './deed.ts';
import { cardMessage, type Message, textMessage } from './message.ts';
import { sendPersonally } from './personal-chats.ts';
import type { Rendered } from './rendered.ts';
import { plain } from './text.ts';
import type { Turn } from './turn.ts';
import type { TeamsWorld } from './world.ts';

/** Answers what was said or pressed in a conversation: in place of the pressed card where that is meant, else in private. */
export async function deliver(world: TeamsWorld, turn: Turn, deed: Deed, reply: Answer): Promise<void> {
  const shown = briefly(turn, reply);
  const rendered = await world.renderer.reply(shown, world.surface, deed);
  // A pressed button shows nothing by itself where the client sends it as a message, as Agents Playground does for forms.
  const say = deed.kind === 'command' || (deed.kind === 'press' && shown === reply);
  if (!(takesPlace(turn, deed, shown) && (await edit(world, turn, rendered))))
    await sendPrivately(world, turn, rendered, say);
  world.background.run('a follow-up', follow(world, turn, reply));
}

/** Tells the asker in private what came after the answer. */
export async function follow(world: TeamsWorld, turn: Turn, reply: Answer): Promise<void> {
  const card = await followUpOf(reply, world.options);
  if (card === null) return;
  const after: Answer = { kind: 'card', instead: false, card, locale: reply.locale };
  const rendered = await world.renderer.reply(after, world.surface, { kind: 'home' });
  await sendPrivately(world, turn, rendered, false);
}

/** Where everybody has the card, the answer to a press on it is a sentence, if it has one. */
function briefly({ place }: Turn, reply: Answer): Answer {
  if (place === null || reply.kind !== 'card' || !reply.brief) return reply;
  return { kind: 'card', instead: false, card: sentence(reply.brief, plain(reply.brief)), locale: reply.locale };
}

/** A sent form makes way for what came of it; a card of the asker's alone for the one that stands for it. */
export function takesPlace({ place }: Turn, deed: Deed, reply: Reply): boolean {
  if (deed.kind === 'submit') return true;
  return place === null && deed.kind === 'press' && reply.kind === 'card' && reply.instead;
}

/** Whether the message whose button was pressed now shows this instead. */
export async function edit(world: TeamsWorld, turn: Turn, rendered: Rendered): Promise<boolean> {
  const { activity } = turn;
  const { replyToId, serviceUrl, conversation } = activity;
  if (!replyToId) return false;
  try {
    await world.connector.update({ serviceUrl, conversation: conversation.id }, replyToId, messageOf(turn, rendered));
    return true;
  } catch (error) {
    world.options.log.warn({ err: error }, 'a Teams card could not be edited');
    return false;
  }
}

/** To the asker's own chat with the bot. `say` tells the channel where the answer went. */
export async function sendPrivately(world: TeamsWorld, turn: Turn, rendered: Rendered, say: boolean): Promise<void> {
  if (turn.place === null) return sendHere(world, turn, messageOf(turn, rendered));
  const { answeredPrivately, addMeFirst } = words(rendered.locale).teams;
  const sent = await sendToAsker(world, turn, rendered);
  if (sent && !say) return;
  await sendHere(world, turn, textMessage(turn.activity.recipient.id, sent ? answeredPrivately : addMeFirst));
}

/** False when Teams refuses, which it does until the person has added the bot. */
export async function sendToAsker(world: TeamsWorld, turn: Turn, rendered: Rendered): Promise<boolean> {
  const { activity, from, place } = turn;
  const { serviceUrl, recipient, conversation } = activity;
  const who = { id: from, name: activity.from?.name ?? '', userId: activity.from?.id ?? '' };
  const where = {
    serviceUrl,
    botId: recipient.id,
    tenant: conversation.tenantId ?? activity.channelData?.tenant?.id ?? '',
  };
  try {
    await sendPersonally({ ...who, ...where }, world, () => messageOf(turn, rendered));
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn({ err: error, place: place?.address }, 'no private answer in Teams');
    return false;
  }
}

function messageOf({ activity }: Turn, { summary, cards }: Rendered): Message {
  return cardMessage(activity.recipient.id, summary, cards);
}

export async function sendHere(
  world: TeamsWorld,
  { activity }: Pick<Turn, 'activity'>,
  message: object,
): Promise<void> {
  const { serviceUrl, conversation } = activity;
  await world.connector.send({ serviceUrl, conversation: conversation.id }, message);
}
