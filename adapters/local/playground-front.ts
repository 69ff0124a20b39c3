/**
 * Guards Agents Playground, which itself asks nobody who they are: any page that a browser on this machine has open
 * could otherwise press buttons as the made-up admin.
 */
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOn } from '../http/server.ts';

/**
 * Listens on loopback, on the wanted port or on any other when that is taken, and passes requests on to the socket
 * behind.
 */
export async function openFront(wanted: number, socketPath: string) {
  let names: readonly string[] = [];
  const server = createServer((request, response) => {
    const why = refusalOf(request, names);
    if (why === null) passOn(request, response, socketPath);
    else response.writeHead(403, { 'content-type': 'text/plain' }).end(why);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (refusalOf(request, names) === null) join(request, socket, head, socketPath);
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  const listening = (port: number) => listenOn(server, port, '127.0.0.1');
  const port = await listening(wanted).catch(() => listening(0));
  names = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`);
  return {
    port,
    stop(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Returns why a request is refused; null for one of the Playground's own page, and of a program, which names no origin.
 * Another page shows by its origin, by the name that it makes resolve to this machine, or by what the browser says of
 * it where it sends no origin (an image, a frame). It may link here, as to any page.
 */
function refusalOf({ method, headers }: IncomingMessage, names: readonly string[]): string | null {
  if (!names.includes(headers.host ?? '')) return 'Agents Playground answers to localhost and its own port only.';
  const { origin } = headers;
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`))
    return 'Agents Playground answers to its own page only.';
  const site = headers['sec-fetch-site'] ?? 'none';
  const link = method === 'GET' && headers['sec-fetch-dest'] === 'document';
  return site === 'none' || site === 'same-origin' || link ? null : 'Agents Playground answers to its own page only.';
}

function passOn(request: IncomingMessage, response: ServerResponse, socketPath: string): void {
  const { method, url: path } = request;
  // Each has a connection of its own, which ends here: where Agents Playground closes one, be it idle or answered, a
  // request that is still being written to it is lost, with its answer.
  const headers = { ...request.headers, connection: 'keep-alive' };
  const behind = ask({ socketPath, method, path, headers, agent: false }, (answer) => {
    const { connection: _, 'keep-alive': __, ...theirs } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, theirs);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  behind.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => behind.destroy());
  request.pipe(behind);
}

/** Passes a WebSocket on: the same bytes, in both directions. */
function join({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer, socketPath: string): void {
  const behind = connect(socketPath);
  behind.on('error', () => socket.destroy());
  socket.on('close', () => behind.destroy());
  behind.on('close', () => socket.destroy());
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  behind.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  behind.write(head);
  behind.pipe(socket).pipe(behind);
}
