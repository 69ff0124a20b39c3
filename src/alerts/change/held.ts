/** An alert that a maintenance window of its source holds: it is stored, and no card of it is posted before the window ends. */
import type { Alert } from '../../domain/alert/alert.ts';
import { callingAtOnce, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import type { HeldBy } from '../../domain/alert/rule.ts';
import { type Step, withStep } from '../../domain/alert/story.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';

/** The end of a window for an alert: its tenant, and how people are reminded from then on. */
interface WindowEnd {
  tenant: StoredTenant | null;
  settings: LadderSettings;
  at: string;
}

/** Returns the alert as the window holds it. */
export function heldFrom(alert: Alert, held: HeldBy, at: string): Alert {
  return { ...alert, held, story: withStep(alert.story, stepOf('held', at, held.why)) };
}

/**
 * Returns the alert as one that is held no longer. Its time to answer ran on; people are reminded from the next step on, since its card is
 * news to them.
 */
export function heldNoLonger(alert: Alert, { tenant, settings, at }: WindowEnd): Alert {
  if (!alert.held) return alert;
  const next = { ...firstEscalation(alert, alert.remindFrom, at, settings), ...callingAtOnce(alert, tenant, at) };
  return {
    ...alert,
    ...(alert.status === 'active' ? next : {}),
    held: { ...alert.held, postedAt: at },
    revision: alert.revision + 1,
    story: withStep(alert.story, stepOf('posted', at)),
  };
}

function stepOf(what: 'held' | 'posted', at: string, note = ''): Step {
  return { at, what, by: null, byName: '', note };
}
