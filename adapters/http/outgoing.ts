/** Calls to other machines, where another process may act in place of this one by the time that a call's bytes leave. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { createUnzip } from 'node:zlib';

/**
 * Throws where this process may not call out any more. A process that was frozen while a connection was being opened wakes up before any
 * timer of its own, so this is asked when the connection is there, and the request is written in the same turn of the event loop.
 */
export type MayCall = () => void;

/** How a process calls out. `fetch` asks `mayCall` by itself. */
export interface Outgoing {
  mayCall: MayCall;
  fetch: typeof fetch;
}

/** The calls of a process that never has to ask. */
export const freely: Outgoing = { mayCall: () => {}, fetch };

/** The code of a call that `mayCall` stopped: none of its bytes left. */
export const stoppedCode = 'ERR_CALL_STOPPED';

/** `mayCall` stopped a call. The cause is what it threw. */
class CallStopped extends Error {
  override name = 'CallStopped';
  readonly code = stoppedCode;
  constructor(cause: unknown) {
    super('another process may act by now', { cause });
  }
}

/** Ends the request with its body once it has a connection, or destroys it with an error of `stoppedCode` where `mayCall` throws. */
export function endConnected(request: ClientRequest, body: string | Uint8Array | undefined, mayCall: MayCall): void {
  const end = () => {
    if (request.destroyed) return;
    try {
      mayCall();
    } catch (error) {
      request.destroy(new CallStopped(error));
      return;
    }
    request.end(body);
  };
  request.once('socket', (socket) => {
    const awaited = openingOf(socket);
    if (awaited === null) end();
    else socket.once(awaited, end);
  });
}

/** Returns the event that tells that a connection is open, with its TLS; null when it is open already. */
function openingOf(socket: Socket): 'connect' | 'secureConnect' | null {
  // Until the handshake is over, a TLS socket has no cipher. An open one of an agent has.
  if (socket instanceof TLSSocket) return socket.getCipher()?.name === undefined ? 'secureConnect' : null;
  return socket.connecting ? 'connect' : null;
}

const redirects = [301, 302, 303, 307, 308];
/** Statuses of responses that have no body. https://fetch.spec.whatwg.org/#null-body-status */
const bodiless = [204, 205, 304];

/**
 * Returns a `fetch` that asks `mayCall` right before a request's bytes leave, which Node's own has no place for. It follows no redirect,
 * also where `redirect` says `follow`, and fails as Node's: with the signal's reason, or with a TypeError whose cause is Node's error.
 */
export function guardedFetch(mayCall: MayCall): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    asked.signal.throwIfAborted();
    const body = asked.body && new Uint8Array(await asked.arrayBuffer());
    const failure = (error: unknown, what: string) =>
      asked.signal.aborted ? asked.signal.reason : new TypeError(what, { cause: error });
    const message = await send(asked, body, mayCall).catch((error) => Promise.reject(failure(error, 'fetch failed')));
    const { statusCode: status = 0, statusMessage: statusText = '' } = message;
    if (asked.redirect !== 'manual' && redirects.includes(status) && message.headers.location !== undefined) {
      message.destroy();
      throw failure(new Error('unexpected redirect'), 'fetch failed');
    }
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(message.headersDistinct))
      for (const value of values) headers.append(name, value);
    const isEmpty = asked.method === 'HEAD' || bodiless.includes(status);
    if (isEmpty) message.resume();
    const read = isEmpty ? null : streamOf(message, (error) => failure(error, 'terminated'));
    return new Response(read, { status, statusText, headers });
  };
}

/** Sends the request by Node's own agents, which keep connections, and take the proxy of NODE_USE_ENV_PROXY as `fetch` does. */
function send(asked: Request, body: Uint8Array | null, mayCall: MayCall): Promise<IncomingMessage> {
  const defaults = { accept: '*/*', 'accept-encoding': 'gzip, deflate', 'user-agent': 'node' };
  const headers = {
    ...defaults,
    ...Object.fromEntries(asked.headers),
    ...(body ? { 'content-length': body.length } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = asked.url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = request(asked.url, { method: asked.method, headers, signal: asked.signal });
    sent.once('response', resolve);
    sent.on('error', reject);
    // Node ends a connection that changes its protocol without another event.
    sent.on('close', () => reject(new Error('no response')));
    endConnected(sent, body ?? undefined, mayCall);
  });
}

/** Returns the body of a response, decompressed. Reading it fails with what `failure` makes of an error. */
function streamOf(
  message: IncomingMessage,
  failure: (error: unknown) => unknown,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const isZipped = /^(x-)?gzip$|^deflate$/i.test(message.headers['content-encoding'] ?? '');
  const bytes = isZipped ? pipeline(message, createUnzip(), () => {}) : message;
  const chunks: AsyncIterator<Uint8Array<ArrayBuffer>> = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next().catch((error) => Promise.reject(failure(error)));
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void message.destroy(),
  });
}
