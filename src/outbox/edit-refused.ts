import type { AdminPlaces } from '../admins.ts';
import { type Delivery, digestRank, rankOf, unpaused } from '../domain/delivery.ts';
import type { ChatError, Tx, World } from '../ports.ts';
import { refusedMs, tellCardRefused } from './refusal.ts';

/**
 * An edit was refused. What people must not miss is posted anew, and when that is refused too the admins are told. Anything
 * else stays owed until the bot is back; where the message is gone, somebody deleted it or it is too old, it stays as it is.
 * When the platform does not take the card as it is, the message stays as it is, and the admins are told what people miss.
 */
export async function editRefused(
  id: string,
  { kind, reason }: Pick<ChatError, 'kind' | 'reason'>,
  admins: AdminPlaces,
  { store, clock }: Pick<World, 'store' | 'clock'>,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const known = await tx.get('deliveries', id);
      if (known?.state !== 'posted') return [];
      const at = clock.now();
      const { failingSince: _over, ...delivery } = known;
      const rank = await rankAnew(tx, delivery);
      if (kind === 'card') {
        await tx.put('deliveries', { ...unpaused(delivery), shown: delivery.want, reason });
        return rank === null ? [] : tellCardRefused(tx, { ...delivery, rank, reason }, admins, at);
      }
      const anew = { state: 'waiting', message: null, shown: 0, since: at, doneAt: null } as const;
      const refusals = (delivery.refusals ?? 0) + 1;
      const pause = { from: at, ms: refusedMs(kind, refusals), since: delivery.pause?.since ?? at, times: refusals };
      const owed = kind === 'refused' ? ({ held: true, refusals, pause } as const) : { shown: delivery.want };
      await tx.put('deliveries', { ...unpaused(delivery), ...(rank === null ? owed : { rank, ...anew }), reason });
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
