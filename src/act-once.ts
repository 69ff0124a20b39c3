import type { Tx } from './ports.ts';

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

export async function markDone(tx: Tx, key: string | null, at: string): Promise<void> {
  if (key !== null) await tx.put('seen', { id: `act:${key}`, at, outcome: null });
}
