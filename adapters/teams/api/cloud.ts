import { AuthenticationConstants, GovernmentConstants } from 'botframework-connector';
import type { TeamsApp } from '../../settings/config.ts';

/** Where tokens come from and go to. botbuilder reads all of these as soon as one of them is set, so all are always set. */
export interface Cloud {
  ToChannelFromBotLoginUrl: string;
  ToChannelFromBotOAuthScope: string;
  ToBotFromChannelTokenIssuer: string;
  ToBotFromChannelOpenIdMetadataUrl: string;
  ToBotFromEmulatorOpenIdMetadataUrl: string;
  OAuthUrl: string;
  CallerId: string;
}

const microsoft = (
  constants: typeof AuthenticationConstants | typeof GovernmentConstants,
  CallerId: string,
): Cloud => ({
  ToChannelFromBotLoginUrl: constants.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: constants.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: constants.ToBotFromChannelTokenIssuer,
  ToBotFromChannelOpenIdMetadataUrl: constants.ToBotFromChannelOpenIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: constants.ToBotFromEmulatorOpenIdMetadataUrl,
  OAuthUrl: constants.OAuthUrl,
  CallerId,
});

/** Microsoft's public cloud or the one that `ChannelService` names, with what is overridden. */
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
