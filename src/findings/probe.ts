import { distinct } from '../domain/delivery/routing.ts';
import type { Check } from '../domain/finding/finding.ts';
import { domainOf } from '../domain/tenant/email.ts';
import { type Identity, platformOf } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { ChatError, type Member, type Person } from '../ports/chat.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { remember } from '../request/people.ts';
import { nameChannels } from './check-channels.ts';
import { type ProbedChannels, probeChannels } from './probe-channels.ts';

/** The least time between two probes that must both see that a domain takes no mail, in milliseconds. */
const dayMs = 86_400_000;

/** What did not answer a probe: the platforms about people or channels, or the mail system. */
export type Silent = 'people' | 'channels' | 'mail';

/** What a probe found. */
export interface Look {
  check: Check;
  /** What its channels are called now. */
  names: ProbedChannels['names'];
  /** Of what did not answer, what was known before still counts. */
  silent: readonly Silent[];
}

/**
 * Asks the platforms and the mail system about a tenant's contact, all at once: at most about a second. `fresh` asks about
 * people now; otherwise what was told minutes ago will do, since many tenants name the same ones.
 */
export async function probeTenant(
  tenant: StoredTenant,
  before: Check | null,
  world: World,
  { fresh }: { fresh: boolean },
): Promise<Look> {
  const { contact } = tenant;
  const email = contact?.email ?? '';
  const same = before?.email === email ? before : null;
  const admins = await world.directory.globalAdmins(20).catch(() => null);
  const named = [...(contact?.onCall ?? []), ...(same?.sameAddress ?? [])];
  // The manager for their clock and language alone.
  const ids = new Set([...named, ...(admins ?? []), ...(tenant.manager ? [tenant.manager] : [])]);
  const [asked, owners, channels, mail] = await Promise.all([
    peopleOf([...ids], world, fresh),
    ownersOf(email, world),
    probeChannels(distinct([...(contact?.channels ?? []), ...tenant.fraudChannels]), before, world),
    mailOf(email, same, world),
  ]);
  const people = new Map([...asked, ...owners.found.map((one) => [one.id, one] as const)]);
  const gone = await goneOf(people, before, world);
  const check = {
    id: tenant.id,
    since: before?.since ?? world.clock.now(),
    at: world.clock.now(),
    email,
    mail: mail.seen,
    sameAddress: sameAddress(people, email, same, gone),
    gone: gone.filter((id) => named.includes(id)),
    adminsGone: admins ? admins.length > 0 && admins.every((id) => gone.includes(id)) : before?.adminsGone === true,
    ...channels.seen,
  };
  const answered = [...people.values()].every((person) => person !== null);
  const { names } = channels;
  const heard = {
    people: admins !== null && answered && owners.complete,
    channels: channels.complete,
    mail: mail.complete,
  };
  return { check, names, silent: silences.filter((one) => !heard[one]) };
}

const silences: readonly Silent[] = ['people', 'channels', 'mail'];

/** Null for who could not be asked. */
async function peopleOf(ids: readonly Identity[], world: World, fresh: boolean): Promise<Map<Identity, Person | null>> {
  const found = await Promise.all(ids.map(async (id) => [id, await askedAbout(id, world, fresh)] as const));
  return new Map(found);
}

/** Null when the platform did not say. Who is a member is remembered, with their clock and language. */
export async function askedAbout(id: Identity, world: World, fresh: boolean): Promise<Person | null> {
  const person = await orNull(() => world.chats[platformOf(id)]?.person(id, fresh));
  if (person?.kind === 'member') await remember(person, world);
  return person;
}

/** Whose own address it is, on each platform. */
async function ownersOf(email: string, world: World): Promise<{ found: Member[]; complete: boolean }> {
  if (email === '') return { found: [], complete: true };
  const asked = await Promise.all(
    Object.values(world.chats).map((chat) => orNull(async () => ({ owner: await chat.byEmail(email) }))),
  );
  const found = asked.flatMap((one) => one?.owner ?? []);
  for (const owner of found) await remember(owner, world);
  return { found, complete: asked.every((one) => one !== null) };
}

/** «Not found» says something only of people whom the bot has met. */
async function goneOf(
  people: ReadonlyMap<Identity, Person | null>,
  before: Check | null,
  { store }: World,
): Promise<Identity[]> {
  const gone: Identity[] = [];
  for (const [id, person] of people) {
    const met = person?.kind === 'stranger' && (await store.read((reader) => reader.get('people', id))) !== null;
    const left = person?.kind === 'stranger' && (person.why === 'deactivated' || (person.why === 'not found' && met));
    if (person === null ? (before?.gone.includes(id) ?? false) : left) gone.push(id);
  }
  return gone;
}

/** Members whose own address it is; who left is remembered, since the platform may no longer say. */
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

/** Certain twice in a row, a day apart: what is not certain changes nothing. */
async function mailOf(
  email: string,
  same: Check | null,
  { mail, clock }: World,
): Promise<{ seen: Check['mail']; complete: boolean }> {
  const answer = email === '' ? 'yes' : await mail.takesMail(domainOf(email));
  const before = same?.mail ?? { noSince: null, dead: false };
  if (answer === 'unknown') return { seen: before, complete: false };
  if (answer === 'yes') return { seen: { noSince: null, dead: false }, complete: true };
  const noSince = before.noSince ?? clock.now();
  const dead = before.dead || Date.parse(clock.now()) - Date.parse(noSince) >= dayMs;
  return { seen: { noSince, dead }, complete: true };
}

/** Null for what the platform does not say now. */
export async function orNull<T>(ask: () => Promise<T> | undefined): Promise<T | null> {
  try {
    return (await ask()) ?? null;
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}

/** Notes what was found, in place of the look before. Who changed while it went on has to be looked at again. */
export async function recordProbe(tx: Tx, { check, names }: Look, before: Check | null): Promise<void> {
  const now = await tx.get('checks', check.id);
  const again = now?.changedAt !== undefined && now.changedAt !== before?.changedAt;
  const seen = { ...check, readers: agreedMeanwhile(check, before, now) };
  await tx.put('checks', again ? { ...seen, changedAt: now.changedAt } : seen);
  await nameChannels(tx, names);
}

/** Somebody may have agreed to who reads a channel while the look went on. */
function agreedMeanwhile({ readers = {} }: Check, before: Check | null, now: Check | null): Check['readers'] {
  return Object.fromEntries(
    Object.entries(readers).map(([key, one]) => {
      const agreed = now?.readers?.[key]?.agreed;
      const isNews = agreed !== undefined && agreed !== before?.readers?.[key]?.agreed;
      return [key, isNews ? { ...one, agreed } : one];
    }),
  );
}
