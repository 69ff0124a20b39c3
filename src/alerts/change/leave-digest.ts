/** Takes an alert out of a card for many. */
import { amend, reopen } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type Delivery, rankOf, severityOf } from '../../domain/delivery/delivery.ts';
import { answersAfter } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { refreshDigestCards } from './refresh-cards.ts';

/** Counts the alert in its digest no longer. */
export async function leaveDigest(tx: Tx, alert: Alert, { digestId, rank }: Delivery, at: string): Promise<void> {
  const digest = digestId === null ? null : await tx.get('digests', digestId);
  if (!digest) return;
  const severity = severityOf(rank);
  const counts = { ...digest.counts, [severity]: digest.counts[severity] - 1 };
  const unanswered = digest.unanswered - (alert.status === 'active' ? 1 : 0);
  const firstIds = digest.firstIds.filter((id) => id !== alert.id);
  const answers = answersAfter(digest.answers, alert, null);
  const closedAt = unanswered === 0 ? at : digest.closedAt;
  await refreshDigestCards(tx, { ...digest, counts, unanswered, answers, firstIds, closedAt }, 'other');
}

/**
 * Gives an alert that is no backlog any more, or has news that an edit would hide, cards of its own, in place of those for many. One that
 * is over the pace of its source joins the next card for many. Those that were posted stay.
 */
export async function leaveDigests(tx: Tx, alert: Alert, at: string): Promise<void> {
  const rank = rankOf[alert.content.severity];
  for (const delivery of await tx.scan('deliveries.cards', { key: alert.id, after: null })) {
    const { gathers, ...row } = delivery;
    if (delivery.state !== 'digested' && gathers !== 'backlog') continue;
    await leaveDigest(tx, alert, delivery, at);
    const again = alert.pace?.over ? { ...row, gathers: true as const } : row;
    if (delivery.state === 'posted' || delivery.state === 'sending') await amend(tx, row, { rank, digestId: null });
    else await reopen(tx, again, at, { rank, want: alert.revision, digestId: null });
  }
}

/** Returns whether a card for many stands for the alert somewhere. */
export async function isInDigest(reader: Reader, { id }: Alert): Promise<boolean> {
  const cards = await reader.scan('deliveries.cards', { key: id, after: null });
  return cards.some(({ state }) => state === 'digested');
}
