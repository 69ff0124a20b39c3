/** Requests, as Slack sends them: signed by HTTP, or as they are over a socket. */
import { createHmac } from 'node:crypto';
import type { SlackSocket } from './slack-socket.ts';
import { now } from './time.ts';

/** Where the bot listens, whole: `http://127.0.0.1:1234/slack/events`. `now` is epoch milliseconds. */
export interface Door {
  url: string;
  signingSecret: string;
  /** Null, or absent, for HTTP. */
  socket?: SlackSocket | null;
  now?: () => number;
}

export interface Signing {
  contentType?: string;
  /** Epoch seconds. */
  timestamp?: number;
  secret?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Null for an empty body. */
  json: unknown;
}

const form = 'application/x-www-form-urlencoded';

export function headersFor(door: Door, body: string, how: Signing = {}): Record<string, string> {
  const timestamp = how.timestamp ?? Math.floor((door.now ?? now)() / 1000);
  const hmac = createHmac('sha256', how.secret ?? door.signingSecret).update(`v0:${timestamp}:${body}`);
  return {
    'content-type': how.contentType ?? form,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${hmac.digest('hex')}`,
    ...how.headers,
  };
}

export async function deliver(door: Door, body: string, how: Signing = {}): Promise<Answer> {
  if (door.socket) return door.socket.deliver(body, (how.contentType ?? form) === form);
  // Slack waits 3 s, then the person reads «operation_timeout».
  const signal = AbortSignal.timeout(3_000);
  const response = await fetch(door.url, { method: 'POST', headers: headersFor(door, body, how), body, signal });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null };
}

/** What comes by HTTP in this body, as an envelope holds it. */
export function asEnvelope(body: string, isForm: boolean) {
  if (!isForm) return { type: 'events_api' as const, payload: JSON.parse(body) };
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields.payload === undefined
    ? { type: 'slash_commands' as const, payload: fields }
    : { type: 'interactive' as const, payload: JSON.parse(fields.payload) };
}

export function commandBody(fields: Readonly<Record<string, string>>): string {
  const rest = {
    token: 'legacy',
    team_domain: 'contoso',
    channel_name: 'general',
    user_name: 'somebody',
    api_app_id: 'A0',
  };
  return new URLSearchParams({ command: '/security-contact', text: '', ...rest, ...fields }).toString();
}

export function interactionBody(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Events are JSON. Slack repeats one with the same id. */
export function deliverEvent(
  door: Door,
  event: object,
  more: { id: string; team: string; retry?: number },
): Promise<Answer> {
  const body = JSON.stringify({
    token: 'legacy',
    type: 'event_callback',
    team_id: more.team,
    event_id: more.id,
    event_time: Math.floor((door.now ?? now)() / 1000),
    api_app_id: 'A0',
    authorizations: [{ team_id: more.team, enterprise_id: null, is_bot: true, is_enterprise_install: false }],
    event,
  });
  const headers: Record<string, string> = more.retry
    ? { 'x-slack-retry-num': String(more.retry), 'x-slack-retry-reason': 'http_timeout' }
    : {};
  // The number makes a repeat in the same second a request of its own, as its time-stamp would.
  return deliver(door, more.retry ? `${body}${' '.repeat(more.retry)}` : body, {
    contentType: 'application/json',
    headers,
  });
}
