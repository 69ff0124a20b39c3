import { type Alert, highestSeverity, openDrills } from '../../domain/alert/alert.ts';
import { ownStep, withStep } from '../../domain/alert/timeline.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { rerouteReopened } from '../change/reroute.ts';
import { resolveUnanswered } from '../change/transitions.ts';

/** The most alerts that one change closes: a notice has all their numbers. */
const batchSize = 100;

/**
 * Closes open alerts of a retired tenant, by nobody and without a reason: the archive has them a day later. High ones that nobody
 * acknowledged stay open, and go to the admins. Returns the numbers of those that it closed; `isLeft` when there are more.
 */
export async function closeOfRetired(tx: Tx, tenant: StoredTenant, at: string, { settings }: Pick<World, 'settings'>) {
  const open = await Promise.all(['', openDrills].map((key) => tx.scan('alerts.open', { key, after: null })));
  const theirs = open.flat().filter(({ tenantId }) => tenantId === tenant.id);
  const closing = theirs.filter((alert) => !staysOpen(alert));
  for (const alert of closing.slice(0, batchSize)) await close(tx, alert, at);
  const isLeft = closing.length > batchSize;
  if (!isLeft) for (const alert of theirs.filter(staysOpen)) await rerouteReopened(tx, alert, { settings, at });
  return { numbers: closing.slice(0, batchSize).map(({ number }) => number), isLeft };
}

function staysOpen(alert: Alert): boolean {
  return highestSeverity(alert) === 'high' && alert.status === 'active' && alert.origin !== 'drill';
}

function close(tx: Tx, alert: Alert, at: string): Promise<void> {
  const timeline = withStep(alert.timeline, ownStep('closed', at, { why: 'retired' }));
  return resolveUnanswered(tx, { ...alert, timeline }, { at, by: null, byName: '', note: '' });
}
