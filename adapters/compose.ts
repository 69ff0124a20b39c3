/** Composes the bot from its parts, without the process around it. No other file imports every platform. */
import { domainToUnicode } from 'node:url';
import { calmStorm } from '../src/alerts/delivery/source-storm.ts';
import { countStranded } from '../src/alerts/delivery/stranded.ts';
import { roomOf } from '../src/alerts/sources/room.ts';
import { listedSources } from '../src/alerts/sources/sources-list.ts';
import { createBot } from '../src/bot.ts';
import { deliveryKinds } from '../src/deliveries.ts';
import { recordTroubles } from '../src/delivery/microsoft-trouble.ts';
import { outboxLoad } from '../src/delivery/outbox-load.ts';
import { Outbox } from '../src/delivery/worker.ts';
import type { Identity } from '../src/domain/tenant/identity.ts';
import { steadyClock } from '../src/domain/time/trusted-time.ts';
import { forgetPortalExcept } from '../src/findings/portal.ts';
import { type Archive, ifUnwritable, type Store } from '../src/ports/store.ts';
import type { Clock, Timers, World } from '../src/ports/world.ts';
import { forgetAllLeavers } from '../src/register/leavers.ts';
import { firstMet } from '../src/request/people.ts';
import { marking } from '../src/store/due.ts';
import { createCalendars } from './calendar/calendars.ts';
import type { ChatPlatform } from './chat/platform.ts';
import { faqLoader } from './faq/faq.ts';
import { freely, guardedFetch, type MayCall, type Outgoing } from './http/outgoing.ts';
import { createReadiness } from './http/readiness.ts';
import { routesOf } from './http/routes.ts';
import type { OpenedMicrosoft } from './microsoft/open-microsoft.ts';
import { gaugeSourcesOf } from './process/gauge-sources.ts';
import type { Vitals } from './process/heartbeat.ts';
import { ids, type Log } from './process/log.ts';
import type { Metrics } from './process/metrics.ts';
import { createTimers, clock as machineClock, watchTicks } from './process/timers.ts';
import { version } from './process/version.ts';
import { watchAttempts, watchDiskOf, watchStranded } from './process/watches.ts';
import type { Config } from './settings/config.ts';
import { featureSettings } from './settings/settings.ts';
import type { SealedSignIns } from './store/sealed-sign-ins.ts';
import type { OpenedSources } from './webhook/sources/open-sources.ts';
import { createRequestCounts } from './webhook/sources/request-counts.ts';
import { createWebhook } from './webhook/webhook.ts';
import { settingsDirectory } from './world/admins-from-settings.ts';
import { mailDomains } from './world/mail-dns.ts';

/** The example tenant and administrator of local mode. */
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
  sources: OpenedSources | null;
  /** What Microsoft is asked, as the file says that MICROSOFT names; null when there is none. */
  microsoft: OpenedMicrosoft | null;
  /** Keeps a secret out of the log, from the next line on. */
  hide(secret: string): void;
  store: Store;
  archive: Archive;
  trail: World['trail'];
  /** What the database lost; absent for the embedded store. */
  losses?: World['losses'];
  /** The sign-ins of people at Microsoft; absent where they are files of the state folder. */
  signIns?: SealedSignIns;
  storeWritable(): Promise<boolean>;
  /** Returns why the database took no change when it was last tried; absent for the embedded store. */
  databaseTrouble?: () => string;
  trailProblem(): string | null;
  /** Resolves with when the last backup was made; null for none. */
  lastBackupAt(): Promise<string | null>;
  metrics: Metrics;
  log: Log;
  /**
   * The time by which the bot and its adapters judge what is signed and what is stored; the machine's where it is left out. `outside.clock`
   * is the core's alone.
   */
  clock?: Clock;
  /** Asked right before the bytes of a call leave. Left out where no other process acts on this store. */
  mayCall?: MayCall;
  /** Whether calls of the process that had this store before may still be under way: it did not say that it ended. */
  mayOverlap?: boolean;
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

