/**
 * Gets tokens of the machine's managed identity: from App Service and its kin where they name an endpoint in the environment, else from the
 * instance metadata service. https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 */
import type { SecretEnvironment } from '../../settings/secrets.ts';
import { type Exchanged, type ExchangeWorld, exchange } from './exchange.ts';
import { GraphError } from './graph-error.ts';

/** The environment of the process, and where the instance metadata service is; by default at Azure's link-local address. */
export interface IdentityEnvironment {
  env: SecretEnvironment;
  metadata?: string;
}

/** Resolves with the response that has the token for `resource`. Rejects with GraphError. */
export async function askManagedIdentity(
  clientId: string,
  resource: string,
  { env, metadata = 'http://169.254.169.254' }: IdentityEnvironment,
  ms: number,
  world: ExchangeWorld,
): Promise<Exchanged> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret } = env;
  const isNamed = endpoint !== undefined && secret !== undefined;
  const base = isNamed ? endpoint : `${metadata}/metadata/identity/oauth2/token`;
  if (!URL.canParse(base) || (isNamed && !/^[\x21-\x7e]+$/.test(secret)))
    throw new GraphError({
      kind: 'signIn',
      code: 'identityEndpoint',
      step: 'Correct IDENTITY_ENDPOINT and IDENTITY_HEADER, which Azure sets: one of them cannot be read.',
    });
  const url = new URL(base);
  url.searchParams.set('api-version', isNamed ? '2019-08-01' : '2018-02-01');
  url.searchParams.set('resource', resource);
  url.searchParams.set('client_id', clientId);
  const headers: Record<string, string> = isNamed ? { 'x-identity-header': secret } : { metadata: 'true' };
  return exchange(url, { headers }, ms, world);
}
