import dayjs from 'dayjs';
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { isBound, limitMinutes } from '../../domain/alert/deadlines.ts';
import { noCounts } from '../../domain/alert/severity.ts';
import { type Destination, deliveryId, digestRank, highRank, queueOf } from '../../domain/delivery/delivery.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type DueAlert, isDrill, isInDigestsAlone } from './due-alert.ts';
import type { EscalationRound } from './remind-in-channels.ts';

/** The most alerts that the message names, the most severe first. */
const named = 10;

type Overdue = AboutOf<'overdue'>;

/** The key of the admins' message among the round's posts: no queue has this name. */
const adminsPost = 'overdue';

/** Reminds admins of the alerts that call them, by one message for all, and managers by one each. */
export async function remindAdmins(tx: Tx, due: readonly DueAlert[], round: EscalationRound) {
  const calling = due.filter(({ callsAdmins }) => callsAdmins);
  const isThere = (queue: string) => calling.every(({ channelCards }) => channelCards.has(queue));
  // A channel in which all of them were reminded just now mentions the admins there.
  const destinations = round.admins.filter((to) => !isThere(queueOf(to)));
  const [drills, real] = [calling.filter(isDrill), calling.filter((one) => !isDrill(one))];
  await remindAt(tx, real, { key: adminsPost, destinations }, round);
  await remindAt(tx, drills, { key: `${adminsPost} drills`, destinations }, round);
  const managers = Map.groupBy(due, ({ manager }) => manager);
  for (const [id, theirs] of managers) {
    if (id === null || round.admins.some((to) => queueOf(to) === id)) continue;
    const to = { kind: 'person', id } as const;
    await remindAt(tx, theirs, { key: `${adminsPost} ${id}`, destinations: [to], forManager: true }, round);
  }
}

/** One message to these destinations. `key` is that of the message among the round's posts. */
interface Post {
  key: string;
  destinations: readonly Destination[];
  forManager?: boolean;
}

async function remindAt(tx: Tx, due: readonly DueAlert[], post: Post, { at, posts, sent }: EscalationRound) {
  const { key, destinations, forManager = false } = post;
  const [first] = destinations;
  if (!first || due.length === 0) return;
  const earlierId = posts.get(key);
  const added = await adding(tx, earlierId ? await overdueOf(tx, earlierId) : null, due);
  const about: Overdue = forManager ? { ...added, forManager: true } : added;
  for (const to of destinations) {
    const earlier = await tx.get('deliveries', deliveryId(about, to));
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about });
    const rank = about.counts.high > 0 ? highRank : digestRank;
    await enqueue(tx, { about, to, rank }, at);
  }
  const ids = destinations.map((to) => deliveryId(about, to));
  for (const { alert } of due) sent.set(alert.id, [...(sent.get(alert.id) ?? []), ...ids]);
  posts.set(key, deliveryId(about, first));
}

async function overdueOf(tx: Tx, id: string): Promise<Overdue | null> {
  const about = (await tx.get('deliveries', id))?.about;
  return about?.kind === 'overdue' ? about : null;
}

/** Returns the message with these alerts added, which are in order of severity. */
async function adding(tx: Tx, before: Overdue | null, due: readonly DueAlert[]): Promise<Overdue> {
  const own = due.filter(({ cards }) => !isInDigestsAlone(cards));
  const counts = { ...noCounts, ...before?.counts };
  for (const { alert } of due) counts[alert.content.severity] += 1;
  const digestIds = new Set(before?.digestIds ?? (before?.digestId ? [before.digestId] : []));
  for (const { cards } of due.filter((one) => isInDigestsAlone(one.cards))) {
    // Each channel has a digest of its own for the same alerts.
    const theirs = cards.flatMap(({ digestId }) => digestId ?? []);
    if (!theirs.some((id) => digestIds.has(id))) digestIds.add(theirs[0] ?? '');
  }
  const all = [...(before?.alertIds ?? []), ...own.map(({ alert }) => alert.id)];
  return {
    kind: 'overdue',
    id: before?.id ?? (await nextNumber(tx, 'overdue')),
    alertIds: all.slice(0, named),
    more: (before?.more ?? 0) + Math.max(0, all.length - named),
    counts,
    limit: limitOf(before, due),
    digestId: [...digestIds][0] ?? null,
    ...(digestIds.size > 1 ? { digestIds: [...digestIds] } : {}),
    minutes: Math.max(before ? (before.minutes ?? limitMinutes) : 0, ...due.map(({ step }) => step.minutes)),
  };
}

