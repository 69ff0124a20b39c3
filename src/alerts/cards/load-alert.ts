import { linkFrom } from '../../delivery/permalinks.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { arrived, type Delivery, deliveryKey } from '../../domain/delivery/delivery.ts';
import { type Identity, type Platform, platformOf } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { namesOf, type ViewerLocale } from '../../request/viewer-locale.ts';
import type { Card, Inline } from '../../view/view.ts';

/** An alert and the partner tenant that it is about; null for none of ours. */
export interface AlertOf {
  alert: Alert;
  tenant: StoredTenant | null;
}

/** An alert with what else its cards need. */
export interface LoadedAlert extends AlertOf {
  viewer: ViewerLocale;
  /** The platform on which its card is read: commands are typed differently. */
  platform: Platform;
  /** A link to its card, for a reader who may not have the card before them. */
  link?: Inline | null;
}

/** Returns the tenant of an alert; null when it is none of ours. */
export async function tenantOf(reader: Reader, { tenantId }: Pick<Alert, 'tenantId'>): Promise<StoredTenant | null> {
  return tenantId === null ? null : reader.get('tenants', tenantId);
}

/** Returns the alerts of these ids, in order. An alert that is not there any more is left out. */
export async function alertsOf(reader: Reader, ids: readonly string[]): Promise<Alert[]> {
  return (await Promise.all(ids.map((id) => reader.get('alerts', id)))).filter((alert) => alert !== null);
}

/** Returns the alerts of these ids with their tenants, in order. An alert that is not there any more is left out. */
export async function loadAlerts(reader: Reader, ids: readonly string[]): Promise<AlertOf[]> {
  const found = await alertsOf(reader, ids);
  return Promise.all(found.map(async (alert) => ({ alert, tenant: await tenantOf(reader, alert) })));
}

/** An alert with a link to its card, where the reader may not have the card. */
export interface LinkedAlert extends AlertOf {
  link: Inline | null;
}

/** Returns the alerts with links to their cards, for a message in a queue; `here` is the label of a link within that queue. */
export function linkedFrom(
  queue: string,
  alerts: readonly AlertOf[],
  world: World,
  here?: string,
): Promise<LinkedAlert[]> {
  return Promise.all(alerts.map(async (one) => ({ ...one, link: await linkFrom(queue, one.alert.id, world, here) })));
}

/** Returns these people with the names that a message mentions them by, `as` what they are there; absent for nothing. */
export async function mentionsOf(reader: Reader, people: readonly Identity[], as?: string): Promise<Card['mentions']> {
  const names = await namesOf(reader, people, []);
  return people.map((id) => ({ id, name: names.person(id).name, ...(as === undefined ? {} : { as }) }));
}

/**
 * Returns those of these people whom this message mentions. Each person is mentioned in one place, however many channels get the
 * message: in the first channel of their own platform that takes messages, or in another one while that fails. A message
 * that was posted keeps its mentions, since an edit notifies nobody.
 */
export async function mentionsHere(reader: Reader, delivery: Delivery, people: readonly Identity[], as: string) {
  const onCall = await mentionsOf(reader, people, as);
  if (onCall.length === 0) return [];
  if (delivery.state === 'posted') return onCall.filter(({ id }) => delivery.called?.includes(id));
  const copies = await copiesOf(reader, delivery);
  return onCall.filter(({ id }) => cardToMention(id, copies)?.id === delivery.id);
}

interface Copy extends Delivery {
  /** Its channel refuses messages, or its last try failed. */
  fails: boolean;
}

/** Returns the same message in every channel, in the order in which they were enqueued. */
async function copiesOf(reader: Reader, { about }: Delivery): Promise<Copy[]> {
  if (!('alertId' in about)) return [];
  const index = about.kind === 'alert' ? 'deliveries.cards' : 'deliveries.alert';
  const all = await reader.scan(index, { key: about.alertId, after: null });
  const same = all.filter((one) => deliveryKey(one.about) === deliveryKey(about));
  const fails = async ({ pause, queue }: Delivery) => !!pause || (await reader.get('refusing', queue)) !== null;
  return Promise.all(same.map(async (one) => ({ ...one, fails: await fails(one) })));
}

/** Returns which copy of the card mentions a person: one on their platform, otherwise (no channel there) the first. */
function cardToMention(id: Identity, all: readonly Copy[]): Delivery | undefined {
  const did = all.find((one) => one.called?.includes(id) && (one.state === 'sending' || arrived(one)));
  if (did) return did;
  const own = all.filter(({ queue }) => platformOf(queue) === platformOf(id));
  const left = (own.length > 0 ? own : all).filter(({ state }) => state === 'waiting' || state === 'sending');
  return left.find(({ fails }) => !fails) ?? left[0];
}
