import { createHmac, createSecretKey } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { HttpRequest } from '../platform.ts';

/** Tells what the signature of a request says. `malformed`: the signature is good and the body is no JSON. */
export type SignatureCheck =
  /** `sentAt` is the time-stamp that was signed, ISO 8601. */
  { kind: 'good'; body: unknown; sentAt: string } | { kind: 'malformed' } | { kind: 'refused'; why: string };

/**
 * Returns a check of requests by Standard Webhooks (https://www.standardwebhooks.com), with time-stamps at most 5
 * minutes off. The signature of any of the secrets is good, so that secrets can be rotated.
 */
export function verifier(
  secrets: readonly string[],
): (request: Pick<HttpRequest, 'headers' | 'body'>) => SignatureCheck {
  const webhooks = secrets.map(webhookWith);
  return ({ headers, body }) => {
    const text = body.toString('utf8');
    const said = headersOf(headers);
    let why = 'There is no signature.';
    for (const webhook of webhooks) {
      try {
        webhook.verify(text, said, { jsonParse: false });
        return parsed(text, said['webhook-timestamp'] ?? '');
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
        why = error.message;
      }
    }
    return { kind: 'refused', why };
  };
}

/**
 * Returns the library's check of a signature with Node's SHA-256: the library's own is written in JavaScript, and takes
 * five times as long.
 */
export function webhookWith(secret: string): Webhook {
  const webhook = new Webhook(secret);
  const key = createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  const sign = (id: string, at: Date, payload: string | Buffer): string => {
    const seconds = Math.floor(at.getTime() / 1_000);
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${payload}`).digest('base64')}`;
  };
  return Object.assign(webhook, { sign });
}

function parsed(text: string, seconds: string): SignatureCheck {
  try {
    return {
      kind: 'good',
      body: JSON.parse(text),
      sentAt: new Date(Number.parseInt(seconds, 10) * 1_000).toISOString(),
    };
  } catch {
    return { kind: 'malformed' };
  }
}

/** Returns whether the three headers are there and have their shape: without them no body can be good. */
export function isSigned(headers: HttpRequest['headers']): boolean {
  const said = headersOf(headers);
  const [id = '', at = '', signature = ''] = names.map((name) => said[name]);
  return id !== '' && /^\d{1,12}$/.test(at) && /(^| )v1,/.test(signature);
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

function headersOf(headers: HttpRequest['headers']): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
}
