import { overdueFrom } from '../domain/alert/deadlines.ts';
import { silentAmong } from '../domain/alert/source.ts';
import { absence } from '../domain/delivery/refusal-reason.ts';
import type { Check, FindingCode, FindingToShow, Refusing } from '../domain/finding/finding.ts';
import { findingCodes, findingId } from '../domain/finding/finding.ts';
import { snoozeAt } from '../domain/finding/reminder-intervals.ts';
import { judge } from '../domain/finding/rules.ts';
import type { StoredReceiver } from '../domain/outgoing/outgoing.ts';
import { calendarLabel } from '../domain/tenant/calendar-address.ts';
import { channelKey, sameChannel } from '../domain/tenant/identity.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { calendarKeys } from '../domain/tenant/rota.ts';
import type { StoredCalendar } from '../ports/collections.ts';
import type { Receivers } from '../ports/receivers.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

type Rules = Pick<World, 'clock' | 'settings'>;

/** Returns the findings about a tenant by all that is known now, with its last probe: null before the first. */
export async function judgeTenant(reader: Reader, tenant: StoredTenant, { clock, settings }: Rules) {
  const check = await reader.get('checks', tenant.id);
  const refusing = await refusingOf(reader, tenant, check);
  // An alert that belongs to no tenant may be anybody's.
  const keys = [tenant.id, ''];
  const oldest = await Promise.all(keys.map((key) => reader.scan('alerts.overdue', { key, after: null, limit: 1 })));
  const [overdueSince = null] = oldest.flat().map(overdueFrom).toSorted();
  const calendars = await calendarsOf(reader, tenant);
  const portal = await reader.get('portal', tenant.id);
  const { confirmEvery } = settings;
  const now = clock.now();
  return { check, ...judge({ tenant, check, refusing, overdueSince, portal, calendars, now, confirmEvery }) };
}

/** Returns the findings about a tenant now, each with its snooze. */
export async function findingsToShow(reader: Reader, tenant: StoredTenant, world: Rules): Promise<FindingToShow[]> {
  const { findings } = await judgeTenant(reader, tenant, world);
  const now = world.clock.now();
  const open = await reader.scan('findings.open', { key: tenant.id, after: null });
  const snoozes = new Map(open.map((finding) => [finding.id, snoozeAt(finding, now)]));
  return findings.map((finding) => ({ ...finding, snooze: snoozes.get(findingId(tenant.id, finding)) ?? null }));
}

/** Returns what is known of the calendars that the contact has now. */
async function calendarsOf(reader: Reader, { id, contact }: StoredTenant): Promise<StoredCalendar[]> {
  const rows = await Promise.all(
    calendarKeys.map(async (key) => {
      const row = contact?.[key] ? await reader.get('calendars', `${id} ${key}`) : null;
      return row?.of === calendarLabel(contact?.[key] ?? '') ? row : null;
    }),
  );
  return rows.filter((row) => row !== null);
}

async function refusingOf(reader: Reader, tenant: StoredTenant, check: Check | null): Promise<Map<string, Refusing>> {
  const found = new Map<string, Refusing>();
  for (const channel of channelsOf(tenant)) {
    const row = await reader.get('refusing', channelKey(channel));
    const isOpen = !check?.closed.some((one) => sameChannel(one, channel));
    const isBack = row && check && absence.test(row.reason) && check.at > row.at && isOpen;
    if (row && !isBack) found.set(row.id, row);
  }
  return found;
}

/** Counts the open findings of each code, for monitoring. Findings that somebody put off count too. */
export async function openFindings({ store, settings, receivers }: Pick<World, 'store' | 'settings' | 'receivers'>) {
  return store.read(async (reader) => {
    const counts = new Map<FindingCode | 'sourceSilent' | 'receiverDown', number>();
    for (const code of findingCodes) counts.set(code, await reader.count('findings.code', code));
    counts.set('sourceSilent', silentAmong(await reader.list('sources'), settings.sources).length);
    counts.set('receiverDown', (await downReceivers(reader, receivers)).length);
    return counts;
  });
}

/** Returns the receivers to which something could not be delivered for an hour. */
export async function downReceivers(reader: Reader, receivers: Pick<Receivers, 'list'>): Promise<StoredReceiver[]> {
  const rows = await Promise.all(receivers.list().map(({ name }) => reader.get('receivers', name)));
  return rows.filter((row) => row !== null).filter(({ downAt }) => downAt !== undefined);
}
