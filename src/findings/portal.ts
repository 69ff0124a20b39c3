/** Stores what Microsoft says of a partner tenant. An adapter asks when it is due, and records what came of it. */
import {
  isAskDue,
  type PortalAnswer,
  type StoredPortal,
  withAnswer,
  withAsk,
  withBreak,
  withRefusal,
} from '../domain/finding/portal.ts';
import { isRetired } from '../domain/tenant/partner-tenant.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

type PortalWorld = Pick<World, 'store' | 'clock'>;

/**
 * Resolves with whether Microsoft is to be asked about a tenant now, and stores that it is: the caller asks once for each true. A tenant
 * that is retired, or not in the register, is not asked about.
 *
 * @example if (await beginAsking(tenantId, world)) await recordPortal(tenantId, await ask(), world);
 */
export async function beginAsking(tenantId: string, { store, clock }: PortalWorld): Promise<boolean> {
  const now = clock.now();
  const isDue = async (reader: Reader) => {
    const tenant = await reader.get('tenants', tenantId);
    return tenant !== null && !isRetired(tenant) && isAskDue(await reader.get('portal', tenantId), now);
  };
  if (!(await store.read(isDue))) return false;
  return store.change(async (tx) => {
    if (!(await isDue(tx))) return false;
    await tx.put('portal', withAsk(tenantId, await tx.get('portal', tenantId), now));
    return true;
  });
}

/**
 * What came of the requests: Microsoft's answer, a refusal, or a break (ms) that it asked for before the next try; null where it said no
 * time.
 */
export type PortalOutcome = PortalAnswer | { refused: true } | { breakMs: number | null };

/** Records what came of the requests. The tenant's findings are due then: `src/store/due.ts` marks them after each change of the row. */
export async function recordPortal(tenantId: string, outcome: PortalOutcome, { store, clock }: PortalWorld) {
  const at = clock.now();
  await store.change(async (tx) => {
    const row = await tx.get('portal', tenantId);
    if (!row) return;
    await tx.put('portal', rowAfter(row, outcome, at));
  });
}

function rowAfter(row: StoredPortal, outcome: PortalOutcome, at: string): StoredPortal {
  if ('refused' in outcome) return withRefusal(row);
  return 'breakMs' in outcome ? withBreak(row, outcome.breakMs) : withAnswer(row, outcome, at);
}

/** Forgets what Microsoft said of tenants about which nobody asks any more: no card shows an answer that nothing renews. */
export async function forgetPortalExcept(tenantIds: readonly string[], { store }: PortalWorld): Promise<void> {
  const left = (await store.read((reader) => reader.list('portal'))).filter(({ id }) => !tenantIds.includes(id));
  if (left.length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of left) await tx.remove('portal', id);
  });
}
