import { AuthenticationConstants, GovernmentConstants } from 'botframework-connector';
import { isThisMachine } from '../../http/refusals.ts';
import type { TeamsApp } from '../../settings/config.ts';

const microsoft = (constants: typeof AuthenticationConstants | typeof GovernmentConstants, CallerId: string) => ({
  ToChannelFromBotLoginUrl: constants.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: constants.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: constants.ToBotFromChannelTokenIssuer,
  ToBotFromChannelOpenIdMetadataUrl: constants.ToBotFromChannelOpenIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: constants.ToBotFromEmulatorOpenIdMetadataUrl,
  OAuthUrl: constants.OAuthUrl,
  CallerId,
});

/**
 * The addresses where tokens come from and go to. botbuilder reads all of them as soon as one is set, so all are always
 * set.
 */
export type Cloud = Record<keyof ReturnType<typeof microsoft>, string>;

/** Returns Microsoft's public cloud or the one that `ChannelService` names, with what is overridden. */
export function cloudOf({ overrides }: TeamsApp): Cloud {
  const standard =
    overrides.ChannelService === GovernmentConstants.ChannelService
      ? microsoft(GovernmentConstants, 'urn:botframework:azureusgov')
      : microsoft(AuthenticationConstants, 'urn:botframework:azure');
  const { BotOpenIdMetadata, OAuthApiEndpoint } = overrides;
  return {
    ...standard,
    ...(BotOpenIdMetadata ? { ToBotFromChannelOpenIdMetadataUrl: BotOpenIdMetadata } : {}),
    ...(OAuthApiEndpoint ? { OAuthUrl: OAuthApiEndpoint } : {}),
    ...overrides,
  };
}

/** Returns whether the bot may send messages, and with them its token, to the service URL that an activity names. */
export type MaySendTo = (serviceUrl: string) => boolean;

/**
 * Accepts Teams' own hosts. `trafficmanager.net` is shared: anybody can have a name under it, so only the exact host
 * counts. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
export const isTeams: MaySendTo = (serviceUrl) => {
  const url = plainUrl(serviceUrl);
  if (url?.protocol !== 'https:' || url.port !== '') return false;
  return url.hostname === 'smba.trafficmanager.net' || /\.teams\.microsoft\.(com|us)$/.test(url.hostname);
};

/** Accepts this machine only, for local mode and rehearsals. */
export const isLoopback: MaySendTo = (serviceUrl) => {
  const url = plainUrl(serviceUrl);
  return url !== null && isThisMachine(url.hostname);
};

function plainUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash
    ? url
    : null;
}
