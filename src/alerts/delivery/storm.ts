import { digested } from '../../delivery/transitions.ts';
import { noCounts } from '../../domain/alert/severity.ts';
import { type Delivery, isAlertCard, severityOf } from '../../domain/delivery/delivery.ts';
import { answersAfter, type StormDigest, stormLastsMs } from '../../domain/delivery/digest.ts';
import { lowPosts } from '../../domain/delivery/queue-order.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { refreshDigestCards } from '../change/refresh-cards.ts';
import { cardForMany, enqueueCards } from './enqueue-alert.ts';

/** The most deliveries that one change moves, so that nobody waits long for the store. */
const batchSize = 500;

/**
 * Gathers the alerts of medium severity and below that wait for a queue into one card, while more wait than the channel can
 * bear (the setting STORM_LIMIT). High alerts keep their own cards and go first.
 */
export async function calmStorm(queue: string, world: World): Promise<void> {
  for (;;) {
    const storm = await stormIn(queue, world);
    if (storm === 'none') return;
    const gathered = (tx: Tx) => gather(tx, queue, storm, world.clock.now());
    const moved = await world.store.change(gathered, { evenWhenFull: true });
    if (moved < batchSize) return;
  }
}

/** `new`: more wait than the channel can bear. `ending`: some come after such a storm, and join its card. */
type Storm = 'none' | 'new' | 'ending';

function stormIn(queue: string, { store, clock, settings }: World): Promise<Storm> {
  return store.read(async (reader) => {
    const { stormLimit } = settings;
    const due = await reader.scan('deliveries.due', { key: queue, after: null, limit: stormLimit + 1 });
    const waiting = due.filter(({ state }) => state !== 'posted');
    if (waiting.length > stormLimit) return 'new';
    const open = waiting.length > 0 ? await openDigest(reader, queue, clock.now()) : null;
    return open ? 'ending' : 'none';
  });
}

/** Moves waiting deliveries into the queue's digest. Returns how many it moved: one alert alone needs no new digest. */
async function gather(tx: Tx, queue: string, storm: Exclude<Storm, 'none'>, at: string): Promise<number> {
  const due = await tx.scan('deliveries.due', { key: queue, after: lowPosts, limit: batchSize });
  const waiting = due.filter(joins);
  const [first] = waiting;
  const open = await openDigest(tx, queue, at);
  if (!first || (!open && waiting.length === 1)) return 0;
  let digest = open ?? (await newDigest(tx, queue, at));
  for (const delivery of waiting) digest = await join(tx, delivery, digest, at);
  await enqueueCards(tx, { ...cardForMany(digest), want: digest.revision + 1 }, [first.to], at);
  const stormAt = storm === 'new' ? at : digest.stormAt;
  await refreshDigestCards(tx, { ...digest, stormAt, closedAt: digest.unanswered === 0 ? at : null }, 'other');
  return waiting.length;
}

function joins({ state, about, attempts }: Delivery): boolean {
  return state === 'waiting' && isAlertCard(about) && attempts === 0;
}

/** Returns the digest of a storm that is not over. An older card stands far up in the channel, where nobody would see what comes now. */
async function openDigest(reader: Reader, queue: string, at: string): Promise<StormDigest | null> {
  const open = await reader.scan('digests.open', { key: queue, after: null });
  const age = ({ stormAt, openedAt }: StormDigest) => Math.abs(Date.parse(at) - Date.parse(stormAt ?? openedAt));
  return open.findLast((digest) => age(digest) < stormLastsMs) ?? null;
}

async function newDigest(tx: Tx, queue: string, at: string): Promise<StormDigest> {
  return {
    id: `digest-${await nextNumber(tx, 'digests')}`,
    queue,
    openedAt: at,
    stormAt: at,
    counts: noCounts,
    unanswered: 0,
    firstIds: [],
    revision: 0,
    escalated: false,
    closedAt: null,
  };
}

async function join(tx: Tx, delivery: Delivery, digest: StormDigest, at: string): Promise<StormDigest> {
  if (!('alertId' in delivery.about)) return digest;
  const { alertId } = delivery.about;
  const alert = await tx.get('alerts', alertId);
  await digested(tx, delivery, digest.id, at);
  const severity = severityOf(delivery.rank);
  return {
    ...digest,
    newest: Math.max(digest.newest ?? 0, delivery.number),
    counts: { ...digest.counts, [severity]: digest.counts[severity] + 1 },
    unanswered: digest.unanswered + (alert?.status === 'active' ? 1 : 0),
    answers: answersAfter(digest.answers, null, alert),
    firstIds: digest.firstIds.length < 10 ? [...digest.firstIds, alertId] : digest.firstIds,
  };
}
