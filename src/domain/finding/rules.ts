import { troubleOf } from '../delivery/refusal-reason.ts';
import { distinct } from '../delivery/routing.ts';
import { isWider } from '../tenant/channel-reach.ts';
import { domainOf, looksPersonal } from '../tenant/contact-fields.ts';
import { channelKey, type Identity } from '../tenant/identity.ts';
import { listedOnCall, namedOnCall, shiftsOf } from '../tenant/on-call.ts';
import { type Contact, isRetired, type StoredTenant, seenAt } from '../tenant/partner-tenant.ts';
import type { CalendarKey, CalendarTrouble } from '../tenant/rota.ts';
import { memoize } from '../text/memoize.ts';
import { byWeight, type Check, type Finding, type FindingCode, type Refusing } from './finding.ts';
import { notOnFileSince, type StoredPortal } from './portal.ts';

const dayMs = 86_400_000;

/** What is known of a calendar. */
interface ReadCalendar {
  field: CalendarKey;
  /** When it was first looked for, and when it was last read in good order (ISO 8601); null for never. */
  since: string;
  at: string | null;
  /** Why it could not be read last; null when it could. */
  trouble: CalendarTrouble | null;
  unknownZones: readonly string[];
}

/** Everything that the rules go by. */
export interface Evidence {
  tenant: StoredTenant;
  /** The facts of the last check; null before the first. */
  check: Check | null;
  /** The tenant's channels whose last delivery was refused permanently, by queue, with the time and the reason. */
  refusing: ReadonlyMap<string, Pick<Refusing, 'at' | 'reason'>>;
  /** When the oldest unanswered alert of the tenant became overdue (ISO 8601); null while none is. */
  overdueSince: string | null;
  /** What Microsoft says of the tenant; null where it is not asked. */
  portal: StoredPortal | null;
  /** The calendars that say who is on call; none of an address that the contact no longer has. */
  calendars: readonly ReadCalendar[];
  now: string;
  /** The number of days for which a confirmation holds. */
  confirmEvery: number;
}

/** A finding, and the time (ISO 8601) at which the passing of time alone will bring it; empty for a finding that is there already. */
type Ruled = { finding: Finding; from: string };

/** The findings of a tenant. */
export interface Judged {
  /** The reasons why the contact of a tenant looks outdated now, the worst first. */
  findings: Finding[];
  /** The time at which the passing of time alone may next begin or end a finding (ISO 8601); null for never. */
  next: string | null;
}

/** Returns the findings of a tenant; none of a retired one. The function is pure: equal evidence gives equal findings. */
export function judge(evidence: Evidence): Judged {
  const { tenant, now } = evidence;
  if (isRetired(tenant)) return { findings: [], next: null };
  const findings: Finding[] = [];
  let next = tenant.contact ? nextAnniversaryTurn(tenant.anniversaryMonth, now) : null;
  for (const { finding, from } of ruled(evidence))
    if (from <= now) findings.push(finding);
    else if (next === null || from < next) next = from;
  return { findings: findings.toSorted(byWeight), next };
}

function ruled(evidence: Evidence): Ruled[] {
  const { tenant, check } = evidence;
  const { contact, revision } = tenant;
  const ofRecord = recordRules.flatMap((rule) => rule(evidence, contact));
  if (contact) return [...ofRecord, ...contactRules.flatMap((rule) => rule(evidence, contact))];
  return [...when(true, 'contactMissing', '', revision.at ?? check?.since ?? null), ...ofRecord];
}

type Rule<C> = (evidence: Evidence, contact: C) => Ruled[];

/** The rules that need no contact. */
const recordRules: readonly Rule<Contact | null>[] = [
  ({ overdueSince }) => when(overdueSince !== null, 'alertOverdue', '', overdueSince),
  ({ tenant }) => when(tenant.complianceAttestedAt === null, 'complianceUnconfirmed', '', tenant.revision.at),
  ({ check }) => when(check?.adminsGone === true, 'someoneLeft', 'admins', check?.at ?? null),
  ({ check }) => when(check?.oneAdmin === true, 'oneAdmin', '', check?.at ?? null),
];

