import { type Identity, userOf } from '../../src/domain/identity.ts';
import { type Answer, followUpOf } from '../answer.ts';
import type { Desk } from './desk.ts';
import { message } from './view.ts';
import { whisper } from './whisper.ts';

/** Where a person asked; `url` is the response_url, where Slack gave one. */
export interface Asked {
  url: string | null;
  channel: string | null;
  thread: string | null;
}

/** Tells the asker what came after the answer, in private like the answer. */
export async function follow(desk: Desk, who: Identity, reply: Answer, { url, channel, thread }: Asked): Promise<void> {
  const card = await followUpOf(reply, desk);
  if (card === null) return;
  const contents = desk.shown(reply.locale, [card], (cards) => message(cards, desk.say(reply.locale)));
  try {
    if (url === null) throw new Error('no response_url');
    await desk.respond(url, contents, false);
  } catch (error) {
    desk.log.info({ err: error }, 'following up in another way');
    await whisper(desk, { channel, user: userOf(who), thread }, contents);
  }
}
