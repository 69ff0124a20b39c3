/** Reads the calendars that say who is on call, every 15 minutes, and stores their shifts. */
import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueAt } from '../../delivery/transitions.ts';
import { type Destination, newsRank } from '../../domain/delivery/delivery.ts';
import { calendarLabel } from '../../domain/tenant/calendar-address.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type CalendarKey, calendarKeys, type Shift } from '../../domain/tenant/rota.ts';
import type { CalendarRead } from '../../ports/calendars.ts';
import type { StoredCalendar } from '../../ports/collections.ts';
import { ifUnwritable, type Tx } from '../../ports/store.ts';
import { inTime, type World } from '../../ports/world.ts';
import { shiftsIn } from './people-in-calendar.ts';

/** Time (ms) between two readings of a calendar. */
const everyMs = 15 * 60_000;
/** The shifts that are stored: from yesterday on, so many days. A server that is away for a month changes nothing. */
const daysBefore = 1;
const daysAhead = 36;
/** A tick waits so many milliseconds for calendars; what takes longer goes on without it. */
const patienceMs = 500;
/** The most calendars that are read at the same time. */
const maxAtOnce = 4;
/** The most words for unknown people that are remembered for a calendar. */
const maxNotified = 200;

/** A calendar that is to be read. */
interface DueCalendar {
  tenant: StoredTenant;
  field: CalendarKey;
  address: string;
  known: StoredCalendar | null;
}

/**
 * Returns the step of the tick that reads the calendars that are due. One round at a time: a tick does not wait for a slow server. What a round
 * rejects with, a later tick throws.
 */
export function calendarReader(world: World): () => Promise<void> {
  let round: Promise<void> | null = null;
  let failed: { error: unknown } | null = null;
  return async () => {
    const due = round === null ? await dueCalendars(world) : [];
    if (round === null && due.length === 0) return;
    round ??= readAll(due, world)
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

async function readAll(due: readonly DueCalendar[], world: World): Promise<void> {
  for (let first = 0; first < due.length; first += maxAtOnce)
    await Promise.all(due.slice(first, first + maxAtOnce).map((one) => readOne(one, world)));
}

async function dueCalendars({ store, clock }: World): Promise<DueCalendar[]> {
  const now = clock.now();
  return store.read(async (reader) => {
    const tenants = await reader.scan('tenants.calendars', { key: '', after: null });
    const all = tenants.flatMap((tenant) =>
      calendarKeys.flatMap((field) => {
        const address = tenant.contact?.[field];
        return address ? [{ tenant, field, address }] : [];
      }),
    );
    const found = await Promise.all(
      all.map(async (one) => ({ ...one, known: await reader.get('calendars', calendarId(one.tenant, one.field)) })),
    );
    return found
      .map((one) => ({ ...one, known: one.known?.of === calendarLabel(one.address) ? one.known : null }))
      .filter(({ known }) => known === null || known.lookedAt > now || dayjs(now).diff(known.lookedAt) >= everyMs);
  });
}

function calendarId({ id }: Pick<StoredTenant, 'id'>, field: CalendarKey): string {
  return `${id} ${field}`;
}

async function readOne({ tenant, field, address, known }: DueCalendar, world: World): Promise<void> {
  const { contact } = tenant;
  if (!contact) return;
  const today = dayjs(world.clock.now().slice(0, 10));
  const read = await world.calendars.read({
    address,
    from: today.subtract(daysBefore, 'day').toISOString(),
    until: today.add(daysAhead, 'day').toISOString(),
    timezone: contact.timezone,
    version: known?.version ?? null,
  });
  const shifts = read.kind === 'read' ? await shiftsIn(read.events, contact, world) : null;
  const admins = await adminPlaces(world);
  const at = world.clock.now();
  await world.store
    .change((tx) => record(tx, { tenantId: tenant.id, field, address, read, shifts }, { at, admins: admins.usual }))
    .catch(ifUnwritable(() => {}));
}

/** Stores what was read. A contact that has another calendar by now keeps nothing of this one. */
async function record(
  tx: Tx,
  what: { tenantId: string; field: CalendarKey; address: string; read: CalendarRead; shifts: readonly Shift[] | null },
  { at, admins }: { at: string; admins: readonly Destination[] },
): Promise<void> {
  const { tenantId, field, address, read, shifts } = what;
  const tenant = await tx.get('tenants', tenantId);
  if (tenant?.contact?.[field] !== address) return;
  const of = calendarLabel(address);
  const stored = await tx.get('calendars', calendarId(tenant, field));
  const before = stored?.of === of ? stored : null;
  const unknown = [...new Set((shifts ?? []).flatMap((shift) => shift.unknown ?? []))];
  const news = unknown.filter((words) => !before?.notified.includes(words));
  await tx.put('calendars', {
    ...{ id: calendarId(tenant, field), tenantId, field, of, lookedAt: at },
    since: before?.since ?? at,
    at: read.kind === 'failed' ? (before?.at ?? null) : at,
    version: read.kind === 'read' ? read.version : (before?.version ?? null),
    trouble: read.kind === 'failed' ? read.why : null,
    unknownZones: read.kind === 'read' ? read.unknownZones : (before?.unknownZones ?? []),
    notified: [...(before?.notified ?? []), ...news].slice(-maxNotified),
  });
  if (shifts && JSON.stringify(tenant.calendars?.[field]) !== JSON.stringify({ of, shifts }))
    await tx.put('tenants', { ...tenant, calendars: { ...tenant.calendars, [field]: { of, shifts } } });
  if (news.length === 0) return;
  const named = { words: news.slice(0, 10), more: Math.max(0, news.length - 10) };
  const about = { kind: 'calendarPeople', tenantId, field, ...named, at } as const;
  await enqueueAt(tx, { about, rank: newsRank }, admins, at);
}
