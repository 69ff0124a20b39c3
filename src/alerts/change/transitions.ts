import { type Alert, type By, type ResolvedReason, type Step, tell } from '../../domain/alert/alert.ts';
import { firstEscalation } from '../../domain/alert/deadlines.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import { idInQueue } from '../../domain/delivery/delivery-id.ts';
import { type Channel, channelKey } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { enqueueFollowUp, recordTransition } from './record.ts';
import { answeredInDigests, refreshAlertCards, refreshEscalationCards } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';
import { resolutionNote } from './resolution.ts';

export type Deed =
  | { kind: 'acknowledge' }
  | { kind: 'resolve'; reason: ResolvedReason; note: string }
  | { kind: 'reopen' };

const deeds = { acknowledge: 'alert.acknowledged', resolve: 'alert.resolved', reopen: 'alert.reopened' } as const;

export type Done =
  | { kind: 'gone' }
  /** `done` only for the first; `already` says that somebody was faster. */
  | { kind: 'done' | 'already'; alert: Alert; before: Alert; queues: readonly string[] };

/** Acknowledges, resolves or reopens: the alert, the edits of all its cards and the line in their threads are one change. */
export async function act(
  { actor, key, place }: Request,
  alertId: string,
  deed: Deed,
  { store, clock, settings }: World,
): Promise<Done> {
  return store.change(
    async (tx): Promise<Done> => {
      const at = clock.now();
      const alert = await tx.get('alerts', alertId);
      if (!alert) return { kind: 'gone' };
      if (!(await firstTime(tx, key, at))) return { kind: 'done', alert, before: alert, queues: [] };
      const by = { at, by: actor.id, byName: actor.name };
      const done = await transitionAlert(tx, alert, deed, by, place);
      if (!done) return { kind: 'already', alert, before: alert, queues: [] };
      await recordTransition(tx, alert, deeds[deed.kind], by, deed.kind === 'resolve' ? deed.reason : null);
      const more = deed.kind === 'reopen' ? await rerouteReopened(tx, done.alert, { settings, at }) : [];
      return {
        kind: 'done',
        alert: (await tx.get('alerts', alertId)) ?? done.alert,
        before: alert,
        queues: [...done.queues, ...more],
      };
    },
    { settles: true },
  );
}

/** The same inside a change of the caller's; null when somebody was faster. */
export async function transitionAlert(
  tx: Tx,
  alert: Alert,
  deed: Deed,
  by: By,
  place: Channel | null,
): Promise<{ alert: Alert; queues: readonly string[] } | null> {
  const after = acted(alert, deed, by);
  if (!after) return null;
  await tx.put('alerts', after);
  if (alert.status === 'active') await proven(tx, after, place, by.at);
  const queues = [
    ...(await refreshAlertCards(tx, after, 'person')),
    ...(await refreshEscalationCards(tx, after)),
    ...(await answeredInDigests(tx, alert, after, by.at)),
  ];
  if (deed.kind !== 'acknowledge') queues.push(...(await enqueueFollowUp(tx, after, by.at)));
  return { alert: after, queues };
}

/** The alert after the deed; null when it cannot be done (any more). */
function acted(alert: Alert, deed: Deed, by: By): Alert | null {
  const next = {
    ...alert,
    revision: alert.revision + 1,
    escalateAt: null,
    firstAnsweredAt: alert.firstAnsweredAt ?? by.at,
  };
  switch (deed.kind) {
    case 'acknowledge':
      if (alert.status !== 'active') return null;
      return { ...next, status: 'investigating', acknowledged: by, story: told(alert, 'acknowledged', by, '') };
    case 'resolve': {
      if (alert.status === 'resolved') return null;
      const resolved = { ...by, reason: deed.reason, note: deed.note };
      return {
        ...next,
        status: 'resolved',
        resolved,
        story: told(alert, 'resolved', by, resolutionNote(deed.reason, deed.note)),
      };
    }
    // Reminders start again, counted from now: the old steps are long gone.
    case 'reopen':
      if (alert.status === 'active') return null;
      return {
        ...next,
        ...firstEscalation(alert.content.severity, by.at, by.at),
        status: 'active',
        urgentSince: next.revision,
        acknowledged: null,
        resolved: null,
        story: told(alert, 'reopened', by, ''),
      };
  }
}

export function told(
  alert: Alert,
  what: Step['what'],
  by: Pick<By, 'at'> & { by: Step['by']; byName: string },
  note: string,
): Step[] {
  return tell(alert.story, { at: by.at, what, by: by.by, byName: by.byName, note });
}

/**
 * Somebody answered in a channel of the contact, or what is there: the contact can be reached. What people raised
 * themselves proves nothing, nor does an admin's answer to an alert that no channel of the contact has.
 */
export async function proven(tx: Tx, alert: Alert, place: Channel | null, at: string): Promise<void> {
  const { tenantId, origin } = alert;
  const tenant = tenantId === null || origin === 'raised' ? null : await tx.get('tenants', tenantId);
  if (!tenant || tenant.provenAt === at) return;
  const channels = (tenant.contact?.channels ?? []).map(channelKey);
  const there = (place !== null && channels.includes(channelKey(place))) || (await isIn(tx, alert, channels));
  if (there) await tx.put('tenants', { ...tenant, provenAt: at });
}

/** Whether one of these channels has the alert, by itself or in a card for many. */
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
