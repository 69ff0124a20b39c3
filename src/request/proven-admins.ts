import { retention } from '../domain/retention.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { ProvenAdmin } from '../ports/collections.ts';
import { ifUnwritable, type Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

const dayMs = 86_400_000;

/**
 * Stores that Entra called somebody a Global Administrator now: at most one write per person and UTC day, and none to a disk that is full.
 */
export async function recordProven(id: Identity, tenantId: string, { store, clock }: Pick<World, 'store' | 'clock'>) {
  const provenAt = clock.now();
  const known = await store.read((reader) => reader.get('provenAdmins', id));
  if (known?.tenantId === tenantId && known.provenAt.slice(0, 10) === provenAt.slice(0, 10)) return;
  await store.change((tx) => tx.put('provenAdmins', { id, tenantId, provenAt })).catch(ifUnwritable(() => undefined));
}

/** Returns whom Entra called a Global Administrator within 90 days, also if they are gone by now, the latest first. */
export async function provenSince(reader: Reader, now: string): Promise<ProvenAdmin[]> {
  const recent = (await reader.list('provenAdmins')).filter(({ provenAt }) => provenAt >= oldestProof(now));
  return recent.toSorted((a, b) => (a.provenAt < b.provenAt ? 1 : -1));
}

/** Returns whether somebody of this tenant in Entra was ever seen with the role, which shows that the permission to ask is there. */
export async function wasProvenIn(reader: Reader, tenantId: string): Promise<boolean> {
  return (await reader.list('provenAdmins')).some((row) => row.tenantId === tenantId);
}

/** Returns whether Entra called somebody's account disabled or deleted, at two looks far enough apart. */
export async function isGoneInEntra(reader: Reader, id: Identity): Promise<boolean> {
  return ((await reader.get('leavers', id))?.goneAt ?? null) !== null;
}

/** Forgets the proofs that no longer make anybody an administrator to tell. The latest of each tenant shows that the permission is there. */
export async function forgetProofs({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = oldestProof(clock.now());
  const outdated = async (reader: Reader) => {
    const rows = (await reader.list('provenAdmins')).toSorted((a, b) => (a.provenAt < b.provenAt ? 1 : -1));
    const latest = new Set(
      [...Map.groupBy(rows, ({ tenantId }) => tenantId).values()].flatMap(([first]) => first ?? []),
    );
    return rows.filter((row) => row.provenAt < before && !latest.has(row));
  };
  if ((await store.read(outdated)).length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of await outdated(tx)) await tx.remove('provenAdmins', id);
  });
}

function oldestProof(now: string): string {
  return new Date(Date.parse(now) - retention.provenAdminDays * dayMs).toISOString();
}
