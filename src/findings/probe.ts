import { absence, type ChannelTrouble } from '../domain/delivery/refusal-reason.ts';
import { distinct } from '../domain/delivery/routing.ts';
import type { Check, ProbeSource } from '../domain/finding/finding.ts';
import { type Readers, reachOf, readersNow } from '../domain/tenant/channel-reach.ts';
import { domainOf } from '../domain/tenant/contact-fields.ts';
import { type Channel, channelKey, type Identity, isGroup, markedName, platformOf } from '../domain/tenant/identity.ts';
import { namedOnCall } from '../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { shortName } from '../domain/text/words.ts';
import { type ChannelFacts, ChatError, ifChatError, type Member, type Person } from '../ports/chat.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { askAbout, askAboutGroup, firstMet, knownAdmins, rememberMember } from '../request/people.ts';
import { isGoneInEntra } from '../request/proven-admins.ts';
import { dueNow } from '../store/due.ts';
import { joinChannels, nameChannels } from './check-channels.ts';

/** Shortest time (ms) between the two probes that must both find that a domain accepts no mail before it becomes a finding. */
const dayMs = 86_400_000;

/** The sources that a probe asks, in the order in which people read them. */
export const probeSources: readonly ProbeSource[] = ['people', 'channels', 'mail'];

/** The result of a probe, with the names of the tenant's channels now. */
export type Probe = Awaited<ReturnType<typeof probeTenant>>;

/**
 * Asks the platforms and the mail system about a tenant's contact, all at once: at most about a second. `fresh` asks about people
 * now; otherwise answers up to 5 minutes old will do, since many tenants name the same people.
 */
export async function probeTenant(tenant: StoredTenant, before: Check | null, world: World, { fresh = false } = {}) {
  const { contact } = tenant;
  const email = contact?.email ?? '';
  const same = before?.email === email ? before : null;
  const admins = await knownAdmins(world);
  const named = [...namedOnCall(tenant), ...(same?.sameAddress ?? [])];
  // The platform is asked about the manager only for their time zone and language.
  const ids = new Set([...named, ...(admins ?? []), ...(tenant.manager ? [tenant.manager] : [])]);
  const persons = [...ids].filter((id) => !isGroup(id));
  const [asked, groups, owners, channels, mail] = await Promise.all([
    Promise.all(persons.map(async (id) => [id, await askAbout(id, world, fresh)] as const)),
    askAboutGroups([...ids].filter(isGroup), before, world),
    ownersOf(email, world),
    probeChannels(distinct(channelsOf(tenant)), before, world),
    mailOf(email, same, world),
  ]);
  // The value is null for a person about whom the platform did not answer.
  const people = new Map<Identity, Person | null>([...asked, ...owners.found.map((one) => [one.id, one] as const)]);
  const gone = await goneOf(people, before, world);
  const check: Check = {
    id: tenant.id,
    since: before?.since ?? world.clock.now(),
    at: world.clock.now(),
    email,
    mail: mail.seen,
    sameAddress: sameAddress(people, email, same, gone),
    gone: [...gone.filter((id) => named.includes(id)), ...groups.gone],
    oneAdmin: admins ? isOnePerson(admins, people, gone) : before?.oneAdmin === true,
    adminsGone: admins ? await areAllGone(admins, gone, world) : before?.adminsGone === true,
    ...channels.seen,
  };
  const answered = [...people.values()].every((person) => person !== null);
  const heard = {
    people: admins !== null && answered && groups.complete && owners.complete,
    channels: channels.complete,
    mail: mail.complete,
  };
  // What was known before from the sources that did not answer still counts.
  return { check, names: channels.names, silent: probeSources.filter((one) => !heard[one]) };
}

type People = ReadonlyMap<Identity, Person | null>;

/** Returns true when all of these identities that did not leave are one person: the same, or with the same address on each platform. */
function isOnePerson(ids: readonly Identity[], people: People, gone: readonly Identity[]): boolean {
  const emailOf = (id: Identity) => {
    const person = people.get(id);
    return person?.kind === 'member' ? person.email?.toLowerCase() : undefined;
  };
  return new Set(ids.filter((id) => !gone.includes(id)).map((id) => emailOf(id) ?? id)).size === 1;
}

/** Returns whether there were admins, and all of them left. Whose account is gone in Entra is no admin to tell any more. */
async function areAllGone(admins: readonly Identity[], gone: readonly Identity[], { store }: Pick<World, 'store'>) {
  if (admins.length > 0) return admins.every((id) => gone.includes(id));
  return store.read(async (reader) => {
    const proven = await reader.list('provenAdmins');
    return (await Promise.all(proven.map(({ id }) => isGoneInEntra(reader, id)))).includes(true);
  });
}

