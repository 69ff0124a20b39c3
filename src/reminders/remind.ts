import { adminsNow } from '../admins.ts';
import type { Round } from '../collections.ts';
import { dateIn } from '../domain/date-in.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { isDue } from '../domain/reminding.ts';
import { slotNow } from '../domain/slot.ts';
import type { Tx, World } from '../ports.ts';
import { type Audience, calmUntil, isUrgentFor } from './audience.ts';
import { audiencesDue, isSomebodyDue } from './due-now.ts';
import { openFor } from './open-for.ts';
import { oweNag } from './owe-nag.ts';
import { oweWeekly, putOffWeekly } from './owe-weekly.ts';
import { quietRound } from './quiet-round.ts';

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
  if (!(await world.store.read((reader) => isSomebodyDue(reader, admins, world)))) return [];
  const due = await world.store.change((tx) => audiencesDue(tx, admins, world));
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
  // Who is new gets no slot that was before.
  const first: Round = { id: queue, slot: slot?.date ?? '', messaged: '', nag: null, older: [] };
  const known = (await tx.get('rounds', queue)) ?? first;
  const fresh = slot !== null && slot.date > known.slot ? slot : null;
  const items = await openFor(tx, audience, now);
  const urgent = items.filter((item) => isUrgentFor(audience, item, now));
  if (known.pending && !fresh && (await tellsOf(tx, known, urgent))) return [];
  const givenUp = await dueInPending(tx, known);
  const round = await quietRound(tx, known, now);
  if (!round) return [];
  const dealt = fresh ? { ...round, slot: fresh.date } : round;
  const open = fresh !== null && round.messaged !== today;
  const calm = calmUntil(audience, items, round);
  const mayRemind = open && fresh.date >= calm;
  const due = items.filter((item) => givenUp.includes(item.id) || (mayRemind && isDue(item, queue, fresh)));
  if (open && urgent.length === 0 && due.every(({ told }) => told[queue] !== undefined)) {
    // What is new is told first: then the digest comes in the next slot.
    const weekly = await oweWeekly(tx, audience, fresh, now);
    if (weekly) return written(tx, { ...dealt, messaged: today }, [weekly]);
  }
  if (due.length + urgent.length === 0) return written(tx, dealt, []);
  const message = {
    audience,
    items,
    due: items.filter((item) => urgent.includes(item) || due.includes(item)),
    urgent: urgent.length > 0,
    today,
    now,
  };
  await putOffWeekly(tx, queue, today, now);
  const owed = await oweNag(tx, message, dealt);
  return written(tx, owed.round, [owed.queue]);
}

/** What the reminder that is under way was made for: where it is given up, the next one is made for it too. */
async function dueInPending(tx: Tx, { nag, pending }: Round): Promise<readonly string[]> {
  return pending && nag !== null ? ((await tx.get('nags', nag))?.due ?? []) : [];
}

/** Whether the reminder that is under way has all of them. */
async function tellsOf(tx: Tx, { nag }: Round, findings: readonly StoredFinding[]): Promise<boolean> {
  const known = new Set(nag === null ? [] : (await tx.get('nags', nag))?.items);
  return findings.every(({ id }) => known.has(id));
}

async function written(tx: Tx, round: Round, queues: readonly string[]): Promise<readonly string[]> {
  await tx.put('rounds', round);
  return queues;
}
