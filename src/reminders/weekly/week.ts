import type { Alert } from '../../domain/alert/alert.ts';
import { monthBefore, monthOf, type Stretch, stretchOf } from '../../domain/alert/report.ts';
import { byWeight, type StoredFinding } from '../../domain/finding/finding.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { daysBetween } from '../../domain/time/zones.ts';
import { findingTitles } from '../../findings/text.ts';
import { day } from '../../messages/dates.ts';
import type { Subscription } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstMet } from '../../request/people.ts';
import type { ReaderLocale } from '../../request/reader-locale.ts';
import { alertsFor } from '../../store/alerts-of-month.ts';
import { lines } from '../../view/text.ts';
import type { Fact, Text } from '../../view/view.ts';

/** What the weekly summary tells of one tenant. */
export interface Week {
  tenant: StoredTenant;
  open: readonly StoredFinding[];
  opened: readonly StoredFinding[];
  closed: readonly StoredFinding[];
  stretch: Stretch;
  told: Subscription['told'] & object;
  now: string;
}

/** Returns the facts as lines, for a card on which several tenants stand. */
export function asLines(voice: ReaderLocale, week: Week): Text {
  return lines(facts(voice, week).map(({ label, value }) => [`${label}: `, ...[value].flat()]));
}

/** Returns what the weekly summary says of one tenant, one fact a line. */
export function facts(
  { words: said, locale, timezone }: ReaderLocale,
  { tenant, open, opened, closed, stretch, now }: Week,
): Fact[] {
  const { facts: label } = said.reminders.weekly;
  const { hours, none, of } = said.report;
  const titles = (some: readonly StoredFinding[]) =>
    some.length === 0 ? said.securityContact.emptyList : findingTitles(said, some.toSorted(byWeight));
  const confirmedAt = tenant.contact?.confirmedAt ?? null;
  const ago = (at: string) => said.securityContact.daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return [
    { label: label.opened, value: titles(opened) },
    { label: label.closed, value: titles(closed) },
    { label: label.open, value: String(open.length) },
    {
      label: label.confirmed,
      value:
        confirmedAt === null
          ? said.securityContact.never
          : [`${ago(confirmedAt)}, `, day(confirmedAt, locale, timezone)],
    },
    { label: label.alerts, value: String(stretch.count) },
    { label: label.answered, value: stretch.medianHours === null ? none : hours(stretch.medianHours) },
    {
      label: label.drills,
      value: stretch.drills === 0 ? said.reminders.weekly.noDrill : of(stretch.drillsAnswered, stretch.drills),
    },
  ];
}

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
