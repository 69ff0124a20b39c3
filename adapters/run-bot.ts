/** Puts the bot together over an opened store, and runs it until the stop. */
import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../src/ports/store.ts';
import type { Clock } from '../src/ports/world.ts';
import type { BotParts } from './compose/parts.ts';
import type { ReadSettings, SettingsFiles } from './compose/settings-files.ts';
import { compose } from './compose.ts';
import type { Servers } from './http/servers.ts';
import type { localMode } from './local/local-mode.ts';
import type { OpenedMicrosoft } from './microsoft/open-microsoft.ts';
import type { HostLog } from './process/log.ts';
import { endOnStandstill } from './process/standstill.ts';
import { clock, ticking } from './process/timers.ts';
import { watchHistory } from './process/watches.ts';
import type { OpenedReceivers } from './receivers/open-receivers.ts';
import { type Config, isSupervised } from './settings/config.ts';
import type { OpenedSources } from './webhook/sources/open-sources.ts';

/** The time (ms) from one tick to the next, by which reminders may be late. */
const tickMs = 10_000;

/** The settings at the start, what they and their files say now, and what keeps a secret out of the log. */
export interface Given extends Pick<BotParts, 'config' | 'hide'> {
  files: SettingsFiles;
}

/** Something that runs until it is stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What is there before a store is. */
export interface Bare extends Given, Pick<BotParts, 'modules' | 'metrics'> {
  /** Null unless in local mode. */
  local: typeof localMode | null;
}

/** What is there once a store is open. */
interface Opened
  extends Bare,
    Omit<BotParts, keyof Bare | keyof ReadSettings | 'refusedSettings' | 'trailProblem' | 'log' | 'clock' | 'outside'> {
  /** Resolves with what is wrong with the audit trail, in a sentence; with null for nothing. */
  verify(): Promise<string | null>;
  /** The clock that decides what is due and what is signed in time; absent for this machine's. */
  time?: Clock;
}

/** A bot that was put together. */
export type ComposedBot = Awaited<ReturnType<typeof composeBot>>;

/** Puts the bot together. Nothing is connected, and nothing is sent, before `connect` and `begin` are called, in this order. */
export async function composeBot({ local, verify, files, ...given }: Opened, log: HostLog) {
  const { config, metrics } = given;
  const store = metrics.ofStore(given.store);
  const time = local?.clockOf(config.settings) ?? given.time ?? clock;
  if (local) await local.seedExample(store, time, config.settings);
  await noteFiles(files.now(), null, store, log);
  const history = watchHistory(verify, log);
  const webhookSecrets = local ? await local.webhookSecrets(config.stateDir) : [];
  const playground = local ? { ...local.playground, webhookSecrets } : null;
  const outside = { clock: time };
  const ofTime = { outside, ...(given.time ? { clock: given.time } : {}) };
  const read = files.now();
  const refusedSettings = local ? {} : { refusedSettings: files.refused };
  const { sources, microsoft, receivers } = read;
  const ofFiles = { sources, microsoft, receivers, ...refusedSettings };
  const about = { ...given, ...ofFiles, config: read.config, trailProblem: history.problem };
  const parts = compose({ ...about, local: playground, store, log, ...ofTime });
  files.follow((next, before) => {
    parts.reload(next);
    noteFiles(next, before, store, log).catch((err: unknown) =>
      log.error({ event: 'settings.failed', err }, 'settings not looked at'),
    );
  }, read);
  const { bot, outbox, platforms } = parts;
  return {
    parts,
    /** Has the platforms connect. */
    connect(): void {
      for (const platform of platforms) platform.start(bot);
    },
    /** Begins all that goes on by itself. The returned `stop` resolves when no call is under way. */
    async begin(): Promise<Stoppable> {
      await outbox.start();
      const untilStop = Promise.all([parts.watchSecrets(), parts.askMicrosoft(), parts.heartbeat(), parts.loadFaq()]);
      history.start();
      const watch = isSupervised(config, process.env) ? endOnStandstill(config.stateDir, log) : null;
      const ticks = ticking(() => bot.tick().finally(watch?.tickEnded), log, tickMs);
      return { stop: async () => void (await Promise.all([outbox.stop(), ticks.stop(), watch?.stop(), untilStop])) };
    },
    /** Ends every wait at once: no answer is waited for any more. */
    endWaits: parts.endWaits,
    /** Closes the connections that the bot itself holds to the platforms. */
    disconnect: () => Promise.all(platforms.map(({ socket }) => socket?.close())),
    /** Resolves when the platforms have answered everybody whose request is in progress now. */
    answered: () => Promise.all(platforms.map((platform) => platform.answered())),
    /** Resolves when the platforms have answered everybody. */
    stopPlatforms: () => Promise.all(platforms.map((platform) => platform.stop())),
  };
}

/** Logs what the files say, and what should be fixed in them; of one that says the same as `before` nothing. */
async function noteFiles(read: ReadSettings, before: ReadSettings | null, store: Store, log: HostLog): Promise<void> {
  const { sources, microsoft, receivers } = read;
  const isNew = !isDeepStrictEqual(sources?.configured, before?.sources?.configured);
  if (sources && isNew) await noteSources(sources, store, log);
  const isOther = isNew || !isDeepStrictEqual(microsoft?.file, before?.microsoft?.file);
  if (microsoft && isOther) await noteMicrosoft(microsoft, sources, store, log);
  const isNewReceivers = isOther || !isDeepStrictEqual(receivers?.configured, before?.receivers?.configured);
  if (receivers && isNewReceivers) await noteReceivers(receivers, store, log);
}

/** Logs which sources there are, and what should be fixed in the sources' file. */
async function noteSources(sources: OpenedSources, store: Store, log: HostLog): Promise<void> {
  const told = sources.settings.map(({ name, preset, auth }) => ({ name, preset, auth }));
  log.info({ sources: told }, 'webhook sources loaded');
  const tenants = await store.read((reader) => reader.list('tenants'));
  for (const { source, why } of sources.warnings(tenants))
    log.warn({ event: 'source.doubtful', source }, `source configuration warning: ${why}`);
}

/** Logs which receivers there are, and what should be fixed in the receivers' file. */
async function noteReceivers(receivers: OpenedReceivers, store: Store, log: HostLog): Promise<void> {
  log.info({ receivers: receivers.settings }, 'receivers loaded');
  const tenants = await store.read((reader) => reader.list('tenants'));
  for (const { receiver, why } of receivers.warnings(tenants))
    log.warn({ event: 'receiver.doubtful', receiver }, `receiver configuration warning: ${why}`);
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

/** Has the servers listen, and logs where. Resolves with the port of the bot. */
export async function listen(
  servers: Servers,
  config: Config,
  platforms: readonly { name: string }[],
  log: HostLog,
): Promise<number> {
  const { port, monitoringPort } = await servers.listen(config);
  // A replica that follows has none yet.
  const names = platforms.length > 0 ? { platforms: platforms.map(({ name }) => name) } : {};
  log.info({ pid: process.pid, port, mode: config.mode, ...names }, 'listening');
  if (monitoringPort !== null)
    log.info({ host: config.metrics?.host, port: monitoringPort }, 'metrics server listening');
  return port;
}
