import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { isBound, limitMinutes } from '../../domain/alert/deadlines.ts';
import { noCounts } from '../../domain/alert/severity.ts';
import { type Destination, digestRank, highRank, queueOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import type { Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type DueAlert, isDrill, isInDigestsAlone } from './due-alert.ts';
import type { EscalationRound } from './remind-in-channels.ts';

/** The most alerts that the message names, the most severe first. */
const named = 10;

type Overdue = AboutOf<'overdue'>;

/** The key of the admins' message among the round's posts: no queue has this name. */
export const adminsPost = 'overdue';

/** Reminds admins of the alerts that call them, by one message for all, and managers by one each. */
export async function remindAdmins(tx: Tx, due: readonly DueAlert[], round: EscalationRound) {
  const calling = due.filter(({ callsAdmins }) => callsAdmins);
  const isThere = (queue: string) => calling.every(({ places }) => places.has(queue));
  // A channel in which all of them were reminded just now mentions the admins there.
  const places = round.admins.filter((to) => !isThere(queueOf(to)));
  const [drills, real] = [calling.filter(isDrill), calling.filter((one) => !isDrill(one))];
  await remindAt(tx, real, { key: adminsPost, places }, round);
  await remindAt(tx, drills, { key: `${adminsPost} drills`, places }, round);
  const managers = Map.groupBy(
    due.filter(({ manager }) => manager !== null),
    ({ manager }) => manager,
  );
  for (const [id, theirs] of managers) {
    if (id === null || round.admins.some((to) => queueOf(to) === id)) continue;
    const to = { kind: 'person', id } as const;
    await remindAt(tx, theirs, { key: `${adminsPost} ${id}`, places: [to], forManager: true }, round);
  }
}

/** One message to these places. `key` is that of the message among the round's posts. */
interface Post {
  key: string;
  places: readonly Destination[];
  forManager?: boolean;
}

async function remindAt(tx: Tx, due: readonly DueAlert[], post: Post, { at, posts, sent }: EscalationRound) {
  const { key, places, forManager = false } = post;
  const [first] = places;
  if (!first || due.length === 0) return;
  const earlierId = posts.get(key);
  const added = await adding(tx, earlierId ? await overdueOf(tx, earlierId) : null, due);
  const about: Overdue = forManager ? { ...added, forManager: true } : added;
  for (const to of places) {
    const earlier = await tx.get('deliveries', deliveryId(about, to));
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about });
    const rank = about.counts.high > 0 ? highRank : digestRank;
    await enqueue(tx, { about, to, rank }, at);
  }
  const ids = places.map((to) => deliveryId(about, to));
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
