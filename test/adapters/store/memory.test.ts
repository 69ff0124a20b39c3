import { expect, test } from 'vitest';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { type Subject, storeContract } from '../../contracts/store.ts';
import { memoryStore } from '../../support/memory-store.ts';

/** In memory, with what the process counts of it around it. */
async function counted(limit?: number): Promise<Subject> {
  const memory = memoryStore();
  if (limit) memory.limit(limit);
  const refuse = async (refused: boolean) => memory.diskFull(refused);
  return { store: createMetrics().ofStore(memory), reopen: null, refuse, end: async () => {} };
}

storeContract('in memory', counted);

test('changing a row of the memory store in place throws', async () => {
  const store = memoryStore();
  await store.change((tx) => tx.put('people', { id: 'a', name: 'Ada' }));
  const row = await store.read((reader) => reader.get('people', 'a'));
  expect(() => Object.assign(row ?? {}, { name: 'Bea' })).toThrow(TypeError);
});
