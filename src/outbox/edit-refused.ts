import { type Delivery, digestRank, rankOf } from '../domain/delivery.ts';
import type { ChatError, Tx, World } from '../ports.ts';

/**
 * An edit was refused. What people must not miss is posted anew, and when that is refused too the admins are told. Anything
 * else stays owed until the bot is back; where the message is gone, somebody deleted it or it is too old, it stays as it is.
 */
export async function editRefused(
  id: string,
  { kind, reason }: Pick<ChatError, 'kind' | 'reason'>,
  { store, clock }: Pick<World, 'store' | 'clock'>,
): Promise<void> {
  await store.change(async (tx) => {
    const known = await tx.get('deliveries', id);
    if (known?.state !== 'posted') return;
    const { failingSince: _over, ...delivery } = known;
    const rank = await rankAnew(tx, delivery);
    const anew = { state: 'waiting', message: null, shown: 0, since: clock.now(), doneAt: null } as const;
    const owed = kind === 'refused' ? ({ held: true } as const) : { shown: delivery.want };
    await tx.put('deliveries', { ...delivery, ...(rank === null ? owed : { rank, ...anew }), reason });
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
