import type { AdminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, type AlertIn, alertId, type Step, type Why } from '../../domain/alert/alert.ts';
import { detectedAt, firstEscalation, isClockAhead } from '../../domain/alert/deadlines.ts';
import { routeOf, whyRouted } from '../../domain/delivery/routing.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { tooMany } from '../commands/rate-limit.ts';
import { refuseWhenFull } from '../delivery/store-full.ts';
import { recordTransition } from './record.ts';
import { type Accepting, routeAlert } from './route.ts';
import { updateAlert } from './update.ts';

/** Where alerts come from. `source` is set by the door that they came through, never by what was sent. */
export interface Origin {
  kind: Alert['origin'];
  source: string;
  by: Identity | null;
  byName: string;
  /** When it was sent, by the sender's clock, as they signed it: ISO 8601, UTC. Absent where nobody signs. */
  sentAt?: string;
}

export interface Accepted {
  accepted: string[];
  duplicate: string[];
  /** The queues that have work now. */
  queues: ReadonlySet<string>;
}

/** Takes alerts and owes their deliveries in one durable change: all of them or none. */
export async function acceptAlerts(
  alerts: readonly { content: AlertIn; origin: Origin }[],
  admins: AdminPlaces,
  { store, clock, settings }: Pick<World, 'store' | 'clock' | 'settings'>,
): Promise<Accepted> {
  return store.change((tx) => acceptIn(tx, alerts, { admins, settings, at: clock.now() }));
}

/**
 * Takes an alert that somebody raised or started as a drill, unless this person started too many lately: null then. They are
 * counted in the change that takes it. The same id again is the same alert, and nothing changes.
 */
export async function acceptStarted(
  { content, origin }: { content: AlertIn; origin: Origin },
  admins: AdminPlaces,
  { store, clock, settings }: Pick<World, 'store' | 'clock' | 'settings'>,
): Promise<Accepted | null> {
  return store.change(async (tx) => {
    const at = clock.now();
    if (await tx.get('alerts', alertId(origin.source, content.id)))
      return { accepted: [], duplicate: [content.id], queues: new Set<string>() };
    if (await tooMany(tx, origin, at)) return null;
    return acceptIn(tx, [{ content, origin }], { admins, settings, at });
  });
}

async function acceptIn(
  tx: Tx,
  alerts: readonly { content: AlertIn; origin: Origin }[],
  how: Omit<Accepting, 'tenant'>,
): Promise<Accepted> {
  const tenants = await tenantsOf(tx, alerts);
  const fresh = new Set<string>();
  const result = { accepted: new Set<string>(), duplicate: new Set<string>(), queues: new Set<string>() };
  for (const { content, origin } of alerts) {
    const id = alertId(origin.source, content.id);
    const accepting = { ...how, tenant: tenants(content) };
    const known = await tx.get('alerts', id);
    if (!known && !(await tx.get('closed', id))) {
      if (fresh.size === 0) await refuseWhenFull(tx);
      for (const queue of await take(tx, content, origin, accepting)) result.queues.add(queue);
      fresh.add(id);
      result.accepted.add(content.id);
    } else if (!fresh.has(id)) {
      result.duplicate.add(content.id);
      if (known)
        for (const queue of await updateAlert(tx, known, { content, sentAt: origin.sentAt ?? null }, accepting))
          result.queues.add(queue);
    }
  }
  return { accepted: [...result.accepted], duplicate: [...result.duplicate], queues: result.queues };
}

/** The tenant that an alert names; the only one there is when it names none. */
async function tenantsOf(tx: Tx, alerts: readonly { content: AlertIn }[]) {
  const found = new Map<string, StoredTenant | null>();
  for (const { content } of alerts) {
    const id = content.partnerTenantId ?? '';
    if (!found.has(id)) found.set(id, id === '' ? onlyOne(await tx.list('tenants')) : await tx.get('tenants', id));
  }
  return (content: AlertIn) => found.get(content.partnerTenantId ?? '') ?? null;
}

function onlyOne(tenants: readonly StoredTenant[]): StoredTenant | null {
  return tenants.length === 1 ? (tenants[0] ?? null) : null;
}

async function take(tx: Tx, content: AlertIn, origin: Origin, accepting: Accepting): Promise<readonly string[]> {
  const { tenant, settings, at } = accepting;
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
    story: [received(at, origin, whyRouted({ routed }, tenant))],
    routed,
  };
  await tx.put('alerts', alert);
  if (origin.by)
    await recordTransition(tx, alert, origin.kind === 'drill' ? 'alert.drilled' : 'alert.raised', {
      ...{ at, by: origin.by, byName: origin.byName },
    });
  return routeAlert(tx, alert, accepting);
}

function received(at: string, { by, byName }: Pick<Origin, 'by' | 'byName'>, why: Why): Step {
  return { at, what: 'received', by, byName, note: '', number: 0, why };
}
