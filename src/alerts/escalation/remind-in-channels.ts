import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import type { Delivery, Destination } from '../../domain/delivery/delivery.ts';
import { deliveryId, highRank, queueOf, rankOf } from '../../domain/delivery/delivery.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { stepNumber } from '../cards/escalation-card.ts';
import { type DueAlert, isDrill, isOwnCard } from './due-alert.ts';

/** Number of alerts that one message names, with buttons for each: more would exceed the platforms' size limit. */
const named = 20;

/** One of the store changes of a round of reminders. A round takes as many as it needs. */
export interface EscalationRound {
  at: string;
  /** The destinations where admins are notified. */
  admins: readonly Destination[];
  /** The ids of the deliveries that remind of many alerts at once: one for each queue, one for the admins and one for each manager. */
  posts: Map<string, string>;
  /** The ids of the reminders that this change enqueued, by alert. */
  sent: Map<string, readonly string[]>;
}

/** An alert to remind people of in one queue, with its card there. */
interface DueHere {
  one: DueAlert;
  queue: string;
  card: Delivery;
  people: readonly Identity[];
}

/** Reminds people in channels: below an alert's card where it is the only one that is due there, otherwise by one message for all. */
export async function batchReminders(tx: Tx, due: readonly DueAlert[], round: EscalationRound) {
  const { admins, posts, sent, at } = round;
  const adminQueues = new Set(admins.map(queueOf));
  const everywhere = due.flatMap((one) =>
    [...one.channelCards].map(([queue, calls]): DueHere => ({ one, queue, ...calls })),
  );
  const noteSent = ({ one: { alert } }: DueHere, id: string) => sent.set(alert.id, [...(sent.get(alert.id) ?? []), id]);
  for (const [queue, here] of Map.groupBy(everywhere, (one) => one.queue)) {
    // A drill never counts among alerts.
    const isMany = posts.has(queue) || here.filter(({ one }) => !isDrill(one)).length > 1;
    const callsAdmins = ({ one }: DueHere) => one.callsAdmins && adminQueues.has(queue);
    const isAlone = (of: DueHere) => isOwnCard(of.card) && (!isMany || isDrill(of.one)) && !callsAdmins(of);
    for (const of of here.filter(isAlone)) noteSent(of, await enqueueAlone(tx, of.one, of.card.to, at));
    const others = here.filter((of) => !isAlone(of));
    const [first] = others;
    if (!first) continue;
    const id = await enqueueMany(tx, [first, ...others.slice(1)], callsAdmins, round);
    for (const of of others) noteSent(of, id);
  }
}

/** Enqueues a reminder in the thread of the alert's card. Returns the delivery's id. */
async function enqueueAlone(tx: Tx, { alert, step }: DueAlert, to: Destination, at: string): Promise<string> {
  const { id: alertId, revision } = alert;
  const about = { kind: 'escalation', alertId, step: stepNumber(step.minutes), revision } as const;
  await enqueue(tx, { about, to, rank: rankOf[alert.content.severity] }, at);
  return deliveryId(about, to);
}

/**
 * Enqueues the message for many of one queue, or adds these alerts to the one that an earlier change of the round enqueued there. Returns
 * its id.
 */
async function enqueueMany(
  tx: Tx,
  here: readonly [DueHere, ...DueHere[]],
  callsAdmins: (one: DueHere) => boolean,
  { posts, at }: EscalationRound,
): Promise<string> {
  const [{ queue, card }] = here;
  const row = await tx.get('deliveries', posts.get(queue) ?? '');
  const earlier = row?.about.kind === 'escalations' ? row.about : null;
  const isInDigest = (one: DueHere) => !isOwnCard(one.card) && one.card.digestId !== null;
  const own = here.filter((one) => !isInDigest(one));
  const inDigests = here.filter(isInDigest).flatMap((one) => one.card.digestId ?? []);
  const digestIds = [...new Set([...(earlier?.digestIds ?? []), ...inDigests])];
  const about = {
    kind: 'escalations',
    id: earlier?.id ?? (await nextNumber(tx, 'escalations')),
    alertIds: [...(earlier?.alertIds ?? []), ...own.map(({ one }) => one.alert.id)].slice(0, named),
    count: (earlier?.count ?? 0) + own.length,
    calls: [...new Set([...(earlier?.calls ?? []), ...here.flatMap(({ people }) => people)])],
    ...(digestIds.length > 0 ? { digestIds } : {}),
    minutes: Math.max(earlier?.minutes ?? 0, ...here.map(({ one }) => one.step.minutes)),
    ...(own.some(callsAdmins) || earlier?.callsAdmins ? { callsAdmins: true as const } : {}),
  } as const;
  const ranks = own.map(({ one }) => rankOf[one.alert.content.severity]);
  const rank = Math.min(...ranks, ...(digestIds.length > 0 ? [highRank] : []), ...(row && earlier ? [row.rank] : []));
  if (row && earlier) await requestEdit(tx, row, row.want + 1, { about, rank });
  else await enqueue(tx, { about, to: card.to, rank }, at);
  const id = deliveryId(about, card.to);
  posts.set(queue, id);
  return id;
}
