import { expect, it } from 'vitest';
import { watchDiskOf } from '../../../adapters/process/watches.ts';
import { StoreFull, StoreUnwritable } from '../../../src/ports/store.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { second, today } from '../../support/time.ts';

/** A watched disk: what it has free, whether it takes writes, and how often that was tried. */
function aDisk(stateDir: string | null = '/state') {
  const time = fakeTime(today);
  const disk = { blocks: 1_000_000, takes: true, tried: 0, why: '' };
  const store = memoryStore();
  const watched = watchDiskOf({
    ...{ store, stateDir, timers: time },
    storeWritable: async () => {
      disk.tried++;
      return disk.takes;
    },
    databaseTrouble: stateDir === null ? () => disk.why : undefined,
    free: async () => {
      if (disk.blocks < 0) throw new Error('EIO');
      return disk.blocks === 0 ? new Promise(() => {}) : { bavail: disk.blocks, bsize: 4_096 };
    },
  });
  const refuse = (error: Error) => {
    store.change = () => Promise.reject(error);
    return expect(watched.store.change(async () => {})).rejects.toBe(error);
  };
  return { disk, look: watched.disk, refuse, time };
}

it('a database is asked nothing until it refuses a change, and then at each look until it takes a write', async () => {
  const { disk, look, refuse } = aDisk(null);
  disk.blocks = -1;
  expect([await look(), disk.tried]).toEqual([{ freeBytes: null, writable: true }, 0]);
  await refuse(new StoreUnwritable('the database is read-only'));
  Object.assign(disk, { takes: false, why: 'the database is read-only' });
  expect(await look()).toEqual({ freeBytes: null, writable: false });
  disk.takes = true;
  await look();
  expect([await look(), disk.tried]).toEqual([{ freeBytes: null, writable: true }, 2]);
});

it.each([
  ['the database is read-only (cannot execute UPDATE in a read-only transaction)', undefined],
  ['the disk of the database is full (could not extend file)', undefined],
  ['connect ECONNREFUSED 10.0.0.5:5432', 'ECONNREFUSED'],
  ['Connection terminated unexpectedly', 'Connection terminated unexpectedly'],
])('a database that refuses a change since “%s” is away for the reason %s', async (why, trouble) => {
  const { disk, look, refuse } = aDisk(null);
  await refuse(new StoreUnwritable(why));
  Object.assign(disk, { takes: false, why });
  expect(await look()).toEqual({ freeBytes: null, writable: false, ...(trouble && { trouble }) });
});

it('a disk with room is only looked at', async () => {
  const { disk, look } = aDisk();
  expect(await look()).toEqual({ freeBytes: 4_096_000_000, writable: true });
  expect(disk.tried).toBe(0);
});

it('a disk that refused a change is tried at each look until it takes a write', async () => {
  const { disk, look, refuse } = aDisk();
  await refuse(new StoreUnwritable('EROFS'));
  disk.takes = false;
  expect(await look()).toMatchObject({ writable: false });
  expect(await look()).toMatchObject({ writable: false });
  disk.takes = true;
  expect(await look()).toMatchObject({ writable: true });
  expect(await look()).toMatchObject({ writable: true });
  expect(disk.tried).toBe(3);
});

it('a store at its limit says nothing about the disk', async () => {
  const { disk, look, refuse } = aDisk();
  await refuse(new StoreFull({ bytes: 2, limit: 1 }));
  expect(await look()).toMatchObject({ writable: true });
  expect(disk.tried).toBe(0);
});

it('with less than 10 MB free each look tries a write', async () => {
  const { disk, look } = aDisk();
  disk.blocks = 2_442;
  expect(await look()).toMatchObject({ writable: true });
  expect(disk.tried).toBe(0);
  disk.blocks = 2_441;
  disk.takes = false;
  expect(await look()).toEqual({ freeBytes: 9_998_336, writable: false });
  expect(disk.tried).toBe(1);
});

it('nothing is known of a disk that fails, or does not answer within a second', async () => {
  const { disk, look, time } = aDisk();
  disk.blocks = -1;
  expect(await look()).toBe(null);
  disk.blocks = 0;
  const asked = look();
  await time.advance(second);
  expect(await asked).toBe(null);
});
