import { type Destination, queueOf } from '../domain/delivery.ts';
import { isAdminless, type StoredFinding } from '../domain/finding.ts';
import { isSnoozed } from '../domain/reminding.ts';
import { nextSlot, type Slot, slotNow } from '../domain/slot.ts';
import type { Reader, World } from '../ports.ts';
import { isWithin, type Span, whileSame } from '../while-same.ts';
import { type Audience, audiencesOf, isUrgentFor } from './audience.ts';

/** When nobody is due, unless a row changes. */
const nobodyDue = whileSame<Span>();

/** Those for whom there is something to do now. */
export async function dueNow(reader: Reader, admins: readonly Destination[], world: World): Promise<Audience[]> {
  const { store, clock, settings, defaults } = world;
  const now = clock.now();
  const tenants = await reader.list('tenants');
  const urgent = await reader.scan('findings.critical', { key: '', after: null });
  const lists = [await reader.list('people'), await reader.list('rounds'), await reader.list('refusing')];
  const by = [tenants, ...lists, ...urgent, defaults, settings.holidays, ...admins.map(queueOf)];
  const span = nobodyDue.get(store, by);
  if (span && isWithin(now, span)) return [];
  const audiences = await audiencesOf(reader, admins, tenants, world);
  const due = await dueOf(reader, audiences, urgent, world);
  if (due.length === 0) nobodyDue.set(store, by, { from: now, until: changeAfter(now, audiences, urgent, world) });
  return due;
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
