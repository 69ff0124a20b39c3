import { z } from 'zod';
import { ChatError, type PostHow, type Tried } from '../../../src/ports/chat.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import { type Clients, calling, type SlackClock } from './client.ts';

const eventType = 'security_contact_delivery';
/** Messages per page. One page is nearly always enough: in a day of 10,000 messages about 100 are around the try. */
const pageSize = 200;
/** Most pages of a search: with more than 3,000 messages around the try the outcome is `unknowable`. */
const maxPages = 15;
/**
 * Where the search begins and ends around the try (ms), by Slack's clock. Slack may take a message late, and its clock
 * has whole seconds.
 */
const beforeMs = 60_000;
const afterMs = 15 * 60_000;
/** How long (ms) before the post a search begins when its time is this machine's: the clock may have been wrong, or set since. */
const uncertainMs = 24 * 3_600_000;
/** How long (ms) after the post began a message may still appear: a call takes at most 10 s, plus a margin of 2 s. */
const settledMs = 12_000;
/** Added to a wait (ms) that was computed from Slack's clock, which has whole seconds: a search might come up to 1 s early. */
const wholeSecondMs = 1_000;
/** How long (ms) after an error response of Slack a message that it took all the same may still appear. */
const answeredMs = 2_000;
/** When a search of several pages stops (ms), so that the last page ends within the 10 s that the `Chat` port allows. */
const beginMs = 2_000;
/** Pause (ms) after a rate limit that names no time. */
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

const Metadata = z.object({ event_type: z.string(), event_payload: z.object({ delivery_id: z.string() }) });

