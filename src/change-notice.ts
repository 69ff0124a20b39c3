import dayjs from 'dayjs';
import { type Destination, noticeRank } from './domain/delivery.ts';
import { type Channel, channelKey, sameChannel } from './domain/identity.ts';
import type { FormerChannel, StoredTenant } from './domain/partner-tenant.ts';
import { distinct } from './domain/routing.ts';
import { owe } from './owe.ts';
import type { Tx } from './ports.ts';

/** How long a removed channel keeps getting high alerts. */
const keptHours = 24;

export interface Told {
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** Those before the change and those after it. */
  channels: readonly (Channel | null)[];
}

/** Quietly redirecting alerts is the attack: every change is told to the channels before it and after it, in the same change. */
export async function oweChangeNotice(tx: Tx, told: Told, at: string): Promise<readonly string[]> {
  const about = { kind: 'contactChanged', tenantId: told.tenantId, entry: told.entry } as const;
  const queues: string[] = [];
  for (const channel of distinct(told.channels.filter((one) => one !== null))) {
    const to: Destination = { kind: 'channel', channel };
    queues.push(await owe(tx, { about, to, rank: noticeRank, want: 1 }, at));
  }
  return queues;
}

export function contactChannels(tenant: StoredTenant | null): readonly Channel[] {
  return tenant?.contact?.channels ?? [];
}

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
