/**
 * Makes the configuration from the environment. Every problem is reported at once, and no value is repeated: any of
 * them may be a secret.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { type DatabasePlace, readDatabaseUrl } from './database-url.ts';
import { withSecretFiles } from './secret-files.ts';
import { botbuilderOverrides, type Environment, given, misspellingsIn, Settings, secretNames } from './settings.ts';

/**
 * How the bot receives Slack's requests: over HTTP (verified with the signing secret) or over Socket Mode (app-level token).
 * https://docs.slack.dev/apis/events-api/comparing-http-socket-mode
 */
export type SlackEntrance = { kind: 'http'; signingSecret: string } | { kind: 'socket'; appToken: string };

/** How the bot connects to Slack. */
export interface SlackSettings {
  token: string;
  entrance: SlackEntrance;
  /** The address of Slack's Web API, ending in `/api/`; null for Slack's own. */
  apiUrl: string | null;
}

/** Describes the Teams app's registration in Microsoft Entra, in botbuilder's own terms. */
export interface TeamsApp {
  appId: string;
  appType: Settings['MicrosoftAppType'];
  tenantId: string | null;
  /** Null for a managed identity. */
  password: string | null;
  /** Values by botbuilder's own names, for other clouds and rehearsals: `ToBotFromChannelOpenIdMetadataUrl` … */
  overrides: Readonly<Record<string, string>>;
}

/** The settings, and what follows from them. */
export interface Config {
  /**
   * In mode `local` no platform is configured and NODE_ENV is not `production`: nobody signs anything there, so it
   * serves this machine only.
   */
  mode: 'local' | 'hosted';
  port: number;
  /** Null for all interfaces. */
  host: string | null;
  stateDir: string;
  /** The address of a second server, for monitoring alone; null when the first one has these routes too. */
  metrics: { port: number; host: string } | null;
  slack: SlackSettings | null;
  /** The database that keeps the state, and the address at which the other replicas reach this one; null for the embedded store. */
  database: { place: DatabasePlace; replicaUrl: string | null } | null;
  /** The app, and the Entra tenants whose people may use the bot. Null in local mode too. */
  teams: { app: TeamsApp; tenants: readonly string[] } | null;
  settings: Settings;
}

