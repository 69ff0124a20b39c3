import { adminsNow } from '../../delivery/admin-destinations.ts';
import { dropped, enqueue } from '../../delivery/transitions.ts';
import { newsRank, reminderRank } from '../../domain/delivery/delivery.ts';
import { idInQueue } from '../../domain/delivery/delivery-id.ts';
import type { StoredFinding } from '../../domain/finding/finding.ts';
import {
  newRound,
  type ReminderRound,
  reminderSent,
  slotDealt,
  stateOf,
  weeklySent,
} from '../../domain/finding/reminder-round.ts';
import { mondayOf, slotNow } from '../../domain/time/working-hours.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type Audience, openFor } from '../audience/audience.ts';
import { enqueueWeekly, putOffWeekly, weeklyIn } from '../weekly/enqueue-weekly.ts';
import { decide } from './decide.ts';
import { audiencesDue, isSomebodyDue } from './due-now.ts';
import { roundAfter } from './on-delivered.ts';

/** The most changes that share one write to the disk. Each audience has a change of its own. */
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

async function enqueueReminder(
  tx: Tx,
  { to, role, locale, timezone }: Audience,
  { items, due, rank }: Pick<StoredReminder, 'items' | 'due'> & { rank: number },
  now: string,
): Promise<string> {
  const id = `reminder-${await nextNumber(tx, 'reminders')}`;
  await tx.put('reminders', { id, to, role, locale, timezone, at: now, items, due });
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
  return roundAfter(tx, round, await dropped(tx, delivery, now), now);
}