/** Composes the bot. Nothing listens, connects or ticks yet. */
export function compose(given: BotParts) {
  const wake: World['wake'] = (queues) => outbox.wake(queues);
  // The second are the pauses of what goes on by itself: they end first, while people are still answered.
  const [timers, ownPauses] = [createTimers(), createTimers()];
  const pauses = given.outside?.timers ?? ownPauses;
  // The store is wrapped three times: `main.ts` counts changes, `watchDiskOf` notes what the disk refuses, `marking` finds what became due.
  const { store, disk } = watchDiskOf({ ...given, stateDir: diskFolder(given), timers });
  const parts = { ...given, store: marking(store, wake) };
  const { config, metrics, log } = parts;
  const platforms = platformsOf(parts);
  const requestCounts = requestCountsOf(parts);
  const questions = faqLoader();
  const onBug: World['onBug'] = (err, part) => log.error({ event: `${part}.failed`, err }, `${part} failed`);
  const microsoft = microsoftOf(parts, timers);
  const polled = parts.microsoft?.sources ?? [];
  const outer = { microsoft, polled, disk, faq: questions.faq, refusedRequests: requestCounts.refused, onBug };
  const plain = worldOf({ ...parts, ...outer }, platforms, timers, wake);
  const attempts = watchAttempts(plain.meter, plain.uptimeMs);
  const world: World = { ...plain, meter: attempts.meter };
  const outbox = new Outbox({ ...world, timers: pauses }, deliveryKinds, calmStorm, given);
  const stranded = watchStranded({ ask: () => countStranded(world), log, mode: config.mode });
  const { bot, ageMs: tickAgeMs } = watchTicks(metrics.ofBot(createBot(world)), stranded.look);
  const readiness = createReadiness({
    ...parts,
    timers,
    platforms,
    strandedProblem: stranded.problem,
    tickAgeMs,
    room: () => roomOf(world),
    listSources: () => listedSources(world),
    namesSources: namesSources(parts),
  });
  const sources = parts.sources?.serve({ ...world, log, hide: parts.hide, now: nowOf(parts) }, requestCounts) ?? null;
  const webhook = webhookOf(parts, world);
  const sourceWebhook = sources?.webhook ?? null;
  const { vital } = readiness;
  metrics.ask({
    ...gaugeSourcesOf({ world, platforms, stranded: stranded.count, tickAgeMs, vital }),
    trailBroken: () => parts.trailProblem() !== null,
    lastBackupAt: given.lastBackupAt,
  });
  return {
    bot,
    platforms,
    outbox: {
      begin: () => outbox.begin(),
      start: () => outbox.start(),
      stop: async () => {
        ownPauses.stop();
        await outbox.stop();
      },
    },
    /** Ends every wait at once: no answer is waited for any more. */
    endWaits: timers.stop,
    /** Reads the secrets that are in files again, each minute. Resolves when the outbox stops. */
    watchSecrets: async () => {
      await Promise.all([sources?.watch(pauses), microsoft?.watchSecrets(pauses)]);
    },
    /** Forgets what is not asked any more, and then asks Microsoft what is due, once a minute. Resolves when the outbox stops. */
    askMicrosoft: async () => {
      await forgetUnasked(parts.microsoft, world).catch((error: unknown) => onBug(error, 'microsoft'));
      await microsoft?.ask(world, (id) => firstMet(id, world), pauses);
    },
    /** Calls HEARTBEAT_URL, if it is set, while the bot can do its work. Resolves when the outbox stops. */
    heartbeat: () => heartbeat(parts, { ...world, timers: pauses }, { vital, platforms, attemptAgeMs: attempts.ageMs }),
    /** Loads the FAQ in slices. Resolves when it is there; a fault in its files is logged, as each question then meets it. */
    loadFaq: () =>
      questions.load().then(
        () => log.debug({}, 'FAQ loaded'),
        (error: unknown) =>
          log.error({ event: 'faq.unavailable', err: error }, 'FAQ not loaded: no question can be answered'),
      ),
    routes: routesOf({ bot, platforms, readiness, metrics, webhook, sourceWebhook }),
  };
}

