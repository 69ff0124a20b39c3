import { commonLocale, Locale } from '../../../src/domain/tenant/locales.ts';
import { words } from '../../../src/messages/words.ts';

/** Every tenant takes version 1.25 of the manifest; slash commands would need 1.29. */
export const manifestVersion = '1.25';

/** The settings of an organisation for its app package. */
export interface AppSettings {
  /** The bot's Entra application id, which also names the app. */
  appId: string;
  /** `major.minor.patch`; Teams takes an update only when it grew. */
  version: string;
  /** The organisation's own site, https. */
  site: string;
  /** The name of the organisation that runs the bot, at most 32 characters. */
  organisation: string;
}

const scopes = ['personal', 'team', 'groupChat'] as const;

/** Returns the manifest of the app. https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function manifest({ appId, version, site, organisation }: AppSettings): object {
  const { app } = words(commonLocale).teams;
  return {
    $schema: schemaUrl('MicrosoftTeams.schema.json'),
    manifestVersion,
    version,
    id: appId,
    developer: { name: organisation, websiteUrl: site, privacyUrl: site, termsOfUseUrl: site },
    name: { short: app.short, full: app.full },
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
        commandLists: [{ scopes, commands: Object.values(app.commands) }],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: 'contact.update',
            type: 'action',
            ...app.extension.update,
            context: ['compose', 'commandBox'],
            fetchTask: true,
          },
          {
            id: 'raise',
            type: 'action',
            ...app.extension.raise,
            context: ['message', 'compose', 'commandBox'],
            fetchTask: true,
          },
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
export function localisation(locale: Locale): object {
  const { app } = words(locale).teams;
  const commands = Object.values(app.commands).flatMap(({ title, description }, index) => {
    const path = `bots[0].commandLists[0].commands[${index}]`;
    return [
      [`${path}.title`, title],
      [`${path}.description`, description],
    ];
  });
  return {
    $schema: schemaUrl('MicrosoftTeams.Localization.schema.json'),
    'name.short': app.short,
    'name.full': app.full,
    'description.short': app.shortDescription,
    'description.full': app.fullDescription,
    ...Object.fromEntries(commands),
    'composeExtensions[0].commands[0].title': app.extension.update.title,
    'composeExtensions[0].commands[0].description': app.extension.update.description,
    'composeExtensions[0].commands[1].title': app.extension.raise.title,
    'composeExtensions[0].commands[1].description': app.extension.raise.description,
  };
}

function schemaUrl(file: string): string {
  return `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/${file}`;
}
