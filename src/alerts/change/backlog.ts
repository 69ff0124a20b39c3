/** Tells the backlog that a source sends when it is connected from alerts that are news. */
import { type Alert, type AlertIn, alertId } from '../../domain/alert/alert.ts';
import { isConnecting, isManyOld, isOldFor } from '../../domain/alert/backlog.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { shareOf, signedRoute, signedShare } from '../../domain/alert/source.ts';
import type { SourceEvent } from '../../domain/alert/source-event.ts';
import type { Tx } from '../../ports/store.ts';
import { nameOf } from '../sources/room.ts';
import { firstHeard, heardIn } from '../sources/row.ts';
import { knownAlert } from './known-alert.ts';
import { sameFindingAs } from './same-finding.ts';

/** An alert of a body, as far as it may be backlog. */
interface BacklogCandidate extends Partial<Pick<SourceEvent, 'same' | 'over' | 'undated'>> {
  content: AlertIn;
  origin: Pick<Alert, 'source' | 'share'> & { kind: Alert['origin'] };
}

/**
 * Returns the ids of those of these new alerts that are backlog of their source, and counts them in its row. The alerts of one body
 * count together: where they are too many, all of them are backlog; those of earlier bodies stay what they are.
 */
export async function backlogIn(tx: Tx, alerts: readonly BacklogCandidate[], at: string): Promise<ReadonlySet<string>> {
  const [first] = alerts;
  if (first?.origin.kind !== 'sent') return new Set();
  const share = shareOf(first.origin);
  const name = share === signedShare ? signedRoute : nameOf(share);
  const row = await tx.get('sources', name);
  const { firstHeardAt } = await firstHeard(tx, name, row, at);
  const old = isConnecting(firstHeardAt, at) ? await newAndOld(tx, alerts, firstHeardAt, at) : new Map();
  if (!row || row.heardAt === null || old.size > 0) {
    const count = (row?.old ?? 0) + old.size;
    await tx.put('sources', { ...(await heardIn(tx, name, at)), ...(count > 0 ? { old: count } : {}) });
    if (isManyOld(count)) return new Set(old.values());
  }
  return new Set();
}

/** Returns the ids of the new alerts among these that are old, one for each finding, by finding. */
async function newAndOld(
  tx: Tx,
  alerts: readonly BacklogCandidate[],
  firstHeardAt: string | undefined,
  at: string,
): Promise<Map<string, string>> {
  const old = new Map<string, string>();
  for (const one of alerts) {
    const { content, origin, same, undated } = one;
    if (undated || !isOldFor(firstHeardAt, detectedAt({ content, receivedAt: at }), at)) continue;
    const found = await knownAlert(tx, one);
    const isNew = found.kind === 'new' && found.continues === null;
    if (!isNew || (await sameFindingAs(tx, one, at)).kind !== 'new') continue;
    const finding = same?.key ?? content.id;
    if (!old.has(finding)) old.set(finding, alertId(origin.source, content.id));
  }
  return old;
}
