/**
 * Makes the configuration from the environment. Every problem is reported at once, and no value is repeated: any of
 * them may be a secret.
 */
import type { z } from 'zod';
import { misspellingsIn } from './misspelled.ts';
import { botbuilderOverrides, type Environment, given, Settings } from './settings.ts';

/** Says how the bot reaches Slack. */
interface SlackSettings {
  token: string;
  signingSecret: string;
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

/** Holds the settings, and what follows from them. */
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
  slack: SlackSettings | null;
  /** The app, and the Entra tenants whose people may use the bot. Null in local mode too. */
  teams: { app: TeamsApp; tenants: readonly string[] } | null;
  settings: Settings;
}

/** The settings have problems; the message has one line for each. */
export class ConfigProblems extends Error {
  override name = 'ConfigProblems';
  constructor(problems: readonly string[]) {
    super(['The settings need a correction:', ...problems].join('\n  '));
  }
}

/** Reads the settings from the environment. Throws ConfigProblems. */
export function configFrom(env: Environment): Config {
  const set = given(env);
  const parsed = Settings.safeParse(set);
  const problems = [...(parsed.success ? [] : lines(parsed.error)), ...conflicts(set)];
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
const slackNames = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'];

/** Returns the mode that follows from the settings. `set` is what `given` returns. */
export function modeOf(set: Environment): Config['mode'] {
  return isConnected(set) || set.NODE_ENV === 'production' ? 'hosted' : 'local';
}

/** Returns whether a setting of a platform is there. */
function isConnected(set: Environment): boolean {
  return [...slackNames, ...teamsNames].some((name) => set[name]);
}

function lines(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
}

/** Returns the problems of settings that do not go together. */
function conflicts(set: Environment): string[] {
  const problems = [
    ...missing(slackNames, slackNames, 'Slack', set),
    ...missing(teamsNames, teamsNeeds(set), 'Teams', set),
  ];
  if (set.NODE_ENV !== 'production' && /^prod/i.test(set.NODE_ENV ?? ''))
    problems.push('NODE_ENV is almost production: write it out, in small letters, or unset it.');
  if (!isConnected(set) && set.NODE_ENV === 'production')
    problems.push('NODE_ENV is production, but neither Slack nor Teams is connected: set the settings of one of them.');
  if (modeOf(set) === 'local' && set.HOST && !['127.0.0.1', 'localhost'].includes(set.HOST))
    problems.push(
      'HOST must stay unset or be 127.0.0.1 in local mode, which has no sign-in. Connect Slack or Teams first.',
    );
  if (modeOf(set) === 'hosted' && set.DEMO)
    problems.push('DEMO works in local mode only: unset the settings of Slack and Teams, also in .env, and NODE_ENV.');
  if (set.MicrosoftAppType === 'UserAssignedMSI' && set.MicrosoftAppPassword)
    problems.push('MicrosoftAppPassword must not be set for UserAssignedMSI: a managed identity has none. Remove it.');
  if (set.DATABASE_URL)
    problems.push(
      'DATABASE_URL is set, but PostgreSQL is not supported yet: remove it, the embedded store needs no setting.',
    );
  return problems;
}

function teamsNeeds(set: Environment): string[] {
  const password = set.MicrosoftAppType === 'UserAssignedMSI' ? [] : ['MicrosoftAppPassword'];
  const tenant = set.MicrosoftAppType === 'MultiTenant' && set.TEAMS_TENANTS ? [] : ['MicrosoftAppTenantId'];
  return ['MicrosoftAppId', ...password, ...tenant];
}

/** Returns a problem for each setting that a platform needs and that is not set, once any of its settings is. */
function missing(names: readonly string[], needs: readonly string[], platform: string, set: Environment): string[] {
  if (!names.some((name) => set[name])) return [];
  return needs
    .filter((name) => !set[name])
    .map(
      (name) => `${name} is not set, and ${platform} needs it: set it, or remove the other settings of ${platform}.`,
    );
}

function slackOf(settings: Settings): Config['slack'] {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: apiUrl = null } = settings;
  return token && signingSecret ? { token, signingSecret, apiUrl } : null;
}

function teamsOf(settings: Settings, set: Environment): Config['teams'] {
  const { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId = null } = settings;
  if (!appId) return null;
  const password = settings.MicrosoftAppPassword ?? null;
  const overrides = Object.fromEntries(botbuilderOverrides.flatMap((name) => (set[name] ? [[name, set[name]]] : [])));
  return {
    app: { appId, appType, tenantId, password, overrides },
    tenants: settings.TEAMS_TENANTS ?? (tenantId ? [tenantId] : []),
  };
}

/** Returns the secrets among the settings, which must never be seen in a log. */
export function secretsOf({ settings }: Config): string[] {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, MicrosoftAppPassword, ALERT_WEBHOOK_SECRET = [] } = settings;
  return [SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, MicrosoftAppPassword, ...ALERT_WEBHOOK_SECRET].filter(
    (secret) => secret !== undefined,
  );
}
