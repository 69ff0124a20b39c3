/** Alerts that a source sends when it is connected, and that are older than that. */

/** The part of an alert that says whether it is backlog. */
export interface OfBacklog {
  /** It is part of the backlog of its source, or was until `endedAt`. Absent for none. */
  backlog?: { endedAt?: string };
}

/**
 * Only what was detected this long (ms) before the first request of its source is backlog, and only what comes within this time after it.
 */
const dayMs = 24 * 3_600_000;

/** The most old alerts of a source that are alerts like any other. */
const mostOrdinary = 20;

/**
 * Returns whether an alert that comes now may be backlog of a source. All times are ISO 8601, UTC; `firstHeardAt` is absent for a source
 * without a backlog.
 */
export function isOldFor(firstHeardAt: string | undefined, detectedAt: string, now: string): boolean {
  if (!isConnecting(firstHeardAt, now) || firstHeardAt === undefined) return false;
  return Date.parse(detectedAt) < Date.parse(firstHeardAt) - dayMs;
}

/** Returns whether the first request of a source is so recent that it may still send its backlog. */
export function isConnecting(firstHeardAt: string | undefined, now: string): boolean {
  if (firstHeardAt === undefined) return false;
  const passed = Date.parse(now) - Date.parse(firstHeardAt);
  return passed >= 0 && passed <= dayMs;
}

/** Returns whether a source that sent this many old alerts has a backlog. */
export function isManyOld(count: number): boolean {
  return count > mostOrdinary;
}

/** Returns whether the alert is part of a backlog: nobody is reminded of it, and it is never overdue. */
export function isBacklog({ backlog }: OfBacklog): boolean {
  return backlog !== undefined && backlog.endedAt === undefined;
}

/** Returns whether a time of detection is news for an alert of a backlog: what was found then goes on after its source was connected. */
export function isNewsFor({ receivedAt }: { receivedAt: string }, detectedAt: string): boolean {
  return Date.parse(detectedAt) >= Date.parse(receivedAt) - dayMs;
}

/** Returns the alert as one like any other from `at` on: it counts as detected then. */
export function outOfBacklog<A extends OfBacklog & { escalateFrom: string }>(alert: A, at: string): A {
  return isBacklog(alert) ? { ...alert, backlog: { endedAt: at }, escalateFrom: at } : alert;
}
