import { type Alert, type By, isReal, type Resolved } from '../../domain/alert/alert.ts';
import { isBacklog, outOfBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import { holderOf, movedOn } from '../../domain/alert/holding.ts';
import type { ResolvedReason } from '../../domain/alert/status.ts';
import { newestStep, noteId, noteLimits, type Step, withStep } from '../../domain/alert/timeline.ts';
import { isUntimed } from '../../domain/alert/untimed.ts';
import { type Delivery, idInQueue } from '../../domain/delivery/delivery.ts';
import { type Channel, channelKey, type Identity } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import type { FeatureSettings, World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { enqueueWriteBack } from '../write-back/enqueue-write-back.ts';
import { enqueueFollowUp, enqueueOffer, recordAction } from './record.ts';
import { leaveDigests, refreshAfterTransition, refreshAlertCards, refreshEscalationCards } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';

/** A change of state that a person makes to an alert. */
export type Transition =
  | { kind: 'acknowledge' }
  /** Takes the alert over; one that nobody acknowledged is acknowledged by that. */
  | { kind: 'take' }
  /** Hands the alert over to `to`, who has it once they take it over. */
  | { kind: 'give'; to: Identity; toName: string }
  /** The holder confirms that they are still working on the alert. */
  | { kind: 'keep' }
  | { kind: 'resolve'; reason: ResolvedReason; note: string }
  /** `acknowledgedAt`: when the acknowledgement was made that the person knows of and takes back; null for none. */
  | { kind: 'reopen'; acknowledgedAt: string | null; settings: LadderSettings };

const auditActions = {
  acknowledge: 'alert.acknowledged',
  resolve: 'alert.resolved',
  reopen: 'alert.reopened',
  take: 'alert.taken',
  give: 'alert.given',
  keep: 'alert.kept',
} as const;

/** The result of a transition: `done` only for the first person; `already` means that somebody was faster, and that nothing was changed. */
export type KnownResult = { kind: 'done' | 'already'; alert: Alert; before: Alert };
type TransitionResult = KnownResult | { kind: 'gone' };

/**
 * Acknowledges, resolves, reopens, takes, gives or keeps: the alert, the edits of all its cards and the line in their threads are one
 * change.
 */
export async function applyTransition(request: Request, alertId: string, transition: Transition, world: World) {
  const { actor, key, fromChannel } = request;
  const { store, steady, settings } = world;
  const change = async (tx: Tx): Promise<TransitionResult> => {
    const at = steady.arrival();
    const before = await tx.get('alerts', alertId);
    if (!before) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'done', alert: before, before };
    const by = { at, by: actor.id, byName: actor.name };
    const done = await transitionAlert(tx, before, transition, { by, channel: fromChannel, settings });
    if (!done) return { kind: 'already', alert: before, before };
    await markDone(tx, key, by);
    await recordTransition(tx, before, transition, by);
    if (transition.kind === 'reopen') await rerouteReopened(tx, done, { settings, at });
    return { kind: 'done', alert: (await tx.get('alerts', alertId)) ?? done, before };
  };
  const result = await store.change(change, { evenWhenFull: true });
  if (result.kind === 'done') measureAnswers([result], world);
  return result;
}

/** Adds what somebody did to an alert to the audit trail. */
export function recordTransition(tx: Tx, alert: Alert, transition: Transition, by: By): Promise<void> {
  const reason = transition.kind === 'resolve' ? transition.reason : undefined;
  return recordAction(tx, auditActions[transition.kind], alert, by, reason);
}

/** Who makes a transition, and in which channel; null where that is none. */
interface TransitionBy {
  by: By;
  channel: Channel | null;
  settings: Pick<FeatureSettings, 'sources'>;
}

/** Makes a transition inside a change of the caller's, without a line in the audit trail. Returns null when somebody was faster. */
export async function transitionAlert(tx: Tx, before: Alert, transition: Transition, how: TransitionBy) {
  const { by, channel, settings } = how;
  const next = after(before, transition, by);
  if (!next) return null;
  const alert = await enqueueWriteBack(tx, before, next, by.at, settings);
  await tx.put('alerts', alert);
  if (before.status === 'active') await markReachable(tx, alert, channel, by.at);
  await refreshAfterTransition(tx, before, alert, 'person', by.at);
  if (isBacklog(before) && !isBacklog(alert)) await leaveDigests(tx, alert, by.at);
  const isTold =
    newestStep(alert.timeline) > newestStep(before.timeline) && alert.timeline.at(-1)?.what !== 'acknowledged';
  if (transition.kind !== 'keep' && isTold) await enqueueFollowUp(tx, alert, by.at);
  if (transition.kind === 'give') await enqueueOffer(tx, alert, by.at);
  return alert;
}

/** Resolves an alert without a reason, which does not count as an answer: by nobody, or by an admin who sends it to the archive. */
export async function resolveUnanswered(tx: Tx, before: Alert, by: Omit<Resolved, 'reason'>): Promise<void> {
  const resolved = { ...by, reason: null };
  const after: Alert = { ...before, status: 'resolved', resolved, escalateAt: null, revision: before.revision + 1 };
  await tx.put('alerts', after);
  await refreshAfterTransition(tx, before, after, 'other', by.at);
}

function withoutOffer(alert: Alert): Alert {
  const { offered: _offered, ...rest } = alert;
  return { ...rest, revision: alert.revision + 1 };
}

/** Returns the alert after the transition; null when that is not possible (any more). */
function after(alert: Alert, transition: Transition, by: By): Alert | null {
  const timeline = (what: Step['what'], note = '') => withStep(alert.timeline, { ...by, what, note });
  const { offered: _offered, ask: _ask, ...rest } = alert;
  const firstAnsweredAt = alert.firstAnsweredAt ?? by.at;
  const next = { ...rest, revision: alert.revision + 1, escalateAt: null, firstAnsweredAt };
  switch (transition.kind) {
    case 'acknowledge':
      if (alert.status !== 'active') return null;
      return { ...next, status: 'investigating', acknowledged: by, holder: by, timeline: timeline('acknowledged') };
    case 'take':
      if (alert.status === 'active') return after(alert, { kind: 'acknowledge' }, by);
      if (alert.status === 'resolved') return null;
      // Who has it takes back what they handed over.
      if (holderOf(alert)?.by === by.by) return alert.offered ? withoutOffer(alert) : null;
      return { ...next, holder: by, timeline: timeline('taken', holderOf(alert)?.byName) };
    case 'give': {
      if (alert.status === 'resolved') return null;
      const { to, toName } = transition;
      const offered = { ...by, to, toName };
      return { ...movedOn(alert, by.by), revision: next.revision, offered, timeline: timeline('given', toName) };
    }
    case 'keep':
      if (alert.status !== 'investigating') return null;
      return { ...movedOn(alert, by.by), revision: next.revision, timeline: timeline('kept') };
    case 'resolve': {
      if (alert.status === 'resolved') return null;
      const { reason, note } = transition;
      const kept = [reason, note].filter(Boolean).join(': ');
      return { ...next, status: 'resolved', resolved: { ...by, reason, note }, timeline: timeline('resolved', kept) };
    }
    // Reminders start again, counted from now: the old steps are long gone.
    case 'reopen':
      if (alert.status === 'active') return null;
      // A card from before the acknowledgement may not take it back.
      if (alert.status === 'investigating' && alert.acknowledged?.at !== transition.acknowledgedAt) return null;
      return {
        ...outOfBacklog(next, by.at),
        ...firstEscalation(outOfBacklog(alert, by.at), by.at, by.at, transition.settings),
        status: 'active',
        urgentSince: next.revision,
        acknowledged: null,
        resolved: null,
        timeline: timeline('reopened'),
      };
  }
}

/**
 * Notes that the tenant's contact can be reached, when somebody answered in a channel of the contact, or answered an alert that
 * is in one. An alert that people raised themselves proves nothing.
 */
async function markReachable(tx: Tx, alert: Alert, channel: Channel | null, at: string): Promise<void> {
  const tenant = alert.origin === 'raised' ? null : await tenantOf(tx, alert);
  if (!tenant || tenant.provenAt === at) return;
  const channels = (tenant.contact?.channels ?? []).map(channelKey);
  const there = (channel !== null && channels.includes(channelKey(channel))) || (await isIn(tx, alert, channels));
  if (there) await tx.put('tenants', { ...tenant, provenAt: at });
}

/** Returns whether one of these channels has the alert, by itself or in a digest card. */
async function isIn(tx: Tx, { id }: Alert, channels: readonly string[]): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: id, after: null });
  const shown = await Promise.all(all.filter(({ queue }) => channels.includes(queue)).map((one) => isShown(tx, one)));
  return shown.includes(true);
}

