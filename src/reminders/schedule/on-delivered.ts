import { arrived, type Delivery, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import { findingState, triedAgain, withReminder } from '../../domain/finding/reminder-intervals.ts';
import {
  type ReminderRound,
  reminderArrived,
  reminderDropped,
  reminderRefused,
} from '../../domain/finding/reminder-round.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import { editReminder, recordFindings } from '../observe/changed-findings.ts';

/**
 * Follows the outcome of a reminder's delivery, in the same change. A reminder that arrived counts and is in the history, and the
 * reminder before it says that there is a newer one.
 */
export async function onReminderDelivered(tx: Tx, delivery: DeliveryOf<'reminder'>, now: string): Promise<void> {
  const round = await tx.get('rounds', delivery.queue);
  // A reminder that a person's chat refused arrives after all, once the person speaks to the bot.
  if (round?.reminder !== delivery.about.reminderId || !(round.pending || delivery.state === 'posted')) return;
  await tx.put('rounds', await roundAfter(tx, round, delivery, now));
  if (!arrived(delivery)) return;
  for (const id of round.older) {
    const older = await tx.get('reminders', id);
    if (older) await editReminder(tx, older);
  }
}

/** Returns the round after its reminder ended as this delivery did, and counts the reminder in its findings. */
export async function roundAfter(tx: Tx, round: ReminderRound, delivery: Delivery, now: string) {
  const reminder = round.reminder === null ? null : await tx.get('reminders', round.reminder);
  if (reminder && arrived(delivery)) {
    await count(tx, reminder, round.id, withReminder, now);
    await record(tx, reminder, now);
    return reminderArrived(round, dateIn(reminder.at, reminder.timezone));
  }
  // The platform or the bot was down until the reminder's time was over, or all of it was fixed before.
  if (!reminder || delivery.state !== 'refused') return reminderDropped(round);
  await count(tx, reminder, round.id, triedAgain, now);
  return reminderRefused(round, delivery.to.kind === 'person');
}

/** Counts the reminder on the day that it was made for, in each finding that is still open and did not begin anew since. */
async function count(tx: Tx, reminder: StoredReminder, queue: string, how: typeof withReminder, now: string) {
  const { items, at, timezone } = reminder;
  for (const id of items) {
    const finding = await tx.get('findings', id);
    if (finding && findingState(finding, now) === 'open' && finding.openedAt <= at)
      await tx.put('findings', how(finding, queue, dateIn(at, timezone)));
  }
}

async function record(tx: Tx, { to, items }: StoredReminder, at: string): Promise<void> {
  const found = await Promise.all(items.map((id) => tx.get('findings', id)));
  const reader = { field: 'told', before: null, after: [to.kind === 'person' ? to.id : to.channel] };
  const entry = { at, by: null, byName: '', deed: 'reminder.sent' } as const;
  const named = found.filter((one) => one !== null);
  await recordFindings(tx, named, entry, (kinds) => [reader, kinds]);
}
