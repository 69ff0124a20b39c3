import { adminDestinations } from '../admins.ts';
import { countUp } from '../count-up.ts';
import { type Destination, noticeRank, reminderRank } from '../domain/delivery.ts';
import { byWeight, type StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { isDue, isSnoozed, isUrgent, toldAgain } from '../domain/reminding.ts';
import { dateIn, type Slot, slotNow } from '../domain/slot.ts';
import { owe } from '../owe.ts';
import type { Reader, Round, Tx, World } from '../ports.ts';
import { type Audience, audiencesOf } from './audience.ts';
import { oweWeekly } from './owe-weekly.ts';
import { showAnew } from './show-changed.ts';

/** Findings that one reminder remembers; the rest it counts. */
const most = 100;
const all = 1_000_000;

/**
 * Sends each audience what is due in its slot, and at once what cannot wait: at most one message for a slot, whatever
 * happens in between. A slot that passed while the bot was down is made up for within its working hours, and not later.
 * Returns the queues that have work now.
 */
export async function remind(world: World): Promise<readonly string[]> {
  const admins = await adminDestinations(world);
  const due = await world.store.read(async (reader) => dueNow(reader, admins, await reader.list('tenants'), world));
  const queues: string[] = [];
  for (const queue of due) queues.push(...(await world.store.change((tx) => tell(tx, queue, admins, world))));
  return queues;
}

/** The queues that have something to do now. */
async function dueNow(
  reader: Reader,
  admins: readonly Destination[],
  tenants: readonly StoredTenant[],
  world: World,
): Promise<string[]> {
  const queues: string[] = [];
  const urgent = await reader.scan('findings.critical', { key: '', after: null, limit: all });
  for (const audience of await audiencesOf(reader, admins, tenants, world)) {
    const round = await reader.get('rounds', audience.queue);
    const { slot, now } = timesOf(audience, world);
    const fresh = !round || (slot !== null && slot.date > round.slot);
    if (fresh || urgent.some((finding) => audience.concerns(finding) && isUrgent(finding, audience.queue, now)))
      queues.push(audience.queue);
  }
  return queues;
}

/** Everything about one queue, decided inside the change. */
async function tell(tx: Tx, queue: string, admins: readonly Destination[], world: World): Promise<readonly string[]> {
  const tenants = await tx.list('tenants');
  const audience = (await audiencesOf(tx, admins, tenants, world)).find((one) => one.queue === queue);
  if (!audience) return [];
  const { slot, now, today } = timesOf(audience, world);
  const known = await tx.get('rounds', queue);
  // Who is new gets no slot that was before.
  const round = known ?? { id: queue, slot: slot?.date ?? '', messaged: '', nag: null };
  const fresh = slot !== null && slot.date > round.slot;
  const dealt = fresh ? { ...round, slot: slot.date } : round;
  if (fresh && round.messaged !== today) {
    const weekly = await oweWeekly(tx, audience, slot, now);
    if (weekly) {
      await tx.put('rounds', { ...dealt, messaged: today });
      return weekly;
    }
  }
  const items = await openFor(tx, audience, tenants, now);
  const due = items.filter((item) => isUrgent(item, queue, now) || (fresh && isDue(item, queue, slot)));
  const urgent = due.some((item) => isUrgent(item, queue, now));
  if (due.length === 0 || (!urgent && round.messaged === today)) {
    await tx.put('rounds', dealt);
    return [];
  }
  return send(tx, { audience, items, due: urgent ? allDue(items, queue, today, now) : due, urgent, today, now }, dealt);
}

/** A message that goes out anyway tells of all that this day brings. */
function allDue(items: readonly StoredFinding[], queue: string, today: string, now: string): StoredFinding[] {
  return items.filter((item) => isUrgent(item, queue, now) || isDue(item, queue, { at: now, date: today }));
}

interface Message {
  audience: Audience;
  /** All that is open, the worst first. */
  items: readonly StoredFinding[];
  due: readonly StoredFinding[];
  urgent: boolean;
  today: string;
  now: string;
}

async function send(tx: Tx, message: Message, round: Round): Promise<readonly string[]> {
  const { audience, items, due, urgent, today, now } = message;
  const { to, queue, role, locale, timezone } = audience;
  const id = `nag-${await countUp(tx, 'nags')}`;
  const shown = items.slice(0, most);
  const told = { items: shown.map((item) => item.id), more: items.length - shown.length };
  const nag = { id, to, role, locale, timezone, at: now, ...told, revision: 1 };
  await tx.put('nags', nag);
  for (const item of due) await tx.put('findings', toldAgain(item, queue, today));
  await record(tx, message);
  const rank = urgent ? noticeRank : reminderRank;
  const owed = await owe(tx, { about: { kind: 'nag', nagId: id }, to, rank, want: 1 }, now);
  await tx.put('rounds', { ...round, messaged: today, nag: id });
  // The one before says that there is a newer one.
  return [owed, ...(round.nag === null ? [] : await showAnew(tx, round.nag))];
}

/** One entry for each tenant that it is about. */
async function record(tx: Tx, { audience: { to }, due, now }: Message): Promise<void> {
  const told = to.kind === 'person' ? to.id : to.channel;
  for (const tenantId of new Set(due.map((item) => item.tenantId))) {
    const codes = due.filter((item) => item.tenantId === tenantId).map(({ code }) => code);
    const changes = [
      { field: 'told', before: null, after: [told] },
      { field: 'findings', before: null, after: [...new Set(codes)] },
    ];
    await tx.record({ at: now, by: null, byName: '', deed: 'reminder.sent', tenantId, changes });
  }
}

/** What is open for an audience and not put off, the worst first. */
export async function openFor(
  reader: Reader,
  audience: Audience,
  tenants: readonly StoredTenant[],
  now: string,
): Promise<StoredFinding[]> {
  const found: StoredFinding[] = [];
  for (const { id } of tenants)
    for (const finding of await reader.scan('findings.open', { key: id, after: null, limit: all }))
      if (audience.concerns(finding) && !isSnoozed(finding, now)) found.push(finding);
  return found.toSorted(byWeight);
}

function timesOf(
  { timezone }: Audience,
  { clock, settings }: World,
): { now: string; today: string; slot: Slot | null } {
  const now = clock.now();
  return { now, today: dateIn(now, timezone), slot: slotNow(now, timezone, settings.holidays) };
}