/** Returns the strictest of the limits that Microsoft sets for these alerts. */
function limitOf(before: Overdue | null, due: readonly DueAlert[]): Overdue['limit'] {
  const real = due.filter((one) => !isDrill(one));
  if (before?.limit === 'bound' || real.some(({ tenant }) => isBound(tenant?.partnerType ?? null))) return 'bound';
  return before?.limit === 'advised' || real.length > 0 ? 'advised' : 'drills';
}

/* Decides when a reminder waits, since admins were notified a moment ago, or cannot be notified now. */

/** The minutes from one message about alerts whose time is over to the next, which gathers all that are overdue by then. */
const apartMinutes = 30;
/** The minutes after which admins are notified again at once that an alert came for which nobody is on call. */
const atOnceApartMinutes = 10;
/** The minutes after which the bot looks again whether there is an admin to be notified. */
const retryMinutes = 5;

/** The counters that hold when admins were notified last, in milliseconds: that the time of alerts is over, and at once. */
const counters = { limit: 'overdueTold', atOnce: 'calledAtOnce' } as const;

/** Returns which rate limit the step's message is under; null for none. */
function pacedAs({ step, alert }: DueAlert): keyof typeof counters | null {
  if (step.minutes === 0) return 'atOnce';
  return step.minutes >= limitMinutes && step.minutes < limitMinutes + 60 && alert.origin !== 'drill' ? 'limit' : null;
}

/** Returns until when the alert waits: `next` for its next step, null when it need not wait. */
export async function waitsUntil(reader: Reader, due: DueAlert, { at, admins, posts }: EscalationRound) {
  if (!due.callsAdmins || posts.has(adminsPost)) return null;
  if (admins.length === 0 && due.channelCards.size === 0)
    return due.alert.origin === 'drill' ? null : dayjs(at).add(retryMinutes, 'minute').toISOString();
  const paced = pacedAs(due);
  const notifiedAt = paced && (await reader.get('counters', counters[paced]))?.value;
  if (typeof notifiedAt !== 'number') return null;
  const passed = Date.parse(at) - notifiedAt;
  const apart = (paced === 'limit' ? apartMinutes : atOnceApartMinutes) * 60_000;
  // Ignore a time in the future: the clock was ahead when it was stored.
  if (passed < 0 || passed >= apart) return null;
  return paced === 'limit' ? new Date(notifiedAt + apart).toISOString() : 'next';
}

/** Records that admins are notified of these alerts now. */
export async function noteNotified(tx: Tx, due: readonly DueAlert[], at: string): Promise<void> {
  const paced = new Set(due.flatMap((one) => (one.callsAdmins ? (pacedAs(one) ?? []) : [])));
  for (const one of paced) await tx.put('counters', { id: counters[one], value: Date.parse(at) });
}

/** Forgets when admins were notified last, if that is still to come at `now`: otherwise the next message would wait for it. */
export async function forgetEarlyNews({ store }: Pick<World, 'store'>, now: string): Promise<void> {
  const early = async (reader: Reader) => {
    const rows = await Promise.all(Object.values(counters).map((id) => reader.get('counters', id)));
    return rows.flatMap((row) => (row && row.value > Date.parse(now) + 60_000 ? row.id : []));
  };
  if ((await store.read(early)).length === 0) return;
  await store.change(async (tx) => {
    for (const id of await early(tx)) await tx.remove('counters', id);
  });
}
