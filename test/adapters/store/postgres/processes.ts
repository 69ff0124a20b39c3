/** Replicas that are processes of their own, which a test freezes and kills. */
import { expect, vi } from 'vitest';
import type { TestDatabase } from '../../../support/database.ts';
import { patient, run, type Settings } from '../../process/child.ts';
import { actingAt } from './replicas.ts';

/** A replica in a process of its own that counts up while it acts. `more` are its settings, `args` what follows the address. */
export function writerAt(url: string, more: Settings = {}, ...args: string[]) {
  const { child, said, ended } = run('test/adapters/store/postgres/replica-writer.ts', more, url, ...args);
  const lines = () => said.out.split('\n').slice(0, -1);
  return {
    child,
    ended,
    lines,
    /** The counts that it was told are durable. */
    counts: () => lines().flatMap((line) => (/^\d+ \d+$/.test(line) ? [Number(line.split(' ')[1])] : [])),
    /** Resolves with the first line that begins like this. */
    says: (start: string) => vi.waitUntil(() => lines().find((line) => line.startsWith(start)), patient),
    hasSaid: (start: string) => lines().some((line) => line.startsWith(start)),
  };
}

export type Writer = ReturnType<typeof writerAt>;

/**
 * Checks what a next replica loads, once it has killed those that wrote: every count that one of them was told is there, once, in order, and no
 * term wrote after a later one.
 */
export async function expectAllStored(
  { url, schema, sql }: Pick<TestDatabase, 'url' | 'schema' | 'sql'>,
  writers: readonly Writer[],
): Promise<void> {
  for (const { child, ended } of writers) {
    child.kill('SIGKILL');
    await ended;
  }
  // Nobody waits for a lease of somebody who was killed.
  await sql(`UPDATE ${schema}.state SET until = '-infinity'`);
  const { store, close } = await actingAt(url);
  const entries = await store.read((reader) => reader.oldestHistory(1_000_000));
  expect(await store.verify()).toMatchObject({ kind: 'whole' });
  await close();
  const counts = entries.map(({ changes }) => changes[0]?.after);
  expect(counts).toEqual(Array.from(counts, (_, index) => index + 1));
  const terms = entries.map(({ byName }) => Number(byName));
  expect(terms).toEqual(terms.toSorted((a, b) => a - b));
  const told = writers.flatMap((writer) => writer.counts()).toSorted((a, b) => a - b);
  expect(told).toEqual([...new Set(told)]);
  expect(told.at(-1) ?? 0).toBeLessThanOrEqual(counts.length);
}