/** Returns the folder on whose disk the state is; null where it is in a database. */
function diskFolder({ config }: BotParts): string | null {
  return config.database ? null : config.stateDir;
}

/** Returns whether /readyz and /metrics may name the sources: not on a port that strangers may reach. */
function namesSources({ config, local }: BotParts): boolean {
  return config.metrics !== null || local !== null;
}

/** Counts the requests of the sources, each by its name; all together where a stranger may read the metrics. */
function requestCountsOf(parts: BotParts) {
  const { sources, metrics } = parts;
  const names = (sources?.settings ?? []).map(({ name }) => name);
  const isNamed = namesSources(parts);
  return createRequestCounts(names, ([source, outcome], times) => {
    const label = isNamed || source === 'unknown' ? source : 'all';
    metrics.count('source_requests_total', [label, outcome], times);
  });
}

/** Returns the epoch milliseconds of the bot's clock. */
function nowOf({ clock = machineClock }: Pick<BotParts, 'clock'>): () => number {
  return () => Date.parse(clock.now());
}

/** Returns how calls leave. */
function outgoingOf({ mayCall }: BotParts): Outgoing {
  return mayCall ? { mayCall, fetch: guardedFetch(mayCall) } : freely;
}

/** Returns what asks Microsoft; null where MICROSOFT is not set. */
function microsoftOf(parts: BotParts, timers: Timers) {
  const { microsoft, config, metrics, store, signIns, hide, log, clock = machineClock, outside } = parts;
  if (!microsoft) return null;
  const answeredAt = new Map<string, string>();
  metrics.ask({ lastMicrosoftSuccess: () => answeredAt });
  const time = { clock, timers, uptimeMs: () => performance.now(), ...outside };
  return microsoft.connect({
    ...{
      store,
      hide,
      log,
      stateDir: config.stateDir,
      signIns,
      clock: time.clock,
      timers: time.timers,
      uptimeMs: time.uptimeMs,
    },
    fetch: outgoingOf(parts).fetch,
    identity: { env: process.env },
    count(signal, outcome) {
      metrics.count('microsoft_requests_total', [signal, outcome]);
      if (outcome === 'ok') answeredAt.set(signal, time.clock.now());
    },
  });
}

/**
 * Forgets Microsoft's answers that nothing renews, also where MICROSOFT is not set any more: no finding stays open by them. What the store
 * refuses waits for the next start.
 */
async function forgetUnasked(microsoft: OpenedMicrosoft | null, world: World): Promise<void> {
  const tenants = microsoft?.file.tenants ?? [];
  const unwritten = ifUnwritable(() => {});
  const scored = tenants.filter(({ score }) => score).map(({ id }) => id);
  await forgetPortalExcept(scored, world).catch(unwritten);
  if (!tenants.some(({ roles }) => roles)) await forgetAllLeavers(world).catch(unwritten);
  if (tenants.length === 0) await recordTroubles({ signals: [], reach: null }, world).catch(unwritten);
}

/** Returns what takes signed alerts; null when no secret is set. */
function webhookOf(parts: BotParts, world: World) {
  const { config, local } = parts;
  const secrets = config.settings.ALERT_WEBHOOK_SECRET ?? local?.webhookSecrets ?? [];
  return secrets.length > 0 ? createWebhook(secrets, world, nowOf(parts)) : null;
}

