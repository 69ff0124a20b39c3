import type { Archive, Archived } from '../../src/ports.ts';

export function memoryArchive(): Archive {
  const segments = new Map<string, Map<string, Archived>>();
  return {
    append: async (segment, rows) => {
      const held = segments.get(segment) ?? new Map<string, Archived>();
      for (const row of rows) held.set(row.id, structuredClone(row));
      segments.set(segment, held);
    },
    read: async (segment) => [...(segments.get(segment)?.values() ?? [])],
    segments: async () => [...segments.keys()].sort(),
    drop: async (segment) => void segments.delete(segment),
  };
}
