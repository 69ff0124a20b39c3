import type { Round } from '../collections.ts';
import { roundAfter } from '../nag-ended.ts';
import type { Tx } from '../ports.ts';

/**
 * The round, when nothing is under way to it. Null while its last reminder is being sent, or was at a crash: the outbox
 * finds out first whether it is there. One that still waits is given up, since the next one tells all of it.
 */
export async function quietRound(tx: Tx, round: Round, now: string): Promise<Round | null> {
  if (!round.pending) return round;
  const delivery = await tx.get('deliveries', `nag ${round.nag} > ${round.id}`);
  if (delivery?.state !== 'waiting') return null;
  const dropped = { ...delivery, state: 'dropped', doneAt: now } as const;
  await tx.put('deliveries', dropped);
  return roundAfter(tx, round, dropped, now);
}