/** Calls HEARTBEAT_URL while the bot can do its work. Resolves at once where it is not set, and else when the timers stop. */
async function heartbeat(parts: BotParts, world: World, vitals: Omit<Vitals, 'oldestSeconds' | 'now'>): Promise<void> {
  const { metrics, log, clock = machineClock } = parts;
  const { HEARTBEAT_URL: url } = parts.config.settings;
  if (url === undefined) return;
  const { beat, troubleOf } = await import('./process/heartbeat.ts');
  const oldestSeconds = async () => (await outboxLoad(world)).oldestSeconds;
  let sentAt: string | null = null;
  metrics.ask({ lastHeartbeatAt: () => sentAt });
  await beat({
    url,
    fetch: outgoingOf(parts).fetch,
    timers: world.timers,
    log,
    trouble: () => troubleOf({ ...vitals, oldestSeconds, now: clock.now }),
    elapsed: world.uptimeMs,
    count: (outcome, times = 1) => {
      metrics.count('heartbeats_total', [outcome], times);
      if (outcome === 'sent' && times > 0) sentAt = clock.now();
    },
  });
}

function platformsOf(parts: BotParts): ChatPlatform[] {
  const { config, modules, local, store, log, metrics, clock = machineClock } = parts;
  const { slack, teams, settings } = config;
  const { createSlack, createTeams } = modules;
  const common = { store, log, ids, locale: settings.DEFAULT_LOCALE, outgoing: outgoingOf(parts) };
  const tenants = teams?.tenants ?? settings.TEAMS_TENANTS ?? (local ? [local.tenantId] : []);
  const reconnected = () => metrics.count('slack_socket_reconnects_total', []);
  const app = { app: teams?.app ?? null, tenants };
  return [
    ...(slack && createSlack ? [createSlack({ ...slack, ...common, reconnected, now: nowOf(parts) })] : []),
    ...(createTeams ? [createTeams({ ...common, ...app, now: clock.now })] : []),
  ];
}

/** Returns the core's world, as the settings want it. `wake` has the outbox look for deliveries at once. */
export function worldOf(
  parts: Pick<
    BotParts,
    'config' | 'local' | 'sources' | 'store' | 'archive' | 'trail' | 'losses' | 'metrics' | 'clock' | 'outside'
  > &
    Pick<World, 'refusedRequests' | 'disk' | 'faq' | 'onBug'> & {
      microsoft: ReturnType<OpenedMicrosoft['connect']> | null;
      /** What Microsoft is asked for alerts, as it stands among the sources. */
      polled: World['settings']['sources'];
    },
  platforms: readonly ChatPlatform[],
  timers: Timers,
  wake: World['wake'],
): World {
  const { config, local, sources, microsoft, store, archive, trail, disk, faq, metrics, refusedRequests } = parts;
  const { losses, polled, onBug, clock = machineClock, outside } = parts;
  const { ADMINS, DEFAULT_LOCALE, TIMEZONE } = config.settings;
  const fromOutside = [...(sources?.settings ?? []), ...polled];
  const admins = settingsDirectory(ADMINS ?? (local ? [local.currentUser] : []), (id) => firstMet(id, { chats }));
  const chats: World['chats'] = Object.fromEntries(platforms.map(({ name, chat }) => [name, chat]));
  const made: Omit<World, 'steady'> = {
    store,
    archive,
    trail,
    disk,
    chats,
    directory: microsoft?.directory(admins, (id) => firstMet(id, { chats })) ?? admins,
    mail: mailDomains(),
    calendars: createCalendars(),
    readDomain: domainToUnicode,
    faq,
    version,
    clock,
    uptimeMs: () => performance.now(),
    run: String(Math.random()),
    ids,
    timers,
    wake,
    onBug,
    meter: metrics,
    refusedRequests,
    losses,
    dice: Math.random,
    settings: { ...featureSettings(config.settings, fromOutside), local: local !== null },
    defaults: { locale: DEFAULT_LOCALE, timezone: TIMEZONE },
    ...outside,
  };
  return { ...made, steady: steadyClock(made) };
}
