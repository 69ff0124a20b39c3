import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listening } from '../../support/loopback.ts';
import { minute, now, second } from '../../support/time.ts';
import { bot, folder, patient } from '../process/child.ts';
import { doctor } from './doctor-run.ts';
import { playedBot } from './played-bot.ts';

const HEARTBEAT_URL = 'http://127.0.0.1:1/ping/a-secret-of-a-test';

/** What doctor says of the heartbeat of a bot with these counts, whose last one was taken so many milliseconds ago. */
async function heartbeatOf(counts: { sent: number; failed: number; withheld: number } | null, agoMs: number | null) {
  const prefix = 'security_contact_bot_';
  const metrics = [
    ...Object.entries(counts ?? {}).map(([outcome, n]) => `${prefix}heartbeats_total{outcome="${outcome}"} ${n}`),
    ...(agoMs === null ? [] : [`${prefix}last_heartbeat_timestamp_seconds ${(now() - agoMs) / 1_000}`]),
    `${prefix}info{version="1"} 1`,
  ];
  const PORT = await playedBot({ ready: true, checks: { teams: 'ok' }, metrics: `${metrics.join('\n')}\n` });
  return (await doctor({ CWD: folder(), HEARTBEAT_URL, PORT }, '--offline')).check('heartbeat');
}

it.each<[string, Parameters<typeof heartbeatOf>[0], number | null, string, RegExp]>([
  [
    'was just taken',
    { sent: 9, failed: 4, withheld: 2 },
    40 * second,
    'ok',
    /^The last one was taken 4\d seconds ago\.$/,
  ],
  [
    'failed lately',
    { sent: 9, failed: 4, withheld: 0 },
    5 * minute,
    'failed',
    /taken 30\d seconds ago: 4 failed, and 0 were/,
  ],
  [
    'was never taken',
    { sent: 0, failed: 1, withheld: 0 },
    null,
    'failed',
    /^None was taken since the bot started: 1 failed/,
  ],
  ['has not come yet', { sent: 0, failed: 0, withheld: 0 }, null, 'off', /has just started/],
  ['is not sent by that bot', null, null, 'failed', /runs with other settings/],
])('a heartbeat that %s is told', async (_, counts, agoMs, state, detail) => {
  expect(await heartbeatOf(counts, agoMs)).toMatchObject({ state, detail: expect.stringMatching(detail) });
});

it('is not looked at without a running bot, or a setting', async () => {
  expect((await doctor({ CWD: folder(), HEARTBEAT_URL }, '--offline')).check('heartbeat')?.state).toBe('off');
  expect((await doctor({ CWD: folder() }, '--offline')).check('heartbeat')).toMatchObject({
    detail: 'HEARTBEAT_URL is not set.',
    fix: '',
  });
});

it('is never sent by doctor, and a real bot’s shows', { timeout: 60_000 }, async () => {
  const calls: string[] = [];
  const service = await listening(async ({ url }, response) => {
    calls.push(url ?? '');
    response.end('OK');
  });
  onTestFinished(service.stop);
  const settings = { STATE_DIR: join(folder(), 'state'), HEARTBEAT_URL: `${service.origin}/ping/a-secret-of-a-test` };
  const { port } = await bot(settings);
  await vi.waitFor(() => expect(calls).toHaveLength(1), patient);
  const asked = { ...settings, PORT: String(port) };
  await vi.waitFor(
    async () => expect((await doctor(asked, '--offline')).check('heartbeat')?.state).toBe('ok'),
    patient,
  );
  expect(calls).toHaveLength(1);
});
