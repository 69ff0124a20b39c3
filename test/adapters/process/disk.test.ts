/** What the bot knows of the disk of its state folder. */
import { beforeEach, expect, it } from 'vitest';
import { watchDiskOf } from '../../../adapters/process/disk.ts';
import { StoreFull, StoreUnwritable } from '../../../src/ports/store.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { today } from '../../support/time.ts';

let takesWrites: boolean;
let tries: number;
let free: () => Promise<{ bavail: number; bsize: number }>;
beforeEach(() => {
  takesWrites = true;
  tries = 0;
  free = async () => ({ bavail: 1_000_000, bsize: 4_096 });
});

function watched() {
  const writable = async () => {
    tries += 1;
    return takesWrites;
  };
  return watchDiskOf({
    store: memoryStore(),
    stateDir: '/state',
    writable,
    timers: fakeTime(today),
    free: () => free(),
  });
}
const refuses = ({ store }: ReturnType<typeof watched>, error: Error) =>
  store.change(() => Promise.reject(error)).catch(() => {});

it('has room, and is not tried while it does', async () => {
  expect(await watched().disk()).toEqual({ freeBytes: 4_096_000_000, writable: true });
  expect(tries).toBe(0);
});

it('is tried at each look once it refused a write, whatever is free, until it takes one', async () => {
  const disk = watched();
  takesWrites = false;
  await refuses(disk, new StoreUnwritable('read-only file system'));
  expect([await disk.disk(), await disk.disk()].map((one) => one?.writable)).toEqual([false, false]);
  takesWrites = true;
  expect((await disk.disk())?.writable).toBe(true);
  await disk.disk();
  expect(tries).toBe(3);
});

it('is tried at each look while hardly anything is free, although nothing was refused', async () => {
  free = async () => ({ bavail: 1, bsize: 4_096 });
  takesWrites = false;
  expect((await watched().disk())?.writable).toBe(false);
});

it('is not to blame for the limit of the state', async () => {
  const disk = watched();
  await refuses(disk, new StoreFull({ bytes: 1, limit: 1 }));
  await disk.disk();
  expect(tries).toBe(0);
});

it('is unknown where it does not say', async () => {
  free = () => Promise.reject(new Error('no such folder'));
  expect(await watched().disk()).toBe(null);
});
