/** Notifies the admins of what becomes of events for receivers: refused, not delivered for an hour, given up, cancelled. */
import { type AdminPlaces, adminPlaces } from '../delivery/admin-destinations.ts';
import { enqueueFor, requestEdit } from '../delivery/transitions.ts';
import { newsRank } from '../domain/delivery/delivery.ts';
import type { ReceiverNews } from '../domain/delivery/kinds.ts';
import type { StoredReceiver } from '../domain/outgoing/outgoing.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

const hourMs = 3_600_000;
/** The admins are notified again of a cause of refusals that did not come again for this long (ms). */
const dayMs = 24 * hourMs;

/**
 * Stores of each receiver whether something could not be delivered for an hour, and tells the admins what they have not heard yet. While
 * no admin can be notified, that waits. Changes nothing when nothing is due.
 */
export async function watchReceivers(world: World): Promise<void> {
  const { store, receivers, clock } = world;
  const now = clock.now();
  const names = receivers.list().map(({ name }) => name);
  const due = await store.read((reader) => dueNews(reader, names, now));
  if (due.length === 0) return;
  const admins = await adminPlaces(world);
  if (admins.usual.length === 0) return;
  const change = async (tx: Tx) => {
    for (const plan of await dueNews(tx, names, now)) await carryOut(tx, plan, admins, now);
  };
  await store.change(change, { evenWhenFull: true });
}

/** The news of a receiver, and its row after that; null where it is forgotten. */
interface ReceiverPlan {
  id: string;
  row: StoredReceiver | null;
  news: ReceiverNews[];
  /** The news that it takes nothing is over. */
  end?: 'sent' | 'moved' | 'gone';
}

async function dueNews(reader: Reader, names: readonly string[], now: string): Promise<ReceiverPlan[]> {
  const rows = new Map((await reader.list('receivers')).map((row) => [row.id, row]));
  const all = await Promise.all(
    [...new Set([...names, ...rows.keys()])].map(async (id) => {
      const known = rows.get(id) ?? { id };
      const [failing] = await reader.scan('outgoing.failing', { key: id, after: null, limit: 1 });
      const since = [failing?.failingSince, known.trailFailingSince ?? undefined]
        .filter((at) => at !== undefined)
        .sort()[0];
      const isDown = since !== undefined && Date.parse(now) - Date.parse(since) >= hourMs;
      const waits = (await reader.count('outgoing.waiting', id)) > 0 || Boolean(known.trailFailingSince);
      const plan = planOf(known, { down: isDown ? since : null, waits, now });
      if (names.includes(id)) return plan;
      const gone = known.downAt === undefined ? {} : { end: 'gone' as const };
      return { ...plan, row: null, news: plan.news.filter(({ what }) => what !== 'down'), ...gone };
    }),
  );
  return all.filter(({ id, row, news, end }) => news.length > 0 || end !== undefined || row !== (rows.get(id) ?? row));
}

/** How things stand: since when something cannot be delivered (null for less than an hour), and whether anything waits. */
interface ReceiverLoad {
  down: string | null;
  waits: boolean;
  now: string;
}

function planOf(known: StoredReceiver, { down, waits, now }: ReceiverLoad): ReceiverPlan {
  const { id } = known;
  const news: ReceiverNews[] = [];
  let row = known;
  let end: ReceiverPlan['end'];
  if (down !== null && known.downAt === undefined) {
    news.push({ what: 'down', receiver: id, since: down, why: known.why ?? '', at: now });
    row = { ...row, downAt: now };
  } else if (down === null && known.downAt !== undefined) {
    if (hasAnswered(known)) end = 'sent';
    else if (known.cancelled) end = 'moved';
    const { downAt: _over, ...rest } = row;
    if (end) row = rest;
  }
  const refusals = known.refusals ?? [];
  for (const { status, line, waits: again, told, alerts = [] } of refusals)
    if (!told)
      news.push({ what: 'refused', receiver: id, status, line, at: now, alerts, ...(again ? { waits: true } : {}) });
  const kept = refusals.filter(({ at, told }) => !told || Date.parse(now) - Date.parse(at) < dayMs);
  if (kept.length < refusals.length || refusals.some(({ told }) => !told))
    row = { ...row, refusals: kept.map((one) => ({ ...one, told: true as const })) };
  if (known.lost && !known.lost.told) {
    const { full, old, since } = known.lost;
    news.push({ what: 'givenUp', receiver: id, full, old, since, at: now });
    row = { ...row, lost: { ...known.lost, told: true } };
  } else if (known.lost && !waits) {
    const { lost: _over, ...rest } = row;
    row = rest;
  }
  if (known.trailLost) {
    const { trailLost: _told, ...rest } = row;
    news.push({ what: 'trailLost', receiver: id, ...known.trailLost, at: now });
    row = rest;
  }
  if (known.cancelled) {
    const { count, why, alerts = [] } = known.cancelled;
    news.push({ what: 'cancelled', receiver: id, count, why, at: now, alerts });
    const { cancelled: _told, ...rest } = row;
    row = rest;
  }
  return { id, row, news, ...(end ? { end } : {}) };
}

/** Returns whether a receiver answered since the admins heard that it takes nothing. That nothing waits any more does not tell that. */
function hasAnswered({ downAt, lastSentAt = '', lastRefused }: StoredReceiver): boolean {
  return downAt !== undefined && (lastSentAt >= downAt || (lastRefused?.at ?? '') >= downAt);
}

async function carryOut(
  tx: Tx,
  { id, row, news, end }: ReceiverPlan,
  { usual }: AdminPlaces,
  now: string,
): Promise<void> {
  if (row) await tx.put('receivers', row);
  else await tx.remove('receivers', id);
  for (const one of news) await enqueueFor(tx, { about: { kind: 'receiverNews', ...one }, rank: newsRank }, usual, now);
  if (end === undefined) return;
  for (const delivery of await tx.scan('deliveries.receiver', { key: id, after: null })) {
    const { about, want } = delivery;
    if (about.kind !== 'receiverNews' || about.what !== 'down' || about.end !== undefined) continue;
    await requestEdit(tx, delivery, want + 1, { about: { ...about, end: { at: now, why: end } } });
  }
}
