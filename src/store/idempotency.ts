import type { Identity } from '../domain/tenant/identity.ts';
import type { Tx } from '../ports/store.ts';

/**
 * Whether this is the first time that `key` is acted on. Asked inside the change that acts, so that the mark and the
 * deed are durable together. A null key is always first: that platform never repeats it.
 */
export async function firstTime(tx: Tx, key: string | null, at: string): Promise<boolean> {
  if (await wasDone(tx, key)) return false;
  await markDone(tx, key, at);
  return true;
}

/** For what may still be refused: asked first, and marked only once it is done. */
export async function wasDone(tx: Tx, key: string | null): Promise<boolean> {
  return key !== null && (await tx.get('seen', `act:${key}`)) !== null;
}

/** Marks `key` as acted on. */
export async function markDone(tx: Tx, key: string | null, at: string): Promise<void> {
  if (key !== null) await tx.put('seen', { id: `act:${key}`, at, outcome: null });
}

/**
 * Takes one of the `most` places a day that a person has for `what`; false when all are taken. Asked inside the change that it
 * limits. The day is UTC's, and the marks are forgotten after it.
 */
export async function takesPlace(tx: Tx, what: string, by: Identity, { most, at }: { most: number; at: string }) {
  for (let place = 1; place <= most; place++)
    if (await firstTime(tx, `${what} ${place} ${at.slice(0, 10)} ${by}`, at)) return true;
  return false;
}