/** Finds the groups that do not exist any more, or have no members. */
async function askAboutGroups(ids: readonly Identity[], before: Check | null, world: World) {
  const asked = await Promise.all(
    ids.map(async (id) => ({ id, group: await askAboutGroup(id, platformOf(id), world) })),
  );
  const isGone = ({ id, group }: (typeof asked)[number]) =>
    group === null ? before?.gone.includes(id) === true : group === 'gone' || group.hasMembers === false;
  return { gone: asked.filter(isGone).map(({ id }) => id), complete: asked.every(({ group }) => group !== null) };
}

/** Finds the members whose own address this is, on each platform. */
async function ownersOf(email: string, world: World): Promise<{ found: Member[]; complete: boolean }> {
  if (email === '') return { found: [], complete: true };
  const silent = ifChatError(() => undefined);
  const asked = await Promise.all(Object.values(world.chats).map((chat) => chat.byEmail(email).catch(silent)));
  const found = asked.flatMap((owner) => owner ?? []);
  for (const owner of found) await rememberMember(owner, world);
  return { found, complete: !asked.includes(undefined) };
}

/**
 * Returns the people who left the organisation: those whose account in Entra is disabled or deleted, whatever the platform says, and those
 * of whom the platform says so. Its «not found» counts only for people whom the bot has seen before.
 */
async function goneOf(people: People, before: Check | null, world: World) {
  const { store } = world;
  const gone: Identity[] = [];
  for (const [id, person] of people) {
    if (await store.read((reader) => isGoneInEntra(reader, firstMet(id, world)))) {
      gone.push(id);
      continue;
    }
    const met = person?.kind === 'stranger' && (await store.read((reader) => reader.get('people', id))) !== null;
    const left = person?.kind === 'stranger' && (person.why === 'deactivated' || (person.why === 'not found' && met));
    if (person === null ? (before?.gone.includes(id) ?? false) : left) gone.push(id);
  }
  return gone;
}

/**
 * Returns the members who have this e-mail address. Somebody who left stays in the list: the platform may no longer return their address.
 */
function sameAddress(people: People, email: string, same: Check | null, gone: readonly Identity[]): Identity[] {
  const is = (id: Identity, person: Person | null) =>
    person?.kind === 'member'
      ? person.email !== null && person.email.toLowerCase() === email.toLowerCase()
      : (person === null || gone.includes(id)) && same?.sameAddress.includes(id) === true;
  return [...people].flatMap(([id, person]) => (is(id, person) ? [id] : []));
}

/** Probes whether the address's domain accepts mail. It is dead once two probes, at least a day apart, are certain that it does not. */
async function mailOf(email: string, same: Check | null, { mail, clock }: World) {
  const answer = email === '' ? 'yes' : await mail.takesMail(domainOf(email));
  const before = same?.mail ?? { noSince: null, dead: false };
  if (answer === 'unknown') return { seen: before, complete: false };
  if (answer === 'yes') return { seen: { noSince: null, dead: false }, complete: true };
  const noSince = before.noSince ?? clock.now();
  const dead = before.dead || Date.parse(clock.now()) - Date.parse(noSince) >= dayMs;
  return { seen: { noSince, dead }, complete: true };
}

/** Stores the result of a probe in place of the one before. A change during the probe stays marked, so that the tenant is probed again. */
export async function recordProbe(tx: Tx, { check, names }: Probe, before: Check | null): Promise<void> {
  const now = await tx.get('checks', check.id);
  const again = now?.changedAt !== undefined && now.changedAt !== before?.changedAt;
  const seen = { ...check, readers: agreedMeanwhile(check, before, now) };
  await tx.put('checks', again ? { ...seen, changedAt: now.changedAt } : seen);
  await nameChannels(tx, names);
}

/** Preserves the consent to a channel's readers that somebody gave while the probe ran. */
function agreedMeanwhile({ readers = {} }: Check, before: Check | null, now: Check | null): Check['readers'] {
  return Object.fromEntries(
    Object.entries(readers).map(([key, one]) => {
      const agreed = now?.readers?.[key]?.agreed;
      const isNews = agreed !== undefined && agreed !== before?.readers?.[key]?.agreed;
      return [key, isNews ? { ...one, agreed } : one];
    }),
  );
}

/**
 * Asks the platforms whether the bot can post in these channels, and who can read them: one call for each channel. `names` are those that
 * platforms returned. `complete` is false when a platform did not answer: what was known before about its channel still counts.
 */
async function probeChannels(channels: readonly Channel[], before: Check | null, world: World) {
  const found = await Promise.all(
    channels.map(async (channel) => [channel, await seen(channel, before, world)] as const),
  );
  const closed: Channel[] = [];
  const why: Record<string, ChannelTrouble> = {};
  const readers: Record<string, Readers> = {};
  const names: { channel: Channel; name: string }[] = [];
  for (const [channel, { facts, trouble }] of found) {
    const key = channelKey(channel);
    const known = before?.readers?.[key] ?? null;
    if (trouble !== null) {
      closed.push(channel);
      why[key] = trouble;
    }
    if (facts?.kind === 'joined') readers[key] = readersNow(reachOf(facts), known);
    else if (known) readers[key] = known;
    if (facts && 'name' in facts && facts.name !== null)
      names.push({ channel, name: markedName(channel.platform, shortName(facts.name)) });
  }
  return { seen: { closed, why, readers }, names, complete: found.every(([, { facts }]) => facts !== null) };
}

