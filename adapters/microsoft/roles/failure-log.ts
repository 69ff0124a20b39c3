import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import type { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';

/** Time (ms) for which the same failure of a tenant is not logged again. */
const quietMs = 60_000;

/** Returns what logs why Entra does not answer: the same reason of a tenant once a minute, however many people are asked about. */
export function failureLog({ log, uptimeMs }: Pick<World, 'uptimeMs'> & { log: Log }, message: string) {
  const loggedAt = new Map<string, number>();
  return ({ kind, code, step }: GraphError, { name }: MicrosoftTenant): void => {
    const key = `${name} ${kind} ${code}`;
    if (uptimeMs() - (loggedAt.get(key) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
    loggedAt.set(key, uptimeMs());
    log.warn({ event: 'microsoft.roles', tenant: name, kind, code, step }, message);
  };
}
