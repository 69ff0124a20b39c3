/** Runs the process: it reads the settings, listens, and ends gently. */
import { flushCompileCache } from 'node:module';
import type { Store } from '../src/ports/store.ts';
import { compose, modulesFor } from './compose.ts';
import { createServers, type Servers } from './http/servers.ts';
import { claimFolder } from './local/claim-folder.ts';
import type { localMode } from './local/local-mode.ts';
import type { OpenedMicrosoft } from './microsoft/open-microsoft.ts';
import { inWords } from './process/explain-start-failure.ts';
import { createLog, type HostLog } from './process/log.ts';
import { createMetrics, type Metrics } from './process/metrics.ts';
import { endOnBugs, stopOnSignal } from './process/shutdown.ts';
import { endOnStandstill } from './process/standstill.ts';
import { clock, ticking, withTimeout } from './process/timers.ts';
import { commit, version } from './process/version.ts';
import { watchHistory } from './process/watches.ts';
import { type Config, configFrom, environment, isSupervised, secretsOf } from './settings/config.ts';
import { misspellingsIn } from './settings/settings.ts';
import { type OpenStore, openStore } from './store/embedded/open-store.ts';
import { problemOf } from './store/verify-history.ts';
import type { OpenedSources } from './webhook/sources/open-sources.ts';

/** Timeout (ms) of a shutdown: how long work in progress may take to end after the signal. */
const drainMs = 10_000;
/** The time (ms) from one tick to the next, by which reminders may be late. */
const tickMs = 10_000;

async function main(): Promise<void> {
  const config = configFrom(environment());
  const { SOURCES, MICROSOFT, LOG_LEVEL } = config.settings;
  const sources = SOURCES
    ? (await import('./webhook/sources/open-sources.ts')).openSources(SOURCES, environment(), clock.now())
    : null;
  const about = { sourceNames: (sources?.settings ?? []).map(({ name }) => name), isLocal: config.mode === 'local' };
  const microsoft = MICROSOFT
    ? (await import('./microsoft/open-microsoft.ts')).openMicrosoft(MICROSOFT, environment(), about)
    : null;
  const secrets = new Set(secretsOf(config));
  const log = createLog(LOG_LEVEL, secrets);
  endOnBugs(log);
  log.info({ version, commit }, 'starting');
  const isStopping = stopOnSignal(async (signal) => {
    log.info({ signal }, 'stopping');
    // The rest of a start is short, and a bot that has started can be stopped like any other.
    await (await running).stop();
    log.info({}, 'stopped');
  });
  const used = [sources, microsoft].flatMap((file) => file?.variables ?? []);
  for (const { name, meant } of misspellingsIn(environment(), used))
    log.warn(
      { event: 'setting.unknown', name, meant },
      'unknown setting ignored: did you mean the setting in `meant`?',
    );
  const asksRoles = microsoft?.file.tenants.some(({ roles }) => roles) ?? false;
  if (config.mode === 'hosted' && !config.settings.ADMINS?.length && !asksRoles)
    log.warn(
      { event: 'admins.none' },
      'ADMINS is empty, so nobody may change anything. Send `setup` to the bot to get your identity',
    );
  const running = start({ config, sources, microsoft, hide: (secret) => secrets.add(secret) }, log, isStopping);
  await running;
}

/** Logs which sources there are, and what should be fixed in the sources' file. */
async function noteSources(sources: OpenedSources, store: Store, log: HostLog): Promise<void> {
  const told = sources.settings.map(({ name, preset, auth }) => ({ name, preset, auth }));
  log.info({ sources: told }, 'webhook sources loaded');
  const tenants = await store.read((reader) => reader.list('tenants'));
  for (const { source, why } of sources.warnings(tenants))
    log.warn({ event: 'source.doubtful', source }, `source configuration warning: ${why}`);
}

/** Logs what Microsoft is asked about each tenant, and what should be fixed in the file that MICROSOFT names. */
async function noteMicrosoft(
  microsoft: OpenedMicrosoft,
  sources: OpenedSources | null,
  store: Store,
  log: HostLog,
): Promise<void> {
  log.info({ tenants: microsoft.asked }, 'microsoft signals loaded');
  const tenants = await store.read((reader) => reader.list('tenants'));
  for (const { event, tenant, why } of microsoft.warnings(tenants, sources?.settings ?? []))
    log.warn({ event, tenant }, `microsoft configuration warning: ${why}`);
}

/** The settings, what the files say that SOURCES and MICROSOFT name where they are set, and what keeps a secret out of the log. */
interface Given {
  config: Config;
  sources: OpenedSources | null;
  microsoft: OpenedMicrosoft | null;
  hide(secret: string): void;
}

/** Something that runs until it is stopped. */
interface Stoppable {
  stop(): Promise<void>;
}

