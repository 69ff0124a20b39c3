/**
 * Gets access tokens for a tenant, and keeps them in memory:
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */

import { decodeJwt } from 'jose';
import { z } from 'zod';
import { orNull } from '../../../src/domain/or-null.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import { readSecretFile } from '../../settings/secret-file.ts';
import type { MicrosoftFile, MicrosoftTenant, TenantCredential } from '../file/tenant.ts';
import { assertionBy, datesOf, inOrder } from './assertion.ts';
import { type TokenRefusal, tokenRefusal } from './entra-error.ts';
import { type Exchanged, type ExchangeWorld, exchange, unavailable } from './exchange.ts';
import { GraphError } from './graph-error.ts';
import { askManagedIdentity, type IdentityEnvironment } from './managed-identity.ts';

/** What getting a token needs. `identity` is only asked for by a managed identity. */
export interface TokenWorld extends Pick<World, 'uptimeMs' | 'clock'>, ExchangeWorld {
  log: Log;
  identity?: IdentityEnvironment;
}

/** The app as which a token is asked for. `name` is what operators call it. */
export type TokenApp = Pick<MicrosoftTenant, 'id' | 'name' | 'clientId' | 'credential'>;

/** Microsoft Graph, as tokens name it, wherever `api` of the file is. */
export const graphResource = 'https://graph.microsoft.com';

/** How long (ms) a request for a token may take. */
const tokenMs = 10_000;

/** The part of its life after which a token is renewed. */
const renewAt = 0.8;

/** Keeps one token. */
export interface AccessTokens {
  /** Resolves with a token that is valid for a while. Requests that come together share one. Rejects with GraphError. */
  token(): Promise<string>;
  /** Forgets this token, which was refused. */
  drop(token: string): void;
}

/** A token as Entra gave it. `refreshToken` is null where it gave none. */
export interface GrantedToken {
  token: string;
  /** How long (ms) the token is valid from now on. */
  lifeMs: number;
  refreshToken: string | null;
}

/** Returns what keeps the tokens that `grant` gets. */
export function keepTokens(grant: () => Promise<GrantedToken>, { uptimeMs }: Pick<World, 'uptimeMs'>): AccessTokens {
  let current: { token: string; until: number } | null = null;
  let pending: Promise<string> | null = null;
  let throttled: { until: number; error: GraphError } | null = null;

  async function renew(): Promise<string> {
    try {
      const { token, lifeMs } = await grant();
      current = { token, until: uptimeMs() + lifeMs * renewAt };
      return token;
    } catch (error) {
      if (error instanceof GraphError && error.kind === 'throttled')
        throttled = { until: uptimeMs() + (error.retryAfterMs ?? 0), error };
      throw error;
    }
  }

  return {
    token: async () => {
      if (current && uptimeMs() < current.until) return current.token;
      const waitMs = throttled ? throttled.until - uptimeMs() : 0;
      if (throttled && waitMs > 0) throw new GraphError({ ...throttled.error, retryAfterMs: waitMs });
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    drop: (token) => {
      if (current?.token === token) current = null;
    },
  };
}

/** Returns the tokens of the app itself in a tenant. */
export function appTokens(tenant: MicrosoftTenant, login: string, world: TokenWorld): AccessTokens {
  const fields = { grant_type: 'client_credentials', scope: `${graphResource}/.default` };
  const grant = tenant.credential.kind === 'managedIdentity' ? identityGrant(tenant, world) : null;
  const proven = createGrants(tenant, login, world);
  return keepTokens(grant ?? (() => proven(fields)), world);
}

/**
 * Returns what asks the tenant's token address, with proof that the bot is the app: `fields` are those of the grant, such as
 * `{ grant_type: 'refresh_token', … }`. Where Entra refuses one of two credentials, the other is tried. It
 * rejects with GraphError.
 */
export function createGrants(
  tenant: TokenApp,
  login: MicrosoftFile['login'],
  world: TokenWorld,
): (fields: Readonly<Record<string, string>>) => Promise<GrantedToken> {
  const { clientId, credential } = tenant;
  const address = `${login}/${tenant.id}/oauth2/v2.0/token`;
  const judgesTime = credential.kind !== 'secret';

  async function ask(
    fields: Readonly<Record<string, string>>,
    proof: ClientProof,
  ): Promise<GrantedToken | TokenRefusal> {
    const body = new URLSearchParams({ ...fields, client_id: clientId, ...(await proof()) });
    const response = await exchange(new URL(address), { method: 'POST', body }, tokenMs, world);
    if (response.status !== 200) return tokenRefusal(response, tenant, world.clock.now(), judgesTime);
    return grantedIn(response);
  }

  /** What was logged of each credential, so that a refusal is logged once until it changes. */
  const logged = new Map<number, string>();
  function note(index: number, code: string): void {
    if (logged.get(index) === code) return;
    logged.set(index, code);
    world.log.warn({ event: 'microsoft.credential', tenant: tenant.name, code }, 'Microsoft credential refused');
  }

  return async (fields) => {
    let first: GraphError | null = null;
    for (const [index, proof] of proofsOf(credential, clientId, address, world.clock.now()).entries()) {
      const outcome = await orUnusable(ask(fields, proof));
      if ('token' in outcome) {
        logged.delete(index);
        return outcome;
      }
      const { error, isCredential } = outcome;
      first ??= error;
      if (!isCredential) throw error;
      note(index, error.code);
    }
    throw first ?? noCredential;
  };
}

/** A pair that cannot be read is refused as Entra would refuse it, so that the other one is tried. */
async function orUnusable(asked: Promise<GrantedToken | TokenRefusal>): Promise<GrantedToken | TokenRefusal> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GraphError && error.kind === 'signIn') return { isCredential: true, error };
    throw error;
  }
}