/** The settings have problems; the message has one line for each. */
export class ConfigProblems extends Error {
  override name = 'ConfigProblems';
  /** Sentences that begin with the name of the setting. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(['The settings need a correction:', ...problems].join('\n  '));
    this.problems = problems;
  }
}

/**
 * Returns the process's environment, completed from `.env` in the working directory when there is one. Throws
 * ConfigProblems where that cannot be read.
 */
export function environment(): Environment {
  if (!existsSync('.env')) return process.env;
  try {
    for (const [name, value] of Object.entries(parseEnv(readFileSync('.env', 'utf8')))) process.env[name] ??= value;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    const why = `.env in ${resolve()} cannot be read${code}: it must be a file that this user may read.`;
    throw new ConfigProblems([why]);
  }
  return process.env;
}

/** Reads those settings that a schema names, and looks at no others. Throws ConfigProblems. */
export function settingsFor<T>(schema: z.ZodType<T>, env: Environment): T {
  const parsed = schema.safeParse(given(env));
  if (parsed.success) return parsed.data;
  throw new ConfigProblems(lines(parsed.error));
}

/** Reads the settings from the environment. Throws ConfigProblems. */
export function configFrom(env: Environment): Config {
  const { set, problems: unread } = withSecretFiles(given(env));
  const parsed = Settings.safeParse(set);
  const problems = [...unread, ...(parsed.success ? samePort(parsed.data) : lines(parsed.error)), ...conflicts(set)];
  if (!parsed.success || problems.length > 0) {
    // A setting that is missing may be there under a name that is almost right.
    const misspelled = misspellingsIn(set).map(({ name, meant }) => `${name} is not a setting: is ${meant} meant?`);
    throw new ConfigProblems([...problems, ...misspelled]);
  }
  const settings = parsed.data;
  const mode = modeOf(set);
  return {
    mode,
    port: settings.PORT,
    host: settings.HOST ?? (mode === 'local' ? '127.0.0.1' : null),
    stateDir: stateDirOf(set),
    metrics: settings.METRICS_PORT === undefined ? null : { port: settings.METRICS_PORT, host: settings.METRICS_HOST },
    database: databaseOf(settings),
    slack: slackOf(settings),
    teams: teamsOf(settings, set),
    settings,
  };
}

/** Local mode uses this state folder, unless STATE_DIR names another one. */
export const localStateDir = './state-local';

/** Returns the state folder, by the same rule for `start` and for every command. `set` is what `given` returns. */
export function stateDirOf(set: Environment): string {
  return set.STATE_DIR ?? (modeOf(set) === 'local' ? localStateDir : './state');
}

const teamsNames = ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'];
const slackNames = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'];

/** Returns the mode that follows from the settings. `set` is what `given` returns. */
export function modeOf(set: Environment): Config['mode'] {
  return isConnected(set) || set.NODE_ENV === 'production' ? 'hosted' : 'local';
}

/** Returns whether a setting of a platform is there. */
function isConnected(set: Environment): boolean {
  return [...slackNames, ...teamsNames].some((name) => isSet(name, set));
}

/** Returns whether a setting is there, itself or as the name of a file. */
function isSet(name: string, set: Environment): boolean {
  return set[name] !== undefined || set[`${name}_FILE`] !== undefined;
}

function lines(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
}

/** Returns a problem where both servers would have one port; 0 is any free one, and never the same. */
function samePort({ PORT, METRICS_PORT }: Settings): string[] {
  if (METRICS_PORT === undefined || METRICS_PORT === 0 || METRICS_PORT !== PORT) return [];
  return ['METRICS_PORT is the same as PORT: set it to another number, or unset it to have the metrics on PORT.'];
}

/** Returns the problems of settings that do not go together. */
function conflicts(set: Environment): string[] {
  const problems = missing(slackNames, slackNeeds, 'Slack', set);
  problems.push(...missing(teamsNames, teamsNeeds(set), 'Teams', set));
  if (isSet('SLACK_APP_TOKEN', set) && isSet('SLACK_SIGNING_SECRET', set))
    problems.push(
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set, and only one may be: the token for Socket Mode, the secret for HTTP. Remove the other.',
    );
  if (set.NODE_ENV !== 'production' && /^prod/i.test(set.NODE_ENV ?? ''))
    problems.push('NODE_ENV is almost production: write it out, in small letters, or unset it.');
  if (!isConnected(set) && set.NODE_ENV === 'production')
    problems.push('NODE_ENV is production, but neither Slack nor Teams is connected: set the settings of one of them.');
  if (modeOf(set) === 'local' && set.HOST && !isLocal(set.HOST))
    problems.push(
      'HOST must stay unset or be 127.0.0.1 in local mode, which has no sign-in. Connect Slack or Teams first.',
    );
  if (set.METRICS_HOST && !set.METRICS_PORT)
    problems.push(
      'METRICS_HOST is set, but METRICS_PORT is not, so that it would do nothing: set METRICS_PORT too, or remove it.',
    );
  if (modeOf(set) === 'local' && set.METRICS_PORT && set.METRICS_HOST && !isLocal(set.METRICS_HOST))
    problems.push('METRICS_HOST must stay unset or be 127.0.0.1 in local mode. Connect Slack or Teams first.');
  if (modeOf(set) === 'hosted' && set.DEMO)
    problems.push('DEMO works in local mode only: unset the settings of Slack and Teams, also in .env, and NODE_ENV.');
  if (set.MicrosoftAppType === 'UserAssignedMSI' && isSet('MicrosoftAppPassword', set))
    problems.push('MicrosoftAppPassword must not be set for UserAssignedMSI: a managed identity has none. Remove it.');
  for (const name of botbuilderOverrides)
    if (/(Url|Metadata|Endpoint)$/.test(name) && set[name] && !/^https?:$/.test(URL.parse(set[name])?.protocol ?? ''))
      problems.push(`${name} must be a URL that begins with https:// or http://.`);
  if (isSet('DATABASE_URL', set) && modeOf(set) === 'local')
    problems.push(
      'DATABASE_URL must not be set in local mode, which has no sign-in and a made-up state: remove it, or connect Slack or Teams.',
    );
  if (set.REPLICA_URL && !isSet('DATABASE_URL', set))
    problems.push(
      'REPLICA_URL is set, but DATABASE_URL is not, so that it would do nothing: set that too, or remove it.',
    );
  return problems;
}

function isLocal(host: string): boolean {
  return ['127.0.0.1', 'localhost'].includes(host);
}

const slackNeeds: readonly Needed[] = [
  { SLACK_BOT_TOKEN: '' },
  { SLACK_APP_TOKEN: ' (Socket Mode)', SLACK_SIGNING_SECRET: ' (HTTP)' },
];

function teamsNeeds(set: Environment): Needed[] {
  const password = set.MicrosoftAppType === 'UserAssignedMSI' ? [] : [{ MicrosoftAppPassword: '' }];
  const tenant = set.MicrosoftAppType === 'MultiTenant' && set.TEAMS_TENANTS ? [] : [{ MicrosoftAppTenantId: '' }];
  return [{ MicrosoftAppId: '' }, ...password, ...tenant];
}

/** What a platform needs: one of these settings, each with a note behind its name. */
type Needed = Readonly<Record<string, string>>;

/** Returns a problem for each thing that a platform needs and that is not set, once any of its settings is. */
function missing(names: readonly string[], needs: readonly Needed[], platform: string, set: Environment): string[] {
  if (!names.some((name) => isSet(name, set))) return [];
  return needs
    .filter((needed) => !Object.keys(needed).some((name) => isSet(name, set)))
    .map((needed) => {
      const all = Object.entries(needed).map(([name, note]) => `${name}${note}`);
      const it = all.length > 1 ? 'one of them' : 'it';
      return `${all.join(' or ')} is not set, and ${platform} needs ${it}: set it, or remove the other settings of ${platform}.`;
    });
}

/** Returns where DATABASE_URL says that the state is, null where it is not set, and looks at no other setting. Throws ConfigProblems. */
export function databaseFor(env: Environment): DatabasePlace | null {
  const { DATABASE_URL } = settingsFor(Settings.pick({ DATABASE_URL: true }), withFileOf('DATABASE_URL', env));
  const place = DATABASE_URL === undefined ? null : readDatabaseUrl(DATABASE_URL);
  return typeof place === 'string' ? null : place;
}

/** Returns the identities of ADMINS, or of the file that ADMINS_FILE names, and looks at no other setting. Throws ConfigProblems. */
export function adminsFor(env: Environment): readonly string[] {
  return settingsFor(Settings.pick({ ADMINS: true }), withFileOf('ADMINS', env)).ADMINS ?? [];
}

/** Returns the variables with the setting of this name as its file has it. Throws ConfigProblems where that cannot be read. */
function withFileOf(name: 'DATABASE_URL' | 'ADMINS', env: Environment): Environment {
  const { set, problems } = withSecretFiles(given(env));
  const unread = problems.filter((problem) => problem.startsWith(name));
  if (unread.length > 0) throw new ConfigProblems(unread);
  return set;
}

function databaseOf({ DATABASE_URL, REPLICA_URL }: Settings): Config['database'] {
  const place = DATABASE_URL === undefined ? null : readDatabaseUrl(DATABASE_URL);
  return place === null || typeof place === 'string' ? null : { place, replicaUrl: REPLICA_URL ?? null };
}

function slackOf(settings: Settings): Config['slack'] {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_API_URL: apiUrl = null } = settings;
  if (!token) return null;
  if (SLACK_APP_TOKEN) return { token, apiUrl, entrance: { kind: 'socket', appToken: SLACK_APP_TOKEN } };
  if (!SLACK_SIGNING_SECRET) return null;
  return { token, apiUrl, entrance: { kind: 'http', signingSecret: SLACK_SIGNING_SECRET } };
}

