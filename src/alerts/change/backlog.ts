/** Distinguishes new alerts from the backlog, the old ones that a source sends when it is first connected. */
import { amend, reopen } from '../../delivery/transitions.ts';
import { type Alert, alertId, isReal } from '../../domain/alert/alert.ts';
import { isBacklog, isConnecting, isManyOld, isOldFor } from '../../domain/alert/backlog.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { shareOf, signedRoute, signedShare } from '../../domain/alert/source.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { enqueueRouted, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { gatherBacklog } from '../delivery/source-storm.ts';
import { nameOf, type SourcesInFile } from '../sources/room.ts';
import { firstHeard, heardIn } from '../sources/watch.ts';
import { knownAlert, sameFindingAs } from './known-alert.ts';
import type { NewAlert } from './new-alert.ts';
import { leaveDigest, refreshAlertCards, refreshEscalationCards } from './refresh-cards.ts';

/** The ids of alerts that are backlog of their source from now on: of those of a body, and of those that came before it. */
interface FoundBacklog {
  fresh: ReadonlySet<string>;
  earlier: readonly string[];
}

/** The settings that name the sources, and the time of the change (ISO 8601, UTC). */
interface BacklogContext {
  settings: SourcesInFile;
  at: string;
}

const none: FoundBacklog = { fresh: new Set(), earlier: [] };

/**
 * Returns which of these new alerts are backlog of their source, and counts them in its row. Once there are too many, those of this body
 * are backlog, and so are those of earlier bodies.
 */
export async function backlogIn(
  tx: Tx,
  alerts: readonly NewAlert[],
  { settings, at }: BacklogContext,
): Promise<FoundBacklog> {
  const [first] = alerts;
  if (first?.origin.kind !== 'sent') return none;
  const share = shareOf(first.origin);
  const name = share === signedShare ? signedRoute : nameOf(share, settings);
  const row = await tx.get('sources', name);
  const { firstHeardAt } = await firstHeard(tx, name, row, at);
  if (!isConnecting(firstHeardAt, at) && row && row.heardAt !== null) return none;
  const known = row?.oldIds ?? [];
  const { old, news } = await byAge(tx, alerts, { firstHeardAt, at, isAnyKnown: known.length > 0 });
  const earlier = known.filter((id) => !news.has(id));
  if (row && row.heardAt !== null && old.size === 0 && earlier.length === known.length) return none;
  const count = (row?.old ?? 0) + old.size;
  const isMany = isManyOld(count);
  const oldIds = isMany ? [] : [...earlier, ...old.values()];
  const { oldIds: _before, ...heard } = await heardIn(tx, name, at);
  await tx.put('sources', { ...heard, ...(count > 0 ? { old: count } : {}), ...(oldIds.length > 0 ? { oldIds } : {}) });
  return isMany ? { fresh: new Set(old.values()), earlier } : none;
}

/**
 * Returns the ids of the new alerts among these that are old, one for each finding, by finding; and the ids of known alerts whose
 * finding came again and is not old, where any are asked for.
 */
async function byAge(
  tx: Tx,
  alerts: readonly NewAlert[],
  { firstHeardAt, at, isAnyKnown }: { firstHeardAt: string | undefined; at: string; isAnyKnown: boolean },
): Promise<{ old: ReadonlyMap<string, string>; news: ReadonlySet<string> }> {
  const old = new Map<string, string>();
  const news = new Set<string>();
  for (const one of alerts) {
    const { content, origin, same, undated } = one;
    const isOld = !undated && !content.isTest && isOldFor(firstHeardAt, detectedAt({ content, receivedAt: at }), at);
    if (!isOld && !isAnyKnown) continue;
    const found = await knownAlert(tx, one);
    if (found.kind !== 'new' || found.continues !== null) continue;
    const finding = await sameFindingAs(tx, one, at);
    if (!isOld && finding.kind !== 'new') news.add(finding.alert.id);
    if (!isOld || finding.kind !== 'new') continue;
    const key = same?.key ?? content.id;
    if (!old.has(key)) old.set(key, alertId(origin.source, content.id));
  }
  return { old, news };
}

/**
 * Makes earlier alerts of a source backlog, unless somebody answered them or there is news of them: nobody is reminded of them any more,
 * and the card for the backlog stands for them too. A card that was posted stays, and says so.
 */
export async function becomeBacklog(tx: Tx, ids: readonly string[], how: Omit<RoutingContext, 'tenant'>) {
  const shown: Delivery[] = [];
  let share = '';
  for (const id of ids) {
    const before = await tx.get('alerts', id);
    if (!before || !mayBecomeBacklog(before)) continue;
    const { pace: _pace, held, overdue: _overdue, ...rest } = before;
    const alert: Alert = { ...rest, backlog: {}, escalateAt: null, revision: before.revision + 1 };
    share = shareOf(alert);
    await tx.put('alerts', alert);
    if (held) await enqueueRouted(tx, alert, { ...how, tenant: await tenantOf(tx, alert) });
    await refreshAlertCards(tx, alert, 'other');
    await refreshEscalationCards(tx, alert);
    shown.push(...(await leavingOthers(tx, alert, how.at)));
  }
  for (const [queue, rows] of Map.groupBy(shown, (row) => row.queue))
    await gatherBacklog(tx, rows, { queue, share, at: how.at });
}

function mayBecomeBacklog(alert: Alert): boolean {
  const isUntouched = alert.status === 'active' && alert.firstAnsweredAt === null && !alert.offered;
  return isUntouched && alert.urgentSince === undefined && isReal(alert) && !isBacklog(alert);
}

/** Moves the alert's cards that are not posted into the digest of the backlog. Returns those that are posted, or may be. */
async function leavingOthers(tx: Tx, alert: Alert, at: string): Promise<Delivery[]> {
  const shown: Delivery[] = [];
  for (const delivery of await tx.scan('deliveries.cards', { key: alert.id, after: null })) {
    const { state, since } = delivery;
    const gathered: Delivery = { ...delivery, gathers: 'backlog' };
    if (state === 'posted' || state === 'sending') shown.push(delivery);
    if (state === 'refused') await amend(tx, gathered, {});
    if (state === 'digested') await leaveDigest(tx, alert, delivery, at);
    if (state === 'digested' || state === 'waiting') await reopen(tx, gathered, since, { digestId: null });
  }
  return shown;
}
