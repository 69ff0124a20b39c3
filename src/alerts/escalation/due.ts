import type { Alert } from '../../domain/alert/alert.ts';
import { lastStep, nextEscalation } from '../../domain/alert/deadlines.ts';
import { type Delivery, type Destination, rankOf } from '../../domain/delivery/delivery.ts';
import type { Tx } from '../../ports/store.ts';
import { told } from '../change/transitions.ts';

/** What a look reminds of, in as many changes as it takes. */
export interface Round {
  at: string;
  /** Where the admins are told. */
  admins: readonly Destination[];
  /** The one message for many that each queue gets of it, by the delivery's id. */
  posts: ReadonlyMap<string, string>;
}

/** What is left of an alert's way through the steps, and where it has a card of its own. */
export interface Due {
  alert: Alert;
  step: number;
  cards: readonly Delivery[];
}

/** The step is taken, in the same change as what is owed for it: `reminders` are those that name the alert. */
export async function taken(tx: Tx, { alert, step }: Due, reminders: readonly string[], at: string): Promise<void> {
  const last = step >= lastStep;
  const escalated = step + 1;
  const by = { at, by: null, byName: '' };
  await tx.put('alerts', {
    ...alert,
    escalated,
    escalateAt: last ? null : nextEscalation({ ...alert, escalated }),
    story: told(alert, last && alert.origin === 'drill' ? 'missed' : 'escalated', by, ''),
    ...(reminders.length > 0 ? { reminders: [...(alert.reminders ?? []), ...reminders].slice(-remindersKept) } : {}),
  });
}

/** Enough for all that can stand below the cards of one alert. */
const remindersKept = 60;

/** Where the alert has a card of its own, or will. */
export function isOwnCard({ state }: Delivery): boolean {
  return state === 'waiting' || state === 'sending' || state === 'posted';
}

export function isInDigestsAlone(cards: readonly Delivery[]): boolean {
  return cards.some(({ digestId }) => digestId !== null) && !cards.some(isOwnCard);
}

/** Then in order of number. */
export function mostSevereFirst(due: readonly Due[]): Due[] {
  const rank = ({ alert }: Due) => rankOf[alert.content.severity];
  return due.toSorted((a, b) => rank(a) - rank(b) || a.alert.number - b.alert.number);
}
