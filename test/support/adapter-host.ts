/** The HTTP server of the bot with one adapter behind it. */

import type { ChatPlatform } from '../../adapters/chat/platform.ts';
import { createReadiness } from '../../adapters/http/readiness.ts';
import { routesOf } from '../../adapters/http/routes.ts';
import { createServers } from '../../adapters/http/servers.ts';
import type { Log } from '../../adapters/process/log.ts';
import { createMetrics } from '../../adapters/process/metrics.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { fakeTime } from './fake-time.ts';
import { today } from './time.ts';

/** Returns a server that listens on a free port, and what stops it. */
export async function hostOf(platform: ChatPlatform, bot: Bot, log: Log) {
  const metrics = createMetrics();
  const platforms = [platform];
  const readiness = createReadiness({
    platforms,
    storeWritable: async () => true,
    timers: fakeTime(today),
    listSources: async () => [],
    namesSources: true,
    trailProblem: () => null,
    strandedProblem: () => null,
    room: async () => ({ bytes: 0, limit: 1, holders: [] }),
    tickAgeMs: () => 0,
  });
  const routes = routesOf({ bot, platforms, readiness, metrics, webhook: null, sourceWebhook: null });
  const { host } = createServers({ routes, log, metrics, loopbackOnly: false, monitoringApart: false });
  const port = await host.listen(0, '127.0.0.1');
  return {
    origin: `http://127.0.0.1:${port}`,
    stop(): Promise<void> {
      host.cut();
      return host.stop();
    },
  };
}
