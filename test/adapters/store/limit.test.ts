import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { type Store, StoreFull, type Tx } from '../../../src/ports/store.ts';
import { folder, opened, people, person } from './folder.ts';

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

/** An entry of the history. */
const entry = {
  at: '2026-01-01T00:00:00.000Z',
  by: null,
  byName: 'é',
  deed: 'register.imported',
  tenantId: null,
} as const;

async function bytesIn(store: Store): Promise<number> {
  return (await store.read((reader) => reader.usage())).bytes;
}

/** The bytes of everything but marks, of marks, and of a sender. */
const sums = async (store: Store) => [
  await bytesIn(store),
  ...(await store.read((reader) => Promise.all(['marks', 'sent', 'webhook:prom'].map(reader.accountBytes)))),
];

it('a change that adds goes up to a tenth above the limit, and not a byte beyond; one of marks alone to a tenth of it', async () => {
  for (const more of [0, 1]) {
    const store = await opened(folder(), { limit: 10_000 });
    await store.change((tx) => tx.put('people', person('a', '')));
    const each = await bytesIn(store);
    await store.change((tx) => tx.put('people', person('a', 'x'.repeat(11_000 + more - 2 * each))));
    const added = () => store.change((tx) => tx.put('people', person('b', '')));
    const marks = await opened(folder(), { limit: 10_000 });
    const mark = (outcome: string) => marks.change((tx) => tx.put('seen', { id: 'm', at: '', outcome }));
    await mark('');
    const [, held = 0] = await sums(marks);
    const marked = () => mark('x'.repeat(1_000 + more - held));
    for (const adds of [added, marked])
      if (more === 0) await adds();
      else await expect(adds()).rejects.toThrow(StoreFull);
  }
});

it('a full store takes what makes it no longer, and longer rows with a mark', async () => {
  const store = await opened(folder(), { limit: 1_000 });
  const rename = (length: number) => (tx: Tx) => tx.put('people', person('a', 'x'.repeat(length)));
  await store.change(rename(800));
  await store.change(rename(5_000));
  await store.change(async (tx) => {
    await rename(4_900)(tx);
    await tx.put('people', person('b'));
  });
  await store.change(async (tx) => {
    await rename(5_000)(tx);
    await tx.put('seen', { id: 'm', at: '', outcome: null });
  });
  await expect(
    store.change(async (tx) => {
      await rename(5_001)(tx);
      await tx.put('people', person('c'));
    }),
  ).rejects.toThrow(StoreFull);
  await expect(store.change((tx) => tx.appendHistory({ ...entry, changes: [] }))).rejects.toThrow(StoreFull);
  expect(await people(store)).toEqual(['a', 'b']);
});

it('what is in a change counts at once there, and is gone with one that fails', async () => {
  const store = await opened(folder());
  const mark = { id: 'm', at: '', outcome: 'x' };
  await store.change((tx) => tx.put('seen', mark));
  const before = await sums(store);
  const failed = store.change(async (tx) => {
    const held = () => tx.accountBytes('marks');
    const one = await held();
    // A row that is put again counts once.
    for (const id of ['n', 'n']) await tx.put('seen', { ...mark, id });
    expect([await held(), (await tx.usage()).bytes]).toEqual([2 * one, before[0]]);
    await tx.remove('seen', 'm');
    expect(await held()).toBe(one);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await sums(store)).toEqual(before);
  await store.change((tx) => tx.remove('seen', 'm'));
  expect(await sums(store)).toEqual([0, 0, 0, 0]);
});

/** As versions before this one wrote a journal: without how much it adds, or without to whose account that counts. */
const without = (what: RegExp) => (journal: string) =>
  journal.replace(/^.{9}(\{.*\})$/gm, (_, json) => {
    const older = json.replace(what, '');
    expect(older).not.toBe(json);
    return `${crc32(older).toString(16).padStart(8, '0')} ${older}`;
  });

/** An alert that a source sent, as far as its account is concerned. */
const sentBy = (name: string) => {
  const share = `webhook:${name}`;
  return Object({
    id: `${share} x`,
    source: share,
    share,
    status: 'active',
    severity: 'low',
    tenantId: null,
    timeline: [],
  });
};

/** What a program beside a running bot reads. */
async function readerOf(dir: string): Promise<Pick<Store, 'read'>> {
  const reader = await readState(dir);
  return { read: (what) => what(reader) };
}

it('counts the same bytes while it runs, from its journal, from an older version’s, and from a snapshot', async () => {
  const dir = folder();
  const store = await opened(dir);
  await store.change((tx) => tx.put('people', person('a', 'x'.repeat(900))));
  await store.change(async (tx) => {
    await tx.put('people', person('a', 'é€'));
    await tx.put('people', person('b'));
    await tx.remove('people', 'a');
    await tx.put('people', person('c', 'longer'));
    await tx.appendHistory({ ...entry, changes: [] });
    for (const id of ['m', 'n']) await tx.put('seen', { id, at: entry.at, outcome: 'é' });
    for (const source of ['prom', 'signed']) await tx.put('alerts', sentBy(source));
  });
  await store.change(async (tx) => {
    await tx.remove('people', 'b');
    await tx.remove('seen', 'm');
    await tx.put('alerts', { ...sentBy('prom'), kept: 'longer' });
  });
  for (const forgotten of [0, 1, 2])
    await store.change(async (tx) => {
      await tx.appendHistory({ ...entry, changes: [] });
      if (forgotten > 0) await tx.forgetHistory(forgotten);
    });
  const bytes = await sums(store);
  expect(bytes.every((sum) => sum > 0)).toBe(true);
  const older = [without(/"held":.*?,(?="growth":-?\d+\}$)/), without(/,"held":.*?,"growth":-?\d+(?=\}$)/)];
  for (const rewrite of [(text: string) => text, ...older]) {
    const copy = join(folder(), 'state');
    cpSync(dir, copy, { recursive: true });
    const journal = join(copy, 'journal-1.jsonl');
    const [text = '', zeros = ''] = readFileSync(journal, 'utf8').split(/(?=\0)/, 2);
    writeFileSync(journal, rewrite(text) + zeros);
    const killed = await opened(copy);
    expect(await sums(killed)).toEqual(bytes);
    expect(await sums({ ...killed, ...(await readerOf(copy)) })).toEqual(bytes);
    await killed.close();
    expect(await sums(await opened(copy))).toEqual(bytes);
  }
});
