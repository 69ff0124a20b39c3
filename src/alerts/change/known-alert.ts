/** Finds what is known of an alert by the id of its sender, also when that was archived. */

import { type Alert, type AlertIn, alertId, alertIdAfterArchive } from '../../domain/alert/alert.ts';
import { atLeast, severities } from '../../domain/alert/severity.ts';
import type { Closed } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { NewAlert } from './new-alert.ts';

/** An alert whose card is edited; one to be stored under `id`, which continues the archived one of that number; or one that changes nothing. */
export type KnownAlert =
  | { kind: 'live'; alert: Alert }
  | { kind: 'new'; id: string; continues: number | null }
  | { kind: 'archived' };

/**
 * Returns what is known of an alert that came. Some senders keep the id of an alert that gets worse: a more severe version of an
 * archived alert is an alert of its own, unless it says that it is over. There is one for each severity at most, so that a sender
 * who goes up and down adds no more. An id that was the same finding as another alert stands for that alert.
 */
export async function knownAlert(reader: Reader, { content, origin, over }: NewAlert): Promise<KnownAlert> {
  const id = alertId(origin.source, content.id);
  const alert = await reader.get('alerts', id);
  if (alert) return { kind: 'live', alert };
  const seenAs = (await reader.get('repeats', id))?.alertId;
  const repeated = seenAs === undefined ? null : await reader.get('alerts', seenAs);
  if (repeated) return { kind: 'live', alert: repeated };
  let newest = await reader.get('closed', seenAs ?? id);
  for (const severity of severities) {
    const later = alertIdAfterArchive(origin.source, content.id, severity);
    const live = await reader.get('alerts', later);
    if (live) return { kind: 'live', alert: live };
    newest = (await reader.get('closed', later)) ?? newest;
  }
  if (!newest) return { kind: 'new', id, continues: null };
  if (over || !isWorse(content, newest)) return { kind: 'archived' };
  return {
    kind: 'new',
    id: alertIdAfterArchive(origin.source, content.id, content.severity),
    continues: newest.number,
  };
}

function isWorse({ severity }: AlertIn, archived: Closed): boolean {
  return archived.severity !== undefined && !atLeast(archived.severity, severity);
}

/**
 * Notes the severity of those archived alerts that an older version of the bot archived without it, before these alerts are taken.
 * The archive is read once for each of them. Call it before a change, since it is I/O.
 */
export async function noteArchivedSeverities(
  alerts: readonly NewAlert[],
  { store, archive }: Pick<World, 'store' | 'archive'>,
): Promise<void> {
  const ids = alerts.map(({ content, origin }) => alertId(origin.source, content.id));
  const rows = await store.read((reader) => Promise.all(ids.map((id) => reader.get('closed', id))));
  const unknown = rows.filter((row) => row !== null).filter(({ severity }) => severity === undefined);
  for (const [segment, some] of Map.groupBy(unknown, (row) => row.segment)) {
    const wanted = new Set(some.map(({ id }) => id));
    const found = new Map((await archive.read(segment, ({ id }) => wanted.has(id))).map((row) => [row.id, row.alert]));
    await store.change(async (tx) => {
      for (const { id } of some) {
        const row = await tx.get('closed', id);
        // What is in the archive no more counts as high: nothing is more severe, and it is not looked for again.
        if (row) await tx.put('closed', { ...row, severity: found.get(id)?.content.severity ?? 'high' });
      }
    });
  }
}
