/** The HTTP servers of the process: one for people and senders, and one for monitoring alone where METRICS_PORT is set. */
import { MetricsServerFailed } from '../process/explain-start-failure.ts';
import type { BotRoutes } from './routes.ts';
import { createHost } from './server.ts';

/** What the servers serve, and how. */
interface Served extends Omit<Parameters<typeof createHost>[0], 'routes' | 'limits'> {
  routes: BotRoutes;
  /** Whether monitoring has a server of its own. */
  monitoringApart: boolean;
}

/** Where a server listens. `host` null is all interfaces. */
interface ListenAt {
  port: number;
  host: string | null;
}

/** The HTTP servers of the process. */
export type Servers = ReturnType<typeof createServers>;

/** Makes the servers, and has the metrics say what they buffer. They listen on no port until `listen` is called. */
export function createServers({ routes, monitoringApart, ...common }: Served) {
  const all = new Map([...routes.public, ...routes.monitoring]);
  const host = createHost({ routes: monitoringApart ? routes.public : all, ...common });
  const monitoring = monitoringApart ? createHost({ routes: routes.monitoring, ...common }) : null;
  common.metrics.ask({ bodyBytes: () => host.bodyBytes() + (monitoring?.bodyBytes() ?? 0) });
  return {
    host,
    /** The server for monitoring alone; null when `host` serves that too. */
    monitoring,
    /**
     * Has both listen, `host` last: when the port of the other one is taken, the bot has not taken anything yet. Resolves with the ports.
     * Rejects with Node's error, or with MetricsServerFailed.
     */
    async listen(at: ListenAt & { metrics: ListenAt | null }) {
      const { metrics } = at;
      const monitoringPort = metrics && monitoring ? await listenForMonitoring(monitoring, metrics) : null;
      return { port: await host.listen(at.port, at.host), monitoringPort };
    },
  };
}

function listenForMonitoring(server: ReturnType<typeof createHost>, { port, host }: ListenAt): Promise<number> {
  return server.listen(port, host).catch((error: unknown) => Promise.reject(new MetricsServerFailed(error)));
}
