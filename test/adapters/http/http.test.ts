import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServerLimits } from '../../../adapters/http/limits.ts';
import { type HttpRequest, type HttpResponse, problem } from '../../../adapters/http/message.ts';
import type { HttpRoute } from '../../../adapters/http/request-handler.ts';
import { createHost, type Host } from '../../../adapters/http/server.ts';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { elapsed } from '../../support/time.ts';

const hosts: Host[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) {
    host.cut();
    await host.stop();
  }
});

interface Line {
  level: string;
  message: string;
  [field: string]: unknown;
}

async function started(
  answer: HttpRoute['answer'],
  more: { limits?: Partial<ServerLimits>; loopbackOnly?: boolean } = {},
) {
  const lines: Line[] = [];
  const level = (name: string) => (fields: object, message: string) =>
    void lines.push({ ...fields, level: name, message });
  const log = { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
  const routes = new Map<string, HttpRoute>([['/here', { methods: ['POST', 'PUT'], answer }]]);
  const metrics = createMetrics();
  const host = createHost({ routes, log, metrics, loopbackOnly: false, ...more });
  hosts.push(host);
  const port = await host.listen(0, '127.0.0.1');
  return { host, port, lines, metrics, url: `http://127.0.0.1:${port}` };
}

const echo = ({ body, requestId }: HttpRequest): HttpResponse => ({
  status: 200,
  body: { length: body.length, requestId },
});
const post = (url: string, body: string | Buffer, headers = {}) =>
  fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });

