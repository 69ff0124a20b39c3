/** The status of an alert, here and at its source, where that keeps one: Partner Center does for partner security alerts. */
import { z } from 'zod';

/** Parses the reason why an alert was resolved, by the names of Microsoft Graph. */
export const ResolvedReason = z.enum(['legitimate', 'ignore', 'fraud']);
/** The reason why an alert was resolved. */
export type ResolvedReason = z.infer<typeof ResolvedReason>;

/** The statuses of alerts, here and at their source. */
export type AlertStatus = 'active' | 'investigating' | 'resolved';

/** What a source says of the status of an alert. */
export interface StatusThere {
  status: AlertStatus;
  /** Who changed it last, as that side names people; empty for nobody. */
  by: string;
  reason: ResolvedReason | null;
  /** When it was resolved (ISO 8601, UTC); null where that side does not say, and while it is open. */
  at: string | null;
}

/** The status that the source was last seen to give an alert, `gone` where it has the alert no longer, and since when (ISO 8601, UTC). */
export interface SeenThere {
  status: AlertStatus | 'gone';
  since: string;
}
