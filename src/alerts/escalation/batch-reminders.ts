import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { type Alert, highestSeverity } from '../../domain/alert/alert.ts';
import { lastStep, nextEscalation } from '../../domain/alert/deadlines.ts';
import { withStep } from '../../domain/alert/story.ts';
import {
  type Delivery,
  type DeliveryOf,
  type Destination,
  highRank,
  isPending,
  rankOf,
} from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { type Identity, placeToCall } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { mentionsOnCall } from '../cards/escalation-card.ts';
import { tenantOf } from '../cards/load-alert.ts';

/** The most reminders that stand each below its card, when they are due at once; more become one message. */
const maxAlone = 3;
/** The most alerts that one message names, with buttons for each; platforms take no longer message. */
const named = 20;

type Reminder = DeliveryOf<'reminders'>;

/** All that one change adds to the messages for many, by queue. `earlier` is the message that the round already enqueued there. */
type Posts = Map<
  string,
  {
    id: number;
    to: Destination;
    earlier: Reminder | null;
    alerts: DueAlert[];
    calls: Set<Identity>;
    digests: Set<string>;
  }
>;

/**
 * Enqueues the reminders of alerts that are due now. Where more than three are due in a channel they are one message, and alerts
 * that are due soon come along. Returns the round's posts.
 */
export async function batchReminders(
  tx: Tx,
  { now, soon }: { now: readonly DueAlert[]; soon: readonly DueAlert[] },
  { at, posts }: EscalationRound,
): Promise<EscalationRound['posts']> {
  const crowded = crowdedQueues(now, soon, posts);
  const isGathered = (due: DueAlert) => queuesOf(due).some((queue) => crowded.has(queue));
  const many: Posts = new Map();
  for (const due of mostSevereFirst([...now, ...soon.filter(isGathered)])) {
    const reminders: string[] = [];
    if (isGathered(due)) reminders.push(...(await joinMany(tx, due, many, posts)));
    else for (const card of due.cards.filter(isOwnCard)) reminders.push(await enqueueAlone(tx, due, card, at));
    await stepTaken(tx, due, reminders, at);
  }
  return new Map([...posts, ...(await enqueueMany(tx, many, at))]);
}

function queuesOf(due: DueAlert): string[] {
  return remindedAt(due).map(({ queue }) => queue);
}

/** Returns the cards of an alert below which, or beside which, people are reminded of it. */
function remindedAt(due: DueAlert): Delivery[] {
  return due.cards.filter((card) => isOwnCard(card) || isInHighDigest(due, card));
}

function isInHighDigest({ alert }: DueAlert, { state, digestId }: Delivery): boolean {
  return highestSeverity(alert) === 'high' && state === 'digested' && digestId !== null;
}

/** Returns the queues in which one message stands for all: where many are due, and wherever one of those alerts has a card too. */
function crowdedQueues(
  now: readonly DueAlert[],
  soon: readonly DueAlert[],
  posts: EscalationRound['posts'],
): ReadonlySet<string> {
  const due = new Set(now.flatMap(queuesOf));
  const all = [...now, ...soon].map(queuesOf);
  const counts = Map.groupBy(all.flat(), (queue) => queue);
  const isMany = (queue: string) => posts.has(queue) || (counts.get(queue)?.length ?? 0) > maxAlone;
  // There is no card in whose thread people could be reminded of an alert that stands in a card for many.
  const inDigests = now.flatMap((one) =>
    one.cards.filter((card) => isInHighDigest(one, card)).map(({ queue }) => queue),
  );
  const found = new Set([...[...due].filter(isMany), ...inDigests]);
  for (let before = -1; found.size > before; ) {
    before = found.size;
    for (const queues of all) if (queues.some((queue) => found.has(queue))) for (const one of queues) found.add(one);
  }
  return found;
}

/** Enqueues a reminder in the thread of one card. Returns the delivery's id. */
async function enqueueAlone(tx: Tx, { alert, step }: DueAlert, { to }: Delivery, at: string): Promise<string> {
  const about = { kind: 'escalation', alertId: alert.id, step, revision: alert.revision } as const;
  await enqueue(tx, { about, to, rank: rankOf[alert.content.severity] }, at);
  return deliveryId(about, to);
}

/** Adds the alert to the message for many of each of its queues. Returns the ids of the messages that name it. */
async function joinMany(tx: Tx, due: DueAlert, many: Posts, posts: EscalationRound['posts']): Promise<string[]> {
  const names: string[] = [];
  const mentioned = await mentionsByQueue(tx, due);
  for (const { queue, to, state, digestId } of remindedAt(due)) {
    const post = many.get(queue) ?? (await newPost(tx, to, posts.get(queue)));
    const name = deliveryId({ kind: 'reminders', id: post.id, alertIds: [], count: 0, calls: [] }, to);
    if (state === 'digested' && digestId !== null) {
      post.digests.add(digestId);
      names.push(name);
    } else {
      if ((post.earlier?.about.alertIds.length ?? 0) + post.alerts.length < named) names.push(name);
      post.alerts.push(due);
    }
    for (const id of mentioned.get(queue) ?? []) post.calls.add(id);
    many.set(queue, post);
  }
  return names;
}

