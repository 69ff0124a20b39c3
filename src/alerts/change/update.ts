import { amend, reopen } from '../../delivery/transitions.ts';
import { type Alert, type AlertIn, atLeast, isOpen, type Step, withStep } from '../../domain/alert/alert.ts';
import { type EscalationState, firstEscalation, isClockAhead, lastStep } from '../../domain/alert/deadlines.ts';
import { type Delivery, isAlertCard, rankOf, severityOf } from '../../domain/delivery/delivery.ts';
import { answersAfter } from '../../domain/delivery/digest.ts';
import { routeOf, whyRouted } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { enqueueRouted, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { type AlertBeforeChange, enqueueNews } from './record.ts';
import { refreshAlertCards, refreshDigestCards } from './refresh-cards.ts';

/**
 * Handles a known id that was sent with other content. The newest version by the sender's own clock counts: an older one that is
 * sent again changes nothing. The card is edited, never posted again, and is as urgent as the new severity says.
 *
 * An edit notifies nobody, so a line in the thread says when the alert becomes high, is lowered, moves to another tenant, or is
 * a test now: somebody who has the secret could make a high alert look harmless. People of the former tenant may still answer
 * the alert.
 */
export async function updateAlert(
  tx: Tx,
  known: Alert,
  { content: sent, sentAt }: { content: AlertIn; sentAt: string | null },
  context: RoutingContext,
): Promise<void> {
  const { id: _id, source: _source, ...content } = sent;
  if (sentAt !== null && known.sentAt !== undefined && sentAt < known.sentAt) return;
  if (JSON.stringify(content) === JSON.stringify(known.content)) {
    if (sentAt !== null && sentAt !== known.sentAt) await tx.put('alerts', { ...known, sentAt });
    return;
  }
  const { tenant, settings, at } = context;
  const { severity: was } = known.content;
  const lowered = !atLeast(content.severity, was);
  const alarming = content.severity === 'high' && was !== 'high';
  const highest = known.highest ?? was;
  const before: AlertBeforeChange = {
    ...{ tenantId: known.tenantId, tenant: (await tenantOf(tx, known))?.name ?? null },
    ...{ isTest: known.content.isTest, severity: was },
  };
  const moved = before.tenantId !== (tenant?.id ?? null);
  const routed = routedAfter(known, routeOf(content, tenant, at, settings).routed);
  const why = routed === known.routed ? {} : { why: whyRouted({ routed }, tenant) };
  const alert: Alert = {
    ...known,
    content,
    tenantId: tenant?.id ?? null,
    ...(sentAt === null ? {} : { sentAt }),
    ...(moved ? { formerTenants: formerTenants(known, tenant) } : {}),
    routed,
    ...reminding(known, content, at),
    clockAhead: isClockAhead(content, at),
    revision: known.revision + 1,
    urgentSince: atLeast(was, content.severity) ? known.urgentSince : known.revision + 1,
    highest: atLeast(highest, content.severity) ? highest : content.severity,
    story: withStep(known.story, { ...changed(known, { before, content, tenant }, at), ...why }),
  };
  await tx.put('alerts', alert);
  const aloud = lowered || alarming || moved || before.isTest !== content.isTest;
  if (aloud) await enqueueNews(tx, alert, before, at);
  if (isOpen(alert) && content.severity !== was) await changeRank(tx, alert, at);
  if (isOpen(alert)) await enqueueRouted(tx, alert, context);
  await refreshAlertCards(tx, alert, 'other');
}

/** Returns where the alert is routed now. A change by the sender does not end that the fraud channels refused it. */
function routedAfter(known: Alert, routed: Alert['routed']): Alert['routed'] {
  return known.routed === 'fraudRefused' && routed === 'fraudAlone' ? 'fraudRefused' : routed;
}

/** Returns the ids of the tenants from which the alert was moved away, and not back to. */
function formerTenants({ tenantId, formerTenants: earlier = [] }: Alert, tenant: StoredTenant | null): string[] {
  const all = new Set([...earlier, ...(tenantId === null ? [] : [tenantId])]);
  return [...all].filter((id) => id !== tenant?.id);
}

function changed(
  known: Alert,
  {
    before,
    content: after,
    tenant,
  }: { before: AlertBeforeChange; content: Alert['content']; tenant: StoredTenant | null },
  at: string,
): Step {
  const { severity, displayName, isTest } = known.content;
  const name = tenant?.name ?? null;
  return {
    ...{ at, what: 'changed', by: null, byName: known.source, note: '' },
    ...(severity === after.severity ? {} : { severity: { before: severity, after: after.severity } }),
    ...(displayName === after.displayName ? {} : { displayName: { before: displayName, after: after.displayName } }),
    ...(before.tenantId === (tenant?.id ?? null) ? {} : { tenant: { before: before.tenant, after: name } }),
    ...(isTest === after.isTest ? {} : { isTest: { before: isTest, after: after.isTest } }),
  };
}

/**
 * Returns when the alert is reminded of. Reminders begin, or go on with the next step, when an alert becomes severe enough, and end
 * when it no longer is.
 */
function reminding(known: Alert, { severity }: Alert['content'], at: string): EscalationState {
  const { remindFrom, escalated, escalateAt, status, content } = known;
  const next = firstEscalation(severity, remindFrom, at);
  if (status !== 'active' || next.escalateAt === null || escalated > lastStep)
    return { remindFrom, escalated, escalateAt: null };
  // An alert in a digest has no steps of its own. One that became high leaves the digest, and has them.
  const becameHigh = severity === 'high' && content.severity !== 'high';
  return escalateAt === null || becameHigh ? next : { remindFrom, escalated, escalateAt };
}

/** Gives the alert's deliveries their place by its new severity. An alert that became high leaves its digest, and gets its own card. */
async function changeRank(tx: Tx, alert: Alert, at: string): Promise<void> {
  const rank = rankOf[alert.content.severity];
  for (const delivery of await tx.scan('deliveries.alert', { key: alert.id, after: null })) {
    const { about, state, digestId } = delivery;
    const isCard = isAlertCard(about);
    // Replies get the new rank too, since a reply before its card would block the queue. A posted card's rank is that of its edits.
    if (state === 'waiting' || state === 'sending' || (isCard && state === 'posted'))
      await amend(tx, delivery, { rank });
    if (!isCard) continue;
    if (state !== 'digested' || digestId === null || alert.content.severity !== 'high') continue;
    await leaveDigest(tx, alert, delivery, at);
    await reopen(tx, delivery, delivery.since, { rank, digestId: null });
  }
}

/** Counts the alert in its digest no longer. */
async function leaveDigest(tx: Tx, alert: Alert, { digestId, rank }: Delivery, at: string): Promise<void> {
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
