/** An alert that a maintenance window of its source holds: it is stored, and no card of it is posted before the window ends. */
import type { Alert } from '../../domain/alert/alert.ts';
import { callingAtOnce, firstEscalation } from '../../domain/alert/deadlines.ts';
import { type HeldBy, isHeld } from '../../domain/alert/rule.ts';
import { type Step, withStep } from '../../domain/alert/timeline.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import type { RoutingContext } from '../delivery/enqueue-alert.ts';

/** The end of a window for an alert: its tenant, and how it is routed and people are reminded from then on. */
type WindowEnd = Pick<RoutingContext, 'tenant' | 'settings' | 'at'>;

/** Returns the alert as the window holds it. */
export function heldFrom(alert: Alert, held: HeldBy, at: string): Alert {
  return { ...alert, held, timeline: withStep(alert.timeline, stepOf('held', at, held.why)) };
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
    timeline: withStep(alert.timeline, stepOf('posted', at)),
  };
}

/**
 * Returns the alert once it was sent again: held as an alert that comes now is, or no longer where no window holds that. The same alert
 * where nothing of it changed.
 */
export function heldAsSent(alert: Alert, held: HeldBy | undefined, how: WindowEnd): Alert {
  if (!isHeld(alert) || JSON.stringify(alert.held) === JSON.stringify(held)) return alert;
  return held ? { ...alert, held } : heldNoLonger(alert, how);
}

function stepOf(what: 'held' | 'posted', at: string, note = ''): Step {
  return { at, what, by: null, byName: '', note };
}
