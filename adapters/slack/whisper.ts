import { asItIs } from './chat.ts';
import { calling } from './chat-error.ts';
import type { Desk } from './desk.ts';
import type { Message } from './view.ts';

export interface Spot {
  /** Where it was asked; null on the Home tab. */
  channel: string | null;
  user: string;
  thread: string | null;
}

/** Says something to one person where they asked: in the direct message, or for their eyes only in the channel. */
export async function whisper({ clients, log }: Desk, spot: Spot, message: Message): Promise<void> {
  const thread = spot.thread === null ? {} : { thread_ts: spot.thread };
  try {
    await calling(async () => {
      const channel = spot.channel ?? (await clients.send.conversations.open({ users: spot.user })).channel?.id ?? '';
      const contents = { channel, ...message, ...thread, ...asItIs };
      if (channel.startsWith('D')) await clients.send.chat.postMessage(contents);
      else await clients.send.chat.postEphemeral({ ...contents, user: spot.user });
    });
  } catch (error) {
    log.warn({ err: error }, 'an answer did not reach its person');
  }
}
