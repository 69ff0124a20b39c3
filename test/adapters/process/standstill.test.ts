import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { countWakes, noteEnd } from '../../../adapters/process/standstill-count.ts';
import { configFrom, isSupervised } from '../../../adapters/settings/config.ts';
import { aTenant } from '../../support/partner.ts';
import { hour, isoNow, minute, now, second, today } from '../../support/time.ts';
import { opened } from '../store/folder.ts';
import { bot, folder, patient, type Settings } from './child.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2', SLACK_SIGNING_SECRET: 'f00d', SLACK_API_URL: 'http://127.0.0.1:9/api/' };

/** The bot under a supervisor, with `hang.ts`. */
async function hanging(HANG: 'promise' | 'loop' | 'nothing', settings: Settings = {}) {
  const NODE_OPTIONS = `--import=${pathToFileURL(join(import.meta.dirname, 'hang.ts')).href}`;
  const STATE_DIR = folder();
  const running = await bot({ ...slack, STATE_DIR, SUPERVISED: 'on', HANG, NODE_OPTIONS, ...settings });
  return { ...running, STATE_DIR: settings.STATE_DIR ?? STATE_DIR };
}

const ends = (stateDir: string) => readFileSync(join(stateDir, 'standstills'), 'utf8').trim().split('\n');

it('a tick that waits for what never comes ends the process with 1, and that is noted', async () => {
  const { ended, STATE_DIR } = await hanging('promise');
  const { code, out } = await ended;
  expect(code).toBe(1);
  expect(out).toMatch(/"level":60.*"event":"standstill".*"msg":"ticks stand still, so the process ends/);
  expect(ends(STATE_DIR)).toHaveLength(1);
});

it('a blocked event loop ends the process with 1, and the log says where it was', async () => {
  const { child, ended, STATE_DIR } = await hanging('loop');
  child.stdin.write('\n');
  const { code, out } = await ended;
  expect(code).toBe(1);
  expect(out).toMatch(/"event":"standstill","main":"at blockLoop \(.*hang\.ts/);
  expect(ends(STATE_DIR)).toHaveLength(1);
});

it('ticks that end with an error each time are no standstill', async () => {
  const STATE_DIR = folder();
  const store = await opened(STATE_DIR);
  // A step that meets this time zone fails.
  await store.change((tx) => tx.put('tenants', aTenant({ contact: { timezone: 'Nowhere/None' } })));
  await store.close();
  const { child, said } = await hanging('nothing', { STATE_DIR });
  await vi.waitUntil(() => said.out.includes('the thread woke 35 times') || child.exitCode !== null, patient);
  expect(said.out.match(/tick failed/g)?.length).toBeGreaterThan(10);
  expect([child.exitCode, existsSync(join(STATE_DIR, 'standstills'))]).toEqual([null, false]);
});

it('after three ends within an hour the process goes on until one is longer ago, and /readyz alone says it', async () => {
  const STATE_DIR = folder();
  const before = [30, 20, 10].map((minutes) => new Date(now() - minutes * minute).toISOString());
  writeFileSync(join(STATE_DIR, 'standstills'), `${before.join('\n')}\n`);
  const { child, said, url, ended } = await hanging('promise', { STATE_DIR });
  await vi.waitFor(() => expect(said.out).toContain('three times within an hour'), patient);
  child.stdin.write('\n');
  await vi.waitFor(async () => {
    const response = await fetch(`${url}/readyz`);
    expect([response.status, (await response.json()).checks.ticks]).toEqual([503, expect.stringMatching(/Restart/)]);
  }, patient);
  expect(child.exitCode).toBeNull();
  expect(said.out.match(/three times within an hour/g)).toHaveLength(1);
  expect(ends(STATE_DIR)).toEqual(before);
  writeFileSync(join(STATE_DIR, 'standstills'), `${before.slice(1).join('\n')}\n`);
  expect((await ended).code).toBe(1);
  expect(ends(STATE_DIR)).toHaveLength(3);
});

it('a bot that nothing starts again is not ended, and neither is local mode', () => {
  const hosted = configFrom(slack);
  const systemd = { INVOCATION_ID: '0123' };
  expect(isSupervised(hosted, {}, false)).toBe(false);
  expect(isSupervised(hosted, systemd, false)).toBe(true);
  expect(isSupervised(hosted, { NOTIFY_SOCKET: '/run/notify' }, false)).toBe(true);
  // A terminal on a desktop inherits the variable.
  expect(isSupervised(hosted, systemd, true)).toBe(false);
  expect(isSupervised(configFrom({}), systemd, false)).toBe(false);
});

it('a standstill is so many wakes in a row without progress, however much time lies between them', () => {
  let progress = 0;
  const standsStill = countWakes(() => progress, 3);
  expect([standsStill(), standsStill()]).toEqual([false, false]);
  progress++;
  expect([standsStill(), standsStill(), standsStill(), standsStill(), standsStill()]).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  progress++;
  expect(standsStill()).toBe(false);
});

it('ends are counted over starts, three in any hour, and a clock that was set back stops nothing', async () => {
  const dir = folder();
  const at = (ms: number) => new Date(Date.parse(today) + ms).toISOString();
  for (const ms of [0, 5 * minute, 10 * minute]) expect(await noteEnd(dir, at(ms))).toBe(true);
  expect(await noteEnd(dir, at(15 * minute))).toBe(false);
  expect(await noteEnd(dir, at(hour - second))).toBe(false);
  expect(await noteEnd(dir, at(hour))).toBe(true);
  expect(ends(dir)).toEqual([at(5 * minute), at(10 * minute), at(hour)]);
  expect(await noteEnd(dir, at(-2 * hour))).toBe(true);
});

it('an end that cannot be counted is refused', async () => {
  await expect(noteEnd(join(folder(), 'gone'), isoNow())).rejects.toThrow('ENOENT');
});
