import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ChatError } from '../../../src/ports/chat.ts';
import { endConnected, type MayCall, stoppedCode } from '../../http/outgoing.ts';
import { readUpTo } from '../../http/read-up-to.ts';

/** Longest response body from Teams, in characters. */
const maxAnswer = 4 << 20;

/** One HTTP request to Teams. */
export interface ConnectorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: URL;
  body?: object | undefined;
  authorization: string | null;
  signal: AbortSignal;
}

/** The response of Teams to an HTTP request, whatever its status. */
export interface ConnectorResponse {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Timeout (ms) of idle connections: a proxy may drop older ones silently. */
const reused = { keepAlive: true, timeout: 30_000 };
const agents = { 'http:': new HttpAgent(reused), 'https:': new HttpsAgent(reused) };
/**
 * A POST must not be done twice, so each has a connection of its own: no proxy can have dropped that, and it is never
 * sent again here.
 */
const own = { 'http:': new HttpAgent(), 'https:': new HttpsAgent() };

/** The time since which a kept-alive connection has been idle, by `performance.now()`. */
const idleSince = new WeakMap<object, number>();
/** Idle time (ms) after which a broken connection had certainly been dropped before the request, so that nobody read it. */
const staleMs = 500;
const broken = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

/**
 * Sends one HTTP request, and follows no redirect: botbuilder's own client sends up to four times, whatever its options
 * say, so that one alert can appear twice. A request that may be done twice is sent again at once, on another
 * connection, when an idle one turns out to be dead. Rejects with ChatError when no answer came, or when `mayCall` throws.
 */
export async function sendRequest(request: ConnectorRequest, mayCall: MayCall): Promise<ConnectorResponse> {
  for (;;) {
    const answer = await sendOnce(request, mayCall);
    if (answer !== 'dead connection') return answer;
  }
}

function sendOnce(request: ConnectorRequest, mayCall: MayCall): Promise<ConnectorResponse | 'dead connection'> {
  const { method, url, body, authorization, signal } = request;
  const json = body && JSON.stringify(body);
  const headers = {
    ...(authorization === null ? {} : { authorization }),
    ...(json === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
    accept: 'application/json',
  };
  const https = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(lost(signal.aborted ? 'timeout' : codeOf(error)));
    const agent = (method === 'POST' ? own : agents)[https ? 'https:' : 'http:'];
    const sent = (https ? httpsRequest : httpRequest)(url, { method, headers, agent, signal });
    let idleMs = 0;
    let answered = false;
    sent.on('socket', (socket) => {
      idleMs = performance.now() - (idleSince.get(socket) ?? Number.POSITIVE_INFINITY);
    });
    sent.on('error', (error) => {
      const stale = !answered && sent.reusedSocket && idleMs >= staleMs;
      if (stale && broken.includes(codeOf(error)) && !signal.aborted) resolve('dead connection');
      else failed(error);
    });
    sent.on('response', (response) => {
      answered = true;
      const { socket } = response;
      read(response).then((text) => {
        idleSince.set(socket, performance.now());
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      }, failed);
    });
    endConnected(sent, json, mayCall);
  });
}

/**
 * Returns the ChatError of a request without an answer. Without a connection nothing was sent; otherwise nobody knows.
 */
function lost(reason: string): ChatError {
  const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', stoppedCode].includes(reason);
  return new ChatError('unreachable', reason, null, !neverLeft);
}

async function read(response: IncomingMessage): Promise<string> {
  const { bytes, isWhole } = await readUpTo(response, maxAnswer);
  if (!isWhole) throw new Error('answer too long');
  return bytes.toString('utf8');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no_answer';
}
