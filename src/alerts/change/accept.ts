import dayjs from 'dayjs';
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, type AlertIn, alertId, raisedBy } from '../../domain/alert/alert.ts';
import { detectedAt, firstEscalation, isClockAhead } from '../../domain/alert/deadlines.ts';
import { routeOf, whyRouted } from '../../domain/delivery/routing.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { findAlert } from '../commands/find-alert.ts';
import { enqueueRouted, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { refuseWhenFull } from '../delivery/store-full.ts';
import { recordAction } from './record.ts';
import { updateAlert } from './update.ts';

/** The origin of an alert. The bot sets `source` by the way on which the alert came, never by what was sent. */
export interface Origin {
  kind: Alert['origin'];
  source: string;
  by: Identity | null;
  byName: string;
  /** The time at which it was sent, by the sender's clock, as the sender signed it: ISO 8601, UTC. Absent where nobody signs. */
  sentAt?: string;
}

/** The result for the alerts of one request, by the senders' ids. */
export interface Accepted {
  accepted: string[];
  duplicate: string[];
}

/** An alert as it came, and where it comes from. */
interface NewAlert {
  content: AlertIn;
  origin: Origin;
}

/**
 * Takes alerts and enqueues their deliveries in one durable change: all of them or none. Rejects with StoreFull when the store
 * takes no more alerts.
 */
export async function acceptAlerts(
  alerts: readonly NewAlert[],
  admins: AdminPlaces,
  { store, clock, settings }: Pick<World, 'store' | 'clock' | 'settings'>,
): Promise<Accepted> {
  return store.change((tx) => acceptIn(tx, alerts, { admins, settings, at: clock.now() }));
}

/** The content of an alert that somebody starts. `id` tells one alert of a source from another. */
type StartedAlert = Pick<AlertIn, 'id' | 'displayName' | 'description' | 'severity' | 'isTest'> & {
  tenant: StoredTenant;
};

/**
 * Starts an alert that somebody raised, or a drill. Returns the alert as it was accepted; null when this person started too
 * many lately, which is counted in the same change. The same id again returns the same alert, also from the archive, and
 * changes nothing. Rejects with StoreFull when the store takes no more alerts.
 */
export async function startAlert(
  { tenant, ...said }: StartedAlert,
  origin: Origin,
  world: World,
): Promise<Alert | null> {
  const { store, clock, settings } = world;
  const id = alertId(origin.source, said.id);
  const known = await findAlert(id, world);
  if (known) return known.alert;
  const admins = await adminPlaces(world);
  return store.change(async (tx) => {
    const at = clock.now();
    const earlier = await tx.get('alerts', id);
    if (earlier) return earlier;
    if (await startedTooMany(tx, origin, at)) return null;
    const content: AlertIn = {
      ...said,
      ...{ source: origin.source, partnerTenantId: tenant.id, detectedDateTime: at, affectedResources: [] },
      ...{ alertType: null, confidenceLevel: null, customerTenantId: null, subscriptionId: null },
    };
    await acceptIn(tx, [{ content, origin }], { admins, settings, at });
    return tx.get('alerts', id);
  });
}

/** The most alerts that one person may raise, or start as drills, within so many minutes. */
const maxStarted = 5;
const windowMinutes = 10;

/** Returns whether a person raised, or started as drills, too many alerts lately. What the bot starts by itself is not limited. */
async function startedTooMany(reader: Reader, { kind, by }: Origin, at: string): Promise<boolean> {
  if (by === null) return false;
  const after = dayjs(at).subtract(windowMinutes, 'minute').toISOString();
  const lately = await reader.scan('alerts.raised', { key: raisedBy(kind, by), after, limit: maxStarted });
  return lately.length >= maxStarted;
}

async function acceptIn(tx: Tx, alerts: readonly NewAlert[], how: Omit<RoutingContext, 'tenant'>): Promise<Accepted> {
  const onlyTenant = await onlyTenantFor(tx, alerts);
  const fresh = new Set<string>();
  const accepted = new Set<string>();
  const duplicate = new Set<string>();
  for (const { content, origin } of alerts) {
    const id = alertId(origin.source, content.id);
    const tenant = content.partnerTenantId === null ? onlyTenant : await tx.get('tenants', content.partnerTenantId);
    const context = { ...how, tenant };
    const known = await tx.get('alerts', id);
    if (!known && !(await tx.get('closed', id))) {
      if (fresh.size === 0) await refuseWhenFull(tx);
      await take(tx, content, origin, context);
      fresh.add(id);
      accepted.add(content.id);
    } else if (!fresh.has(id)) {
      duplicate.add(content.id);
      if (known) await updateAlert(tx, known, { content, sentAt: origin.sentAt ?? null }, context);
    }
  }
  return { accepted: [...accepted], duplicate: [...duplicate] };
}

/** Returns the tenant of alerts that name none: the only one there is; null when there are several, or every alert names its tenant. */
async function onlyTenantFor(tx: Tx, alerts: readonly NewAlert[]): Promise<StoredTenant | null> {
  if (alerts.every(({ content }) => content.partnerTenantId !== null)) return null;
  const [only = null, ...others] = await tx.list('tenants');
  return others.length === 0 ? only : null;
}

/** Keeps a new alert and enqueues its cards. */
async function take(tx: Tx, content: AlertIn, origin: Origin, context: RoutingContext): Promise<void> {
  const { tenant, settings, at } = context;
  const { by, byName } = origin;
  const { id: senderId, source: _said, ...rest } = content;
  const { routed } = routeOf(rest, tenant, at, settings);
  const alert: Alert = {
    id: alertId(origin.source, senderId),
    number: await nextNumber(tx, 'alerts'),
    source: origin.source,
    tenantId: tenant?.id ?? null,
    content: rest,
    origin: origin.kind,
    receivedAt: at,
    ...(origin.sentAt ? { sentAt: origin.sentAt } : {}),
    ...(isClockAhead(rest, at) ? { clockAhead: true } : {}),
    status: 'active',
    acknowledged: null,
    resolved: null,
    firstAnsweredAt: null,
    ...firstEscalation(rest.severity, detectedAt({ content: rest, receivedAt: at }), at),
    revision: 1,
    story: [{ at, what: 'received', by, byName, note: '', number: 0, why: whyRouted({ routed }, tenant) }],
    routed,
  };
  await tx.put('alerts', alert);
  const action = origin.kind === 'drill' ? 'alert.drilled' : 'alert.raised';
  if (by) await recordAction(tx, action, alert.tenantId, { alert: alert.number }, { at, by, byName });
  await enqueueRouted(tx, alert, context);
}
