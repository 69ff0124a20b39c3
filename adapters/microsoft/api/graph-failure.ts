/** What Microsoft Graph's errors mean: https://learn.microsoft.com/graph/errors */
import { z } from 'zod';
import { type MicrosoftSignal, rightFor } from '../../../src/domain/microsoft-trouble.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import type { Exchanged } from './exchange.ts';
import {
  clockFailure,
  GraphError,
  type GraphErrorKind,
  longestWaitMs,
  safeCode,
  signInCommand,
} from './graph-error.ts';

/** Returns how long (ms) a response wants no further request, at most an hour; null where it does not say. */
export function waitOf({ headers }: Exchanged, now: string): number | null {
  const ms = retryAfterMs(headers.get('retry-after'), Date.parse(now));
  return ms === null ? null : Math.min(ms, longestWaitMs);
}

const Said = z.object({ code: z.string().catch(''), message: z.string().catch('') });
/** Partner Center's errors have capitals: https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/1083 */
const SaidWithCapitals = z
  .object({ Code: z.string().catch(''), Message: z.string().catch('') })
  .transform(({ Code, Message }) => ({ code: Code, message: Message }));
const GraphRefusal = z.union([
  z.object({ error: Said }).transform(({ error }) => error),
  z.object({ Error: SaidWithCapitals }).transform(({ Error: said }) => said),
]);

/** Matches what Microsoft says where it refuses an app alone. 900421 is Partner Center's code for a person's token without MFA. */
const needsPerson = /Missing_?MFA|PCFraudEvents|\b900421\b/i;

/** Who asked: the tenant's name in the file, and whose token the request had. */
export interface GraphAsker {
  name: string;
  as: 'app' | 'user';
}

/** Returns the error for a response of Graph with any status but success. `clockIsOff`: see `isClockOff`. */
export function graphFailure(response: Exchanged, now: string, clockIsOff: boolean, asker: GraphAsker): GraphError {
  const { status, json } = response;
  const said = GraphRefusal.safeParse(json).data ?? { code: '', message: '' };
  const code = safeCode(said.code);
  const wait = { status, code, retryAfterMs: waitOf(response, now) };
  if (status === 429)
    return new GraphError({ ...wait, kind: 'throttled', step: 'Wait: the bot asks again by itself.' });
  if (status >= 500 || status === 408)
    return new GraphError({ ...wait, kind: 'unavailable', step: 'Wait: Microsoft has a fault, the bot asks again.' });
  if ((status === 401 || status === 403) && needsPerson.test(`${said.code} ${said.message}`))
    return new GraphError({ ...wait, kind: 'mfa', step: personStep(asker) });
  if (status === 401 && clockIsOff) return clockFailure(status);
  return new GraphError({ ...wait, ...(meanings[status] ?? refused) });
}

function personStep(asker: GraphAsker): string {
  const command = signInCommand(asker);
  return asker.as === 'user'
    ? `Microsoft takes a person only with MFA: have Entra ask this one for it, and sign in again with ${command}`
    : `Microsoft refuses the app alone: give the app a role in Partner Center, or set "by":"user" in \`alerts\` and sign in with ${command}`;
}

/** Returns the error for a missing permission with a step that names the one that the signal needs. */
export function missingRight(error: GraphError, signal: MicrosoftSignal, as: 'app' | 'user'): GraphError {
  const kind = as === 'user' ? 'delegated' : 'application';
  const person = as === 'user' ? ' Or let somebody sign in whom Partner Center shows the alerts.' : '';
  const step =
    signal === 'mail'
      ? `Give the app the role ${rightFor.mail} in Exchange, for this mailbox alone.`
      : `Grant the app the ${kind} permission ${rightFor[signal]} of Microsoft Graph, and consent to it as an administrator.${person}`;
  return new GraphError({ ...error, step });
}

const refused = { kind: 'refused', step: 'Look the code up in the documentation of Microsoft Graph.' } as const;
const meanings: Readonly<Record<number, { kind: GraphErrorKind; step: string }>> = {
  401: { kind: 'signIn', step: 'Run doctor: Microsoft Graph refuses the token that Microsoft Entra gave.' },
  403: { kind: 'permission', step: 'Grant the app the permission for this signal, with admin consent.' },
  404: { kind: 'notFound', step: 'Look whether the person, the mailbox or the alert still exists in this tenant.' },
};
