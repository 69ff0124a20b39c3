import { z } from 'zod';
import { commonLocale, Locale } from '../../../src/domain/tenant/locales.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { messages } from '../../../src/messages/messages.ts';
import { type Environment, Settings } from '../../settings/settings.ts';

/** Returns the version of the manifest: every tenant takes 1.25; commands in the menu of `/` need a newer one. */
export function manifestVersion({ slash }: Pick<AppSettings, 'slash'>): string {
  return slash ? '1.30' : '1.25';
}

const scopes = ['personal', 'team', 'groupChat'] as const;

/** Returns the manifest of the app. https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function manifest(settings: AppSettings): object {
  const { appId, version, site, privacy, terms, organisation, slash } = settings;
  const { app } = messages(commonLocale).teams;
  const pages = { websiteUrl: site, privacyUrl: privacy, termsOfUseUrl: terms };
  const command = (id: string, texts: object, context: readonly string[]) => ({
    ...{ id, type: 'action', ...texts, context, fetchTask: true },
    ...(slash ? { triggers: ['slash'] } : {}),
  });
  return {
    $schema: schemaUrl(settings, 'MicrosoftTeams.schema.json'),
    manifestVersion: manifestVersion(settings),
    version,
    id: appId,
    developer: { name: organisation ?? app.noOrganisation, ...pages },
    name: namesOf(settings, commonLocale),
    description: { short: app.shortDescription, full: app.fullDescription },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0B3D5C',
    localizationInfo: {
      defaultLanguageTag: commonLocale,
      defaultLanguageFile: `${commonLocale}.json`,
      additionalLanguages: Locale.options
        .filter((locale) => locale !== commonLocale)
        .map((locale) => ({ languageTag: locale, file: `${locale}.json` })),
    },
    bots: [
      {
        botId: appId,
        scopes,
        isNotificationOnly: false,
        supportsFiles: true,
        ...(slash ? { supportsTargetedMessages: true } : {}),
        commandLists: [
          { ...(slash ? { triggers: ['mention', 'slash'] } : {}), scopes, commands: Object.values(app.commands) },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          command('contact.update', app.extension.update, ['compose', 'commandBox']),
          command('raise', app.extension.raise, ['message', 'compose', 'commandBox']),
        ],
      },
    ],
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    // Alerts often go to a private channel, to which Teams adds only apps that say so.
    supportsChannelFeatures: 'tier1',
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [],
  };
}

/** Returns the words of the manifest in one language. */
export function localisation(settings: AppSettings, locale: Locale): object {
  const { app } = messages(locale).teams;
  const { short, full } = namesOf(settings, locale);
  const commands = Object.values(app.commands).flatMap(({ title, description }, index) => {
    const path = `bots[0].commandLists[0].commands[${index}]`;
    return [
      [`${path}.title`, title],
      [`${path}.description`, description],
    ];
  });
  return {
    $schema: schemaUrl(settings, 'MicrosoftTeams.Localization.schema.json'),
    'name.short': short,
    'name.full': full,
    'description.short': app.shortDescription,
    'description.full': app.fullDescription,
    ...Object.fromEntries(commands),
    'composeExtensions[0].commands[0].title': app.extension.update.title,
    'composeExtensions[0].commands[0].description': app.extension.update.description,
    'composeExtensions[0].commands[1].title': app.extension.raise.title,
    'composeExtensions[0].commands[1].description': app.extension.raise.description,
  };
}

/** The most characters that Microsoft's schema takes. */
const maxShort = 30;
const maxFull = 100;

/** Returns the languages in which the organisation's name makes the app's short name too long. */
export function tooLongIn(settings: AppSettings): Locale[] {
  const { organisation } = settings;
  return Locale.options.filter((locale) => organisation && !namesOf(settings, locale).short.startsWith(organisation));
}

/** Returns the names of the app, each with the organisation's in front of it where that fits. */
function namesOf({ organisation }: AppSettings, locale: Locale): { short: string; full: string } {
  const { short, full, of } = messages(locale).teams.app;
  const named = (name: string, max: number) => {
    const ours = organisation === null ? name : of(organisation, name);
    return ours.length <= max ? ours : name;
  };
  return { short: named(short, maxShort), full: named(full, maxFull) };
}

function schemaUrl(settings: AppSettings, file: string): string {
  return `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion(settings)}/${file}`;
}

/** What an organisation decides about its app package. */
export interface AppSettings {
  /** The bot's Entra application id, which also names the app. */
  appId: string;
  /** `major.minor.patch`; Teams takes an update only when it grew. */
  version: string;
  /** The pages that Teams shows as website, privacy statement and terms of use, https. */
  site: string;
  privacy: string;
  terms: string;
  /** The name of the organisation that runs the bot, at most 32 characters; null for none. */
  organisation: string | null;
  /** People choose the bot's commands from the menu of `/` too, which needs a newer version of the manifest. */
  slash: boolean;
}

const pageSettings = { TEAMS_APP_SITE: true, TEAMS_APP_PRIVACY: true, TEAMS_APP_TERMS: true } as const;
const PackageSettings = Settings.pick({ ...pageSettings, TEAMS_APP_ORGANISATION: true }).extend({
  MicrosoftAppId: z.guid({ error: 'must be the Application (client) ID of the bot’s Entra app registration' }),
});

/** Returns the version of the app that goes with a version of the bot: Teams takes three numbers and nothing behind them. */
export function appVersion(ofBot: string): string {
  return ofBot.split(/[-+]/)[0] ?? '';
}

/** Microsoft's own page about the security contact stands where an organisation names none. */
const standardSite = 'https://learn.microsoft.com/partner-center/security/security-contact';

/**
 * Returns the settings of the app package from the environment's, of which it needs no others. Throws an Error that names all
 * that need a correction.
 */
export function appSettings(set: Environment, how: Pick<AppSettings, 'version' | 'slash'>): AppSettings {
  const parsed = PackageSettings.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`);
    throw new Error(['The settings need a correction:', ...lines].join('\n  '));
  }
  const { MicrosoftAppId, TEAMS_APP_SITE: site = standardSite, TEAMS_APP_ORGANISATION = '' } = parsed.data;
  const { TEAMS_APP_PRIVACY = site, TEAMS_APP_TERMS = site } = parsed.data;
  return {
    ...how,
    appId: MicrosoftAppId,
    site,
    privacy: TEAMS_APP_PRIVACY,
    terms: TEAMS_APP_TERMS,
    organisation: cleanedLine(TEAMS_APP_ORGANISATION) || null,
  };
}
