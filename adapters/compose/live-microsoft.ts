/** The connection to Microsoft, which a reload of the file that MICROSOFT names exchanges. */
import { isDeepStrictEqual } from 'node:util';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Directory, Timers, World } from '../../src/ports/world.ts';
import type { OpenedMicrosoft } from '../microsoft/open-microsoft.ts';
import { clock as machineClock } from '../process/timers.ts';
import { outgoingOf } from './callers.ts';
import type { BotParts } from './parts.ts';

/** Returns what asks Microsoft; null where MICROSOFT is not set. */
export function liveMicrosoft(parts: BotParts, timers: Timers) {
  const { metrics, store, signIns, hide, log, config, clock = machineClock, outside } = parts;
  const answeredAt = new Map<string, string>();
  const time = { clock, timers, uptimeMs: () => performance.now(), ...outside };
  const connect = (opened: OpenedMicrosoft) =>
    opened.connect({
      ...{ store, hide, log, signIns, stateDir: config.stateDir },
      ...{ clock: time.clock, timers: time.timers, uptimeMs: time.uptimeMs },
      fetch: outgoingOf(parts).fetch,
      identity: { env: process.env },
      count(signal, outcome) {
        metrics.count('microsoft_requests_total', [signal, outcome]);
        if (outcome === 'ok') answeredAt.set(signal, time.clock.now());
      },
    });
  if (!parts.microsoft) return null;
  let opened = parts.microsoft;
  let connection = connect(opened);
  metrics.ask({ lastMicrosoftSuccess: () => answeredAt });
  let begin = (): Directory | null => null;
  let directory = begin();
  return {
    /** Returns the directory, which asks as the file says now. */
    directory(admins: Directory, firstMet: (id: Identity) => Identity): Directory {
      begin = () => connection.directory(admins, firstMet);
      directory = begin();
      const now = () => directory ?? admins;
      return {
        roleOf: (id, fresh) => now().roleOf(id, fresh),
        adminsToTell: (limit) => now().adminsToTell(limit),
        entraAccountOf: (id) => now().entraAccountOf(id),
        entraTenantOf: (id) => now().entraTenantOf(id),
      };
    },
    watchSecrets: (pauses: Timers) => connection.watchSecrets(pauses),
    ask: (world: World, firstMet: (id: Identity) => Identity, pauses: Timers) =>
      connection.ask(world, firstMet, pauses),
    /** Goes by another reading of the file, and returns true; returns false where it says the same. */
    replace(next: OpenedMicrosoft): boolean {
      if (isDeepStrictEqual(next.file, opened.file)) return false;
      opened = next;
      connection = connect(next);
      directory = begin();
      return true;
    },
  };
}
