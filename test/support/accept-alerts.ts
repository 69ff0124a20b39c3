import { type Accepted, acceptIn } from '../../src/alerts/change/accept.ts';
import { noteArchivedSeverities } from '../../src/alerts/change/known-alert.ts';
import type { NewAlert } from '../../src/alerts/change/new-alert.ts';
import type { AdminPlaces } from '../../src/delivery/admin-destinations.ts';
import type { World } from '../../src/ports/world.ts';

/** Takes alerts as the webhooks do, in one change: all of them or none. */
export async function acceptAlerts(
  alerts: readonly NewAlert[],
  admins: AdminPlaces,
  { store, archive, steady, settings }: Pick<World, 'store' | 'archive' | 'steady' | 'settings'>,
): Promise<Accepted> {
  await noteArchivedSeverities(alerts, { store, archive });
  return store.change((tx) => acceptIn(tx, alerts, { admins, settings, at: steady.arrival() }));
}