function teamsOf(settings: Settings, set: Environment): Config['teams'] {
  const { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId = null } = settings;
  if (!appId) return null;
  const password = settings.MicrosoftAppPassword ?? null;
  const overrides = Object.fromEntries(botbuilderOverrides.flatMap((name) => (set[name] ? [[name, set[name]]] : [])));
  const tenants = settings.TEAMS_TENANTS ?? (tenantId ? [tenantId] : []);
  return { app: { appId, appType, tenantId, password, overrides }, tenants };
}

/** Returns the secrets among the settings, which must never be seen in a log. */
export function secretsOf({ settings, database }: Config): string[] {
  const password = database?.place.password ? [database.place.password] : [];
  return [...secretNames.flatMap((name) => settings[name] ?? []), ...password];
}

/**
 * Returns whether something starts the process again when it ends with 1: as the setting SUPERVISED says, else where systemd
 * started it. A terminal on a desktop inherits systemd's variables, and starts nothing again.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#%24INVOCATION_ID
 */
export function isSupervised({ mode, settings }: Config, env: Environment, atTerminal = isatty(0)): boolean {
  if (mode === 'local') return false;
  if (settings.SUPERVISED !== undefined) return settings.SUPERVISED === 'on';
  return !atTerminal && Boolean(env.INVOCATION_ID || env.NOTIFY_SOCKET);
}
