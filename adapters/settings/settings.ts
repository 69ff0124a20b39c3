/** Describes the settings one by one: how each is written, and its value when it is not set. */
import { z } from 'zod';
import { Identity, isFormer } from '../../src/domain/tenant/identity.ts';
import { commonLocale, Locale } from '../../src/domain/tenant/locales.ts';
import { nearest } from '../../src/domain/text/words.ts';
import { isTimezone } from '../../src/domain/time/zones.ts';
import type { World } from '../../src/ports/world.ts';
import { isThisMachine } from '../http/refusals.ts';
import { readDatabaseUrl } from './database-url.ts';
import { durationMs } from './duration.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const wholeNumber = (from: number, to: number, example: number) => {
  const error = `must be a whole number from ${from} to ${to}, for example ${example}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, { error, abort: true })
    .transform(Number)
    .refine((number) => number >= from && number <= to, { error });
};
const whole = (from: number, to: number, standard: number) => wholeNumber(from, to, standard).default(standard);

const minuteMs = 60_000;
/** The ISO 8601 duration in `ESCALATE_AFTER`. */
const escalateAfter = z.string().refine(
  (said) => {
    const ms = durationMs(said);
    return ms !== null && ms >= 5 * minuteMs && ms <= 20 * 60 * minuteMs;
  },
  { error: 'must be a duration of ISO 8601 from PT5M to PT20H, for example PT1H' },
);

const oneOf = <T extends string>(values: readonly T[], standard: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` }).default(standard);

/**
 * Returns the schema of a list whose entries are separated by commas, or by lines in a file. A problem names a bad entry by its place:
 * what stands there may be a secret that slipped.
 */
const listOf = <T>(entry: z.ZodType<T, string>, what: string) =>
  z.string().transform((text, context) =>
    text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .flatMap((part, index) => {
        const parsed = entry.safeParse(part);
        if (!parsed.success) context.addIssue(`entry ${index + 1} must be ${what}`);
        return parsed.success ? [parsed.data] : [];
      }),
  );

/** A URL that others hear of, or that is called from here: encrypted, unless it stays on this machine. */
const safeUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL that begins with https://', abort: true })
  .refine((text) => text.startsWith('https:') || isThisMachine(new URL(text).hostname), {
    error: 'must begin with https://; http:// is for this machine alone',
    abort: true,
  })
  .refine((text) => !new URL(text).username && !new URL(text).password, {
    error: 'must have no user name and no password in it: nothing would send them',
  });

const publicUrl = safeUrl.refine((text) => !/[?#]/.test(text) && new URL(text).username === '', {
  error: 'must be the address alone, without ?, # and a user name',
});

/** Where the other replicas reach this one. Requests with tokens travel there: plain HTTP may not leave a private network. */
const replicaUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL, for example http://10.0.0.7:3978' })
  .refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text), { error: 'must be scheme, host and port alone' });

/** A page that people open from Teams. */
const webPage = z.url({ protocol: /^https$/, error: 'must be a URL that begins with https://' });

const guid = z
  .guid({ error: 'must be an Entra tenant id, for example 72f988bf-86f1-41af-91ab-2d7cd011db47' })
  .transform((id) => id.toLowerCase());

const appId = z.guid({
  error: 'must be the Application (client) ID of the bot, for example 00000000-aaaa-4aaa-8aaa-000000000000',
});

const inSmallLetters = (id: string) => (id.startsWith('teams:') ? id.toLowerCase() : id);
const admin = z
  .string()
  .transform(inSmallLetters)
  .pipe(Identity.refine((id) => !isFormer(id)));

const apiUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL that ends in /api/, for example https://slack.com/api/' })
  .endsWith('/api/', { error: 'must end in /api/, for example https://slack.com/api/' });

/** Returns whether a text is what guides write in place of a value: `xoxb-...`, `<secret>`. */
const isPlaceholder = (text: string) => /(\.{3}|…)$|^<.*>$/.test(text);
const ownValue = z
  .string()
  .refine((text) => !isPlaceholder(text), { error: 'is still the placeholder of the guide: put your own value there' });