/** Starts the bot. The returned `stop` ends it gently, and resolves by itself after `drainMs` and what the store takes to close. */
async function start(given: Given, log: HostLog, isStopping: () => boolean): Promise<Stoppable> {
  const { config } = given;
  const local = config.mode === 'local' ? (await import('./local/local-mode.ts')).localMode : null;
  // The modules load while the store opens: each takes its time.
  const modules = modulesFor(config);
  const metrics = createMetrics();
  const opened = await open(config, metrics, log);
  if (isStopping()) return { stop: opened.close };
  try {
    return await serve({ ...given, local, modules: await modules, metrics, opened }, log);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Opens the store in the state folder, which this process alone owns from then on. */
function open(config: Config, metrics: Metrics, log: HostLog): Promise<OpenStore> {
  return openStore({
    dir: config.stateDir,
    onOwned: () => claimFolder(config),
    limit: config.settings.STATE_LIMIT,
    onUpgrade: (version, kept) =>
      log.warn(
        { event: 'state.upgraded', version, kept },
        'state upgraded: to downgrade, restore the copy in `kept` (docs/operate.md)',
      ),
    onFatal: endNow(log),
    onTrouble: (error) => {
      metrics.count('store_compactions_failed_total', []);
      log.error(
        { event: 'snapshot.failed', err: error },
        'snapshot failed: no data is lost, but the journals keep growing',
      );
    },
  });
}

/** What `start` has made before the bot is put together. */
interface Opened extends Given {
  /** Null unless in local mode. */
  local: typeof localMode | null;
  modules: Awaited<ReturnType<typeof modulesFor>>;
  metrics: Metrics;
  opened: OpenStore;
}

/** Puts the bot together, listens, and begins all that runs until the stop. */
async function serve({ local, opened, ...given }: Opened, log: HostLog): Promise<Stoppable> {
  const { config, metrics, sources, microsoft } = given;
  const store = metrics.ofStore(opened);
  const time = local?.clockOf(config.settings) ?? clock;
  if (local) await local.seedExample(store, time, config.settings);
  if (sources) await noteSources(sources, store, log);
  if (microsoft) await noteMicrosoft(microsoft, sources, store, log);
  const history = watchHistory(async () => problemOf(await opened.verify()), log);
  const webhookSecrets = local ? await local.webhookSecrets(config.stateDir) : [];
  const parts = compose({
    ...given,
    local: local ? { ...local.playground, webhookSecrets } : null,
    store,
    archive: opened.archive,
    trail: opened.trail,
    storeWritable: opened.writable,
    trailProblem: history.problem,
    lastBackupAt: opened.lastBackupAt,
    log,
    outside: { clock: time },
  });
  const how = { loopbackOnly: local !== null, monitoringApart: config.metrics !== null };
  const servers = createServers({ routes: parts.routes, log, metrics, ...how });
  await parts.outbox.begin();
  const port = await listen(servers, parts, config, log);
  // The cache is written at once, so that the next start is quick even when this process is killed.
  setImmediate(flushCompileCache);
  const beside = local?.startBeside(config, port, log) ?? null;
  await parts.outbox.start();
  const untilStop = Promise.all([parts.watchSecrets(), parts.askMicrosoft(), parts.heartbeat(), parts.loadFaq()]);
  history.start();
  const watch = isSupervised(config, process.env) ? endOnStandstill(config.stateDir, log) : null;
  const ticks = ticking(() => parts.bot.tick().finally(watch?.tickEnded), log, tickMs);
  return {
    async stop() {
      // Nothing more is posted from here on.
      const ending = [parts.outbox.stop(), ticks.stop(), watch?.stop(), beside?.stop(), untilStop];
      await drain(servers, parts, ending, log);
      await opened.close();
    },
  };
}

type Composed = ReturnType<typeof compose>;

/** Has the servers listen, and then the platforms connect. Resolves with the port of the bot. */
async function listen(servers: Servers, { bot, platforms }: Composed, config: Config, log: HostLog): Promise<number> {
  const { port, monitoringPort } = await servers.listen(config);
  for (const platform of platforms) platform.start(bot);
  log.info({ port, mode: config.mode, platforms: platforms.map(({ name }) => name) }, 'listening');
  if (monitoringPort !== null)
    log.info({ host: config.metrics?.host, port: monitoringPort }, 'metrics server listening');
  return port;
}

/** Waits until `ending` is done and every request that is in progress is answered, for `drainMs` at most. Then it cuts what is left. */
async function drain(servers: Servers, { platforms }: Composed, ending: readonly unknown[], log: HostLog) {
  const { host, monitoring } = servers;
  // The platforms serve the requests that are in progress to their end.
  const entrances = Promise.all([host.stop(), ...platforms.map(({ socket }) => socket?.close())]);
  const drained = entrances.then(() => Promise.all(platforms.map((platform) => platform.stop())));
  const done = Promise.all([drained, monitoring?.stop(), ...ending]).then(() => true);
  if (!(await withTimeout(drainMs, done, () => false)))
    log.warn({ event: 'stop.unfinished' }, 'shutdown timed out: requests in progress are cut off');
  host.cut();
  monitoring?.cut();
}

/**
 * Returns a function that ends the process at once. The disk failed, or the folder is another process's by now: nothing
 * more may be written, not even at a gentle end.
 */
function endNow(log: HostLog): (error: Error) => void {
  return (error) => {
    log.fatal({ event: 'store.failed', err: error }, error.message);
    process.exit(1);
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
