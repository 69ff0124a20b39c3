/** Reads the calendars that say who is on call, every 15 minutes, and stores their shifts. */
import dayjs from 'dayjs';
import { z } from 'zod';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type Destination, newsRank } from '../../domain/delivery/delivery.ts';
import { calendarLabel } from '../../domain/tenant/calendar-address.ts';
import { type Channel, type Identity, platformOf } from '../../domain/tenant/identity.ts';
import { shiftsOf } from '../../domain/tenant/on-call.ts';
import type { Contact, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type CalendarKey, type CalendarTrouble, calendarKeys, type Shift } from '../../domain/tenant/rota.ts';
import { memoize } from '../../domain/text/memoize.ts';
import { sha256 } from '../../domain/text/sha256.ts';
import { fold, shortName } from '../../domain/text/words.ts';
import type { StoredCalendar } from '../../ports/collections.ts';
import { ifUnwritable, type Tx } from '../../ports/store.ts';
import { type CalendarEvent, type CalendarRead, inTime, type World } from '../../ports/world.ts';
import { type FoundByEmail, membersByEmail } from './calendar-names.ts';

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

/** A calendar that is to be read. `by` is what its people are found by. */
type DueCalendar = Pick<ReadOutcome, 'field' | 'address' | 'by'> & {
  tenant: StoredTenant;
  contact: Contact;
  known: StoredCalendar | null;
};

/**
 * Returns the step of the tick that reads the calendars that are due. One round at a time: a tick does not wait for a slow server.
 */
export function calendarReader(world: World): () => Promise<void> {
  let round: Promise<void> | null = null;
  let known: { day: string; addresses: KnownAddresses } = { day: '', addresses: new Map() };
  return async () => {
    const due = round === null ? await dueCalendars(world) : [];
    if (round === null && due.length === 0) return;
    const day = world.clock.now().slice(0, 10);
    if (known.day !== day) known = { day, addresses: new Map() };
    round ??= readAll(due, known.addresses, world).finally(() => {
      round = null;
    });
    await inTime(round, patienceMs, world);
  };
}

/** Reads calendars, a few at a time. Never rejects: whatever becomes of one, the others are read. */
async function readAll(due: readonly DueCalendar[], addresses: KnownAddresses, world: World): Promise<void> {
  const read = (one: DueCalendar) =>
    readOne(one, addresses, world).catch((error: unknown) => world.onBug(error, 'calendar'));
  for (let first = 0; first < due.length; first += maxAtOnce)
    await Promise.all(due.slice(first, first + maxAtOnce).map(read));
}

async function dueCalendars({ store, clock }: World): Promise<DueCalendar[]> {
  const now = clock.now();
  return store.read(async (reader) => {
    const due: DueCalendar[] = [];
    for (const tenant of await reader.scan('tenants.calendars', { key: '', after: null }))
      for (const field of calendarKeys) {
        const { contact } = tenant;
        const address = contact?.[field];
        if (!contact || !address) continue;
        const by = namedBy(contact);
        const row = await reader.get('calendars', calendarId(tenant, field));
        const known = row?.of === calendarLabel(address) ? row : null;
        const isFresh = known && known.lookedAt <= now && dayjs(now).diff(known.lookedAt) < everyMs;
        if (!isFresh || known.by !== by) due.push({ tenant, contact, by, field, address, known });
      }
    return due;
  });
}

/** Returns what people are found by, in addition to the calendar: when it changes, an unchanged calendar is parsed again. */
function namedBy({ channels, calendarNames = {} }: Contact): string {
  const platforms = [...new Set(channels.map(({ platform }) => platform))];
  return hashed(JSON.stringify([calendarNames, platforms]));
}

const hashed = memoize(200, sha256);

function calendarId({ id }: Pick<StoredTenant, 'id'>, field: CalendarKey): string {
  return `${id} ${field}`;
}

async function readOne(due: DueCalendar, addresses: KnownAddresses, world: World): Promise<void> {
  const { tenant, field, address, by } = due;
  const result = await resultOf(due, addresses, world).catch((error: unknown) => {
    world.onBug(error, 'calendar');
    return { kind: 'failed', why: 'bug' } as const;
  });
  const admins = await adminPlaces(world);
  const at = world.clock.now();
  await world.store
    .change((tx) => record(tx, { tenantId: tenant.id, field, address, by, result }, { at, admins: admins.usual }))
    .catch(ifUnwritable(() => {}));
}

/** Reads a calendar, and asks the platforms who its people are. */
async function resultOf(due: DueCalendar, addresses: KnownAddresses, world: World): Promise<CalendarResult> {
  const { tenant, contact, field, address, by, known } = due;
  const today = dayjs(world.clock.now().slice(0, 10));
  // Somebody who is unknown may have come to the platform since.
  const hasUnknown = shiftsOf(tenant, field).some(({ unknown }) => unknown !== undefined);
  const read = await world.calendars.read({
    address,
    from: today.subtract(daysBefore, 'day').toISOString(),
    until: today.add(daysAhead, 'day').toISOString(),
    timezone: contact.timezone,
    version: hasUnknown || known?.by !== by ? null : known.version,
  });
  if (read.kind !== 'read') return read;
  const shifts = await shiftsIn(read.events, contact, addresses, world);
  return shifts ? { ...read, shifts } : { kind: 'failed', why: 'people' };
}

/** The outcome of reading a calendar, and of asking who its people are. */
type CalendarResult =
  | { kind: 'unchanged' }
  | (Extract<CalendarRead, { kind: 'read' }> & { shifts: readonly Shift[] })
  | { kind: 'failed'; why: CalendarTrouble };

type ReadOutcome = { tenantId: string; field: CalendarKey; address: string; by: string; result: CalendarResult };

