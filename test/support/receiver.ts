/** A receiver of our own on the loopback interface, which behaves as badly as a test wants; and what sends to it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AddressLookup } from '../../adapters/http/network-address.ts';
import { openReceivers, type ReceiversWorld } from '../../adapters/receivers/open-receivers.ts';
import type { SecretEnvironment } from '../../adapters/settings/secrets.ts';
import type { OutgoingEvent } from '../../src/ports/receivers.ts';
import { type Certified, certified } from './certificate.ts';
import { bodyOf } from './loopback.ts';
import { elapsed, isoNow, today } from './time.ts';

/** What arrived at a receiver. */
export interface ReceivedCall {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  json: unknown;
}

/** Answers one request, as well or as badly as a test wants. */
export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

const authority = certified({ name: 'receiver.example', isAuthority: true });

/** Starts a receiver, over https with a certificate for `receiver.example` unless another one or none is given. It ends with the test. */
export async function aReceiver(certificate: Certified | null = authority) {
  const calls: ReceivedCall[] = [];
  const state: { answer: Answering; connections: number } = {
    answer: (response) => void response.end('{"ok":true}'),
    connections: 0,
  };
  const serve: RequestListener = async (request, response) => {
    const body = await bodyOf(request).catch(() => '');
    let json: unknown = null;
    try {
      json = JSON.parse(body);
    } catch {
      // What is no JSON is compared as text.
    }
    calls.push({ path: request.url ?? '', headers: request.headers, body, json });
    state.answer(response, request);
  };
  const server = certificate
    ? createServer({ key: certificate.keyPem, cert: certificate.certificate }, serve)
    : createHttpServer(serve);
  server.on('connection', () => {
    state.connections += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { calls, state, port, url: `${certificate ? 'https://receiver.example' : 'http://127.0.0.1'}:${port}/hook` };
}

/** Each name leads to this machine. */
export const toLoopback: AddressLookup = (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);

/** Returns an event about alert 17. */
export function outgoing(more: Partial<OutgoingEvent> = {}): OutgoingEvent {
  return {
    id: 'out_1',
    type: 'alert.accepted',
    at: today,
    subject: 'alerts/17',
    installation: 'inst-1',
    mayBeRepeat: false,
    facts: {
      ...{ number: 17, title: 'Mining "on" a machine\nline two', severity: 'high', description: 'CPU at 100 %' },
      ...{ tenant: 'Contoso', customer: 'fabrikam.com', source: 'webhook:cipp', incident: 'inst-1-17' },
    },
    keyId: null,
    ...more,
  };
}

/** What there is besides the file. */
export interface ReceiverRig {
  env?: SecretEnvironment;
  isLocal?: boolean;
  world?: Partial<ReceiversWorld>;
}

/** Opens the receivers of a file's JSON, with a world in which every name leads to this machine. */
export function openedReceivers(
  receivers: readonly object[],
  { env = {}, isLocal = false, world = {} }: ReceiverRig = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'receivers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'receivers.json');
  writeFileSync(path, JSON.stringify({ version: 1, receivers }));
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const opened = openReceivers(path, { env, isLocal, sources: [{ name: 'contoso', source: 'microsoft:t1' }] });
  const connected = opened.connect({
    ...{ lookup: toLoopback, ca: authority.certificate, mayCall: () => {} },
    ...{ clock: { now: isoNow }, uptimeMs: () => elapsed(), timers: { wait: () => new Promise(() => {}) } },
    ...{ log: { debug: note, info: note, warn: note, error: note }, hide: () => {}, locale: 'en' as const },
    ...world,
  });
  return { ...opened, ...connected, logged, folder };
}
