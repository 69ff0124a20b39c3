import dayjs from 'dayjs';
import { isUntoldKey, tooLateAt } from '../domain/delivery/queue-order.ts';
import { newestTime, withoutFutureTimes } from '../domain/time/own-times.ts';
import { isSteady, type TrustedTime } from '../domain/time/trusted-time.ts';
import { type Collections, timedCollections } from '../ports/collections.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { amend, bringTimesBack } from './transitions.ts';

/** The most rows that one change takes, so that nobody waits long for the store. */
const batchSize = 200;
/** The most rows that one tick looks at: about 10 ms. */
const rowsPerTick = 2_000;
/** Times ahead of the clock by less than this are left alone: time synchronisation corrects a clock by small steps all the time. */
const marginMinutes = 60;

type Timed = (typeof timedCollections)[number];
interface RowId {
  collection: Timed;
  id: string;
}

/**
 * Returns a function that sets times which the bot's clock wrote while it was ahead back to now, to be called at each tick. Otherwise
 * reminders, probes and confirmations would wait until those times come. It looks at each row once, after the clock has gone on without
 * a leap for an hour.
 */
export function resetTimesAhead({ store }: Pick<World, 'store'>): (trusted: TrustedTime) => Promise<void> {
  let begun: number | null = null;
  let left: readonly RowId[] = [];
  return async (trusted) => {
    if (!isSteady(trusted)) return;
    if (begun !== trusted.steadySince) left = await store.read(idsOf);
    begun = trusted.steadySince;
    if (left.length === 0) return;
    const now = trusted.wall;
    const after = dayjs(now).add(marginMinutes, 'minute').toISOString();
    const ahead = await store.read((reader) => aheadAmong(reader, left.slice(0, rowsPerTick), after));
    for (let from = 0; from < ahead.length; from += batchSize)
      await store.change(async (tx) => {
        for (const one of ahead.slice(from, from + batchSize)) await bringBack(tx, one, now);
      });
    left = left.slice(rowsPerTick);
  };
}

async function idsOf(reader: Reader): Promise<RowId[]> {
  const all = timedCollections.map(async (collection) =>
    (await reader.list(collection)).map(({ id }): RowId => ({ collection, id })),
  );
  return (await Promise.all(all)).flat();
}

async function aheadAmong(reader: Reader, ids: readonly RowId[], after: string): Promise<RowId[]> {
  const ahead: RowId[] = [];
  for (const one of ids) {
    const row = await reader.get<Timed>(one.collection, one.id);
    if (row && newestTime(row) > after) ahead.push(one);
  }
  return ahead;
}

async function bringBack(tx: Tx, { collection, id }: RowId, now: string): Promise<void> {
  if (collection === 'deliveries') {
    const delivery = await tx.get('deliveries', id);
    return delivery ? bringTimesBack(tx, delivery, now) : undefined;
  }
  const row = await tx.get<keyof Collections>(collection, id);
  if (row) await tx.put<keyof Collections>(collection, withoutFutureTimes(row, now));
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
