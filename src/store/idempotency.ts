import type { Identity } from '../domain/tenant/identity.ts';
import type { Tx } from '../ports/store.ts';

/**
 * Resolves with whether `key` was never acted on, and marks it. To be called inside the change that acts, so that the
 * mark and the change are durable together. A null key is always new: that platform never repeats it.
 */
export async function firstTime(tx: Tx, key: string | null, at: string): Promise<boolean> {
  if (await wasDone(tx, key)) return false;
  await markDone(tx, key, at);
  return true;
}

/** Resolves with whether `key` was acted on, and marks nothing: for a request that may still be refused. */
export async function wasDone(tx: Tx, key: string | null): Promise<boolean> {
  return key !== null && (await tx.get('seen', `act:${key}`)) !== null;
}

/** Marks `key` as acted on. */
export async function markDone(tx: Tx, key: string | null, at: string): Promise<void> {
  if (key !== null) await tx.put('seen', { id: `act:${key}`, at, outcome: null });
}

/**
 * Takes one of the `maxPerDay` places that a person has for `what` in a day of UTC, and resolves with false when all
 * are taken. To be called inside the change that it limits. The marks are forgotten after the day.
 */
export async function takesPlace(
  tx: Tx,
  what: string,
  by: Identity,
  { maxPerDay, at }: { maxPerDay: number; at: string },
) {
  for (let place = 1; place <= maxPerDay; place++)
    if (await firstTime(tx, `${what} ${place} ${at.slice(0, 10)} ${by}`, at)) return true;
  return false;
}
