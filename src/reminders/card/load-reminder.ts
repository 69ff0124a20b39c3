import { queueOf } from '../../domain/delivery/delivery.ts';
import type { StoredFinding } from '../../domain/finding/finding.ts';
import { findingState } from '../../domain/finding/reminder-intervals.ts';
import { namesInFindings } from '../../findings/text.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { othersOpen } from '../audience/audience.ts';

/** A reminder with everything that its card shows. */
export type LoadedReminder = NonNullable<Awaited<ReturnType<typeof loadReminder>>>;

/** Reads everything that the card of a reminder shows; null when the reminder is forgotten. */
export async function loadReminder(
  reader: Reader,
  reminderId: string,
  world: Pick<World, 'clock' | 'defaults' | 'chats'>,
) {
  const reminder = await reader.get('reminders', reminderId);
  if (!reminder) return null;
  const now = world.clock.now();
  const items = await itemsOf(reader, reminder);
  const ids = [...new Set(items.map(({ tenantId }) => tenantId))];
  const known = (await Promise.all(ids.map((id) => reader.get('tenants', id)))).filter((one) => one !== null);
  const round = await reader.get('rounds', queueOf(reminder.to));
  const isNewest = round?.reminder === reminderId;
  const isOver = items.every(({ closedAt }) => closedAt !== null);
  return {
    reminder,
    /** True for the newest reminder of its reader. */
    isNewest,
    /** True for the newest reminder, and for the one before it while the newest is under way: their cards are kept up to date. */
    isKept: isNewest || round?.older.includes(reminderId) === true,
    /** The findings of the reminder as they are now, without those that are forgotten. */
    items,
    /** The items that are to be fixed now. */
    open: items.filter((item) => findingState(item, now) === 'open'),
    /** The number of items that somebody put off. */
    snoozed: items.filter((item) => findingState(item, now) === 'snoozed').length,
    tenants: new Map(known.map((tenant) => [tenant.id, tenant])),
    /** The one tenant that the card is about; null for several. */
    only: known.length === 1 ? (known[0] ?? null) : null,
    names: await namesInFindings(reader, items),
    now,
    /** True when all items are over and something else is open for the reader. */
    others: isOver && (await othersOpen(reader, reminder, world)),
  };
}

/** Returns the findings of a reminder as they are now, without those that are forgotten. */
export async function itemsOf(reader: Reader, { items }: StoredReminder): Promise<StoredFinding[]> {
  const found = await Promise.all(items.map((id) => reader.get('findings', id)));
  return found.filter((item) => item !== null);
}
