import { adminsNow } from '../../delivery/admin-destinations.ts';
import { dropped, enqueue } from '../../delivery/transitions.ts';
import { noticeRank, reminderRank } from '../../domain/delivery/delivery.ts';
import { idInQueue } from '../../domain/delivery/delivery-id.ts';
import type { StoredFinding } from '../../domain/finding/finding.ts';
import { isDue } from '../../domain/finding/reminder-intervals.ts';
import {
  newRound,
  type ReminderRound,
  reminderSent,
  slotDealt,
  stateOf,
  weeklySent,
} from '../../domain/finding/reminder-round.ts';
import { slotNow } from '../../domain/finding/working-hours.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Nag } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type Audience, calmUntil, isUrgentFor } from '../audience/audience.ts';
import { openFor } from '../audience/open-for.ts';
import { enqueueWeekly, putOffWeekly } from '../weekly/enqueue-weekly.ts';
import { audiencesDue, isSomebodyDue } from './due-now.ts';
import { roundAfter } from './on-delivered.ts';

/** As many as share one write to the disk: each is a change of its own. */
const together = 200;

/**
 * Sends each audience what is due in its slot, and at once what cannot wait: at most one message for a slot, whatever
 * happens in between. A slot that passed while the bot was down is made up for within its working hours, and not later.
 */
export async function remind(world: World): Promise<void> {
  const admins = await adminsNow(world);
  // Better at the next tick than half of it now: a slot is dealt with once.
  if (admins === null) return;
  if (!(await world.store.read((reader) => isSomebodyDue(reader, admins, world)))) return;
  const due = await world.store.change((tx) => audiencesDue(tx, admins, world));
  for (let from = 0; from < due.length; from += together) {
    const changes = due
      .slice(from, from + together)
      .map((audience) => world.store.change((tx) => tell(tx, audience, world)));
    await Promise.all(changes);
  }
}

/** Everything about one queue, decided inside the change. */
async function tell(tx: Tx, audience: Audience, world: World): Promise<void> {
  const { queue, timezone } = audience;
  const now = world.clock.now();
  const today = dateIn(now, timezone);
  const slot = slotNow(now, timezone, world.settings.holidays);
  const known = (await tx.get('rounds', queue)) ?? newRound(queue, slot?.date ?? '');
  const fresh = slot !== null && slot.date > known.slot ? slot : null;
  const items = await openFor(tx, audience, now);
  const urgent = items.filter((item) => isUrgentFor(audience, item, now));
  if (stateOf(known) === 'pending' && !fresh && (await tellsOf(tx, known, urgent))) return;
  const givenUp = await dueInPending(tx, known);
  const round = await quietRound(tx, known, now);
  if (!round) return;
  const dealt = fresh ? slotDealt(round, fresh.date) : round;
  const open = fresh !== null && round.messaged !== today;
  const calm = calmUntil(audience, items, round);
  const mayRemind = open && fresh.date >= calm;
  const due = items.filter((item) => givenUp.includes(item.id) || (mayRemind && isDue(item, queue, fresh)));
  if (open && urgent.length === 0 && due.every(({ told }) => told[queue] !== undefined)) {
    // What is new is told first: then the digest comes in the next slot.
    if (await enqueueWeekly(tx, audience, fresh, now)) return tx.put('rounds', weeklySent(dealt, today));
  }
  if (due.length + urgent.length === 0) return tx.put('rounds', dealt);
  const message = {
    audience,
    items,
    due: items.filter((item) => urgent.includes(item) || due.includes(item)),
    urgent: urgent.length > 0,
    today,
    now,
  };
  await putOffWeekly(tx, queue, today, now);
  await tx.put('rounds', await enqueueReminder(tx, message, dealt));
}

/** What the reminder that is under way was made for: where it is given up, the next one is made for it too. */
async function dueInPending(tx: Tx, round: ReminderRound): Promise<readonly string[]> {
  const isPending = stateOf(round) === 'pending' && round.nag !== null;
  return isPending ? ((await tx.get('nags', round.nag ?? ''))?.due ?? []) : [];
}

/** Whether the reminder that is under way has all of them. */
async function tellsOf(tx: Tx, { nag }: ReminderRound, findings: readonly StoredFinding[]): Promise<boolean> {
  const known = new Set(nag === null ? [] : (await tx.get('nags', nag))?.items);
  return findings.every(({ id }) => known.has(id));
}

/** A reminder that is to be sent to one audience. `today` is the date there; `now` is ISO 8601. */
export interface Message {
  audience: Audience;
  /** All that is open, the worst first. */
  items: readonly StoredFinding[];
  /** Those of it for which the message is sent. */
  due: readonly StoredFinding[];
  urgent: boolean;
  today: string;
  now: string;
}

/** Enqueues one reminder: what it tells counts once it arrived. Returns the round with it. */
export async function enqueueReminder(tx: Tx, message: Message, round: ReminderRound): Promise<ReminderRound> {
  const { audience, items, due, urgent, today, now } = message;
  const { to, role, locale, timezone } = audience;
  const id = `nag-${await nextNumber(tx, 'nags')}`;
  const nag: Nag = { id, to, role, locale, timezone, at: now, items: ids(items), due: ids(due) };
  await tx.put('nags', nag);
  const rank = urgent ? noticeRank : reminderRank;
  await enqueue(tx, { about: { kind: 'nag', nagId: id }, to, rank }, now);
  return reminderSent(round, id, today);
}

function ids(findings: readonly StoredFinding[]): string[] {
  return findings.map(({ id }) => id);
}

/**
 * The round, when nothing is under way to it. Null while its last reminder is being sent, or was at a crash: the outbox
 * finds out first whether it is there. One that still waits is given up, since the next one tells all of it.
 */
export async function quietRound(tx: Tx, round: ReminderRound, now: string): Promise<ReminderRound | null> {
  if (stateOf(round) !== 'pending') return round;
  const about = { kind: 'nag', nagId: round.nag ?? '' } as const;
  const delivery = await tx.get('deliveries', idInQueue(about, round.id));
  if (delivery?.state !== 'waiting') return null;
  return roundAfter(tx, round, await dropped(tx, delivery, now), now);
}
