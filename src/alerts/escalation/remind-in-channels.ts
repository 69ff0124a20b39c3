import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { type DeliveryOf, type Destination, highRank, queueOf, rankOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { stepNumber } from '../cards/escalation-card.ts';
import { type DueAlert, isOwnCard } from './due-alert.ts';

/** The most alerts that one message names, with buttons for each; platforms take no longer message. */
const named = 20;

type Reminder = DeliveryOf<'escalations'>;

/** One round of reminders, which takes as many changes as it needs. */
export interface EscalationRound {
  at: string;
  /** The places where admins are notified. */
  admins: readonly Destination[];
  /** The ids of the deliveries that remind of many alerts at once: one for each queue, one for the admins and one for each manager. */
  posts: ReadonlyMap<string, string>;
}

/** The ids of the reminders that this change enqueued, by alert, and the round's posts with them. */
export interface Reminded {
  sent: ReadonlyMap<string, readonly string[]>;
  posts: EscalationRound['posts'];
}

/** The message for many of one queue, with what this change adds to it. `earlier` is what an earlier change of the round enqueued there. */
interface Post {
  id: number;
  to: Destination;
  earlier: Reminder | null;
  alerts: DueAlert[];
  calls: Set<Identity>;
  digests: Set<string>;
  minutes: number;
}

/** Reminds people in channels: below an alert's card where it is the only one that is due there, otherwise by one message for all. */
export async function batchReminders(
  tx: Tx,
  due: readonly DueAlert[],
  { at, admins, posts }: EscalationRound,
): Promise<Reminded> {
  const counts = Map.groupBy(
    due.filter(isNoDrill).flatMap(({ places }) => [...places.keys()]),
    (queue) => queue,
  );
  const adminQueues = admins.map(queueOf);
  const many = new Map<string, Post>();
  const sent = new Map<string, string[]>();
  for (const one of due)
    for (const [queue, { card }] of one.places) {
      // A drill never counts among alerts.
      const isOnly = counts.get(queue)?.length === 1 && !posts.has(queue);
      const isAlone = isOwnCard(card) && (isOnly || !isNoDrill(one));
      const callsAdminsHere = one.callsAdmins && adminQueues.includes(queue);
      const id =
        isAlone && !callsAdminsHere
          ? await enqueueAlone(tx, one, card.to, at)
          : await joinMany(tx, one, queue, { many, posts });
      sent.set(one.alert.id, [...(sent.get(one.alert.id) ?? []), id]);
    }
  return { sent, posts: new Map([...posts, ...(await enqueueMany(tx, many, adminQueues, at))]) };
}

function isNoDrill({ alert }: DueAlert): boolean {
  return alert.origin !== 'drill';
}

/** Enqueues a reminder in the thread of the alert's card. Returns the delivery's id. */
async function enqueueAlone(tx: Tx, { alert, step }: DueAlert, to: Destination, at: string): Promise<string> {
  const about = {
    kind: 'escalation',
    alertId: alert.id,
    step: stepNumber(step.minutes),
    revision: alert.revision,
  } as const;
  await enqueue(tx, { about, to, rank: rankOf[alert.content.severity] }, at);
  return deliveryId(about, to);
}

/** Adds the alert to the message for many of a queue. Returns the id of that message. */
async function joinMany(
  tx: Tx,
  due: DueAlert,
  queue: string,
  { many, posts }: { many: Map<string, Post>; posts: EscalationRound['posts'] },
): Promise<string> {
  const place = due.places.get(queue);
  if (!place) throw new Error(`nobody is reminded in ${queue}`);
  const { card, people } = place;
  const post = many.get(queue) ?? (await newPost(tx, card.to, posts.get(queue)));
  many.set(queue, post);
  if (isOwnCard(card) || card.digestId === null) post.alerts.push(due);
  else post.digests.add(card.digestId);
  for (const id of people) post.calls.add(id);
  post.minutes = Math.max(post.minutes, due.step.minutes);
  return deliveryId({ kind: 'escalations', id: post.id, alertIds: [], count: 0, calls: [] }, card.to);
}

async function newPost(tx: Tx, to: Destination, earlierId: string | undefined): Promise<Post> {
  const row = earlierId === undefined ? null : await tx.get('deliveries', earlierId);
  const earlier = row?.about.kind === 'escalations' ? { ...row, about: row.about } : null;
  const id = earlier?.about.id ?? (await nextNumber(tx, 'escalations'));
  const [calls, digests] = [new Set(earlier?.about.calls), new Set(earlier?.about.digestIds)];
  return { id, to, earlier, alerts: [], calls, digests, minutes: earlier?.about.minutes ?? 0 };
}

/** Enqueues the messages for many, or adds to those that an earlier change of the round enqueued. Returns their ids by queue. */
async function enqueueMany(
  tx: Tx,
  many: ReadonlyMap<string, Post>,
  adminQueues: readonly string[],
  at: string,
): Promise<[string, string][]> {
  const ids: [string, string][] = [];
  for (const [queue, { id, to, earlier, alerts, calls, digests, minutes }] of many) {
    const callsAdmins = adminQueues.includes(queue) && alerts.some((one) => one.callsAdmins);
    const about = {
      kind: 'escalations',
      id,
      alertIds: [...(earlier?.about.alertIds ?? []), ...alerts.map(({ alert }) => alert.id)].slice(0, named),
      count: (earlier?.about.count ?? 0) + alerts.length,
      calls: [...calls],
      ...(digests.size > 0 ? { digestIds: [...digests] } : {}),
      minutes,
      ...(callsAdmins || earlier?.about.callsAdmins ? { callsAdmins: true as const } : {}),
    } as const;
    const ranks = [
      ...alerts.map(({ alert }) => rankOf[alert.content.severity]),
      ...(digests.size > 0 ? [highRank] : []),
    ];
    const rank = Math.min(...ranks, earlier?.rank ?? Number.POSITIVE_INFINITY);
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about, rank });
    else await enqueue(tx, { about, to, rank }, at);
    ids.push([queue, deliveryId(about, to)]);
  }
  return ids;
}
