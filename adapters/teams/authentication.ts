import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type AuthenticateRequestResult, AuthenticationError } from 'botframework-connector';
import type { Activity } from './activity.ts';
import { type Cloud, cloudOf } from './cloud.ts';
import { type Authorization, authorizationOf, factoryOf } from './credentials.ts';
import type { TeamsOptions } from './options.ts';
import { isLoopback, isTeams, type MaySendTo } from './service-url.ts';
import { within } from './within.ts';

/** Longest wait for Microsoft's keys. */
const keysMs = 5_000;

export interface Authentication {
  /** Whether Teams sent this. `unavailable`: the keys to tell cannot be had at the moment. */
  check(activity: Activity, header: string): Promise<'genuine' | 'forged' | 'unavailable'>;
  authorization: Authorization;
  maySendTo: MaySendTo;
}

/** Local mode: nobody signs, so nothing but this machine is spoken to. */
export const unsigned: Authentication = {
  check: async () => 'genuine',
  authorization: async () => null,
  maySendTo: isLoopback,
};

type Checker = (activity: Activity, header: string) => Promise<string | null>;

/** As much of an activity as botbuilder reads to check its token. */
interface Verifier {
  authenticateRequest(
    activity: { channelId: string; serviceUrl: string },
    header: string,
  ): Promise<AuthenticateRequestResult>;
}

export function createAuthentication(options: TeamsOptions): Authentication {
  const { app } = options;
  if (!app) return unsigned;
  const cloud = cloudOf(app);
  const issuerOf = checkerOf(cloud, factoryOf(app, options.credentials));
  const rehearsal = isLoopback(cloud.ToBotFromChannelOpenIdMetadataUrl);
  return {
    check: async (activity, header) => {
      try {
        // botbuilder also takes tokens of its Emulator and of other bots; those do not say which service URL is meant.
        return (await issuerOf(activity, header)) === cloud.ToBotFromChannelTokenIssuer ? 'genuine' : 'forged';
      } catch (error) {
        return verdictOf(error);
      }
    },
    authorization: authorizationOf(app, cloud, options),
    maySendTo: (url) => isTeams(url) || (rehearsal && isLoopback(url)),
  };
}

function checkerOf(cloud: Cloud, factory: ReturnType<typeof factoryOf>): Checker {
  const authentication: Verifier = new ConfigurationBotFrameworkAuthentication({ ...cloud }, factory);
  return async ({ channelId, serviceUrl }, header) => {
    const asked = () => authentication.authenticateRequest({ channelId, serviceUrl }, header);
    const { claimsIdentity } = await within(keysMs, asked, () => new KeysUnavailable());
    return claimsIdentity.getClaimValue('iss');
  };
}

class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

/** A bad signature throws a plain error, which botbuilder itself answers with 500 and the library's message. */
function verdictOf(error: unknown): 'forged' | 'unavailable' {
  if (error instanceof KeysUnavailable) return 'unavailable';
  if (error instanceof AuthenticationError) return error.statusCode >= 500 ? 'unavailable' : 'forged';
  return error instanceof Error && ['FetchError', 'AbortError'].includes(error.name) ? 'unavailable' : 'forged';
}