/** A page of Slack's. Where `messages` is missing the response is unreadable, not empty. */
const HistoryPage = z.object({
  messages: z.array(
    z.object({
      ts: z.string().min(1),
      metadata: Metadata.nullish().catch(null),
    }),
  ),
  has_more: z.boolean().nullish(),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** What a search keeps from one call to the next. */
interface Search {
  /** Milliseconds by `elapsed`. */
  firstAsked: number;
  /** Null before the first page, and where it has to begin again. */
  reading: HistoryReading | null;
}

/** One reading of the messages around the try, page by page. */
interface HistoryReading {
  span: { oldest: string; latest?: string };
  cursor: string | undefined;
  pages: number;
}

interface SearchClocks {
  /** Slack's clock. */
  clock: SlackClock;
  /** This machine's, in epoch milliseconds. */
  now: () => number;
  /** Returns a monotonic time in milliseconds. */
  elapsed: () => number;
}

/** Finds the message of a delivery; resolves with its time-stamp, which is Slack's id of it. */
type FindDelivery = (channel: string, how: PostHow, tried: Tried) => Promise<{ ts: string } | 'absent' | 'unknowable'>;

/**
 * Returns a function that searches for the message of a delivery around the time when it was tried. It resolves with
 * `absent` only when the whole search began after the message could no longer appear. Before that, and while there are
 * more pages, it rejects with `retryAfterMs`, and the next call continues where this one ended.
 */
export function createFindDelivery(world: SearchClocks & { clients: Pick<Clients, 'send'> }): FindDelivery {
  const { clients, elapsed } = world;
  const limits = { history: createMethodLimit(elapsed), replies: createMethodLimit(elapsed) };
  const searches = createTtlCache<Search>(1_000, { keepMs: 3_600_000, now: elapsed });

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

  async function continueSearch(channel: string, how: PostHow, tried: Tried, search: Search) {
    const begun = elapsed();
    const urgent = tried.urgent === true;
    // Slack limits searches, so each is made once, when the message can no longer come.
    const waitMs = search.reading ? 0 : settlesInMs(tried, search, world);
    if (waitMs > 0) {
      limitOf(how).expect(how.deliveryId, urgent, waitMs);
      throw new ChatError('unreachable', 'too_soon', waitMs, true);
    }
    search.reading ??= { span: spanOf(tried, world), cursor: undefined, pages: 0 };
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

/** Returns how long to wait (ms) until the message can no longer appear; 0 where it cannot. */
function settlesInMs({ there, answered }: Tried, { firstAsked }: Search, { clock, elapsed }: SearchClocks): number {
  const askedMs = elapsed() - firstAsked;
  const theirs = clock.now();
  const age = there === null || theirs === null ? 0 : theirs - Date.parse(there);
  const left = answered ? answeredMs - askedMs : settledMs - Math.max(age, askedMs);
  if (left <= 0) return 0;
  return !answered && there !== null ? left + wholeSecondMs : Math.max(1_000, left);
}

/** Returns where the search begins and ends, as Slack's time-stamps. */
function spanOf({ at, there }: Tried, { clock, now }: SearchClocks): HistoryReading['span'] {
  if (there !== null)
    return { oldest: seconds(Date.parse(there) - beforeMs), latest: seconds(Date.parse(there) + afterMs) };
  const theirs = clock.now();
  return { oldest: seconds(Date.parse(at) + (theirs === null ? 0 : theirs - now()) - uncertainMs) };
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

/** Slack's rate limit of Tier 3: calls per window, and the window's length (ms) with a margin of half a second. */
const tier3 = 50;
const windowMs = 60_500;
/** How long (ms) after its time a turn expires that its search did not use. */
const turnTimeoutMs = 15_000;
/** Time (ms) without a refusal after which Slack may allow more calls again. */
const cautiousMs = 600_000;

interface WaitingCall {
  urgent: boolean;
  /** The turn is given up then. */
  until: number;
}

/**
 * Returns the limit of a method of Slack's, which counts its calls over all channels of a workspace: 50 a minute for tier 3. Nothing of it
 * is used yet. `elapsed` is in milliseconds from any start, and never goes back.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function createMethodLimit(elapsed: () => number) {
  const waiting = new Map<string, WaitingCall>();
  /** When the last calls were made, in order. */
  let made: number[] = [];
  let most = tier3;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;

  function tidy(now: number): void {
    made = made.filter((at) => now - at < windowMs);
    for (const [who, { until }] of waiting) if (now > until) waiting.delete(who);
    if (now - refusedAt >= cautiousMs) most = tier3;
  }

  /** Returns how many calls go before this one. */
  function before(who: string, urgent: boolean): number {
    let count = 0;
    let isAhead = true;
    for (const [other, turn] of waiting) {
      if (other === who) isAhead = false;
      else if (urgent ? turn.urgent && isAhead : turn.urgent || isAhead) count += 1;
    }
    return count;
  }

  /** Returns when a call goes that has `position` others before it. */
  function turnAt(position: number, now: number): number {
    const free = most - made.length;
    if (position < free) return Math.max(now, blockedUntil);
    // Each call makes room for another one when it leaves the window.
    const ahead = position - free;
    const round = Math.floor(ahead / most);
    const leaves = made[ahead % most] ?? now;
    return Math.max(blockedUntil, leaves + windowMs * (1 + round));
  }

  return {
    /**
     * Returns the milliseconds to wait before the call; 0 when it may go now, and then it counts. Who waits has a turn:
     * urgent calls first, and of these who asked first.
     */
    take(who: string, urgent: boolean): number {
      const now = elapsed();
      tidy(now);
      const turn = turnAt(before(who, urgent), now);
      if (turn > now) {
        waiting.set(who, { urgent, until: turn + turnTimeoutMs });
        return turn - now;
      }
      waiting.delete(who);
      made.push(now);
      return 0;
    },
    /** Reserves a turn for `who` before the call can be made, which may be `ms` later. */
    expect(who: string, urgent: boolean, ms: number): void {
      waiting.set(who, { urgent, until: elapsed() + ms + turnTimeoutMs });
    },
    /** Makes every call wait this long (ms), since Slack said so; after that as few calls go in a minute as Slack took. */
    pause(ms: number): void {
      const now = elapsed();
      tidy(now);
      // The refused call is the last one made.
      most = Math.max(1, made.length - 1);
      blockedUntil = now + ms;
      refusedAt = now;
    },
  };
}
