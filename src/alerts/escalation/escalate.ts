import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, severities } from '../../domain/alert/alert.ts';
import { lastStep, nextEscalation, stepDue } from '../../domain/alert/deadlines.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { batchReminders } from './batch-reminders.ts';
import { type Due, isInDigestsAlone, type Round } from './due.ts';
import { notifyOverdue } from './notify-overdue.ts';

/** As many as one change may take, so that nobody waits long for the store. */
const together = 200;

/** Reminds of what nobody has acknowledged, the most severe first: below its cards, at last the admins. */
export async function escalate(world: World): Promise<void> {
  const at = world.clock.now();
  if ((await world.store.read((reader) => late(reader, at, 1))).length === 0) return;
  let round: Round = { at, admins: (await adminPlaces(world)).critical, posts: new Map() };
  const queues = new Set<string>();
  for (let left = true; left; ) {
    // However full the store is: each alert has few steps, and no alert is taken meanwhile.
    const slice: Slice = await world.store.change((tx) => some(tx, round), { settles: true });
    for (const queue of slice.queues) queues.add(queue);
    round = slice.round;
    left = slice.left;
  }
  world.wake(queues);
}

interface Slice {
  queues: readonly string[];
  round: Round;
  left: boolean;
}

async function some(tx: Tx, round: Round): Promise<Slice> {
  const alerts = await late(tx, round.at, together);
  const due: Due[] = [];
  for (const alert of alerts) {
    const one = await dueOf(tx, alert, stepDue(alert, round.at));
    if (one.step < lastStep && isInDigestsAlone(one.cards))
      await tx.put('alerts', { ...alert, ...waitingForLast(alert) });
    else due.push(one);
  }
  const now = due.filter(({ step }) => step < lastStep);
  const soon = now.length > 0 ? await upcoming(tx, round.at) : [];
  const reminded = await batchReminders(tx, { now, soon }, round);
  const overdue = due.filter(({ step }) => step >= lastStep);
  const toldOf = await notifyOverdue(tx, overdue, { ...round, posts: reminded.posts });
  return {
    queues: [...reminded.queues, ...toldOf.queues],
    round: { ...round, posts: toldOf.posts },
    left: alerts.length === together,
  };
}

async function dueOf(reader: Reader, alert: Alert, step: number): Promise<Due> {
  return { alert, step, cards: await reader.scan('deliveries.cards', { key: alert.id, after: null }) };
}

/** What is due: a storm of lesser alerts holds up no high one. */
async function late(reader: Reader, at: string, limit: number): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const key of severities.toReversed()) {
    if (found.length === limit) break;
    const rows = await reader.scan('alerts.escalation', { key, after: null, limit: limit - found.length });
    found.push(...rows.filter(({ escalateAt }) => escalateAt !== null && escalateAt <= at));
  }
  return found;
}

/** How early a reminder may come with others: half an hour for the first, an hour for the later ones. */
function early(step: number): number {
  return step === 0 ? 30 : 60;
}

/** What is due soon: where many are reminded of, it comes along. */
async function upcoming(reader: Reader, at: string): Promise<Due[]> {
  const found: Due[] = [];
  for (const key of severities.toReversed()) {
    const rows = await reader.scan('alerts.escalation', { key, after: at, limit: together });
    for (const alert of rows) {
      const until = dayjs(at).add(early(alert.escalated), 'minute').toISOString();
      if (alert.escalateAt === null || alert.escalateAt <= at || alert.escalateAt > until) continue;
      if (alert.escalated < lastStep) found.push(await dueOf(reader, alert, alert.escalated));
    }
  }
  return found.filter(({ cards }) => !isInDigestsAlone(cards));
}

/** A digest is reminded of as a whole: of the alert alone only the last step is left. */
function waitingForLast({ remindFrom }: Alert): Pick<Alert, 'escalated' | 'escalateAt'> {
  return { escalated: lastStep, escalateAt: nextEscalation({ remindFrom, escalated: lastStep }) };
}
