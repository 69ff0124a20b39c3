import type { MadeCard } from '../../delivery/kind.ts';
import { type Delivery, type DeliveryOf, noticeRank, queueOf } from '../../domain/delivery/delivery.ts';
import { isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { isInSlotOf } from '../../domain/finding/working-hours.ts';
import { dateIn } from '../../domain/time/zones.ts';
import { words } from '../../messages/words.ts';
import type { Nag } from '../../ports/collections.ts';
import type { World } from '../../ports/world.ts';
import { type ReaderLocale, readerLocaleOf } from '../../request/reader-locale.ts';
import { isStillOpen, loadReminder } from './load-reminder.ts';
import { olderReminderCard, reminderCard } from './reminder-card.ts';

/**
 * The card of a reminder as things are now. Null when nothing is left of what it was made for, or it was not sent in its working hours: what is left over from an earlier slot is dropped.
 */
export async function deliveredReminderCard(delivery: DeliveryOf<'nag'>, world: World): Promise<MadeCard | null> {
  const { about } = delivery;
  const now = world.clock.now();
  const known = await world.store.read(async (reader) => {
    const nag = await reader.get('nags', about.nagId);
    const round = nag && (await reader.get('rounds', queueOf(nag.to)));
    const newest = round?.nag === nag?.id;
    const kept = newest || round?.older.includes(about.nagId) === true;
    const revision = (await reader.get('deliveries', delivery.id))?.want ?? delivery.want;
    return nag && { nag, newest, kept, revision, shown: await loadReminder(reader, nag, null, world) };
  });
  if (!known) return null;
  const { nag, newest, kept, revision, shown } = known;
  const open = shown.items.filter((item) => isStillOpen(item, now));
  const pointless = !newest || !open.some(({ id }) => nag.due.includes(id)) || !mayGo(delivery, nag, open, world);
  if (delivery.message === null && pointless) return null;
  const voice = await voiceOfNag(nag, world);
  const said = { revision, words: voice.words };
  const calls = delivery.message === null && open.some(({ id, code }) => isCritical(code) && nag.due.includes(id));
  return kept
    ? { ...said, card: reminderCard(voice, shown), callsAdmins: calls && nag.role === 'admin' }
    : { ...said, card: olderReminderCard(voice), over: true };
}

/**
 * On the day it was made for: within the working hours, or at any hour when something in it cannot wait. Later it would
 * not tell of what came meanwhile: what cannot wait is then told anew.
 */
function mayGo(
  { rank }: Pick<Delivery, 'rank'>,
  { at, timezone }: Nag,
  open: readonly StoredFinding[],
  { clock, settings }: World,
): boolean {
  const now = clock.now();
  const urgent = rank === noticeRank && open.some(({ code }) => isCritical(code));
  return urgent ? dateIn(at, timezone) === dateIn(now, timezone) : isInSlotOf(at, now, timezone, settings.holidays);
}

/** As a person reads now, who may not have been known when it was made; a channel as the contact was then. */
async function voiceOfNag({ to, role, locale, timezone }: Nag, world: World): Promise<ReaderLocale> {
  return role === 'channel' ? { locale, timezone, words: words(locale) } : readerLocaleOf(to, world);
}