async function isShown(tx: Tx, { about, state, digestId, queue }: Delivery): Promise<boolean> {
  if (about.kind !== 'alert') return false;
  if (state !== 'digested' || digestId === null) return state === 'posted';
  return (await tx.get('deliveries', idInQueue({ kind: 'digest', digestId }, queue)))?.state === 'posted';
}

/** An alert before and after somebody answered it. */
export interface Answered {
  before: Alert;
  alert: Alert;
}

/**
 * Measures how long alerts waited for their first answer, from their detection: until a person acknowledged or resolved them.
 * Drills, tests, a backlog and later answers do not count, nor does an alert that closed by age, also when it is reopened.
 */
export function measureAnswers(answered: readonly Answered[], { meter }: Pick<World, 'meter'>): void {
  for (const { before, alert } of answered) {
    const { firstAnsweredAt, content, status } = alert;
    if (before.firstAnsweredAt !== null || firstAnsweredAt === null || !isReal(alert) || isUntimed(before)) continue;
    if (status === 'active') continue; // It was reopened.
    const seconds = Math.max(0, Date.parse(firstAnsweredAt) - Date.parse(detectedAt(alert))) / 1_000;
    meter.observe('alert_acknowledge_delay_seconds', [content.severity], seconds);
  }
}

/** The result of adding a note. `gone`: there is no such alert. `full`: it has as many notes as one may have, and nothing was changed. */
type NoteResult = { kind: 'gone' } | { kind: 'done' | 'full'; alert: Alert };

