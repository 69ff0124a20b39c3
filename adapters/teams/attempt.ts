import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ChatError } from '../../src/ports.ts';

/** Longest answer that is read. */
const answerBytes = 4 << 20;

export interface Attempt {
  method: 'GET' | 'POST' | 'PUT';
  url: URL;
  body: object | null;
  authorization: string | null;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/**
 * One HTTP request, sent exactly once and following no redirect: botbuilder's own client sends up to four times, whatever
 * its options say, so that one alert can appear twice. Rejects with ChatError when no answer came.
 */
export function attempt({ method, url, body, authorization, signal }: Attempt): Promise<Answer> {
  const json = body === null ? null : JSON.stringify(body);
  const headers = {
    ...(authorization === null ? {} : { authorization }),
    ...(json === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
    accept: 'application/json',
  };
  const https = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(lost(signal.aborted ? 'timeout' : codeOf(error)));
    const agent = https ? agents['https:'] : agents['http:'];
    const sent = (https ? httpsRequest : httpRequest)(url, { method, headers, agent, signal });
    sent.on('error', failed);
    sent.on('response', (response) => {
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        failed,
      );
    });
    sent.end(json ?? undefined);
  });
}

/** Without a connection nothing was sent; otherwise nobody knows. */
function lost(reason: string): ChatError {
  const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(reason);
  return new ChatError('unreachable', reason, null, !neverLeft);
}

async function read(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const part of response) {
    text += part;
    if (text.length > answerBytes) throw new Error('answer too long');
  }
  return text;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no_answer';
}
