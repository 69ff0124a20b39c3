/** What doctor checks: the settings, the state and the running bot, each read at most once. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Reader } from '../../src/ports/store.ts';
import type { MicrosoftInspection } from '../microsoft/inspection.ts';
import { type ConfiguredReceiver, secretsOf as secretsOfReceiver } from '../receivers/receiver.ts';
import { readReceivers } from '../receivers/receivers-file.ts';
import { type Config, ConfigProblems, configFrom, databaseFor, stateDirOf } from '../settings/config.ts';
import type { DatabasePlace } from '../settings/database-url.ts';
import { FileProblems } from '../settings/json-file.ts';
import { withSecretFiles } from '../settings/secret-files.ts';
import { type Environment, given, secretNames } from '../settings/settings.ts';
import { NoState } from '../store/errors.ts';
import type { StoredState } from '../store/state.ts';
import { stateFor } from '../store/state-for.ts';
import { readSources, settingsOf } from '../webhook/sources/sources-file.ts';
import type { ConfiguredSource } from '../webhook/sources/sources-schema.ts';
import { findBot } from './running-bot.ts';

/** The state as it is on disk: none yet, or a reader of it, or why it cannot be read. */
export type StateFound = { kind: 'none' } | { kind: 'read'; reader: Reader } | { kind: 'unreadable'; error: unknown };

/** The sources' file: not set, read, or its mistakes. */
export type SourcesFound =
  | { kind: 'not set' }
  | { kind: 'read'; sources: readonly ConfiguredSource[] }
  | { kind: 'wrong'; problems: readonly string[] };

/** The receivers' file: not set, read, or its mistakes. */
export type ReceiversFound =
  | { kind: 'not set' }
  | { kind: 'read'; receivers: readonly ConfiguredReceiver[] }
  | { kind: 'wrong'; problems: readonly string[] };

/** The file that MICROSOFT names: not set, read, or its mistakes. */
export type MicrosoftFound =
  | { kind: 'not set' }
  | { kind: 'read'; file: MicrosoftInspection }
  | { kind: 'wrong'; problems: readonly string[] };

/** The bot that doctor looks at. */
export type Subject = ReturnType<typeof subjectOf>;

/** Reads the settings and the sources' file from an environment. Never throws for what is wrong with them. */
export function subjectOf(environment: Environment, now: () => number) {
  const set = given(environment);
  const { config, problems } = settingsIn(environment);
  const stateDir = resolve(stateDirOf(set));
  const database = databaseIn(environment);
  const stored = () => stateFor({ stateDir, database: database === 'wrong' ? null : database });
  const sources = sourcesIn(set.SOURCES, environment, new Date(now()).toISOString());
  const receivers = receiversIn(set.RECEIVERS, environment, sources, config?.mode === 'local');
  const microsoft = once(() => {
    const sourceNames = sources.kind === 'read' ? sources.sources.map(({ source }) => source.name) : [];
    const signIns = async () => (await stored()).signIns;
    return microsoftIn(
      set.MICROSOFT,
      environment,
      { sourceNames, isLocal: config?.mode === 'local', stateDir },
      signIns,
    );
  });
  return {
    /** The variables that are set. */
    set,
    /** Null when the settings need a correction. */
    config,
    /** What is wrong with the settings: sentences that begin with the name of one. */
    problems,
    /** The database that keeps the state, null without DATABASE_URL, and `wrong` where that needs a correction. */
    database,
    /** The state folder, as an absolute path. */
    stateDir,
    state: once(async () => stateIn(await stored())),
    /** The state, whichever store has it. */
    stored,
    bot: once(findBot),
    sources,
    receivers,
    microsoft,
    /** Every secret that could be read. */
    secrets: async () => {
      const ofSources = sources.kind === 'read' ? sources.sources.flatMap(({ auth }) => auth.secrets) : [];
      const ofReceivers =
        receivers.kind === 'read' ? receivers.receivers.flatMap((one) => secretsOfReceiver(one).flat()) : [];
      const found = await microsoft();
      const ofMicrosoft =
        found.kind === 'read' ? found.file.secrets.flatMap((text) => [text, ...text.split(/\s+/)]) : [];
      const ofDatabase = database && database !== 'wrong' ? [database.password] : [];
      return [
        ...ofDatabase,
        ...secretsOf(set),
        ...[...ofSources, ...ofReceivers].map(({ value }) => value),
        ...ofMicrosoft,
      ];
    },
    /** Epoch milliseconds, by this machine's clock. */
    now,
    /** The milliseconds since the folder got its first state; null before that. */
    stateAgeMs: async () => {
      const at = await (await stored()).begunAt();
      return at === null ? null : Math.max(0, now() - at);
    },
  };
}

function databaseIn(environment: Environment): DatabasePlace | null | 'wrong' {
  try {
    return databaseFor(environment);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return 'wrong';
  }
}

function settingsIn(environment: Environment): { config: Config | null; problems: readonly string[] } {
  try {
    return { config: configFrom(environment), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return { config: null, problems: error.problems };
  }
}

function sourcesIn(path: string | undefined, environment: Environment, now: string): SourcesFound {
  if (path === undefined) return { kind: 'not set' };
  try {
    return { kind: 'read', sources: readSources(path, environment, now) };
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return { kind: 'wrong', problems: error.problems };
  }
}

function receiversIn(
  path: string | undefined,
  env: Environment,
  found: SourcesFound,
  isLocal: boolean,
): ReceiversFound {
  if (path === undefined) return { kind: 'not set' };
  const sources = found.kind === 'read' ? found.sources.map(settingsOf) : [];
  try {
    return { kind: 'read', receivers: readReceivers(path, { env, sources, isLocal }) };
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return { kind: 'wrong', problems: error.problems };
  }
}

/** What asks Microsoft takes long to load, so only a bot with MICROSOFT loads it. */
async function microsoftIn(
  path: string | undefined,
  environment: Environment,
  about: { sourceNames: readonly string[]; isLocal: boolean; stateDir: string },
  signIns: () => Promise<StoredState['signIns']>,
): Promise<MicrosoftFound> {
  if (path === undefined) return { kind: 'not set' };
  const { openInspection } = await import('../microsoft/inspection.ts');
  try {
    return { kind: 'read', file: openInspection(path, environment, { ...about, signIns: await signIns() }) };
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return { kind: 'wrong', problems: error.problems };
  }
}

/**
 * Returns the secrets of the settings, also of those that need a correction; and what stands in place of the name of a file
 * and names none, since it may be the secret itself.
 */
function secretsOf(set: Environment): string[] {
  const { set: withFiles } = withSecretFiles(set);
  const secrets = secretNames.map((name) => withFiles[name] ?? '');
  const slipped = Object.entries(set).map(([name, value = '']) =>
    name.endsWith('_FILE') && !existsSync(value) ? value : '',
  );
  return [...secrets, ...slipped].flatMap((text) => text.split(/\s+/));
}

async function stateIn(state: StoredState): Promise<StateFound> {
  try {
    return { kind: 'read', reader: await state.read(async (reader) => reader) };
  } catch (error) {
    return error instanceof NoState ? { kind: 'none' } : { kind: 'unreadable', error };
  }
}

function once<Given extends unknown[], T>(work: (...given: Given) => Promise<T>): (...given: Given) => Promise<T> {
  let made: Promise<T> | null = null;
  return (...given) => {
    made ??= work(...given);
    return made;
  };
}
