import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Stage, stage } from '../../journeys/stage.ts';
import { alert, post, secret } from '../../support/sender.ts';
import { today } from '../../support/time.ts';

let on: Stage;
let senders: Sender[] = [];
beforeEach(async () => {
  on = await stage(undefined, { env: { ALERT_WEBHOOK_SECRET: secret } });
  await on.ready();
  await on.knows();
});
afterEach(async () => {
  for (const { socket } of senders) socket.destroy();
  senders = [];
  await on.closes();
});

interface Sender {
  socket: Socket;
  answer: string;
}

const megabyte = 1 << 20;
const patient = { timeout: 15_000 };
const json = 'application/json';
const now = String(Date.parse(today) / 1_000);

/** A request that says to have a body of a megabyte, and so far sends `bytes` of it. */
async function halfSends(path: string, bytes: number, headers: Record<string, string>): Promise<Sender> {
  const socket = connect(Number(new URL(on.url()).port), '127.0.0.1');
  const sender: Sender = { socket, answer: '' };
  senders.push(sender);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    sender.answer += chunk;
  });
  await once(socket, 'connect');
  const lines = Object.entries({ host: 'bot', 'content-length': String(megabyte), ...headers });
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
  socket.write(Buffer.alloc(bytes, 'x'));
  return sender;
}

const many = (count: number, one: () => Promise<Sender>) => Promise.all(Array.from({ length: count }, one));

async function held(): Promise<number> {
  const text = await (await fetch(`${on.url()}/metrics`)).text();
  return Number(/^security_contact_bot_http_body_bytes (\d+)/m.exec(text)?.[1]);
}

it.each<[string, string, Record<string, string>, number]>([
  ['alerts without a signature', '/webhooks/alerts', { 'content-type': json }, 401],
  ['alerts of another type', '/webhooks/alerts', { 'content-type': 'text/plain' }, 415],
  ['Slack without a signature', '/slack/events', { 'content-type': json, 'x-slack-request-timestamp': now }, 401],
  [
    'Slack with a time-stamp of long ago',
    '/slack/events',
    { 'content-type': json, 'x-slack-signature': `v0=${'0'.repeat(64)}`, 'x-slack-request-timestamp': '1700000000' },
    401,
  ],
  ['Slack of another type', '/slack/events', { 'content-type': 'text/plain' }, 415],
  ['Teams without a token', '/api/messages', { 'content-type': json }, 401],
  ['Teams with a token of nobody', '/api/messages', { 'content-type': json, authorization: 'Bearer a.b.c' }, 401],
  ['what has no route', '/nowhere', { 'content-type': json }, 404],
  ['what only answers', '/healthz', {}, 405],
])('%s is refused before its body is read: 100 senders hold nothing', async (_what, path, headers, status) => {
  const all = await many(100, () => halfSends(path, 50_000, headers));
  const refused = new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json`, 's');
  await vi.waitFor(() => expect(all.filter(({ answer }) => refused.test(answer))).toHaveLength(100), patient);
  expect(await held()).toBe(0);
});

it('who was refused and sends no rest is hung up on', async () => {
  const { socket } = await halfSends('/webhooks/alerts', 50_000, { 'content-type': json });
  await vi.waitFor(() => expect(socket.closed).toBe(true), patient);
});

it('bodies that look signed hold 64 MB together at most: the most silent give way, and an alert still gets its 202', async () => {
  const rounds: Sender[][] = [];
  for (let round = 0; round < 4; round++) {
    rounds.push(await many(40, () => halfSends('/webhooks/alerts', 600_000, looksSigned())));
    expect((await post(on.url(), alert())).status).toBe(202);
    expect(await settled()).toBeLessThanOrEqual(64 * megabyte);
  }
  const [first = [], , , last = []] = rounds;
  // The server has sent these answers; on a busy machine they may still be on their way.
  for (const sender of first)
    await vi.waitFor(() => expect(sender.answer).toMatch(/^HTTP\/1\.1 503 .*retry-after: 5\r\n/s), patient);
  for (const { answer, socket } of last) expect([answer, socket.closed]).toEqual(['', false]);
  expect(await held()).toBeGreaterThan(32 * megabyte);
});

const looksSigned = () => ({
  'content-type': json,
  'webhook-id': 'x',
  'webhook-timestamp': now,
  'webhook-signature': 'v1,x',
});

/** Bytes held once all that was sent has been read. */
async function settled(): Promise<number> {
  let before = -1;
  return vi.waitUntil(async () => {
    const bytes = await held();
    const same = bytes === before && bytes > 40 * 600_000;
    before = bytes;
    return same ? bytes : null;
  }, patient);
}