async function newPost(tx: Tx, to: Destination, earlierId: string | undefined) {
  const row = earlierId === undefined ? null : await tx.get('deliveries', earlierId);
  const earlier = row?.about.kind === 'reminders' ? { ...row, about: row.about } : null;
  const id = earlier?.about.id ?? (await nextNumber(tx, 'reminders'));
  const [calls, digests] = [new Set(earlier?.about.calls), new Set(earlier?.about.digestIds)];
  return { id, to, earlier, alerts: [], calls, digests };
}

/** Returns the people whom this reminder mentions, by queue: each in the first channel of their own platform that takes messages. */
async function mentionsByQueue(tx: Tx, { alert, step, cards }: DueAlert): Promise<ReadonlyMap<string, Identity[]>> {
  const found = new Map<string, Identity[]>();
  const tenant = await tenantOf(tx, alert);
  if (!mentionsOnCall(alert, step)) return found;
  const own = remindedAt({ alert, step, cards }).flatMap(({ to, queue }) => (to.kind === 'channel' ? queue : []));
  const open: string[] = [];
  for (const queue of own) if (!(await tx.get('refusing', queue))) open.push(queue);
  for (const id of tenant?.contact?.onCall ?? []) {
    const queue = placeToCall(id, { channels: own, open });
    if (queue !== undefined) found.set(queue, [...(found.get(queue) ?? []), id]);
  }
  return found;
}

/** Enqueues the messages for many, or adds to those that an earlier change of the round enqueued. Returns their ids by queue. */
async function enqueueMany(tx: Tx, many: Posts, at: string): Promise<[string, string][]> {
  const ids: [string, string][] = [];
  for (const [queue, { id, to, earlier, alerts, calls, digests }] of many) {
    const about = {
      kind: 'reminders',
      id,
      alertIds: [...(earlier?.about.alertIds ?? []), ...alerts.map(({ alert }) => alert.id)].slice(0, named),
      count: (earlier?.about.count ?? 0) + alerts.length,
      calls: [...calls],
      ...(digests.size > 0 ? { digestIds: [...digests] } : {}),
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

/** One round of reminders, which takes as many changes as it needs. */
export interface EscalationRound {
  at: string;
  /** The places where admins are notified. */
  admins: readonly Destination[];
  /** The ids of the deliveries that remind of many alerts at once: one for each queue, and one for the admins. */
  posts: ReadonlyMap<string, string>;
}

/** An alert that is due for a reminder. */
export interface DueAlert {
  alert: Alert;
  /** The step of the escalation that is due. */
  step: number;
  /** The deliveries of the alert's own cards. */
  cards: readonly Delivery[];
}

/** Notes that the step was taken, in the change that enqueues its reminders. `reminders` are the ids of those that name the alert. */
export async function stepTaken(
  tx: Tx,
  { alert, step }: DueAlert,
  reminders: readonly string[],
  at: string,
): Promise<void> {
  const last = step >= lastStep;
  const escalated = step + 1;
  const what = last && alert.origin === 'drill' ? 'missed' : 'escalated';
  await tx.put('alerts', {
    ...alert,
    escalated,
    escalateAt: last ? null : nextEscalation({ ...alert, escalated }),
    story: withStep(alert.story, { at, what, by: null, byName: '', note: '' }),
    ...(reminders.length > 0 ? { reminders: [...(alert.reminders ?? []), ...reminders].slice(-remindersKept) } : {}),
  });
}

/** The most reminders that an alert keeps: as many as can stand below its cards. */
const remindersKept = 60;

/** Returns whether a delivery is, or will be, a card that an alert has for itself. */
export function isOwnCard(card: Delivery): boolean {
  return isPending(card) || card.state === 'posted';
}

/** Returns whether cards for many stand for the alert, and it has no card of its own. */
export function isInDigestsAlone(cards: readonly Delivery[]): boolean {
  return cards.some(({ digestId }) => digestId !== null) && !cards.some(isOwnCard);
}

/** Returns whether only cards for many stand for the alert, of which people are reminded once as a whole: it never was high. */
export function isQuietlyInDigest({ alert, cards }: DueAlert): boolean {
  return highestSeverity(alert) !== 'high' && isInDigestsAlone(cards);
}

/** Returns the due alerts in order of severity, then of number. */
export function mostSevereFirst(due: readonly DueAlert[]): DueAlert[] {
  const rank = ({ alert }: DueAlert) => rankOf[alert.content.severity];
  return due.toSorted((a, b) => rank(a) - rank(b) || a.alert.number - b.alert.number);
}
