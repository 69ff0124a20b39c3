import type { World } from '../ports.ts';

/** Has these tenants looked at at the next tick: something that was seen of them is no longer so. */
export async function lookAgain(tenantIds: readonly string[], { store, clock }: Pick<World, 'store' | 'clock'>) {
  await store.change(async (tx) => {
    for (const id of tenantIds) {
      const check = await tx.get('checks', id);
      if (check) await tx.put('checks', { ...check, changedAt: clock.now() });
    }
  });
}
