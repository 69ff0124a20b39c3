import { type Alert, isOpen } from '../domain/alert.ts';
import { type About, type Delivery, platformOfQueue, rankOf } from '../domain/delivery.ts';
import { deliveryId, type Owed } from '../owe.ts';
import type { Tx } from '../ports.ts';

/** What admins have to know. Reminders have rules of their own, and notices of changes go to each of them anyway. */
const news: readonly About['kind'][] = [
  'channelRefused',
  'channelLate',
  'cardRefused',
  'closing',
  'hindrance',
  'overdue',
  'storeFull',
];

export function isForAdmins({ kind }: About): boolean {
  return kind === 'unrouted' || news.includes(kind);
}

/**
 * What follows to each admin in private when the admin channel does not take this: the same; of an alert that only admins have,
 * or of a reminder of some, the alerts. Nothing of what is not for admins.
 */
export async function following(
  tx: Tx,
  { about, to, queue, rank, want }: Delivery,
): Promise<readonly Omit<Owed, 'to'>[]> {
  if (news.includes(about.kind)) return [{ about, rank, want }];
  const ids = 'alertId' in about ? [about.alertId] : about.kind === 'reminders' ? about.alertIds : [];
  const found: Omit<Owed, 'to'>[] = [];
  for (const alertId of ids) {
    const alert = await tx.get('alerts', alertId);
    if (!alert || !isOpen(alert) || (await isElsewhere(tx, alertId, queue))) continue;
    if (await tx.get('deliveries', deliveryId({ kind: 'unrouted', alertId }, to))) found.push(unroutedOf(alert));
  }
  return found;
}

/** The alert as only admins have it. */
export function unroutedOf({ id, content, revision }: Alert): Omit<Owed, 'to'> {
  return { about: { kind: 'unrouted', alertId: id }, rank: rankOf[content.severity], want: revision };
}

/** Whether a channel has it, or is about to, of the other platform. */
export async function isElsewhere(tx: Tx, alertId: string, here: string): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state, reason, queue }) => {
    if (about.kind !== 'alert') return false;
    const coming = reason === null && state !== 'refused' && state !== 'dropped';
    return state === 'posted' || (coming && platformOfQueue(queue) !== platformOfQueue(here));
  });
}
