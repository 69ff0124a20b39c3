/** Whoever sends alerts: signed requests by Standard Webhooks. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { isoNow, now } from './time.ts';

export const secret = `whsec_${Buffer.from('a secret of a test, 24 b').toString('base64')}`;

export interface Sending {
  secret?: string;
  /** Seconds by which the sender's clock is ahead. */
  ahead?: number;
  headers?: Readonly<Record<string, string>>;
  contentType?: string | null;
  /** Sent in place of JSON. */
  body?: string;
  /** How long (ms) the sender waits for an answer; absent for as long as it takes. */
  timeoutMs?: number;
}

export interface Answered {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** An alert as a sender writes it. */
export function alert(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: randomUUID(),
    displayName: 'Crypto mining in a customer’s subscription',
    severity: 'high',
    detectedDateTime: isoNow(),
    ...more,
  };
}

/** Returns a body with the headers that prove who sent it. */
export function signed(body: string, how: Pick<Sending, 'secret' | 'ahead'> = {}) {
  const at = new Date(now() + (how.ahead ?? 0) * 1_000);
  const id = randomUUID();
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(how.secret ?? secret).sign(id, at, body),
    },
  };
}

export async function post(url: string, alerts: unknown, how: Sending = {}): Promise<Answered> {
  const { body, headers } = signed(how.body ?? JSON.stringify(alerts), how);
  const type = how.contentType === undefined ? 'application/json' : how.contentType;
  const response = await fetch(`${url}/webhooks/alerts`, {
    method: 'POST',
    body: Buffer.from(body),
    signal: how.timeoutMs === undefined ? null : AbortSignal.timeout(how.timeoutMs),
    headers: {
      ...(type === null ? {} : { 'content-type': type }),
      ...headers,
      ...how.headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}
