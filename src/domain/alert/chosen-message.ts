import type { Channel } from '../tenant/identity.ts';

/** The message in a chat from which a person raised an alert. */
export interface RaisedFrom {
  /** The address of the message, https; empty where the platform gave none. */
  link: string;
  /** The name of the person who wrote it; empty where nobody knows. */
  author: string;
}

/** A message in a chat that a person chose, to raise an alert from it. */
export interface ChosenMessage extends RaisedFrom {
  /** Tells the message from all others, of every platform. */
  id: string;
  /** The words of the message, without markup. */
  text: string;
  /** The thread of the message in a channel, by the platform's id of its first message; null in a chat between people. */
  thread: { channel: Channel; message: string } | null;
}
