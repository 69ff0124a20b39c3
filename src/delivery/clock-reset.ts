import dayjs from 'dayjs';
import { withoutFutureTimes } from '../domain/time/own-times.ts';
import { isSteady, type TrustedTime } from '../domain/time/trusted-time.ts';
import type { Collections } from '../ports/collections.ts';
import { timedCollections } from '../ports/indexes.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { bringTimesBack } from './transitions.ts';

/** The most rows that one change takes, so that nobody waits long for the store. */
const batchSize = 200;
/** A clock that is ahead by less than this was not set wrong: it is set by a little all the time. */
const marginMinutes = 60;

/**
 * Sets times that the bot's clock wrote while it was ahead back to now, once the clock has gone on without a leap for an hour.
 * Otherwise reminders, probes and confirmations would wait until those times come.
 */
export async function resetTimesAhead({
  store,
  trusted,
}: Pick<World, 'store'> & { trusted: TrustedTime }): Promise<void> {
  if (!isSteady(trusted)) return;
  const now = trusted.wall;
  const after = dayjs(now).add(marginMinutes, 'minute').toISOString();
  for (const collection of timedCollections) {
    const [ahead] = await store.read((reader) => reader.scan(`${collection}.newest`, { key: '', after, limit: 1 }));
    while (ahead && (await store.change((tx) => bringBatchBack(tx, collection, { after, now }))));
  }
}

/** Sets the times of a batch of rows back. Returns whether there may be more. */
async function bringBatchBack(
  tx: Tx,
  collection: (typeof timedCollections)[number],
  { after, now }: { after: string; now: string },
): Promise<boolean> {
  if (collection === 'deliveries') return (await bringTimesBack(tx, { after, now, limit: batchSize })) === batchSize;
  const rows = await tx.scan(`${collection}.newest`, { key: '', after, limit: batchSize });
  for (const row of rows) await tx.put<keyof Collections>(collection, withoutFutureTimes(row, now));
  return rows.length === batchSize;
}
