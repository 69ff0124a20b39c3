import dayjs from 'dayjs';
import { adminsNow } from '../../delivery/admin-destinations.ts';
import { enqueue, forgetDelivery, markDropped } from '../../delivery/transitions.ts';
import {
  arrived,
  type Delivery,
  type DeliveryOf,
  deliveryId,
  idInQueue,
  newsRank,
  queueOf,
  reminderRank,
} from '../../domain/delivery/delivery.ts';
import type { StoredFinding } from '../../domain/finding/finding.ts';
import { findingState, triedAgain, withReminder } from '../../domain/finding/reminder-intervals.ts';
import {
  newRound,
  type ReminderRound,
  reminderArrived,
  reminderDropped,
  reminderForgotten,
  reminderRefused,
  reminderSent,
  slotDealt,
  stateOf,
  weeklySent,
} from '../../domain/finding/reminder-round.ts';
import { retention } from '../../domain/retention.ts';
import { slotNow } from '../../domain/time/slots.ts';
import { dateIn, mondayOf } from '../../domain/time/zones.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type Audience, openFor } from '../audience/audience.ts';
import { editReminder, recordFindings } from '../observe/observe.ts';
import { enqueueWeekly, putOffWeekly, weeklyIn } from '../weekly/enqueue-weekly.ts';
import { audiencesDue, decide, isSomebodyDue } from './decide.ts';

/** The most audiences, findings or reminders that one write to the disk takes. */
const batchSize = 200;

/**
 * Reminds each audience of what is due in its slot, and at once of what cannot wait: with at most one message for a slot, whatever
 * happens in between. A slot that passed while the bot was down is made up for within its working hours, and not later.
 */
export async function remind(world: World): Promise<void> {
  const admins = await adminsNow(world);
  // A slot is dealt with once, so without the admins nobody is reminded before the next tick.
  if (admins === null) return;
  if (!(await world.store.read((reader) => isSomebodyDue(reader, admins, world)))) return;
  const due = await world.store.change((tx) => audiencesDue(tx, admins, world));
  for (let from = 0; from < due.length; from += batchSize) {
    const batch = due.slice(from, from + batchSize);
    await Promise.all(batch.map((audience) => world.store.change((tx) => remindOne(tx, audience, world))));
  }
}

/** Reminds one audience of what is due for it, inside the change. */
async function remindOne(tx: Tx, audience: Audience, world: World): Promise<void> {
  const { queue, timezone } = audience;
  const { holidays } = world.settings;
  const now = world.clock.now();
  const today = dateIn(now, timezone);
  const slot = slotNow(now, timezone, holidays);
  const known = (await tx.get('rounds', queue)) ?? newRound(queue, slot?.date ?? '');
  const open = await openFor(tx, audience, now);
  const isPending = stateOf(known) === 'pending';
  // Nobody knows whether this reminder arrived.
  const pending = isPending && known.reminder !== null ? await tx.get('reminders', known.reminder) : null;
  const week = await weeklyIn(tx, audience, mondayOf(slot?.date ?? today));
  const hasWeekly = () => week.due.length > 0 || week.late !== null;
  const situation = { audience, open, hasWeekly, again: pending?.due ?? [], holidays };
  if (isPending) {
    const { slot: left, urgent } = decide({ ...situation, round: known }, now);
    // It tells of all that cannot wait, and no slot is left to be dealt with.
    if (left === null && urgent.every(({ id }) => pending?.items.includes(id))) return;
  }
  const round = isPending ? await withoutPending(tx, known, now) : known;
  if (!round) return;
  const decision = decide({ ...situation, round }, now);
  const dealt = decision.slot ? slotDealt(round, decision.slot.date) : round;
  if (decision.isWeekly) {
    await enqueueWeekly(tx, audience, week, now);
    return tx.put('rounds', weeklySent(dealt, today));
  }
  if (decision.reasons.length === 0) return tx.put('rounds', dealt);
  await putOffWeekly(tx, queue, today, now);
  const rank = decision.urgent.length > 0 ? newsRank : reminderRank;
  const id = await enqueueReminder(tx, audience, { items: ids(open), due: ids(decision.reasons), rank }, now);
  await tx.put('rounds', reminderSent(dealt, id, today));
}

type Reasons = Pick<StoredReminder, 'items' | 'due'> & { rank: number };

async function enqueueReminder(tx: Tx, audience: Audience, what: Reasons, now: string): Promise<string> {
  const { to, role, locale, timezone } = audience;
  const { rank, ...listed } = what;
  const id = `reminder-${await nextNumber(tx, 'reminders')}`;
  await tx.put('reminders', { id, to, role, locale, timezone, at: now, ...listed });
  await enqueue(tx, { about: { kind: 'reminder', reminderId: id }, to, rank }, now);
  return id;
}

