import type { Round } from '../collections.ts';
import type { Tx, World } from '../ports.ts';
import { afterLastNag } from './last-nag.ts';
import { showAnew } from './show-changed.ts';

const together = 200;

/**
 * Once a reminder arrived, the one before it says that there is a newer one. Where it never will, since all was fixed
 * meanwhile, the one before stays the newest. Returns the queues that have work now.
 */
export async function replaceOlder({ store }: Pick<World, 'store'>): Promise<readonly string[]> {
  const some = { key: '', after: null, limit: together };
  if ((await store.read((reader) => reader.scan('rounds.older', some))).length === 0) return [];
  return store.change(async (tx) => {
    const queues: string[] = [];
    for (const round of await tx.scan('rounds.older', some)) queues.push(...(await replace(tx, round)));
    return queues;
  });
}

async function replace(tx: Tx, round: Round): Promise<readonly string[]> {
  const { id, nag } = round;
  const newer = await tx.get('deliveries', `nag ${nag} > ${id}`);
  if (newer?.state === 'waiting' || newer?.state === 'sending') return [];
  // What it would have told counts as not told.
  const settled = await afterLastNag(tx, round);
  if (settled === null) return [];
  const older = await arrivedOf(tx, round);
  const back = newer?.message == null ? (older.at(-1) ?? null) : nag;
  await tx.put('rounds', { ...settled, nag: back, older: [] });
  const queues = await Promise.all(older.map((one) => showAnew(tx, one)));
  return queues.flat();
}

async function arrivedOf(tx: Tx, { id, older }: Round): Promise<string[]> {
  const found = await Promise.all(older.map((nag) => tx.get('deliveries', `nag ${nag} > ${id}`)));
  return older.filter((_nag, index) => found[index]?.message != null);
}
