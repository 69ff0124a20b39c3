import { commonLocale, Locale } from '../../../src/domain/tenant/locales.ts';
import { words } from '../../../src/messages/words.ts';
import type { AppSettings } from './app-settings.ts';

/** Returns the version of the manifest: every tenant takes 1.25; commands in the menu of `/` need a newer one. */
export function manifestVersion({ slash }: Pick<AppSettings, 'slash'>): string {
  return slash ? '1.30' : '1.25';
}

const scopes = ['personal', 'team', 'groupChat'] as const;

/** Returns the manifest of the app. https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function manifest(settings: AppSettings): object {
  const { appId, version, site, privacy, terms, organisation, slash } = settings;
  const { app } = words(commonLocale).teams;
  const command = (id: string, texts: object, context: readonly string[]) => ({
    ...{ id, type: 'action', ...texts, context, fetchTask: true },
    ...(slash ? { triggers: ['slash'] } : {}),
  });
  return {
    $schema: schemaUrl(settings, 'MicrosoftTeams.schema.json'),
    manifestVersion: manifestVersion(settings),
    version,
    id: appId,
    developer: {
      name: organisation ?? app.noOrganisation,
      websiteUrl: site,
      privacyUrl: privacy,
      termsOfUseUrl: terms,
    },
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
  const { app } = words(locale).teams;
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

/** Returns the languages in which the organisation's name is too long to stand in the short name of the app. */
export function tooLongIn(settings: AppSettings): Locale[] {
  const { organisation } = settings;
  return Locale.options.filter((locale) => organisation && !namesOf(settings, locale).short.startsWith(organisation));
}

/** Returns the names of the app, each with the organisation's in front of it where that fits. */
function namesOf({ organisation }: AppSettings, locale: Locale): { short: string; full: string } {
  const { short, full, of } = words(locale).teams.app;
  const named = (name: string, max: number) => {
    const ours = organisation === null ? name : of(organisation, name);
    return ours.length <= max ? ours : name;
  };
  return { short: named(short, maxShort), full: named(full, maxFull) };
}

function schemaUrl(settings: AppSettings, file: string): string {
  return `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion(settings)}/${file}`;
}
