import dayjs from 'dayjs';
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { monthOf } from '../../domain/alert/report.ts';
import { type DeliveryOf, deliveryId, queueOf, rankOf } from '../../domain/delivery/delivery.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { retention } from '../../domain/retention.ts';
import { slotNow } from '../../domain/time/slots.ts';
import type { TrustedTime } from '../../domain/time/trusted-time.ts';
import { monthName } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { viewerLocale } from '../../request/viewer-locale.ts';
import { dropSegment, mayDrop } from '../../store/drop-segment.ts';
import { segmentPrefix } from '../../store/history.ts';
import { card } from '../../view/view.ts';

const batchSize = 500;

/**
 * Moves entries of past months out of the live document. Writes the archive first and then the document, so that a crash in between
 * repeats the move and loses nothing.
 */
export async function archiveHistory({ store, trail, clock }: Pick<World, 'store' | 'trail' | 'clock'>): Promise<void> {
  const now = clock.now();
  const until = monthOf(dayjs(now).subtract(retention.historyDays, 'day').toISOString());
  const oldest = await store.read((reader) => reader.oldestHistory(batchSize + 1));
  const [first] = oldest;
  if (!first || (monthOf(first.at) >= until && first.at <= now)) return;
  const newest = (await trail.segments()).at(-1)?.slice(segmentPrefix.length) ?? '';
  // The last entry that was read always stays: it may be the newest of all, which is never archived.
  const moved = withMonths(oldest.slice(0, -1), { newest, until, now });
  const last = moved.at(-1);
  if (!last) return;
  for (const [month, some] of Map.groupBy(moved, (one) => one.month)) {
    const entries = some.map(({ entry }) => entry);
    await trail.append(`${segmentPrefix}${month}`, entries);
  }
  await store.change(async (tx) => {
    for (const { month, entry } of moved)
      await tx.put('trailEnds', { id: `${segmentPrefix}${month}`, number: entry.number, hash: entry.hash });
    await tx.forgetHistory(last.entry.number);
  });
}

/** Deletes the oldest segment when its month ended longer ago than the setting says. Keeps the number and the hash of its last entry. */
export async function forgetOldHistory(world: Pick<World, 'store' | 'trail' | 'settings'> & { trusted: TrustedTime }) {
  const { store, trail, settings, trusted } = world;
  const oldest = monthOf(dayjs(trusted.at).subtract(settings.retentionDays, 'day').toISOString());
  const [segment, next] = await trail.segments();
  if (segment === undefined || segment >= `${segmentPrefix}${oldest}`) return;
  if (!(await store.read((reader) => mayDrop(reader, trusted)))) return;
  const end = await endOf(segment, next, { store, trail });
  await dropSegment(segment, trail, { store, trusted }, async (tx) => {
    await tx.remove('trailEnds', segment);
    const start = await tx.get('trailStart', 'trail');
    if (end && end.number > (start?.number ?? 0)) await tx.put('trailStart', { ...end, id: 'trail' });
  });
}

/**
 * Returns the number and the hash of a segment's last entry; null when they are not known. Does not read the segment, which may
 * be damaged: the entry that follows tells both.
 */
async function endOf(segment: string, next: string | undefined, { store, trail }: Pick<World, 'store' | 'trail'>) {
  const known = await store.read((reader) => reader.get('trailEnds', segment));
  if (known) return { number: known.number, hash: known.hash };
  const following = next === undefined ? await store.read((reader) => reader.oldestHistory(1)) : await trail.read(next);
  const [first] = following;
  return first ? { number: first.number - 1, hash: first.previous } : null;
}

/**
 * Returns the entries up to the first one that stays, each with the month of its segment. That month is never earlier than the one
 * of the entry before: deleting the oldest segments must leave no gap, even when the clock went back. An entry from the future,
 * written while the clock was ahead, goes with the entry before it.
 */
function withMonths(entries: readonly HistoryEntry[], times: Record<'newest' | 'until' | 'now', string>) {
  const { newest, until, now } = times;
  const result: { month: string; entry: HistoryEntry }[] = [];
  const past = entries.find(({ at }) => at <= now);
  let month = newest === '' && past ? monthOf(past.at) : newest;
  for (const entry of entries) {
    if (entry.at <= now && monthOf(entry.at) > month) month = monthOf(entry.at);
    if (month === '') break;
    if (month >= until) break;
    result.push({ month, entry });
  }
  return result;
}

/**
 * Enqueues for the admin channel, once a month, the hash of the newest entry of the audit trail. A person who changes an
 * older entry later would have to change this message too. It comes at nine o'clock of a working day, when reminders come, and of what
 * was there by then: never among the first messages of a set-up. It waits for a channel that refuses messages, of which the admins know.
 */
export async function postMonthlyHash({ store, clock, defaults, settings }: World): Promise<void> {
  const month = monthOf(clock.now());
  const slot = slotNow(clock.now(), defaults.timezone, settings.holidays);
  if (slot === null) return;
  const due = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    const [head] = await reader.history({ tenantId: null, before: null, limit: 1 });
    if (!channel || !head || head.at >= slot.at) return null;
    const about = { kind: 'auditHead', month, number: head.number, hash: head.hash } as const;
    const to = { kind: 'channel', channel } as const;
    if ((await reader.get('refusing', queueOf(to))) !== null) return null;
    return (await reader.get('deliveries', deliveryId(about, to))) ? null : { about, to };
  });
  if (!due) return;
  await store.change((tx) => enqueue(tx, { ...due, rank: rankOf.informational }, clock.now()));
}

/** Makes the card with the number and the hash of that entry. */
export async function monthlyHashCard({ about }: DeliveryOf<'auditHead'>, world: World): Promise<MadeCard> {
  const { locale, messages } = viewerLocale(null, world);
  const { history } = messages;
  const text = history.head({ ...about, month: monthName(about.month, locale) });
  return { card: card('', history.headSummary, { text: [text] }), revision: 1 };
}
