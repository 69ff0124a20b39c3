/** Makes what calls other machines: the platforms, and the service of HEARTBEAT_URL. */
import { recordTroubles } from '../../src/delivery/microsoft-trouble.ts';
import { outboxLoad } from '../../src/delivery/outbox-load.ts';
import { forgetPortalExcept } from '../../src/findings/portal.ts';
import { ifUnwritable } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { forgetAllLeavers } from '../../src/register/leavers.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import { freely, guardedFetch, type Outgoing } from '../http/outgoing.ts';
import type { OpenedMicrosoft } from '../microsoft/open-microsoft.ts';
import type { Vitals } from '../process/heartbeat.ts';
import { ids } from '../process/log.ts';
import { clock as machineClock } from '../process/timers.ts';
import { type BotParts, nowOf } from './parts.ts';

/** Returns how calls leave. */
export function outgoingOf({ mayCall }: BotParts): Outgoing {
  return mayCall ? { mayCall, fetch: guardedFetch(mayCall) } : freely;
}

/** Makes the platforms that are configured. */
export function platformsOf(parts: BotParts): ChatPlatform[] {
  const { config, modules, local, store, log, metrics, clock = machineClock, mayOverlap } = parts;
  const { slack, teams, settings } = config;
  const { createSlack, createTeams } = modules;
  const common = { store, log, ids, locale: settings.DEFAULT_LOCALE, outgoing: outgoingOf(parts) };
  const tenants = teams?.tenants ?? settings.TEAMS_TENANTS ?? (local ? [local.tenantId] : []);
  const reconnected = () => metrics.count('slack_socket_reconnects_total', []);
  const app = { app: teams?.app ?? null, tenants };
  return [
    ...(slack && createSlack
      ? [createSlack({ ...slack, ...common, reconnected, mayOverlap: mayOverlap ?? false, now: nowOf(parts) })]
      : []),
    ...(createTeams ? [createTeams({ ...common, ...app, now: clock.now })] : []),
  ];
}

/**
 * Forgets Microsoft's answers that nothing renews, also where MICROSOFT is not set any more: no finding stays open by them. What the store
 * refuses waits for the next start.
 */
export async function forgetUnasked(microsoft: OpenedMicrosoft | null, world: World): Promise<void> {
  const tenants = microsoft?.file.tenants ?? [];
  const unwritten = ifUnwritable(() => {});
  const scored = tenants.filter(({ score }) => score).map(({ id }) => id);
  await forgetPortalExcept(scored, world).catch(unwritten);
  if (!tenants.some(({ roles }) => roles)) await forgetAllLeavers(world).catch(unwritten);
  if (tenants.length === 0) await recordTroubles({ signals: [], reach: null }, world).catch(unwritten);
}

/** Calls HEARTBEAT_URL while the bot can do its work. Resolves at once where it is not set, and else when the timers stop. */
export async function heartbeat(
  parts: BotParts,
  world: World,
  vitals: Omit<Vitals, 'oldestSeconds' | 'now'>,
): Promise<void> {
  const { metrics, log, clock = machineClock } = parts;
  const { HEARTBEAT_URL: first } = parts.config.settings;
  if (first === undefined) return;
  const { beat, troubleOf } = await import('../process/heartbeat.ts');
  const oldestSeconds = async () => (await outboxLoad(world)).oldestSeconds;
  let sentAt: string | null = null;
  metrics.ask({ lastHeartbeatAt: () => sentAt });
  await beat({
    url: () => parts.config.settings.HEARTBEAT_URL ?? first,
    fetch: outgoingOf(parts).fetch,
    timers: world.timers,
    log,
    trouble: () => troubleOf({ ...vitals, oldestSeconds, now: clock.now }),
    elapsed: world.uptimeMs,
    count: (outcome, times = 1) => {
      metrics.count('heartbeats_total', [outcome], times);
      if (outcome === 'sent' && times > 0) sentAt = clock.now();
    },
  });
}
