import type { SourceSettings } from '../../../src/ports/world.ts';
import type { MicrosoftTenant } from './tenant.ts';

/** The least time (ms) that a tenant's alerts may not have been read before it counts as silence. */
const leastSilenceMs = 30 * 60_000;

/** What the two have in common. Their pace is what sources have by default. */
const polled = { auth: 'microsoft', weak: false, namesTenant: true, pace: { alerts: 60, ms: 600_000 } } as const;

/** Returns the name of the source that a tenant's mail is. */
export function mailName({ name }: Pick<MicrosoftTenant, 'name'>): string {
  return `${name}-mail`;
}

/** Returns what a tenant is asked for alerts, as people see it among the sources: its partner security alerts, and its mail. */
export function sourcesOf(tenant: Pick<MicrosoftTenant, 'id' | 'name' | 'alerts' | 'mail'>): SourceSettings[] {
  const { id, name, alerts, mail } = tenant;
  const common = { ...polled, tenants: [id] };
  const ofAlerts = (found: NonNullable<typeof alerts>): SourceSettings => ({
    ...{ ...common, name, source: `microsoft:${id}`, preset: 'graph' },
    expectEveryMs: Math.max(leastSilenceMs, 3 * found.everyMs),
    ...(found.writeBack ? { writesBack: true } : {}),
  });
  // No mail for days is no fault of anybody's.
  const ofMail: SourceSettings = {
    ...{ ...common, name: mailName(tenant), source: `mail:${id}`, preset: 'mail', expectEveryMs: null },
  };
  return [...(alerts ? [ofAlerts(alerts)] : []), ...(mail ? [ofMail] : [])];
}