const noCredential = new GraphError({
  kind: 'signIn',
  code: 'noCredential',
  step: 'Name a credential for this tenant in the file that MICROSOFT names.',
});

/** One way to prove that the bot is the app: resolves with fields of the form. Rejects with GraphError. */
type ClientProof = () => Promise<Record<string, string>>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const byAssertion = (assertion: string) => ({ client_assertion_type: assertionType, client_assertion: assertion });

/** Returns the proofs in the order in which they are tried. Secrets and files are read when a proof is used. */
function proofsOf(credential: TenantCredential, clientId: string, audience: string, now: string): ClientProof[] {
  if (credential.kind === 'secret')
    return credential.secrets.map((secret) => async () => ({ client_secret: secret.value }));
  if (credential.kind === 'certificate')
    return inOrder(credential.pairs, now).map((pair) => async () => {
      const { until = now } = datesOf(pair) ?? {};
      if (until < now) throw ended(until);
      return byAssertion(await assertionBy(pair, clientId, audience, now));
    });
  if (credential.kind === 'federated') return [async () => byAssertion(assertionIn(credential.tokenFile))];
  return [];
}

function ended(until: string): GraphError {
  const step = `The certificate ended on ${until.slice(0, 10)}: upload a new one to the app, and name it in \`credential\`.`;
  return new GraphError({ kind: 'signIn', code: 'certificateEnded', step });
}

function assertionIn(tokenFile: string): string {
  const found = readSecretFile(tokenFile);
  if (found.kind === 'read') return found.value.trim();
  const step = `Correct \`credential.federated.tokenFile\`: it ${found.why}`;
  throw new GraphError({ kind: 'signIn', code: 'tokenFile', step });
}

/** Matches each refresh token that OAuth allows: https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17 */
export const refreshTokenForm = /^[\x20-\x7e]+$/;

/** Managed identities answer with numbers as text; App Service has `expires_on` (seconds since 1970) alone. */
const Granted = z.object({
  /** What a header can hold, so that no error of `fetch` quotes it. */
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive().optional(),
  expires_on: z.coerce.number().positive().optional(),
  refresh_token: z.string().regex(refreshTokenForm).optional(),
});
/** The longest life (ms) of a token that is believed: those of managed identities last a day. */
const longestLifeMs = 24 * 3_600_000;

function grantedIn({ json }: Exchanged, now: string | null = null): GrantedToken {
  const { data } = Granted.safeParse(json);
  const seconds = data?.expires_in ?? (data?.expires_on ?? Number.NaN) - Date.parse(now ?? '') / 1_000;
  if (!data || Number.isNaN(seconds)) throw unavailable('noToken', 'Microsoft Entra answered without a token.');
  const lifeMs = Math.min(Math.max(0, seconds * 1_000), longestLifeMs);
  return { token: data.access_token, lifeMs, refreshToken: data.refresh_token ?? null };
}

/** Returns the token when it is of this tenant. A machine's identity answers for its own tenant, whatever the file says. */
function ofTenant(granted: GrantedToken, tenantId: string): GrantedToken {
  const claims = Claims.safeParse(orNull(() => decodeJwt(granted.token))).data;
  if (claims?.tid === tenantId) return granted;
  const step =
    'Ask about the tenant of the managed identity only: its token is of another tenant than `id` of the file.';
  throw new GraphError({ kind: 'signIn', code: 'identityTenant', step });
}

const Claims = z.object({ tid: z.string().toLowerCase() });

function identityGrant({ id, clientId }: MicrosoftTenant, world: TokenWorld): () => Promise<GrantedToken> {
  return async () => {
    const response = await askManagedIdentity(clientId, graphResource, world.identity ?? { env: {} }, tokenMs, world);
    const { status } = response;
    if (status === 200) return ofTenant(grantedIn(response, world.clock.now()), id);
    // While an identity is being set up, the metadata service answers 404 or 410.
    if (status === 429 || status >= 500 || status === 404 || status === 410)
      throw unavailable('identity', 'The machine’s managed identity gave no token.', status);
    const step = 'Assign the managed identity that `clientId` names to this machine.';
    throw new GraphError({ kind: 'signIn', status, code: 'identity', step });
  };
}
