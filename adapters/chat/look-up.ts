import { ChatError } from '../../src/ports/chat.ts';
import { withTimeout } from '../process/timers.ts';

/** Timeout (ms) of a question to a platform, however many requests it takes: the most that the `Chat` port allows. */
const questionMs = 1_000;

/** Resolves as `work` does, which answers a question of the `Chat` port; rejects with ChatError after `questionMs`. */
export function lookUpInTime<T>(work: Promise<T>): Promise<T> {
  return withTimeout(questionMs, work, timedOut);
}

/** Throws the ChatError of a call that took too long. */
export function timedOut(): never {
  throw new ChatError('unreachable', 'timeout');
}
