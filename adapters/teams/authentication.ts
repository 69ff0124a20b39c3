import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import { z } from 'zod';
import type { Activity } from './activity.ts';
import { jsonOf } from './chat-error.ts';
import { type Cloud, cloudOf } from './cloud.ts';
import { type Authorization, authorizationOf, factoryOf } from './credentials.ts';
import type { TeamsOptions } from './options.ts';
import { isLoopback, isTeams, type MaySendTo } from './service-url.ts';
import { within } from './within.ts';

const Claims = z.object({ iss: z.string() });

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

type Verify = (activity: Activity, header: string) => Promise<unknown>;

/** As much of an activity as botbuilder reads to check its token. */
interface Verifier {
  authenticateRequest(activity: { channelId: string; serviceUrl: string }, header: string): Promise<unknown>;
}

export function createAuthentication(options: TeamsOptions): Authentication {
  const { app } = options;
  if (!app) return unsigned;
  const cloud = cloudOf(app);
  const verify = verifierOf(cloud, factoryOf(app, options.credentials));
  const rehearsal = isLoopback(cloud.ToBotFromChannelOpenIdMetadataUrl);
  return {
    check: async (activity, header) => {
      // botbuilder also takes tokens of its Emulator and of other bots, which do not say what service URL is meant; and it
      // would ask Microsoft for their keys whenever a stranger sends one.
      if (issuerOf(header) !== cloud.ToBotFromChannelTokenIssuer) return 'forged';
      try {
        await verify(activity, header);
        return 'genuine';
      } catch (error) {
        return verdictOf(error);
      }
    },
    authorization: authorizationOf(app, cloud, options),
    maySendTo: (url) => isTeams(url) || (rehearsal && isLoopback(url)),
  };
}

function verifierOf(cloud: Cloud, factory: ReturnType<typeof factoryOf>): Verify {
  const authentication: Verifier = new ConfigurationBotFrameworkAuthentication({ ...cloud }, factory);
  return ({ channelId, serviceUrl }, header) => {
    const asked = () => authentication.authenticateRequest({ channelId, serviceUrl }, header);
    return within(keysMs, asked, () => new KeysUnavailable());
  };
}

/** What the token says of who issued it; null when it cannot be read. */
function issuerOf(header: string): string | null {
  const [, payload = ''] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(header) ?? [];
  return Claims.safeParse(jsonOf(Buffer.from(payload, 'base64url').toString())).data?.iss ?? null;
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
