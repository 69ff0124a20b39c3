import type { Alert } from '../domain/alert.ts';
import type { Delivery } from '../domain/delivery.ts';
import { idInQueue } from '../domain/delivery-id.ts';
import { type Channel, channelKey } from '../domain/identity.ts';
import type { Tx } from '../ports.ts';

/**
 * Somebody answered in a channel of the contact, or what is there: the contact can be reached. What people raised
 * themselves proves nothing, nor does an admin's answer to an alert that no channel of the contact has.
 */
export async function proven(tx: Tx, alert: Alert, place: Channel | null, at: string): Promise<void> {
  const { tenantId, origin } = alert;
  const tenant = tenantId === null || origin === 'raised' ? null : await tx.get('tenants', tenantId);
  if (!tenant || tenant.provenAt === at) return;
  const channels = (tenant.contact?.channels ?? []).map(channelKey);
  const there = (place !== null && channels.includes(channelKey(place))) || (await isIn(tx, alert, channels));
  if (there) await tx.put('tenants', { ...tenant, provenAt: at });
}

/** Whether one of these channels has the alert, by itself or in a card for many. */
async function isIn(tx: Tx, { id }: Alert, channels: readonly string[]): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: id, after: null });
  const shown = await Promise.all(all.filter(({ queue }) => channels.includes(queue)).map((one) => isShown(tx, one)));
  return shown.includes(true);
}

async function isShown(tx: Tx, { about, state, digestId, queue }: Delivery): Promise<boolean> {
  if (about.kind !== 'alert') return false;
  if (state !== 'digested' || digestId === null) return state === 'posted';
  return (await tx.get('deliveries', idInQueue({ kind: 'digest', digestId }, queue)))?.state === 'posted';
}
