/**
 * Signs a person in for a tenant: authorization code with PKCE, by an app that proves itself too.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */

import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { orNull } from '../../../src/domain/or-null.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { signInRefusal } from '../api/entra-error.ts';
import { type ApiWorld, alertsPath, createGraph } from '../api/graph.ts';
import { GraphError, signInCommand } from '../api/graph-error.ts';
import { createGrants } from '../api/token.ts';
import { scopeOf } from '../api/user-token.ts';
import type { MicrosoftFile, MicrosoftTenant } from '../file/tenant.ts';
import { awaitAnswer, type SignInAnswer } from './await-answer.ts';
import type { NewSignIn, SignInStore } from './signed-in.ts';

/** The terminal of the person who signs in. */
export interface SignInTerminal {
  /** Shows a text. */
  say(text: string): void;
  /** Calls `take` with each line that the person enters. Returns what ends that. */
  onLine(take: (line: string) => void): () => void;
}

/**
 * Signs a person in: shows the address to open, and waits for the answer on loopback or at the terminal. Nothing is kept before Microsoft
 * has answered this person about the alerts. Resolves with who it is. Rejects with GraphError, whose step says what to do.
 */
export async function signIn(
  tenant: MicrosoftTenant,
  origins: Pick<MicrosoftFile, 'login' | 'api'>,
  store: Pick<SignInStore, 'write'>,
  terminal: SignInTerminal,
  world: ApiWorld,
): Promise<Omit<NewSignIn, 'refreshToken'>> {
  const verifier = secret();
  const state = secret();
  const waiting = await awaitAnswer(state, world);
  const { redirect } = waiting;
  const endLines = terminal.onLine((line) => {
    if (line.trim() !== '' && !waiting.paste(line)) terminal.say(notTheAnswer);
  });
  try {
    terminal.say(invitation(addressOf(tenant, origins.login, { redirect, state, verifier })));
    const code = codeOf(await waiting.answer, tenant);
    const { token, refreshToken } = await createGrants(
      tenant,
      origins.login,
      world,
    )({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirect },
      ...{ code_verifier: verifier, scope: scopeOf(tenant) },
    });
    if (refreshToken === null) throw failure(tenant, 'noRefreshToken', 'Microsoft Entra gave no refresh token.');
    const who = personIn(token, tenant);
    await askAs(token, tenant, origins, world);
    const signedInAt = world.clock.now();
    await store.write({ refreshToken, signedInAt, who });
    return { signedInAt, who };
  } finally {
    endLines();
    waiting.close();
  }
}

/** Nobody guesses it: as long as PKCE wants its verifier, https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
const secret = () => randomBytes(32).toString('base64url');

function addressOf(
  { id, clientId, alerts }: MicrosoftTenant,
  login: string,
  { redirect, state, verifier }: Record<'redirect' | 'state' | 'verifier', string>,
): string {
  const url = new URL(`${login}/${id}/oauth2/v2.0/authorize`);
  const query = {
    ...{ client_id: clientId, response_type: 'code', response_mode: 'query', redirect_uri: redirect },
    ...{ scope: scopeOf({ alerts }), state, prompt: 'select_account' },
    ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

const invitation = (address: string) => `Open this address in a browser within ten minutes, and sign in with MFA:

${address}

If the browser then shows a page that it cannot open (http://localhost…), copy the whole address of that page, paste it here and
press Enter.
`;
const notTheAnswer =
  'This is not the address of the page that did not open, or it belongs to another sign-in. Paste the whole of it.\n';

function codeOf(answer: SignInAnswer | null, tenant: MicrosoftTenant): string {
  if (answer === null) throw failure(tenant, 'timeout', 'No answer came within ten minutes.');
  if (answer.kind === 'refused') throw signInRefusal(answer.error, answer.description, tenant);
  return answer.code;
}

const Claims = z.object({
  tid: z.string().toLowerCase(),
  oid: z.string().max(100),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
});

/** Returns whose token it is. Its signature is Microsoft Graph's business; it came from Entra itself. */
function personIn(token: string, tenant: MicrosoftTenant): NewSignIn['who'] {
  const claims = orNull(() => Claims.parse(decodeJwt(token)));
  if (!claims) throw failure(tenant, 'noTid', 'The token that Microsoft Entra gave does not tell whose it is.');
  const { tid, oid, upn, unique_name: name } = claims;
  if (tid !== tenant.id) throw failure(tenant, 'otherTenant', 'This account is of another tenant: choose one of this.');
  return { name: cleanedLine(upn ?? name ?? oid).slice(0, 200), objectId: oid };
}

/** Asks Microsoft for the alerts as this person. Rejects with GraphError where they may not. */
async function askAs(
  token: string,
  tenant: MicrosoftTenant,
  origins: Pick<MicrosoftFile, 'login' | 'api'>,
  world: ApiWorld,
): Promise<void> {
  const tokens = { token: async () => token, drop: () => {} };
  await createGraph(tenant, origins, world, tokens).request('alerts', 'GET', alertsPath, { as: 'user' });
}

function failure(tenant: MicrosoftTenant, code: string, what: string): GraphError {
  return new GraphError({ kind: 'signIn', code, step: `${what} Begin again with ${signInCommand(tenant)}` });
}
