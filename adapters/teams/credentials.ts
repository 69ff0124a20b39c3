import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import type { TeamsApp, TeamsOptions } from './options.ts';
import { isLoopback } from './service-url.ts';

const Token = z.object({ access_token: z.string(), expires_in: z.number() });

/** What botbuilder asks for when it signs; narrower than its own type, which carries a whole request. */
interface Signer {
  signRequest(request: { headers: { set(name: string, value: string): void } }): Promise<unknown>;
}

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

/** The Authorization header for what is sent to Teams. Rejects when no token can be had. */
export type Authorization = () => Promise<string | null>;

export function authorizationOf(
  app: TeamsApp,
  cloud: Cloud,
  options: Pick<TeamsOptions, 'credentials' | 'now'>,
): Authorization {
  if (!options.credentials && isLoopback(cloud.ToChannelFromBotLoginUrl)) return rehearsed(app, cloud, options.now);
  const factory = factoryOf(app, options.credentials);
  let signer: Promise<Signer> | null = null;
  return async () => {
    signer ??= factory.createCredentials(
      app.appId,
      cloud.ToChannelFromBotOAuthScope,
      cloud.ToChannelFromBotLoginUrl,
      true,
    );
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

/** MSAL takes no token from a loopback address, so in a rehearsal the same request is sent without it. */
function rehearsed(app: TeamsApp, cloud: Cloud, now: () => string): Authorization {
  let held: { token: string; until: number } | null = null;
  return async () => {
    if (held && Date.parse(now()) < held.until) return `Bearer ${held.token}`;
    const response = await fetch(`${cloud.ToChannelFromBotLoginUrl}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.appId,
        client_secret: app.password ?? '',
        scope: `${cloud.ToChannelFromBotOAuthScope}/.default`,
      }),
      signal: AbortSignal.timeout(5_000),
    });
    const { access_token: token, expires_in: seconds } = Token.parse(await response.json());
    held = { token, until: Date.parse(now()) + (seconds - 60) * 1000 };
    return `Bearer ${token}`;
  };
}
