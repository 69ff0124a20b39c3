import type { Archive } from '../../src/ports/store.ts';

export interface MemoryArchive<Row> extends Archive<Row> {
  /** What was set aside and is not erased yet. */
  dropped: Map<string, Row[]>;
}

export function memoryArchive<Row>(keyOf: (row: Row) => string | number): MemoryArchive<Row> {
  const segments = new Map<string, Map<string | number, Row>>();
  const dropped = new Map<string, Row[]>();
  return {
    append: async (segment, rows) => {
      const held = segments.get(segment) ?? new Map<string | number, Row>();
      for (const row of rows) held.set(keyOf(row), structuredClone(row));
      segments.set(segment, held);
    },
    read: async (segment) => [...(segments.get(segment)?.values() ?? [])],
    segments: async () => [...segments.keys()].sort(),
    dropped,
    drop: async (segment) => {
      const rows = segments.get(segment);
      if (rows) dropped.set(segment, [...rows.values()]);
      segments.delete(segment);
    },
    erase: async (segment) => void dropped.delete(segment),
  };
}
