import { expect, test } from 'vitest';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { storeContract } from '../../contracts/store.ts';
import { memoryStore } from '../../support/memory-store.ts';

storeContract('in memory', async () => ({ store: memoryStore(), reopen: null, end: async () => {} }));

test('the memory store can play a full disk', async () => {
  const store = memoryStore();
  store.diskFull(true);
  await expect(store.change((tx) => tx.put('people', { id: 'a', name: 'Ada' }))).rejects.toThrow(StoreUnwritable);
  expect(await store.read((reader) => reader.list('people'))).toEqual([]);
  store.diskFull(false);
  await store.change((tx) => tx.put('people', { id: 'a', name: 'Ada' }));
  expect(await store.read((reader) => reader.list('people'))).toHaveLength(1);
});

test('changing a row of the memory store in place throws', async () => {
  const store = memoryStore();
  await store.change((tx) => tx.put('people', { id: 'a', name: 'Ada' }));
  const row = await store.read((reader) => reader.get('people', 'a'));
  expect(() => Object.assign(row ?? {}, { name: 'Bea' })).toThrow(TypeError);
});
