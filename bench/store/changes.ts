import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStore, openStore } from '../../adapters/store/embedded/open-store.ts';
import type { NewEntry } from '../../src/domain/history.ts';
import type { SeenMark } from '../../src/ports/collections.ts';
import type { Store } from '../../src/ports/store.ts';

/** A line of the table. */
export interface Row {
  measure: string;
  value: string;
  /** What the same machine did at the same time without the store, or with less in it. */
  floor: string;
  ratio: number;
  mustReach: string;
}

/** Interleaved with the floor; medians count. */
export const rounds = 5;

export const never = () => Number.POSITIVE_INFINITY;

export function onFatal(error: Error): void {
  throw error;
}

/** About 600 bytes of JSON, like an alert. */
const record = (id: string): SeenMark => ({ id, at: '2026-01-02T03:04:05.678Z', outcome: { text: 'x'.repeat(530) } });
const line: NewEntry = {
  at: '2026-01-02T03:04:05.678Z',
  by: null,
  byName: 'Ada',
  deed: 'contact.confirmed',
  tenantId: 'b6d1a1a6-5a0d-4e0e-9d42-0c5a5f1d7c11',
  changes: [{ field: 'confirmedAt', before: null, after: '2026-01-02T03:04:05.678Z' }],
};

/** What a feature does: looks, puts a row, adds a line to the history. */
export async function oneChange(store: Store, id: string): Promise<void> {
  await store.change(async (tx) => {
    await tx.get('seen', id);
    await tx.put('seen', record(id));
    await tx.appendHistory(line);
  });
}

/** Returns changes a second. */
export async function changesPerSecond(store: Store, clients: number, times: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < times) await oneChange(store, `${clients}-${next++}`);
    }),
  );
  return (times / (performance.now() - start)) * 1e3;
}

/** A store of a new folder with that many records of about 600 bytes. */
export async function filled(dir: string, records: number, compactAt: (bytes: number) => number): Promise<OpenStore> {
  const store = await openStore({ dir, onFatal, compactAt });
  for (let from = 0; from < records; from += 1_000) {
    await store.change(async (tx) => {
      for (let i = from; i < from + 1_000; i++) await tx.put('seen', record(`r${i}`));
    });
  }
  return store;
}

export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await work(dir);
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
