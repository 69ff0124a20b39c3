/** The composition root: the only file that knows everybody. */
import { flushCompileCache } from 'node:module';
import { createBot } from '../src/bot.ts';
import type { Identity } from '../src/domain/identity.ts';
import type { Store, World } from '../src/ports.ts';
import { clock } from './clock.ts';
import { type Config, configFrom, secretsOf } from './config.ts';
import { settingsDirectory } from './directory/settings.ts';
import { endOnBugs, endWhenTold, within } from './ending.ts';
import { environment } from './environment.ts';
import { createHost } from './http.ts';
import { ids } from './ids.ts';
import { createLog, type HostLog } from './log.ts';
import { mailDomains } from './mail-domains.ts';
import { createMetrics } from './metrics.ts';
import type { Platform } from './platform.ts';
import { routesOf } from './routes.ts';
import { inWords } from './start-failure.ts';
import { openStore } from './store/lowdb/open-store.ts';
import { ticking } from './ticking.ts';

/** Whom local mode knows; null otherwise. */
type Playground = { tenantId: string; currentUser: Identity } | null;

/** Longest that what is under way may take to end after the process was told to. */
const drainMs = 10_000;

async function main(): Promise<void> {
  const config = configFrom(environment());
  const log = createLog(config.settings.LOG_LEVEL, secretsOf(config));
  endOnBugs(log);
  const local = config.mode === 'local' ? (await import('./local-mode.ts')).localMode : null;
  const modules = modulesFor(config);
  const opened = await openStore({ dir: config.stateDir, onFatal: diskFailed(log) });
  const metrics = createMetrics();
  const store = metrics.ofStore(opened);
  if (local) await local.seedExample(store, clock);
  const platforms = platformsOf(config, await modules, local?.playground ?? null, store, log);
  const bot = metrics.ofBot(createBot(worldOf(config, local?.playground ?? null, store, platforms)));
  const routes = routesOf({ bot, platforms, storeWritable: opened.writable, metrics });
  const host = createHost({ routes, log, metrics, loopbackOnly: local !== null });
  for (const platform of platforms) platform.start(bot);
  const port = await host.listen(config.port, config.host);
  log.info({ port, mode: config.mode, platforms: platforms.map(({ name }) => name) }, 'listening');
  // At once, since a process that is killed later would not: so that the next start is quick.
  setImmediate(flushCompileCache);
  const beside = local?.startBeside(config, port, log) ?? null;
  const ticks = ticking(bot.tick, log);
  endWhenTold(async (signal) => {
    log.info({ signal }, 'stopping');
    const drained = host.stop().then(() => Promise.all([ticks, ...platforms].map((part) => part.stop())));
    if (!(await within(drainMs, Promise.all([drained, beside?.stop()]))))
      log.warn({}, 'stopped before everything under way was done');
    host.cut();
    await opened.close();
    log.info({}, 'stopped');
  });
}

/** Loads only what is configured, since each SDK costs a good part of the start; the store opens meanwhile. */
async function modulesFor({ slack, teams, mode }: Config) {
  const [slackModule, teamsModule] = await Promise.all([
    slack ? import('./slack/slack.ts') : null,
    teams || mode === 'local' ? import('./teams/platform.ts') : null,
  ]);
  return { createSlack: slackModule?.createSlack, createTeams: teamsModule?.createTeams };
}

function platformsOf(
  { slack, teams, settings }: Config,
  { createSlack, createTeams }: Awaited<ReturnType<typeof modulesFor>>,
  playground: Playground,
  store: Store,
  log: HostLog,
): Platform[] {
  const common = { store, log, ids, locale: settings.DEFAULT_LOCALE };
  const tenants = teams?.tenants ?? settings.TEAMS_TENANTS ?? (playground ? [playground.tenantId] : []);
  const app = { app: teams?.app ?? null, tenants, forms: playground ? ('inline' as const) : ('dialog' as const) };
  return [
    ...(slack && createSlack ? [createSlack({ ...slack, ...common })] : []),
    ...(createTeams ? [createTeams({ ...common, ...app, now: clock.now })] : []),
  ];
}

function worldOf(config: Config, playground: Playground, store: Store, platforms: readonly Platform[]): World {
  const { ADMINS, DEFAULT_LOCALE, TIMEZONE } = config.settings;
  return {
    store,
    chats: Object.fromEntries(platforms.map(({ name, chat }) => [name, chat])),
    directory: settingsDirectory(ADMINS ?? (playground ? [playground.currentUser] : [])),
    mail: mailDomains(),
    clock,
    ids,
    defaults: { locale: DEFAULT_LOCALE, timezone: TIMEZONE },
  };
}

function diskFailed(log: HostLog): (error: Error) => void {
  return (error) => {
    log.fatal({ err: error }, 'the disk failed to flush: nothing more can be kept safe');
    process.exit(1);
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
