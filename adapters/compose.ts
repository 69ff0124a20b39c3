/** Puts the parts together, without a process around them: the only file that knows every platform. */
import { createBot } from '../src/bot.ts';
import type { Identity } from '../src/domain/identity.ts';
import type { Bot } from '../src/interaction.ts';
import type { Store, World } from '../src/ports.ts';
import { clock } from './clock.ts';
import type { Config } from './config.ts';
import { settingsDirectory } from './directory/settings.ts';
import { createHost, type Host } from './http.ts';
import { ids } from './ids.ts';
import { mailDomains } from './mail-domains.ts';
import type { Metrics } from './metrics.ts';
import type { Log, Platform } from './platform.ts';
import { routesOf } from './routes.ts';

/** Whom local mode knows. */
export interface Local {
  tenantId: string;
  currentUser: Identity;
}

interface Parts {
  config: Config;
  modules: Awaited<ReturnType<typeof modulesFor>>;
  /** Null unless in local mode. */
  local: Local | null;
  store: Store;
  storeWritable(): Promise<boolean>;
  metrics: Metrics;
  log: Log;
  /** Stands in for parts of the world: for tests. */
  outside?: Partial<World>;
}

export interface Composed {
  host: Host;
  bot: Bot;
  platforms: readonly Platform[];
}

/** Loads only what is configured, since each SDK costs a good part of the start. */
export async function modulesFor({ slack, teams, mode }: Config) {
  const [slackModule, teamsModule] = await Promise.all([
    slack ? import('./slack/slack.ts') : null,
    teams || mode === 'local' ? import('./teams/platform.ts') : null,
  ]);
  return { createSlack: slackModule?.createSlack, createTeams: teamsModule?.createTeams };
}

/** Nothing listens, connects or ticks yet. */
export function compose(parts: Parts): Composed {
  const { metrics, log, local, storeWritable } = parts;
  const platforms = platformsOf(parts);
  const bot = metrics.ofBot(createBot(worldOf(parts, platforms)));
  const routes = routesOf({ bot, platforms, storeWritable, metrics });
  return { bot, platforms, host: createHost({ routes, log, metrics, loopbackOnly: local !== null }) };
}

function platformsOf({ config, modules, local, store, log }: Parts): Platform[] {
  const { slack, teams, settings } = config;
  const { createSlack, createTeams } = modules;
  const common = { store, log, ids, locale: settings.DEFAULT_LOCALE };
  const tenants = teams?.tenants ?? settings.TEAMS_TENANTS ?? (local ? [local.tenantId] : []);
  const app = { app: teams?.app ?? null, tenants, forms: local ? ('inline' as const) : ('dialog' as const) };
  return [
    ...(slack && createSlack ? [createSlack({ ...slack, ...common })] : []),
    ...(createTeams ? [createTeams({ ...common, ...app, now: clock.now })] : []),
  ];
}

function worldOf({ config, local, store, outside }: Parts, platforms: readonly Platform[]): World {
  const { ADMINS, DEFAULT_LOCALE, TIMEZONE } = config.settings;
  return {
    store,
    chats: Object.fromEntries(platforms.map(({ name, chat }) => [name, chat])),
    directory: settingsDirectory(ADMINS ?? (local ? [local.currentUser] : [])),
    mail: mailDomains(),
    clock,
    ids,
    defaults: { locale: DEFAULT_LOCALE, timezone: TIMEZONE },
    ...outside,
  };
}
