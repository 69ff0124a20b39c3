import type { AfterRefusal } from '../../delivery/kind.ts';
import { requestEdit } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type Delivery, type DeliveryOf, digestRank, highRank, rankOf } from '../../domain/delivery/delivery.ts';
import { routedTo, routeOf, sameDestination } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import type { Settings } from '../../ports/world.ts';
import { alertIn, enqueueAlert, unroutedOf } from './enqueue-alert.ts';
import { insteadOfAlert } from './for-admins.ts';

type How = { at: string; settings: Settings };

/** What a refusal by one channel means: when no channel has the alert or is still to get it, the admins get it. */
export async function alertRefused(tx: Tx, delivery: DeliveryOf<'alert'>, at: string): Promise<AfterRefusal> {
  const alert = await toBeTold(tx, delivery.about.alertId);
  const queues = alert ? await toContact(tx, alert, at) : [];
  const isHigh = delivery.rank <= highRank;
  if (!alert || queues.length > 0)
    return { queues, instead: await insteadOfAlert(tx, delivery, 'refused'), urgent: isHigh };
  const alone = await reachedByNobody(tx, alert, at);
  return { queues: alone.queues, instead: [unroutedOf(alone.after)], urgent: false };
}

/** The alert, when no channel has it or is still to get it. */
async function toBeTold(tx: Tx, alertId: string): Promise<Alert | null> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  const isOnItsWay = ({ about, state }: Delivery) =>
    about.kind === 'alert' && state !== 'refused' && state !== 'dropped';
  return all.some(isOnItsWay) ? null : tx.get('alerts', alertId);
}

/** Azure fraud that was for the fraud channels alone, when none of them takes it: the contact's channels are nearer than the admins. */
async function toContact(tx: Tx, before: Alert, at: string): Promise<string[]> {
  const tenant = await tenantOf(tx, before);
  const channels = tenant?.contact?.channels ?? [];
  if (before.routed !== 'fraudAlone' || channels.length === 0) return [];
  const alert = routedTo(before, 'fraudRefused', tenant, at);
  await tx.put('alerts', alert);
  const queues: string[] = [];
  for (const channel of channels) queues.push(await enqueueAlert(tx, alertIn(channel, alert), at));
  return queues;
}

/** No channel takes it, or takes it any more: the admins are the only ones who have it. */
async function reachedByNobody(tx: Tx, alert: Alert, at: string): Promise<{ after: Alert; queues: readonly string[] }> {
  if (alert.routed === 'admins') return { after: alert, queues: [] };
  const after = routedTo(alert, 'admins', await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return { after, queues: await refreshAdminCards(tx, after) };
}

/** A channel that refused an alert takes it after all: the admins no longer are the only ones who have it. */
async function reachedAfterAll(tx: Tx, alert: Alert, routed: Alert['routed'], at: string): Promise<readonly string[]> {
  if (alert.routed !== 'admins' || routed === 'admins') return [];
  const after = routedTo(alert, routed, await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return refreshAdminCards(tx, after);
}

async function tenantOf(tx: Tx, { tenantId }: Alert): Promise<StoredTenant | null> {
  return tenantId === null ? null : tx.get('tenants', tenantId);
}

/** Asks for an edit of the admins' cards of an alert, which say whether somebody else has it. Returns their queues. */
export async function refreshAdminCards(tx: Tx, alert: Alert): Promise<string[]> {
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const told = cards.filter(({ about }) => about.kind === 'unrouted');
  return Promise.all(told.map((card) => requestEdit(tx, card, alert.revision)));
}

/** Whether something about one alert is still to go, and as urgently as its sender made it meanwhile. */
export async function againOfOne(
  tx: Tx,
  { about, rank }: DeliveryOf<'alert' | 'unrouted' | 'escalation' | 'followUp'>,
): Promise<'over' | { rank: number; queues: readonly string[] }> {
  const alert = await tx.get('alerts', about.alertId);
  if (alert?.status === 'resolved') return 'over';
  return { rank: alert ? rankOf[alert.content.severity] : rank, queues: [] };
}

/** The same of its card in a channel, which may be none of its channels any more. */
export async function againOfAlert(tx: Tx, delivery: DeliveryOf<'alert'>, { at, settings }: How) {
  const go = await againOfOne(tx, delivery);
  const alert = await tx.get('alerts', delivery.about.alertId);
  if (go === 'over' || !alert) return go;
  const { channels, routed } = routeOf(alert.content, await tenantOf(tx, alert), at, settings);
  if (!channels.some((channel) => sameDestination(delivery.to, channel))) return 'elsewhere';
  return { ...go, queues: await reachedAfterAll(tx, alert, routed, at) };
}

/** How urgently the card of an alert is posted anew; null when nobody misses what its edit would have said. */
export async function missedOfAlert(
  tx: Tx,
  { about, shown }: DeliveryOf<'alert' | 'unrouted'>,
): Promise<number | null> {
  const alert = await tx.get('alerts', about.alertId);
  if (!alert || alert.status === 'resolved' || (alert.urgentSince ?? 0) <= shown) return null;
  return rankOf[alert.content.severity];
}

/** The same of the card for many. Alerts keep joining it: without a card nobody would ever see them. */
export async function missedOfDigest(tx: Tx, { about }: DeliveryOf<'digest'>): Promise<number | null> {
  const digest = await tx.get('digests', about.digestId);
  return digest && digest.unanswered > 0 ? digestRank : null;
}

/** Whether the card for many is still to go. */
export async function againOfDigest(tx: Tx, { about, rank }: DeliveryOf<'digest'>) {
  const digest = await tx.get('digests', about.digestId);
  return digest?.closedAt === null ? { rank, queues: [] } : ('over' as const);
}
