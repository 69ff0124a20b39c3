import type { AdminPlaces } from '../admins.ts';
import type { Alert } from '../domain/alert.ts';
import { type Delivery, digestRank, highRank, noticeRank, rankOf } from '../domain/delivery.ts';
import { deliveryId, deliveryKey } from '../domain/delivery-id.ts';
import { routedTo } from '../domain/routing.ts';
import type { Tx } from '../ports.ts';
import { reachedByNobody } from '../reroute.ts';
import { following, unroutedOf } from './for-admins.ts';
import { type DeliveryRequest, enqueue } from './transitions.ts';

/**
 * Owes the admins the news that a channel refuses, and what it was: the alert, or the card for many, when no channel has it or
 * will get it; what only the admin channel was told. What the chat of a person refuses is tried again once they write.
 */
export async function tellRefusal(
  tx: Tx,
  delivery: Delivery,
  admins: AdminPlaces,
  at: string,
): Promise<readonly string[]> {
  const { to, about, want } = delivery;
  if (to.kind !== 'channel') return [];
  const alert = about.kind === 'alert' && (await toBeTold(tx, about.alertId));
  const instead = alert ? await toContact(tx, alert, at) : [];
  const alone = alert && instead.length === 0 ? await reachedByNobody(tx, alert, at) : null;
  const itself =
    about.kind === 'digest'
      ? [{ about, rank: digestRank, want }]
      : alone
        ? [unroutedOf(alone.after)]
        : await following(tx, delivery);
  const queues = [...instead, ...(alone?.queues ?? [])];
  const isHigh = about.kind === 'alert' && delivery.rank <= highRank;
  queues.push(...(await oweNews(tx, delivery, { urgent: isHigh && !alone, admins, at })));
  for (const what of itself)
    for (const admin of what.rank <= highRank ? admins.critical : admins.usual)
      queues.push(await enqueue(tx, { ...what, to: admin }, at));
  return queues;
}

/** What was tried again in time is no news when it is refused again. */
async function oweNews(
  tx: Tx,
  delivery: Delivery,
  { urgent, admins, at }: { urgent: boolean; admins: AdminPlaces; at: string },
): Promise<string[]> {
  const { to, refusals = 1, reason } = delivery;
  if (to.kind !== 'channel' || refusals !== 1) return [];
  const about = {
    kind: 'channelRefused',
    tenantId: await tenantOf(tx, delivery),
    channel: to.channel,
    reason: `${reason} ${at.slice(0, 10)}`,
  } as const;
  const loud = { ...about, urgent: true } as const;
  const queues: string[] = [];
  for (const to of urgent ? admins.critical : admins.usual) {
    // In private every message is heard: only in a channel is there more to say than once.
    const aloud = urgent && to.kind === 'channel';
    if (aloud || !(await tx.get('deliveries', deliveryId(loud, to))))
      queues.push(await enqueue(tx, { about: aloud ? loud : about, to, rank: noticeRank, want: 1 }, at));
  }
  return queues;
}

/**
 * Owes the admins a short word that a card cannot be shown there; the alert that it is about is one press away. What only the
 * admin channel was told follows to each in private.
 */
export async function tellCardRefused(
  tx: Tx,
  delivery: Delivery,
  admins: AdminPlaces,
  at: string,
): Promise<readonly string[]> {
  const { to, about, rank, reason } = delivery;
  if (to.kind !== 'channel') return [];
  const alert = 'alertId' in about ? about.alertId : null;
  const news: DeliveryRequest['about'] = {
    ...{ kind: 'cardRefused', what: deliveryKey(about), alert, channel: to.channel, reason: reason ?? '' },
    tenantId: await tenantOf(tx, delivery),
  };
  const all = [
    ...(about.kind === 'cardRefused' ? [] : [{ about: news, rank, want: 1 }]),
    ...(await following(tx, delivery)),
  ];
  const queues: string[] = [];
  for (const what of all)
    for (const admin of alert !== null && rank <= highRank ? admins.critical : admins.usual)
      queues.push(await enqueue(tx, { ...what, to: admin }, at));
  return queues;
}

/** Azure fraud that was for the fraud channels alone, when none of them takes it: the contact's channels are nearer than the admins. */
async function toContact(tx: Tx, before: Alert, at: string): Promise<string[]> {
  const tenant = before.tenantId === null ? null : await tx.get('tenants', before.tenantId);
  const channels = tenant?.contact?.channels ?? [];
  if (before.routed !== 'fraudAlone' || channels.length === 0) return [];
  const alert = routedTo(before, 'fraudRefused', tenant, at);
  await tx.put('alerts', alert);
  const queues: string[] = [];
  for (const channel of channels) {
    const about = { kind: 'alert', alertId: alert.id } as const;
    const to = { kind: 'channel', channel } as const;
    queues.push(await enqueue(tx, { about, to, rank: rankOf[alert.content.severity], want: alert.revision }, at));
  }
  return queues;
}

/** The alert, when no channel has it or is still to get it. */
async function toBeTold(tx: Tx, alertId: string): Promise<Alert | null> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  const isOnItsWay = ({ about, state }: Delivery) =>
    about.kind === 'alert' && state !== 'refused' && state !== 'dropped';
  return all.some(isOnItsWay) ? null : tx.get('alerts', alertId);
}

/** Whose it is, where it is somebody's. */
export async function tenantOf(tx: Tx, { about }: Delivery): Promise<string | null> {
  if ('tenantId' in about) return about.tenantId;
  const id = 'alertId' in about ? about.alertId : 'alertIds' in about ? about.alertIds[0] : undefined;
  return id === undefined ? null : ((await tx.get('alerts', id))?.tenantId ?? null);
}
