import { beforeEach, expect, it, vi } from 'vitest';
import { createRunOnce, type RunOnce } from '../../../adapters/teams/inbound/dedupe.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { minute, today } from '../../support/time.ts';

let store: ReturnType<typeof memoryStore>;
let time = 0;
let runOnce: RunOnce;
let done = 0;
const now = () => new Date(Date.parse(today) + time).toISOString();
const process = () => createRunOnce({ store, log: notedLog(), now });
beforeEach(() => {
  [store, time, done] = [memoryStore(), 0, 0];
  runOnce = process();
});

/** What comes of work under a key: the number that it has, which is that of the first time where it is known. */
const does = (key: string, mayHaveChanged: boolean, by: 'teams:t/ada' | null = null) =>
  runOnce(key, by, async () => ({ outcome: ++done, mayHaveChanged }));
const reads = (key: string) => does(key, false);
const changes = (key: string, by: 'teams:t/ada' | null = null) => does(key, true, by);
const marks = () => store.read((reader) => reader.list('seen'));

it('what changed nothing is kept in memory alone: the newest two hundred answers, for ten minutes', async () => {
  for (let n = 1; n <= 201; n++) expect(await reads(`${n}`)).toBe(n);
  expect([await reads('2'), await reads('1')]).toEqual([2, 202]);
  time = 10 * minute - 1;
  expect(await reads('201')).toBe(201);
  time = 10 * minute;
  expect(await reads('201')).toBe(203);
  expect(await marks()).toEqual([]);
  runOnce = process();
  expect(await reads('201')).toBe(204);
});

it('what may have changed something is stored with who did it, where that is known, and is known to the next process', async () => {
  expect([await changes('1', 'teams:t/ada'), await changes('2')]).toEqual([1, 2]);
  expect(await marks()).toEqual([
    { id: 'teams:1', at: today, outcome: 1, by: 'teams:t/ada' },
    { id: 'teams:2', at: today, outcome: 2 },
  ]);
  runOnce = process();
  expect([await changes('1'), await reads('2'), await changes('3')]).toEqual([1, 2, 3]);
});

it('what could not be stored is kept in memory, and is not done again', async () => {
  store.diskFull(true);
  expect([await changes('1'), await changes('1')]).toEqual([1, 1]);
  store.diskFull(false);
  time = 20 * minute;
  expect(await changes('1')).toBe(1);
});

it.each([true, false])(
  'what is asked for again while it is done is done once (may have changed: %s)',
  async (changed) => {
    const work = vi.fn(async () => ({ outcome: 'x', mayHaveChanged: changed }));
    const both = [runOnce('1', null, work), runOnce('1', null, work)];
    expect(await Promise.all(both)).toEqual(['x', 'x']);
    expect(await runOnce('1', null, work)).toBe('x');
    expect(work).toHaveBeenCalledTimes(1);
  },
);

it('work that failed may be tried again', async () => {
  await expect(runOnce('1', null, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await changes('1')).toBe(1);
});
