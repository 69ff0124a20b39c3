import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { RequestHead } from '../../http/message.ts';
import { hashRest } from './constant-time.ts';
import { type Credential, refusedFor } from './credential.ts';

/** How a sender signs a request body by HMAC-SHA256. Names of headers are in small letters. */
export interface HmacScheme {
  /** The header with the signature. */
  signature: string;
  /** The header with the time, which is signed before the body; null when the body is signed alone. */
  timestamp: string | null;
  format: 'hex' | 'base64';
  /** Stands before the signature in its header, for example `sha256=`. */
  prefix: string;
  /** Separates the time from the body in the signed text. */
  separator: string;
}

/** What the headers of a request say about its signature. */
interface SignedHead {
  /** The signatures, 32 bytes each: one of them must be right. Empty when there is none, or it is malformed. */
  signatures: readonly Buffer[];
  /** The text that is signed before the body. */
  before: string;
  /** The signed time in epoch milliseconds; NaN for what is no time, null when no time is signed. */
  sentAt: number | null;
}

/** Largest difference (ms) between a signed time and the bot's clock, in both directions. */
const toleranceMs = 5 * 60_000;
/** 32 bytes; in base64 each value has one text. */
const shapes = { hex: /^[0-9a-f]{64}$/i, base64: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/ };
const none = Buffer.alloc(32);

/**
 * Returns a check of HMAC-SHA256 over the raw body, after a time and a separator where the sender names a header for the time. `now` returns
 * epoch milliseconds.
 */
export function hmac(secrets: readonly string[], { timestamp, separator, ...scheme }: HmacScheme, now: () => number) {
  return signedBody(secrets, now, (headers) => {
    const text = String(headers[scheme.signature] ?? '');
    const signature = text.startsWith(scheme.prefix) ? bytesIn(text.slice(scheme.prefix.length), scheme.format) : [];
    if (timestamp === null) return { signatures: signature, before: '', sentAt: null };
    const time = String(headers[timestamp] ?? '');
    return { signatures: signature, before: `${time}${separator}`, sentAt: millisecondsOf(time) };
  });
}

/**
 * Returns a check of HMAC-SHA256 over a text of the headers and the raw body, under any of the keys: two of them while they are
 * rotated. `read` returns what the headers say.
 */
function signedBody(
  keys: readonly (string | KeyObject)[],
  now: () => number,
  read: (headers: RequestHead['headers']) => SignedHead,
): Extract<Credential, { needs: 'body' }> {
  return {
    needs: 'body',
    check({ headers, body }) {
      const { signatures, before, sentAt } = read(headers);
      const given = signatures.length > 0 ? signatures : [none];
      // Every key and signature is tried, so that the time of an answer tells nothing about them.
      const isRight = keys
        .map((key) => createHmac('sha256', key).update(before).update(body).digest())
        .flatMap((right) => given.map((one) => timingSafeEqual(one, right)))
        .includes(true);
      const why = whyRefused(signatures, isRight, sentAt === null || isTimely(sentAt, now()));
      if (why === null) return { kind: 'proven', sentAt: sentAt === null ? null : new Date(sentAt).toISOString() };
      hashRest(body, keys.length);
      return refusedFor(why);
    },
  };
}

function whyRefused({ length }: readonly Buffer[], isRight: boolean, isInTime: boolean): string | null {
  if (length === 0) return 'there is no signature, or it is malformed';
  if (!isRight) return 'the signature is not right';
  return isInTime ? null : 'the signed time is malformed, or more than 5 minutes off';
}

/** Compares in whole seconds, in which most senders sign. False for NaN. */
function isTimely(sentAt: number, now: number): boolean {
  return Math.abs(Math.floor(now / 1_000) * 1_000 - sentAt) <= toleranceMs;
}

/** Returns the bytes of a signature, as a list of one; an empty list when it has the wrong format. */
function bytesIn(coded: string, format: HmacScheme['format']): Buffer[] {
  return shapes[format].test(coded) ? [Buffer.from(coded, format)] : [];
}

/** Returns a header's time in milliseconds; NaN for what is no time. It is in seconds, or in milliseconds where it has 13 digits. */
function millisecondsOf(time: string): number {
  if (!/^\d{1,13}$/.test(time)) return Number.NaN;
  return time.length === 13 ? Number(time) : Number(time) * 1_000;
}

/* Standard Webhooks, https://www.standardwebhooks.com: HMAC-SHA256 over id, time and body. Secrets are `whsec_…`. */

/**
 * Returns a check of requests. The header may hold several signatures; those of other versions than `v1` are left out. `now` returns epoch
 * milliseconds.
 */
export function standardWebhooks(secrets: readonly string[], now: () => number) {
  return signedBody(secrets.map(keyOf), now, (headers) => {
    const { id, time, signature } = signedIn(headers);
    const given = isSigned(headers) ? signature.split(' ').map((one) => one.split(',')) : [];
    return {
      signatures: given.flatMap(([version, coded = '']) => (version === 'v1' ? bytesIn(coded, 'base64') : [])),
      before: `${id}.${Number(time)}.`,
      sentAt: Number(time) * 1_000,
    };
  });
}

/** Returns the value of `webhook-signature` for a body that is sent with this id and time. */
export function sign(secret: string, id: string, at: Date, body: string): string {
  const before = `${id}.${Math.floor(at.getTime() / 1_000)}.`;
  return `v1,${createHmac('sha256', keyOf(secret)).update(before).update(body).digest('base64')}`;
}

/** Returns whether the three headers are there and have their shape: without them no body can be good. */
export function isSigned(headers: RequestHead['headers']): boolean {
  const { id, time, signature } = signedIn(headers);
  return id !== '' && /^\d{1,12}$/.test(time) && /(^| )v1,/.test(signature);
}

function signedIn(headers: RequestHead['headers']) {
  const said = (name: string) => String(headers[`webhook-${name}`] ?? '');
  return { id: said('id'), time: said('timestamp'), signature: said('signature') };
}

function keyOf(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
}