const contactRules: readonly Rule<Contact>[] = [
  emptyFields,
  notOnFile,
  unattested,
  unconfirmed,
  ({ tenant, now }, contact) => due(anniversaryDue(tenant.anniversaryMonth, contact, now), 'anniversary'),
  ({ tenant, now }, { phone24x7At: at }) =>
    due(at === null ? (tenant.revision.at ?? now) : after(at, 365), 'phoneUnattested'),
  mail,
  people,
  channels,
  unproven,
  single,
  onCall,
  calendars,
];

/** A contact needs a channel. A person needs a last name too, since Partner Center's form asks for it. */
function emptyFields({ tenant }: Evidence, { channels, kind, lastName }: Contact): Ruled[] {
  return [
    ...when(channels.length === 0, 'fieldMissing', 'channels', tenant.revision.at),
    ...when(kind === 'person' && lastName === '', 'fieldMissing', 'lastName', tenant.revision.at),
  ];
}

function notOnFile({ portal }: Evidence, { attestedAt }: Contact): Ruled[] {
  const since = notOnFileSince(portal, attestedAt);
  return when(since !== null, 'notOnFile', '', since);
}

/** People have a day to save a change in Partner Center too. */
function unattested({ tenant, now }: Evidence, { attestedAt }: Contact): Ruled[] {
  return attestedAt === null ? due(after(tenant.revision.at, 1) ?? now, 'unattested') : [];
}

function unconfirmed({ tenant, now, confirmEvery }: Evidence): Ruled[] {
  const seen = seenAt(tenant);
  return due(seen === null ? (tenant.revision.at ?? now) : after(seen, confirmEvery), 'unconfirmed');
}

function mail({ tenant, check }: Evidence, contact: Contact): Ruled[] {
  const dead = check?.mail.dead === true && check.email === contact.email;
  const isPersonal = owners(check, contact).length > 0 || looksPersonal(contact.email, contact);
  return [
    ...when(dead, 'mailDead', domainOf(contact.email), check?.mail.noSince ?? null),
    ...when(isPersonal, 'personalEmail', '', tenant.revision.at),
  ];
}

/** Finds the people of the record who left. The contact person is known by the e-mail address alone. */
function people({ tenant, check }: Evidence, contact: Contact): Ruled[] {
  const named = [...namedOnCall(tenant), ...owners(check, contact)];
  const gone = (check?.gone ?? []).filter((id) => named.includes(id));
  return gone.flatMap((id) => when(true, 'someoneLeft', id, check?.at ?? null));
}

function owners(check: Check | null, contact: Contact): readonly Identity[] {
  return check?.email === contact.email ? check.sameAddress : [];
}

function channels({ tenant, check, refusing }: Evidence, contact: Contact): Ruled[] {
  return distinct([...contact.channels, ...tenant.fraudChannels]).flatMap((channel) => {
    const key = channelKey(channel);
    const closed = check?.closed.some((one) => channelKey(one) === key) ?? false;
    const refused = refusing.get(key);
    const readers = check?.readers?.[key];
    const why = check?.why?.[key] ?? (refused ? troubleOf(refused.reason) : undefined);
    return [
      ...when(closed || refused !== undefined, 'channelUnreachable', key, refused?.at ?? check?.at ?? null, why),
      ...when(readers !== undefined && isWider(readers), 'channelOpened', key, check?.at ?? null, readers?.now),
    ];
  });
}

/** Finds channels where nobody answered a drill or an alert for 90 days, or missed the last drill. */
function unproven({ tenant, check }: Evidence, { channels }: Contact): Ruled[] {
  const { provenAt, missedDrillAt } = tenant;
  if (channels.length === 0) return [];
  if (missedDrillAt && missedDrillAt > (provenAt ?? '')) return when(true, 'unproven', 'missed', missedDrillAt);
  const start = provenAt ?? check?.since ?? null;
  return start === null ? [] : due(after(start, 90), 'unproven');
}

function single({ tenant, check }: Evidence, contact: Contact): Ruled[] {
  const [only, ...others] = listedOnCall(contact);
  const alone = others.length === 0 && (only === undefined || owners(check, contact).includes(only));
  return [
    ...when(contact.channels.length === 1, 'singlePoint', 'channel', tenant.revision.at),
    ...when(contact.kind === 'person' && alone, 'singlePoint', 'person', tenant.revision.at),
  ];
}

