import type { AdminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor, requestEdit } from '../../delivery/transitions.ts';
import { isReportDue, newSource, type SilenceEnd, type StoredSource, signedRoute } from '../../domain/alert/source.ts';
import { alarmRank } from '../../domain/delivery/delivery.ts';
import { runMsFrom } from '../../domain/time/trusted-time.ts';
import { allSent } from '../../ports/accounts.ts';
import type { Reader, Tx } from '../../ports/store.ts';

/** Returns the row of a source that is heard now. The news that it was silent says so. */
export async function heardIn(tx: Tx, name: string, at: string): Promise<StoredSource> {
  const runMs = runMsFrom(await tx.get('trusted', 'clock'), at);
  const stored = await tx.get('sources', name);
  const { silentAt, ...row } = stored ?? newSource(name, at, runMs);
  if (silentAt !== undefined) await endSilence(tx, name, { at, why: 'heard' });
  return { ...row, ...(await firstHeard(tx, name, stored, at)), heardAt: at, heardRunMs: runMs };
}

/** Returns when the first request of a source came that is heard now; nothing for one that an older version knew. */
export async function firstHeard(
  reader: Reader,
  name: string,
  row: StoredSource | null,
  at: string,
): Promise<Pick<StoredSource, 'firstHeardAt'>> {
  const first = row?.firstHeardAt;
  // A time in the future was written by a clock that was ahead.
  if (first !== undefined) return { firstHeardAt: first < at ? first : at };
  if (row && row.heardAt !== null) return {};
  return name === signedRoute && !row && (await hasSignedBefore(reader)) ? {} : { firstHeardAt: at };
}

/** Returns whether the store, or the archive, may have alerts of the signed route: older versions have no row of it. */
async function hasSignedBefore(reader: Reader): Promise<boolean> {
  let bytes = await reader.held(allSent);
  for (const { id } of await reader.list('sources')) bytes -= await reader.held(`webhook:${id}`);
  return bytes > 0 || (await reader.keys('closed.segment')).length > 0;
}

/** Has the news that a source is silent say that it is silent no more, and why. */
export async function endSilence(tx: Tx, name: string, end: SilenceEnd): Promise<void> {
  for (const delivery of await tx.scan('deliveries.silence', { key: name, after: null })) {
    const { about, want } = delivery;
    if (about.kind !== 'sourceSilent' || about.end !== undefined) continue;
    await requestEdit(tx, delivery, want + 1, { about: { ...about, end } });
  }
}

/** The admins who are notified, and the time. */
interface Telling {
  admins: AdminPlaces;
  at: string;
}

/**
 * Keeps the row. Notifies the admins of what the source left out, unless they were notified less than an hour ago: then it waits. It also waits
 * while no admin can be notified.
 */
export async function tellIfDue(tx: Tx, row: StoredSource, how: Telling): Promise<void> {
  if (!isReportDue(row, how.at) || how.admins.usual.length === 0) return tx.put('sources', row);
  const { unreported: _told, ...rest } = row;
  await tx.put('sources', { ...rest, reportedAt: how.at });
  await tell(tx, row, how);
}

/** Removes the row of a source that is not in the file. Notifies the admins first of what it left out, and that it is silent no more. */
export async function removeRow(tx: Tx, row: StoredSource, how: Telling): Promise<void> {
  await tell(tx, row, how);
  if (row.silentAt !== undefined) await endSilence(tx, row.id, { at: how.at, why: 'removed' });
  await tx.remove('sources', row.id);
}

async function tell(tx: Tx, { id, unreported }: StoredSource, { admins, at }: Telling): Promise<void> {
  if (!unreported) return;
  const about = { kind: 'sourceLeftOut', source: id, at, ...unreported } as const;
  await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, at);
}
