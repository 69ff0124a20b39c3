import { expect, test } from 'vitest';
import type { NewEntry } from '../../src/domain/history.ts';
import { type Store, StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import type { Subject } from './store.ts';

const person = (id: string, name = id) => ({ id, name });
const entry: NewEntry = { at: '', by: null, byName: 'Ada', deed: 'tenant.setUp', tenantId: null, changes: [] };

/** What every store refuses, and how it goes on; `open` opens one that is empty, with this limit in bytes. */
export function refusalContract(open: (limit?: number) => Promise<Subject>): void {
  const all = (store: Store) =>
    store.read(async (reader) => ({
      people: (await reader.list('people')).map(({ id }) => id),
      numbers: (await reader.history({ tenantId: null, before: null, limit: 9 })).map(({ number }) => number),
    }));
  const add = (store: Store, id: string) =>
    store.change(async (tx) => {
      await tx.put('people', person(id));
      await tx.appendHistory(entry);
    });

  test('more than a tenth above its limit, what settles something goes through, and nothing else that adds', async () => {
    const { store } = await open(1_000);
    const rename = (length: number) => store.change((tx) => tx.put('people', person('a', 'x'.repeat(length))));
    await rename(900);
    await rename(2_000);
    await expect(add(store, 'b')).rejects.toThrow(StoreFull);
    expect(await all(store)).toEqual({ people: ['a'], numbers: [] });
    await store.change((tx) => tx.put('people', person('c')), { evenWhenFull: true });
    await store.change((tx) => tx.remove('people', 'c'));
    await expect(add(store, 'b')).rejects.toThrow(StoreFull);
    await rename(1);
    await add(store, 'b');
    expect(await all(store)).toEqual({ people: ['a', 'b'], numbers: [1] });
  });

  test('a write that is refused leaves nothing, and what comes later goes on', async ({ skip }) => {
    const { store, refuse, reopen } = await open();
    if (!refuse) return skip();
    await add(store, 'a');
    await refuse(true);
    const refused = await Promise.allSettled(['b', 'c', 'd'].map((id) => add(store, id)));
    const removal = store.change((tx) => tx.remove('people', 'a'), { evenWhenFull: true });
    await expect(removal).rejects.toThrow(StoreUnwritable);
    expect(refused).toEqual(refused.map(() => ({ status: 'rejected', reason: expect.any(StoreUnwritable) })));
    expect(await all(store)).toEqual({ people: ['a'], numbers: [1] });
    await refuse(false);
    await add(store, 'e');
    const after = { people: ['a', 'e'], numbers: [2, 1] };
    expect(await all(store)).toEqual(after);
    if (reopen) expect(await all(await reopen())).toEqual(after);
  });
}
