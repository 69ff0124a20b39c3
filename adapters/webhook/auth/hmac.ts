import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHead } from '../../platform.ts';
import { hashRest } from './constant-time.ts';
import { type Credential, refusedFor } from './credential.ts';

/** Says how a sender signs a body by HMAC-SHA256. Names of headers are in small letters. */
export interface HmacScheme {
  /** The header with the signature. */
  signature: string;
  /** The header with the time, which is signed before the body; null where the body is signed alone. */
  timestamp: string | null;
  format: 'hex' | 'base64';
  /** Stands before the signature in its header, for example `sha256=`. */
  prefix: string;
  /** Stands between time and body in what is signed. */
  separator: string;
}

/** A time may be off by so many milliseconds, in both directions. */
const toleranceMs = 5 * 60_000;
const shapes = { hex: /^[0-9a-f]{64}$/i, base64: /^[A-Za-z0-9+/]{43}=$/ };
const none = Buffer.alloc(32);

/** Returns a check of HMAC-SHA256 over the raw body, after a time and a separator where the sender names a header for the time. */
export function hmac(secrets: readonly string[], scheme: HmacScheme): Credential {
  return {
    needs: 'body',
    check({ headers, body }) {
      const time = scheme.timestamp === null ? null : String(headers[scheme.timestamp] ?? '');
      const given = signatureIn(headers, scheme);
      const before = time === null ? '' : `${time}${scheme.separator}`;
      const isRight = secrets
        .map((secret) => createHmac('sha256', secret).update(before).update(body).digest())
        .map((right) => timingSafeEqual(given ?? none, right))
        .includes(true);
      if (!given || !isRight) hashRest(body, secrets.length);
      if (!given) return refusedFor('there is no signature, or it is malformed');
      if (!isRight) return refusedFor('the signature is not right');
      if (time === null) return { kind: 'proven', sentAt: null };
      const sentAt = millisecondsOf(time);
      // This goes by the machine's clock, as the check of Standard Webhooks does.
      if (sentAt === null || Math.abs(Date.now() - sentAt) > toleranceMs)
        return refusedFor('the signed time is malformed, or more than 5 minutes off');
      return { kind: 'proven', sentAt: new Date(sentAt).toISOString() };
    },
  };
}

function signatureIn(headers: RequestHead['headers'], { signature, prefix, format }: HmacScheme): Buffer | null {
  const text = String(headers[signature] ?? '');
  const coded = text.slice(prefix.length);
  return text.startsWith(prefix) && shapes[format].test(coded) ? Buffer.from(coded, format) : null;
}

/** Returns a header's time in milliseconds; null for what is no time. It is in seconds, or in milliseconds where it has 13 digits. */
function millisecondsOf(time: string): number | null {
  if (!/^\d{1,13}$/.test(time)) return null;
  return time.length === 13 ? Number(time) : Number(time) * 1_000;
}