/** Finds that nobody is on call for the next day: the list is empty, and so is the calendar from the end of its last shift on. */
function onCall({ tenant, now }: Evidence, contact: Contact): Ruled[] {
  if (contact.onCall.length > 0 || !tenant.calendars?.onCallCalendar || !contact.onCallCalendar) return [];
  const until = daysAfter(now, 1);
  const near = shiftsOf(tenant, 'onCallCalendar').filter(
    ({ start, end, people }) => people.length > 0 && end > now && start < until,
  );
  const ends = near.map(({ end }) => end);
  return due(ends.toSorted().at(-1) ?? now, 'nobodyOnCall');
}

function calendars({ calendars }: Evidence): Ruled[] {
  return calendars.flatMap(({ field, since, at, trouble, unknownZones }) => [
    // One that was never read has no copy that counts meanwhile.
    ...due(at === null && trouble !== null ? since : after(at ?? since, 1), 'calendarStale', field, trouble),
    ...unknownZones.flatMap((zone) => when(true, 'calendarZone', zone, at)),
  ]);
}

function after(at: string | null, days: number): string | null {
  return at && daysAfter(at, days);
}

function daysAfter(at: string, days: number): string {
  return new Date(Date.parse(at) + days * dayMs).toISOString();
}

function when(is: boolean, code: FindingCode, subject: string, since: string | null, why?: Finding['why']): Ruled[] {
  return is ? [{ finding: { code, subject, since: since ?? '', ...(why ? { why } : {}) }, from: '' }] : [];
}

/** A finding that begins at that time (ISO 8601); null for never. */
function due(at: string | null, code: FindingCode, subject = '', trouble: CalendarTrouble | null = null): Ruled[] {
  return at === null ? [] : [{ finding: { code, subject, since: at, ...(trouble ? { trouble } : {}) }, from: at }];
}

/**
 * Microsoft reviews a partner each year in the month in which the organisation joined the CSP programme. The bot asks for a look this
 * number of days before that month.
 */
const daysBefore = [60, 30, 7] as const;
/** The days for which a confirmation or an attestation is recent enough for that. */
const freshDays = 30;

/**
 * Returns the time since which the coming anniversary asks for a look: the last of the days 60, 30 and 7 before the month,
 * unless somebody confirmed and attested within the 30 days before that day. Null when there is nothing to do. The month
 * itself still counts, since Microsoft looks then. Days are those of UTC.
 */
function anniversaryDue(month: number | null, contact: Contact, now: string): string | null {
  if (month === null) return null;
  const last = askedBefore(comingStart(month, now)).findLast(({ day }) => day <= now);
  const { confirmedAt, attestedAt } = contact;
  const isFresh = last && [confirmedAt, attestedAt].every((at) => at !== null && at >= last.fresh);
  return last === undefined || isFresh ? null : last.day;
}

/**
 * Returns the time (ISO 8601) at which people are next asked to confirm a contact that somebody confirms at `now`: when the confirmation
 * has lasted `confirmEvery` days, or is too old for the anniversary month.
 */
export function nextConfirmation({ anniversaryMonth: month }: StoredTenant, now: string, confirmEvery: number): string {
  const years = month === null ? [] : [now, daysAfter(now, 365)].map((at) => comingStart(month, at));
  const anniversaries = years.flatMap(askedBefore).filter(({ day, fresh }) => day > now && fresh > now);
  const [next = ''] = [daysAfter(now, confirmEvery), ...anniversaries.map(({ day }) => day)].toSorted();
  return next;
}

/** Returns the time at which `anniversaryDue` may next answer something else by the passing of time alone (ISO 8601); null for never. */
function nextAnniversaryTurn(month: number | null, now: string): string | null {
  if (month === null) return null;
  const start = comingStart(month, now);
  return askedBefore(start).find(({ day }) => day > now)?.day ?? monthAfter(start);
}

/**
 * Returns the days before a month on which the bot asks, each with the earliest time of a confirmation that is fresh then. A check of all
 * tenants asks for at most twelve months.
 */
const askedBefore = memoize(100, (start: string) =>
  daysBefore.map((days) => ({ day: daysAfter(start, -days), fresh: daysAfter(start, -days - freshDays) })),
);

/** Returns the first day of that month, this year's unless it is over. */
function comingStart(month: number, now: string): string {
  const year = Number(now.slice(0, 4));
  const over = Number(now.slice(5, 7)) > month;
  return `${over ? year + 1 : year}-${String(month).padStart(2, '0')}-01T00:00:00.000Z`;
}

function monthAfter(start: string): string {
  return new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)))).toISOString();
}
