/** Gets tokens of the person who signed in for a tenant: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token */
import type { MicrosoftFile, MicrosoftTenant } from '../file/tenant.ts';
import type { SignedIn, SignInStore } from '../sign-in/signed-in.ts';
import { GraphError, signInCommand } from './graph-error.ts';
import { type AccessTokens, createGrants, graphResource, keepTokens, type TokenWorld } from './token.ts';

/** Returns what a person lets the bot do, as Entra's requests name it. */
export function scopeOf({ alerts }: Pick<MicrosoftTenant, 'alerts'>): string {
  const permission = alerts?.writeBack ? 'PartnerSecurity.ReadWrite.All' : 'PartnerSecurity.Read.All';
  return `offline_access ${graphResource}/${permission}`;
}

/**
 * Returns the tokens of the person who signed in, which is read for each: a new sign-in counts at once. A refresh token that Entra gives anew
 * is durable before the access token beside it is used; where it cannot be stored, the old one stays valid:
 * https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export function userTokens(
  tenant: MicrosoftTenant,
  login: MicrosoftFile['login'],
  kept: Pick<SignInStore, 'read' | 'replaceToken'>,
  world: TokenWorld,
): AccessTokens {
  const grants = createGrants(tenant, login, world);
  let latest: SignedIn | null = null;
  let tokens: AccessTokens | null = null;

  async function refresh(signedIn: SignedIn) {
    const fields = { grant_type: 'refresh_token', refresh_token: signedIn.refreshToken, scope: scopeOf(tenant) };
    const granted = await grants(fields);
    if (granted.refreshToken !== null) await store(signedIn, granted.refreshToken);
    return granted;
  }

  async function store(signedIn: SignedIn, refreshToken: string): Promise<void> {
    try {
      await kept.replaceToken(signedIn, refreshToken);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      const fields = { event: 'microsoft.tokenNotStored', tenant: tenant.name, code: error.code };
      world.log.warn(fields, 'Microsoft refresh token not stored: the one before it stays in use');
    }
  }

  return {
    token: async () => {
      const signedIn = await kept.read();
      if (signedIn === null) throw noSignIn(tenant);
      if (tokens === null || latest?.generation !== signedIn.generation) {
        const current = () => (latest?.generation === signedIn.generation ? latest : signedIn);
        tokens = keepTokens(() => refresh(current()), world);
      }
      latest = signedIn;
      return tokens.token();
    },
    drop: (token) => tokens?.drop(token),
  };
}

/** Returns the error where nobody has signed in for a tenant. */
export function noSignIn(tenant: Pick<MicrosoftTenant, 'name'>): GraphError {
  const step = `Nobody has signed in for ${tenant.name}: let somebody whom Partner Center shows the alerts run ${signInCommand(tenant)}`;
  return new GraphError({ kind: 'signIn', code: 'noSignIn', step });
}
