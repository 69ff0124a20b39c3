/** What a sender says beside the content of an alert: its notes, and that it takes the alert for over, or that it goes on. */
import type { Alert } from '../../domain/alert/alert.ts';
import { isClockAhead } from '../../domain/alert/deadlines.ts';
import type { SenderNotes } from '../../domain/alert/sender-notes.ts';
import type { SourceEvent } from '../../domain/alert/source-event.ts';
import { type Step, withStep } from '../../domain/alert/timeline.ts';

/** Returns the notes as an alert keeps them; nothing where there are none. */
export function kept(notes: SenderNotes = {}): Pick<Alert, 'notes'> {
  return Object.keys(notes).length === 0 ? {} : { notes };
}

/**
 * Returns the alert as one that its sender takes for over; the same alert where it was one before. Its status and its reminders stay,
 * since nobody has resolved it. A time that is more than five minutes ahead says nothing.
 */
export function takenForOver(alert: Alert, over: NonNullable<SourceEvent['over']>, at: string): Alert {
  if (alert.resolvedBySender && (over.continues === undefined || alert.resolvedBySender.continues === over.continues))
    return alert;
  const since = over.at !== null && !isClockAhead({ detectedDateTime: over.at }, at) ? over.at : null;
  const { continues } = over;
  const step = stepBySender(continues === undefined ? 'over' : 'merged', alert, at);
  return {
    ...alert,
    resolvedBySender: { at: since, ...(continues === undefined ? {} : { continues }) },
    timeline: withStep(alert.timeline, { ...step, note: continues ?? '' }),
  };
}

/** Returns the alert as one that goes on; the same alert unless its sender took it for over. */
export function goingOn(alert: Alert, at: string): Alert {
  if (!alert.resolvedBySender) return alert;
  const { resolvedBySender: _over, ...rest } = alert;
  return { ...rest, timeline: withStep(alert.timeline, stepBySender('again', alert, at)) };
}

function stepBySender(what: 'over' | 'merged' | 'again', { source }: Alert, at: string): Step {
  return { at, what, by: null, byName: source, note: '' };
}
