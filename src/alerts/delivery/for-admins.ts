import type { ForAdmins, Why } from '../../delivery/kind.ts';
import { isOpen } from '../../domain/alert/alert.ts';
import {
  type About,
  type DeliveryOf,
  type Destination,
  digestRank,
  platformOfQueue,
  queueOf,
} from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader } from '../../ports/store.ts';
import { cardForMany, unroutedOf } from './enqueue-alert.ts';

/** As many alerts as one change may look at. */
const batchSize = 500;

type OfOne = 'alert' | 'unrouted' | 'escalation' | 'followUp';

/** Returns what admins get in place of a delivery about one alert: the alert, where only they have it. */
export async function insteadOfOne(
  reader: Reader,
  { about: { alertId }, to, queue }: DeliveryOf<OfOne>,
): Promise<readonly ForAdmins[]> {
  return unroutedHere(reader, [alertId], to, queue);
}

/** Returns what they get in place of its card in a channel: what is late goes to them as long as it is nowhere else. */
export async function insteadOfAlert(
  reader: Reader,
  delivery: DeliveryOf<'alert'>,
  why: Why,
): Promise<readonly ForAdmins[]> {
  if (why === 'astray') return [];
  const alert = why === 'late' ? await reader.get('alerts', delivery.about.alertId) : null;
  if (!alert) return insteadOfOne(reader, delivery);
  return (await isElsewhere(reader, alert.id, delivery.queue)) ? [] : [unroutedOf(alert)];
}

/** Returns the alerts that one reminder of many stands for, those that it names first, where only admins have them. */
export async function insteadOfMany(
  reader: Reader,
  { about, to, queue }: DeliveryOf<'reminders'>,
): Promise<readonly ForAdmins[]> {
  const ids = new Set(about.alertIds);
  for (const index of about.count > ids.size ? (['alerts.unreachedOf', 'alerts.homeless'] as const) : [])
    for (const key of await reader.keys(index))
      for (const { id } of await reader.scan(index, { key, after: null, limit: batchSize }))
        if (ids.size < batchSize) ids.add(id);
  return unroutedHere(reader, [...ids], to, queue);
}

/** Those of these alerts that came there because no channel takes them, and are in no other. */
async function unroutedHere(
  reader: Reader,
  ids: readonly string[],
  to: Destination,
  queue: string,
): Promise<readonly ForAdmins[]> {
  const found: ForAdmins[] = [];
  for (const alertId of ids) {
    if (!(await isAdminsHere(reader, alertId, to))) continue;
    const alert = await reader.get('alerts', alertId);
    if (alert && isOpen(alert) && !(await isElsewhere(reader, alertId, queue))) found.push(unroutedOf(alert));
  }
  return found;
}

/** Returns what admins get in place of the card for many, or of a reminder of it: the card, where that is theirs or lost. */
export async function insteadOfDigest(
  reader: Reader,
  { about, to, queue, want }: DeliveryOf<'digest' | 'digestEscalation'>,
  why: Why,
): Promise<readonly ForAdmins[]> {
  const digest = await reader.get('digests', about.digestId);
  if (about.kind === 'digest' && (why === 'refused' || why === 'late')) {
    const first = why === 'late' ? digest?.firstIds[0] : undefined;
    const has = first !== undefined && (await isElsewhere(reader, first, queue));
    return has ? [] : [{ about, rank: digestRank, want }];
  }
  const [first] = digest?.closedAt === null ? digest.firstIds : [];
  if (!digest || first === undefined) return [];
  const isTheirs = digest.queue === queueOf(to) ? await isAdminsHere(reader, first, to) : await isLost(reader, digest);
  return isTheirs ? [cardForMany(digest)] : [];
}

/** Whether the channel that it gathers does not have it, so that admins were given it. */
async function isLost(reader: Reader, { id, queue }: StormDigest): Promise<boolean> {
  const cards = await reader.scan('deliveries.digestCard', { key: id, after: null });
  return !cards.some((card) => card.queue === queue && card.state === 'posted');
}

/** Whether it came there because no channel takes it. */
async function isAdminsHere(reader: Reader, alertId: string, to: Destination): Promise<boolean> {
  return (await reader.get('deliveries', deliveryId({ kind: 'unrouted', alertId }, to))) !== null;
}

/** Whether a channel has it, or is about to, of the other platform. */
async function isElsewhere(reader: Reader, alertId: string, here: string): Promise<boolean> {
  const all = await reader.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state, reason, queue }) => {
    if (about.kind !== 'alert') return false;
    const coming = reason === null && state !== 'refused' && state !== 'dropped';
    return state === 'posted' || (coming && platformOfQueue(queue) !== platformOfQueue(here));
  });
}

/** Returns whose alert it is, and which. */
export async function concernsOne(reader: Reader, { alertId }: Extract<About, { kind: OfOne }>) {
  return { tenantId: (await reader.get('alerts', alertId))?.tenantId ?? null, alert: alertId };
}

/** Returns whose the first of these alerts is. */
export async function concernsMany(reader: Reader, { alertIds: [first] }: { alertIds: readonly string[] }) {
  const alert = first === undefined ? null : await reader.get('alerts', first);
  return { tenantId: alert?.tenantId ?? null, alert: null };
}
