import { calendarLabel } from './calendar-address.ts';
import type { Identity } from './identity.ts';
import type { Contact, StoredTenant } from './partner-tenant.ts';
import { type CalendarKey, calendarKeys, type Override, type Shift } from './rota.ts';

/** The people who are on call for a tenant's alerts: the first level is called at once, the second when the first does not answer. */
export interface OnCall {
  first: readonly Identity[];
  second: readonly Identity[];
}

/** Returns the people of these levels, each once. */
export function peopleOf({ first, second }: OnCall, calls: readonly string[]): Identity[] {
  return [...new Set([...(calls.includes('first') ? first : []), ...(calls.includes('second') ? second : [])])];
}

type OnCallOf = Pick<StoredTenant, 'contact' | 'calendars' | 'overrides'>;

/**
 * Returns who is on call at `at` (ISO 8601, UTC): by the calendar, or by the list of the contact while nobody is in the calendar, and by
 * what people overrode. Nobody is for alerts of no tenant of ours.
 *
 *     const { first, second } = onCallAt(tenant, world.clock.now());
 */
export function onCallAt(tenant: OnCallOf | null, at: string): OnCall {
  if (!tenant?.contact) return { first: [], second: [] };
  const first = overridesAt(tenant, at).reduce<readonly Identity[]>(
    (people, { who, instead }) => [
      ...(instead === 'all' ? [] : people.filter((id) => id !== who && !instead.includes(id))),
      who,
    ],
    scheduledAt(tenant, 'onCallCalendar', at),
  );
  return { first, second: scheduledAt(tenant, 'onCall2Calendar', at) };
}

/** Returns who is on call by calendar and list alone. */
function scheduledAt(tenant: OnCallOf, key: CalendarKey, at: string): readonly Identity[] {
  const people = shiftAt(tenant, key, at)?.people ?? [];
  const list = tenant.contact?.[key === 'onCallCalendar' ? 'onCall' : 'onCall2'] ?? [];
  return people.length > 0 ? people : list;
}

/** Returns the shift of a calendar at `at`; null while it has none, or where the contact has no calendar. */
export function shiftAt(tenant: OnCallOf, key: CalendarKey, at: string): Shift | null {
  return shiftsOf(tenant, key).find(({ start, end }) => start <= at && at < end) ?? null;
}

/** Returns the shifts of the calendar that the contact has now; none when it has none, or the calendar was never read. */
export function shiftsOf({ contact, calendars }: OnCallOf, key: CalendarKey): readonly Shift[] {
  const copy = calendars?.[key];
  return contact?.[key] && copy?.of === calendarLabel(contact[key]) ? copy.shifts : [];
}

/** Returns the overrides in force at `at`, in the order in which they were made. */
export function overridesAt({ overrides = [] }: Pick<StoredTenant, 'overrides'>, at: string): readonly Override[] {
  return overrides.filter((one) => one.at <= at && at < one.until);
}

/**
 * Returns the next time after `at` at which other people are of the first level, and who is on call then; null when nothing is known to
 * change.
 */
export function nextOnCall(tenant: OnCallOf, at: string): { at: string; onCall: OnCall } | null {
  const peopleAt = (time: string) => JSON.stringify([...onCallAt(tenant, time).first].toSorted());
  const now = peopleAt(at);
  const next = turnsAfter(tenant, at)
    .toSorted()
    .find((turn) => peopleAt(turn) !== now);
  return next === undefined ? null : { at: next, onCall: onCallAt(tenant, next) };
}

/** Returns the times after `at` at which other people may be on call. */
function turnsAfter(tenant: OnCallOf, at: string): string[] {
  const turns = [
    ...calendarKeys.flatMap((key) => shiftsOf(tenant, key).flatMap(({ start, end }) => [start, end])),
    ...(tenant.overrides ?? []).map(({ until }) => until),
  ];
  return turns.filter((turn) => turn > at);
}

/** Returns whether the same people are of the first level by both, from `at` on and until `until`. */
export function isSameOnCall(before: OnCallOf, after: OnCallOf, at: string, until: string): boolean {
  const peopleAt = (tenant: OnCallOf, time: string) => JSON.stringify([...onCallAt(tenant, time).first].toSorted());
  const turns = [at, ...turnsAfter(before, at), ...turnsAfter(after, at)].filter((turn) => turn < until);
  return turns.every((turn) => peopleAt(before, turn) === peopleAt(after, turn));
}

/** Returns everybody who is or will be on call as far as is known: by the lists of the contact, its calendars, and overrides. */
export function namedOnCall(tenant: OnCallOf): readonly Identity[] {
  const { contact, overrides = [] } = tenant;
  const inCalendars = calendarKeys.flatMap((key) => shiftsOf(tenant, key).flatMap(({ people }) => people));
  return [...new Set([...listedOnCall(contact), ...inCalendars, ...(contact ? overrides.map(({ who }) => who) : [])])];
}

/** Returns everybody in the lists of a contact, of both levels. */
export function listedOnCall(contact: Pick<Contact, 'onCall' | 'onCall2'> | null): readonly Identity[] {
  return [...new Set([...(contact?.onCall ?? []), ...(contact?.onCall2 ?? [])])];
}