type SeenChannel = { facts: ChannelFacts | null; trouble: ChannelTrouble | null };

/** Asks the platform about one channel. `facts` are null when it did not answer; `trouble` is null when the bot can post. */
async function seen(channel: Channel, before: Check | null, world: World): Promise<SeenChannel> {
  const chat = world.chats[channel.platform];
  if (!chat) return { facts: { kind: 'not found' }, trouble: 'notConfigured' };
  const key = channelKey(channel);
  const wasClosed = before?.closed.some((one) => channelKey(one) === key) ?? false;
  try {
    const facts = await chat.channel(channel.address);
    if (facts.kind !== 'joinable' || facts.external || wasClosed || (await wasMet(key, world)))
      return { facts, trouble: troubles[facts.kind] };
    // An import named the channel, and nobody removed the bot from it.
    const [joined] = await joinChannels([{ channel, facts, name: facts.name }], world);
    return joined?.facts.kind === 'joined'
      ? { facts: joined.facts, trouble: null }
      : { facts, trouble: troubles[facts.kind] };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { facts: null, trouble: wasClosed ? (before?.why?.[key] ?? 'other') : null };
  }
}

/** Returns true for a channel that somebody chose in a form, or that was probed before: its name is stored. */
async function wasMet(key: string, { store }: World): Promise<boolean> {
  return (await store.read((reader) => reader.get('conversations', key))) !== null;
}

const troubles: Record<ChannelFacts['kind'], ChannelTrouble | null> = {
  joined: null,
  joinable: 'notMember',
  'not joined': 'notMember',
  archived: 'archived',
  'not found': 'missing',
};

/**
 * Milliseconds from one probe of a tenant to the next: half a day, so that a dead mail domain is seen twice, a day apart, within a day and
 * a half.
 */
const everyMs = 12 * 3_600_000;
/**
 * Returns the number of tenants that one tick probes: few, so that the platforms' limits are never felt, and enough to probe all
 * within a quarter of a day with a tick every ten seconds, so that all are probed in time even when the bot was down meanwhile.
 */
const batchSizeOf = (tenants: number) => Math.max(2, Math.ceil(tenants / 2_000));

/** Probes the tenants that are due: new ones, changed ones, and those that were not probed for half a day. */
export async function probeDue(world: World): Promise<void> {
  for (const tenant of await world.store.read((reader) => dueTenants(reader, world))) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const probe = await probeTenant(tenant, before, world);
    await world.store.change((tx) => recordProbe(tx, probe, before));
  }
}

/** Returns new and changed tenants first, then those whose last probe is longest ago, so that each is probed however many there are. */
async function dueTenants(reader: Reader, { clock }: World): Promise<StoredTenant[]> {
  const now = clock.now();
  const batchSize = batchSizeOf(await reader.count('checks.oldest', ''));
  const ids = new Set(await dueNow(reader, 'probe', now, batchSize));
  const before = new Date(Date.parse(now) - everyMs).toISOString();
  for (const { id, at, changedAt } of await reader.scan('checks.oldest', { key: '', after: null, limit: batchSize }))
    if (changedAt !== undefined || at <= before) ids.add(id);
  const tenants = await Promise.all([...ids].map((id) => reader.get('tenants', id)));
  return tenants.filter((tenant) => tenant !== null).slice(0, batchSize);
}

/** Milliseconds from one probe of the admin channel to the next. */
const adminChannelEveryMs = 3_600_000;

/**
 * Finds out whether the bot is back in the admin channel, which refused it for its absence. The channel is in no contact, so no other
 * probe does.
 */
export async function probeAdminChannel(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const { channel, row } = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    return { channel, row: channel && (await reader.get('refusing', channelKey(channel))) };
  });
  const now = clock.now();
  if (!channel || !row || !absence.test(row.reason)) return;
  if (Date.parse(now) - Date.parse(row.lookedAt ?? row.at) < adminChannelEveryMs) return;
  const asked = chats[channel.platform]?.channel(channel.address);
  const facts = await asked?.catch(ifChatError(() => null));
  await store.change(async (tx) => {
    // A message may have been posted, or refused again, since the row was read.
    if ((await tx.get('refusing', row.id))?.at !== row.at) return;
    if (facts?.kind === 'joined') await tx.remove('refusing', row.id);
    else await tx.put('refusing', { ...row, lookedAt: now });
  });
}
