import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { createTtlCache, memoize } from '../../chat/ttl-cache.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../../http/message.ts';
import type { Log } from '../../process/log.ts';
import type { SlackContext } from './context.ts';
import { createOnce } from './once.ts';
import { readRequest } from './read-request.ts';
import { createServe, refusalOf } from './serve.ts';

/** The most events whose answers are stored for repeats: each answer is a status without a body. */
const maxEvents = 20_000;

/**
 * Returns Slack's entrance by HTTP: it refuses a request that is not Slack's, not recent or a repetition, and has the
 * others handled.
 */
export function createReceiver(context: SlackContext, signingSecret: string) {
  const signatures = createSignatures({ signingSecret, now: context.now });
  const replayWindow = createReplayWindow(context);
  const once = createOnce(maxEvents, context.now);
  const serve = createServe(context);

  return {
    /**
     * Returns a refusal by the head alone, so that no stranger's body is read; null for a request that may be Slack's.
     */
    judge(head: RequestHead): HttpResponse | null {
      if (mediaType(head) === null)
        return problem(415, 'Unsupported media type', 'Send a form or JSON, as Slack does.');
      const why = signatures.judge(head);
      return why === null ? null : problem(401, 'Not from Slack', why);
    },
    /** Answers a request whose body was read. Never throws on bad input. */
    async receive(bot: Bot, incoming: HttpRequest): Promise<HttpResponse> {
      const startedAt = performance.now();
      const signed = signatures.check(incoming, await replayWindow.before());
      if (signed.kind === 'refused') return problem(401, 'Not from Slack', signed.why);
      context.heard();
      await replayWindow.note();
      const request = readRequest(signed.body, mediaType(incoming) === 'form');
      if (request.kind === 'malformed' || request.kind === 'unknown') return refusalOf(request);
      const turn = { bot, key: signed.signature, startedAt, untilDone: false };
      if (request.kind !== 'event') return serve(turn, request);
      const key = request.body.event_id;
      return once(key, () => serve({ ...turn, key }, request));
    },
  };
}

function mediaType(head: RequestHead): 'form' | 'json' | null {
  const type = header(head, 'content-type').replace(/;\s*charset=utf-8\s*$/i, '');
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' ? 'json' : null;
}

const id = 'slack:serving';
/** How far (ms) ahead the stored time of the replay window is: a busy bot writes it once a minute, an idle bot never. */
const aheadMs = 60_000;

/**
 * Stores the time until which this process may let requests of Slack in. The next process refuses older ones, since it does not know
 * which of them were served. `now` is in epoch milliseconds.
 */
function createReplayWindow({ store, log, now }: { store: Store; log: Log; now: () => number }) {
  let until = 0;
  let writing: Promise<void> | null = null;

  const { get: before } = memoize(async () => {
    const row = await store.read((reader) => reader.get('seen', id));
    return row ? Date.parse(row.at) : 0;
  });

  async function write(): Promise<void> {
    const next = now() + aheadMs;
    const note = store.change((tx) => tx.put('seen', { id, at: new Date(next).toISOString(), outcome: null }));
    const noted = note.then(() => {
      until = next;
    });
    // A full disk must not keep people from reading.
    const tell = ifUnwritable((err) =>
      log.warn({ event: 'slack.replayWindow', err }, 'could not store the Slack replay window'),
    );
    await noted.catch(tell).finally(() => {
      writing = null;
    });
  }

  return {
    /**
     * Resolves with the replay window that earlier processes stored, in epoch milliseconds; 0 when it is not recent.
     */
    before,
    /** Stores the replay window, durably, before requests are accepted. */
    async note(): Promise<void> {
      await before();
      if (now() < until) return;
      writing ??= write();
      await writing;
    },
  };
}

const fiveMinutes = 300;

/** A request that Slack signed, or why it is refused. */
type Signed = { kind: 'signed'; signature: string; body: string } | { kind: 'refused'; why: string };

/**
 * Returns checks that Slack sent a request, now, and for the first time.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack Not by Bolt's own check: that accepts time-stamps
 * from the future and the same request twice, ignores what follows a second `=`, and computes three HMACs where one
 * will do.
 */
function createSignatures(world: { signingSecret: string; now: () => number }) {
  const { signingSecret, now } = world;
  const startedAt = Math.floor(now() / 1000);
  const key = createSecretKey(Buffer.from(signingSecret));
  // A signature from 5 minutes ahead stays valid for 10, and the clock is rounded to seconds.
  const seen = createTtlCache<true>(50_000, { keepMs: 601_000, now });

  /** Returns what is wrong with the head of a request; null for nothing. */
  function problemOfHead(timestamp: string, signature: string): string | null {
    if (!/^\d{1,12}$/.test(timestamp)) return 'The time-stamp is missing or malformed.';
    if (!/^v0=[0-9a-f]{64}$/.test(signature)) return 'The signature is missing or malformed.';
    if (Number(timestamp) > now() / 1000 + fiveMinutes) return 'The time-stamp is more than 5 minutes in the future.';
    if (Number(timestamp) < Math.floor(now() / 1000) - fiveMinutes) return 'The time-stamp is more than 5 minutes old.';
    return null;
  }

  function problemOf(timestamp: string, signature: string, body: string, earlier: number): string | null {
    const wrong = problemOfHead(timestamp, signature);
    if (wrong !== null) return wrong;
    // An earlier process may have served older requests. The minimum of three times, in case the clock was set back.
    const oldest = Math.min(Math.floor(earlier / 1000), startedAt, Math.floor(now() / 1000));
    if (Number(timestamp) < oldest) return 'The time-stamp is from before the bot started.';
    const right = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest();
    const isRight = timingSafeEqual(right, Buffer.from(signature.slice('v0='.length), 'hex'));
    if (!isRight) return 'The signature does not match.';
    return seen.get(signature) ? 'This very request was here before.' : null;
  }

  return {
    /** Returns why the head of a request alone says that Slack did not send it now; null when it may have. */
    judge: (head: RequestHead): string | null => problemOfHead(timestampOf(head), signatureOf(head)),
    /**
     * Checks a whole request. `earlier`, in epoch milliseconds, is the time until which an earlier process may have
     * taken requests; 0 for never.
     */
    check(request: HttpRequest, earlier: number): Signed {
      const signature = signatureOf(request);
      const body = request.body.toString();
      const why = problemOf(timestampOf(request), signature, body, earlier);
      if (why !== null) return { kind: 'refused', why };
      seen.set(signature, true);
      return { kind: 'signed', signature, body };
    },
  };
}

const timestampOf = (head: RequestHead) => header(head, 'x-slack-request-timestamp');
const signatureOf = (head: RequestHead) => header(head, 'x-slack-signature');

/** Returns the header of that name, which is in lower case; empty when the request has none or several. */
function header(request: RequestHead, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
