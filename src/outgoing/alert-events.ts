import { type Alert, highestSeverity, isReal } from '../domain/alert/alert.ts';
import { isHeld } from '../domain/alert/rule.ts';
import { isUntimed } from '../domain/alert/untimed.ts';
import type { AlertEvent } from '../domain/outgoing/event.ts';
import type { OutgoingRow } from '../domain/outgoing/outgoing.ts';
import type { Receiver } from '../ports/receivers.ts';

/** Something that happened to an alert. `facts` says who did it, and to whom; `note` is the number of a note. */
export interface AlertHappening {
  event: AlertEvent;
  at: string;
  facts: Pick<OutgoingRow['facts'], 'by' | 'to' | 'reason'>;
  note?: number;
}

/** Returns what happened to an alert between two versions of it, in order; `before` is null for a new one, which happened too. */
export function happenedTo(before: Alert | null, after: Alert, now: string): AlertHappening[] {
  const was = before?.status ?? 'active';
  const { status, acknowledged, resolved, holder, offered, lastNote } = after;
  const happened: AlertHappening[] = [];
  const add = (event: AlertEvent, at: string, facts: AlertHappening['facts'] = {}) =>
    happened.push({ event, at, facts });
  if (wasReopened(before, after)) {
    const step = after.timeline.findLast(({ what }) => what === 'reopened');
    add('reopened', step?.at ?? now, step?.byName ? { by: step.byName } : {});
  }
  if (was === 'active' && status === 'investigating' && acknowledged)
    add('acknowledged', acknowledged.at, { by: acknowledged.byName });
  if (
    was === 'investigating' &&
    status === was &&
    holder &&
    holder.at !== before?.holder?.at &&
    holder.by !== before?.holder?.by
  )
    add('handedOver', holder.at, { by: holder.byName, to: holder.byName });
  if (offered && offered.at !== before?.offered?.at)
    add('handedOver', offered.at, { by: offered.byName, to: offered.toName });
  if (lastNote && lastNote.number !== before?.lastNote?.number)
    happened.push({ event: 'note', at: lastNote.at, facts: { by: lastNote.byName }, note: lastNote.number });
  if (after.overdue && !before?.overdue) add('overdue', now);
  if (was !== 'resolved' && status === 'resolved' && resolved)
    add('resolved', resolved.at, {
      ...(resolved.byName ? { by: resolved.byName } : {}),
      ...(resolved.reason ? { reason: resolved.reason } : {}),
    });
  return happened;
}

/** Returns whether an alert that somebody had answered is active again. */
export function wasReopened(before: Alert | null, after: Alert): boolean {
  return before !== null && before.status !== 'active' && after.status === 'active';
}

/** Returns the word before the event's: drills and tests have one of their own. */
export function prefixOf(alert: Alert): 'alert' | 'drill' {
  return isReal(alert) ? 'alert' : 'drill';
}

/**
 * Returns whether the receiver is for such an alert. It counts by the highest severity that it had: a sender who lowers it may be hiding an
 * attack. A pager never is for what a maintenance window holds, and for what has no time to answer.
 */
export function isFor({ when, follows }: Receiver, alert: Alert): boolean {
  if (when.severities && !when.severities.includes(highestSeverity(alert))) return false;
  if (when.tenants && !when.tenants.includes(alert.tenantId ?? '')) return false;
  if (when.sources && !when.sources.includes(alert.source)) return false;
  return !follows || !isQuiet(alert);
}

/** Returns whether a receiver gets an event when nobody acknowledges the alert. */
export function waitsForAnswer(alert: Alert): boolean {
  return alert.status === 'active' && !isQuiet(alert);
}

function isQuiet(alert: Alert): boolean {
  return isHeld(alert) || isUntimed(alert);
}
