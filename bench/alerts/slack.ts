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
  if (area === 'ctl') told(response, body);
  else if (area === 'hits') response.end(JSON.stringify(hits));
  else if (area === 'hook') answer(called(response, 'post', name, body, null, false));
  else webApi(response, name, body);
}

function webApi(response: ServerResponse, name: string, body: string): void {
  const fields = parse(body);
  const channel = String(fields.channel ?? '');
  if (name === 'chat.postMessage') {
    const metadata: unknown = JSON.parse(String(fields.metadata ?? 'null'));
    answer(called(response, 'post', channel, `${fields.text} ${fields.blocks}`, metadata, true));
  } else if (name === 'conversations.history') answer(called(response, 'look', channel, '', null, true));
  else json(response, { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', url: 'http://x' });
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
  const mode = modeOf(call);
  if (mode === 'hang') response.on('close', () => ended(hit, -1));
  else if (mode === '500') refuse(call, 500);
  else if (mode === '429') refuse(call, 429);
  else if (hit.kind === 'look') history(call);
  else {
    take(call);
    if (mode === 'lose') response.destroy();
    else if (call.api) json(response, { ok: true, channel: hit.channel, ts: `${stamp}.000100` });
    else response.end('ok');
  }
}

/** What goes wrong with this call. Slack counts posts per channel; reading has limits of its own. */
function modeOf({ hit: { kind, channel, at }, api }: Call): Fault['mode'] {
  const fault = faults.get(channel);
  if (fault && fault.mode !== 'fine' && fault.count-- > 0) return fault.mode;
  const limited = kind === 'post' && (api || fault?.paced === true);
  return limited && at - (accepted.get(channel) ?? Number.NEGATIVE_INFINITY) < paceMs ? '429' : 'fine';
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
