import { z } from 'zod';
import { ChatError, type PostHow, type Tried } from '../../../src/ports/chat.ts';
import { createLruCache } from '../../cache.ts';
import { calling } from './chat-error.ts';
import type { Clients, SlackClock } from './client.ts';
import { createMethodLimit } from './rate-limit.ts';

const eventType = 'security_contact_delivery';
/**
 * Messages on a page. One page is nearly always enough: in a day of 10,000 messages about 100 were posted around the
 * time of the try.
 */
const pageSize = 200;
/**
 * Pages that are read at most. Beyond 3,000 messages around that time the bot cannot tell whether the message is
 * there.
 */
const mostPages = 15;
/**
 * The time around the try that is searched where Slack's clock is known. Slack may take a message late, and tells its
 * clock in whole seconds.
 */
const beforeMs = 60_000;
const afterMs = 15 * 60_000;
/**
 * The time before the try that is searched where only this machine's clock is known: it may have been wrong then, or
 * set since.
 */
const uncertainMs = 24 * 3_600_000;
/** A message may still appear for so long after the try: a call takes at most 10 s, and there is a margin. */
const settledMs = 12_000;
/**
 * Added to a wait by Slack's clock, which tells whole seconds: a search at that very moment may be a second too early.
 */
const wholeSecondMs = 1_000;
/** A message that Slack took before it answered with a fault can be read after so many milliseconds at the latest. */
const answeredMs = 2_000;
/**
 * After so many milliseconds no further page is begun, so that the last one ends within the 10 s that the port
 * promises.
 */
const beginMs = 2_000;
/** The pause where Slack says that there were too many calls, but not until when. */
const unnamedPauseMs = 10_000;

/** The invisible metadata of a message, by which it can be found when the answer to its post was lost. */
export function metadata(deliveryId: string) {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
}

/** Slack's own shape. Without `messages` it is no answer: it does not say that there are none. */
const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string().min(1),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ delivery_id: z.string() }) })
        .nullish()
        .catch(null),
    }),
  ),
  has_more: z.boolean().nullish(),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** The state of a search over several calls. */
interface Search {
  /** Milliseconds by `elapsed`. */
  firstAsked: number;
  /** Null between two readings. */
  reading: { window: Window; cursor: string | undefined; pages: number; settled: boolean } | null;
}
type Window = { oldest: string; latest?: string };

interface World {
  clients: Pick<Clients, 'send'>;
  clock: SlackClock;
  /** Epoch milliseconds, by this machine's clock. */
  now: () => number;
  /** Milliseconds from any start, never going back. */
  elapsed: () => number;
}

/** Finds the message of a delivery; resolves with its time-stamp, which is Slack's id of it. */
export type FindDelivery = (
  channel: string,
  how: PostHow,
  tried: Tried,
) => Promise<{ ts: string } | 'absent' | 'unknowable'>;

/**
 * Looks for the message of a delivery around the time when it was tried. `absent` only when the whole reading began after
 * the message can no longer come; before that, and while there is more to read, it rejects with `retryAfterMs`, and the next
 * call goes on where this one ended. https://docs.slack.dev/messaging/message-metadata
 */
