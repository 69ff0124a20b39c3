import type { Tx } from './ports.ts';

/**
 * Whether this is the first time that `key` is acted on. Asked inside the change that acts, so that the mark and the
 * deed are durable together. A null key is always first: that platform never repeats it.
 */
export async function firstTime(tx: Tx, key: string | null, at: string): Promise<boolean> {
  if (key === null) return true;
  const id = `act:${key}`;
  if (await tx.get('seen', id)) return false;
  await tx.put('seen', { id, at, outcome: null });
  return true;
}
