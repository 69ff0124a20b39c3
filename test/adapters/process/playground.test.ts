import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, request } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openFront } from '../../../adapters/local/playground-front.ts';
import { startPlayground } from '../../../adapters/local/playground-process.ts';
import { bot, folder, patient, playgroundOf } from './child.ts';

const open = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

it('Agents Playground ends with the bot, also when that is killed, and its log is for us alone', async () => {
  const dir = folder();
  const log = join(dir, 'playground.log');
  const first = await bot({ STATE_DIR: dir, PLAYGROUND: 'on' });
  const url = await playgroundOf(first);
  await vi.waitUntil(() => statSync(log, { throwIfNoEntry: false }), patient);
  expect(statSync(log).mode & 0o777).toBe(0o600);
  expect(await open(url)).toBe(true);
  first.child.kill('SIGKILL');
  await first.ended;
  await vi.waitUntil(async () => !(await open(url)), patient);
}, 90_000);

it('a log that an older version left open to others is closed', async () => {
  const dir = folder();
  const log = join(dir, 'playground.log');
  writeFileSync(log, '', { mode: 0o644 });
  await playgroundOf(await bot({ STATE_DIR: dir, PLAYGROUND: 'on' }));
  expect(statSync(log).mode & 0o777).toBe(0o600);
}, 90_000);

it('a start that fails is not told as a Playground that is not installed', async () => {
  const dir = folder();
  // Nothing can be written there.
  mkdirSync(join(dir, 'playground.yml'));
  const { said } = await bot({ STATE_DIR: dir, PLAYGROUND: 'on' });
  const told = await vi.waitUntil(() => / {2}(Agents Playground .*)/.exec(said.out)?.[1], patient);
  expect(told).toMatch(/^Agents Playground could not be started: the log says why\./);
});

it('a child that cannot be started is told, and ends nothing', async () => {
  const logFile = join(folder(), 'gone', 'playground.log');
  const options = { configFile: join(folder(), 'playground.yml'), logFile, botUrl: 'http://127.0.0.1:1/', port: 0 };
  await expect(startPlayground(options)).rejects.toThrow(/ENOENT/);
});

describe('a page that a browser on this machine has open', () => {
  let url = '';
  const names = () => ({ host: new URL(url).host, origin: url });
  beforeEach(async () => {
    url = await playgroundOf(await bot({ STATE_DIR: folder(), PLAYGROUND: 'on' }));
  }, 90_000);

  async function status(headers: Record<string, string>, method = 'GET', path = '/'): Promise<number | undefined> {
    const sent = request({ port: new URL(url).port, host: '127.0.0.1', path, method, headers });
    sent.end();
    const [answer] = await Promise.race([once(sent, 'response'), once(sent, 'upgrade')]);
    answer.destroy();
    return answer.statusCode;
  }

  const cross = (dest: string) => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': dest });
  const socket = {
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };

  it('drives Agents Playground only when it is its own', { timeout: 90_000 }, async () => {
    const { host, origin } = names();
    const other = `localhost:${Number(new URL(url).port) + 1}`;
    const config = '/_internal/v1/config';
    const refused = [
      await status({ host: 'evil.example' }),
      await status({ host: `evil.example:${new URL(url).port}` }),
      await status({ host: other }),
      await status({ host, origin: 'https://evil.example' }, 'POST', '/_internal/v1/customActivities'),
      await status({ host, origin: `http://${other}` }, 'POST', '/_internal/v1/customActivities'),
      await status({ host, origin: 'null' }, 'POST', '/_conversation/v1/invoke'),
      await status({ host, origin: 'https://evil.example' }, 'OPTIONS', '/_conversation/v1/invoke'),
      await status({ host, ...cross('image') }, 'GET', config),
      await status({ host, ...cross('iframe') }),
      await status({ host, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' }, 'GET', config),
      await status({ host, origin: 'https://evil.example', ...socket }, 'GET', '/_ws/log/stream'),
      await status({ host: 'evil.example', ...socket }, 'GET', '/_ws/log/stream'),
    ];
    expect(refused).toEqual(refused.map(() => 403));
    const served = [
      await status({ host }),
      await status({ host, origin }, 'GET', config),
      await status({ host: host.replace('localhost', '127.0.0.1') }, 'GET', config),
      await status({ host, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }, 'GET', config),
      await status({ host, ...cross('document') }),
    ];
    expect(served).toEqual([200, 200, 200, 200, 200]);
    expect(await status({ host, origin, ...socket }, 'GET', '/_ws/log/stream')).toBe(101);
  });
});

describe('a request to Agents Playground never meets a connection that it is just closing:', () => {
  async function fronting(onRequest: RequestListener): Promise<string> {
    const socketPath = join(folder(), 'behind');
    const behind = createServer(onRequest);
    await new Promise<void>((resolve) => behind.listen(socketPath, resolve));
    const front = await openFront(0, socketPath);
    onTestFinished(() => {
      front.stop();
      behind.close();
    });
    return `http://localhost:${front.port}/_connector/v3`;
  }

  it('each has its own', async () => {
    // Answers the first request of a connection, and cuts it off at the second, as a server does whose patience just ended.
    const served = new WeakSet<Socket>();
    const url = await fronting((request, response) => {
      if (served.has(request.socket)) return void request.socket.destroy();
      served.add(request.socket);
      response.end('taken');
    });
    const send = () => fetch(url, { method: 'POST', body: '{}' });
    for (const _ of Array(3)) expect(await (await send()).text()).toBe('taken');
  });

  it('none asks it to close, whatever the bot asks for', async () => {
    const asked: (string | undefined)[] = [];
    const url = await fronting((request, response) => {
      asked.push(request.headers.connection);
      response.end('taken');
    });
    const sent = request(url, { method: 'POST', headers: { connection: 'close' } });
    sent.end('{}');
    const [answer] = await once(sent, 'response');
    answer.resume();
    expect([asked, answer.headers.connection]).toEqual([['keep-alive'], 'close']);
  });
});
