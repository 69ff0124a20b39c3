import { adminsNow } from '../admins.ts';
import type { Round } from '../collections.ts';
import { dateIn } from '../domain/date-in.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { isDue } from '../domain/reminding.ts';
import { slotNow } from '../domain/slot.ts';
import type { Tx, World } from '../ports.ts';
import { type Audience, isUrgentFor } from './audience.ts';
import { dueNow } from './due-now.ts';
import { afterLastNag } from './last-nag.ts';
import { openFor } from './open-for.ts';
import { oweNag } from './owe-nag.ts';
import { oweWeekly } from './owe-weekly.ts';

/** As many as share one write to the disk: each is a change of its own. */
const together = 200;

/**
 * Sends each audience what is due in its slot, and at once what cannot wait: at most one message for a slot, whatever
 * happens in between. A slot that passed while the bot was down is made up for within its working hours, and not later.
 * Returns the queues that have work now.
 */
export async function remind(world: World): Promise<readonly string[]> {
  const admins = await adminsNow(world);
  // Better at the next tick than half of it now: a slot is dealt with once.
  if (admins === null) return [];
  const due = await world.store.read((reader) => dueNow(reader, admins, world));
  const queues: string[] = [];
  for (let from = 0; from < due.length; from += together) {
    const changes = due
      .slice(from, from + together)
      .map((audience) => world.store.change((tx) => tell(tx, audience, world)));
    queues.push(...(await Promise.all(changes)).flat());
  }
  return queues;
}

/** Everything about one queue, decided inside the change. */
async function tell(tx: Tx, audience: Audience, world: World): Promise<readonly string[]> {
  const { queue, timezone } = audience;
  const now = world.clock.now();
  const today = dateIn(now, timezone);
  const slot = slotNow(now, timezone, world.settings.holidays);
  const known = await tx.get('rounds', queue);
  // Who is new gets no slot that was before.
  const first: Round = { id: queue, slot: slot?.date ?? '', messaged: '', nag: null, older: [] };
  const round = await afterLastNag(tx, known ?? first);
  if (!round) return [];
  const fresh = slot !== null && slot.date > round.slot ? slot : null;
  const dealt = fresh ? { ...round, slot: fresh.date } : round;
  const items = await openFor(tx, audience, now);
  const urgent = items.some((item) => isUrgentFor(audience, item, now));
  const open = fresh !== null && round.messaged !== today;
  const due = open ? items.filter((item) => isDue(item, queue, fresh)) : [];
  if (open && !urgent && due.every(({ told }) => told[queue] !== undefined)) {
    // What is new is told first: then the digest comes in the next slot.
    const weekly = await oweWeekly(tx, audience, fresh, now);
    if (weekly) return written(tx, { ...dealt, messaged: today }, [weekly]);
  }
  if (due.length === 0 && !urgent) return written(tx, dealt, []);
  const told = { audience, items, due: allDue(items, audience, today, now), urgent, today, now };
  const owed = await oweNag(tx, told, dealt);
  return written(tx, owed.round, owed.queues);
}

async function written(tx: Tx, round: Round, queues: readonly string[]): Promise<readonly string[]> {
  await tx.put('rounds', round);
  return queues;
}

/** A message that goes out anyway tells of all that this day brings. */
function allDue(items: readonly StoredFinding[], audience: Audience, today: string, now: string): StoredFinding[] {
  const day = { at: now, date: today };
  return items.filter((item) => isUrgentFor(audience, item, now) || isDue(item, audience.queue, day));
}
