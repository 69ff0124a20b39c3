/** Finds out whom the events of a calendar mean. */
import { z } from 'zod';
import { type Channel, type Identity, platformOf } from '../../domain/tenant/identity.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import type { Shift } from '../../domain/tenant/rota.ts';
import { fold, shortName } from '../../domain/text/words.ts';
import type { CalendarEvent } from '../../ports/calendars.ts';
import type { World } from '../../ports/world.ts';
import { type FoundByEmail, membersByEmail } from './calendar-names.ts';

/** The most e-mail addresses of one calendar that the platforms are asked about, and the most shifts that are stored. */
const maxLookups = 200;
const maxShifts = 400;

/** The people of an event, and the words for those whom nobody knows. */
interface Meant {
  people: readonly Identity[];
  unknown: readonly string[];
}

/** The people who were found by their addresses, so that a reading that failed in the middle does not ask about them again. */
export type KnownAddresses = Map<string, FoundByEmail>;

/**
 * Returns the shifts of a calendar, in order. Where there are more than are stored, the later ones follow at a later reading. Null where
 * a platform did not say who somebody is: nobody may be taken off call for that.
 */
export async function shiftsIn(
  events: readonly CalendarEvent[],
  contact: Contact,
  known: KnownAddresses,
  world: World,
): Promise<Shift[] | null> {
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

/** Returns the people whose e-mail addresses stand in a summary, as some products write them; null where none does. */
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

function meantBy(
  { attendees, summary }: CalendarEvent,
  byMail: ReadonlyMap<string, Identity | null>,
  names: CalendarNames,
): Meant {
  if (attendees !== null) {
    const found = attendees.map(({ email, name }) => {
      const id = byMail.get(email);
      return id ? { people: [id], unknown: [] } : namedIn(name || email, { names, address: email });
    });
    return { people: found.flatMap(({ people }) => people), unknown: found.flatMap(({ unknown }) => unknown) };
  }
  return namedIn(summary, { names });
}

/** Returns the people whose names stand in a text, or whose name is the address; the text itself where there are none. */
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

/** Returns shifts that do not overlap: whoever is in several events at once is on call with the people of all of them. */
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
