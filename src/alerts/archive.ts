import dayjs from 'dayjs';
import type { Archived } from '../collections.ts';
import type { Alert } from '../domain/alert.ts';
import { type Delivery, owesEdit } from '../domain/delivery.ts';
import { monthOf } from '../domain/report.ts';
import type { Reader, World } from '../ports.ts';

/** Time in which a resolved alert is still on people's screens and may be reopened. */
const keptHours = 24;
/** A card that does not show yet that it is over keeps it, unless its channel has been away for as long as this. */
const owedDays = 30;
const together = 200;

/** Moves what was resolved a day ago out of the live document. First the archive, then the document: a crash between repeats, and loses nothing. */
export async function archiveResolved({
  store,
  archive,
  clock,
}: Pick<World, 'store' | 'archive' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now()).subtract(keptHours, 'hour').toISOString();
  const longBefore = dayjs(clock.now()).subtract(owedDays, 'day').toISOString();
  const rows = await store.read((reader) => closedIn(reader, before, longBefore));
  if (rows.length === 0) return;
  for (const [segment, some] of Map.groupBy(rows, segmentOf)) await archive.append(segment, some);
  await store.change(async (tx) => {
    for (const row of rows) {
      const now = await tx.get('alerts', row.id);
      if (!now || now.revision !== row.alert.revision) continue;
      await tx.remove('alerts', row.id);
      for (const { id } of row.deliveries) await tx.remove('deliveries', id);
      await tx.put('closed', { id: row.id, number: row.alert.number, segment: segmentOf(row) });
    }
  });
}

/** Forgets what was resolved in a month that ended longer ago than alerts are kept. */
export async function forgetOld({
  store,
  archive,
  clock,
  settings,
}: Pick<World, 'store' | 'archive' | 'clock' | 'settings'>): Promise<void> {
  const oldest = monthOf(dayjs(clock.now()).subtract(settings.retentionDays, 'day').subtract(1, 'month').toISOString());
  const old = (await archive.segments()).filter((segment) => segment < `alerts-${oldest}`);
  for (const segment of old) {
    const rows = await archive.read(segment);
    await archive.drop(segment);
    await store.change(async (tx) => {
      for (const { id } of rows) await tx.remove('closed', id);
    });
  }
}

/** Forgets digests that stand for nothing any more. */
export async function forgetDigests({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now()).subtract(keptHours, 'hour').toISOString();
  const old = await store.read(async (reader) => {
    const closed = await reader.scan('digests.closed', { key: '', after: null, limit: together });
    const counts = await Promise.all(closed.map(({ id }) => reader.count('deliveries.digest', id)));
    return closed.filter(({ closedAt }, index) => closedAt !== null && closedAt < before && counts[index] === 0);
  });
  if (old.length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of old) {
      const cards = await tx.scan('deliveries.digestCard', { key: id, after: null, limit: together });
      for (const card of cards) await tx.remove('deliveries', card.id);
      await tx.remove('digests', id);
    }
  });
}

async function closedIn(reader: Reader, before: string, longBefore: string): Promise<Archived[]> {
  const rows: Archived[] = [];
  let after: string | null = null;
  do {
    const page: readonly Alert[] = await reader.scan('alerts.resolved', { key: '', after, limit: together });
    const old = page.filter(({ resolved }) => resolved !== null && resolved.at < before);
    for (const alert of old) {
      const deliveries = await reader.scan('deliveries.alert', { key: alert.id, after: null, limit: 1_000 });
      const over = (alert.resolved?.at ?? '') < longBefore;
      if (over || !deliveries.some(isOwed)) rows.push({ id: alert.id, alert, deliveries });
    }
    after = old.length === together ? (old.at(-1)?.resolved?.at ?? null) : null;
  } while (after !== null && rows.length < together);
  return rows.slice(0, together);
}

function isOwed(delivery: Delivery): boolean {
  return delivery.state === 'waiting' || delivery.state === 'sending' || owesEdit(delivery);
}

/** By the month of resolution: one that was late is kept as long as any other. */
function segmentOf({ alert }: Archived): string {
  return `alerts-${monthOf(alert.resolved?.at ?? alert.receivedAt)}`;
}
