/** Reads the calendars that say who is on call, every 15 minutes, and stores their shifts. */
import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type Destination, newsRank } from '../../domain/delivery/delivery.ts';
import { calendarLabel } from '../../domain/tenant/calendar-address.ts';
import { shiftsOf } from '../../domain/tenant/on-call.ts';
import type { Contact, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type CalendarKey, type CalendarTrouble, calendarKeys, type Shift } from '../../domain/tenant/rota.ts';
import { memoize } from '../../domain/text/memoize.ts';
import { sha256 } from '../../domain/text/sha256.ts';
import type { CalendarRead } from '../../ports/calendars.ts';
import type { StoredCalendar } from '../../ports/collections.ts';
import { ifUnwritable, type Tx } from '../../ports/store.ts';
import { inTime, type World } from '../../ports/world.ts';
import { type KnownAddresses, shiftsIn } from './people-in-calendar.ts';

/** Time (ms) between two readings of a calendar. */
const everyMs = 15 * 60_000;
/** The days of shifts that are stored, from yesterday on: a server that is away for a month changes nothing. */
const daysBefore = 1;
const daysAhead = 36;
/** How long (ms) a tick waits for calendars; what takes longer goes on without it. */
const patienceMs = 500;
/** The most calendars that are read at the same time. */
const maxAtOnce = 4;
/** The most words for unknown people that are remembered for a calendar. */
const maxNotified = 200;

/** A calendar that is to be read. */
type DueCalendar = { tenant: StoredTenant; field: CalendarKey; address: string; known: StoredCalendar | null };

/**
 * Returns the step of the tick that reads the calendars that are due. One round at a time: a tick does not wait for a slow server. What a round
 * rejects with, a later tick throws.
 */
export function calendarReader(world: World): () => Promise<void> {
  let round: Promise<void> | null = null;
  let known: { day: string; addresses: KnownAddresses } = { day: '', addresses: new Map() };
  let failed: { error: unknown } | null = null;
  return async () => {
    const due = round === null ? await dueCalendars(world) : [];
    if (round === null && due.length === 0) return;
    const day = world.clock.now().slice(0, 10);
    if (known.day !== day) known = { day, addresses: new Map() };
    round ??= readAll(due, known.addresses, world)
      .catch((error: unknown) => {
        failed = { error };
      })
      .finally(() => {
        round = null;
      });
    await inTime(round, patienceMs, world);
    const thrown = failed;
    failed = null;
    if (thrown) throw thrown.error;
  };
}

async function readAll(due: readonly DueCalendar[], addresses: KnownAddresses, world: World): Promise<void> {
  for (let first = 0; first < due.length; first += maxAtOnce)
    await Promise.all(due.slice(first, first + maxAtOnce).map((one) => readOne(one, addresses, world)));
}

async function dueCalendars({ store, clock }: World): Promise<DueCalendar[]> {
  const now = clock.now();
  return store.read(async (reader) => {
    const due: DueCalendar[] = [];
    for (const tenant of await reader.scan('tenants.calendars', { key: '', after: null }))
      for (const field of calendarKeys) {
        const address = tenant.contact?.[field];
        if (!address) continue;
        const row = await reader.get('calendars', calendarId(tenant, field));
        const known = row?.of === calendarLabel(address) ? row : null;
        const isFresh = known && known.lookedAt <= now && dayjs(now).diff(known.lookedAt) < everyMs;
        if (!isFresh || known.by !== namedBy(tenant.contact)) due.push({ tenant, field, address, known });
      }
    return due;
  });
}

/** Returns what people are found by, besides the calendar: where it changed, an unchanged calendar is read again. */
function namedBy(contact: Contact | null): string {
  const platforms = [...new Set(contact?.channels.map(({ platform }) => platform))];
  return hashed(JSON.stringify([contact?.calendarNames ?? {}, platforms]));
}

const hashed = memoize(200, sha256);

function calendarId({ id }: Pick<StoredTenant, 'id'>, field: CalendarKey): string {
  return `${id} ${field}`;
}

async function readOne({ tenant, field, address, known }: DueCalendar, addresses: KnownAddresses, world: World) {
  const { contact } = tenant;
  if (!contact) return;
  const today = dayjs(world.clock.now().slice(0, 10));
  // Somebody who is unknown may have come to the platform since.
  const hasUnknown = shiftsOf(tenant, field).some(({ unknown }) => unknown !== undefined);
  const by = namedBy(contact);
  const read = await world.calendars.read({
    address,
    from: today.subtract(daysBefore, 'day').toISOString(),
    until: today.add(daysAhead, 'day').toISOString(),
    timezone: contact.timezone,
    version: hasUnknown || known?.by !== by ? null : known.version,
  });
  const shifts = read.kind === 'read' ? await shiftsIn(read.events, contact, addresses, world) : null;
  const result: CalendarResult =
    read.kind !== 'read' ? read : shifts ? { ...read, shifts } : { kind: 'failed', why: 'people' };
  const admins = await adminPlaces(world);
  const at = world.clock.now();
  await world.store
    .change((tx) => record(tx, { tenantId: tenant.id, field, address, by, result }, { at, admins: admins.usual }))
    .catch(ifUnwritable(() => {}));
}

/** What came of reading a calendar, and of asking who its people are. */
type CalendarResult =
  | { kind: 'unchanged' }
  | (Extract<CalendarRead, { kind: 'read' }> & { shifts: readonly Shift[] })
  | { kind: 'failed'; why: CalendarTrouble };

/** Stores what was read. A contact that has another calendar by now keeps nothing of this one. */
async function record(
  tx: Tx,
  what: { tenantId: string; field: CalendarKey; address: string; by: string; result: CalendarResult },
  { at, admins }: { at: string; admins: readonly Destination[] },
): Promise<void> {
  const { tenantId, field, address, by, result } = what;
  const tenant = await tx.get('tenants', tenantId);
  if (tenant?.contact?.[field] !== address) return;
  const of = calendarLabel(address);
  const stored = await tx.get('calendars', calendarId(tenant, field));
  const before = stored?.of === of ? stored : null;
  const shifts = result.kind === 'read' ? result.shifts : null;
  const unknown = [...new Set((shifts ?? []).flatMap((shift) => shift.unknown ?? []))];
  const news = unknown.filter((words) => !before?.notified.includes(words));
  await tx.put('calendars', {
    ...{ id: calendarId(tenant, field), tenantId, field, of, lookedAt: at },
    since: before?.since ?? at,
    at: result.kind === 'failed' ? (before?.at ?? null) : at,
    version: result.kind === 'read' ? result.version : before?.by === by ? before.version : null,
    by,
    trouble: result.kind === 'failed' ? result.why : null,
    unknownZones: result.kind === 'read' ? result.unknownZones : (before?.unknownZones ?? []),
    notified: [...(before?.notified ?? []), ...news].slice(-maxNotified),
  });
  if (shifts && JSON.stringify(tenant.calendars?.[field]) !== JSON.stringify({ of, shifts }))
    await tx.put('tenants', { ...tenant, calendars: { ...tenant.calendars, [field]: { of, shifts } } });
  if (news.length === 0) return;
  const named = { words: news.slice(0, 10), more: Math.max(0, news.length - 10) };
  const about = { kind: 'calendarPeople', tenantId, field, ...named, at } as const;
  await enqueueFor(tx, { about, rank: newsRank }, admins, at);
}
