import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store, Tx } from '../../../src/ports/store.ts';
import { memoryStore, quickStore } from '../../support/memory-store.ts';

const places = ['t1', 't2', 't3'];
/** One row put or removed, and whatever place it had before. */
const edit = fc.record({ id: fc.nat(8), tenant: fc.constantFrom(...places), at: fc.nat(4), gone: fc.boolean() });
/** What one change does, whether it fails at its end, and where its looks begin and how far they go. */
const change = fc.record({
  edits: fc.array(edit, { maxLength: 6 }),
  fails: fc.boolean(),
  after: fc.option(fc.nat(4)),
  limit: fc.nat(4),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const order = (n: number) => `2026-01-0${n + 1}`;

async function makeEdits(tx: Tx, { edits }: Change, look: () => Promise<void>): Promise<void> {
  for (const { id, tenant, at, gone } of edits) {
    const state = { openedAt: order(at), closedAt: null, snooze: null, remindersSent: {} };
    const what = { code: 'unproven', subject: '', since: order(at) } as const;
    if (gone) await tx.remove('findings', `f${id}`);
    else await tx.put('findings', { id: `f${id}`, tenantId: tenant, ...what, ...state });
    await look();
  }
}

/** All that the index says in all changes at once: they share a batch. */
async function saidBy(store: Store, changes: readonly Change[]): Promise<unknown[]> {
  const said: unknown[] = [];
  const attempts = changes.map((one, number) =>
    store.change(async (tx) => {
      const look = async () => {
        for (const key of places) {
          const after = one.after === null ? null : order(one.after);
          const rows = await tx.scan('findings.open', { key, after, limit: one.limit });
          said.push([number, key, rows.map(({ id }) => id), await tx.count('findings.open', key)]);
        }
        said.push((await tx.keys('findings.open')).toSorted());
      };
      await look();
      await makeEdits(tx, one, look);
      if (one.fails) throw new Error('no');
    }),
  );
  await Promise.allSettled(attempts);
  return said;
}

it('sees through what is edited, at every step, as if all were one plain list', async () => {
  const changes = fc.array(change, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(changes, changes, async (before, now) => {
      const [store, plain] = [quickStore(), memoryStore()];
      for (const some of [before, now]) expect(await saidBy(store, some)).toEqual(await saidBy(plain, some));
    }),
    { numRuns: 200, endOnFailure: true },
  );
});
