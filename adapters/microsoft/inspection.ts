/** Asks Microsoft what doctor wants to know of the file that MICROSOFT names. It stores nothing, and Microsoft changes nothing for it. */

import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { PortalAnswer } from '../../src/domain/finding/portal.ts';
import { orNull } from '../../src/domain/or-null.ts';
import type { Cursor } from '../../src/ports/collections.ts';
import { inTime } from '../../src/ports/world.ts';
import type { LogFields } from '../process/log.ts';
import { createTimers } from '../process/timers.ts';
import type { Secret, SecretEnvironment } from '../settings/secrets.ts';
import { datesOf } from './api/assertion.ts';
import { unavailable } from './api/exchange.ts';
import { type ApiWorld, alertsPath, createGraph } from './api/graph.ts';
import { GraphError } from './api/graph-error.ts';
import { appTokens } from './api/token.ts';
import { userTokens } from './api/user-token.ts';
import { secretsIn } from './file/microsoft-file.ts';
import type { MicrosoftFile, MicrosoftTenant } from './file/tenant.ts';
import { listPath } from './mail/ask-mail.ts';
import { mailFailure } from './mail/mail-failure.ts';
import { placeOf } from './mail/mail-place.ts';
import { openMicrosoft } from './open-microsoft.ts';
import { readRequirements } from './score/read-score.ts';
import { type SignInPlace, signInStore } from './sign-in/sign-in-store.ts';

/** The file as doctor sees it. */
export type MicrosoftInspection = ReturnType<typeof openInspection>;
/** What doctor asks about one tenant. */
export type TenantInspection = ReturnType<typeof inspectTenant>;

/** Reads the file. Throws FileProblems with every mistake. */
export function openInspection(
  path: string,
  env: SecretEnvironment,
  { stateDir, signIns, ...about }: { sourceNames: readonly string[]; isLocal: boolean } & SignInPlace,
) {
  const { file, variables, warnings } = openMicrosoft(path, env, { ...about, isShared: signIns !== undefined });
  const groups = file.tenants.flatMap(secretsIn);
  return {
    tenants: file.tenants,
    variables,
    warnings,
    secrets: groups.flat().map(({ value }) => value),
    /** The paths of the files that hold secrets; certificates are public. */
    secretFiles: [...groups.flatMap(([first]) => pathOf(first)), ...file.tenants.flatMap(tokenFileOf)],
    /** Returns what asks about a tenant; `now` is epoch milliseconds, and nothing waits longer than `limitMs` from this call on. */
    inspect: (tenant: MicrosoftTenant, now: () => number, limitMs: number) =>
      inspectTenant(tenant, file, { env, stateDir, signIns, now, limitMs }),
  };
}

function pathOf(secret: Secret | undefined): string[] {
  return secret?.reference.startsWith('file:') ? [secret.reference.slice('file:'.length)] : [];
}

function tokenFileOf({ credential }: MicrosoftTenant): string[] {
  return credential.kind === 'federated' ? [credential.tokenFile] : [];
}

/** An account as the directory has it: whether it is enabled, and its addresses in small letters. */
export interface InspectedAccount {
  isEnabled: boolean;
  addresses: readonly string[];
}

