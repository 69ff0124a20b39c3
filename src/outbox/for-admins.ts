import { type Alert, isOpen } from '../domain/alert.ts';
import {
  type About,
  type Delivery,
  digestRank,
  isAdminNews,
  platformOfQueue,
  queueOf,
  rankOf,
} from '../domain/delivery.ts';
import { deliveryId } from '../domain/delivery-id.ts';
import type { Digest } from '../domain/digest.ts';
import type { Reader } from '../ports.ts';
import type { DeliveryRequest } from './transitions.ts';

export function isForAdmins(about: About): boolean {
  return about.kind === 'unrouted' || isAdminNews(about);
}

/** As many alerts as one change may look at. */
const together = 500;

/**
 * What follows to each admin in private when the admin channel does not take this: the same; of an alert that only admins have,
 * of a card for many, or of a reminder of either, the alert or the card. Nothing of what is not for admins.
 */
export async function following(reader: Reader, delivery: Delivery): Promise<readonly Omit<DeliveryRequest, 'to'>[]> {
  const { about, to, queue, rank, want } = delivery;
  if (isAdminNews(about)) return [{ about, rank, want }];
  if ('digestId' in about && about.digestId) return followingDigest(reader, about.digestId, to);
  const found: Omit<DeliveryRequest, 'to'>[] = [];
  for (const alertId of await alertsIn(reader, about)) {
    if (!(await isAdminsHere(reader, alertId, to))) continue;
    const alert = await reader.get('alerts', alertId);
    if (alert && isOpen(alert) && !(await isElsewhere(reader, alertId, queue))) found.push(unroutedOf(alert));
  }
  return found;
}

/** Those that it names, and where it stands for more, all that only admins have. */
async function alertsIn(reader: Reader, about: About): Promise<readonly string[]> {
  if ('alertId' in about) return [about.alertId];
  if (about.kind !== 'reminders') return [];
  const ids = new Set(about.alertIds);
  for (const index of about.count > ids.size ? (['alerts.unreachedOf', 'alerts.homeless'] as const) : [])
    for (const key of await reader.keys(index))
      for (const { id } of await reader.scan(index, { key, after: null, limit: together }))
        if (ids.size < together) ids.add(id);
  return [...ids];
}

async function followingDigest(reader: Reader, digestId: string, to: Delivery['to']) {
  const digest = await reader.get('digests', digestId);
  const [first] = digest?.closedAt === null ? digest.firstIds : [];
  if (!digest || first === undefined) return [];
  const isTheirs = digest.queue === queueOf(to) ? await isAdminsHere(reader, first, to) : await isLost(reader, digest);
  if (!isTheirs) return [];
  return [{ about: { kind: 'digest', digestId } as const, rank: digestRank, want: digest.revision }];
}

/** Whether the channel that it gathers does not have it, so that admins were given it. */
async function isLost(reader: Reader, { id, queue }: Digest): Promise<boolean> {
  const cards = await reader.scan('deliveries.digestCard', { key: id, after: null });
  return !cards.some((card) => card.queue === queue && card.state === 'posted');
}

/** Whether it came there because no channel takes it. */
async function isAdminsHere(reader: Reader, alertId: string, to: Delivery['to']): Promise<boolean> {
  return (await reader.get('deliveries', deliveryId({ kind: 'unrouted', alertId }, to))) !== null;
}

/** The alert as only admins have it. */
export function unroutedOf({ id, content, revision }: Alert): Omit<DeliveryRequest, 'to'> {
  return { about: { kind: 'unrouted', alertId: id }, rank: rankOf[content.severity], want: revision };
}

/** Whether a channel has it, or is about to, of the other platform. */
export async function isElsewhere(reader: Reader, alertId: string, here: string): Promise<boolean> {
  const all = await reader.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state, reason, queue }) => {
    if (about.kind !== 'alert') return false;
    const coming = reason === null && state !== 'refused' && state !== 'dropped';
    return state === 'posted' || (coming && platformOfQueue(queue) !== platformOfQueue(here));
  });
}
