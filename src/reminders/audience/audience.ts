import { adminDestinations, wantsBoth } from '../../delivery/admin-destinations.ts';
import { type Destination, queueOf } from '../../domain/delivery/delivery.ts';
import type { FindingCode, StoredFinding } from '../../domain/finding/finding.ts';
import { byWeight, isAdminless, isCritical, isRemindedOf } from '../../domain/finding/finding.ts';
import { isSnoozed, isUnanswered, isUrgent } from '../../domain/finding/reminder-intervals.ts';
import type { ReminderRound } from '../../domain/finding/reminder-round.ts';
import { channelKey, platformOf } from '../../domain/tenant/identity.ts';
import { activeAmong, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { dateAfter, dateIn } from '../../domain/time/zones.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstMet } from '../../request/people.ts';
import type { ViewerLocale } from '../../request/viewer-locale.ts';

type Role = StoredReminder['role'];
type LocalTime = Pick<ViewerLocale, 'locale' | 'timezone'>;

/** What finds the readers of reminders, and what is open for them. */
export type AudienceWorld = Pick<World, 'clock' | 'defaults' | 'chats'>;

/** A person or a channel that is reminded of findings, in its own language and at the working hours of its own time zone. */
export interface Audience extends LocalTime {
  to: Destination;
  queue: string;
  /** The role with the most rights among those that the person or channel has. */
  role: Role;
  /** True for a Global Administrator, and for the admin channel that is reminded instead of them. */
  isAdmin: boolean;
  /** The tenants whose findings may concern the audience; null for all. */
  tenantIds: readonly string[] | null;
  /** Returns true for a finding that the audience is reminded of. `today` is the date in its time zone. */
  concerns(finding: StoredFinding, today: string): boolean;
}

/** The findings that the people in a contact's channels can do something about. */
const forChannels: readonly FindingCode[] = ['unconfirmed', 'unproven'];

/**
 * Returns everybody who may be reminded, once for each queue. Admins are reminded in one place: the admin channel, or each in
 * private when there is no admin channel or the bot cannot post there; an admin who wants both has both. Of critical findings,
 * admins whom the admin channel cannot mention are reminded in private too. `admins` come from `adminDestinations`, before the change.
 */
export async function audiencesOf(
  reader: Reader,
  admins: readonly Destination[],
  all: readonly StoredTenant[],
  { defaults, chats }: Pick<World, 'defaults' | 'chats'>,
): Promise<Audience[]> {
  const tenants = activeAmong(all);
  const found = new Map<string, Audience>();
  const add = async (to: Destination, role: Role, tenant: StoredTenant | null) => {
    const queue = queueOf(to);
    const known = found.get(queue);
    if (known) return void found.set(queue, merged(known, role, tenant));
    const { locale, timezone } = (role === 'channel' && tenant?.contact) || (await localTimeOf(reader, to, defaults));
    const tenantIds = tenant && [tenant.id];
    const concerns = concerning(role, tenant);
    found.set(queue, { to, queue, role, isAdmin: role === 'admin', locale, timezone, tenantIds, concerns });
  };
  const reached = [];
  // A person's chat that refused a message is tried again.
  for (const to of admins)
    if (to.kind === 'person' || (await reader.get('refusing', queueOf(to))) === null) reached.push(to);
  const adminChannel = reached.find(({ kind }) => kind === 'channel');
  for (const to of reached) {
    if (to.kind === 'channel' || !adminChannel || (await wantsBoth(reader, to.id))) await add(to, 'admin', null);
    else found.set(queueOf(to), { ...besideChannel(to, adminChannel), ...(await localTimeOf(reader, to, defaults)) });
  }
  for (const tenant of tenants)
    if (tenant.manager) await add({ kind: 'person', id: firstMet(tenant.manager, { chats }) }, 'manager', tenant);
  // Nobody would read a reminder in a channel where the bot cannot post.
  const lost = await reader.scan('findings.code', { key: 'channelUnreachable', after: null });
  const unreachable = new Set(lost.map(({ subject }) => subject));
  for (const tenant of tenants)
    for (const channel of tenant.contact?.channels ?? [])
      if (!unreachable.has(channelKey(channel))) await add({ kind: 'channel', channel }, 'channel', tenant);
  return [...found.values()];
}

/**
 * Returns the audience of an admin when there is an admin channel too. One whom the channel can mention gets nothing in private but the
 * weekly digest that they asked for; one of the other platform is reminded of critical findings too.
 */
function besideChannel(to: Destination, channel: Destination): Omit<Audience, keyof LocalTime> {
  const queue = queueOf(to);
  return platformOf(queue) === platformOf(queueOf(channel))
    ? { to, queue, isAdmin: true, role: 'manager', tenantIds: [], concerns: () => false }
    : { to, queue, isAdmin: true, role: 'admin', tenantIds: null, concerns: ({ code }) => isCritical(code) };
}

function concerning(role: Role, tenant: StoredTenant | null): Audience['concerns'] {
  if (role === 'admin') return () => true;
  const others = role === 'manager' || tenant?.manager === null;
  return (finding, today) =>
    finding.tenantId === tenant?.id &&
    ((others && isAdminless(finding)) ||
      (role === 'manager' ? isUnanswered(finding, today) : forChannels.includes(finding.code)));
}

/** Returns one audience for somebody who has several roles, or one role at several tenants. */
function merged(known: Audience, role: Role, tenant: StoredTenant | null): Audience {
  const [one, other] = [known.concerns, concerning(role, tenant)];
  return {
    ...known,
    tenantIds: tenant && known.tenantIds && [...known.tenantIds, tenant.id],
    concerns: (finding, today) => one(finding, today) || other(finding, today),
  };
}

async function localTimeOf(reader: Reader, to: Destination, defaults: LocalTime): Promise<LocalTime> {
  const person = to.kind === 'person' ? await reader.get('people', to.id) : null;
  return { locale: person?.locale ?? defaults.locale, timezone: person?.timezone ?? defaults.timezone };
}

/**
 * Returns true when the audience is reminded of a finding at any hour. Managers are reminded in working hours: by then others
 * knew it for days. When no admin is left, the manager is reminded at once, and without a manager the contact's channels.
 */
export function isUrgentFor(audience: Audience, finding: StoredFinding, now: string): boolean {
  const { role, queue, timezone } = audience;
  const mayWait = role !== 'admin' && !(isAdminless(finding) && audience.concerns(finding, dateIn(now, timezone)));
  return !mayWait && isUrgent(finding, queue, now);
}

/** Days from one reminder of a manager to the next. */
const managerDays = 7;

/**
 * Returns the first date on which the audience may be reminded again; empty for any. Managers are reminded once a week, unless
 * there is a critical finding of which they were never reminded.
 */
export function calmUntil({ role, queue }: Audience, open: readonly StoredFinding[], round: ReminderRound | null) {
  const isNew = ({ code, remindersSent }: StoredFinding) => isCritical(code) && remindersSent[queue] === undefined;
  if (role !== 'manager' || !round?.reminded || open.some(isNew)) return '';
  return dateAfter(round.reminded, managerDays);
}

/** Asks who the admins are, and returns everybody who may be reminded. */
export async function audiences(world: World): Promise<Audience[]> {
  const admins = await adminDestinations(world);
  return world.store.read(async (reader) => audiencesOf(reader, admins, await reader.list('tenants'), world));
}

/** Returns the findings that are open for an audience and that nobody put off, the worst first. */
export async function openFor(reader: Reader, audience: Audience, now: string): Promise<StoredFinding[]> {
  const found = await findingsFor(reader, audience, now);
  return found.filter((finding) => !isSnoozed(finding, now)).toSorted(byWeight);
}

async function findingsFor(reader: Reader, audience: Audience, now: string): Promise<StoredFinding[]> {
  const today = dateIn(now, audience.timezone);
  const found: StoredFinding[] = [];
  for (const key of audience.tenantIds ?? (await reader.keys('findings.open')))
    for (const finding of await reader.scan('findings.open', { key, after: null }))
      if (isRemindedOf(finding) && audience.concerns(finding, today)) found.push(finding);
  return found;
}

/**
 * Returns true when a finding that this reminder does not name is open for its reader, put off or not: else a reader of «all fixed» would
 * be misled.
 */
export async function othersOpen(reader: Reader, { to, role, items }: StoredReminder, world: AudienceWorld) {
  const [admins, tenants] = role === 'admin' ? [[to], []] : [[], await reader.list('tenants')];
  const all = await audiencesOf(reader, admins, tenants, world);
  const audience = all.find(({ queue }) => queue === queueOf(to));
  if (!audience) return false;
  return (await findingsFor(reader, audience, world.clock.now())).some(({ id }) => !items.includes(id));
}
