import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { monthOf } from '../../domain/alert/report.ts';
import { type Delivery, owesEdit } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Trusted } from '../../domain/time/trusted-time.ts';
import type { Archived } from '../../ports/collections.ts';
import { indexes } from '../../ports/indexes.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { dropSegment, mayDrop } from '../../store/retention.ts';

/** Time in which a resolved alert is still on people's screens and may be reopened. */
const keptHours = 24;
/** A card that does not show yet that it is over keeps it, unless its channel has been away for as long as this. */
const owedDays = 30;
/** As many alerts, and about as many of their deliveries, as one change may take, so that nobody waits long for the store. */
const together = 200;
const deliveriesTogether = 1_000;

/** Moves what was resolved a day ago out of the live document. First the archive, then the document: a crash between repeats, and loses nothing. */
export async function archiveResolved({
  store,
  archive,
  clock,
}: Pick<World, 'store' | 'archive' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now()).subtract(keptHours, 'hour').toISOString();
  const longBefore = dayjs(clock.now()).subtract(owedDays, 'day').toISOString();
  const rows = await store.read((reader) => closedIn(reader, before, longBefore));
  for (const [segment, some] of Map.groupBy(rows, segmentOf)) await archive.append(segment, some);
  if (rows.length > 0)
    await store.change(async (tx) => {
      for (const row of rows) await leave(tx, row);
    });
  while (await removedSome(store));
}

/** What changed since it was written to the archive goes there once more, at the next tick. */
async function leave(tx: Tx, row: Archived): Promise<void> {
  const now = await tx.get('alerts', row.id);
  if (!now || now.revision !== row.alert.revision) return;
  if ((await tx.count('deliveries.alert', row.id)) !== row.deliveries.length) return;
  await tx.remove('alerts', row.id);
  await tx.put('closed', { id: row.id, number: row.alert.number, segment: segmentOf(row), leaving: true });
}

/** Removes deliveries of alerts that left. Whether there may be more. */
async function removedSome(store: World['store']): Promise<boolean> {
  const query = { key: '', after: null };
  if ((await store.read((reader) => reader.count('closed.leaving', ''))) === 0) return false;
  await store.change(async (tx) => {
    let room = deliveriesTogether;
    for (const { leaving: _done, ...closed } of await tx.scan('closed.leaving', { ...query, limit: together })) {
      const some = await tx.scan('deliveries.alert', { key: closed.id, after: null, limit: room });
      for (const { id } of some) await forgetDelivery(tx, id);
      room -= some.length;
      if (room <= 0) return;
      await tx.put('closed', closed);
    }
  });
  return true;
}

/**
 * Forgets what was resolved in a month that ended longer ago than alerts are kept: the oldest segment, and every trace of
 * an alert in it, which a crash may have left without its segment too. First the traces, the segment last.
 */
export async function forgetOld({
  store,
  archive,
  settings,
  trusted,
}: Pick<World, 'store' | 'archive' | 'settings'> & { trusted: Trusted }): Promise<void> {
  const oldest = monthOf(dayjs(trusted.at).subtract(settings.retentionDays, 'day').subtract(1, 'month').toISOString());
  const named = await store.read((reader) => reader.keys('closed.segment'));
  const [old] = [...(await archive.segments()), ...named].filter((segment) => segment < `alerts-${oldest}`).sort();
  if (old === undefined || !(await store.read((reader) => mayDrop(reader, trusted)))) return;
  while (await store.change((tx) => forgotSome(tx, old)));
  await dropSegment(old, archive, { store, trusted });
}

/** Whether there may be more. */
async function forgotSome(tx: Tx, segment: string): Promise<boolean> {
  const rows = await tx.scan('closed.segment', { key: segment, after: null, limit: together });
  for (const { id } of rows) await tx.remove('closed', id);
  return rows.length === together;
}

/** Forgets digests that stand for nothing any more. */
export async function forgetDigests({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now()).subtract(keptHours, 'hour').toISOString();
  const old = await store.read((reader) => emptyDigests(reader, before));
  if (old.length === 0) return;
  await store.change(async (tx) => {
    for (const id of old) {
      const cards = await tx.scan('deliveries.digestCard', { key: id, after: null });
      for (const card of cards) await forgetDelivery(tx, card.id);
      await tx.remove('digests', id);
    }
  });
}

async function emptyDigests(reader: Reader, before: string): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: readonly StormDigest[] = await reader.scan('digests.closed', { key: '', after, limit: together });
    const old = page.filter(({ closedAt }) => closedAt !== null && closedAt < before);
    for (const { id } of old) if ((await reader.count('deliveries.digest', id)) === 0) found.push(id);
    after = old.length === together ? placeAmongClosed(old.at(-1)) : null;
  } while (after !== null && found.length < together);
  return found.slice(0, together);
}

function placeAmongClosed(digest: StormDigest | undefined): string | null {
  return digest ? (indexes['digests.closed'].placeOf(digest)?.order ?? null) : null;
}

/** What may leave now: at most so many alerts, and so many deliveries unless one alert alone has more. */
async function closedIn(reader: Reader, before: string, longBefore: string): Promise<Archived[]> {
  const rows: Archived[] = [];
  let room = deliveriesTogether;
  let after: string | null = null;
  do {
    const page: readonly Alert[] = await reader.scan('alerts.resolved', { key: '', after, limit: together });
    for (const alert of page) {
      const at = alert.resolved?.at ?? before;
      if (at >= before || room <= 0 || rows.length === together) return rows;
      const deliveries = await reader.scan('deliveries.alert', { key: alert.id, after: null });
      if (at >= longBefore && deliveries.some(isOwed)) continue;
      rows.push({ id: alert.id, alert, deliveries });
      room -= deliveries.length;
    }
    const last = page.length === together ? page.at(-1) : undefined;
    after = last ? (indexes['alerts.resolved'].placeOf(last)?.order ?? null) : null;
  } while (after !== null);
  return rows;
}

function isOwed(delivery: Delivery): boolean {
  return delivery.state === 'waiting' || delivery.state === 'sending' || owesEdit(delivery);
}

/** By the month of resolution: one that was late is kept as long as any other. */
function segmentOf({ alert }: Archived): string {
  return `alerts-${monthOf(alert.resolved?.at ?? alert.receivedAt)}`;
}
