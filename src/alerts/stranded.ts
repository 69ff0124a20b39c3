import { adminDestinations } from '../admins.ts';
import type { Alert } from '../domain/alert.ts';
import { type Delivery, type Destination, digestRank, rankOf } from '../domain/delivery.ts';
import type { Digest } from '../domain/digest.ts';
import { deliveryId, type Owed, owe } from '../owe.ts';
import type { Reader, Tx, World } from '../ports.ts';

const together = 200;

/** What nobody has and nobody will get: no channel takes it, and no admin is named, or none has a chat with the bot. */
interface Stranded {
  alerts: readonly Alert[];
  digests: readonly Digest[];
}

async function strandedIn(reader: Reader): Promise<Stranded> {
  const alerts: Alert[] = [];
  for (const alert of await reader.scan('alerts.unreached', { key: '', after: null, limit: 1_000_000 })) {
    const owed = await reader.scan('deliveries.alert', { key: alert.id, after: null });
    if (!owed.some(isOnItsWay)) alerts.push(alert);
  }
  const digests: Digest[] = [];
  for (const queue of await reader.keys('digests.open')) {
    for (const digest of await reader.scan('digests.open', { key: queue, after: null })) {
      const cards = await reader.scan('deliveries.digestCard', { key: digest.id, after: null });
      if (cards.length > 0 && !cards.some(isOnItsWay)) digests.push(digest);
    }
  }
  return { alerts, digests };
}

/** How many alerts that are. */
export async function countStranded({ store }: Pick<World, 'store'>): Promise<number> {
  const { alerts, digests } = await store.read(strandedIn);
  return alerts.length + digests.reduce((sum, { unanswered }) => sum + unanswered, 0);
}

/** Owes what is stranded to admins, and to an admin channel, that were not there when it came. Returns the queues that have work now. */
export async function reachNewAdmins(world: Pick<World, 'store' | 'clock' | 'directory'>): Promise<readonly string[]> {
  const stranded = await world.store.read(strandedIn);
  if (stranded.alerts.length + stranded.digests.length === 0) return [];
  const admins = await adminDestinations(world);
  return world.store.change(async (tx) => {
    const queues = new Set<string>();
    let left = together;
    for (const owed of owedTo(admins, stranded)) {
      if (left === 0 || (await isKnown(tx, owed))) continue;
      queues.add(await owe(tx, owed, world.clock.now()));
      left -= 1;
    }
    return [...queues];
  });
}

function owedTo(admins: readonly Destination[], { alerts, digests }: Stranded): Owed[] {
  return admins.flatMap((to) => [
    ...alerts.map(({ id, content, revision }) => ({
      about: { kind: 'unrouted', alertId: id } as const,
      to,
      rank: rankOf[content.severity],
      want: revision,
    })),
    ...digests.map(({ id, revision }) => ({
      about: { kind: 'digest', digestId: id } as const,
      to,
      rank: digestRank,
      want: revision,
    })),
  ]);
}

/** What somebody refused is not tried at every tick: it goes again once they write to the bot. */
async function isKnown(tx: Tx, { about, to }: Owed): Promise<boolean> {
  return (await tx.get('deliveries', deliveryId(about, to))) !== null;
}

function isOnItsWay({ about, state }: Delivery): boolean {
  const card = about.kind === 'alert' || about.kind === 'unrouted' || about.kind === 'digest';
  return card && state !== 'refused' && state !== 'dropped';
}
