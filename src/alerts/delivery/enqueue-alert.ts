import type { AdminPlaces } from '../../delivery/admin-destinations.ts';
import type { ForAdmins } from '../../delivery/kind.ts';
import { type DeliveryRequest, enqueueFor } from '../../delivery/transitions.ts';
import type { Alert, Stranded } from '../../domain/alert/alert.ts';
import { isBacklog } from '../../domain/alert/backlog.ts';
import type { LadderSettings } from '../../domain/alert/deadlines.ts';
import { isHeld } from '../../domain/alert/rule.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import type { Delivery, Destination } from '../../domain/delivery/delivery.ts';
import { digestRank, highRank, isAlertCard, rankOf } from '../../domain/delivery/delivery.ts';
import { isHighDigest, type StormDigest } from '../../domain/delivery/digest.ts';
import type { About } from '../../domain/delivery/kinds.ts';
import { type RouteSettings, routeOf } from '../../domain/delivery/routing.ts';
import type { Channel } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Collections } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';

/** What decides, together with the alert, where it is posted. `at` is the time of the change: ISO 8601, UTC. */
export interface RoutingContext {
  tenant: StoredTenant | null;
  admins: AdminPlaces;
  settings: RouteSettings & LadderSettings;
  at: string;
}

/**
 * Enqueues the alert's card in each channel that the alert belongs to now, and at the admins when no channel takes it. A
 * destination that already has the card is left as it is. An alert that a maintenance window holds gets none.
 */
export async function enqueueRouted(tx: Tx, alert: Alert, { tenant, admins, settings, at }: RoutingContext) {
  if (isHeld(alert)) return;
  const { channels, routed } = routeOf(alert, tenant, at, settings);
  await enqueueInChannels(tx, alert, channels, { at });
  if (routed !== 'admins') return;
  const destinations = alert.content.severity === 'high' ? admins.critical : admins.usual;
  await enqueueCards(tx, unroutedOf(alert), destinations, at);
}

/** Enqueues the alert's card in each channel, also where an earlier one was dropped. */
export async function enqueueInChannels(tx: Tx, alert: Alert, channels: readonly Channel[], { at }: { at: string }) {
  if (isHeld(alert)) return;
  const about = { kind: 'alert', alertId: alert.id } as const;
  const request = { ...urgencyOf(alert), about, want: alert.revision, evenIfDropped: true } as const;
  const destinations = channels.map((channel) => ({ kind: 'channel', channel }) as const);
  await enqueueCards(tx, { ...request, ...(await lostSince(tx, alert)) }, destinations, at);
}

/** Returns when the backup was made whose restore may have lost that the alert was posted since; nothing for an alert that came later. */
async function lostSince(tx: Tx, { receivedAt }: Alert): Promise<Pick<DeliveryRequest, 'lostSince'>> {
  const restores = (await tx.get('restores', 'restores'))?.list ?? [];
  const first = restores.find(({ madeAt }) => receivedAt <= madeAt);
  return first ? { lostSince: first.madeAt } : {};
}

/** Enqueues an alert's card, or a digest card, for each destination. */
export async function enqueueCards(tx: Tx, request: ForAdmins, destinations: readonly Destination[], at: string) {
  if (destinations.length > 0) await clearStranded(tx, request.about);
  await enqueueFor(tx, request, destinations, at);
}

/** Returns the request for the card that admins get of an alert that no channel takes. */
export function unroutedOf(alert: Alert): ForAdmins {
  return { ...urgencyOf(alert), about: { kind: 'unrouted', alertId: alert.id }, want: alert.revision };
}

/**
 * Returns how urgent the card of an alert is, and that it is not posted by itself when the alert is backlog, or over the pace of its
 * source.
 */
function urgencyOf(alert: Alert): Pick<ForAdmins, 'rank' | 'gathers'> {
  const rank = rankOf[alert.content.severity];
  if (isBacklog(alert)) return { rank, gathers: 'backlog' };
  if (!alert.pace?.over) return { rank };
  return { rank, gathers: isUnverified(alert) ? 'unverified' : true };
}

/** Returns the request for the card that stands for many alerts, for any destination. */
export function cardForMany(digest: StormDigest): ForAdmins {
  const rank = isHighDigest(digest) ? highRank : digestRank;
  return { about: { kind: 'digest', digestId: digest.id }, rank, want: digest.revision };
}

/** Returns whether a delivery was refused permanently or dropped, so that its destination does not get it. */
export function isGivenUp({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'refused' || state === 'dropped';
}

/** Records that the deliveries of an alert, or of a digest card, changed: the next tick checks again whether anybody has it. */
export async function clearStranded(tx: Tx, about: About): Promise<void> {
  if (about.kind === 'digest') await noteStranded(tx, 'digests', about.digestId);
  if (isAlertCard(about)) await noteStranded(tx, 'alerts', about.alertId);
}

/** Records whether anybody has an alert, or a digest card. Without `stranded` the next tick has to check. */
export async function noteStranded(tx: Tx, collection: 'alerts' | 'digests', id: string, stranded?: Stranded) {
  const row: Collections['alerts' | 'digests'] | null = await tx.get(collection, id);
  if (!row || row.stranded === stranded) return;
  const { stranded: _before, ...rest } = row;
  await tx.put(collection, stranded === undefined ? rest : { ...rest, stranded });
}
