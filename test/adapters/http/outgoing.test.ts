/** Calls that a process stops at the last moment, since another one may act by then: nothing of them arrives. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isFetchFailure } from '../../../adapters/http/fetch-failure.ts';
import { guardedFetch, type MayCall } from '../../../adapters/http/outgoing.ts';
import { sendRequest } from '../../../adapters/teams/api/http-once.ts';
import { certified } from '../../support/certificate.ts';

/** Whether this process acts. The look throws once it does not. */
let acts: boolean;
const mayCall: MayCall = () => {
  if (!acts) throw new Error('the lease has ended');
};
beforeEach(() => {
  acts = true;
});

async function listening(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A server by HTTP or HTTPS whose connections open once the test says so. `requests` has what arrived on them. */
async function lateServer(scheme: 'http' | 'https') {
  const requests: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(`${request.method} ${request.url} ${body}`);
    response.end('{"id":"1"}');
  };
  const { certificate: cert, keyPem: key } = certified({ name: 'localhost' });
  if (scheme === 'https') {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  }
  const inner = scheme === 'https' ? createSecureServer({ cert, key }, answer) : createServer(answer);
  const open = Promise.withResolvers<void>();
  let bytes = 0;
  // The request's bytes are counted as they come out of the TLS.
  inner.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
    const emit = socket.emit.bind(socket);
    socket.emit = (name: string | symbol, ...args: unknown[]) => {
      if (name === 'data' && args[0] instanceof Uint8Array) bytes += args[0].length;
      return emit(name, ...args);
    };
  });
  const sockets = new Set<Socket>();
  const outer = createNetServer({ pauseOnConnect: true }, async (socket) => {
    sockets.add(socket.on('error', () => {}));
    await open.promise;
    inner.emit('connection', socket);
    socket.resume();
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const port = await listening(outer);
  return { url: `${scheme}://localhost:${port}/x`, requests, bytes: () => bytes, outer, opens: open.resolve };
}

const calls: [string, (url: string) => Promise<unknown>][] = [
  [
    'fetch',
    async (url) => {
      const response = await guardedFetch(mayCall)(url, { method: 'POST', body: 'a call' });
      return [response.status, await response.text()];
    },
  ],
  [
    'a call to Teams',
    async (url) => {
      const { signal } = new AbortController();
      const request = { method: 'POST', url: new URL(url), body: {}, authorization: null, signal } as const;
      const { status, body } = await sendRequest(request, mayCall);
      return [status, body];
    },
  ],
];
const ways = calls.flatMap(([name, call]) => (['http', 'https'] as const).map((scheme) => ({ name, scheme, call })));

it.each(ways)(
  '$name by $scheme leaves nothing when its right ends while the connection is being opened',
  async (way) => {
    const server = await lateServer(way.scheme);
    const connected = once(server.outer, 'connection');
    const asked = way.call(server.url).then(
      (answer) => ({ answer }),
      (error: Error) => ({ error }),
    );
    if (way.scheme === 'http') acts = false;
    await connected;
    acts = false;
    server.opens();
    expect(await asked).toMatchObject({
      error: way.name === 'fetch' ? { cause: { code: 'ERR_CALL_STOPPED' } } : { kind: 'unreachable', maybeDone: false },
    });
    expect([server.bytes(), server.requests]).toEqual([0, []]);
  },
);

it.each(ways)('$name by $scheme arrives while it has the right, on a kept connection too', async (way) => {
  const server = await lateServer(way.scheme);
  server.opens();
  expect([await way.call(server.url), await way.call(server.url)]).toEqual(Array(2).fill([200, '{"id":"1"}']));
  expect(server.requests).toHaveLength(2);
  acts = false;
  await expect(way.call(server.url)).rejects.toThrow();
  expect(server.requests).toHaveLength(2);
});

describe.each([
  ['Node’s own fetch', fetch],
  ['fetch that looks', guardedFetch(mayCall)],
])('%s', (_, ask) => {
  async function serverThat(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(answer);
    onTestFinished(() => server.closeAllConnections());
    return `http://127.0.0.1:${await listening(server)}/here`;
  }
  const outcome = (asked: Promise<unknown>) =>
    asked.then(
      (value) => ({ value }),
      (error: Error) => ({ error, code: Object(error.cause).code, why: String(Object(error.cause).message) }),
    );

  it('sends a form, and reads what is compressed', async () => {
    const url = await serverThat(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { 'content-type': type = '', 'content-length': length } = request.headers;
      response.setHeader('content-encoding', 'gzip').setHeader('x-two', ['a', 'b']);
      response.end(gzipSync(JSON.stringify([request.method, type.split(';')[0], Number(length) === body.length])));
    });
    const form = new FormData();
    form.append('file', new Blob(['text']), 'name');
    const response = await ask(url, { method: 'POST', body: form });
    expect([response.ok, response.headers.get('x-two')]).toEqual([true, 'a, b']);
    expect(await response.json()).toEqual(['POST', 'multipart/form-data', true]);
  });

  it('reads an answer without a body, and one that it does not want', async () => {
    const url = await serverThat((request, response) => {
      response.writeHead(request.method === 'GET' ? 200 : 204);
      if (request.method === 'GET') response.write('the first part');
      else response.end();
    });
    const { status, body } = await ask(url, { method: 'DELETE' });
    expect([status, body]).toEqual([204, null]);
    const endless = await ask(url);
    await endless.body?.cancel();
  });

  it('follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serverThat(({ url: path }, response) => {
      asked.push(path);
      response.writeHead(307, { location: '/there' }).end();
    });
    const found = await outcome(ask(url, { method: 'POST', body: 'x', redirect: 'error' }));
    expect(found).toMatchObject({ why: expect.stringContaining('redirect') });
    expect((await ask(url, { redirect: 'manual' })).status).toBe(307);
    expect(asked).toEqual(['/here', '/here']);
  });

  it('fails as a network does: refused, cut off before and in the answer, too late, stopped by who asked', async () => {
    const closed = createServer();
    const refused = `http://127.0.0.1:${await listening(closed)}/`;
    await new Promise((resolve) => closed.close(resolve));
    expect(await outcome(ask(refused))).toMatchObject({ code: 'ECONNREFUSED' });

    const cut = await serverThat(({ url: path, socket }, response) => {
      if (path === '/here') socket.destroy();
      else response.writeHead(200, { 'content-length': 9 }).write('half', () => socket.destroy());
    });
    const early = await outcome(ask(cut, { method: 'POST', body: 'x' }));
    const later = await outcome(ask(`${cut}/late`).then((response) => response.text()));
    for (const found of [early, later]) expect('error' in found && isFetchFailure(found.error)).toBe(true);

    const silent = await serverThat(() => {});
    const late = await outcome(ask(silent, { signal: AbortSignal.timeout(20) }));
    expect(late).toMatchObject({ error: { name: 'TimeoutError' } });
    const control = new AbortController();
    const stopped = outcome(ask(silent, { signal: control.signal }));
    control.abort();
    expect(await stopped).toMatchObject({ error: { name: 'AbortError' } });
  });
});

it('a server that changes the protocol fails the call at once', async () => {
  const port = await listening(
    createNetServer((socket) =>
      socket
        .on('error', () => {})
        .once('data', () => socket.write('HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')),
    ),
  );
  const error: unknown = await guardedFetch(mayCall)(`http://127.0.0.1:${port}/`).catch((reason: unknown) => reason);
  expect(isFetchFailure(error)).toBe(true);
});
