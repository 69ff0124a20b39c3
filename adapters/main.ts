/** Runs the process: it reads the settings, listens, and ends gently. */

import { flushCompileCache } from 'node:module';
import packageJson from '../package.json' with { type: 'json' };
import type { Store } from '../src/ports/store.ts';
import { compose, modulesFor } from './compose.ts';
import { claimFolder } from './local/claim-folder.ts';
import { withTimeout } from './platform.ts';
import { inWords } from './process/explain-start-failure.ts';
import { createLog, type HostLog } from './process/log.ts';
import { createMetrics } from './process/metrics.ts';
import { endOnBugs, stopOnSignal } from './process/shutdown.ts';
import { ticking } from './process/ticker.ts';
import { clock } from './process/timers.ts';
import { watchHistory } from './process/watches.ts';
import { type Config, configFrom, secretsOf } from './settings/config.ts';
import { misspellingsIn } from './settings/misspelled.ts';
import { environment } from './settings/settings.ts';
import { problemOf } from './store/embedded/folder/verify-history.ts';
import { openStore } from './store/embedded/open-store.ts';
import { readSources } from './webhook/sources/sources-file.ts';
import type { ConfiguredSource } from './webhook/sources/sources-schema.ts';
import { warningsOf } from './webhook/sources/warnings.ts';

/** Work that is under way has so many milliseconds to end after a signal to stop. */
const drainMs = 10_000;
/** A tick comes every so many milliseconds, so reminders may be this late. */
const tickMs = 10_000;

async function main(): Promise<void> {
  const config = configFrom(environment());
  const { SOURCES, LOG_LEVEL } = config.settings;
  const sources = SOURCES ? readSources(SOURCES, environment()) : null;
  const secrets = new Set(secretsOf(config));
  const log = createLog(LOG_LEVEL, secrets);
  endOnBugs(log);
  log.info({ version: packageJson.version }, 'starting');
  const isStopping = stopOnSignal(async (signal) => {
    log.info({ signal }, 'stopping');
    // The rest of a start is short, and a bot that has started can be stopped like any other.
    await (await running).stop();
    log.info({}, 'stopped');
  });
  for (const { name, meant } of misspellingsIn(environment()))
    log.warn({ name, meant }, 'a setting of this name does not exist, so it has no effect: is it misspelt?');
  if (config.mode === 'hosted' && !config.settings.ADMINS?.length)
    log.warn(
      {},
      'ADMINS names nobody, so nobody may change anything: send setup to the bot, which answers with your identity',
    );
  const running = start({ config, sources, hide: (secret) => secrets.add(secret) }, log, isStopping);
  await running;
}

/** Logs which sources there are, and what should be mended in the sources' file. */
async function noteSources(sources: readonly ConfiguredSource[], store: Store, log: HostLog): Promise<void> {
  const told = sources.map(({ source, auth }) => ({ name: source.name, preset: source.preset, auth: auth.kind }));
  log.info({ sources: told }, 'these sources may send alerts');
  const tenants = (await store.read((reader) => reader.list('tenants'))).map(({ id }) => id);
  for (const { source, why } of warningsOf(sources, tenants)) log.warn({ source }, `a source needs a look: ${why}`);
}

/** The settings, the sources of the sources' file where there is one, and what keeps a secret out of the log. */
interface Given {
  config: Config;
  sources: readonly ConfiguredSource[] | null;
  hide(secret: string): void;
}

/** Starts the bot. The returned `stop` ends it gently, and resolves by itself after `drainMs` and what the store takes to close. */
async function start(given: Given, log: HostLog, isStopping: () => boolean): Promise<{ stop(): Promise<void> }> {
  const { config } = given;
  const local = config.mode === 'local' ? (await import('./local/local-mode.ts')).localMode : null;
  // The modules load while the store opens: each takes its time.
  const modules = modulesFor(config);
  const metrics = createMetrics();
  const opened = await openStore({
    dir: config.stateDir,
    onOwned: () => claimFolder(config),
    limit: config.settings.STATE_LIMIT,
    onUpgrade: (version, kept) =>
      log.warn(
        { version, kept },
        'the state was upgraded; to go back, put this copy in its place: see docs/operate.md',
      ),
    onFatal: endNow(log),
    onTrouble: (error) => {
      metrics.count('store_compactions_failed_total', []);
      log.error({ err: error }, 'the snapshot of the state could not be written: nothing is lost, the journals grow');
    },
  });
  if (isStopping()) return { stop: opened.close };
  const store = metrics.ofStore(opened);
  const time = local?.clockOf(config.settings) ?? clock;
  if (local) await local.seedExample(store, time, config.settings);
  if (given.sources) await noteSources(given.sources, store, log);
  const trailWatch = watchHistory(async () => problemOf(await opened.verify()), log);
  const webhookSecrets = local ? await local.webhookSecrets(config.stateDir) : [];
  const { bot, host, platforms, outbox, watchSecrets } = compose({
    ...given,
    modules: await modules,
    local: local ? { ...local.playground, webhookSecrets } : null,
    store,
    archive: opened.archive,
    trail: opened.trail,
    storeWritable: opened.writable,
    trailProblem: trailWatch.problem,
    metrics,
    log,
    outside: { clock: time },
  });
  for (const platform of platforms) platform.start(bot);
  const port = await host.listen(config.port, config.host);
  log.info({ port, mode: config.mode, platforms: platforms.map(({ name }) => name) }, 'listening');
  // The cache is written at once, so that the next start is quick even when this process is killed.
  setImmediate(flushCompileCache);
  const beside = local?.startBeside(config, port, log) ?? null;
  await outbox.start();
  const secretWatch = watchSecrets();
  trailWatch.start();
  const ticks = ticking(bot.tick, log, tickMs);
  async function stop(): Promise<void> {
    // Nothing more is posted from here on. The platforms serve the requests that are under way to their end.
    const idle = [outbox.stop(), ticks.stop(), beside?.stop(), secretWatch];
    const drained = host.stop().then(() => Promise.all(platforms.map((platform) => platform.stop())));
    const done = Promise.all([drained, ...idle]).then(() => true);
    if (!(await withTimeout(drainMs, done, () => false))) log.warn({}, 'stopped before everything under way was done');
    host.cut();
    await opened.close();
  }
  return { stop };
}

/**
 * Returns a function that ends the process at once. The disk failed, or the folder is another process's by now: nothing
 * more may be written, not even at a gentle end.
 */
function endNow(log: HostLog): (error: Error) => void {
  return (error) => {
    log.fatal({ err: error }, error.message);
    process.exit(1);
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
