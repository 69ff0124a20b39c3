import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { HttpResponse } from '../../http/message.ts';

/** Deduplicates requests by key: each key is handled once, and every repetition gets the same answer. */
export type Once = (key: string, serve: () => Promise<HttpResponse>) => Promise<HttpResponse>;

/**
 * Returns a function that handles each key once: a repetition waits for the first and gets its answer. What failed may be tried
 * again. At most `max` answers are kept, for ten minutes: Slack repeats an event at once, after 1 and after 5 minutes.
 * https://docs.slack.dev/apis/events-api/#retries Repetitions to the next process are recognised by marks in the store.
 */
export function createOnce(max: number, now: () => number): Once {
  const answers = createTtlCache<HttpResponse>(max, { keepMs: 600_000, now });
  const underWay = new Map<string, Promise<HttpResponse>>();

  async function first(key: string, serve: () => Promise<HttpResponse>): Promise<HttpResponse> {
    try {
      const answer = await serve();
      if (answer.status < 500) answers.set(key, answer);
      return answer;
    } finally {
      underWay.delete(key);
    }
  }

  return async (key, serve) => {
    const kept = answers.get(key) ?? underWay.get(key);
    if (kept) return kept;
    const answer = first(key, serve);
    underWay.set(key, answer);
    return answer;
  };
}