const Account = z.object({
  accountEnabled: z.boolean(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const Claims = z.object({ roles: z.array(z.string()).default([]) });

function inspectTenant(
  tenant: MicrosoftTenant,
  file: MicrosoftFile,
  { env, now, limitMs, ...place }: { env: SecretEnvironment; now(): number; limitMs: number } & SignInPlace,
) {
  const timers = createTimers();
  const uptimeMs = () => performance.now();
  const until = uptimeMs() + limitMs;
  const leftMs = () => Math.max(1, until - uptimeMs());
  /** Codes with which Entra refused a credential, although another one may be taken. */
  const refusals: string[] = [];
  const warn = ({ code }: LogFields) => void refusals.push(String(code));
  const quiet = () => {};
  const world: ApiWorld = {
    ...{ timers, uptimeMs, identity: { env }, count: quiet },
    clock: { now: () => new Date(now()).toISOString() },
    log: { debug: quiet, info: quiet, warn, error: quiet },
  };
  const signInOfPerson = signInStore(place, tenant, world.clock);
  // What Entra gives anew is dropped: the refresh token that is kept stays valid.
  const readOnly = { read: signInOfPerson.read, replaceToken: async () => false };
  const graph = createGraph(tenant, file, world, userTokens(tenant, file.login, readOnly, world));

  return {
    /** When its certificates begin and end to be valid. */
    certificates:
      tenant.credential.kind === 'certificate' ? tenant.credential.pairs.flatMap((p) => datesOf(p) ?? []) : [],
    /**
     * Resolves with the permissions of the app's token, null where it cannot be read; and with the codes of credentials that were refused
     * before another one was taken.
     */
    signIn: () =>
      outcomeOf(async () => {
        const token = await inTime(appTokens(tenant, file.login, world).token(), leftMs(), world);
        if (token === null) throw unavailable('timeout', 'Microsoft Entra gave no token in time.');
        return { permissions: permissionsIn(token), refused: [...new Set(refusals)] };
      }),
    /** Resolves with what Microsoft says now of a contact on file. */
    requirements: () =>
      outcomeOf(async (): Promise<Pick<PortalAnswer, 'onFile'>> => {
        const options = { as: tenant.alerts?.by ?? 'app', timeoutMs: leftMs() };
        return readRequirements(
          await graph.request('score', 'GET', '/beta/security/partner/securityScore/requirements', options),
        );
      }),
    /** Resolves with when a person signed in (ISO 8601); null where nobody did. */
    signedIn: () => outcomeOf(async () => ({ at: (await signInOfPerson.read())?.signedInAt ?? null })),
    /** Resolves where Microsoft lists the alerts, to the app or to the person who signed in. */
    alerts: (as: 'app' | 'user') =>
      outcomeOf(async () => {
        await graph.request('alerts', 'GET', alertsPath, { as, timeoutMs: leftMs() });
        return { isListed: true };
      }),
    /** Resolves where the app may read the mailbox of the file. */
    mailbox: () =>
      outcomeOf(async (): Promise<object> => {
        const path = listPath(tenant.mail?.mailbox ?? '', world.clock.now());
        await graph.request('mail', 'GET', path, { timeoutMs: leftMs() }).catch((error) => {
          throw error instanceof GraphError ? mailFailure(error) : error;
        });
        return {};
      }),
    /** Returns when the last mail was received that the running bot has seen; null before the first look. */
    mailReadUpTo: (row: Cursor | null): string | null => {
      const place = placeOf(row, tenant.mail?.mailbox ?? '');
      return place?.link == null ? null : place.newest;
    },
    account: (objectId: string) =>
      outcomeOf(async (): Promise<InspectedAccount> => {
        const path = `/v1.0/users/${encodeURIComponent(objectId)}?$select=accountEnabled,mail,userPrincipalName`;
        const found = Account.safeParse(await graph.request('roles', 'GET', path, { timeoutMs: leftMs() })).data;
        if (!found) throw unavailable('noAccountEnabled', 'The answer does not say whether the account is enabled.');
        const { accountEnabled, mail, userPrincipalName } = found;
        const addresses = [mail, userPrincipalName].flatMap((one) => (one ? [one.toLowerCase()] : []));
        return { isEnabled: accountEnabled, addresses };
      }),
    /** Ends what still waits. */
    stop: () => timers.stop(),
  };
}

/** Resolves with what `work` found, or with the GraphError for which it failed. */
async function outcomeOf<T extends object>(work: () => Promise<T>): Promise<T | GraphError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

/** Its signature is Microsoft Graph's business. An app's permissions are in `roles`: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
function permissionsIn(token: string): readonly string[] | null {
  return orNull(() => Claims.safeParse(decodeJwt(token)).data?.roles ?? null);
}
