/** Knows when a resolved alert may go to the archive. */
import { retention } from '../retention.ts';
import { type Alert, isSentToArchive } from './alert.ts';

/** Returns when a resolved alert may go to the archive: a day after it was resolved, or once it is not reopened any more. Null for an open one. */
export function archivableAt(alert: Pick<Alert, 'resolved' | 'reopenForMs'>): string | null {
  const { resolved } = alert;
  if (!resolved) return null;
  const kept = retention.resolvedAlertHours * 3_600_000;
  return new Date(
    Date.parse(resolved.at) + Math.max(kept, mayReopen(alert) ? (alert.reopenForMs ?? 0) : 0),
  ).toISOString();
}

/** Returns whether the alert, once resolved, is reopened when its finding comes again: not one that people ignore or sent to the archive. */
export function mayReopen({ resolved }: Pick<Alert, 'resolved'>): boolean {
  return resolved !== null && resolved.reason !== 'ignore' && !isSentToArchive({ resolved });
}
