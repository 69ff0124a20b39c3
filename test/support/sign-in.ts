/** A person of a made-up Entra who signs in for the bot, and the browser in which they do. */
import { createHash } from 'node:crypto';
import type { fakeEntra } from './entra.ts';

/** Resolves with where Entra sends the browser once the person has signed in; null where Entra shows a page of its own. */
export async function signedInAt(address: string, upn?: string): Promise<string | null> {
  const url = new URL(address);
  if (upn !== undefined) url.searchParams.set('login_hint', upn);
  const response = await fetch(url, { redirect: 'manual' });
  await response.body?.cancel();
  return response.headers.get('location');
}

/** Resolves with a refresh token of the person, as a sign-in by an app with this secret and redirect `http://localhost` brings it. */
export async function refreshTokenOf(
  { login }: Pick<Awaited<ReturnType<typeof fakeEntra>>, 'login'>,
  { tenantId, clientId, secret, scope }: Record<'tenantId' | 'clientId' | 'secret' | 'scope', string>,
): Promise<string> {
  const verifier = 'a'.repeat(43);
  const redirect = 'http://localhost';
  const query = new URLSearchParams({
    ...{ client_id: clientId, response_type: 'code', redirect_uri: redirect, scope },
    ...{ code_challenge: challenge(verifier), code_challenge_method: 'S256' },
  });
  const location = await signedInAt(`${login}/${tenantId}/oauth2/v2.0/authorize?${query}`);
  const code = new URL(location ?? '').searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', client_id: clientId, client_secret: secret },
    ...{ code, redirect_uri: redirect, code_verifier: verifier, scope },
  });
  const response = await fetch(`${login}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  return String(Object(await response.json()).refresh_token);
}

const challenge = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
