/** What Microsoft Entra's refusals mean for the operator: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
import { z } from 'zod';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { type Exchanged, isClockOff, unavailable } from './exchange.ts';
import { clockFailure, GraphError, safeCode, signInCommand } from './graph-error.ts';
import { waitOf } from './graph-failure.ts';

const EntraRefused = z.object({
  error: z.string(),
  error_description: z.string().catch(''),
  error_codes: z.array(z.number()).catch([]),
});

/** The refusal of a token: whether another credential may be tried, and the error. */
export interface TokenRefusal {
  /** True where Entra says that this credential is not the app's. */
  isCredential: boolean;
  error: GraphError;
}

/** Returns what a token response with any status but 200 means. `judgesTime`: the credential has times in it, which the clock decides. */
export function tokenRefusal(
  response: Exchanged,
  tenant: Pick<MicrosoftTenant, 'name'>,
  now: string,
  judgesTime: boolean,
): TokenRefusal {
  const { status, json } = response;
  const said = EntraRefused.safeParse(json).data;
  const { error = '', error_description: description = '', error_codes: codes = [] } = said ?? {};
  if (status === 429) {
    const wait = { status, retryAfterMs: waitOf(response, now), code: safeCode(error) };
    const step = 'Wait: Microsoft Entra throttles the app, and the bot asks again by itself.';
    return { isCredential: false, error: new GraphError({ ...wait, kind: 'throttled', step }) };
  }
  if (!said || status >= 500)
    return { isCredential: false, error: unavailable('entra', 'Microsoft Entra gave no token.', status) };
  const number = codes[0] ?? numberIn(description);
  const isRefused = error === 'invalid_client';
  const clock = number === 700024 || (judgesTime && isRefused && isClockOff(response, now));
  const code = number > 0 ? `AADSTS${number}` : safeCode(error);
  const step = stepFor(number, error, signInCommand(tenant));
  return {
    isCredential: isRefused && !clock,
    error: clock ? clockFailure(status) : new GraphError({ kind: 'signIn', status, code, step }),
  };
}

/** Returns what the refusal of a sign-in means that came back through the person's browser: `error` and `error_description` of its address. */
export function signInRefusal(error: string, description: string, tenant: Pick<MicrosoftTenant, 'name'>): GraphError {
  const number = numberIn(description);
  const step = steps[number] ?? ended;
  const code = number > 0 ? `AADSTS${number}` : safeCode(error);
  return new GraphError({ kind: 'signIn', code, step: step.replace('{command}', signInCommand(tenant)) });
}

function numberIn(description: string): number {
  return Number(/AADSTS(\d+)/.exec(description)?.[1] ?? 0);
}

function stepFor(number: number, error: string, command: string): string {
  const isPerson = error === 'invalid_grant';
  // The same policies may stand against the app itself.
  const step = !isPerson && steps[number] === conditional ? forApp : (steps[number] ?? (isPerson ? again : lookUp));
  return step.replace('{command}', command);
}

const again = 'Microsoft no longer takes this sign-in: sign in again with {command}';
const ended = 'Microsoft or the person ended the sign-in: begin again with {command}';
const mfa = 'Microsoft asks for MFA again: sign in with {command}';
const conditional = 'Conditional Access refuses this sign-in: ask who keeps its policies, then run {command}';
const forApp = 'Conditional Access refuses the app: ask who keeps its policies to allow it.';
const lookUp = 'Look the code up at https://login.microsoftonline.com/error';
const left = 'The account that signed in is disabled or gone: let somebody else run {command}';
const federated =
  'Add a federated credential to the app whose issuer, subject and audience are those of the token’s file.';
const steps: Readonly<Record<number, string>> = {
  7000222: 'The client secret has expired: make a new one in Microsoft Entra, and put it first in `credential.secret`.',
  7000215: 'The client secret is wrong: copy its value, not its id, into what `credential.secret` names.',
  7000216: 'Microsoft Entra saw no credential: correct `credential` in the file that MICROSOFT names.',
  700027: 'Upload the certificate to the app in Microsoft Entra, or name the one that is there.',
  700016: 'Correct `clientId` or `id` in the file that MICROSOFT names: this tenant has no such app.',
  7000112: 'The app is disabled in this tenant: enable it in Microsoft Entra, Enterprise applications.',
  90002: 'Correct `id` in the file that MICROSOFT names: there is no such tenant.',
  ...{ 70021: federated, 700211: federated, 700212: federated, 700213: federated },
  ...{ 50034: left, 50057: left, 50020: left },
  ...{ 50173: again, 70000: again, 70008: again, 70043: again, 700082: again, 700084: again },
  ...{ 50076: mfa, 50078: mfa, 50079: mfa, 50158: mfa },
  ...{ 53000: conditional, 53001: conditional, 53003: conditional, 530002: conditional, 530003: conditional },
  65001: 'Grant the app its permissions, with admin consent, in Microsoft Entra.',
  54005: 'The code of this sign-in was used before: begin again with {command}',
  501481: 'The answer belongs to another sign-in: begin again with {command}',
  500112: 'Add the redirect address `http://localhost` (type web) to the app in Microsoft Entra.',
};
