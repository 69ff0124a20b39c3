import { isBacklog, type OfBacklog } from './backlog.ts';
import { isUnverified, type SenderNotes } from './sender-notes.ts';

/** Returns whether the alert has no time to answer, so that nobody is reminded of it: a backlog, and what may be forged. */
export function isUntimed(alert: OfBacklog & { notes?: SenderNotes | undefined }): boolean {
  return isBacklog(alert) || isUnverified(alert);
}
