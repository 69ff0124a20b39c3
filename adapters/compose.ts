/** Puts the parts together, without a process around them. No other file knows every platform. */
import packageJson from '../package.json' with { type: 'json' };
import { countStranded } from '../src/alerts/delivery/stranded.ts';
import { listedSources } from '../src/alerts/sources/sources-list.ts';
import { createBot } from '../src/bot.ts';
import { deliveryKinds } from '../src/deliveries.ts';
import { backlogOf } from '../src/delivery/backlog.ts';
import { createOutbox } from '../src/delivery/worker.ts';
import type { Identity } from '../src/domain/tenant/identity.ts';
import { openFindings } from '../src/findings/current.ts';
import type { Archive, Store } from '../src/ports/store.ts';
import type { Timers, World } from '../src/ports/world.ts';
import { firstMet } from '../src/request/people.ts';
import { marking } from '../src/store/due.ts';
import { faqLoader } from './faq/faq.ts';
import { routesOf } from './http/routes.ts';
import { createHost } from './http/server.ts';
import type { ChatPlatform, Log } from './platform.ts';
import { ids } from './process/log.ts';
import type { Metrics } from './process/metrics.ts';
import { watchTicks } from './process/ticker.ts';
import { clock, createTimers } from './process/timers.ts';
import { watchStranded } from './process/watches.ts';
import type { Config } from './settings/config.ts';
import { featureSettings } from './settings/settings.ts';
import { createSourceWebhook } from './webhook/source-webhook.ts';
import { checkedSources } from './webhook/sources/credentials.ts';
import { createRequestCounts } from './webhook/sources/request-counts.ts';
import { settingsOf } from './webhook/sources/sources-file.ts';
import type { ConfiguredSource } from './webhook/sources/sources-schema.ts';
import { createWebhook } from './webhook/webhook.ts';
import { settingsDirectory } from './world/admins-from-settings.ts';
import { mailDomains } from './world/mail-dns.ts';

/** Holds the made-up tenant and administrator of local mode. */
export interface Local {
  tenantId: string;
  currentUser: Identity;
  /** These secrets sign alerts from this machine. */
  webhookSecrets: readonly string[];
}

interface BotParts {
  config: Config;
  modules: Awaited<ReturnType<typeof modulesFor>>;
  /** Null unless in local mode. */
  local: Local | null;
  /** The sources of the sources' file; null when there is none. */
  sources: readonly ConfiguredSource[] | null;
  /** Keeps a secret out of the log, from the next line on. */
  hide(secret: string): void;
  store: Store;
  archive: Archive;
  trail: World['trail'];
  storeWritable(): Promise<boolean>;
  trailProblem(): string | null;
  metrics: Metrics;
  log: Log;
  /** These take the place of parts of the world, in tests and for the clock of a demonstration. */
  outside?: Partial<World>;
}

/** Loads only what is configured, since each SDK costs a good part of the start. */
export async function modulesFor({ slack, teams, mode }: Config) {
  const [slackModule, teamsModule] = await Promise.all([
    slack ? import('./slack/slack.ts') : null,
    teams || mode === 'local' ? import('./teams/teams.ts') : null,
  ]);
  return { createSlack: slackModule?.createSlack, createTeams: teamsModule?.createTeams };
}

/** Puts the parts of the bot together. Nothing listens, connects or ticks yet. */
export function compose(given: BotParts) {
  const wake: World['wake'] = (queues) => outbox.wake(queues);
  const parts = { ...given, store: marking(given.store, wake) };
  const { config, metrics, log, local } = parts;
  const platforms = platformsOf(parts);
  const timers = createTimers();
  const sources = parts.sources ?? [];
  const requestCounts = createRequestCounts(
    sources.map(({ source }) => source.name),
    (labels, times) => metrics.count('source_requests_total', labels, times),
  );
  const world: World = {
    ...worldOf(parts, platforms, timers, wake),
    refusedRequests: requestCounts.refused,
  };
  const outbox = createOutbox(world, deliveryKinds, (error) =>
    log.error({ err: error }, 'a delivery could not be done'),
  );
  const watch = watchStranded(metrics.ofBot(createBot(world)), () => countStranded(world), log);
  const usage = () => world.store.read((reader) => reader.usage());
  const { bot, ageMs: tickAgeMs } = watchTicks(watch.bot);
  const secrets = config.settings.ALERT_WEBHOOK_SECRET ?? local?.webhookSecrets ?? [];
  const webhook = secrets.length > 0 ? createWebhook(secrets, world) : null;
  const checked = checkedSources(sources, { ...world, log, hide: parts.hide });
  const sourceWebhook = parts.sources ? createSourceWebhook(checked, requestCounts, world) : null;
  const backlog = async () => ({ ...(await backlogOf(world)), stranded: watch.count() });
  metrics.ask({ backlog, findings: () => openFindings(world), tickAgeMs, usage });
  const routes = routesOf({
    ...parts,
    bot,
    platforms,
    stranded: watch.count,
    usage,
    tickAgeMs,
    listSources: () => listedSources(world),
    webhook,
    sourceWebhook,
  });
  const stopOutbox = async () => {
    timers.stop();
    await outbox.stop();
  };
  return {
    bot,
    platforms,
    outbox: { start: outbox.start, stop: stopOutbox },
    /** Reads the secrets of sources that are in files again, each minute. Resolves when the outbox stops. */
    watchSecrets: checked.watch,
    host: createHost({ routes, log, metrics, loopbackOnly: local !== null }),
  };
}

function platformsOf({ config, modules, local, store, log }: BotParts): ChatPlatform[] {
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

/** Returns the core's world, as the settings want it. `wake` has the outbox look for deliveries at once. */
export function worldOf(
  parts: Pick<BotParts, 'config' | 'local' | 'sources' | 'store' | 'archive' | 'trail' | 'metrics' | 'outside'>,
  platforms: readonly ChatPlatform[],
  timers: Timers,
  wake: World['wake'],
): World {
  const { config, local, sources, store, archive, trail, metrics, outside } = parts;
  const { ADMINS, DEFAULT_LOCALE, TIMEZONE } = config.settings;
  const chats: World['chats'] = Object.fromEntries(platforms.map(({ name, chat }) => [name, chat]));
  return {
    store,
    archive,
    trail,
    chats,
    directory: settingsDirectory(ADMINS ?? (local ? [local.currentUser] : []), (id) => firstMet(id, { chats })),
    mail: mailDomains(),
    faq: faqLoader(),
    version: packageJson.version,
    clock,
    uptimeMs: () => performance.now(),
    ids,
    timers,
    wake,
    meter: metrics,
    refusedRequests: { waiting: () => new Map(), stored: () => {} },
    dice: Math.random,
    settings: { ...featureSettings(config.settings, (sources ?? []).map(settingsOf)), local: local !== null },
    defaults: { locale: DEFAULT_LOCALE, timezone: TIMEZONE },
    ...outside,
  };
}
