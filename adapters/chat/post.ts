import { ChatError } from '../../src/ports/chat.ts';

/**
 * Milliseconds from the answer to one post to the next post to the same channel or person. Slack takes one message a
 * second in a channel, counted its own way: https://docs.slack.dev/apis/web-api/rate-limits#rtm-posting-messages. Teams
 * takes 1,800 an hour in a thread, in short bursts 7 a second:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const postIntervalMs = 1_020;

/** Resolves as `work` does; what it rejects with says that nothing was posted, since `work` comes before the post. */
export async function beforePost<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, false);
  }
}
