import { z } from 'zod';
import { ChatError, type PostHow, type Tried } from '../../../src/ports/chat.ts';
import { createLruCache } from '../../cache.ts';
import { calling } from './chat-error.ts';
import type { Clients, SlackClock } from './client.ts';
import { createMethodLimit } from './rate-limit.ts';

const eventType = 'security_contact_delivery';
/**
 * A page has so many messages. One page is nearly always enough: in a day of 10,000 messages about 100 are around the
 * try.
 */
const pageSize = 200;
/** So many pages are read at most: with 3,000 messages around the try the bot cannot tell whether its own is there. */
const maxPages = 15;
/**
 * The search begins so long before the try and ends so long after it, where Slack's clock is known. Slack may take a
 * message late, and tells its clock in whole seconds.
 */
const beforeMs = 60_000;
const afterMs = 15 * 60_000;
/**
 * The search begins so long before the try where only this machine's clock is known: it may have been wrong, or set
 * since.
 */
const uncertainMs = 24 * 3_600_000;
/** A message may still appear for so long after the try: a call takes at most 10 s, and there is a margin. */
const settledMs = 12_000;
/**
 * This is added to a wait by Slack's clock, which tells whole seconds: a search at that very moment may be a second
 * early.
 */
const wholeSecondMs = 1_000;
/** A message that Slack took before it answered with a fault can be read after so many milliseconds at the latest. */
const answeredMs = 2_000;
/**
 * After so many milliseconds no further page is begun, so that the last one ends within the 10 s that the port
 * promises.
 */
const beginMs = 2_000;
/** The bot pauses so long where Slack says that there were too many calls, but not until when. */
const unnamedPauseMs = 10_000;
/** A search that waits for its turn asks again after this time (ms): Slack may allow more by then, and the wait outlasts this process. */
const longestWaitMs = 60_000;

/**
 * Returns the invisible metadata of a message, by which it can be found when the answer to its post was lost.
 * https://docs.slack.dev/messaging/message-metadata
 */
export function metadata(deliveryId: string) {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
}

/** A page of Slack's. Without `messages` it is no answer: it does not say that there are none. */
const HistoryPage = z.object({
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
  reading: HistoryReading | null;
}

/** One reading of the messages around the try, page by page. */
interface HistoryReading {
  span: { oldest: string; latest?: string };
  cursor: string | undefined;
  pages: number;
}

/** Finds the message of a delivery; resolves with its time-stamp, which is Slack's id of it. */
type FindDelivery = (channel: string, how: PostHow, tried: Tried) => Promise<{ ts: string } | 'absent' | 'unknowable'>;

/**
 * Returns a function that looks for the message of a delivery around the time when it was tried. It resolves with
 * `absent` only when the whole reading began after the message could no longer come; before that, and while there is
 * more to read, it rejects with `retryAfterMs`, and the next call goes on where this one ended. `now` is in epoch
 * milliseconds by this machine's clock, `elapsed` in milliseconds from any start, never going back.
 */
export function createFindDelivery(world: {
  clients: Pick<Clients, 'send'>;
  clock: SlackClock;
  now: () => number;
  elapsed: () => number;
}): FindDelivery {
  const { clients, clock, now, elapsed } = world;
  const limits = { history: createMethodLimit(elapsed), replies: createMethodLimit(elapsed) };
  const searches = createLruCache<Search>(1_000, { keepMs: 3_600_000, now: elapsed });

  const limitOf = ({ thread }: PostHow) => limits[thread === null ? 'history' : 'replies'];

  async function read(channel: string, how: PostHow, urgent: boolean, { span, cursor }: HistoryReading) {
    const { deliveryId, thread } = how;
    const limit = limitOf(how);
    const waitMs = limit.take(deliveryId, urgent);
    if (waitMs > 0) throw new ChatError('unreachable', 'rate_limited', Math.min(waitMs, longestWaitMs), true);
    const query = { channel, ...span, include_all_metadata: true, limit: pageSize, cursor };
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

  /** Returns for how many milliseconds the message may still appear. */
  function leftMs({ there, answered }: Tried, { firstAsked }: Search): number {
    if (answered) return Math.max(0, answeredMs - (elapsed() - firstAsked));
    const theirs = clock.now();
    const age = there === null || theirs === null ? 0 : theirs - Date.parse(there);
    return Math.max(0, settledMs - Math.max(age, elapsed() - firstAsked));
  }

  function spanOf({ at, there }: Tried): HistoryReading['span'] {
    if (there !== null)
      return { oldest: seconds(Date.parse(there) - beforeMs), latest: seconds(Date.parse(there) + afterMs) };
    const theirs = clock.now();
    return { oldest: seconds(Date.parse(at) + (theirs === null ? 0 : theirs - now()) - uncertainMs) };
  }

  async function continueSearch(channel: string, how: PostHow, tried: Tried, search: Search) {
    const begun = elapsed();
    const urgent = tried.urgent === true;
    // Slack limits searches, so each is made once, when the message can no longer come.
    if (!search.reading && leftMs(tried, search) > 0) {
      const early = tooSoon(tried, search);
      limitOf(how).expect(how.deliveryId, urgent, early.retryAfterMs ?? 0);
      throw early;
    }
    search.reading ??= { span: spanOf(tried), cursor: undefined, pages: 0 };
    const { reading } = search;
    while (reading.pages < maxPages) {
      const page = await read(channel, how, urgent, reading);
      const found = page.messages.find(({ metadata }) => isOf(how.deliveryId, metadata));
      if (found) return { ts: found.ts };
      reading.pages += 1;
      reading.cursor = page.cursor;
      if (page.cursor && elapsed() - begun > beginMs) throw new ChatError('unreachable', 'more_to_read', 0, true);
      if (!page.cursor) return 'absent';
    }
    return 'unknowable';
  }

  function tooSoon(tried: Tried, search: Search): ChatError {
    const left = leftMs(tried, search);
    const byTheirClock = !tried.answered && tried.there !== null;
    const waitMs = byTheirClock ? left + wholeSecondMs : Math.max(1_000, left);
    return new ChatError('unreachable', 'too_soon', waitMs, true);
  }

  return async (channel, how, tried) => {
    const key = `${channel} ${how.deliveryId} ${tried.at}`;
    const search = searches.get(key) ?? { firstAsked: elapsed(), reading: null };
    searches.set(key, search);
    try {
      const found = await continueSearch(channel, how, tried, search);
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

type FoundMessage = z.infer<typeof HistoryPage>['messages'][number];

/** Returns the messages of a page and the cursor of the next one. Throws ChatError for what is no page. */
function pageOf(answer: unknown): { messages: FoundMessage[]; cursor: string | undefined } {
  const { data } = HistoryPage.safeParse(answer);
  const cursor = data?.response_metadata?.next_cursor || undefined;
  if (!data || (data.has_more === true && !cursor)) throw new ChatError('unreachable', 'bad_answer', null, true);
  return { messages: data.messages, cursor };
}

function isOf(deliveryId: string, metadata: FoundMessage['metadata']): boolean {
  return metadata?.event_type === eventType && metadata.event_payload.delivery_id === deliveryId;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