function ids(findings: readonly StoredFinding[]): string[] {
  return findings.map(({ id }) => id);
}

/**
 * Returns the round without a pending reminder. A reminder that still waits is given up, since the next one tells all of it. Null
 * while the reminder is being sent, or was at a crash: the outbox finds out first whether it is there.
 */
async function withoutPending(tx: Tx, round: ReminderRound, now: string): Promise<ReminderRound | null> {
  const about = { kind: 'reminder', reminderId: round.reminder ?? '' } as const;
  const delivery = await tx.get('deliveries', idInQueue(about, round.id));
  if (delivery?.state !== 'waiting') return null;
  return roundAfter(tx, round, await markDropped(tx, delivery, now), now);
}

/**
 * Follows the outcome of a reminder's delivery, in the same change. A reminder that arrived counts and is in the history, and the
 * reminder before it says that there is a newer one.
 */
export async function onReminderDelivered(tx: Tx, delivery: DeliveryOf<'reminder'>, now: string): Promise<void> {
  const round = await tx.get('rounds', delivery.queue);
  // A reminder that a personal chat refused can be posted once the person writes to the bot.
  if (round?.reminder !== delivery.about.reminderId || !(round.pending || delivery.state === 'posted')) return;
  await tx.put('rounds', await roundAfter(tx, round, delivery, now));
  if (!arrived(delivery)) return;
  for (const id of round.older) {
    const older = await tx.get('reminders', id);
    if (older) await editReminder(tx, older);
  }
}

/** Returns the round after its reminder was delivered, refused or dropped, and counts the reminder in its findings. */
async function roundAfter(tx: Tx, round: ReminderRound, delivery: Delivery, now: string) {
  const reminder = round.reminder === null ? null : await tx.get('reminders', round.reminder);
  if (reminder && arrived(delivery)) {
    await count(tx, reminder, round.id, withReminder, now);
    await recordSent(tx, reminder, now);
    return reminderArrived(round, dateIn(reminder.at, reminder.timezone));
  }
  // The platform or the bot was down until the reminder's time was over, or all of it was fixed before.
  if (!reminder || delivery.state !== 'refused') return reminderDropped(round);
  await count(tx, reminder, round.id, triedAgain, now);
  return reminderRefused(round, delivery.to.kind === 'person');
}

/** Counts the reminder on the day that it was made for, in each finding that is still open and did not begin again since. */
async function count(tx: Tx, reminder: StoredReminder, queue: string, how: typeof withReminder, now: string) {
  const { items, at, timezone } = reminder;
  for (const id of items) {
    const finding = await tx.get('findings', id);
    if (finding && findingState(finding, now) === 'open' && finding.openedAt <= at)
      await tx.put('findings', how(finding, queue, dateIn(at, timezone)));
  }
}

async function recordSent(tx: Tx, { to, items }: StoredReminder, at: string): Promise<void> {
  const found = await Promise.all(items.map((id) => tx.get('findings', id)));
  const reader = { field: 'told', before: null, after: [to.kind === 'person' ? to.id : to.channel] };
  const entry = { at, by: null, byName: '', deed: 'reminder.sent' } as const;
  const named = found.filter((one) => one !== null);
  await recordFindings(tx, named, entry, (kinds) => [reader, kinds]);
}

/** Forgets findings that are long over, and reminders so old that newer ones took their place or all their findings are over. */
export async function forgetReminders({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now())
    .subtract(retention.reminderDays * 24, 'hour')
    .toISOString();
  const first = { key: '', after: null, limit: 1 };
  const due = await store.read(async (reader) => {
    const [finding] = await reader.scan('findings.closed', first);
    const [reminder] = await reader.scan('reminders.oldest', first);
    return (finding?.closedAt ?? before) < before || (reminder?.at ?? before) < before;
  });
  if (due) await store.change((tx) => forget(tx, before));
}

async function forget(tx: Tx, before: string): Promise<void> {
  const oldest = { key: '', after: null, limit: batchSize };
  for (const { id, closedAt } of await tx.scan('findings.closed', oldest))
    if (closedAt !== null && closedAt < before) await tx.remove('findings', id);
  for (const { id, to, at } of await tx.scan('reminders.oldest', oldest)) {
    if (at >= before) break;
    const round = await tx.get('rounds', queueOf(to));
    if (round?.reminder === id) await tx.put('rounds', reminderForgotten(round));
    await tx.remove('reminders', id);
    await forgetDelivery(tx, deliveryId({ kind: 'reminder', reminderId: id }, to));
  }
}
