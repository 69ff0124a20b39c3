/** A second server for monitoring alone, in real processes. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bot, folder, patient, run } from './child.ts';

/** The port of the second server, as the log says it. */
async function metricsUrl({ said }: Pick<Awaited<ReturnType<typeof bot>>, 'said'>): Promise<string> {
  const line = /"host":"(127\.0\.0\.1)","port":(\d+),"msg":"metrics server listening"/;
  const [, host, port] = await vi.waitUntil(() => line.exec(said.out), patient);
  return `http://${host}:${port}`;
}

async function taken(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

it('has /metrics and /readyz, which the first server has no more, and ends with the process', {
  timeout: 60_000,
}, async () => {
  const running = await bot({ METRICS_PORT: '0' });
  const second = await metricsUrl(running);
  expect(second).not.toBe(running.url);
  const status = async (base: string) =>
    Promise.all(
      ['/metrics', '/readyz', '/healthz', '/api/messages'].map(async (path) => (await fetch(base + path)).status),
    );
  expect([await status(running.url), await status(second)]).toEqual([
    [404, 404, 200, 405],
    [200, 200, 404, 404],
  ]);
  expect(await (await fetch(`${second}/metrics`)).text()).toContain('security_contact_bot_ready{check="store"} 1\n');
  // Nobody's browser is to read it under another name.
  const misdirected = request(`${second}/metrics`, { headers: { host: 'evil.example' } }).end();
  const [response] = await once(misdirected, 'response');
  response.resume();
  expect(response.statusCode).toBe(421);
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
});

it.each([
  [
    'its port is in use',
    async () => ({ METRICS_PORT: await taken() }),
    /in use by another program: .* set METRICS_PORT to another/,
  ],
  [
    'its port is that of the first server',
    async () => ({ METRICS_PORT: '4711', PORT: '4711' }),
    /METRICS_PORT is the same as PORT/,
  ],
  [
    'its address is not of this machine',
    async () => ({ METRICS_PORT: '0', METRICS_HOST: '192.0.2.1', ...hosted }),
    /METRICS_HOST names no address/,
  ],
  [
    'other machines could reach it in local mode',
    async () => ({ METRICS_PORT: '0', METRICS_HOST: '0.0.0.0' }),
    /METRICS_HOST must .* in local mode/,
  ],
])('keeps the bot from starting when %s, and says so', { timeout: 60_000 }, async (_when, settings, sentence) => {
  const { code, err } = await run('adapters/main.ts', { PLAYGROUND: 'off', PORT: '0', ...(await settings()) }).ended;
  expect([code, err]).toEqual([1, expect.stringMatching(sentence)]);
  expect(err).not.toMatch(/at .*\.ts/);
});

it('is there before the bot takes anything, and a start that fails leaves the state written and closed', {
  timeout: 60_000,
}, async () => {
  const STATE_DIR = folder();
  const settings = { PLAYGROUND: 'off', PORT: '0', METRICS_PORT: await taken(), STATE_DIR };
  const { code, out } = await run('adapters/main.ts', settings).ended;
  expect([code, out]).toEqual([1, expect.not.stringContaining('"listening"')]);
  const journals = readdirSync(STATE_DIR).filter((name) => name.startsWith('journal-'));
  expect(journals.map((name) => readFileSync(join(STATE_DIR, name), 'utf8'))).toEqual(journals.map(() => ''));
});

const hosted = {
  HOST: '127.0.0.1',
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_SIGNING_SECRET: 'a-signing-secret',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};
