import { type Delivery, digestRank, rankOf } from '../domain/delivery.ts';
import type { Tx, World } from '../ports.ts';

/**
 * An edit was refused for good: somebody deleted the card, it is too old, or the bot is out. What people must not miss is
 * posted anew, and when that is refused too the admins are told; anything else stays as it is.
 */
export async function editRefused(
  id: string,
  reason: string,
  { store, clock }: Pick<World, 'store' | 'clock'>,
): Promise<void> {
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (delivery?.state !== 'posted') return;
    const rank = await rankAnew(tx, delivery);
    const anew = { state: 'waiting', message: null, shown: 0, since: clock.now(), doneAt: null } as const;
    const settled = rank === null ? { shown: delivery.want } : { rank, ...anew };
    await tx.put('deliveries', { ...delivery, ...settled, reason });
  });
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
