import { amend, enqueue, enqueueFor } from '../../delivery/transitions.ts';
import type { Acknowledged, Alert } from '../../domain/alert/alert.ts';
import { atLeast, type Severity } from '../../domain/alert/severity.ts';
import type { ResolvedReason } from '../../domain/alert/status.ts';
import { newestStep } from '../../domain/alert/timeline.ts';
import { type Delivery, deliveryId, rankOf, wasShown } from '../../domain/delivery/delivery.ts';
import type { AboutOf, AlertBefore } from '../../domain/delivery/kinds.ts';
import type { AuditAction } from '../../domain/history.ts';
import type { Tx } from '../../ports/store.ts';

type AlertAction = Extract<AuditAction, `alert.${string}`>;
type NumberedAlert = Pick<Alert, 'number' | 'tenantId'>;

/** Adds to the audit trail what somebody did about an alert. The alert's own timeline may be cut; this entry stays. */
export async function recordAction(
  tx: Tx,
  deed: AlertAction,
  about: NumberedAlert,
  by: Acknowledged,
  reason?: ResolvedReason,
) {
  const named = Object.entries({ alert: about.number, ...(reason ? { reason } : {}) });
  const changes = named.map(([field, after]) => ({ field, before: null, after }));
  await tx.appendHistory({ at: by.at, by: by.by, byName: by.byName, deed, tenantId: about.tenantId, changes });
}

/** The milliseconds from one line about a change by the sender to the next. */
const newsMs = 60_000;

/**
 * Enqueues a line in the thread of each card about the last step of the timeline: what a person did. `note` is the number of a note that
 * it tells.
 */
export async function enqueueFollowUp(tx: Tx, alert: Alert, at: string, note: { note?: number } = {}): Promise<void> {
  const about = { kind: 'followUp', alertId: alert.id, step: newestStep(alert.timeline), ...note } as const;
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const channels = cards.filter(({ to, state }) => to.kind === 'channel' && state === 'posted').map(({ to }) => to);
  await enqueueFor(tx, { about, rank: rankOf[alert.content.severity] }, channels, at);
}

/** Enqueues the message to whom the alert is handed over. */
export async function enqueueOffer(tx: Tx, alert: Alert, at: string): Promise<void> {
  if (!alert.offered) return;
  const about = { kind: 'offered', alertId: alert.id, step: newestStep(alert.timeline) } as const;
  await enqueue(tx, { about, to: { kind: 'person', id: alert.offered.to }, rank: rankOf[alert.content.severity] }, at);
}

/** The values that a sender may change, as they were before the change. */
export interface AlertBeforeChange extends Required<AlertBefore> {
  severity: Severity;
}

/**
 * Enqueues a line in the thread of each card about what the sender changed, also in private where only the admins have it. At most one line
 * waits for each card: it says how things stand when it is sent, and the next one goes a minute later. `onlyRows`: rows are new, and
 * nothing else.
 */
export async function enqueueNews(tx: Tx, alert: Alert, before: AlertBeforeChange, at: string, onlyRows: boolean) {
  const { severity: from, ...was } = before;
  const rank = rankOf[atLeast(from, alert.content.severity) ? from : alert.content.severity];
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  for (const card of cards.filter((one) => hasNews(one, alert))) {
    const last = card.news ? await tx.get('deliveries', card.news.id) : null;
    if (last?.state === 'waiting') {
      const about = last.about.kind === 'followUp' ? withNews(last.about, was, onlyRows) : last.about;
      await amend(tx, last, { about, rank: Math.min(rank, last.rank) });
      continue;
    }
    const said = { kind: 'followUp', alertId: alert.id, step: newestStep(alert.timeline), from, was } as const;
    const about = onlyRows ? ({ ...said, rows: true } as const) : said;
    await enqueue(tx, { about, to: card.to, rank }, at);
    const id = deliveryId(about, card.to);
    const line = await tx.get('deliveries', id);
    if (line && card.news) await amend(tx, line, { pause: { from: card.news.at, ms: newsMs, since: at, times: 0 } });
    await amend(tx, card, { news: { id, at } });
  }
}

/** Returns the line as one that says further news too. */
function withNews({ rows, ...about }: AboutOf<'followUp'>, was: AlertBefore, onlyRows: boolean): AboutOf<'followUp'> {
  return { was, ...about, ...(rows && onlyRows ? { rows } : {}) };
}

/**
 * Returns whether a card gets a line about what the sender changed: one in private only where no channel has the alert; one that leaves a
 * digest card, and joins no other, where it does not show the news by itself, with a mention.
 */
function hasNews(card: Delivery, { routed, status, timeline }: Alert): boolean {
  if (card.to.kind === 'person' && routed !== 'admins') return false;
  if (card.state === 'posted') return true;
  const isPostedNow = card.state === 'waiting' && wasShown(card) && !card.gathers;
  return isPostedNow && (status !== 'active' || timeline.at(-1)?.rows !== undefined);
}
