import { Cron } from 'croner';
import { wallTimeIn } from '../../domain/finding/working-hours.ts';
import { StoreFull } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { drillOf } from './drill.ts';

/** A drill that is later than this after its time would surprise people: it is left out. */
const latestHours = 6;

/** Starts the drills whose time has come since the bot last looked. A first start makes up for nothing. */
export async function scheduleDrills(world: World): Promise<void> {
  const { drillSchedule } = world.settings;
  if (drillSchedule === null) return;
  const now = world.clock.now();
  const { zones, since } = await world.store.read(async (reader) => ({
    zones: await reader.keys('tenants.timezone'),
    since: (await reader.get('seen', mark))?.at ?? null,
  }));
  for (const zone of zones) {
    const slot = since === null ? null : slotBetween(zone, drillSchedule, since, now);
    if (slot) await drillAll(zone, slot, world);
  }
  // Looking twice does no harm, since a slot makes one drill; so the mark is written now and then.
  const age = since === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(now) - Date.parse(since));
  if (age >= markEveryMs) await world.store.change((tx) => tx.put('seen', { id: mark, at: now, outcome: null }));
}

async function drillAll(zone: string, slot: string, world: World): Promise<void> {
  const tenants = await world.store.read((reader) => reader.scan('tenants.timezone', { key: zone, after: null }));
  // Named by the contact's own clock: one that moves to another zone has no second drill.
  for (const tenant of tenants)
    if (tenant.contact && tenant.contact.channels.length > 0)
      await drillOf(tenant, wallTimeIn(slot, zone), { by: null, byName: '' }, world).catch(unlessFull);
}

/** A full store takes no drill either; its admins are told. */
function unlessFull(error: unknown): void {
  if (!(error instanceof StoreFull)) throw error;
}

const mark = 'looked for drills';
const markEveryMs = 3_600_000;

/** The newest slot after `since` and not after `now`, unless it is too long ago; in the contact's own time zone. */
function slotBetween(timezone: string, schedule: string, since: string, now: string): string | null {
  const earliest = Math.max(Date.parse(since), Date.parse(now) - latestHours * 3_600_000);
  const next = new Cron(schedule, { timezone, paused: true }).nextRun(new Date(earliest));
  return next && next.toISOString() <= now ? next.toISOString() : null;
}
