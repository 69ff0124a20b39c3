import type { MadeCard } from '../../delivery/kind.ts';
import { type DeliveryOf, newsRank } from '../../domain/delivery/delivery.ts';
import { isCritical } from '../../domain/finding/finding.ts';
import { isInSlotOf } from '../../domain/time/slots.ts';
import { dateIn } from '../../domain/time/zones.ts';
import { messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { type ViewerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { anniversaryOf, type LoadedReminder, loadReminder, olderReminderCard, reminderCard } from './reminder-card.ts';

/**
 * Returns the card of a reminder as things are now. Null for a reminder that was not sent in its working hours, or of whose
 * reasons nothing is left: it is dropped.
 */
export async function deliveredReminderCard(delivery: DeliveryOf<'reminder'>, world: World): Promise<MadeCard | null> {
  const loaded = await world.store.read(async (tx) => {
    const shown = await loadReminder(tx, delivery.about.reminderId, world);
    const revision = (await tx.get('deliveries', delivery.id))?.want ?? delivery.want;
    return shown && { shown, revision };
  });
  if (!loaded) return null;
  const { shown, revision } = loaded;
  const isNew = delivery.message === null;
  const due = shown.open.filter(({ id }) => shown.reminder.due.includes(id));
  if (isNew && !(shown.isNewest && due.length > 0 && mayBeSent(delivery.rank, shown, world))) return null;
  // A channel reads as it did when the reminder was made; of a person the bot may know more by now.
  const { role, to, locale, timezone } = shown.reminder;
  const then: ViewerLocale = { locale, timezone, messages: messages(locale), readDomain: world.readDomain };
  const viewer = role === 'channel' ? then : await viewerLocaleOf(to, world);
  const made = { revision, messages: viewer.messages };
  if (!shown.isKept) return { ...made, card: olderReminderCard(viewer), over: true };
  const isUrgent = isNew && due.some(({ code }) => isCritical(code));
  const shownCard = reminderCard(viewer, shown, await anniversaryOf(shown, world));
  return { ...made, card: shownCard, mentionsAdmins: isUrgent && role === 'admin' };
}

/**
 * Returns true in the working hours of the day that the reminder was made for, and at any hour of that day for a critical finding.
 * After that day it would not tell of what came meanwhile, so a new reminder is made.
 */
function mayBeSent(rank: number, { reminder, open, now }: LoadedReminder, { settings }: World): boolean {
  const { at, timezone } = reminder;
  const isUrgent = rank === newsRank && open.some(({ code }) => isCritical(code));
  return isUrgent ? dateIn(at, timezone) === dateIn(now, timezone) : isInSlotOf(at, now, timezone, settings.holidays);
}
