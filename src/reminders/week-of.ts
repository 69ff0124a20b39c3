import { alertsFor } from '../alerts-of-month.ts';
import type { Alert } from '../domain/alert.ts';
import type { StoredFinding } from '../domain/finding.ts';
import type { Identity } from '../domain/identity.ts';
import { monthBefore, monthOf, stretchOf } from '../domain/report.ts';
import { firstMet } from '../first-met.ts';
import type { Reader, World } from '../ports.ts';
import type { Week } from './week.ts';

/**
 * What happened at a tenant since the digest before this one. Null when the tenant is gone, nobody asks for it any more,
 * or who did may not see it any more.
 */
export async function weekOf(tenantId: string, who: Identity, world: World): Promise<Week | null> {
  const isAdmin = await world.directory.isGlobalAdmin(who, false).catch(() => false);
  const known = await world.store.read(async (reader) => ({
    tenant: await reader.get('tenants', tenantId),
    told: (await reader.get('subscriptions', `${tenantId} ${who}`))?.told ?? null,
    findings: await findingsOf(reader, tenantId),
  }));
  const { tenant, told, findings } = known;
  if (!tenant || !told || !(isAdmin || (tenant.manager && firstMet(tenant.manager, world) === firstMet(who, world))))
    return null;
  const within = (at: string | null | undefined) => at != null && at > told.from && at <= told.until;
  return {
    tenant,
    open: findings.filter(({ closedAt }) => closedAt === null),
    opened: findings.filter(({ openedAt }) => within(openedAt)),
    closed: findings.filter(({ closedAt, closedBefore }) => within(closedAt) || within(closedBefore)),
    stretch: stretchOf(await alertsOf(tenantId, told, world), told.from, told.until),
    told,
    now: world.clock.now(),
  };
}

async function findingsOf(reader: Reader, tenantId: string): Promise<StoredFinding[]> {
  const open = await reader.scan('findings.open', { key: tenantId, after: null });
  const closed = await reader.scan('findings.closed', { key: '', after: null });
  return [...open, ...closed.filter((finding) => finding.tenantId === tenantId)];
}

async function alertsOf(tenantId: string, { from, until }: Week['told'], world: World): Promise<readonly Alert[]> {
  const found = new Map<string, Alert>();
  for (let month = monthOf(until); month >= monthOf(from); month = monthBefore(month))
    for (const alert of await alertsFor(tenantId, month, world)) found.set(alert.id, alert);
  return [...found.values()];
}
