import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { HttpRequest, RequestHead } from '../../http/message.ts';

const fiveMinutes = 300;

/** A request that Slack signed, or why it is refused. */
export type Signed = { kind: 'signed'; signature: string; body: string } | { kind: 'refused'; why: string };

/**
 * Returns checks that Slack sent a request, now, and for the first time.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack Not by Bolt's own check: that accepts time-stamps
 * from the future and the same request twice, ignores what follows a second `=`, and computes three HMACs where one
 * will do.
 */
export function createSignatures(world: { signingSecret: string; now: () => number }) {
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
    // Requests before this may have been taken by an earlier process. It is the least of three times, since a clock may be set back.
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

/** Returns the header of that name, which is in lower case; empty where the request has none or several. */
export function header(request: RequestHead, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
