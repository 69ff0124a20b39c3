import dayjs from 'dayjs';
import { adminDestinations } from '../admins.ts';
import { type Alert, severities } from '../domain/alert.ts';
import { lastStep, nextEscalation, stepDue } from '../domain/answer-by.ts';
import { type Delivery, type Destination, digestRank, rankOf } from '../domain/delivery.ts';
import { deliveryId, type Owed, owe } from '../owe.ts';
import type { Reader, Tx, World } from '../ports.ts';
import { told } from './life.ts';

/** As many as one change may take, so that nobody waits long for the store. */
const together = 200;

/** Reminds of what nobody has acknowledged, the most severe first: in the threads of its cards, at last the admins. */
export async function escalate(world: World): Promise<void> {
  const at = world.clock.now();
  if ((await world.store.read((reader) => late(reader, at, 1))).length === 0) return;
  const admins = await adminDestinations(world);
  let left = true;
  while (left) {
    const slice: Slice = await world.store.change((tx) => some(tx, admins, at));
    world.wake(slice.queues);
    left = slice.left;
  }
}

interface Slice {
  queues: readonly string[];
  left: boolean;
}

async function some(tx: Tx, admins: readonly Destination[], at: string): Promise<Slice> {
  const alerts = await late(tx, at, together);
  const queues: string[] = [];
  for (const alert of alerts) queues.push(...(await step(tx, alert, admins, at)));
  return { queues, left: alerts.length === together };
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

async function step(tx: Tx, alert: Alert, admins: readonly Destination[], at: string): Promise<string[]> {
  const due = stepDue(alert, at);
  const last = due >= lastStep;
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  if (!last && isInDigestsAlone(cards)) {
    await tx.put('alerts', { ...alert, ...waitingForLast(alert) });
    return [];
  }
  if (last && admins.length === 0 && alert.origin !== 'drill') {
    await tx.put('alerts', { ...alert, escalated: lastStep, escalateAt: soon(at) });
    return [];
  }
  const reminders = last ? toAdmins(alert, cards, admins, due) : inThreads(alert, cards, due);
  await taken(tx, withReminders(alert, reminders), due, at);
  const queues: string[] = [];
  for (const owed of reminders) queues.push(await owe(tx, owed, at));
  return queues;
}

/** Enough for all that can stand below the cards of one alert. */
const remindersKept = 60;

/** So that they follow what becomes of it. */
function withReminders(alert: Alert, owed: readonly Owed[]): Alert {
  const own = owed.filter(({ about }) => about.kind === 'escalation').map(({ about, to }) => deliveryId(about, to));
  return { ...alert, reminders: [...(alert.reminders ?? []), ...own].slice(-remindersKept) };
}

async function taken(tx: Tx, alert: Alert, due: number, at: string): Promise<void> {
  const last = due >= lastStep;
  const escalated = due + 1;
  const by = { at, by: null, byName: '' };
  await tx.put('alerts', {
    ...alert,
    escalated,
    escalateAt: last ? null : nextEscalation({ ...alert, escalated }),
    story: told(alert, last && alert.origin === 'drill' ? 'missed' : 'escalated', by, ''),
  });
  if (last && alert.origin === 'drill') await missed(tx, alert, at);
}

/** Nobody is there to be told yet: the first admin who comes is. */
function soon(at: string): string {
  return dayjs(at).add(5, 'minute').toISOString();
}

/** A digest is reminded of as a whole: of the alert alone only the last step is left. */
function waitingForLast({ remindFrom }: Alert): Pick<Alert, 'escalated' | 'escalateAt'> {
  return { escalated: lastStep, escalateAt: nextEscalation({ remindFrom, escalated: lastStep }) };
}

function isInDigestsAlone(cards: readonly Delivery[]): boolean {
  return cards.some(({ digestId }) => digestId !== null) && !cards.some(isOwnCard);
}

/** Nobody answered a drill: that is a reason to look at the contact. */
async function missed(tx: Tx, { tenantId }: Alert, at: string): Promise<void> {
  const tenant = tenantId === null ? null : await tx.get('tenants', tenantId);
  if (tenant) await tx.put('tenants', { ...tenant, missedDrillAt: at });
}

/** Where the alert has a card of its own; a digest is escalated as a whole. */
function inThreads(alert: Alert, cards: readonly Delivery[], due: number): Owed[] {
  return cards.filter(isOwnCard).map(({ to }) => ({ ...reminder(alert, due), to }));
}

/** An alert that only digests stand for is told with all the others of the first of them, once. */
function toAdmins(alert: Alert, cards: readonly Delivery[], admins: readonly Destination[], due: number): Owed[] {
  const [digestId] = cards.flatMap((card) => card.digestId ?? []);
  if (!digestId || !isInDigestsAlone(cards)) return admins.map((to) => ({ ...reminder(alert, due), to }));
  const about = { kind: 'digestEscalation', digestId, last: true } as const;
  return admins.map((to) => ({ about, to, rank: digestRank, want: 1 }));
}

function isOwnCard({ state }: Delivery): boolean {
  return state === 'waiting' || state === 'sending' || state === 'posted';
}

function reminder({ id, content, revision }: Alert, step: number): Omit<Owed, 'to'> {
  const about = { kind: 'escalation', alertId: id, step, revision } as const;
  return { about, rank: rankOf[content.severity], want: 1 };
}
