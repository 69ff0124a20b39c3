import { amend, reopen } from '../../delivery/transitions.ts';
import { type Alert, highestSeverity, isOpen } from '../../domain/alert/alert.ts';
import { isBacklog, outOfBacklog } from '../../domain/alert/backlog.ts';
import { callingAtOnce, firstEscalation, isClockAhead } from '../../domain/alert/deadlines.ts';
import { rowsAfter, seenAgain } from '../../domain/alert/repeat.ts';
import { type HeldBy, isHeld } from '../../domain/alert/rule.ts';
import type { SenderNotes } from '../../domain/alert/sender-notes.ts';
import { atLeast } from '../../domain/alert/severity.ts';
import { type SourceEvent, shareOf } from '../../domain/alert/source.ts';
import { isPlainChange, ownStep, type Step, withStep } from '../../domain/alert/timeline.ts';
import { isAlertCard, rankOf } from '../../domain/delivery/delivery.ts';
import { routeOf, whyRouted } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { enqueueRouted, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { refuseBeyondShare, type SourcesInFile } from '../sources/room.ts';
import type { NewAlert } from './new-alert.ts';
import { pacing } from './pace.ts';
import { type AlertBeforeChange, enqueueNews } from './record.ts';
import { isInDigest, leaveDigest, leaveDigests, refreshAlertCards } from './refresh-cards.ts';

/** All that decides, in addition to an alert that came, what becomes of it. */
export type TakeContext = RoutingContext & { settings: SourcesInFile };

/** A version of a known alert, as its sender sent it. */
interface SentVersion extends NewAlert {
  /** The same finding came again, under another id: the alert is seen again. `detectedAt` is its newest detection by now. */
  again?: { detectedAt: string };
  /** It was found when its source was connected already: an alert of a backlog is one like any other from now on. */
  isNews?: boolean;
}

/**
 * Handles a known id that was sent again. The newest version by the sender's own clock counts: an older one that is sent again
 * changes nothing. The card is edited, never posted again, and is as urgent as the new severity says.
 *
 * An edit notifies nobody, so a line in the thread says when the alert becomes high, is lowered, moves to another tenant, is a test
 * now, or is over by its sender's word: somebody who has the secret could make a high alert look harmless. People of the former
 * tenant may still answer the alert.
 *
 * A finding that came again under another id (`again`) is the newest version too. Where nothing of it is new, that is one edit.
 *
 * Throws ShareFull when the source has used up its share of the store, unless the version is more severe or says that it is over.
 */
export async function updateAlert(tx: Tx, known: Alert, sent: SentVersion, context: TakeContext): Promise<void> {
  const { notes, over = null, rows, held, again, isNews } = sent;
  const { sentAt, pace } = sent.origin;
  const { id, source: _source, ...content } = sent.content;
  const { at } = context;
  if (sentAt !== undefined && known.sentAt !== undefined && sentAt < known.sentAt) return;
  const isWorse = !over && !atLeast(known.content.severity, content.severity);
  const now = isWorse || isNews ? outOfBacklog(known, at) : known;
  const newer = sentAt === undefined || sentAt === known.sentAt ? now : { ...now, sentAt };
  const found = again ? rowsAfter(known, rows) : {};
  const same = again ? { ...newer, ...found.stored, seen: seenAgain(known, id, again.detectedAt, at) } : newer;
  const before = await beforeChange(tx, known);
  const said = over ? foundTenant(known, content, context) : { content, notes };
  const changed = changedTo(same, said, before, { ...context, ...(again ? { again: { rows: found.fresh } } : {}) });
  const isRaised = !atLeast(known.content.severity, changed.content.severity);
  // Ask its holder again, counted from this update.
  const { ask: _ask, ...unasked } = changed;
  const leaves = found.fresh !== undefined && isOpen(known) && !isBacklog(now) && (await isInDigest(tx, known));
  const counted =
    isRaised || leaves
      ? { ...unasked, ...(await pacing(tx, known, changed, { pace, at, overPace: new Set() })) }
      : changed;
  const after = over ? takenForOver(counted, over, at) : heldAsSent(goingOn(counted, at), held, context);
  if (after === known) return;
  if (after === same) return tx.put('alerts', same);
  if (!isRaised && !over) await refuseBeyondShare(tx, shareOf(known), context.settings);
  const alert = { ...after, revision: known.revision + 1 };
  await tx.put('alerts', alert);
  if (leaves || (isBacklog(known) && !isBacklog(alert))) await leaveDigests(tx, alert, at);
  if (isOpen(alert) && alert.content.severity !== before.severity) await changeRank(tx, alert, at);
  const isChanged = tellsNews(before, alert);
  if (isChanged || found.fresh) await enqueueNews(tx, alert, before, at, !isChanged);
  const mayGoElsewhere = alert.content !== known.content || isHeld(known);
  if (isOpen(alert) && mayGoElsewhere) await enqueueRouted(tx, alert, context);
  await refreshAlertCards(tx, alert, 'other');
}

async function beforeChange(tx: Tx, known: Alert): Promise<AlertBeforeChange> {
  const { severity, isTest } = known.content;
  const tenant = (await tenantOf(tx, known))?.name ?? null;
  return { tenantId: known.tenantId, tenant, isTest, severity, resolvedBySender: known.resolvedBySender !== undefined };
}

/** Returns whether a line in the thread says what the sender changed. */
function tellsNews(before: AlertBeforeChange, { content, tenantId, resolvedBySender }: Alert): boolean {
  if (tenantId !== before.tenantId || content.isTest !== before.isTest) return true;
  const lowered = !atLeast(content.severity, before.severity);
  const alarming = content.severity === 'high' && before.severity !== 'high';
  return lowered || alarming || (resolvedBySender !== undefined) !== before.resolvedBySender;
}

/** What decides how a version changes an alert; where the finding came `again`, with the rows that are new. */
interface ChangeContext extends RoutingContext {
  again?: { rows: Step['rows'] };
}

/** What a version of an alert says, but for whether it is over. */
interface SaidOfAlert {
  content: Alert['content'];
  notes?: SenderNotes | undefined;
}

/**
 * Returns what the news that an alert is over says of it: nothing new, but the tenant of an alert that has none, where the sources'
 * file tells it by now.
 */
function foundTenant({ tenantId, content, notes }: Alert, sent: Alert['content'], { tenant }: RoutingContext) {
  if (tenantId !== null || tenant === null) return { content, notes };
  const { customer: _found, ...rest } = notes ?? {};
  return { content: { ...content, partnerTenantId: sent.partnerTenantId }, notes: rest };
}

/** Returns the alert with what its sender says of it now; the same alert where that is nothing new. */
function changedTo(known: Alert, said: SaidOfAlert, before: AlertBeforeChange, context: ChangeContext): Alert {
  const { content, notes } = said;
  const { tenant, settings, at, again } = context;
  const { notes: former, ...rest } = known;
  if (!again && JSON.stringify([content, storedNotes(notes)]) === JSON.stringify([known.content, storedNotes(former)]))
    return known;
  const { severity: was } = known.content;
  const highest = highestSeverity(known);
  const moved = before.tenantId !== (tenant?.id ?? null);
  const routed = routedAfter(known, routeOf({ content, notes }, tenant, at, settings).routed);
  const why = routed === known.routed ? {} : { why: whyRouted({ routed, content, ...storedNotes(notes) }, tenant) };
  const step = { ...changed(known, content, before, context), ...why };
  return {
    ...rest,
    ...storedNotes(notes),
    content,
    tenantId: tenant?.id ?? null,
    ...(moved ? { formerTenants: formerTenants(known, tenant) } : {}),
    routed,
    ...reminding(known, content, routed, context),
    clockAhead: isClockAhead(content, at),
    urgentSince: atLeast(was, content.severity) ? known.urgentSince : known.revision + 1,
    highest: atLeast(highest, content.severity) ? highest : content.severity,
    timeline: withStep(known.timeline, again ? againStep(step, again.rows, known.seen?.times ?? 1) : step),
  };
}

/** Returns the step of a finding that came again: a change by the sender where there is news. That its title differs is none. */
function againStep({ displayName: _title, ...step }: Step, rows: Step['rows'], times: number): Step {
  const change = rows ? { ...step, rows } : step;
  return isPlainChange(change) ? { ...change, what: 'seen', times } : change;
}

/** Returns the new routing. After a change by the sender `fraudRefused` stays: the fraud channels still refuse the alert. */
function routedAfter(known: Alert, routed: Alert['routed']): Alert['routed'] {
  return known.routed === 'fraudRefused' && routed === 'fraudAlone' ? 'fraudRefused' : routed;
}

/** Returns the ids of the tenants from which the alert was moved away, and not back to. */
function formerTenants({ tenantId, formerTenants: earlier = [] }: Alert, tenant: StoredTenant | null): string[] {
  const all = new Set([...earlier, ...(tenantId === null ? [] : [tenantId])]);
  return [...all].filter((id) => id !== tenant?.id);
}

function changed(known: Alert, after: Alert['content'], before: AlertBeforeChange, { tenant, at }: ChangeContext) {
  const { severity, displayName, isTest } = known.content;
  const name = tenant?.name ?? null;
  return {
    ...ownStep('changed', at, { byName: known.source }),
    ...(severity === after.severity ? {} : { severity: { before: severity, after: after.severity } }),
    ...(displayName === after.displayName ? {} : { displayName: { before: displayName, after: after.displayName } }),
    ...(before.tenantId === (tenant?.id ?? null) ? {} : { tenant: { before: before.tenant, after: name } }),
    ...(isTest === after.isTest ? {} : { isTest: { before: isTest, after: after.isTest } }),
  };
}

/**
 * Returns when the alert is reminded of. Reminders begin, or go on with the next step, when an alert becomes severe enough, and end
 * when it no longer is, unless it ever was high.
 */
function reminding(known: Alert, changed: Alert['content'], routed: Alert['routed'], context: RoutingContext) {
  const { tenant, settings, at } = context;
  const { escalateFrom, escalated, escalateAt, status, content, origin, backlog, notes } = known;
  // A sender who lowers a high alert may be hiding an attack: people are reminded of it until one of them answers.
  if (escalateAt !== null && highestSeverity(known) === 'high') return { escalateFrom, escalated, escalateAt };
  const sent = { content: changed, origin, ...storedNotes(notes), ...(backlog ? { backlog } : {}) };
  const next = firstEscalation(sent, escalateFrom, at, settings);
  if (status !== 'active' || next.escalateAt === null) return { escalateFrom, escalated, escalateAt: null };
  // An alert in a digest has no steps of its own. One that became high leaves the digest, and has them.
  const becameHigh = changed.severity === 'high' && content.severity !== 'high';
  if (becameHigh) return { ...next, ...callingAtOnce({ ...sent, routed }, tenant, at) };
  return escalateAt === null ? next : { escalateFrom, escalated, escalateAt };
}

/** Gives the alert's deliveries their place by its new severity. An alert that became high leaves its digest, and gets its own card. */
async function changeRank(tx: Tx, alert: Alert, at: string): Promise<void> {
  const rank = rankOf[alert.content.severity];
  for (const delivery of await tx.scan('deliveries.alert', { key: alert.id, after: null })) {
    const { about, state, digestId } = delivery;
    const isCard = isAlertCard(about);
    // Replies get the new rank too, since a reply before its card would block the queue. A posted card's rank is that of its edits.
    if (state === 'waiting' || state === 'sending' || (isCard && state === 'posted' && digestId === null))
      await amend(tx, delivery, { rank, ...(isCard && alert.pace?.over ? { gathers: true } : {}) });
    if (!isCard) continue;
    if (state !== 'digested' || digestId === null || alert.content.severity !== 'high') continue;
    // The digest of its source counts it as a high one: its sender lowered it meanwhile.
    if (delivery.rank === rank) continue;
    await leaveDigest(tx, alert, delivery, at);
    const { gathers: _before, ...row } = delivery;
    const again = alert.pace?.over ? { ...row, gathers: true as const } : row;
    await reopen(tx, again, delivery.since, { rank, digestId: null });
  }
}

/* What a sender adds to the content of an alert: notes, and that it resolved or reopened the alert on its side. */

/** Returns the notes as an alert keeps them; nothing when there are none. */
export function storedNotes(notes: SenderNotes = {}): Pick<Alert, 'notes'> {
  return Object.keys(notes).length === 0 ? {} : { notes };
}

/**
 * Returns the alert as one that its sender takes for over; the same alert where it was one before. Its status and its reminders stay,
 * since nobody has resolved it. A time that is more than five minutes ahead says nothing.
 */
export function takenForOver(alert: Alert, over: NonNullable<SourceEvent['over']>, at: string): Alert {
  if (alert.resolvedBySender && (over.continues === undefined || alert.resolvedBySender.continues === over.continues))
    return alert;
  const since = over.at !== null && !isClockAhead({ detectedDateTime: over.at }, at) ? over.at : null;
  const { continues } = over;
  const what = continues === undefined ? 'over' : 'merged';
  return {
    ...alert,
    resolvedBySender: { at: since, ...(continues === undefined ? {} : { continues }) },
    timeline: withStep(alert.timeline, ownStep(what, at, { byName: alert.source, note: continues ?? '' })),
  };
}

/** Returns the alert as one that goes on; the same alert unless its sender took it for over. */
function goingOn(alert: Alert, at: string): Alert {
  if (!alert.resolvedBySender) return alert;
  const { resolvedBySender: _over, ...rest } = alert;
  return { ...rest, timeline: withStep(alert.timeline, ownStep('again', at, { byName: alert.source })) };
}

/* An alert that a maintenance window of its source holds: it is stored, and no card of it is posted before the window ends. */

/** The end of a window for an alert: its tenant, and how it is routed and people are reminded from then on. */
type WindowEnd = Pick<RoutingContext, 'tenant' | 'settings' | 'at'>;

/** Returns the alert as the window holds it. */
export function heldFrom(alert: Alert, held: HeldBy, at: string): Alert {
  return { ...alert, held, timeline: withStep(alert.timeline, ownStep('held', at, { note: held.why })) };
}

/**
 * Returns the alert as one that is held no longer. Its time to answer ran on; people are reminded from the next step on, since its card is
 * news to them.
 */
export function heldNoLonger(alert: Alert, { tenant, settings, at }: WindowEnd): Alert {
  if (!alert.held) return alert;
  const { routed } = routeOf(alert, tenant, at, settings);
  const called = callingAtOnce({ ...alert, routed }, tenant, at);
  const next = { ...firstEscalation(alert, alert.escalateFrom, at, settings), ...called };
  return {
    ...alert,
    routed,
    ...(alert.status === 'active' ? next : {}),
    held: { ...alert.held, postedAt: at },
    revision: alert.revision + 1,
    timeline: withStep(alert.timeline, ownStep('posted', at)),
  };
}

/**
 * Returns the alert after it was sent again: held as long as the maintenance window that applies now, or not held when none applies.
 * Returns the same object when nothing changed.
 */
function heldAsSent(alert: Alert, held: HeldBy | undefined, how: WindowEnd): Alert {
  if (!isHeld(alert) || JSON.stringify(alert.held) === JSON.stringify(held)) return alert;
  return held ? { ...alert, held } : heldNoLonger(alert, how);
}
