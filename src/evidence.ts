import type { Finding } from './domain/finding.ts';
import { findingsOf } from './domain/finding-rules.ts';
import { channelKey } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import type { Reader, World } from './ports.ts';

/** Why the contact of a tenant looks outdated, by all that is known now. */
export async function findingsNow(
  reader: Reader,
  tenant: StoredTenant,
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
): Promise<Finding[]> {
  const check = await reader.get('checks', tenant.id);
  const refusing = await refusingOf(reader, tenant);
  return findingsOf({ tenant, check, refusing, now: clock.now(), confirmEvery: settings.confirmEvery });
}

async function refusingOf(reader: Reader, { contact, fraudChannels }: StoredTenant): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const channel of [...(contact?.channels ?? []), ...fraudChannels]) {
    const row = await reader.get('refusing', channelKey(channel));
    if (row) found.set(row.id, row.at);
  }
  return found;
}
