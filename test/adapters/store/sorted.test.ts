import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  add,
  type IndexEntry,
  lengthOf,
  remove,
  rowsAfter,
  type Sorted,
  sorted,
} from '../../../adapters/store/memory/indexes.ts';

const entry = (order: number, id: number): IndexEntry => ({
  order: String(order).padStart(4, '0'),
  row: { id: `r${id}`, at: '', outcome: null },
});

/** Far more than a block holds, with places that many share. */
const orders = fc.array(fc.nat(900), { minLength: 1_200, maxLength: 2_500 });

/** What it must be: one array, sorted anew. */
function plain(entries: readonly IndexEntry[], after: string | null, limit: number): string[] {
  return entries
    .filter(({ order }) => after === null || order > after)
    .toSorted((a, b) => (a.order + a.row.id < b.order + b.row.id ? -1 : 1))
    .slice(0, limit)
    .map(({ row }) => row.id);
}

const ids = (blocks: Sorted, after: string | null, limit: number) =>
  rowsAfter(blocks, after, limit).map(({ id }) => id);

it('is in order whatever comes and goes, and is read from any place', () => {
  const reads = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_200)), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(orders, fc.boolean(), fc.nat(1_000), reads, (all, atOnce, removed, places) => {
      const entries = all.map(entry);
      const blocks = atOnce ? sorted(entries) : [];
      if (!atOnce) for (const one of entries) add(blocks, one);
      for (const gone of entries.splice(100, removed)) remove(blocks, gone);
      remove(blocks, entry(5, 99_999));
      expect(lengthOf(blocks)).toBe(entries.length);
      expect(ids(blocks, null, 1e6)).toEqual(plain(entries, null, 1e6));
      for (const [after, limit] of places) {
        const place = String(after).padStart(4, '0');
        expect(ids(blocks, place, limit)).toEqual(plain(entries, place, limit));
      }
      for (const gone of entries) remove(blocks, gone);
      expect(blocks).toEqual([]);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});

it('puts an entry into a long list without moving all that follow', () => {
  const blocks = sorted(Array.from({ length: 100_000 }, (_, n) => entry(n % 9_000, n)));
  for (let n = 0; n < 2_000; n++) add(blocks, entry(0, 200_000 + n));
  for (let n = 0; n < 2_000; n++) add(blocks, entry(9_500, 300_000 + n));
  expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(512);
  expect(Math.min(...blocks.slice(0, -1).map((block) => block.length))).toBeGreaterThan(100);
});
