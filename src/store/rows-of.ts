import { type Index, type IndexPosition, indexes, type RowOf } from '../ports/indexes.ts';
import type { Reader } from '../ports/store.ts';

/** Returns the rows of a key of an index, in its order. They are read in batches: what changes meanwhile may be missed. */
export async function* rowsOf<I extends Index>(reader: Reader, index: I, key: string, batch: number) {
  const positionOf = indexes[index].positionOf as (row: RowOf<I>) => IndexPosition;
  let after: string | null = null;
  do {
    const page: readonly RowOf<I>[] = await reader.scan(index, { key, after, limit: batch });
    yield* page;
    const last = page.length === batch ? page.at(-1) : undefined;
    after = last ? (positionOf(last)?.order ?? null) : null;
  } while (after !== null);
}
