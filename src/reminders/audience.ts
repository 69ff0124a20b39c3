import { adminDestinations } from '../admins.ts';
import { dateIn } from '../domain/date-in.ts';
import { type Destination, queueOf } from '../domain/delivery.ts';
import { type FindingCode, isAdminless, type StoredFinding } from '../domain/finding.ts';
import { channelKey } from '../domain/identity.ts';
import type { Locale, StoredTenant } from '../domain/partner-tenant.ts';
import { isUnanswered, isUrgent } from '../domain/reminding.ts';
import { firstMet } from '../first-met.ts';
import type { Reader, World } from '../ports.ts';

export type Role = 'admin' | 'manager' | 'channel';

/** Somebody, or a channel, that is reminded: by whose clock, in which language, and of what. */
export interface Audience {
  to: Destination;
  queue: string;
  /** As whom, the one with the most say first. */
  role: Role;
  locale: Locale;
  timezone: string;
  /** Whose findings may concern it; null for everybody's. */
  tenantIds: readonly string[] | null;
  /** By the date there. */
  concerns(finding: StoredFinding, today: string): boolean;
}

/** What whoever works in the contact's channels can do about it. */
const forChannels: readonly FindingCode[] = ['unconfirmed', 'unproven'];

/** Where each finding may be told, by queue. Ask for the admins before a change: that is I/O. */
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
    found.set(queue, { to, queue, role, locale, timezone, tenantIds, concerns: concerning(role, tenant) });
  };
  for (const to of admins) if (!(await refuses(reader, to))) await add(to, 'admin', null);
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
  if (known.tenantIds === null) return known;
  const [one, other] = [known.concerns, concerning(role, tenant)];
  return {
    ...known,
    tenantIds: tenant && [...known.tenantIds, tenant.id],
    concerns: (finding, today) => one(finding, today) || other(finding, today),
  };
}

interface Voice {
  locale: Locale;
  timezone: string;
}

async function voiceIn(reader: Reader, to: Destination, defaults: Voice): Promise<Voice> {
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

/** The same as `audiencesOf`, with the I/O. */
export async function audiences(world: World): Promise<Audience[]> {
  const admins = await adminDestinations(world);
  return world.store.read(async (reader) => audiencesOf(reader, admins, await reader.list('tenants'), world));
}
