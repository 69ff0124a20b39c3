import { Cron } from 'croner';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { wallTimeIn } from '../domain/slot.ts';
import { StoreFull, type World } from '../ports.ts';
import { whileSame } from '../while-same.ts';
import { drillOf } from './drill.ts';

/** A drill that is later than this after its time would surprise people: it is left out. */
const latestHours = 6;

/** Starts the drills whose time has come since the bot last looked. A first start makes up for nothing. */
export async function scheduleDrills(world: World): Promise<void> {
  const { drillSchedule } = world.settings;
  if (drillSchedule === null) return;
  const now = world.clock.now();
  const { tenants, since } = await world.store.read(async (reader) => ({
    tenants: await reader.list('tenants'),
    since: (await reader.get('seen', mark))?.at ?? null,
  }));
  const slots = new Map<string, string>();
  for (const zone of zonesOf(tenants, world)) {
    const slot = since === null ? null : slotBetween(zone, drillSchedule, since, now);
    if (slot) slots.set(zone, slot);
  }
  for (const tenant of slots.size === 0 ? [] : tenants) {
    const { contact } = tenant;
    const slot = contact && contact.channels.length > 0 ? (slots.get(contact.timezone) ?? null) : null;
    // Named by the contact's own clock: one that moves to another zone has no second drill.
    if (slot && contact)
      await drillOf(tenant, wallTimeIn(slot, contact.timezone), { by: null, byName: '' }, world).catch(unlessFull);
  }
  // Looking twice does no harm, since a slot makes one drill; so the mark is written now and then.
  const age = since === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(now) - Date.parse(since));
  if (age >= markEveryMs) await world.store.change((tx) => tx.put('seen', { id: mark, at: now, outcome: null }));
}

/** A full store takes no drill either; its admins are told. */
function unlessFull(error: unknown): void {
  if (!(error instanceof StoreFull)) throw error;
}

const mark = 'looked for drills';
const markEveryMs = 3_600_000;

/** Of all contacts. */
const zones = whileSame<ReadonlySet<string>>();

function zonesOf(tenants: readonly StoredTenant[], { store }: World): ReadonlySet<string> {
  const found = zones.get(store, [tenants]) ?? new Set(tenants.flatMap(({ contact }) => contact?.timezone ?? []));
  zones.set(store, [tenants], found);
  return found;
}

/** The newest slot after `since` and not after `now`, unless it is too long ago; in the contact's own time zone. */
function slotBetween(timezone: string, schedule: string, since: string, now: string): string | null {
  const earliest = Math.max(Date.parse(since), Date.parse(now) - latestHours * 3_600_000);
  const next = new Cron(schedule, { timezone, paused: true }).nextRun(new Date(earliest));
  return next && next.toISOString() <= now ? next.toISOString() : null;
}
