import { distinct } from '../domain/delivery/routing.ts';
import type { Check } from '../domain/finding/finding.ts';
import { domainOf } from '../domain/tenant/email.ts';
import { type Identity, isGroup, platformOf } from '../domain/tenant/identity.ts';
import { namedOnCall } from '../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { ifChatError, type Member, type Person } from '../ports/chat.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { askAbout, askAboutGroup, rememberMember } from '../request/people.ts';
import { nameChannels } from './check-channels.ts';
import { probeChannels } from './probe-channels.ts';

/** The least time between two probes that must both see that a domain takes no mail, in milliseconds. */
const dayMs = 86_400_000;

/** The sources that a probe asks: the platforms about people and about channels, and the mail system. */
const sources = ['people', 'channels', 'mail'] as const;

/** The result of a probe, with the names of the tenant's channels now. */
export type Probe = Awaited<ReturnType<typeof probeTenant>>;

/**
 * Asks the platforms and the mail system about a tenant's contact, all at once: at most about a second. `fresh` asks about people
 * now; otherwise answers up to 5 minutes old will do, since many tenants name the same people.
 */
export async function probeTenant(
  tenant: StoredTenant,
  before: Check | null,
  world: World,
  { fresh }: { fresh: boolean },
) {
  const { contact } = tenant;
  const email = contact?.email ?? '';
  const same = before?.email === email ? before : null;
  const admins = await world.directory.globalAdmins(20).catch(() => null);
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
    adminsGone: admins ? admins.length > 0 && admins.every((id) => gone.includes(id)) : before?.adminsGone === true,
    ...channels.seen,
  };
  const answered = [...people.values()].every((person) => person !== null);
  const heard = {
    people: admins !== null && answered && groups.complete && owners.complete,
    channels: channels.complete,
    mail: mail.complete,
  };
  // What was known before from the sources that did not answer still counts.
  return { check, names: channels.names, silent: sources.filter((one) => !heard[one]) };
}

/** Returns true when all of these identities that did not leave are one person: the same, or with the same address on each platform. */
function isOnePerson(
  ids: readonly Identity[],
  people: ReadonlyMap<Identity, Person | null>,
  gone: readonly Identity[],
): boolean {
  const emailOf = (id: Identity) => {
    const person = people.get(id);
    return person?.kind === 'member' ? person.email?.toLowerCase() : undefined;
  };
  return new Set(ids.filter((id) => !gone.includes(id)).map((id) => emailOf(id) ?? id)).size === 1;
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
  const silent = ifChatError(() => true, undefined);
  const asked = await Promise.all(Object.values(world.chats).map((chat) => chat.byEmail(email).catch(silent)));
  const found = asked.flatMap((owner) => owner ?? []);
  for (const owner of found) await rememberMember(owner, world);
  return { found, complete: !asked.includes(undefined) };
}

/** Returns the people who left. «Not found» means that only for people whom the bot has met. */
async function goneOf(people: ReadonlyMap<Identity, Person | null>, before: Check | null, { store }: World) {
  const gone: Identity[] = [];
  for (const [id, person] of people) {
    const met = person?.kind === 'stranger' && (await store.read((reader) => reader.get('people', id))) !== null;
    const left = person?.kind === 'stranger' && (person.why === 'deactivated' || (person.why === 'not found' && met));
    if (person === null ? (before?.gone.includes(id) ?? false) : left) gone.push(id);
  }
  return gone;
}

/** Returns the members whose own address this is. One who left stays among them, since the platform may no longer tell their address. */
function sameAddress(
  people: ReadonlyMap<Identity, Person | null>,
  email: string,
  same: Check | null,
  gone: readonly Identity[],
): Identity[] {
  const is = (id: Identity, person: Person | null) =>
    person?.kind === 'member'
      ? person.email !== null && person.email.toLowerCase() === email.toLowerCase()
      : (person === null || gone.includes(id)) && same?.sameAddress.includes(id) === true;
  return [...people].flatMap(([id, person]) => (is(id, person) ? [id] : []));
}

/** Finds out whether the address's domain takes mail. It is dead once two probes, at least a day apart, are certain that it takes none. */
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

/** Keeps the consent to a channel's readers that somebody gave during the probe. */
function agreedMeanwhile({ readers = {} }: Check, before: Check | null, now: Check | null): Check['readers'] {
  return Object.fromEntries(
    Object.entries(readers).map(([key, one]) => {
      const agreed = now?.readers?.[key]?.agreed;
      const isNews = agreed !== undefined && agreed !== before?.readers?.[key]?.agreed;
      return [key, isNews ? { ...one, agreed } : one];
    }),
  );
}
