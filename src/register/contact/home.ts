import { type Alert, severities } from '../../domain/alert/alert.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingsToShow } from '../../findings/current.ts';
import { countToFix } from '../../findings/rows.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { helpers, mayPressOf } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import { type FirstScreen, firstScreen } from './first-screen.ts';
import { namesIn } from './show.ts';

/** Makes the home page of the bot. */
export async function home(request: Request, world: World): Promise<Reply> {
  const tenants = await tenantsByName(world);
  const [only, ...others] = tenants;
  const may = await mayPressOf(request, only && others.length === 0 ? only : null, world);
  const admins = await helpers(request, world);
  const known = await firstSeen(tenants, world);
  return { kind: 'cards', cards: [firstScreen(askerLocale(request), { ...known, admins, may })] };
}

/** Reads everything that the first screen shows, except the rights of its reader. */
export async function firstSeen(
  tenants: readonly StoredTenant[],
  world: Pick<World, 'store' | 'clock' | 'settings'>,
): Promise<Omit<FirstScreen, 'admins' | 'may'>> {
  const [only, ...others] = tenants;
  return world.store.read(async (reader) => {
    const all = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, findings: await findingsToShow(reader, tenant, world) })),
    );
    const toFix = all.filter((known) => countToFix(known).open > 0);
    const findings = all[0]?.findings ?? [];
    return {
      alerts: await alertsIn(reader),
      tenants: all.length <= 3 ? all : toFix,
      count: all.length,
      names: only && others.length === 0 ? await namesIn(reader, only, findings) : await namesOf(reader, [], []),
      now: world.clock.now(),
      local: world.settings.local === true,
    };
  });
}

/** Counts open and unacknowledged alerts. `worst` is an unacknowledged one: of the highest severity, the one that was detected first. */
async function alertsIn(reader: Reader): Promise<FirstScreen['alerts']> {
  let waiting = 0;
  let worst: Alert | null = null;
  for (const key of severities.toReversed()) {
    waiting += await reader.count('alerts.unacknowledged', key);
    worst ??= (await reader.scan('alerts.unacknowledged', { key, after: null, limit: 1 }))[0] ?? null;
  }
  return { open: await reader.count('alerts.open', ''), waiting, worst };
}