/** Adds a note: its row, the alert with it, the edits of its cards and the line in their threads are one change. */
export function addNote({ actor, key }: Request, alertId: string, text: string, world: World): Promise<NoteResult> {
  const { store, steady } = world;
  return store.change(async (tx): Promise<NoteResult> => {
    const alert = await tx.get('alerts', alertId);
    if (!alert) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'done', alert };
    if ((alert.lastNote?.number ?? 0) >= noteLimits.ofAlert) return { kind: 'full', alert };
    const by = { at: steady.arrival(), by: actor.id, byName: actor.name };
    const noted = await putNote(tx, alert, text, by);
    await markDone(tx, key, by);
    return { kind: 'done', alert: noted };
  });
}

async function putNote(tx: Tx, before: Alert, text: string, by: By): Promise<Alert> {
  const number = (before.lastNote?.number ?? 0) + 1;
  const alert: Alert = {
    ...movedOn(before, by.by),
    revision: before.revision + 1,
    lastNote: { ...by, number, text },
    timeline: withStep(before.timeline, { ...by, what: 'noted', note: '' }),
  };
  await tx.put('notes', { ...by, id: noteId(before.id, number), alertId: before.id, number, text });
  await tx.put('alerts', alert);
  await refreshAlertCards(tx, alert, 'person');
  await refreshEscalationCards(tx, alert);
  await enqueueFollowUp(tx, alert, by.at, { note: number });
  await recordAction(tx, 'alert.noted', alert, by);
  return alert;
}