export function createFindDelivery({ clients, clock, now, elapsed }: World): FindDelivery {
  const limits = { history: createMethodLimit(elapsed), replies: createMethodLimit(elapsed) };
  const searches = createLruCache<Search>(1_000, { keepMs: 3_600_000, now: elapsed });

  async function read(channel: string, { deliveryId, thread }: PostHow, reading: NonNullable<Search['reading']>) {
    const limit = limits[thread === null ? 'history' : 'replies'];
    const waitMs = limit.take(deliveryId);
    if (waitMs > 0) throw new ChatError('unreachable', 'rate_limited', waitMs, true);
    const { cursor } = reading;
    const query = {
      channel,
      ...reading.window,
      include_all_metadata: true,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    };
    const { conversations } = clients.send;
    try {
      const answer = await calling(() =>
        thread === null ? conversations.history(query) : conversations.replies({ ...query, ts: thread }),
      );
      return pageOf(answer);
    } catch (error) {
      if (error instanceof ChatError && error.reason === 'rate_limited')
        limit.pause(error.retryAfterMs ?? unnamedPauseMs);
      throw error;
    }
  }

  /** Returns whether the message can no longer appear. */
  function isSettled(tried: Tried, { firstAsked }: Search): boolean {
    return leftMs(tried, firstAsked) === 0;
  }

  function leftMs({ there, answered }: Tried, firstAsked: number): number {
    if (answered) return Math.max(0, answeredMs - (elapsed() - firstAsked));
    const theirs = clock.now();
    const age = there === null || theirs === null ? 0 : theirs - Date.parse(there);
    return Math.max(0, settledMs - Math.max(age, elapsed() - firstAsked));
  }

  function windowOf({ at, there }: Tried): Window {
    if (there !== null)
      return { oldest: seconds(Date.parse(there) - beforeMs), latest: seconds(Date.parse(there) + afterMs) };
    const theirs = clock.now();
    return { oldest: seconds(Date.parse(at) + (theirs === null ? 0 : theirs - now()) - uncertainMs) };
  }

  async function look(channel: string, how: PostHow, tried: Tried, search: Search) {
    const begun = elapsed();
    // A message that Slack answered with a fault is most likely not there, so it is searched once, when the outcome is
    // certain.
    if (tried.answered && !isSettled(tried, search)) throw tooSoon(tried, search);
    search.reading ??= { window: windowOf(tried), cursor: undefined, pages: 0, settled: isSettled(tried, search) };
    const { reading } = search;
    while (reading.pages < mostPages) {
      const page = await read(channel, how, reading);
      const found = page.messages.find(({ metadata: said }) => isThat(said, how.deliveryId));
      if (found) return { ts: found.ts };
      reading.pages += 1;
      reading.cursor = page.cursor;
      if (!page.cursor) return ended(tried, search, reading.settled);
      if (elapsed() - begun > beginMs) throw new ChatError('unreachable', 'more_to_read', 0, true);
    }
    return 'unknowable';
  }

  function ended(tried: Tried, search: Search, settled: boolean): 'absent' {
    if (settled) return 'absent';
    search.reading = null;
    throw tooSoon(tried, search);
  }

  function tooSoon(tried: Tried, { firstAsked }: Search): ChatError {
    const left = leftMs(tried, firstAsked);
    const byTheirClock = !tried.answered && tried.there !== null;
    const waitMs = byTheirClock ? left + wholeSecondMs : Math.max(1_000, left);
    return new ChatError('unreachable', 'too_soon', waitMs, true);
  }

  return async (channel, how, tried) => {
    const key = `${channel} ${how.deliveryId} ${tried.at}`;
    const search = searches.get(key) ?? { firstAsked: elapsed(), reading: null };
    searches.set(key, search);
    try {
      const found = await look(channel, how, tried, search);
      searches.delete(key);
      return found;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.reason === 'missing_scope') return 'unknowable';
      if (error.reason !== 'invalid_cursor') throw error;
      search.reading = null;
      throw new ChatError('unreachable', error.reason, null, true);
    }
  };
}

/** The next cursor, where there is more. */
function pageOf(answer: unknown): { messages: z.infer<typeof Page>['messages']; cursor: string | undefined } {
  const { data } = Page.safeParse(answer);
  const cursor = data?.response_metadata?.next_cursor || undefined;
  if (!data || (data.has_more === true && !cursor)) throw new ChatError('unreachable', 'bad_answer', null, true);
  return { messages: data.messages, cursor };
}

function isThat(said: z.infer<typeof Page>['messages'][number]['metadata'], deliveryId: string): boolean {
  return said?.event_type === eventType && said.event_payload.delivery_id === deliveryId;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