const databaseUrl = ownValue.superRefine((text, context) => {
  const place = readDatabaseUrl(text);
  if (typeof place === 'string') context.addIssue(place);
});

/**
 * Takes one or two secrets of https://www.standardwebhooks.com, separated by a space: the second one while they are
 * rotated.
 */
export const webhookSecrets = z
  .string()
  .transform((text) => text.split(/\s+/))
  .refine(
    (secrets) => secrets.length <= 2 && secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(secret)),
    {
      error:
        'must be whsec_ followed by at least 16 bytes in base64, as this makes one: echo "whsec_$(openssl rand -base64 24)"; two of them, separated by a space, while rotating',
    },
  );

/** Lists botbuilder's own names for other clouds and for rehearsals. */
export const botbuilderOverrides = [
  'BotOpenIdMetadata',
  'CallerId',
  'ChannelService',
  'OAuthApiEndpoint',
  'OAuthUrl',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ValidateAuthority',
] as const;

/**
 * The settings that no log line, page or report may show. Each may be in a file, which `NAME_FILE` names: so containers and systemd pass
 * secrets.
 */
const Secrets = z.object({
  SLACK_BOT_TOKEN: ownValue.startsWith('xoxb-', { error: 'must be a bot token, which starts with xoxb-' }).optional(),
  SLACK_SIGNING_SECRET: ownValue.optional(),
  SLACK_APP_TOKEN: ownValue
    .startsWith('xapp-', { error: 'must be an app-level token, which starts with xapp-' })
    .optional(),
  MicrosoftAppPassword: ownValue.optional(),
  ALERT_WEBHOOK_SECRET: webhookSecrets.optional(),
  HEARTBEAT_URL: safeUrl.optional(),
  DATABASE_URL: databaseUrl.optional(),
});

/** The names of the settings that are secrets. */
export const secretNames = Secrets.keyof().options;

/** The names of the settings that may be in a file, which `NAME_FILE` names. */
export const fileNames = [...secretNames, 'ADMINS'] as const;

/**
 * Describes every setting by its name in the environment: its shape, the sentence for a wrong value, and its value when
 * it is not set.
 */
export const Settings = z.object({
  ...Secrets.shape,
  PORT: whole(0, 65535, 3978),
  HOST: z.string().optional(),
  METRICS_PORT: wholeNumber(0, 65535, 9464).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: publicUrl.optional(),
  REPLICA_URL: replicaUrl.optional(),
  STATE_DIR: z.string().optional(),
  ADMINS: listOf(admin, 'slack:<team>/<user> or teams:<tenant>/<user>, for example slack:T0123/U0456').optional(),
  TEAMS_TENANTS: listOf(guid, 'an Entra tenant id, for example 72f988bf-86f1-41af-91ab-2d7cd011db47').optional(),
  DEFAULT_LOCALE: oneOf(Locale.options, commonLocale),
  TIMEZONE: z.string().refine(isTimezone, { error: 'must be an IANA zone, for example Europe/Paris' }).default('UTC'),
  SLACK_API_URL: apiUrl.optional(),
  MicrosoftAppId: ownValue.pipe(appId).optional(),
  MicrosoftAppType: oneOf(['SingleTenant', 'MultiTenant', 'UserAssignedMSI'], 'SingleTenant'),
  MicrosoftAppTenantId: guid.optional(),
  TEAMS_APP_SITE: webPage.optional(),
  TEAMS_APP_PRIVACY: webPage.optional(),
  TEAMS_APP_TERMS: webPage.optional(),
  /** The developer's name in the Teams app manifest. Microsoft's schema limits it to 32 characters. */
  TEAMS_APP_ORGANISATION: z.string().max(32, { error: 'must have at most 32 characters' }).optional(),
  SOURCES: z.string().optional(),
  MICROSOFT: z.string().optional(),
  RECEIVERS: z.string().optional(),
  /** At most a year, since Microsoft wants the contact checked once a year. */
  CONFIRM_EVERY: whole(1, 365, 90),
  STORM_LIMIT: whole(1, 1_000_000, 20),
  FRAUD_TO_CONTACT: oneOf(['yes', 'no'], 'yes'),
  DRILL_SCHEDULE: oneOf(['weekly', 'monthly', 'quarterly', 'off'], 'monthly'),
  RETENTION_DAYS: whole(1, 36_500, 400),
  /** More than a day, since admins get an announcement a day before. */
  CLOSE_AFTER: whole(2, 36_500, 30),
  STATE_LIMIT: whole(1_000_000, 100_000_000_000, 400_000_000),
  ESCALATE_AFTER: escalateAfter.default('PT1H'),
  APPROVALS: oneOf(['off', 'contact'], 'off'),
  /** `on`: each entry of the audit trail is a line of the log too. */
  AUDIT_LOG: oneOf(['on', 'off'], 'off'),
  HOLIDAYS: listOf(z.iso.date(), 'a date, for example 2026-12-25').optional(),
  PLAYGROUND: oneOf(['on', 'off'], 'on'),
  /** Where it is not set, the bot finds out by itself: see `isSupervised` in config.ts. */
  SUPERVISED: z.enum(['on', 'off'], { error: 'must be one of on, off' }).optional(),
  /** `npm run demo:reminder` sets it. */
  DEMO: z.enum(['reminder'], { error: 'must be reminder, which npm run demo:reminder sets' }).optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
});
/** The settings after they were checked; see the schema of the same name. */
export type Settings = z.infer<typeof Settings>;

