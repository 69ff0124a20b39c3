import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { createGraph, type Graph, type Signal } from '../../../../adapters/microsoft/api/graph.ts';
import { GraphError, type GraphErrorKind } from '../../../../adapters/microsoft/api/graph-error.ts';
import type { AccessTokens } from '../../../../adapters/microsoft/api/token.ts';
import type { MicrosoftTenant, TenantCredential } from '../../../../adapters/microsoft/file/tenant.ts';
import { createLog } from '../../../../adapters/process/log.ts';
import type { Secret } from '../../../../adapters/settings/secrets.ts';
import { type Certified, certified } from '../../../support/certificate.ts';
import { fakeEntra } from '../../../support/entra.ts';
import { fakeGraph } from '../../../support/graph.ts';
import { elapsed, now, second } from '../../../support/time.ts';

export const tenantId = '11111111-0000-4000-8000-000000000001';
export const clientId = '22222222-0000-4000-8000-000000000002';
export const personId = '33333333-0000-4000-8000-000000000003';
export const clientSecret = `Abc8Q~${randomBytes(20).toString('hex')}`;

/** A secret of the file, as it was read. */
export const secretOf = (value: string): Secret => ({ reference: 'env:X', shape: { pattern: /./, error: '' }, value });
export const bySecret = (...values: string[]): TenantCredential => ({ kind: 'secret', secrets: values.map(secretOf) });
export const byCertificate = (...pairs: Certified[]): TenantCredential => ({
  kind: 'certificate',
  pairs: pairs.map(({ keyPem, certificate }) => ({ key: secretOf(keyPem), certificate: secretOf(certificate) })),
});

const authority = certified({ name: 'authority', isAuthority: true });

/** A certificate of an app, with its RSA key. Dates are ISO 8601. */
export const rsaCertificate = (wanted: { name: string; from?: string; until?: string }) =>
  certified({ ...wanted, by: authority, keys: generateKeyPairSync('rsa', { modulusLength: 2_048 }) });

/** A key of another issuer, and its assertions, as a cluster makes them. */
export function otherIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const [issuer, subject, audience] = [
    'https://oidc.example',
    'system:serviceaccount:bot',
    'api://AzureADTokenExchange',
  ];
  return {
    registered: { issuer, subject, audience, key: publicKey },
    assertion: (lifeSeconds = 600, sub = subject) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(issuer)
        .setSubject(sub)
        .setAudience(audience)
        .setExpirationTime(Math.floor(now() / 1_000) + lifeSeconds)
        .sign(privateKey),
  };
}

/** A made-up Entra and Graph with one tenant, an app in it, and a world whose waits the test ends. */
export async function microsoftApi() {
  const entra = await fakeEntra();
  const graph = await fakeGraph(entra);
  const app = entra.tokens.register({
    tenantId,
    clientId,
    secrets: [{ value: clientSecret }],
    roles: ['User.Read.All'],
  });
  graph.tenant(tenantId).users.set(personId, {
    ...{ id: personId, userPrincipalName: 'ada@contoso.example', displayName: 'Ada', mail: null, accountEnabled: true },
    ...{ userType: 'Member', memberOf: new Set<string>() },
  });
  const lines: string[] = [];
  const counts: [Signal, 'ok' | GraphErrorKind][] = [];
  const waits: number[] = [];
  const limits: (() => void)[] = [];
  const state = { jumpedMs: 0, aheadMs: 0 };
  const world = {
    log: createLog('trace', [], { write: (line) => void lines.push(line) }),
    count: (signal: Signal, outcome: 'ok' | GraphErrorKind) => void counts.push([signal, outcome]),
    uptimeMs: () => elapsed() + state.jumpedMs,
    clock: { now: () => new Date(now() + state.aheadMs).toISOString() },
    timers: {
      /** Limits of requests stand still until `expire`; a longer wait has passed at once. */
      async wait(ms: number): Promise<boolean> {
        if (ms <= 10 * second) return new Promise((resolve) => limits.push(() => resolve(true)));
        waits.push(ms);
        state.jumpedMs += ms;
        return true;
      },
    },
  };
  return {
    ...{ entra, graph, app, lines, counts, waits, world, state },
    /** As if 10 s had passed for every request under way. */
    expire: () => {
      for (const end of limits.splice(0)) end();
    },
    client(credential: TenantCredential = bySecret(clientSecret), user: AccessTokens | null = null): Graph {
      return createGraph(tenantWith(credential), { login: entra.login, api: graph.api }, world, user);
    },
    async stop() {
      await graph.stop();
      await entra.stop();
    },
  };
}

export function tenantWith(credential: TenantCredential): MicrosoftTenant {
  const off = { roles: true, people: new Map(), score: false, alerts: null, mail: null };
  return { id: tenantId, name: 'contoso', clientId, credential, ...off };
}

/** The path that most tests ask for. */
export const personPath = `/v1.0/users/${personId}?$select=accountEnabled`;

/** Resolves with the GraphError that work rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<GraphError> {
  const outcome = await work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (outcome instanceof GraphError) return outcome;
  throw outcome;
}
