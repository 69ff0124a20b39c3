import { AuthenticationConstants, AuthenticationError } from 'botframework-connector';
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js';
import { z } from 'zod';
import { jsonOf } from '../../http/message.ts';
import { withTimeout } from '../../process/timers.ts';
import type { TeamsOptions } from '../options.ts';
import type { Activity } from './activity.ts';
import { type Cloud, cloudOf, isLoopback, isTeams, type MaySendTo } from './cloud.ts';
import { type Authorization, authorizationOf, factoryOf } from './credentials.ts';

/**
 * The claims of a token, with times in seconds. Some senders give no `nbf`, only the time when they issued the token.
 */
const Claims = z
  .object({ iss: z.string(), exp: z.number(), nbf: z.number().optional(), iat: z.number().optional() })
  .refine(({ nbf, iat }) => nbf !== undefined || iat !== undefined);
const Header = z.object({ kid: z.string() });
/**
 * A header that names parts which its reader has to understand, as this bot does none:
 * https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11
 */
const Critical = z.object({ crit: z.unknown().refine((crit) => crit !== undefined) });

/**
 * The longest validity (s) of a token; a longer one is refused. Teams' are valid for an hour; botbuilder takes any, and
 * one that never expires.
 */
const maxSeconds = 24 * 3_600;
/** Clock skew (s): a token that was issued further ahead is refused. */
const skewSeconds = 5 * 60;

/** Timeout (ms) for fetching Microsoft's signing keys. */
const keysMs = 5_000;

/** Authenticates requests from Teams, and gets the tokens for the bot's own requests. */
export interface TeamsAuthentication {
  /** Returns whether the header names Teams as its issuer. This is cheap, and does not check the signature. */
  mayBe(header: string): boolean;
  /** Resolves with whether Teams sent this; with `unavailable` while Microsoft's keys cannot be read. */
  check(activity: Activity, header: string): Promise<'genuine' | 'forged' | 'unavailable'>;
  authorization: Authorization;
  maySendTo: MaySendTo;
}

/** The authentication of local mode: nobody signs there, so the bot speaks to this machine alone. */
export const unsigned: TeamsAuthentication = {
  mayBe: () => true,
  check: async () => 'genuine',
  authorization: async () => null,
  maySendTo: isLoopback,
};

type Verify = (activity: Activity, header: string) => Promise<unknown>;

/** Returns what checks the requests of Teams and signs those to Teams, with the credentials of the app. */
export function createAuthentication(options: TeamsOptions): TeamsAuthentication {
  const { app } = options;
  if (!app) return unsigned;
  const cloud = cloudOf(app);
  const seconds = () => Date.parse(options.now()) / 1_000;
  const verify = verifierOf(cloud, factoryOf(app, options.credentials), seconds);
  const endorses = endorsementsOf(cloud);
  const rehearsal = isLoopback(cloud.ToBotFromChannelOpenIdMetadataUrl);
  const mayBe = (header: string): boolean => {
    const claims = Claims.safeParse(partOf(header, 'payload')).data;
    // botbuilder also takes tokens of its Emulator and of other bots, which do not say what service URL is meant; and it
    // would ask Microsoft for their keys whenever a stranger sends one.
    if (claims?.iss !== cloud.ToBotFromChannelTokenIssuer) return false;
    if (Critical.safeParse(partOf(header, 'header')).success) return false;
    const now = seconds();
    return claims.exp <= now + maxSeconds && (claims.iat ?? now) <= now + skewSeconds;
  };
  return {
    mayBe,
    check: async (activity, header) => {
      if (!mayBe(header)) return 'forged';
      try {
        await verify(activity, header);
        return (await endorses(activity.channelId, header)) ? 'genuine' : 'forged';
      } catch (error) {
        return outcomeOf(error);
      }
    },
    authorization: authorizationOf(app, cloud, options),
    maySendTo: (url) => isTeams(url) || (rehearsal && isLoopback(url)),
  };
}

/**
 * Returns a check of the token of an activity: signed by Teams, valid by `seconds` (since 1970), for this app, and about this service URL. It
 * is botbuilder's own check of what a channel sends, which always goes by the machine's clock.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token
 */
function verifierOf(cloud: Cloud, factory: ReturnType<typeof factoryOf>, seconds: () => number): Verify {
  const { AllowedSigningAlgorithms: algorithms, AudienceClaim, ServiceUrlClaim } = AuthenticationConstants;
  const issuer = [cloud.ToBotFromChannelTokenIssuer];
  async function check({ channelId, serviceUrl }: Activity, header: string): Promise<void> {
    const times = { clockTolerance: skewSeconds, clockTimestamp: Math.floor(seconds()), ignoreExpiration: false };
    const tokens = new JwtTokenExtractor({ issuer, ...times }, cloud.ToBotFromChannelOpenIdMetadataUrl, algorithms);
    const identity = await tokens.getIdentityFromAuthHeader(header, channelId, []);
    if (!identity?.isAuthenticated) throw new Error('no token of the issuer');
    if (!(await factory.isValidAppId(identity.getClaimValue(AudienceClaim) ?? ''))) throw new Error('another audience');
    if (identity.getClaimValue(ServiceUrlClaim) !== serviceUrl) throw new Error('another service URL');
  }
  return (activity, header) =>
    withTimeout(keysMs, check(activity, header), () => {
      throw new KeysUnavailable();
    });
}

/**
 * Returns a check that the key that signed is endorsed for the channel. botbuilder asks only where a key has
 * endorsements at all.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token
 */
function endorsementsOf(cloud: Cloud): (channelId: string, header: string) => Promise<boolean> {
  // These are the keys that botbuilder has read just now: it keeps them by the address.
  const { AllowedSigningAlgorithms: algorithms } = AuthenticationConstants;
  const { openIdMetadata } = new JwtTokenExtractor({}, cloud.ToBotFromChannelOpenIdMetadataUrl, algorithms);
  return async (channelId, header) => {
    const kid = Header.safeParse(partOf(header, 'header')).data?.kid;
    const key = kid === undefined ? null : await openIdMetadata.getKey(kid);
    return key?.endorsements?.includes(channelId) ?? false;
  };
}

/** Returns a part of a token, read but not verified; null when it cannot be read. */
function partOf(header: string, part: 'header' | 'payload'): unknown {
  const [, head = '', payload = ''] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(header) ?? [];
  return jsonOf(Buffer.from(part === 'header' ? head : payload, 'base64url').toString());
}

class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

/**
 * Returns what an error of the check means. A bad signature throws a plain error, which botbuilder itself answers with
 * 500.
 */
function outcomeOf(error: unknown): 'forged' | 'unavailable' {
  if (error instanceof KeysUnavailable) return 'unavailable';
  if (error instanceof AuthenticationError) return error.statusCode >= 500 ? 'unavailable' : 'forged';
  return error instanceof Error && ['FetchError', 'AbortError'].includes(error.name) ? 'unavailable' : 'forged';
}
