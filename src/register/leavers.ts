/** Keeps whose account in Microsoft Entra is disabled or deleted, by what an adapter saw there each night. */

import { adminPlaces } from '../delivery/admin-destinations.ts';
import { enqueueMicrosoftNews } from '../delivery/microsoft-news.ts';
import { type Destination, queueOf } from '../domain/delivery/delivery.ts';
import { retention } from '../domain/retention.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import { namedOnCall } from '../domain/tenant/on-call.ts';
import { isRetired, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { markForProbe } from '../findings/on-platform-event.ts';
import type { Leaver } from '../ports/collections.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { firstMet } from '../request/people.ts';

const hourMs = 3_600_000;
/** Shortest time (ms) between the two looks that must both find an account gone: what follows wakes people. */
const apartMs = 20 * hourMs;

/** The most tenants of a manager that the news names. */
const maxNamed = 5;

/** What Entra said of somebody's account: `unknown` is every answer that is neither, and changes nothing. */
export interface Look {
  id: Identity;
  state: 'here' | 'gone' | 'unknown';
  /** The file of MICROSOFT links the identity to an account. */
  isLinked?: true;
}

/**
 * Stores what a night's looks found, all in one change. Whoever was gone at two looks at least 20 hours apart counts as gone until a look
 * finds them again: the tenants that name them on call are probed again, and the admins are told of managers, of proven administrators and
 * of linked people.
 */
export async function recordLooks(looks: readonly Look[], world: World): Promise<void> {
  const at = world.steady.now();
  const known = await world.store.read((reader) => reader.list('leavers'));
  const isNews = ({ id, state }: Look) => state === 'gone' || (state === 'here' && known.some((row) => row.id === id));
  const news = onePerPerson(looks, world).filter(isNews);
  if (news.length === 0) return;
  const admins = (await adminPlaces(world)).usual;
  const how = { at, admins };
  const recordAll = async (tx: Tx) => {
    for (const look of news) {
      const is = await record(tx, look, at);
      if (is === 'as before') continue;
      await markForProbe(tx, await tenantsNaming(tx, look.id, namedOnCall, world), at);
      if (is === 'gone') await tellOrWait(tx, look, how, world);
    }
  };
  await world.store.change(recordAll, { evenWhenFull: true });
}

/** Returns one look per person, by their canonical identity: an account that is still there wins over one that is gone. */
function onePerPerson(looks: readonly Look[], world: World): Look[] {
  return [...Map.groupBy(looks, ({ id }) => firstMet(id, world))].map(([id, all]): Look => {
    const state = (['here', 'gone'] as const).find((one) => all.some((look) => look.state === one)) ?? 'unknown';
    return { id, state, ...(all.some(({ isLinked }) => isLinked) ? { isLinked: true } : {}) };
  });
}

/** Who may be told, and when. */
interface LeaverNews {
  at: string;
  admins: readonly Destination[];
}

/** Tells the admins of somebody who is gone. While there is no other admin to tell, that is noted in the row. */
async function tellOrWait(tx: Tx, look: Pick<Look, 'id' | 'isLinked'>, how: LeaverNews, world: World): Promise<void> {
  const { id, isLinked = false } = look;
  const row = await tx.get('leavers', id);
  if (!row) return;
  const isTold = how.admins.some((to) => queueOf(to) !== id);
  if (isTold) await tellAdmins(tx, look, how, world);
  const { untold: _told, ...rest } = row;
  await tx.put('leavers', isTold ? rest : { ...rest, untold: { isLinked } });
}

/** Tells the admins of those who are gone and of whom nobody could be told before. */
export async function tellLeavers(world: World): Promise<void> {
  const waiting = async (reader: Reader) => (await reader.list('leavers')).filter(({ untold }) => untold !== undefined);
  const all = await world.store.read(waiting);
  if (all.length === 0) return;
  const { usual: admins } = await adminPlaces(world);
  const due = all.filter(({ id }) => admins.some((to) => queueOf(to) !== id));
  if (due.length === 0) return;
  const how = { at: world.clock.now(), admins };
  const tell = async (tx: Tx) => {
    for (const { id, untold } of due)
      await tellOrWait(tx, { id, ...(untold?.isLinked ? { isLinked: true } : {}) }, how, world);
  };
  await world.store.change(tell, { evenWhenFull: true });
}

/** Tells the admins, but not the person, of a manager, a proven administrator or somebody linked whose account is gone. */
async function tellAdmins(
  tx: Tx,
  { id, isLinked }: Pick<Look, 'id' | 'isLinked'>,
  { at, admins }: LeaverNews,
  world: World,
) {
  const managed = await tenantsNaming(tx, id, ({ manager }) => (manager ? [manager] : []), world);
  const wasProven = (await tx.get('provenAdmins', id)) !== null;
  if (!isLinked && !wasProven && managed.length === 0) return;
  const tenantIds = managed.slice(0, maxNamed).map((tenant) => tenant.id);
  const more = managed.length - tenantIds.length;
  const others = admins.filter((to) => queueOf(to) !== id);
  await enqueueMicrosoftNews(tx, { what: 'gone', who: id, tenantIds, more, wasProven, at }, others);
}

/** Stores one look, and returns what the person has become by it; `as before` for no change. */
async function record(tx: Tx, { id, state }: Look, at: string): Promise<'gone' | 'here' | 'as before'> {
  const row = await tx.get('leavers', id);
  if (state === 'here') {
    if (row) await tx.remove('leavers', id);
    return row?.goneAt ? 'here' : 'as before';
  }
  const next = afterLook(row, id, at);
  await tx.put('leavers', next);
  return next.goneAt !== null && !row?.goneAt ? 'gone' : 'as before';
}

/** Returns the row after one more look that found the account gone. A first look that lies ahead of the clock does not count. */
function afterLook(row: Leaver | null, id: Identity, at: string): Leaver {
  const firstAt = row && row.firstAt <= at ? row.firstAt : at;
  const isGone = Date.parse(at) - Date.parse(firstAt) >= apartMs;
  return { ...row, id, firstAt, lookedAt: at, goneAt: row?.goneAt ?? (isGone ? at : null) };
}

/** Returns the tenants that name the person among those whom `namedIn` returns; no retired ones. */
async function tenantsNaming(
  reader: Reader,
  id: Identity,
  namedIn: (tenant: StoredTenant) => readonly Identity[],
  world: World,
): Promise<StoredTenant[]> {
  const tenants = (await reader.list('tenants')).filter((tenant) => !isRetired(tenant));
  return tenants.filter((tenant) => namedIn(tenant).some((named) => firstMet(named, world) === id));
}

/** Forgets people whom no look found gone for 90 days: their tenant is not asked any more. */
export async function forgetLeavers({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - retention.leaverDays * 24 * hourMs).toISOString();
  const outdated = async (reader: Reader) => (await reader.list('leavers')).filter(({ lookedAt }) => lookedAt < before);
  if ((await store.read(outdated)).length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of await outdated(tx)) await tx.remove('leavers', id);
  });
}

/** Forgets everybody, where Entra is asked about nobody any more. The tenants that name somebody gone on call are probed again. */
export async function forgetAllLeavers(world: World): Promise<void> {
  const all = (reader: Reader) => reader.list('leavers');
  if ((await world.store.read(all)).length === 0) return;
  const at = world.steady.now();
  await world.store.change(async (tx) => {
    for (const { id, goneAt } of await all(tx)) {
      await tx.remove('leavers', id);
      if (goneAt !== null) await markForProbe(tx, await tenantsNaming(tx, id, namedOnCall, world), at);
    }
  });
}
