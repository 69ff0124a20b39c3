/** Hooks of the outbox: what becomes of an alert, or of a digest card, when a destination does not take its card. */
import type { AfterRefusal, ForAdmins, Hook, InsteadReason } from '../../delivery/kind.ts';
import { requestEdit } from '../../delivery/transitions.ts';
import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import type { Routed } from '../../domain/alert/timeline.ts';
import type { Delivery, DeliveryOf, Destination } from '../../domain/delivery/delivery.ts';
import { deliveryId, highRank, queueOf, rankOf } from '../../domain/delivery/delivery.ts';
import { routedTo, routeOf, sameDestination } from '../../domain/delivery/routing.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { cardForMany, enqueueInChannels, isGivenUp, unroutedOf } from './enqueue-alert.ts';

/** The most alerts that one change looks at. */
const batchSize = 500;

type OfOneAlert = 'alert' | 'unrouted' | 'escalation' | 'followUp' | 'offered';

/** Returns what admins get in place of a delivery about one alert: the alert itself, if only admins have it. */
export async function insteadOfOne(reader: Reader, delivery: DeliveryOf<OfOneAlert>) {
  return unroutedHere(reader, [delivery.about.alertId], delivery.to);
}

/** Returns what admins get in place of an alert's card in a channel. A late card goes to them if no other channel has it. */
export async function insteadOfAlert(reader: Reader, delivery: DeliveryOf<'alert'>, why: InsteadReason) {
  if (why === 'formerAdminChannel') return [];
  const alert = why === 'late' ? await reader.get('alerts', delivery.about.alertId) : null;
  if (!alert) return insteadOfOne(reader, delivery);
  return (await isElsewhere(reader, alert.id, delivery.queue)) ? [] : [unroutedOf(alert)];
}

/** Returns what admins get in place of a question that was for them. */
export const insteadOfAsked: Hook<'asked', 'instead'> = async (_reader, { about, rank, want }) => {
  return about.whom === 'admins' ? [{ about, rank, want }] : [];
};

/**
 * Returns what admins get in place of one reminder of many alerts: those alerts, and digest cards, that only admins have, the named ones
 * first.
 */
export async function insteadOfMany(reader: Reader, delivery: DeliveryOf<'escalations'>, why: InsteadReason) {
  const { about } = delivery;
  const ids = new Set(about.alertIds);
  for (const index of about.count > ids.size ? (['alerts.unreachedOf', 'alerts.homeless'] as const) : [])
    for (const key of await reader.keys(index))
      for (const { id } of await reader.scan(index, { key, after: null, limit: batchSize }))
        if (ids.size < batchSize) ids.add(id);
  const found: ForAdmins[] = await unroutedHere(reader, [...ids], delivery.to, about.digestIds);
  for (const digestId of about.digestIds ?? []) {
    const reminder = { ...delivery, about: { kind: 'digestEscalation', digestId, last: false } as const };
    found.push(...(await insteadOfDigest(reader, reminder, why)));
  }
  return found;
}

/**
 * Returns the requests for those of the alerts that are open, that this admin has because no channel takes them, and that no channel
 * has; without those for which one of `digestIds` stands here.
 */
async function unroutedHere(reader: Reader, ids: readonly string[], to: Destination, digests: readonly string[] = []) {
  const found: ForAdmins[] = [];
  for (const alertId of ids) {
    const row = await unroutedAt(reader, alertId, to);
    const isShown = row !== null && !(row.digestId !== null && digests.includes(row.digestId));
    const alert = isShown ? await reader.get('alerts', alertId) : null;
    if (alert && isOpen(alert) && !(await isElsewhere(reader, alert.id, queueOf(to)))) found.push(unroutedOf(alert));
  }
  return found;
}

/** Returns what admins get in place of the digest card, or of its reminder: the card, if it is theirs or its channel does not have it. */
export const insteadOfDigest: Hook<'digest' | 'digestEscalation', 'instead'> = async (reader, delivery, why) => {
  const { about, to, queue, want } = delivery;
  const digest = await reader.get('digests', about.digestId);
  if (about.kind === 'digest' && (why === 'refused' || why === 'late')) {
    const first = why === 'late' ? digest?.firstIds[0] : undefined;
    const has = first !== undefined && (await isElsewhere(reader, first, queue));
    return has || !digest ? [] : [{ ...cardForMany(digest), want }];
  }
  const [first] = digest?.closedAt === null ? digest.firstIds : [];
  if (!digest || first === undefined) return [];
  if (digest.queue === queueOf(to)) return (await unroutedAt(reader, first, to)) ? [cardForMany(digest)] : [];
  const cards = await reader.scan('deliveries.digestCard', { key: digest.id, after: null });
  const hasIt = cards.some((card) => card.queue === digest.queue && card.state === 'posted');
  return hasIt ? [] : [cardForMany(digest)];
};

/** Returns the delivery by which this destination was given the alert because no channel takes it; null when it was not. */
function unroutedAt(reader: Reader, alertId: string, to: Destination): Promise<Delivery | null> {
  return reader.get('deliveries', deliveryId({ kind: 'unrouted', alertId }, to));
}

