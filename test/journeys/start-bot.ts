/** The whole bot as `npm start` composes it, but for what a test puts in the place of the world outside. */

import type { ChatPlatform } from '../../adapters/chat/platform.ts';
import { modulesFor } from '../../adapters/compose/parts.ts';
import { compose } from '../../adapters/compose.ts';
import { createServers } from '../../adapters/http/servers.ts';
import type { OpenedMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import type { Log } from '../../adapters/process/log.ts';
import { createMetrics } from '../../adapters/process/metrics.ts';
import type { Config } from '../../adapters/settings/config.ts';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { openSources } from '../../adapters/webhook/sources/open-sources.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Clock, World } from '../../src/ports/world.ts';
import { isoNow } from '../support/time.ts';

interface Different {
  log: Log;
  /** What Microsoft is asked; nothing by default. */
  microsoft?: OpenedMicrosoft | null;
  onFatal: (error: unknown) => void;
  outside: Partial<World>;
  /** By which everything goes; the machine's by default. */
  clock?: Clock | undefined;
  /** Stands between the bot and the store in its folder. */
  through?: (store: Store) => Store;
  /** Sees the platforms before anything is sent. */
  watching?: (platforms: readonly ChatPlatform[]) => void;
}

/** Opens the folder of `config`, listens, and takes up what was left. Returns the parts and the port. */
export async function startBot(
  config: Config,
  { log, microsoft = null, onFatal, outside, clock, through = (store) => store, watching }: Different,
) {
  const opened = await openStore({ dir: config.stateDir, onFatal });
  const metrics = createMetrics();
  const composed = compose({
    config,
    modules: await modulesFor(config),
    local: null,
    sources: config.settings.SOURCES ? openSources(config.settings.SOURCES, {}, isoNow()) : null,
    microsoft,
    receivers: null,
    hide: () => {},
    store: metrics.ofStore(through(opened)),
    archive: opened.archive,
    trail: opened.trail,
    storeWritable: opened.writable,
    trailProblem: () => null,
    lastBackupAt: opened.lastBackupAt,
    metrics,
    log,
    outside,
    ...(clock ? { clock } : {}),
  });
  const { bot, outbox, platforms, routes, watchSecrets, askMicrosoft } = composed;
  const { host } = createServers({
    routes,
    log,
    metrics,
    loopbackOnly: false,
    monitoringApart: config.metrics !== null,
  });
  watching?.(platforms);
  for (const platform of platforms) platform.start(bot);
  const port = await host.listen(config.port, config.host);
  await outbox.start();
  void watchSecrets();
  void askMicrosoft();
  return { bot, platforms, outbox, host, opened, port };
}
