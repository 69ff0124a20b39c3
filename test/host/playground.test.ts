import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { bot, folder, patient } from './child.ts';

const open = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

it('Agents Playground ends with the bot, also when that is killed, and its log is for us alone', async () => {
  const dir = folder();
  const log = join(dir, 'playground.log');
  const first = await bot({ STATE_DIR: dir, PLAYGROUND: 'on' });
  const url = await vi.waitUntil(() => /Open (http:\S+)/.exec(first.said.out)?.[1], { ...patient, timeout: 60_000 });
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
  const { said } = await bot({ STATE_DIR: dir, PLAYGROUND: 'on' });
  await vi.waitUntil(() => said.out.includes('Open http'), { ...patient, timeout: 60_000 });
  expect(statSync(log).mode & 0o777).toBe(0o600);
}, 90_000);
