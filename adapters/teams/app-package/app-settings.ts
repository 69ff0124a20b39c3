import { z } from 'zod';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { type Environment, Settings } from '../../settings/settings.ts';

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

const PackageSettings = Settings.pick({
  TEAMS_APP_SITE: true,
  TEAMS_APP_PRIVACY: true,
  TEAMS_APP_TERMS: true,
  TEAMS_APP_ORGANISATION: true,
}).extend({
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
