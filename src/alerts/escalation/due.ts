import { type Alert, tell } from '../../domain/alert/alert.ts';
import { lastStep, nextEscalation } from '../../domain/alert/deadlines.ts';
import { type Delivery, type Destination, rankOf } from '../../domain/delivery/delivery.ts';
import type { Tx } from '../../ports/store.ts';

/** One round of reminders, which takes as many changes as it needs. */
export interface Round {
  at: string;
  /** Where admins are notified. */
  admins: readonly Destination[];
  /** The ids of the deliveries that remind of many alerts at once: one for each queue, and one for the admins. */
  posts: ReadonlyMap<string, string>;
}

/** An alert that is due for a reminder. */
export interface Due {
  alert: Alert;
  /** The step of the escalation that is due. */
  step: number;
  /** The deliveries of the alert's own cards. */
  cards: readonly Delivery[];
}

/** Notes that the step was taken, in the change that enqueues its reminders. `reminders` are the ids of those that name the alert. */
export async function stepTaken(tx: Tx, { alert, step }: Due, reminders: readonly string[], at: string): Promise<void> {
  const last = step >= lastStep;
  const escalated = step + 1;
  const what = last && alert.origin === 'drill' ? 'missed' : 'escalated';
  await tx.put('alerts', {
    ...alert,
    escalated,
    escalateAt: last ? null : nextEscalation({ ...alert, escalated }),
    story: tell(alert.story, { at, what, by: null, byName: '', note: '' }),
    ...(reminders.length > 0 ? { reminders: [...(alert.reminders ?? []), ...reminders].slice(-remindersKept) } : {}),
  });
}

/** Enough for all reminders that can stand below the cards of one alert. */
const remindersKept = 60;

/** Returns whether a delivery is, or will be, a card that an alert has for itself. */
export function isOwnCard({ state }: Delivery): boolean {
  return state === 'waiting' || state === 'sending' || state === 'posted';
}

/** Returns whether cards for many stand for the alert, and it has no card of its own. */
export function isInDigestsAlone(cards: readonly Delivery[]): boolean {
  return cards.some(({ digestId }) => digestId !== null) && !cards.some(isOwnCard);
}

/** Returns the due alerts in order of severity, then of number. */
export function mostSevereFirst(due: readonly Due[]): Due[] {
  const rank = ({ alert }: Due) => rankOf[alert.content.severity];
  return due.toSorted((a, b) => rank(a) - rank(b) || a.alert.number - b.alert.number);
}