/** Returns whether a channel has the alert, or a channel of the other platform is about to get it. */
async function isElsewhere(reader: Reader, alertId: string, here: string): Promise<boolean> {
  const all = await reader.scan('deliveries.cards', { key: alertId, after: null });
  return all.some((one) => {
    if (one.about.kind !== 'alert') return false;
    const coming = one.reason === null && one.lateNotifiedAt === undefined && !isGivenUp(one);
    return one.state === 'posted' || (coming && platformOf(one.queue) !== platformOf(here));
  });
}

/** Handles the refusal of an alert by one channel: admins get the alert when no channel has it or is still to get it. */
export async function onAlertRefused(tx: Tx, delivery: DeliveryOf<'alert'>, at: string): Promise<AfterRefusal> {
  const { alertId } = delivery.about;
  const cards = await tx.scan('deliveries.cards', { key: alertId, after: null });
  const hasChannel = cards.some((card) => card.about.kind === 'alert' && !isGivenUp(card));
  const alert = hasChannel ? null : await tx.get('alerts', alertId);
  const tenant = alert && (await tenantOf(tx, alert));
  if (!alert || (await isTakenByContact(tx, alert, tenant, at)))
    return { instead: await insteadOfAlert(tx, delivery, 'refused'), urgent: delivery.rank <= highRank };
  const rerouted = alert.routed === 'admins' ? alert : await routeAnew(tx, alert, 'admins', tenant, at);
  return { instead: [unroutedOf(rerouted)], urgent: false };
}

/**
 * Sends Azure fraud that was for the fraud channels alone to the contact's channels, since no fraud channel takes it. Returns
 * whether it did: the alert is such a one, and the contact has channels.
 */
async function isTakenByContact(tx: Tx, before: Alert, tenant: StoredTenant | null, at: string): Promise<boolean> {
  const channels = tenant?.contact?.channels ?? [];
  if (before.routed !== 'fraudAlone' || channels.length === 0) return false;
  const alert = routedTo(before, 'fraudRefused', tenant, at);
  await tx.put('alerts', alert);
  await enqueueInChannels(tx, alert, channels, { at });
  return true;
}

/**
 * Routes the alert again, and requests an edit of the cards that admins have of it, which say whether somebody else has it.
 * Returns the alert as it is now.
 */
export async function routeAnew(tx: Tx, before: Alert, routed: Routed, tenant: StoredTenant | null, at: string) {
  const alert = routedTo(before, routed, tenant, at);
  await tx.put('alerts', alert);
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  for (const card of cards) if (card.about.kind === 'unrouted') await requestEdit(tx, card, alert.revision);
  return alert;
}

/** Returns how urgent a delivery about one alert is by now; `over` when the alert is resolved, so that nobody needs it. */
export async function retryRankOfOne(tx: Tx, { about, rank }: DeliveryOf<OfOneAlert>) {
  const alert = await tx.get('alerts', about.alertId);
  if (alert?.status === 'resolved') return 'over' as const;
  return alert ? rankOf[alert.content.severity] : rank;
}

/** Returns how urgent an alert's card in a channel is by now; `elsewhere` when the alert no longer belongs to that channel. */
export const retryRankOfAlert: Hook<'alert', 'retryRank'> = async (tx, delivery, { at, settings }) => {
  const again = await retryRankOfOne(tx, delivery);
  const alert = await tx.get('alerts', delivery.about.alertId);
  if (again === 'over' || !alert) return again;
  const tenant = await tenantOf(tx, alert);
  const { channels, routed } = routeOf(alert, tenant, at, settings);
  if (!channels.some((channel) => sameDestination(delivery.to, channel))) return 'elsewhere' as const;
  if (alert.routed === 'admins' && routed !== 'admins') await routeAnew(tx, alert, routed, tenant, at);
  return again;
};

/** Returns how urgently an alert's card is posted again after its edit was refused; null when the edit would have said nothing urgent. */
export async function repostRankOfAlert(tx: Tx, { about, shown }: DeliveryOf<'alert' | 'unrouted'>) {
  const alert = await tx.get('alerts', about.alertId);
  if (!alert || alert.status === 'resolved' || (alert.urgentSince ?? 0) <= shown) return null;
  return rankOf[alert.content.severity];
}

/** Returns how urgently the digest card is posted again: alerts keep joining it, and without a card nobody would see them. */
export async function repostRankOfDigest(tx: Tx, { about }: DeliveryOf<'digest'>): Promise<number | null> {
  const digest = await tx.get('digests', about.digestId);
  return digest && digest.unanswered > 0 ? cardForMany(digest).rank : null;
}

/** Returns how urgent the digest card is; `over` when all of its alerts are answered. */
export async function retryRankOfDigest(tx: Tx, { about, rank }: DeliveryOf<'digest'>) {
  const digest = await tx.get('digests', about.digestId);
  return digest?.closedAt === null ? rank : 'over';
}
