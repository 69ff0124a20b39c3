import type { Alert } from './domain/alert.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { routedTo } from './domain/routing.ts';
import { requestEdit } from './outbox/transitions.ts';
import type { Tx } from './ports.ts';

/** A channel that refused an alert takes it after all: the admins no longer are the only ones who have it. */
export async function reachedAfterAll(
  tx: Tx,
  alert: Alert,
  routed: Alert['routed'],
  at: string,
): Promise<readonly string[]> {
  if (alert.routed !== 'admins' || routed === 'admins') return [];
  const after = routedTo(alert, routed, await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return refreshAdminCards(tx, after);
}

/** No channel takes it, or takes it any more: the admins are the only ones who have it. */
export async function reachedByNobody(
  tx: Tx,
  alert: Alert,
  at: string,
): Promise<{ after: Alert; queues: readonly string[] }> {
  if (alert.routed === 'admins') return { after: alert, queues: [] };
  const after = routedTo(alert, 'admins', await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return { after, queues: await refreshAdminCards(tx, after) };
}

async function tenantOf(tx: Tx, { tenantId }: Alert): Promise<StoredTenant | null> {
  return tenantId === null ? null : tx.get('tenants', tenantId);
}

/** Asks for an edit of the admins' cards of an alert, which say whether somebody else has it. Returns their queues. */
export async function refreshAdminCards(tx: Tx, alert: Alert): Promise<string[]> {
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const told = cards.filter(({ about }) => about.kind === 'unrouted');
  return Promise.all(told.map((card) => requestEdit(tx, card, alert.revision)));
}
