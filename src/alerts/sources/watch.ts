import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import {
  isReportDue,
  isSilent,
  newSource,
  quietSince,
  type StoredSource,
  signedRoute,
} from '../../domain/alert/source.ts';
import { alarmRank } from '../../domain/delivery/delivery.ts';
import type { TrustedTime } from '../../domain/time/trusted-time.ts';
import type { Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { endSilence, removeRow, tellIfDue } from './row.ts';

/**
 * Keeps a row for each source of the file, and for the signed route once it is noted, with the requests that were refused in its name, and notifies the admins of which source fell
 * silent, and what a source left out since they were notified last. Changes nothing where nothing is due.
 */
export async function watchSources(world: World & { trusted: TrustedTime }): Promise<void> {
  const { store, settings, trusted } = world;
  const refused = world.refusedRequests.waiting();
  const rows = await store.read((reader) => reader.list('sources'));
  if (rows.length === 0 && settings.sources.length === 0) return;
  // What admins have still to be notified of waits for one of them, also when the source is gone.
  const goneIf = (tells: boolean) =>
    rows.filter(
      ({ id, unreported }) =>
        id !== signedRoute && !settings.sources.some(({ name }) => name === id) && (tells || unreported === undefined),
    );
  const known = new Map(rows.map((row) => [row.id, row]));
  const signed = known.has(signedRoute) ? [{ name: signedRoute, expectEveryMs: null }] : [];
  const watched: readonly Watched[] = [...settings.sources, ...signed];
  const time = { now: trusted.wall, runMs: trusted.runMs, refused };
  const dueIf = (tells: boolean) =>
    watched.filter((source) => isDue(source, known.get(source.name), { ...time, tells }));
  if (goneIf(true).length + dueIf(true).length === 0) return;
  const admins = await adminPlaces(world);
  const how = { ...time, admins, tells: admins.usual.length > 0 };
  const gone = goneIf(how.tells);
  const due = dueIf(how.tells);
  if (gone.length + due.length === 0) return;
  const change = async (tx: Tx) => {
    for (const source of due) await update(tx, source, how);
    for (const row of gone) await removeRow(tx, row, { admins, at: how.now });
  };
  await store.change(change, { evenWhenFull: true });
  world.refusedRequests.stored(refused);
}

type Watched = Pick<SourceSettings, 'name' | 'expectEveryMs'>;

interface Watching {
  now: string;
  runMs: number;
  refused: ReadonlyMap<string, number>;
  /** Whether there is an admin who can be notified. */
  tells: boolean;
}

function isDue(source: Watched, row: StoredSource | undefined, how: Watching): boolean {
  if (!row || how.refused.has(source.name)) return true;
  return isNoted(source, row, how) !== (row.silentAt !== undefined) || (how.tells && isReportDue(row, how.now));
}

/** Returns whether the source counts as silent now. While no admin can be notified, it does not begin to: the first one who comes is notified. */
function isNoted({ expectEveryMs }: Watched, row: StoredSource, { now, runMs, tells }: Watching): boolean {
  return isSilent(row, expectEveryMs, { now, runMs }) && (tells || row.silentAt !== undefined);
}

async function update(tx: Tx, source: Watched, how: Watching & { admins: AdminPlaces }): Promise<void> {
  const { now, runMs, admins, refused } = how;
  const row = (await tx.get('sources', source.name)) ?? newSource(source.name, now, runMs);
  const { silentAt, ...rest } = { ...row, refused: row.refused + (refused.get(row.id) ?? 0) };
  const isNowSilent = isNoted(source, row, how);
  const about = { kind: 'sourceSilent', source: row.id, since: quietSince(row), at: now } as const;
  if (isNowSilent && silentAt === undefined) await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, now);
  if (!isNowSilent && silentAt !== undefined) await endSilence(tx, row.id, { at: now, why: 'allowed' });
  await tellIfDue(tx, isNowSilent ? { ...rest, silentAt: silentAt ?? now } : rest, { admins, at: now });
}
