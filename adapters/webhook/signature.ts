import { createHmac, createSecretKey } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { HttpRequest } from '../platform.ts';

/** Tells what the signature of a request says. `sentAt` is the time-stamp that was signed, ISO 8601. */
export type SignatureCheck = { kind: 'good'; sentAt: string } | { kind: 'refused'; why: string };

/**
 * Returns a check of requests by Standard Webhooks (https://www.standardwebhooks.com), with time-stamps at most 5
 * minutes off. The signature of any of the secrets is good, so that secrets can be rotated.
 */
export function verifier(
  secrets: readonly string[],
): (request: Pick<HttpRequest, 'headers' | 'body'>) => SignatureCheck {
  const webhooks = secrets.map(webhookWith);
  return ({ headers, body }) => {
    const said = headersOf(headers);
    let why = 'There is no signature.';
    for (const webhook of webhooks) {
      try {
        untraced(() => webhook.verify(body, said, { jsonParse: false }));
        return { kind: 'good', sentAt: isoOf(said['webhook-timestamp'] ?? '') };
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
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(payload).digest('base64')}`;
  };
  return Object.assign(webhook, { sign });
}

/**
 * Does something whose errors have no stack: writing it takes the library longer than a signature does, which would tell from the
 * time of a refusal that there was one to check.
 */
function untraced(work: () => unknown): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isoOf(seconds: string): string {
  return new Date(Number.parseInt(seconds, 10) * 1_000).toISOString();
}

/** Returns whether the three headers are there and have their shape: without them no body can be good. */
export function isSigned(headers: HttpRequest['headers']): boolean {
  const said = headersOf(headers);
  const [id = '', at = '', signature = ''] = names.map((name) => said[name]);
  return id !== '' && /^\d{1,12}$/.test(at) && /(^| )v1,/.test(signature);
}

/** Returns whether the time of a request is at most 5 minutes off. */
export function isTimely(headers: HttpRequest['headers']): boolean {
  const seconds = Number(headersOf(headers)['webhook-timestamp']);
  return Math.abs(Math.floor(Date.now() / 1_000) - seconds) <= 5 * 60;
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

function headersOf(headers: HttpRequest['headers']): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
}
