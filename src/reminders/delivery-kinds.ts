import type { DeliveryKinds } from '../outbox/kind.ts';
import { deliveredNag } from './delivered-nag.ts';
import { nagEnded } from './nag-ended.ts';
import { type WeeklyLine, weeklyCard } from './weekly.ts';

/** Returns the kinds of delivery that reminders have. `lines` are what other features add to the weekly card. */
export function reminderKinds(lines: readonly WeeklyLine[]) {
  return {
    nag: { card: deliveredNag, settled: nagEnded },
    weekly: { card: (delivery, world) => weeklyCard(delivery, world, lines) },
  } satisfies Partial<DeliveryKinds>;
}
