import type { Archive } from '../../src/ports.ts';

export function memoryArchive<Row>(keyOf: (row: Row) => string | number): Archive<Row> {
  const segments = new Map<string, Map<string | number, Row>>();
  return {
    append: async (segment, rows) => {
      const held = segments.get(segment) ?? new Map<string | number, Row>();
      for (const row of rows) held.set(keyOf(row), structuredClone(row));
      segments.set(segment, held);
    },
    read: async (segment) => [...(segments.get(segment)?.values() ?? [])],
    segments: async () => [...segments.keys()].sort(),
    drop: async (segment) => void segments.delete(segment),
  };
}
