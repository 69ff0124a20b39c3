import { firstTime } from '../act-once.ts';
import { type Alert, type By, type ResolvedReason, type Step, tell } from '../domain/alert.ts';
import { firstEscalation } from '../domain/answer-by.ts';
import type { Channel } from '../domain/identity.ts';
import type { Tx, World } from '../ports.ts';
import type { Request } from '../request/request.ts';
import { answeredInDigests } from './answered-in-digests.ts';
import { oweFollowUp } from './owe-follow-up.ts';
import { proven } from './proven.ts';
import { recordDeed } from './record-deed.ts';
import { rerouteReopened } from './reroute.ts';
import { resolutionNote } from './resolution.ts';
import { showAgain, showReminders } from './show-again.ts';

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
      const done = await actOn(tx, alert, deed, by, place);
      if (!done) return { kind: 'already', alert, before: alert, queues: [] };
      await recordDeed(tx, alert, deeds[deed.kind], by, deed.kind === 'resolve' ? deed.reason : null);
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
export async function actOn(
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
    ...(await showAgain(tx, after, 'person')),
    ...(await showReminders(tx, after)),
    ...(await answeredInDigests(tx, alert, after, by.at)),
  ];
  if (deed.kind !== 'acknowledge') queues.push(...(await oweFollowUp(tx, after, by.at)));
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
