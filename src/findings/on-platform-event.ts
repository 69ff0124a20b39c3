import type { Check } from '../domain/finding/finding.ts';
import { type Channel, type Identity, sameChannel } from '../domain/tenant/identity.ts';
import type { Person } from '../ports/chat.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { firstMet } from '../request/people.ts';
import { askedAbout } from './probe.ts';

/**
 * A platform says that something about somebody changed. Where it matters, the tenants that name them are looked at
 * at the next tick. Most changes are of people whom no tenant names, or of what the bot does not care about.
 */
export async function personChanged(who: Identity, world: World): Promise<void> {
  const id = firstMet(who, world);
  const admins: readonly Identity[] = await world.directory.globalAdmins(20).catch(() => []);
  const isAdmin = admins.includes(id);
  const { checks, isManager } = await world.store.read((reader) => naming(reader, id, world));
  if (checks.length === 0 && !isManager && !isAdmin) return;
  const person = await askedAbout(id, world, true);
  const adminsGone = isAdmin && (await areGone(admins, world));
  const all = await world.store.read((reader) => reader.list('checks'));
  const stale = all.filter(
    (check) => (isAdmin && check.adminsGone !== adminsGone) || (checks.includes(check.id) && isNews(check, id, person)),
  );
  if (stale.length === 0) return;
  await probeAgain(
    stale.map((check) => check.id),
    world,
  );
}

/** The tenants whose record or address means this person, by id. */
async function naming(
  reader: Reader,
  id: Identity,
  world: World,
): Promise<{ checks: readonly string[]; isManager: boolean }> {
  const tenants = await reader.list('tenants');
  const is = (one: Identity | null) => one !== null && firstMet(one, world) === id;
  const onCall = tenants.filter(({ contact }) => contact?.onCall.some(is));
  const addressed = (await reader.list('checks')).filter(({ sameAddress }) => sameAddress.includes(id));
  return {
    checks: [...onCall, ...addressed].map((one) => one.id),
    isManager: tenants.some(({ manager }) => is(manager)),
  };
}

/** Whether a look would find something else than the last one did. */
function isNews({ gone, sameAddress, email }: Check, id: Identity, person: Person | null): boolean {
  if (person === null) return true;
  if (person.kind === 'stranger') return !gone.includes(id);
  const isOwn = person.email?.toLowerCase() === email.toLowerCase();
  return gone.includes(id) || isOwn !== sameAddress.includes(id);
}

async function areGone(admins: readonly Identity[], world: World): Promise<boolean> {
  const people = await Promise.all(admins.map((id) => askedAbout(id, world, false)));
  return people.every((person) => person?.kind === 'stranger' && /deactivated|not found/.test(person.why));
}

/** The platform says that a channel, or the bot in it, is gone or back: the tenants that post there are looked at at the next tick. */
export async function channelChanged(channel: Channel, world: World): Promise<void> {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  const there = tenants.filter(({ contact, fraudChannels }) =>
    [...(contact?.channels ?? []), ...fraudChannels].some((one) => sameChannel(one, channel)),
  );
  if (there.length === 0) return;
  await probeAgain(
    there.map(({ id }) => id),
    world,
  );
}

/** Has these tenants looked at at the next tick: something that was seen of them is no longer so. */
export async function probeAgain(tenantIds: readonly string[], { store, clock }: Pick<World, 'store' | 'clock'>) {
  await store.change(async (tx) => {
    for (const id of tenantIds) {
      const check = await tx.get('checks', id);
      if (check) await tx.put('checks', { ...check, changedAt: clock.now() });
    }
  });
}
