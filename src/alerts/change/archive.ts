import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import { archivableAt } from '../../domain/alert/alert.ts';
import { sameKey } from '../../domain/alert/repeat.ts';
import { monthOf } from '../../domain/alert/report.ts';
import { isPending, needsEdit } from '../../domain/delivery/delivery.ts';
import { retention } from '../../domain/retention.ts';
import type { TrustedTime } from '../../domain/time/trusted-time.ts';
import type { Archived } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { oldestStoredMonth } from '../../store/alerts-of-month.ts';
import { dropSegment, mayDrop } from '../../store/drop-segment.ts';
import { notesOf } from '../../store/open-alerts.ts';
import { rowsOf } from '../../store/rows-of.ts';
import { isCrowded } from '../sources/room.ts';

/** The world, with the time by which alerts are closed and deleted. */
export type PatientWorld = World & { trusted: TrustedTime };

/** The most alerts, and about the most of their deliveries and notes, that one change takes, so that nobody waits long for the store. */
const batchSize = 200;
const rowsBatch = 1_000;

/** The most batches that one tick moves while the store is crowded: other steps wait meanwhile. */
const batchesOfTick = 25;

/**
 * Moves alerts that were resolved a day ago to the archive, those that are reopened when their finding comes again after that time; all
 * that were resolved, and as many as one tick may, while the store is
 * crowded. They are written there before they are removed here: after a crash in between they are written again, and nothing is lost.
 */
export async function archiveResolved(world: World): Promise<void> {
  for (let batch = 1; batch <= batchesOfTick; batch++) {
    const isAnyGone = await archivedSome(world);
    while (await removedSome(world));
    if (!isAnyGone || !(await isCrowdedNow(world))) return;
  }
}

async function isCrowdedNow({ store }: World): Promise<boolean> {
  return isCrowded(await store.read((reader) => reader.usage()));
}

/** Moves one batch of alerts, whose deliveries are still to be removed. Returns whether any alert left. */
async function archivedSome(world: World): Promise<boolean> {
  const { store, archive, clock } = world;
  const longBefore = dayjs(clock.now()).subtract(retention.unshownAlertDays, 'day').toISOString();
  const until = (await isCrowdedNow(world)) ? null : clock.now();
  const rows = await store.read((reader) => closedIn(reader, until, longBefore));
  for (const [segment, some] of Map.groupBy(rows, segmentOf)) await archive.append(segment, some);
  if (rows.length === 0) return false;
  return store.change(async (tx) => {
    let gone = 0;
    for (const row of rows) gone += Number(await leave(tx, row));
    return gone > 0;
  });
}

/**
 * Removes an alert from the live document. Returns false for one that changed since it was archived: the next tick archives it once more.
 */
async function leave(tx: Tx, row: Archived): Promise<boolean> {
  const now = await tx.get('alerts', row.id);
  if (!now || now.revision !== row.alert.revision) return false;
  if ((await tx.count('deliveries.alert', row.id)) !== row.deliveries.length) return false;
  await tx.remove('alerts', row.id);
  const { number, content } = row.alert;
  const same = sameKey(row.alert);
  await tx.put('closed', {
    ...{ id: row.id, number, severity: content.severity, segment: segmentOf(row), leaving: true },
    ...(same === null ? {} : { same }),
  });
  return true;
}

