import { adminDestinations, wantsBoth } from '../../delivery/admin-destinations.ts';
import { type Destination, queueOf } from '../../domain/delivery/delivery.ts';
import { type FindingCode, isAdminless, isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { isUnanswered, isUrgent } from '../../domain/finding/reminder-intervals.ts';
import type { ReminderRound } from '../../domain/finding/reminder-round.ts';
import { dateAfter } from '../../domain/finding/working-hours.ts';
import { channelKey, platformOf } from '../../domain/tenant/identity.ts';
import type { Locale } from '../../domain/tenant/locales.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstMet } from '../../request/people.ts';

/** As whom somebody is reminded: an administrator, a manager of a tenant, or a channel of the contact. */
export type Role = 'admin' | 'manager' | 'channel';

/** Somebody, or a channel, that is reminded: by whose clock, in which language, and of what. */
export interface Audience {
  to: Destination;
  queue: string;
  /** As whom, the one with the most say first. */
  role: Role;
  /** A Global Administrator, also where the admin channel is told in their place. */
  isAdmin: boolean;
  locale: Locale;
  timezone: string;
  /** Whose findings may concern it; null for everybody's. */
  tenantIds: readonly string[] | null;
  /** By the date there. */
  concerns(finding: StoredFinding, today: string): boolean;
}

/** What whoever works in the contact's channels can do about it. */
const forChannels: readonly FindingCode[] = ['unconfirmed', 'unproven'];

/**
 * Where each finding may be told, by queue. Admins are told in one place: the admin channel, or where there is none, or the
 * bot cannot post there, each in private; who wants both has both. What is critical comes in private to those whom the admin
 * channel cannot mention, too. Ask for the admins before a change: that is I/O.
 */
export async function audiencesOf(
  reader: Reader,
  admins: readonly Destination[],
  tenants: readonly StoredTenant[],
  { defaults, chats }: Pick<World, 'defaults' | 'chats'>,
): Promise<Audience[]> {
  const found = new Map<string, Audience>();
  const add = async (to: Destination, role: Role, tenant: StoredTenant | null) => {
    const queue = queueOf(to);
    const known = found.get(queue);
    if (known) return void found.set(queue, merged(known, role, tenant));
    const voice = (role === 'channel' && tenant?.contact) || (await voiceIn(reader, to, defaults));
    const { locale, timezone } = voice;
    const tenantIds = tenant && [tenant.id];
    const concerns = concerning(role, tenant);
    found.set(queue, { to, queue, role, isAdmin: role === 'admin', locale, timezone, tenantIds, concerns });
  };
  const reached = [];
  for (const to of admins) if (!(await refuses(reader, to))) reached.push(to);
  const together = reached.find(({ kind }) => kind === 'channel');
  for (const to of reached) {
    if (to.kind === 'channel' || !together || (await wantsBoth(reader, to.id))) await add(to, 'admin', null);
    else found.set(queueOf(to), { ...besides(to, together), ...(await voiceIn(reader, to, defaults)) });
  }
  for (const tenant of tenants)
    if (tenant.manager) await add({ kind: 'person', id: firstMet(tenant.manager, { chats }) }, 'manager', tenant);
  // Where the bot cannot post, nobody would read it.
  const closed = await reader.scan('findings.code', { key: 'channelUnreachable', after: null });
  const unreachable = new Set(closed.map(({ subject }) => subject));
  for (const tenant of tenants)
    for (const channel of tenant.contact?.channels ?? [])
      if (!unreachable.has(channelKey(channel))) await add({ kind: 'channel', channel }, 'channel', tenant);
  return [...found.values()];
}

/** The admin channel, where the bot cannot post: each admin has it in private. What a person's chat refuses is tried again. */
async function refuses(reader: Reader, to: Destination): Promise<boolean> {
  return to.kind === 'channel' && (await reader.get('refusing', queueOf(to))) !== null;
}

/**
 * An admin beside the admin channel. Whom it can mention has nothing in private but the weekly digest that they asked for; those
 * of the other platform what is critical, too.
 */
function besides(to: Destination, channel: Destination): Omit<Audience, keyof ReaderLocale> {
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

/** Who is told as several, or of several tenants, is told once. */
function merged(known: Audience, role: Role, tenant: StoredTenant | null): Audience {
  const [one, other] = [known.concerns, concerning(role, tenant)];
  return {
    ...known,
    tenantIds: tenant && known.tenantIds && [...known.tenantIds, tenant.id],
    concerns: (finding, today) => one(finding, today) || other(finding, today),
  };
}

interface ReaderLocale {
  locale: Locale;
  timezone: string;
}

async function voiceIn(reader: Reader, to: Destination, defaults: ReaderLocale): Promise<ReaderLocale> {
  const person = to.kind === 'person' ? await reader.get('people', to.id) : null;
  return { locale: person?.locale ?? defaults.locale, timezone: person?.timezone ?? defaults.timezone };
}

/**
 * What cannot wait for the morning. Managers are told in theirs: by then others knew it for days. When no admin is left,
 * the manager is told at once, and where there is none the contact's channels.
 */
export function isUrgentFor(audience: Audience, finding: StoredFinding, now: string): boolean {
  const { role, queue, timezone } = audience;
  const hurries = role === 'admin' || (isAdminless(finding) && audience.concerns(finding, dateIn(now, timezone)));
  return hurries && isUrgent(finding, queue, now);
}

/** Days from one reminder of a manager to the next. */
const managerDays = 7;

/**
 * The first date on which somebody may be reminded again: managers once a week, unless there is something critical that
 * they were never told of. Empty for any.
 */
export function calmUntil(
  { role, queue }: Audience,
  open: readonly StoredFinding[],
  round: ReminderRound | null,
): string {
  const isNew = ({ code, told }: StoredFinding) => isCritical(code) && told[queue] === undefined;
  if (role !== 'manager' || !round?.reminded || open.some(isNew)) return '';
  return dateAfter(round.reminded, managerDays);
}

/** The same as `audiencesOf`, with the I/O. */
export async function audiences(world: World): Promise<Audience[]> {
  const admins = await adminDestinations(world);
  return world.store.read(async (reader) => audiencesOf(reader, admins, await reader.list('tenants'), world));
}
