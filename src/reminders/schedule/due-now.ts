import { type Destination, queueOf } from '../../domain/delivery/delivery.ts';
import { isAdminless, type StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import { nextSlot, type Slot, slotNow } from '../../domain/finding/working-hours.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { allOfThem, dueId, dueNow, noteNext } from '../../store/due.ts';
import { type Audience, audiencesOf, isUrgentFor } from '../audience/audience.ts';

/**
 * Those for whom there is something to do now. Where that is nobody, it notes when it will be somebody by the passing of time
 * alone: until then, and while no row changes, nobody is looked for.
 */
export async function audiencesDue(tx: Tx, admins: readonly Destination[], world: World): Promise<Audience[]> {
  const now = world.clock.now();
  const urgent = await tx.scan('findings.critical', { key: '', after: null });
  const audiences = await audiencesOf(tx, admins, await tx.list('tenants'), world);
  const due = await dueOf(tx, audiences, urgent, world);
  if (due.length === 0) {
    const at = changeAfter(now, audiences, urgent, world);
    await noteNext(tx, 'reminders', allOfThem, { at, from: now, by: basis(admins, world) });
  }
  return due;
}

/** Whether somebody may be due now. */
export async function isSomebodyDue(reader: Reader, admins: readonly Destination[], world: World): Promise<boolean> {
  const row = await reader.get('due', dueId('reminders', allOfThem));
  const [due] = await dueNow(reader, 'reminders', world.clock.now(), 1);
  return row === null || row.by !== basis(admins, world) || due !== undefined;
}

/** What is no row and decides who is reminded and when. */
function basis(admins: readonly Destination[], { defaults, settings }: World): string {
  return JSON.stringify([admins.map(queueOf), defaults.locale, defaults.timezone, settings.holidays]);
}

async function dueOf(
  reader: Reader,
  audiences: readonly Audience[],
  urgent: readonly StoredFinding[],
  { clock, settings }: World,
): Promise<Audience[]> {
  const now = clock.now();
  const slots = new Map<string, Slot | null>();
  for (const zone of zonesOf(audiences)) slots.set(zone, slotNow(now, zone, settings.holidays));
  // Thousands of places need not be asked about thousands of findings that none of them is told at once.
  const forOthers = urgent.filter(isAdminless);
  const due: Audience[] = [];
  for (const audience of audiences) {
    const round = await reader.get('rounds', audience.queue);
    const slot = slots.get(audience.timezone) ?? null;
    const fresh = !round || (slot !== null && slot.date > round.slot);
    const some = audience.role === 'admin' ? urgent : forOthers;
    if (fresh || some.some((finding) => isUrgentFor(audience, finding, now))) due.push(audience);
  }
  return due;
}

/** The next nine o'clock of anybody, or the end of a snooze or of an hour of grace before it. */
function changeAfter(
  now: string,
  audiences: readonly Audience[],
  urgent: readonly StoredFinding[],
  { settings }: World,
): string {
  const slots = zonesOf(audiences).map((zone) => nextSlot(now, zone, settings.holidays).at);
  const snoozes = urgent.flatMap((finding) => (isSnoozed(finding, now) ? (finding.snooze?.until ?? []) : []));
  const quiet = urgent.flatMap(({ quietUntil }) => (quietUntil && quietUntil > now ? quietUntil : []));
  return [...slots, ...snoozes, ...quiet].toSorted()[0] ?? now;
}

function zonesOf(audiences: readonly Audience[]): string[] {
  return [...new Set(audiences.map(({ timezone }) => timezone))];
}
