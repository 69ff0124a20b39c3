/** The settings with all that is in files which they name: read at the start, and again while the bot runs. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { orNull } from '../../src/domain/or-null.ts';
import type { RefusedSettings, SettingMistake } from '../../src/ports/world.ts';
import { mistakeInWords } from '../process/explain-start-failure.ts';
import type { Log } from '../process/log.ts';
import { clock } from '../process/timers.ts';
import { type Config, ConfigProblems, configFrom, secretsOf } from '../settings/config.ts';
import { FileProblems } from '../settings/json-file.ts';
import { type Environment, secretNames } from '../settings/settings.ts';
import { settingsDigest } from '../settings/settings-digest.ts';
import type { BotParts } from './parts.ts';

/** What the settings and their files say. A bot that runs takes it by `reload` of `compose`. */
export interface ReadSettings extends Pick<BotParts, 'config' | 'sources' | 'microsoft' | 'receivers'> {
  /** Tells whether replicas have the same, and nothing of what it is. */
  digest: string;
}

/** Files have mistakes. The message is what an operator reads at the start. */
class FilesProblems extends Error {
  override name = 'FileProblems';
  readonly mistakes: readonly SettingMistake[];
  constructor(found: readonly { setting: string; error: FileProblems }[], ofSettings: readonly SettingMistake[]) {
    super(found.map(({ error }) => error.message).join('\n'));
    const ofFiles = found.flatMap(({ setting, error }) => error.problems.map((one) => mistakeOf(setting, one)));
    this.mistakes = [...ofSettings, ...ofFiles];
  }
}

/**
 * Reads the settings of `env`, and the files that they name, at `now` (ISO 8601, UTC). Rejects with every mistake of the files at once;
 * before that with those of the settings, unless `known` says which files there are. Each file's code is loaded only where its setting is
 * set.
 */
export async function readSettings(env: Environment, now: string, known?: Config): Promise<ReadSettings> {
  const { config, wrong } = readConfig(env, known);
  const { SOURCES, MICROSOFT, RECEIVERS } = config.settings;
  const found: { setting: string; error: FileProblems }[] = [];
  function noting<T>(setting: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FileProblems)) throw error;
      found.push({ setting, error });
      return null;
    }
  }
  const openSources = SOURCES ? (await import('../webhook/sources/open-sources.ts')).openSources : null;
  const openMicrosoft = MICROSOFT ? (await import('../microsoft/open-microsoft.ts')).openMicrosoft : null;
  const openReceivers = RECEIVERS ? (await import('../receivers/open-receivers.ts')).openReceivers : null;
  const sources = SOURCES && openSources ? noting('SOURCES', () => openSources(SOURCES, env, now)) : null;
  const sourceNames = (sources?.settings ?? []).map(({ name }) => name);
  const about = { sourceNames, isLocal: config.mode === 'local', isShared: config.database !== null };
  const microsoft = MICROSOFT && openMicrosoft ? noting('MICROSOFT', () => openMicrosoft(MICROSOFT, env, about)) : null;
  const named = { env, sources: [...(sources?.settings ?? []), ...(microsoft?.sources ?? [])], isLocal: about.isLocal };
  const receivers = RECEIVERS && openReceivers ? noting('RECEIVERS', () => openReceivers(RECEIVERS, named)) : null;
  if (found.length + wrong.length > 0) throw new FilesProblems(found, wrong);
  return { config, sources, microsoft, receivers, digest: settingsDigest(config) };
}

/** Returns the settings; `known` with what is wrong where they have mistakes. Throws ConfigProblems where nothing is known. */
function readConfig(env: Environment, known?: Config): { config: Config; wrong: readonly SettingMistake[] } {
  try {
    return { config: configFrom(env), wrong: [] };
  } catch (error) {
    if (!(error instanceof ConfigProblems) || !known) throw error;
    const settingOf = (sentence: string) => sentence.split(' ', 1)[0] ?? '';
    return {
      config: known,
      wrong: error.problems.map((one) => ({ setting: settingOf(one), path: '', sentence: one })),
    };
  }
}

/** The settings that a reload changes, in addition to those files. All others need a restart. */
const reloadable = ['ADMINS', 'ALERT_WEBHOOK_SECRET', 'HEARTBEAT_URL'] as const;

/** Takes the settings after each reload. */
type Follower = (next: ReadSettings, before: ReadSettings) => void;

/** The settings of this process, as they were read last without a mistake. */
export type SettingsFiles = ReturnType<typeof createSettingsFiles>;

/**
 * Returns the settings of this process, which `reload` reads again. `env` is the environment at the start, which stays. `hide` keeps a
 * secret out of the log.
 */
