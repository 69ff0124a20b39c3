import type { Identity } from '../../src/domain/identity.ts';
import { type Answer, followUpOf } from '../answer.ts';
import type { Desk, Turn } from './desk.ts';
import { message } from './view.ts';
import { type Said, type Spot, whisper } from './whisper.ts';

/** Where a person asked; `url` is the response_url, where Slack gave one. */
export interface Asked extends Omit<Spot, 'who'> {
  url: string | null;
}

/** Tells the asker what came after the answer, in private like the answer. */
export async function follow(desk: Desk, turn: Turn, who: Identity, reply: Answer, asked: Asked): Promise<void> {
  const card = await followUpOf(reply, desk);
  if (card !== null)
    await respond(desk, turn, who, { cards: [card], locale: reply.locale }, { ...asked, replace: false });
}

/** At the response_url, or in another way where Slack gave none or does not take it. */
export async function respond(
  desk: Desk,
  turn: Turn,
  who: Identity,
  said: Said,
  { url, replace, ...place }: Asked & { replace: boolean },
): Promise<void> {
  try {
    if (url === null) throw new Error('no response_url');
    const contents = desk.shown(said.locale, said.cards, (cards) => message(cards, desk.say(said.locale)));
    await desk.respond(url, contents, replace);
  } catch (error) {
    desk.log.info({ err: error }, 'answering in another way');
    await whisper(desk, turn, { ...place, who }, said);
  }
}
