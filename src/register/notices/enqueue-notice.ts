import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type Destination, noticeRank } from '../../domain/delivery/delivery.ts';
import { distinct } from '../../domain/delivery/routing.ts';
import { type Channel, type Identity, sameChannel } from '../../domain/tenant/identity.ts';
import type { PartnerTenant } from '../../domain/tenant/partner-tenant.ts';
import { noticeKey } from '../../ports/indexes.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstMet, knownAdmins } from '../../request/people.ts';

/** The most admins that the bot asks the directory for: more than any organisation has. */
const maxAdmins = 1_000;

/** Identifies a change of which people get a notice. */
export interface Notice {
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** The channels before the change and those after it; null for none. */
  channels: readonly (Channel | null)[];
  /** The person who made the change, and gets no notice; null when no person did. */
  by: Identity | null;
  /** The manager whom the change replaced; absent or null for none. */
  former?: Identity | null;
  /** It changes only who is on call: a quiet line, which goes to the channels, to where admins are notified, and to `people` in private. */
  isQuiet?: boolean;
  people?: readonly Identity[];
  /** They see the change elsewhere, and get no notice: who approved it, and the admin channel with its card. */
  knows?: readonly Destination[];
  /** The manager of the tenant after the change, who gets the notice where nobody else does; absent or null for none. */
  manager?: Identity | null;
}

/**
 * Enqueues the notice of a change to the channels before it, to those after it and to the admin channel: an attacker would
 * redirect alerts quietly. The admins are not known inside a change of the store, so a row marks that each of them is still to
 * get the notice, and who else: the former manager, and the manager where no channel gets it.
 */
export async function enqueueChangeNotice(tx: Tx, notice: Notice, at: string): Promise<void> {
  const { tenantId, entry, channels, by, former, manager, isQuiet = false, people: told = [], knows = [] } = notice;
  const organisation = await tx.get('organisation', 'organisation');
  const isKnown = (channel: Channel) => knows.some((to) => to.kind === 'channel' && sameChannel(to.channel, channel));
  const every = [...channels, isQuiet ? null : (organisation?.adminChannel ?? null)].filter((one) => one !== null);
  const all = every.filter((one) => !isKnown(one));
  const people = { ...(former ? { former } : {}), ...(manager && every.length === 0 ? { manager } : {}) };
  await tx.put('unsentNotices', {
    id: noticeKey({ tenantId, entry }),
    tenantId,
    entry,
    by,
    ...people,
    ...(isQuiet ? { isQuiet } : {}),
    ...(knows.length > 0 ? { knows: knows.flatMap((to) => (to.kind === 'person' ? [to.id] : [])) } : {}),
  });
  const places = [
    ...distinct(all).map((channel): Destination => ({ kind: 'channel', channel })),
    ...told.map((id): Destination => ({ kind: 'person', id })),
  ];
  await enqueueFor(tx, noticeOf(tenantId, entry), places, at);
}

/**
 * Enqueues the notices of changes that admins did not get yet: in private, to every admin but the one who made the change, and to the
 * former manager. The manager gets it where nobody else does. A directory that does not answer is asked again at the next tick.
 */
export async function tellAdminsOfChanges(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const waiting = await store.read((reader) => reader.list('unsentNotices'));
  if (waiting.length === 0) return;
  const admins = await knownAdmins(world, maxAdmins);
  if (admins === null) return;
  const { usual } = await adminPlaces(world);
  const tell = async (tx: Tx) => {
    for (const { id, tenantId, entry, by, former, manager, isQuiet, knows = [] } of waiting) {
      if (!(await tx.get('unsentNotices', id))) continue;
      const knowing = [by, ...knows].flatMap((one) => (one === null ? [] : [firstMet(one, { chats })]));
      const isOther = (one: Identity) => !knowing.includes(firstMet(one, { chats }));
      const others = [...admins, ...(former ? [former] : [])].filter(isOther);
      const readers = others.length === 0 && manager && isOther(manager) ? [manager] : others;
      // A manager may be an admin too: each person gets it once.
      const people = new Set(readers.map((one) => firstMet(one, { chats })));
      const places = isQuiet
        ? usual.filter((to) => to.kind === 'channel' || isOther(to.id))
        : [...people].map((one): Destination => ({ kind: 'person', id: one }));
      await enqueueFor(tx, noticeOf(tenantId, entry), places, clock.now());
      await tx.remove('unsentNotices', id);
    }
  };
  // A full store takes it too: an admin may have sent alerts to the archive, which makes room.
  await store.change(tell, { evenWhenFull: true });
}

function noticeOf(tenantId: string, entry: number) {
  return { about: { kind: 'contactChanged', tenantId, entry }, rank: noticeRank } as const;
}

/** Returns the channels of a tenant's contact; none without a contact. */
export function contactChannels(tenant: Pick<PartnerTenant, 'contact'> | null): readonly Channel[] {
  return tenant?.contact?.channels ?? [];
}

/** Returns the channels that get a tenant's Azure fraud alerts. */
export function fraudChannels(tenant: Pick<PartnerTenant, 'fraudChannels'> | null): readonly Channel[] {
  return tenant?.fraudChannels ?? [];
}
