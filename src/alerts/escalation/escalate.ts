import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { type Alert, isReal } from '../../domain/alert/alert.ts';
import { isOverdue, lastStep, nextEscalation, stepDue } from '../../domain/alert/deadlines.ts';
import { severities } from '../../domain/alert/severity.ts';
import { digestRank } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refreshAlertCards } from '../change/refresh-cards.ts';
import { batchReminders, type DueAlert, type EscalationRound, isQuietlyInDigest } from './batch-reminders.ts';
import { notifyOverdue } from './notify-overdue.ts';

/** The most alerts that one change takes, so that nobody waits long for the store. */
const batchSize = 200;

/** Reminds people of alerts that nobody has acknowledged, the most severe first: below the cards, and at last the admins. */
export async function escalate(world: World): Promise<void> {
  const at = world.clock.now();
  if ((await world.store.read((reader) => dueAlerts(reader, at, 1))).length === 0) return;
  let round: EscalationRound = { at, admins: (await adminPlaces(world)).critical, posts: new Map() };
  for (let left = true; left; ) {
    // A full store takes it too: each alert has few steps, and no alert is accepted meanwhile.
    const how = { evenWhenFull: true, wakes: false } as const;
    const slice: Slice = await world.store.change((tx) => remindSome(tx, round), how);
    round = { ...round, posts: slice.posts };
    left = slice.left;
  }
  world.wake(await world.store.read((reader) => reader.keys('deliveries.due')));
}

interface Slice {
  posts: EscalationRound['posts'];
  left: boolean;
}

async function remindSome(tx: Tx, round: EscalationRound): Promise<Slice> {
  const alerts = await dueAlerts(tx, round.at, batchSize);
  const due: DueAlert[] = [];
  for (const alert of alerts) {
    const one = await dueOf(tx, alert, stepDue(alert, round.at));
    // People are reminded of the digest as a whole, so that only the last step is left for an alert in it; of high ones, at each step.
    const last = { ...alert, escalated: lastStep };
    if (one.step < lastStep && isQuietlyInDigest(one))
      await tx.put('alerts', { ...last, escalateAt: nextEscalation(last) });
    else due.push(one);
  }
  const now = due.filter(({ step }) => step < lastStep);
  const soon = now.length > 0 ? await upcoming(tx, round.at) : [];
  const reminded = await batchReminders(tx, { now, soon }, round);
  const overdue = due.filter(({ step }) => step >= lastStep);
  const posts = await notifyOverdue(tx, overdue, { ...round, posts: reminded });
  return { posts, left: alerts.length === batchSize };
}

async function dueOf(reader: Reader, alert: Alert, step: number): Promise<DueAlert> {
  return { alert, step, cards: await reader.scan('deliveries.cards', { key: alert.id, after: null }) };
}

/** Returns the alerts that are due, the most severe first: a storm of lesser alerts holds up no high one. */
async function dueAlerts(reader: Reader, at: string, limit: number): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const key of severities.toReversed()) {
    if (found.length === limit) break;
    const rows = await reader.scan('alerts.escalation', { key, after: null, limit: limit - found.length });
    found.push(...rows.filter(({ escalateAt }) => escalateAt !== null && escalateAt <= at));
  }
  return found;
}

/** Returns how many minutes early a reminder may come along with others: 30 for the first, 60 for the later ones. */
function early(step: number): number {
  return step === 0 ? 30 : 60;
}

/** Returns the alerts that are due soon: they come along where people are reminded of many. */
async function upcoming(reader: Reader, at: string): Promise<DueAlert[]> {
  const found: DueAlert[] = [];
  for (const key of severities.toReversed()) {
    const rows = await reader.scan('alerts.escalation', { key, after: at, limit: batchSize });
    for (const alert of rows) {
      const until = dayjs(at).add(early(alert.escalated), 'minute').toISOString();
      if (alert.escalateAt === null || alert.escalateAt <= at || alert.escalateAt > until) continue;
      if (alert.escalated < lastStep) found.push(await dueOf(reader, alert, alert.escalated));
    }
  }
  return found.filter((one) => !isQuietlyInDigest(one));
}

/** The milliseconds for which a digest may have unanswered alerts before people are reminded of it. */
export const digestPatienceMs = 60 * 60_000;

/** Reminds people once of each digest that has been open for an hour and has unanswered alerts. */
export async function escalateDigests({ store, clock }: World): Promise<void> {
  const at = clock.now();
  const isLate = (digest: StormDigest) => Date.parse(at) - Date.parse(digest.openedAt) >= digestPatienceMs;
  const [first] = await store.read((reader) => reader.scan('digests.unescalated', { key: '', after: null, limit: 1 }));
  if (!first || !isLate(first)) return;
  const remind = async (tx: Tx) => {
    for (const digest of await tx.scan('digests.unescalated', { key: '', after: null, limit: batchSize })) {
      if (!isLate(digest)) break;
      await tx.put('digests', { ...digest, escalated: true });
      const cards = await tx.scan('deliveries.digestCard', { key: digest.id, after: null });
      const about = { kind: 'digestEscalation', digestId: digest.id, last: false } as const;
      // A card that is tried again counts as refused until its channel takes it.
      for (const { to, state, refusals } of cards)
        if (state !== 'refused' && refusals === undefined) await enqueue(tx, { about, to, rank: digestRank }, at);
    }
  };
  await store.change(remind, { evenWhenFull: true });
}

/** Makes the cards of alerts that nobody answered in time say so, and counts those alerts. */
export async function markOverdue({ store, clock, meter }: Pick<World, 'store' | 'clock' | 'meter'>): Promise<void> {
  const query = { key: '', after: null };
  const [first] = await store.read((reader) => reader.scan('alerts.unanswered', { ...query, limit: 1 }));
  if (!first || !isOverdue(first, clock.now())) return;
  const marked = await store.change(async (tx) => {
    const all = await tx.scan('alerts.unanswered', { ...query, limit: batchSize });
    const overdue = all.filter((alert) => isOverdue(alert, clock.now()));
    for (const alert of overdue) {
      const after = { ...alert, overdue: true, revision: alert.revision + 1 };
      await tx.put('alerts', after);
      await refreshAlertCards(tx, after, 'other');
    }
    return overdue;
  });
  for (const { content } of marked.filter(isReal)) meter.count('alerts_overdue_total', [content.severity]);
}