/** What the server says to these bytes until it hangs up. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return said;
}

describe('a request', () => {
  it('reaches its route whole, whatever its query, and is answered as JSON', async () => {
    const { url } = await started(echo);
    const response = await post(`${url}/here?there=1`, 'x'.repeat(100_000));
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({ length: 100_000 });
  });

  it('keeps a sane id that a proxy gave, and gets one of ours otherwise', async () => {
    const { url } = await started(echo);
    const id = async (given: string) => {
      const response = await post(`${url}/here`, '', { 'x-request-id': given });
      const requestId = response.headers.get('x-request-id');
      expect(await response.json()).toMatchObject({ requestId });
      return requestId;
    };
    expect(await id('proxy-42.a_b')).toBe('proxy-42.a_b');
    expect(await id('<script>')).toMatch(/^[0-9a-f]{10}-\w+$/);
    expect(await id('x'.repeat(65))).not.toBe(await id(''));
  });

  it('is logged without its body or query, quietly when all is well', async () => {
    const { url, lines } = await started(echo);
    await post(`${url}/here?token=secret`, 'secret');
    expect(lines).toMatchObject([{ level: 'debug', route: '/here', status: 200, method: 'POST' }]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('a refusal', () => {
  it('is a problem document: unknown path, wrong method', async () => {
    const { url } = await started(echo);
    const missing = await post(`${url}/there`, '{}');
    expect(missing.headers.get('content-type')).toBe('application/problem+json');
    expect(await missing.json()).toMatchObject({ type: 'about:blank', status: 404 });
    const wrong = await fetch(`${url}/here`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, PUT']);
  });

  it('meets a body over the limit, declared or not, and the connection serves on', async () => {
    const { url } = await started(echo, { limits: { bodyBytes: 1_000, requestMs: 5_000 } });
    expect((await post(`${url}/here`, 'x'.repeat(1_000))).status).toBe(200);
    const declared = await post(`${url}/here`, 'x'.repeat(1_001));
    expect(await declared.json()).toMatchObject({ status: 413, title: 'Content too large' });
    const stream = new Blob(['x'.repeat(3_000)]).stream();
    const chunked = await fetch(`${url}/here`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(chunked.status).toBe(413);
    expect((await post(`${url}/here`, 'x')).status).toBe(200);
  });

  it('meets a flood at once, and ends the connection', async () => {
    const { port } = await started(echo, { limits: { bodyBytes: 1_000, requestMs: 5_000 } });
    const said = await raw(port, 'POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999\r\n\r\nxxx');
    expect(said).toMatch(/^HTTP\/1\.1 413 .*connection: close/s);
    const chunk = `${(9_000).toString(16)}\r\n${'x'.repeat(9_000)}\r\n`;
    const endless = await raw(port, `POST /here HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`);
    expect(endless).toMatch(/^HTTP\/1\.1 413 .*connection: close/s);
  });

  it('meets what is not HTTP, and headers without end', async () => {
    const { port } = await started(echo);
    expect(await raw(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*application\/problem\+json/s);
    expect(await raw(port, `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(await raw(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('meets a sender who takes too long over the header or the body', async () => {
    const { port } = await started(echo, { limits: { bodyBytes: 1_000, requestMs: 100 } });
    expect(await raw(port, 'POST /here HT')).toMatch(/^HTTP\/1\.1 408 /);
    expect(await raw(port, 'POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc')).toMatch(
      /^HTTP\/1\.1 408 /,
    );
  });

  it('meets the most silent body when there are too many connections, so that the next one finds room', async () => {
    const { port, url } = await started(echo, { limits: { connections: 3 } });
    const half = 'POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc';
    const silent = [raw(port, half), raw(port, half), raw(port, half)];
    await expect(vi.waitFor(async () => (await post(`${url}/here`, 'x')).status)).resolves.toBe(200);
    expect(await silent[0]).toMatch(/^HTTP\/1\.1 503 .*retry-after: 5.*connection: close/s);
  });

  it('is not owed to a sender who left, and the server goes on', async () => {
    const { url, port, metrics } = await started(echo);
    const leaving = connect(port, '127.0.0.1');
    leaving.write('POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc', () => leaving.destroy());
    await once(leaving, 'close');
    await expect.poll(async () => (await metrics.scrape()).text).toContain('route="/here",status="499"} 1');
    expect((await post(`${url}/here`, 'x')).status).toBe(200);
  });
});

it('a request that a route refuses is in the log, without what was sent', async () => {
  const { url, lines } = await started(() => problem(401, 'Not from Slack', 'The signature is not right.'));
  const refused = await post(`${url}/here`, 'private', { 'x-slack-signature': 'v0=hunter2', 'x-request-id': 'r1' });
  expect(refused.status).toBe(401);
  const warnings = lines.filter(({ level }) => level === 'warn');
  expect(warnings).toMatchObject([
    { route: '/here', requestId: 'r1', status: 401, why: 'The signature is not right.' },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/private|hunter2/);
});

describe('a throw in a route', () => {
  it.each(['at once', 'later', 'while sending'])('%s is a 500 that names the request, and is logged', async (when) => {
    const { url, lines, metrics } = await started((incoming) => {
      if (when === 'while sending') return { status: 200, headers: { 'x-bad': 'a\nb' } };
      if (when === 'later') return Promise.reject(new Error('broken'));
      throw new Error(`broken with ${incoming.body}`);
    });
    const response = await post(`${url}/here`, 'private', { 'x-request-id': 'r1' });
    expect(await response.json()).toMatchObject({ status: 500, detail: 'Quote r1 when you report this.' });
    expect(lines.map(({ level, requestId }) => [level, requestId])).toEqual([
      ['error', 'r1'],
      ['warn', 'r1'],
    ]);
    expect((await metrics.scrape()).text).toContain('http_requests_total{route="/here",status="500"} 1');
  });
});

describe('in local mode', () => {
  /** fetch does not let a caller choose its Host. */
  function status(port: number, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', path: '/here', method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end('{}');
    });
  }

  it('only requests to a loopback name are served', async () => {
    const { port, url } = await started(echo, { loopbackOnly: true });
    const json = { 'content-type': 'application/json' };
    for (const host of ['127.0.0.1', `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
      expect([host, await status(port, { ...json, host })]).toEqual([host, 200]);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:3978'])
      expect([host, await status(port, { ...json, host })]).toEqual([host, 421]);
    expect(await raw(port, 'GET /here HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    expect((await fetch(`${url}/there`)).status).toBe(404);
  });

  it('only JSON is taken: what a web page can send without asking is not', async () => {
    const { port } = await started(echo, { loopbackOnly: true });
    expect(await status(port, { host: 'localhost', 'content-type': 'text/plain' })).toBe(415);
    expect(await status(port, { host: 'localhost' })).toBe(415);
  });
});

describe('stopping', () => {
  it('answers what is under way, then ends its connection', async () => {
    let finish: ((outgoing: HttpResponse) => void) | null = null;
    const { host, url } = await started(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const response = post(`${url}/here`, 'x');
    const answer = await vi.waitUntil(() => finish);
    const stopped = host.stop();
    await expect(fetch(`${url}/here`)).rejects.toThrow();
    answer({ status: 200, body: 'done' });
    expect(await (await response).text()).toBe('done');
    await stopped;
  });

  it.each([
    ['a head', 'POST /here HTTP/1.1\r\nhost: a\r\n', /^$/],
    ['a body', 'POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc', /^HTTP\/1\.1 503 .*retry-after/s],
  ])('does not wait for %s that has not arrived', async (_what, sent, answer) => {
    const { host, port } = await started(echo);
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    await new Promise<void>((resolve) => socket.write(sent, () => resolve()));
    await fetch(`http://127.0.0.1:${port}/there`);
    const at = elapsed();
    await Promise.all([host.stop(), closed]);
    expect(elapsed() - at).toBeLessThan(1_000);
    expect(said).toMatch(answer);
  });
});
