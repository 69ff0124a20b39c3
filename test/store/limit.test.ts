import { expect, it } from 'vitest';
import { createMetrics } from '../../adapters/metrics.ts';
import { StoreFull } from '../../src/ports.ts';
import { folder, opened, people, person } from './folder.ts';

it('more than a tenth above the limit, what settles something goes through, and nothing else that adds', async () => {
  const store = createMetrics().ofStore(await opened(folder(), { limit: 1_000 }));
  await store.change((tx) => tx.put('people', person('a', 'x'.repeat(900))));
  const rename = (name: string) => store.change((tx) => tx.put('people', person('a', name)));
  await rename('x'.repeat(2_000));
  await expect(store.change((tx) => tx.put('people', person('b')))).rejects.toThrow(StoreFull);
  await store.change((tx) => tx.put('people', person('c')), { settles: true });
  expect(await people(store)).toEqual(['a', 'c']);
  await rename('x');
  await store.change((tx) => tx.put('people', person('b')));
  expect(await people(store)).toEqual(['a', 'b', 'c']);
});
