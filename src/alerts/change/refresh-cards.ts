import { amend, reopen, requestEdit } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type Delivery, idInQueue, rankOf, severityOf } from '../../domain/delivery/delivery.ts';
import { answersAfter, answersDiffer, nameCounts, type StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { headline } from '../cards/alert-state.ts';

/**
 * Makes every card of the alert due for an edit, wherever it is, and those for many that name it: at once when a person
 * asked for it (`by`), otherwise once a minute at most. What became more urgent waits for no channel that refused an earlier
 * edit.
 */
export async function refreshAlertCards(tx: Tx, alert: Alert, by: 'person' | 'other'): Promise<void> {
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const urgent = alert.urgentSince === alert.revision;
  for (const card of cards) await requestEdit(tx, card, alert.revision, { asked: by === 'person', urgent });
  for (const id of new Set(cards.flatMap(({ digestId }) => digestId ?? []))) {
    const digest = await tx.get('digests', id);
    if (digest?.firstIds.includes(alert.id)) await refreshDigestCards(tx, digest, by);
  }
}

/**
 * Makes everything that shows the alert due for an edit, after its status changed: its cards, its reminders, and the cards for
 * many that stand for it.
 */
export async function refreshAfterTransition(tx: Tx, before: Alert, after: Alert, by: 'person' | 'other', at: string) {
  await refreshAlertCards(tx, after, by);
  await refreshEscalationCards(tx, after);
  await refreshOffer(tx, before);
  await refreshAnswersInDigests(tx, before, after, at);
}

/** Makes the alert's reminders due for an edit: they say who answered and lose their buttons, or have them again. */
export async function refreshEscalationCards(tx: Tx, { escalations = [] }: Alert): Promise<void> {
  for (const id of escalations) {
    const known = await tx.get('deliveries', id);
    if (known?.state === 'posted') await requestEdit(tx, known);
  }
}

/** Makes the message due for an edit that hands the alert over, as it stood before. */
async function refreshOffer(tx: Tx, { id: alertId, offered, timeline }: Alert): Promise<void> {
  const step = timeline.findLast(({ what }) => what === 'given')?.number;
  if (!offered || step === undefined) return;
  const row = await tx.get('deliveries', idInQueue({ kind: 'offered', alertId, step }, offered.to));
  if (row?.state === 'posted') await requestEdit(tx, row);
}

/**
 * Stores the digest `after`, and makes each of its cards due for an edit: the one in its channel, or one for each admin when the channel
 * refuses. A person's change is shown at once, others at most once a minute. A card that somebody has to answer is edited even if its
 * channel refused an earlier edit.
 */
export async function refreshDigestCards(tx: Tx, after: StormDigest, by: 'person' | 'other'): Promise<void> {
  const digest = { ...after, revision: after.revision + 1 };
  await tx.put('digests', digest);
  const cards = await tx.scan('deliveries.digestCard', { key: digest.id, after: null });
  const how = { asked: by === 'person', urgent: digest.unanswered > 0 };
  for (const card of cards) await requestEdit(tx, card, digest.revision, how);
}

/** Counts the answer in the digests that stand for an alert whose status changed. */
async function refreshAnswersInDigests(tx: Tx, before: Alert, after: Alert, at: string): Promise<void> {
  const step = Number(after.status === 'active') - Number(before.status === 'active');
  if (!answersDiffer(before, after)) return;
  const deliveries = await tx.scan('deliveries.cards', { key: after.id, after: null });
  for (const { digestId } of deliveries) {
    const digest = digestId === null ? null : await tx.get('digests', digestId);
    if (!digest) continue;
    const unanswered = digest.unanswered + step;
    const answers = answersAfter(digest.answers, before, after);
    const closedAt = unanswered === 0 ? (digest.closedAt ?? at) : null;
    await refreshDigestCards(tx, { ...digest, unanswered, answers, closedAt }, 'person');
  }
}

/* Removes an alert from its digest. */

/** Subtracts the alert from the counts of its digest. */
export async function leaveDigest(tx: Tx, alert: Alert, { digestId, rank }: Delivery, at: string): Promise<void> {
  const digest = digestId === null ? null : await tx.get('digests', digestId);
  if (!digest) return;
  const severity = severityOf(rank);
  const counts = { ...digest.counts, [severity]: digest.counts[severity] - 1 };
  const unanswered = digest.unanswered - (alert.status === 'active' ? 1 : 0);
  const firstIds = digest.firstIds.filter((id) => id !== alert.id);
  const answers = answersAfter(digest.answers, alert, null);
  const names = nameCounts(digest.names, headline(alert), -1);
  const closedAt = unanswered === 0 ? at : digest.closedAt;
  await refreshDigestCards(tx, { ...digest, counts, unanswered, answers, names, firstIds, closedAt }, 'other');
}

/**
 * Gives an alert that is no backlog any more, or has news that an edit would hide, cards of its own, in place of those for many. One that
 * is over the pace of its source joins the next digest card. Those that were posted stay.
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

/** Returns whether the alert is in a digest. */
export async function isInDigest(reader: Reader, { id }: Alert): Promise<boolean> {
  const cards = await reader.scan('deliveries.cards', { key: id, after: null });
  return cards.some(({ state }) => state === 'digested');
}
