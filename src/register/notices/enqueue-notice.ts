import dayjs from 'dayjs';
import { enqueue } from '../../delivery/transitions.ts';
import { type Destination, noticeRank } from '../../domain/delivery/delivery.ts';
import { distinct } from '../../domain/delivery/routing.ts';
import { type Channel, channelKey, type Identity, sameChannel } from '../../domain/tenant/identity.ts';
import type { FormerChannel, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { noticeKey } from '../../ports/indexes.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

/** How long a removed channel keeps getting high alerts. */
const keptHours = 24;
/** An upper limit that no organisation reaches. */
const mostAdmins = 1_000;

/** A change that people are to be told of. */
export interface Told {
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** Those before the change and those after it. */
  channels: readonly (Channel | null)[];
  /** The person who made the change, and gets no notice; null when no person did. */
  by: Identity | null;
}

/**
 * Quietly redirecting alerts is the attack: every change is told to the channels before it and after it and to the admin
 * channel, in the same change. What each admin is still to be told of is marked in it: who they are has to be asked.
 */
export async function enqueueChangeNotice(
  tx: Tx,
  { tenantId, entry, channels, by }: Told,
  at: string,
): Promise<readonly string[]> {
  const organisation = await tx.get('organisation', 'organisation');
  const told = [...channels, organisation?.adminChannel ?? null].filter((one) => one !== null);
  const places = distinct(told).map((channel): Destination => ({ kind: 'channel', channel }));
  await tx.put('untold', { id: noticeKey({ tenantId, entry }), tenantId, entry, by });
  return oweNotices(tx, { tenantId, entry }, places, at);
}

/** Every admin but the one who made the change hears of it in private. A directory that does not answer is asked again at the next tick. */
export async function tellAdminsOfChanges({ store, directory, clock }: World): Promise<readonly string[]> {
  const waiting = await store.read((reader) => reader.list('untold'));
  if (waiting.length === 0) return [];
  const admins = await directory.globalAdmins(mostAdmins).catch(() => null);
  if (admins === null) return [];
  return store.change(async (tx) => {
    const queues: string[] = [];
    for (const { id, tenantId, entry, by } of waiting) {
      if (!(await tx.get('untold', id))) continue;
      const others = admins
        .filter((admin) => admin !== by)
        .map((admin): Destination => ({ kind: 'person', id: admin }));
      queues.push(...(await oweNotices(tx, { tenantId, entry }, others, clock.now())));
      await tx.remove('untold', id);
    }
    return queues;
  });
}

async function oweNotices(
  tx: Tx,
  change: Pick<Told, 'tenantId' | 'entry'>,
  places: readonly Destination[],
  at: string,
): Promise<string[]> {
  const about = { kind: 'contactChanged', ...change } as const;
  const queues: string[] = [];
  for (const to of places) queues.push(await enqueue(tx, { about, to, rank: noticeRank, want: 1 }, at));
  return queues;
}

/** The channels of a tenant's contact; none without a contact. */
export function contactChannels(tenant: StoredTenant | null): readonly Channel[] {
  return tenant?.contact?.channels ?? [];
}

/** The channels that get a tenant's Azure fraud alerts. */
export function fraudChannels(tenant: Pick<StoredTenant, 'fraudChannels'> | null): readonly Channel[] {
  return tenant?.fraudChannels ?? [];
}

/** The channels that were taken away keep getting high alerts for a day; those that came back are ordinary again. */
export function formerChannelsAfter(
  before: StoredTenant | null,
  after: { contact: readonly Channel[]; fraud: readonly Channel[] },
  at: string,
): readonly FormerChannel[] {
  const until = dayjs(at).add(keptHours, 'hour').toISOString();
  const removed = [
    ...contactChannels(before).map((channel) => ({ channel, until, fraud: false })),
    ...fraudChannels(before).map((channel) => ({ channel, until, fraud: true })),
  ];
  const earlier = (before?.formerChannels ?? []).filter((former) => former.until > at);
  const gone = [...earlier, ...removed].filter(
    ({ channel, fraud }) => !(fraud ? after.fraud : after.contact).some((kept) => sameChannel(kept, channel)),
  );
  return [...new Map(gone.map((former) => [`${channelKey(former.channel)} ${former.fraud}`, former])).values()];
}
