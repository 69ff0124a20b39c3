import dayjs from 'dayjs';
import { isUntoldKey, tooLateAt } from '../domain/delivery/lateness.ts';
import { withoutFutureTimes } from '../domain/time/own-times.ts';
import { isSteady, type TrustedTime } from '../domain/time/trusted-time.ts';
import type { Collections } from '../ports/collections.ts';
import { timedCollections } from '../ports/indexes.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { amend, bringTimesBack } from './transitions.ts';

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

/**
 * Lets what waits for a channel since a time that is still to come wait since now: admins hear in their time of an alert that arrived
 * while the clock was ahead, and that no channel takes. Call it only while the clock is steady.
 */
export async function resetWaiting({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const keys = await store.read((reader) => reader.keys('deliveries.late'));
  const early = (reader: Reader, key: string) =>
    reader.scan('deliveries.late', {
      key,
      after: tooLateAt(dayjs(now).add(1, 'minute').toISOString()),
      limit: batchSize,
    });
  for (const key of keys.filter(isUntoldKey))
    while ((await store.read((reader) => early(reader, key))).length > 0)
      await store.change(async (tx) => {
        for (const row of await early(tx, key)) await amend(tx, row, { since: now });
      });
}