/** Removes deliveries and notes of alerts that left. Returns whether there may be more. */
async function removedSome({ store }: World): Promise<boolean> {
  if ((await store.read((reader) => reader.count('closed.leaving', ''))) === 0) return false;
  await store.change(async (tx) => {
    let room = rowsBatch;
    const leavingNow = await tx.scan('closed.leaving', { key: '', after: null, limit: batchSize });
    for (const { leaving: _done, ...closed } of leavingNow) {
      const some = await tx.scan('deliveries.alert', { key: closed.id, after: null, limit: room });
      for (const { id } of some) await forgetDelivery(tx, id);
      const notes = await tx.scan('notes.alert', { key: closed.id, after: null, limit: room - some.length });
      for (const { id } of notes) await tx.remove('notes', id);
      room -= some.length + notes.length;
      // Ids of one finding may be many, and nobody resolves them: while room is short, they leave with their alert.
      const limit = room > 0 && isCrowded(await tx.usage()) ? room : 0;
      const repeats = limit > 0 ? await tx.scan('repeats.alert', { key: closed.id, after: null, limit }) : [];
      for (const { id } of repeats) await tx.remove('repeats', id);
      room -= repeats.length;
      if (room <= 0) return;
      await tx.put('closed', closed);
    }
  });
  return true;
}

/**
 * Forgets the oldest month of resolved alerts, if it ended longer ago than alerts are kept (the setting RETENTION_DAYS): first every
 * trace of its alerts, then its segment. A crash in between may leave a segment without traces, which the next call removes.
 */
export async function forgetOld({ store, archive, settings, trusted }: PatientWorld): Promise<void> {
  const oldest = oldestStoredMonth(trusted.at, settings.retentionDays);
  const named = await store.read((reader) => reader.keys('closed.segment'));
  const [old] = [...(await archive.segments()), ...named].filter((segment) => segment < `alerts-${oldest}`).sort();
  if (old === undefined || !(await store.read((reader) => mayDrop(reader, trusted)))) return;
  while (await store.change((tx) => forgetSome(tx, old)));
  await dropSegment(old, archive, { store, trusted });
}

/** Returns whether there may be more. */
async function forgetSome(tx: Tx, segment: string): Promise<boolean> {
  const rows = await tx.scan('closed.segment', { key: segment, after: null, limit: batchSize });
  let room = rowsBatch;
  for (const { id } of rows) {
    const repeats = await tx.scan('repeats.alert', { key: id, after: null, limit: room });
    for (const repeat of repeats) await tx.remove('repeats', repeat.id);
    room -= repeats.length;
    if (room <= 0) return true;
    await tx.remove('closed', id);
  }
  return rows.length === batchSize;
}

/** Forgets the digests whose alerts have all left for the archive, and the deliveries of their cards. */
export async function forgetDigests({ store, clock }: World): Promise<void> {
  const before = dayjs(clock.now()).subtract(retention.resolvedAlertHours, 'hour').toISOString();
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
  for await (const { id, closedAt } of rowsOf(reader, 'digests.closed', '', batchSize)) {
    if (found.length === batchSize || closedAt === null || closedAt >= before) break;
    if ((await reader.count('deliveries.digest', id)) === 0) found.push(id);
  }
  return found;
}

/**
 * Returns the alerts that may leave now: at most a batch of alerts, and of their rows unless one alert alone has more. `until` is
 * null when all that are resolved may. What was resolved before `longBefore` leaves with cards that do not show it.
 */
async function closedIn(reader: Reader, until: string | null, longBefore: string): Promise<Archived[]> {
  const rows: Archived[] = [];
  let room = rowsBatch;
  for await (const alert of rowsOf(reader, 'alerts.resolved', '', batchSize)) {
    const at = alert.resolved?.at ?? longBefore;
    if ((until !== null && (archivableAt(alert) ?? until) >= until) || room <= 0 || rows.length === batchSize) break;
    const deliveries = await reader.scan('deliveries.alert', { key: alert.id, after: null });
    if (at >= longBefore && deliveries.some((one) => isPending(one) || needsEdit(one))) continue;
    const notes = await notesOf(reader, alert);
    rows.push({ id: alert.id, alert, deliveries, ...(notes.length > 0 ? { notes } : {}) });
    room -= deliveries.length + notes.length;
  }
  return rows;
}

/** Returns the segment by the month of resolution: an alert that was resolved late is kept as long as any other. */
function segmentOf({ alert }: Archived): string {
  return `alerts-${monthOf(alert.resolved?.at ?? alert.receivedAt)}`;
}
