import type { Round } from '../collections.ts';
import { idInQueue } from '../domain/delivery-id.ts';
import { dropped } from '../outbox/transitions.ts';
import type { Tx } from '../ports.ts';
import { roundAfter } from './nag-ended.ts';

/**
 * The round, when nothing is under way to it. Null while its last reminder is being sent, or was at a crash: the outbox
 * finds out first whether it is there. One that still waits is given up, since the next one tells all of it.
 */
export async function quietRound(tx: Tx, round: Round, now: string): Promise<Round | null> {
  if (!round.pending) return round;
  const about = { kind: 'nag', nagId: round.nag ?? '' } as const;
  const delivery = await tx.get('deliveries', idInQueue(about, round.id));
  if (delivery?.state !== 'waiting') return null;
  return roundAfter(tx, round, await dropped(tx, delivery, now), now);
}
