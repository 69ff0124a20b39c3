/** Runs the process: it reads the settings, listens, and ends gently. */
import { flushCompileCache } from 'node:module';
import { modulesFor } from './compose/parts.ts';
import { createSettingsFiles, readSettings } from './compose/settings-files.ts';
import { createServers, type Servers } from './http/servers.ts';
import { claimFolder } from './local/claim-folder.ts';
import { inWords } from './process/explain-start-failure.ts';
import { createLog, type HostLog } from './process/log.ts';
import { createMetrics, type Metrics } from './process/metrics.ts';
import { endNow, endOnBugs, reloadOnSignal, stopOnSignal } from './process/shutdown.ts';
import { clock, withTimeout } from './process/timers.ts';
import { commit, version } from './process/version.ts';
import { type Bare, type ComposedBot, composeBot, type Given, listen, type Stoppable } from './run-bot.ts';
import { type Config, environment, secretsOf } from './settings/config.ts';
import { misspellingsIn } from './settings/settings.ts';
import { type OpenStore, openStore } from './store/embedded/open-store.ts';
import { problemOf } from './store/verify-history.ts';

/** Timeout (ms) of a shutdown: how long work in progress may take to end after the signal. */
const drainMs = 10_000;

/** A bot that did not start reads nothing. */
const noReload = () => {};

async function main(): Promise<void> {
  const env = environment();
  const read = await readSettings(env, clock.now());
  const { config, sources, microsoft, receivers } = read;
  const secrets = new Set(secretsOf(config));
  const hide = (secret: string) => void secrets.add(secret);
  const log = createLog(config.settings.LOG_LEVEL, secrets);
  endOnBugs(log);
  log.info({ version, commit }, 'starting');
  const isStopping = stopOnSignal(async (signal) => {
    log.info({ signal }, 'stopping');
    // The rest of a start is short, and a bot that has started can be stopped like any other.
    await (await running).stop();
    log.info({}, 'stopped');
  });
  const files = createSettingsFiles(read, { env, hide, log });
  // In local mode a terminal that closes ends the process, as it ends every program.
  if (config.mode === 'local') process.removeAllListeners('SIGHUP');
  else reloadOnSignal(() => running.then(() => (isStopping() ? undefined : files.reload()), noReload));
  const used = [sources, microsoft, receivers].flatMap((file) => file?.variables ?? []);
  for (const { name, meant } of misspellingsIn(env, used))
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
  const running = start({ config, files, hide }, log, isStopping);
  await running;
}

/** Starts the bot. The returned `stop` ends it gently, and resolves by itself after `drainMs` and what the store takes to close. */
async function start(given: Given, log: HostLog, isStopping: () => boolean): Promise<Stoppable> {
  const { config } = given;
  const local = config.mode === 'local' ? (await import('./local/local-mode.ts')).localMode : null;
  // The modules load while the store opens: each takes its time.
  const modules = modulesFor(config);
  const metrics = createMetrics();
  if (config.database) {
    const { runReplica } = await import('./run-replica.ts');
    return runReplica({ ...given, local, modules: await modules, metrics, database: config.database }, log);
  }
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

/** Puts the bot together, listens, and begins all that runs until the stop. */
async function serve({ opened, ...given }: Bare & { opened: OpenStore }, log: HostLog): Promise<Stoppable> {
  const { config, metrics, local } = given;
  const composed = await composeBot({ ...given, ...storeParts(opened) }, log);
  const { routes, outbox, platforms } = composed.parts;
  const how = { loopbackOnly: local !== null, monitoringApart: config.metrics !== null };
  const servers = createServers({ routes, log, metrics, ...how });
  await outbox.begin();
  const port = await listen(servers, config, platforms, log);
  composed.connect();
  // The cache is written at once, so that the next start is quick even when this process is killed.
  setImmediate(flushCompileCache);
  const beside = local?.startBeside(config, port, log) ?? null;
  const working = await composed.begin();
  return {
    async stop() {
      // Nothing more is posted from here on.
      composed.endWaits();
      await drain(servers, composed, [working.stop(), beside?.stop()], log);
      await opened.close();
    },
  };
}

function storeParts(opened: OpenStore) {
  const { archive, trail, lastBackupAt, writable: storeWritable } = opened;
  return {
    store: opened,
    archive,
    trail,
    lastBackupAt,
    storeWritable,
    verify: async () => problemOf(await opened.verify()),
  };
}

/** Waits until `ending` is done and every request that is in progress is answered, for `drainMs` at most. Then it cuts what is left. */
async function drain(servers: Servers, composed: ComposedBot, ending: readonly unknown[], log: HostLog) {
  const { host, monitoring } = servers;
  // The platforms serve the requests that are in progress to their end.
  const entrances = Promise.all([host.stop(), composed.disconnect()]);
  const done = Promise.all([entrances.then(composed.stopPlatforms), monitoring?.stop(), ...ending]).then(() => true);
  if (!(await withTimeout(drainMs, done, () => false)))
    log.warn({ event: 'stop.unfinished' }, 'shutdown timed out: requests in progress are cut off');
  host.cut();
  monitoring?.cut();
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
