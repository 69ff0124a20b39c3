import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import { freely } from '../../http/outgoing.ts';
import type { TeamsApp } from '../../settings/config.ts';
import type { TeamsOptions } from '../options.ts';
import { type Cloud, isLoopback } from './cloud.ts';

const EntraToken = z.object({ access_token: z.string(), expires_in: z.number() });
const EntraRefusal = z.object({ error: z.string(), error_description: z.string().default('') });

/**
 * Entra's codes for credentials that it refuses.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const refusals = /invalid_client|unauthorized_client|AADSTS(7000\d+|50034|50057|90002)\b/;
const expired = /AADSTS7000222\b/;

/**
 * Returns whether Entra refused these credentials, which only the operator can fix; false when Entra did not answer.
 */
export function entraRefused(error: unknown): boolean {
  return refusals.test(String(error));
}

/** Returns why there is no token, as text for the operator. */
export function tokenProblem(error: unknown): string {
  if (expired.test(String(error))) return 'the client secret has expired: make a new one, and set MicrosoftAppPassword';
  if (entraRefused(error)) return 'Microsoft Entra gives no token: check the app id, tenant and password';
  return 'Microsoft Entra gives no token at the moment';
}

/** The part of a request that botbuilder uses to sign it; its own type asks for a whole request. */
interface Signer {
  signRequest(request: { headers: { set(name: string, value: string): void } }): Promise<unknown>;
}

/** Returns botbuilder's credentials of the app; in tests those that are given. */
export function factoryOf(app: TeamsApp, given: TeamsOptions['credentials']): ServiceClientCredentialsFactory {
  return (
    given ??
    new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: app.appId,
      MicrosoftAppType: app.appType,
      MicrosoftAppTenantId: app.tenantId ?? undefined,
      MicrosoftAppPassword: app.password ?? undefined,
      ...app.overrides,
    })
  );
}

/**
 * Resolves with the Authorization header for what is sent to Teams; with null in local mode. Rejects when no token can
 * be had.
 */
export type Authorization = () => Promise<string | null>;

type EntraWorld = Pick<TeamsOptions, 'credentials' | 'now' | 'outgoing'>;

/**
 * Returns what gets tokens for the bot from Microsoft Entra, which botbuilder keeps until they expire. Its own requests do not ask whether
 * this process may still call out: the grant is by the app's credentials, which changes nothing at Entra.
 */
export function authorizationOf(app: TeamsApp, cloud: Cloud, options: EntraWorld): Authorization {
  if (!options.credentials && isLoopback(cloud.ToChannelFromBotLoginUrl)) return rehearsed(app, cloud, options);
  const factory = factoryOf(app, options.credentials);
  let signer: Promise<Signer> | null = null;
  return async () => {
    const { ToChannelFromBotOAuthScope: scope, ToChannelFromBotLoginUrl: loginUrl } = cloud;
    signer ??= factory.createCredentials(app.appId, scope, loginUrl, true);
    let authorization: string | null = null;
    await (await signer).signRequest({
      headers: {
        set: (name, value) => {
          if (name.toLowerCase() === 'authorization') authorization = value;
        },
      },
    });
    return authorization;
  };
}

/** Gets tokens in a rehearsal, with the request that MSAL would send: MSAL itself refuses a loopback address. */
function rehearsed(app: TeamsApp, cloud: Cloud, { now, outgoing = freely }: EntraWorld): Authorization {
  let cached: { token: string; until: number } | null = null;
  return async () => {
    if (cached && Date.parse(now()) < cached.until) return `Bearer ${cached.token}`;
    const response = await outgoing.fetch(`${cloud.ToChannelFromBotLoginUrl}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.appId,
        client_secret: app.password ?? '',
        scope: `${cloud.ToChannelFromBotOAuthScope}/.default`,
      }),
      signal: AbortSignal.timeout(5_000),
    });
    const answer: unknown = await response.json();
    const refused = EntraRefusal.safeParse(answer).data;
    if (refused) throw new Error(`${refused.error}: ${refused.error_description}`);
    const { access_token: token, expires_in: seconds } = EntraToken.parse(answer);
    cached = { token, until: Date.parse(now()) + (seconds - 60) * 1000 };
    return `Bearer ${token}`;
  };
}