/**
 * Drills are due on the first Tuesday of the month or quarter, or every Tuesday, at ten in the contact's own time zone.
 */
const drillTimes = {
  weekly: '0 10 * * 2',
  monthly: '0 10 * * 2#1',
  quarterly: '0 10 * 1,4,7,10 2#1',
  off: null,
} as const;

/** Returns the settings that the features go by, in the core's own terms, without those that are in files. */
export function featureSettings(settings: Settings): World['settings'] {
  return {
    stormLimit: settings.STORM_LIMIT,
    fraudToContact: settings.FRAUD_TO_CONTACT === 'yes',
    drillSchedule: drillTimes[settings.DRILL_SCHEDULE],
    retentionDays: settings.RETENTION_DAYS,
    closeAfterDays: settings.CLOSE_AFTER,
    escalateAfterMinutes: Math.ceil((durationMs(settings.ESCALATE_AFTER) ?? 0) / minuteMs),
    confirmEvery: settings.CONFIRM_EVERY,
    approvals: settings.APPROVALS === 'contact',
    holidays: settings.HOLIDAYS ?? [],
    sources: [],
  };
}

/** Returns the variables that are set, trimmed; a variable without a value counts as not set. */
export function given(env: Environment): Environment {
  const trimmed = Object.entries(env).map(([name, value = '']) => [name, value.trim()]);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

const files = fileNames.map((name) => `${name}_FILE`);
const names = [...Settings.keyof().options, ...files, ...botbuilderOverrides, 'NODE_ENV'];
const known = new Map(names.map((name) => [name.toLowerCase(), name]));
/**
 * Returns the names in the environment that are one slip away from a setting and are none, so that they have no effect, each
 * with the setting that was probably meant. `used` are the variables that the files name which settings name. Values are not looked at.
 */
export function misspellingsIn(env: Environment, used: readonly string[] = []): { name: string; meant: string }[] {
  return Object.keys(env).flatMap((name) => {
    if (used.includes(name.replace(/_FILE$/, ''))) return [];
    const near = nearest(name.toLowerCase(), [...known.keys()]);
    const meant = known.get(near.word);
    const slip = near.mistakes <= 1 || haveSameLetters(name, near.word);
    return meant && meant !== name && slip ? [{ name, meant }] : [];
  });
}

/** Returns whether both have the same letters, as when two were typed in the wrong order. */
function haveSameLetters(name: string, word: string): boolean {
  return [...name.toLowerCase()].sort().join('') === [...word].sort().join('');
}