/** Stores what was read, unless the contact has another calendar by now. */
async function record(tx: Tx, what: ReadOutcome, { at, admins }: { at: string; admins: readonly Destination[] }) {
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

/* Finds out whom the events of a calendar mean. */

/** The most e-mail addresses of one calendar that the platforms are asked about, and the most shifts that are stored. */
const maxLookups = 200;
const maxShifts = 400;

/** The people of an event, and the words for those whom nobody knows. */
type Meant = { people: readonly Identity[]; unknown: readonly string[] };

/** The people who were found by their addresses, so that a reading that failed in the middle does not ask about them again. */
type KnownAddresses = Map<string, FoundByEmail>;

/**
 * Returns the shifts of a calendar, in order. Where there are more than are stored, the later ones follow at a later reading. Null when
 * a platform did not say who somebody is: nobody may be taken off call for that.
 */
async function shiftsIn(events: readonly CalendarEvent[], contact: Contact, known: KnownAddresses, world: World) {
  const byMail = new Map<string, Identity | null>();
  const invited = events.map((event) => ({ ...event, attendees: event.attendees ?? addressedIn(event.summary) }));
  for (const { email } of invited.flatMap(({ attendees }) => attendees ?? [])) {
    if (byMail.has(email)) continue;
    const found = known.get(email) ?? (byMail.size < maxLookups ? await membersByEmail(email, world) : nobody);
    const id = nearest(found, contact.channels);
    if (id === 'silent') return null;
    if (id !== null && found.silent.length === 0) known.set(email, found);
    byMail.set(email, id);
  }
  const names = Object.entries(contact.calendarNames ?? {});
  const meant = invited.map((event) => ({ ...event, ...meantBy(event, byMail, names) }));
  return joined(meant).slice(0, maxShifts);
}

/** Returns the people whose e-mail addresses stand in a summary, as some products write them; null when none does. */
function addressedIn(summary: string): CalendarEvent['attendees'] {
  const words = summary.split(/[\s,;:|<>()[\]"“”«»]+/).map((word) => word.replace(/^['’]|[.'’!?]$/g, ''));
  const mails = words.filter((word) => z.email().safeParse(word).success);
  return mails.length === 0 ? null : mails.map((email) => ({ email: email.toLowerCase(), name: '' }));
}

const nobody: FoundByEmail = { members: [], silent: [] };

/**
 * Returns the identity of a person that is mentioned: the one on the platform of the first channel where they have one. `silent` where a
 * platform that comes before did not answer; null for nobody.
 */
function nearest({ members, silent }: FoundByEmail, channels: readonly Channel[]): Identity | 'silent' | null {
  for (const { platform } of channels) {
    const own = members.find((id) => platformOf(id) === platform);
    if (own !== undefined) return own;
    if (silent.includes(platform)) return 'silent';
  }
  return members[0] ?? null;
}

type CalendarNames = readonly (readonly [string, Identity])[];

function meantBy(event: CalendarEvent, byMail: ReadonlyMap<string, Identity | null>, names: CalendarNames): Meant {
  const { attendees, summary } = event;
  if (attendees !== null) {
    const found = attendees.map(({ email, name }) => {
      const id = byMail.get(email);
      return id ? { people: [id], unknown: [] } : namedIn(name || email, { names, address: email });
    });
    return { people: found.flatMap(({ people }) => people), unknown: found.flatMap(({ unknown }) => unknown) };
  }
  return namedIn(summary, { names });
}

/** Returns the people whose names stand in a text, or whose name is the address; the text itself when there are none. */
function namedIn(text: string, { names, address }: { names: CalendarNames; address?: string }): Meant {
  let left = ` ${normalized(text)} `;
  const people: Identity[] = [];
  const worded = names.map(([name, id]) => ({ name: normalized(name), id }));
  // The longest name first: a name inside a longer one that stands there is not meant.
  for (const { name, id } of worded.toSorted((a, b) => b.name.length - a.name.length)) {
    const isNamed = name !== '' && left.includes(` ${name} `);
    if (isNamed) left = left.replaceAll(` ${name} `, ' | ');
    if (isNamed || (address !== undefined && name === normalized(address))) people.push(id);
  }
  return { people, unknown: people.length > 0 || text === '' ? [] : [shortName(text, 80)] };
}

/** Returns the words of a text, folded, between single blanks, so that a name is found as whole words alone. */
function normalized(text: string): string {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Returns shifts that do not overlap: during simultaneous events, the people of all of them are on call together. */
function joined(events: readonly (Meant & Pick<CalendarEvent, 'start' | 'end'>)[]): Shift[] {
  const turns = [...new Set(events.flatMap(({ start, end }) => [start, end]))].toSorted();
  const byStart = events.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const shifts: Shift[] = [];
  let open: typeof byStart = [];
  let next = 0;
  for (const [index, start] of turns.entries()) {
    const end = turns[index + 1];
    for (let one = byStart[next]; one && one.start <= start; one = byStart[next]) {
      open.push(one);
      next += 1;
    }
    open = open.filter((one) => one.end > start);
    if (end === undefined || open.length === 0) continue;
    const people = [...new Set(open.flatMap((one) => one.people))];
    const unknown = [...new Set(open.flatMap((one) => one.unknown))];
    const shift: Shift = { start, end, people, ...(unknown.length > 0 ? { unknown } : {}) };
    const last = shifts.at(-1);
    const isSame = JSON.stringify([last?.people, last?.unknown]) === JSON.stringify([people, shift.unknown]);
    if (last?.end === start && isSame) shifts[shifts.length - 1] = { ...last, end };
    else shifts.push(shift);
    if (shifts.length > maxShifts) break;
  }
  return shifts;
}
