import type { Alert } from '../domain/alert.ts';
import { type Delivery, type Destination, digestRank, noticeRank, queueOf, rankOf } from '../domain/delivery.ts';
import { routedTo } from '../domain/routing.ts';
import { nameOf, owe } from '../owe.ts';
import type { ChatError, Tx } from '../ports.ts';
import { reachedByNobody } from '../reroute.ts';

/**
 * For how many milliseconds it is not tried again what was refused so often. A channel that takes something again may be tried
 * with the rest; a card that was refused hardly changes.
 */
export function refusedMs(kind: ChatError['kind'], refusals: number): number {
  return kind === 'card' ? Math.min(24 * 60 * 60_000, 5 * 60_000 * 2 ** (refusals - 1)) : 0;
}

/** Owes the admins the news that a channel refuses, and the alert itself, or the card for many, when no channel has it or will get it. */
export async function tellRefusal(
  tx: Tx,
  delivery: Delivery,
  admins: readonly Destination[],
  at: string,
): Promise<readonly string[]> {
  const { to, about } = delivery;
  const others = admins.filter((admin) => queueOf(admin) !== delivery.queue);
  const queues: string[] = [];
  // What was tried again in time is no news when it is refused again.
  if (to.kind === 'channel' && (delivery.refusals ?? 1) === 1) {
    const news = {
      kind: 'channelRefused',
      tenantId: await tenantOf(tx, delivery),
      channel: to.channel,
      reason: `${delivery.reason} ${at.slice(0, 10)}`,
    } as const;
    for (const admin of others) queues.push(await owe(tx, { about: news, to: admin, rank: noticeRank, want: 1 }, at));
  }
  if ((about.kind === 'digest' || about.kind === 'overdue') && to.kind === 'channel') {
    for (const admin of others)
      queues.push(await owe(tx, { about, to: admin, rank: digestRank, want: delivery.want }, at));
    return queues;
  }
  if (about.kind !== 'alert' || (await reached(tx, about.alertId))) return queues;
  const alert = await tx.get('alerts', about.alertId);
  if (!alert) return queues;
  const instead = await toContact(tx, alert, at);
  if (instead.length > 0) return [...queues, ...instead];
  const { after, queues: shown } = await reachedByNobody(tx, alert, at);
  queues.push(...shown);
  const unrouted = { kind: 'unrouted', alertId: after.id } as const;
  const rank = rankOf[after.content.severity];
  for (const to of others) queues.push(await owe(tx, { about: unrouted, to, rank, want: after.revision }, at));
  return queues;
}

/** Owes the admins a short word that a card cannot be shown there; the alert that it is about is one press away. */
export async function tellCardRefused(
  tx: Tx,
  delivery: Delivery,
  admins: readonly Destination[],
  at: string,
): Promise<readonly string[]> {
  const { to, about, rank, reason, queue } = delivery;
  if (to.kind !== 'channel' || about.kind === 'cardRefused') return [];
  const news = {
    kind: 'cardRefused',
    what: nameOf(about),
    alert: 'alertId' in about ? about.alertId : null,
    tenantId: await tenantOf(tx, delivery),
    channel: to.channel,
    reason: reason ?? '',
  } as const;
  const queues: string[] = [];
  for (const admin of admins.filter((one) => queueOf(one) !== queue))
    queues.push(await owe(tx, { about: news, to: admin, rank, want: 1 }, at));
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
    queues.push(await owe(tx, { about, to, rank: rankOf[alert.content.severity], want: alert.revision }, at));
  }
  return queues;
}

/** Whether some channel has the alert, or is still to get it. */
async function reached(tx: Tx, alertId: string): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state }) => about.kind === 'alert' && state !== 'refused' && state !== 'dropped');
}

/** Whose it is, where it is somebody's. */
export async function tenantOf(tx: Tx, { about }: Delivery): Promise<string | null> {
  if ('tenantId' in about) return about.tenantId;
  const id = 'alertId' in about ? about.alertId : 'alertIds' in about ? about.alertIds[0] : undefined;
  return id === undefined ? null : ((await tx.get('alerts', id))?.tenantId ?? null);
}
