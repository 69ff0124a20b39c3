import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { type Store, StoreFull } from '../../../src/ports/store.ts';
import { folder, opened, people, person } from './folder.ts';

it('more than a tenth above the limit, what settles something goes through, and nothing else that adds', async () => {
  const store = createMetrics().ofStore(await opened(folder(), { limit: 1_000 }));
  await store.change((tx) => tx.put('people', person('a', 'x'.repeat(900))));
  const rename = (name: string) => store.change((tx) => tx.put('people', person('a', name)));
  await rename('x'.repeat(2_000));
  await expect(store.change((tx) => tx.put('people', person('b')))).rejects.toThrow(StoreFull);
  await store.change((tx) => tx.put('people', person('c')), { evenWhenFull: true });
  expect(await people(store)).toEqual(['a', 'c']);
  await rename('x');
  await store.change((tx) => tx.put('people', person('b')));
  expect(await people(store)).toEqual(['a', 'b', 'c']);
});

it('marks have a tenth of the limit for themselves: beyond it what only marks is refused, and nothing else', async () => {
  const store = await opened(folder(), { limit: 10_000 });
  const mark = (id: string) => ({ id, at: '2026-01-01T00:00:00.000Z', outcome: 'x'.repeat(900) });
  const marks = (id: string) => store.change((tx) => tx.put('seen', mark(id)));
  await marks('a');
  await expect(marks('b')).rejects.toThrow(StoreFull);
  await store.change(async (tx) => {
    await tx.put('people', person('b', 'x'.repeat(9_000)));
    await tx.put('seen', mark('c'));
  });
  for (let n = 0; n < 20; n++) await store.change((tx) => tx.put('seen', mark(`${n}`)), { evenWhenFull: true });
  await store.change((tx) => tx.put('people', person('d')));
  expect(await people(store)).toEqual(['b', 'd']);
  for (const { id } of await store.read((reader) => reader.list('seen')))
    await store.change((tx) => tx.remove('seen', id));
  await marks('again');
});

async function bytesIn(store: Store): Promise<number> {
  return (await store.read((reader) => reader.usage())).bytes;
}

/** As versions before this one wrote a journal: without how much it adds. */
function withoutGrowth(journal: string): string {
  return journal.replace(/^.{9}(.*),"growth":-?\d+}$/gm, (_, json) => {
    const older = `${json}}`;
    return `${crc32(older).toString(16).padStart(8, '0')} ${older}`;
  });
}

it('counts the same bytes while it runs, from its journal, from an older version’s, and from a snapshot', async () => {
  const dir = folder();
  const store = await opened(dir);
  const entry = {
    at: '2026-01-01T00:00:00.000Z',
    by: null,
    byName: 'é',
    deed: 'register.imported',
    tenantId: null,
  } as const;
  await store.change((tx) => tx.put('people', person('a', 'x'.repeat(900))));
  await store.change(async (tx) => {
    await tx.put('people', person('a', 'é€'));
    await tx.put('people', person('b'));
    await tx.remove('people', 'a');
    await tx.put('people', person('c', 'longer'));
    await tx.record({ ...entry, changes: [] });
  });
  await store.change((tx) => tx.remove('people', 'b'));
  const bytes = await bytesIn(store);
  for (const rewrite of [(text: string) => text, withoutGrowth]) {
    const copy = join(folder(), 'state');
    cpSync(dir, copy, { recursive: true });
    const journal = join(copy, 'journal-1.jsonl');
    const [text = '', zeros = ''] = readFileSync(journal, 'utf8').split(/(?=\0)/, 2);
    writeFileSync(journal, rewrite(text) + zeros);
    const killed = await opened(copy);
    expect(await bytesIn(killed)).toBe(bytes);
    await killed.close();
    expect(await bytesIn(await opened(copy))).toBe(bytes);
  }
});
