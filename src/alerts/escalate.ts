import { adminDestinations } from '../admins.ts';
import type { Alert } from '../domain/alert.ts';
import { escalationHours, nextEscalation, stepDue } from '../domain/answer-by.ts';
import { type Delivery, type Destination, digestRank, rankOf } from '../domain/delivery.ts';
import { type Owed, owe } from '../owe.ts';
import type { Tx, World } from '../ports.ts';
import { told } from './life.ts';

/** As many as one change may take, so that nobody waits long for the store. */
const together = 200;

/** Reminds of what nobody has acknowledged: in the threads of its cards, at last the admins. Returns the queues that have work now. */
export async function escalate(world: World): Promise<readonly string[]> {
  const due = await world.store.read((reader) => reader.scan('alerts.escalation', { key: '', after: null, limit: 1 }));
  const [first] = due;
  if (!first?.escalateAt || first.escalateAt > world.clock.now()) return [];
  const admins = await adminDestinations(world);
  return world.store.change(async (tx) => {
    const at = world.clock.now();
    const late = await tx.scan('alerts.escalation', { key: '', after: null, limit: together });
    const queues: string[] = [];
    for (const alert of late)
      if (alert.escalateAt && alert.escalateAt <= at) queues.push(...(await step(tx, alert, admins, at)));
    return queues;
  });
}

async function step(tx: Tx, alert: Alert, admins: readonly Destination[], at: string): Promise<string[]> {
  const due = stepDue(alert, at);
  const last = due >= escalationHours.length - 1;
  const escalated = due + 1;
  const by = { at, by: null, byName: '' };
  await tx.put('alerts', {
    ...alert,
    escalated,
    escalateAt: last ? null : nextEscalation({ ...alert, escalated }),
    story: told(alert, last && alert.origin === 'drill' ? 'missed' : 'escalated', by, ''),
  });
  if (last && alert.origin === 'drill') await missed(tx, alert, at);
  const deliveries = await tx.scan('deliveries.alert', { key: alert.id, after: null, limit: 1_000 });
  const cards = deliveries.filter(({ about }) => about.kind === 'alert' || about.kind === 'unrouted');
  const queues: string[] = [];
  for (const owed of last ? toAdmins(alert, cards, admins, due) : inThreads(alert, cards, due))
    queues.push(await owe(tx, owed, at));
  return queues;
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
  if (!digestId || cards.some(isOwnCard)) return admins.map((to) => ({ ...reminder(alert, due), to }));
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