export function createSettingsFiles(
  first: ReadSettings,
  { env, hide, log }: { env: Environment; hide(secret: string): void; log: Log },
) {
  const linesAtStart = linesOfEnv();
  let current = first;
  let refused: RefusedSettings | null = null;
  let follower: Follower = () => {};
  let working: Promise<void> = Promise.resolve();
  let isWaiting = false;

  function refuse(error: unknown): void {
    if (!(error instanceof FilesProblems)) throw error;
    const mistakes = error.mistakes.map(afterStart);
    log.error(
      { event: 'settings.refused', mistakes: mistakes.map(mistakeInWords) },
      'settings not reloaded: the old ones stay',
    );
    // The same mistakes again are no news.
    if (!isDeepStrictEqual(refused?.mistakes, mistakes)) refused = { mistakes, at: clock.now() };
  }

  async function readAgain(): Promise<void> {
    isWaiting = false;
    try {
      const read = await readSettings(env, clock.now(), first.config);
      const late = [...lateOf(first.config, read.config), ...changedLines(linesAtStart, linesOfEnv())];
      const next = inForce(first.config, read);
      for (const secret of secretsOf(next.config)) hide(secret);
      const before = current;
      current = next;
      refused = null;
      follower(next, before);
      log.info(changesOf(before, next), 'settings reloaded');
      if (late.length > 0)
        log.warn(
          { event: 'settings.needRestart', names: late },
          'settings not reloaded: they changed, and need a restart',
        );
    } catch (error) {
      refuse(error);
    }
  }

  return {
    now: () => current,
    /** Returns why the last reload was refused; null when it was not. */
    refused: () => refused,
    /** Calls `take`, in place of the one before, after each reload; at once where `used` is no longer current. */
    follow(take: Follower, used: ReadSettings): void {
      follower = take;
      if (used !== current) take(current, used);
    },
    /**
     * Reads all again. With one mistake nothing changes, and the log names each. Resolves when that is done. Of the calls that come
     * meanwhile one waits, for all of them.
     */
    reload(): Promise<void> {
      if (!isWaiting) {
        isWaiting = true;
        working = working.then(readAgain);
      }
      return working;
    },
  };
}

/** Returns the mistake in a setting's file of which `problem` says where it is, and what. */
function mistakeOf(setting: string, problem: string): SettingMistake {
  const [, path = '', sentence = problem] = /^(\S+): (.*)$/s.exec(problem) ?? [];
  return { setting, path, sentence };
}

/** Returns a mistake as it is after the start. */
function afterStart(mistake: SettingMistake): SettingMistake {
  const { sentence } = mistake;
  if (!/ is not set\.$/.test(sentence)) return mistake;
  return { ...mistake, sentence: `${sentence} Variables are fixed at the start: a new one needs a restart.` };
}

/** Returns what counts of what was read: of the settings only those that need no restart. */
function inForce({ settings, ...config }: Config, read: ReadSettings): ReadSettings {
  const taken = Object.fromEntries(reloadable.map((name) => [name, read.config.settings[name]]));
  const now = { ...config, settings: { ...settings, ...taken } };
  return { ...read, config: now, digest: settingsDigest(now) };
}

/** Returns the names of secrets whose file has another one since the start, and which need a restart. */
function lateOf(first: Config, now: Config): string[] {
  const isLate = (name: (typeof secretNames)[number]) =>
    name === 'DATABASE_URL'
      ? !isDeepStrictEqual(placeOf(first), placeOf(now))
      : first.settings[name] !== now.settings[name];
  return secretNames.filter((name) => !reloadable.some((one) => one === name) && isLate(name));
}

/** Returns the lines of `.env` by their names; none where it is not there, or cannot be read now. */
function linesOfEnv(): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(orNull(() => parseEnv(readFileSync('.env', 'utf8'))) ?? {}));
}

function changedLines(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): string[] {
  return Object.values(differences(before, now)).flat();
}

/** Returns where the database is. Its password is read for each connection. */
function placeOf({ database }: Config) {
  return database && { ...database.place, password: '' };
}

/** What was added, removed and changed, by name. */
type NamedChanges = Partial<Record<'added' | 'removed' | 'changed', string[]>>;

/** Returns what changed, for the log: sources and tenants by their names, admins by their identities, and secrets by their settings. */
function changesOf(before: ReadSettings, now: ReadSettings): Record<string, NamedChanges | string[]> {
  const sources = (read: ReadSettings) => byName(read.sources?.configured ?? [], ({ source }) => source.name);
  const tenants = (read: ReadSettings) => byName(read.microsoft?.file.tenants ?? [], ({ name }) => name);
  const receivers = (read: ReadSettings) => byName(read.receivers?.configured ?? [], ({ receiver }) => receiver.name);
  const admins = ({ config }: ReadSettings) => byName(config.settings.ADMINS ?? [], (id) => id);
  const secrets = reloadable.filter(
    (name) => name !== 'ADMINS' && !isDeepStrictEqual(before.config.settings[name], now.config.settings[name]),
  );
  const all = {
    sources: differences(sources(before), sources(now)),
    microsoft: differences(tenants(before), tenants(now)),
    receivers: differences(receivers(before), receivers(now)),
    admins: differences(admins(before), admins(now)),
    secrets,
  };
  return Object.fromEntries(Object.entries(all).filter(([, found]) => Object.keys(found).length > 0));
}

function byName<T>(list: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [nameOf(one), one]));
}

function differences<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): NamedChanges {
  const [old, names] = [[...before.keys()], [...now.keys()]];
  const found = {
    added: names.filter((name) => !before.has(name)),
    removed: old.filter((name) => !now.has(name)),
    changed: names.filter((name) => before.has(name) && !isDeepStrictEqual(before.get(name), now.get(name))),
  };
  return Object.fromEntries(Object.entries(found).filter(([, some]) => some.length > 0));
}
