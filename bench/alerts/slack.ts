/**
 * A made-up Slack in a process of its own: Web API (`/api/…`) and incoming webhooks (`/hook/<channel>`). It behaves: a
 * channel that is posted to faster than once a second answers 429 with Retry-After. What else goes wrong is told to it
 * at `/ctl`; what came in is read at `/hits`. Times are of the monotonic clock that all processes of a machine share.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { Fault, Hit } from './slack-control.ts';

const paceMs = 1_000;
const now = () => Number(process.hrtime.bigint()) / 1e6;

let hits: Hit[] = [];
let messages: { channel: string; ts: string; metadata: unknown }[] = [];
const faults = new Map<string, Fault>();
const accepted = new Map<string, number>();
let stamp = 0;

interface Call {
  hit: Hit;
  response: ServerResponse;
  metadata: unknown;
  /** Web API: JSON. Otherwise the webhook's plain word. */
  api: boolean;
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => route(request, response, Buffer.concat(chunks).toString()));
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('"listening"\n'));

function route(request: IncomingMessage, response: ServerResponse, body: string): void {
  const [, area, name = ''] = (request.url ?? '').split(/[/?]/);
  if (area === 'ctl') return told(response, body);
  if (area === 'hits') return void response.end(JSON.stringify(hits));
  if (area === 'count') return void response.end(String(hits.filter(({ visible }) => visible).length));
  if (area === 'hook') return answer(called(response, 'post', name, body, null, false));
  const fields = parse(body);
  const channel = String(fields.channel ?? '');
  if (name === 'chat.postMessage') {
    const metadata: unknown = JSON.parse(String(fields.metadata ?? 'null'));
    return answer(called(response, 'post', channel, `${fields.text} ${fields.blocks}`, metadata, true));
  }
  if (name === 'conversations.history') return answer(called(response, 'look', channel, '', null, true));
  const known = name === 'auth.test' ? { team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', url: 'http://x' } : {};
  json(response, { ok: true, ...known });
}

function told(response: ServerResponse, body: string): void {
  const { channel, fault, reset }: { channel?: string; fault?: Fault; reset?: boolean } = JSON.parse(body);
  if (reset) {
    hits = [];
    messages = [];
    faults.clear();
    accepted.clear();
  }
  if (channel !== undefined && fault !== undefined) faults.set(channel, fault);
  response.end();
}

function called(
  response: ServerResponse,
  kind: Hit['kind'],
  channel: string,
  text: string,
  metadata: unknown,
  api: boolean,
): Call {
  const ids = [...new Set([...text.matchAll(/\bid=([\w-]+)/g)].map(([, id = '']) => id))];
  const hit: Hit = { kind, channel, ids, at: now(), end: null, status: 0, visible: false };
  hits.push(hit);
  return { hit, response, metadata, api };
}

function answer(call: Call): void {
  const { hit, response } = call;
  const fault = faults.get(hit.channel) ?? { mode: 'fine', count: 0 };
  const bad = fault.mode !== 'fine' && fault.count-- > 0;
  // Slack counts posts per channel; reading has limits of its own.
  const limited = hit.kind === 'post' && (call.api || fault.paced === true);
  if (bad && fault.mode === 'hang') return void response.on('close', () => ended(hit, -1));
  if (bad && fault.mode === '500') return refuse(call, 500);
  if (bad && fault.mode === '429') return refuse(call, 429);
  if (limited && hit.at - (accepted.get(hit.channel) ?? Number.NEGATIVE_INFINITY) < paceMs) return refuse(call, 429);
  if (hit.kind === 'look') return history(call);
  take(call);
  if (bad && fault.mode === 'lose') return void response.destroy();
  if (call.api) json(response, { ok: true, channel: hit.channel, ts: `${stamp}.000100` });
  else response.end('ok');
}

function take({ hit, metadata }: Call): void {
  accepted.set(hit.channel, hit.at);
  hit.visible = true;
  messages.push({ channel: hit.channel, ts: `${++stamp}.000100`, metadata });
  ended(hit, 200);
}

function history({ hit, response }: Call): void {
  ended(hit, 200);
  const there = messages.filter(({ channel }) => channel === hit.channel).toReversed();
  json(response, { ok: true, messages: there.slice(0, 200), has_more: false });
}

function refuse({ hit, response }: Call, status: 429 | 500): void {
  ended(hit, status);
  response.writeHead(status, status === 429 ? { 'retry-after': '1' } : {}).end();
}

function ended(hit: Hit, status: number): void {
  hit.status = status;
  hit.end = now();
}

function json(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
