import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type HttpResponse, problem } from './message.ts';

/** Writes the answer and returns its status. `last` ends the connection with it. */
export function send(response: ServerResponse, answer: HttpResponse, requestId: string, last: boolean): number {
  const { status, headers, body } = answer;
  const asJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const content = asJson ? JSON.stringify(body) : (body ?? '');
  response.writeHead(status, {
    ...(asJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...headers,
    'content-length': Buffer.byteLength(content),
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(last ? { connection: 'close' } : {}),
  });
  response.end(content);
  return status;
}

/** Answers a connection whose bytes never became a request: broken, too slow, or with too long a header. */
export function hangUp(error: Error, socket: Duplex): void {
  const code = 'code' in error ? error.code : null;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refusalOf(code);
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(body).length });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function refusalOf(code: unknown): HttpResponse {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem(408, 'Request timeout', 'The request took too long to arrive.');
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem(431, 'Request header fields too large', 'Send fewer or shorter headers.');
  return problem(400, 'Bad request', 'This is not HTTP/1.1.');
}
