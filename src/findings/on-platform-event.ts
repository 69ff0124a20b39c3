import type { Check } from '../domain/finding/finding.ts';
import { type Channel, type Identity, sameChannel } from '../domain/tenant/identity.ts';
import { namedOnCall } from '../domain/tenant/on-call.ts';
import { channelsOf } from '../domain/tenant/partner-tenant.ts';
import type { Person } from '../ports/chat.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { askAbout, firstMet, knownAdmins } from '../request/people.ts';

/**
 * Handles the news of a platform that something about a person changed: marks the tenants that name them for a probe at the next
 * tick, where a probe would find something new. Most news are about people whom no tenant names, or about something else.
 */
export async function personChanged(who: Identity, world: World): Promise<void> {
  const id = firstMet(who, world);
  const admins = (await knownAdmins(world)) ?? [];
  const isAdmin = admins.includes(id);
  const { checks, isManager } = await world.store.read((reader) => tenantsNaming(reader, id, world));
  if (checks.length === 0 && !isManager && !isAdmin) return;
  const person = await askAbout(id, world, true);
  const adminsGone = isAdmin && (await areGone(admins, world));
  const all = await world.store.read((reader) => reader.list('checks'));
  const stale = all.filter(
    (check) => (isAdmin && check.adminsGone !== adminsGone) || (checks.includes(check.id) && isNews(check, id, person)),
  );
  await probeAgain(stale, world);
}

/** Returns the ids of the tenants whose record names this person, or whose address is theirs. */
async function tenantsNaming(reader: Reader, id: Identity, world: World) {
  const tenants = await reader.list('tenants');
  const is = (one: Identity | null) => one !== null && firstMet(one, world) === id;
  const onCall = tenants.filter((tenant) => namedOnCall(tenant).some(is));
  const addressed = (await reader.list('checks')).filter(({ sameAddress }) => sameAddress.includes(id));
  return {
    checks: [...onCall, ...addressed].map((one) => one.id),
    isManager: tenants.some(({ manager }) => is(manager)),
  };
}

/** Returns true when a probe would find something else about the person than the last one did. */
function isNews({ gone, sameAddress, email }: Check, id: Identity, person: Person | null): boolean {
  if (person === null) return true;
  if (person.kind === 'stranger') return !gone.includes(id);
  const isOwn = person.email?.toLowerCase() === email.toLowerCase();
  return gone.includes(id) || isOwn !== sameAddress.includes(id);
}

async function areGone(admins: readonly Identity[], world: World): Promise<boolean> {
  const people = await Promise.all(admins.map((id) => askAbout(id, world)));
  return people.every((person) => person?.kind === 'stranger' && /deactivated|not found/.test(person.why));
}

/**
 * Handles the news of a platform that a channel, or the bot in it, is gone or back: marks the tenants that post there for a probe at the
 * next tick.
 */
export async function channelChanged(channel: Channel, world: World): Promise<void> {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  const posting = tenants.filter((tenant) => channelsOf(tenant).some((one) => sameChannel(one, channel)));
  await probeAgain(posting, world);
}

async function probeAgain(rows: readonly { id: string }[], { store, clock }: Pick<World, 'store' | 'clock'>) {
  if (rows.length > 0) await store.change((tx) => markForProbe(tx, rows, clock.now()));
}

/** Marks these tenants for a probe at the next tick. */
export async function markForProbe(tx: Tx, tenants: readonly { id: string }[], at: string): Promise<void> {
  for (const { id } of tenants) {
    const check = await tx.get('checks', id);
    if (check) await tx.put('checks', { ...check, changedAt: at });
  }
}
