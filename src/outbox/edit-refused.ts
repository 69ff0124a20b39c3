import type { AdminPlaces } from '../admins.ts';
import { type Delivery, digestRank, rankOf } from '../domain/delivery.ts';
import type { Tx, World } from '../ports.ts';
import { tellCardRefused } from './refusal.ts';
import { editGivenUp, held, type Refusal, reopen } from './transitions.ts';

/**
 * An edit was refused. What people must not miss is posted anew, and when that is refused too the admins are told. Anything
 * else stays owed until the bot is back; where the message is gone, somebody deleted it or it is too old, it stays as it is.
 * When the platform does not take the card as it is, the message stays as it is, and the admins are told what people miss.
 */
export async function editRefused(
  id: string,
  { kind, reason }: Refusal,
  admins: AdminPlaces,
  { store, clock }: Pick<World, 'store' | 'clock'>,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const delivery = await tx.get('deliveries', id);
      if (delivery?.state !== 'posted') return [];
      const at = clock.now();
      const rank = await rankAnew(tx, delivery);
      if (kind === 'card') {
        await editGivenUp(tx, delivery, reason);
        return rank === null ? [] : tellCardRefused(tx, { ...delivery, rank, reason }, admins, at);
      }
      if (rank !== null) await reopen(tx, delivery, at, { rank, message: null, reason });
      else if (kind === 'refused') await held(tx, delivery, { kind, reason }, at);
      else await editGivenUp(tx, delivery, reason);
      return [];
    },
    { settles: true },
  );
}

/** How urgently it is posted anew; null when nobody misses anything. */
async function rankAnew(tx: Tx, { about, shown }: Delivery): Promise<number | null> {
  // Alerts keep joining a digest: without a card nobody would ever see them.
  if (about.kind === 'digest') {
    const digest = await tx.get('digests', about.digestId);
    return digest && digest.unanswered > 0 ? digestRank : null;
  }
  if (about.kind !== 'alert' && about.kind !== 'unrouted') return null;
  const alert = await tx.get('alerts', about.alertId);
  if (!alert || alert.status === 'resolved' || (alert.urgentSince ?? 0) <= shown) return null;
  return rankOf[alert.content.severity];
}
