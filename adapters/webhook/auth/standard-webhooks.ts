/** Standard Webhooks, https://www.standardwebhooks.com: HMAC-SHA256 over id, time and body. Secrets are `whsec_…`. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { RequestHead } from '../../http/message.ts';
import { bytesIn, signedBody } from './hmac.ts';

/** Returns a check of requests. The header may hold several signatures; those of other versions than `v1` are left out. */
export function standardWebhooks(secrets: readonly string[]) {
  return signedBody(secrets.map(keyOf), (headers) => {
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
