import type { DeliveryKinds } from '../../delivery/kind.ts';
import { onReminderDelivered } from '../schedule/on-delivered.ts';
import { type WeeklyLine, weeklyCard } from '../weekly/weekly-card.ts';
import { deliveredReminderCard } from './delivered-card.ts';

/** Returns the kinds of delivery that reminders have. `lines` make the lines that other features add to the weekly card. */
export function reminderKinds(lines: readonly WeeklyLine[]) {
  return {
    nag: { card: deliveredReminderCard, afterOutcome: onReminderDelivered },
    weekly: { card: (delivery, world) => weeklyCard(delivery, world, lines) },
  } satisfies Partial<DeliveryKinds>;
}
