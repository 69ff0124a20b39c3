/** Writes answers back to Microsoft, for each tenant whose entry in the file says so. */
import { writeBackSender } from '../../../src/alerts/write-back/send-write-backs.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import type { Graph } from '../api/graph.ts';
import { sourcesOf } from '../file/source-settings.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { alertStatuses, type StatusReports } from './statuses.ts';

type WriteBackTenant = Pick<MicrosoftTenant, 'id' | 'name' | 'alerts' | 'mail'>;

/** How long (ms) after a round the next one begins. */
export const writeBackEveryMs = 10_000;

/**
 * Returns the rounds that write answers back, one for each tenant that has `writeBack`, so that none waits for another. Each is to be called
 * every ten seconds, but not before its last call ended. It rejects for a bug alone.
 */
export function createWriteBacks(
  tenants: readonly WriteBackTenant[],
  graphOf: (id: string) => Pick<Graph, 'request'>,
  world: World & { log: Log; troubles: StatusReports },
): readonly (() => Promise<void>)[] {
  return tenants.flatMap((tenant) =>
    sourcesOf(tenant)
      .filter(({ writesBack }) => writesBack)
      .map(({ source }) => {
        const statuses = alertStatuses(tenant, graphOf(tenant.id), logged(tenant, world));
        const send = writeBackSender(source, statuses, world);
        return async () => {
          const row = await world.store.read((reader) => reader.get('tenants', tenant.id));
          if (!row || !isRetired(row)) await send().catch(ifUnwritable(() => {}));
        };
      }),
  );
}

/** Logs each failure once, until a request is answered or fails in another way. */
function logged({ name }: WriteBackTenant, world: { log: Log; troubles: StatusReports }): StatusReports {
  const { log, troubles } = world;
  let last = '';
  return {
    failed(tenant, signal, error) {
      const { kind, code, step } = error;
      if (last !== `${kind} ${code}`)
        log.warn({ event: 'writeBack.failed', tenant: name, kind, code, step }, 'answer not written back');
      last = `${kind} ${code}`;
      troubles.failed(tenant, signal, error);
    },
    answered(tenant, signal) {
      last = '';
      troubles.answered(tenant, signal);
    },
  };
}
