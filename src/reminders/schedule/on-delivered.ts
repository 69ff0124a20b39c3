import { requestEdit } from '../../delivery/transitions.ts';
import { arrived, type Delivery, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { isSnoozed, toldAgain, triedAgain } from '../../domain/finding/reminder-intervals.ts';
import {
  type ReminderRound,
  reminderArrived,
  reminderDropped,
  reminderRefused,
} from '../../domain/finding/reminder-round.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Nag } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';

/**
 * What became of a reminder, in the same change as what became of its delivery. One that arrived counts and is in the
 * history, and the one before it says that there is a newer one.
 */
export async function onReminderDelivered(tx: Tx, delivery: DeliveryOf<'nag'>, now: string): Promise<void> {
  const round = await tx.get('rounds', delivery.queue);
  // What a person's chat refused may get there after all, once they speak to the bot.
  if (round?.nag !== delivery.about.nagId || !(round.pending || delivery.state === 'posted')) return;
  await tx.put('rounds', await roundAfter(tx, round, delivery, now));
  if (arrived(delivery)) for (const older of round.older) await refreshReminderCards(tx, older);
}

/** Returns the round after its reminder ended as this delivery did, and counts the findings that it told. */
export async function roundAfter(
  tx: Tx,
  round: ReminderRound,
  delivery: Delivery,
  now: string,
): Promise<ReminderRound> {
  const nag = round.nag === null ? null : await tx.get('nags', round.nag);
  if (nag && arrived(delivery)) {
    await count(tx, nag, round.id, toldAgain, now);
    await record(tx, nag, now);
    return reminderArrived(round, dateIn(nag.at, nag.timezone));
  }
  // The platform was down, or the bot, until its time was over, or all of it was fixed before.
  if (!nag || delivery.state !== 'refused') return reminderDropped(round);
  await count(tx, nag, round.id, triedAgain, now);
  return reminderRefused(round, delivery.to.kind === 'person');
}

/** A reminder goes on the day it was made for. What was answered since has begun anew. */
async function count(tx: Tx, nag: Nag, queue: string, how: typeof toldAgain, now: string): Promise<void> {
  const date = dateIn(nag.at, nag.timezone);
  for (const id of nag.items) {
    const finding = await tx.get('findings', id);
    if (finding && finding.closedAt === null && finding.openedAt <= nag.at && !isSnoozed(finding, now))
      await tx.put('findings', how(finding, queue, date));
  }
}

/** In the history of each tenant that it is about. */
async function record(tx: Tx, { to, items }: Nag, at: string): Promise<void> {
  const reader = to.kind === 'person' ? to.id : to.channel;
  const found = await Promise.all(items.map((id) => tx.get('findings', id)));
  const told = found.filter((one) => one !== null);
  for (const [tenantId, some] of Map.groupBy(told, (item) => item.tenantId)) {
    const changes = [
      { field: 'told', before: null, after: [reader] },
      { field: 'findings', before: null, after: [...new Set(some.map(({ code }) => code))] },
    ];
    await tx.record({ at, by: null, byName: '', deed: 'reminder.sent', tenantId, changes });
  }
}

/** The reminder is edited, where it was posted; what still waits shows the newest anyway. */
export async function refreshReminderCards(tx: Tx, nagId: string): Promise<void> {
  const nag = await tx.get('nags', nagId);
  const delivery = nag && (await tx.get('deliveries', deliveryId({ kind: 'nag', nagId: nag.id }, nag.to)));
  if (delivery) await requestEdit(tx, delivery);
}
