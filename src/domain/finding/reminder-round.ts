/**
 * The reminders of one reader: an administrator, a manager or a channel. A round is in one of three states:
 *
 * | state | meaning | ends by |
 * | --- | --- | --- |
 * | `idle` | no reminder is kept up to date | `reminderSent` |
 * | `pending` | a reminder is under way, and nobody knows whether it arrived | `reminderArrived`, `reminderRefused`, `reminderDropped`, `reminderForgotten` |
 * | `current` | the last reminder arrived, and its card is kept up to date | `reminderSent`, `reminderForgotten` |
 *
 * In each state the slots of the day are dealt with (`slotDealt`, `weeklySent`).
 */
export interface ReminderRound {
  /** The queue of the reader. */
  id: string;
  /** The newest slot that was dealt with, by its date. */
  slot: string;
  /** The date of the last message, by the reader's own calendar; empty for none. */
  messaged: string;
  /** The id of the reminder that is kept up to date; null for none. */
  reminder: string | null;
  /** True while nobody knows what became of the reminder. */
  pending?: true;
  /** The reminders before it, as long as it has not arrived: they are kept up to date too. */
  older: readonly string[];
  /** The date of the last reminder that arrived; absent before, and in states of older versions. */
  reminded?: string;
}

/** Returns which of the three states a round is in. */
export function stateOf({ reminder, pending }: ReminderRound): 'idle' | 'pending' | 'current' {
  if (pending) return 'pending';
  return reminder === null ? 'idle' : 'current';
}

/** Returns the round of a new reader, who gets no reminder for a slot before they joined. `slot` is a date, or empty. */
export function newRound(queue: string, slot: string): ReminderRound {
  return { id: queue, slot, messaged: '', reminder: null, older: [] };
}

/** The slot of this date was dealt with, whether or not there was something to send. */
export function slotDealt(round: ReminderRound, slot: string): ReminderRound {
  return { ...round, slot };
}

/** The weekly digest was the message of this date. */
export function weeklySent(round: ReminderRound, date: string): ReminderRound {
  return { ...round, messaged: date };
}

/** A reminder is on its way. The one before is kept up to date until the new one is there. */
export function reminderSent(round: ReminderRound, reminderId: string, date: string): ReminderRound {
  return {
    ...round,
    messaged: date,
    reminder: reminderId,
    pending: true,
    older: round.reminder === null ? [] : [round.reminder],
  };
}

/** The reminder of this date arrived: it alone is kept up to date. */
export function reminderArrived(round: ReminderRound, date: string): ReminderRound {
  return { ...settled(round), older: [], reminded: date };
}

/** The platform refused the reminder permanently. In a personal chat it may still arrive, once the person writes to the bot. */
export function reminderRefused(round: ReminderRound, isPerson: boolean): ReminderRound {
  return isPerson ? { ...settled(round), older: [] } : backToOlder(round);
}

/** The reminder was given up before it was sent: everything is as if it had not been, so that the day is free for another. */
export function reminderDropped(round: ReminderRound): ReminderRound {
  return { ...backToOlder(round), messaged: '' };
}

/** The reminder is so old that nothing of it is kept. */
export function reminderForgotten(round: ReminderRound): ReminderRound {
  return { ...settled(round), reminder: null };
}

function backToOlder(round: ReminderRound): ReminderRound {
  return { ...settled(round), reminder: round.older.at(-1) ?? null, older: [] };
}

function settled({ pending: _over, ...round }: ReminderRound): ReminderRound {
  return round;
}
