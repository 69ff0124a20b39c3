import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { type Delivery, platformOfQueue, rankOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { callsAt } from '../cards/escalation-card.ts';
import { type Due, isOwnCard, mostSevereFirst, type Round, taken } from './due.ts';

/** So many reminders at once stand each below its card; more are one message. */
const most = 3;
/** As many as one message names, with buttons for each; a platform takes no longer one. */
const named = 20;

/** What the messages for many of this change hold so far, by queue. */
type Posts = Map<string, { id: number; to: Delivery['to']; alerts: Due[]; calls: Set<Identity> }>;

/**
 * Owes the reminders of what is due now. Where more than three are due in a channel they are one message there, and what is
 * due soon comes along. Returns the queues that have work now, and the messages for many of the round so far.
 */
export async function batchReminders(
  tx: Tx,
  { now, soon }: { now: readonly Due[]; soon: readonly Due[] },
  { at, posts }: Round,
): Promise<{ queues: readonly string[]; posts: Round['posts'] }> {
  const gathering = crowded(now, soon, posts);
  const gathered = ({ cards }: Due) => cards.filter(isOwnCard).some(({ queue }) => gathering.has(queue));
  const queues = new Set<string>();
  const many: Posts = new Map();
  for (const due of mostSevereFirst([...now, ...soon.filter(gathered)])) {
    const reminders: string[] = [];
    if (gathered(due)) reminders.push(...(await joinMany(tx, due, many, posts)));
    else for (const card of due.cards.filter(isOwnCard)) reminders.push(await single(tx, due, card, at));
    for (const { queue } of due.cards.filter(isOwnCard)) queues.add(queue);
    await taken(tx, due, reminders, at);
  }
  return { queues: [...queues], posts: new Map([...posts, ...(await owed(tx, many, posts, at))]) };
}

/** The queues in which one message stands for all: where many are due, and wherever one of those has a card too. */
function crowded(now: readonly Due[], soon: readonly Due[], posts: Round['posts']): ReadonlySet<string> {
  const queuesOf = ({ cards }: Due) => cards.filter(isOwnCard).map(({ queue }) => queue);
  const due = new Set(now.flatMap(queuesOf));
  const counts = Map.groupBy([...now, ...soon].flatMap(queuesOf), (queue) => queue);
  const found = new Set([...due].filter((queue) => posts.has(queue) || (counts.get(queue)?.length ?? 0) > most));
  for (let before = -1; found.size > before; ) {
    before = found.size;
    for (const queues of [...now, ...soon].map(queuesOf))
      if (queues.some((queue) => found.has(queue))) for (const queue of queues) found.add(queue);
  }
  return found;
}

/** In the thread of one card. */
async function single(tx: Tx, { alert, step }: Due, { to }: Delivery, at: string): Promise<string> {
  const about = { kind: 'escalation', alertId: alert.id, step, revision: alert.revision } as const;
  await enqueue(tx, { about, to, rank: rankOf[alert.content.severity], want: 1 }, at);
  return deliveryId(about, to);
}

/** Returns the deliveries that name it. */
async function joinMany(tx: Tx, due: Due, many: Posts, posts: Round['posts']): Promise<string[]> {
  const names: string[] = [];
  const home = await homeOf(tx, due);
  for (const { queue, to } of due.cards.filter(isOwnCard)) {
    const known = posts.get(queue);
    const earlier = known ? await tx.get('deliveries', known) : null;
    const before = earlier?.about.kind === 'reminders' ? earlier.about : null;
    const post = many.get(queue) ?? {
      id: before?.id ?? (await nextNumber(tx, 'reminders')),
      to,
      alerts: [],
      calls: new Set(before?.calls),
    };
    if ((before?.alertIds.length ?? 0) + post.alerts.length < named)
      names.push(deliveryId({ kind: 'reminders', id: post.id, alertIds: [], count: 0, calls: [] }, to));
    post.alerts.push(due);
    for (const id of home.get(queue) ?? []) post.calls.add(id);
    many.set(queue, post);
  }
  return names;
}

/** Whom this reminder calls, by queue: each person in the first channel of their own platform that takes messages. */
async function homeOf(tx: Tx, { alert, step, cards }: Due): Promise<ReadonlyMap<string, Identity[]>> {
  const homes = new Map<string, Identity[]>();
  const tenant = alert.tenantId === null ? null : await tx.get('tenants', alert.tenantId);
  if (!callsAt(alert, step)) return homes;
  const own = cards.filter((card) => isOwnCard(card) && card.to.kind === 'channel').map(({ queue }) => queue);
  const open: string[] = [];
  for (const queue of own) if (!(await tx.get('refusing', queue))) open.push(queue);
  for (const id of tenant?.contact?.onCall ?? []) {
    const theirs = (queue: string) => platformOfQueue(queue) === platformOf(id);
    const home = open.find(theirs) ?? own.find(theirs) ?? open[0] ?? own[0];
    if (home !== undefined) homes.set(home, [...(homes.get(home) ?? []), id]);
  }
  return homes;
}

/** Owes what was gathered, or adds it to what an earlier change of the round owes. */
async function owed(tx: Tx, many: Posts, posts: Round['posts'], at: string): Promise<[string, string][]> {
  const ids: [string, string][] = [];
  for (const [queue, { id, to, alerts, calls }] of many) {
    const known = posts.get(queue);
    const earlier = known ? await tx.get('deliveries', known) : null;
    const before = earlier?.about.kind === 'reminders' ? earlier.about : null;
    const about = {
      kind: 'reminders',
      id,
      alertIds: [...(before?.alertIds ?? []), ...alerts.map(({ alert }) => alert.id)].slice(0, named),
      count: (before?.count ?? 0) + alerts.length,
      calls: [...calls],
    } as const;
    const rank = Math.min(
      ...alerts.map(({ alert }) => rankOf[alert.content.severity]),
      earlier?.rank ?? Number.POSITIVE_INFINITY,
    );
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about, rank });
    else await enqueue(tx, { about, to, rank, want: 1 }, at);
    ids.push([queue, deliveryId(about, to)]);
  }
  return ids;
}
