import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertionBy } from '../../../../adapters/microsoft/api/assertion.ts';
import { createGrants } from '../../../../adapters/microsoft/api/token.ts';
import type { TenantCredential } from '../../../../adapters/microsoft/file/tenant.ts';
import { type Certified, certified } from '../../../support/certificate.ts';
import { bodyOf, listening } from '../../../support/loopback.ts';
import { graphFaults } from '../../../support/microsoft-faults.ts';
import { hour, minute, now, second } from '../../../support/time.ts';
import {
  byCertificate,
  bySecret,
  clientId,
  clientSecret,
  failureOf,
  microsoftApi,
  otherIssuer,
  personPath,
  rsaCertificate,
  secretOf,
  tenantId,
  tenantWith,
} from './microsoft-api.ts';

let api: Awaited<ReturnType<typeof microsoftApi>>;
beforeEach(async () => {
  api = await microsoftApi();
});
afterEach(() => api.stop());

const older = rsaCertificate({ name: 'older', from: '2026-01-01T00:00:00Z' });
const newer = rsaCertificate({ name: 'newer', from: '2026-11-01T00:00:00Z' });
const past = rsaCertificate({ name: 'past', from: '2025-01-01T00:00:00Z', until: '2026-11-20T00:00:00Z' });
const coming = rsaCertificate({ name: 'coming', from: '2026-12-24T00:00:00Z' });

const ask = (credential?: TenantCredential) => api.client(credential).request('roles', 'GET', personPath);
const outcomes = () => api.entra.tokens.asked.map(({ outcome }) => outcome);
const tokensAsked = () => api.entra.tokens.asked.length;

describe('a token is kept', () => {
  it('until 80 % of its life', async () => {
    const graph = api.client();
    const get = () => graph.request('roles', 'GET', personPath);
    await get();
    api.state.jumpedMs += 0.79 * hour;
    await get();
    expect(tokensAsked()).toBe(1);
    api.state.jumpedMs += 0.02 * hour;
    await get();
    expect(tokensAsked()).toBe(2);
  });

  it('also when the clock of the machine is set', async () => {
    const graph = api.client();
    await graph.request('roles', 'GET', personPath);
    api.state.aheadMs = 400 * 24 * hour;
    await graph.request('roles', 'GET', personPath);
    expect(tokensAsked()).toBe(1);
  });

  it('and requests that come together share one', async () => {
    const graph = api.client();
    await Promise.all(Array.from({ length: 20 }, () => graph.request('roles', 'GET', personPath)));
    expect([tokensAsked(), api.graph.requests.length]).toEqual([1, 20]);
  });

  it('a quiet week takes at most 1.5 an hour', async () => {
    const graph = api.client();
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      await graph.request('alerts', 'GET', personPath);
      api.state.jumpedMs += 5 * minute;
    }
    expect(tokensAsked()).toBeLessThanOrEqual(24 * 1.5);
  });
});

describe('the app proves who it is', () => {
  it('by a certificate, with an assertion that comes once', async () => {
    api.app.certificates.push(newer.certificate);
    await ask(byCertificate(newer));
    await ask(byCertificate(newer));
    expect(outcomes()).toEqual(['ok', 'ok']);
  });

  it('by the newest certificate that is valid now', async () => {
    api.app.certificates.push(...[older, newer, past, coming].map(({ certificate }) => certificate));
    await ask(byCertificate(coming, past, older, newer));
    const [used] = api.entra.tokens.asked;
    api.app.certificates.splice(0, Infinity, newer.certificate);
    await ask(byCertificate(newer));
    expect(used?.with).toBe(api.entra.tokens.asked[1]?.with);
    expect(outcomes()).toEqual(['ok', 'ok']);
  });

  it('by the older certificate while the newer is not uploaded yet, and says so in the log', async () => {
    api.app.certificates.push(older.certificate);
    await ask(byCertificate(newer, older));
    expect(outcomes()).toEqual([700027, 'ok']);
    expect(api.lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'microsoft.credential', tenant: 'contoso', code: 'AADSTS700027' },
    ]);
  });

  it('by the second secret when the first has expired, also when that happens while it runs', async () => {
    const credential = bySecret(clientSecret, 'the-second-secret');
    const graph = api.client(credential);
    await graph.request('roles', 'GET', personPath);
    api.app.secrets.splice(0, Infinity, { value: clientSecret, expired: true }, { value: 'the-second-secret' });
    api.state.jumpedMs += hour;
    await graph.request('roles', 'GET', personPath);
    expect(outcomes()).toEqual(['ok', 7000222, 'ok']);
  });

  it('by the second of two, for a day: the log says once that the first is refused', async () => {
    const graph = api.client(bySecret('wrong', clientSecret));
    for (let hours = 0; hours < 24; hours += 1) {
      await graph.request('roles', 'GET', personPath);
      api.state.jumpedMs += hour;
    }
    expect([tokensAsked(), api.lines.length]).toEqual([48, 1]);
  });

  it('by a secret that was read anew', async () => {
    const secret = secretOf('old');
    const graph = api.client({ kind: 'secret', secrets: [secret] });
    expect((await failureOf(graph.request('roles', 'GET', personPath))).code).toBe('AADSTS7000215');
    secret.value = clientSecret;
    await graph.request('roles', 'GET', personPath);
    expect(outcomes()).toEqual([7000215, 'ok']);
  });

  it('by the assertion of another issuer, whose file is read for each token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'federated-'));
    const issuer = otherIssuer();
    api.app.federated.push(issuer.registered);
    const tokenFile = join(folder, 'token');
    const graph = api.client({ kind: 'federated', tokenFile });
    const get = () => graph.request('roles', 'GET', personPath);
    expect(await failureOf(get())).toMatchObject({ kind: 'signIn', code: 'tokenFile' });
    writeFileSync(tokenFile, `${await issuer.assertion()}\n`);
    await get();
    api.state.jumpedMs += hour;
    writeFileSync(tokenFile, await issuer.assertion(600, 'system:serviceaccount:other'));
    expect(await failureOf(get())).toMatchObject({ kind: 'signIn', code: 'AADSTS700213' });
    rmSync(folder, { recursive: true });
  });
});

it('an assertion fits what Entra wants, and another one is refused', async () => {
  api.app.certificates.push(newer.certificate);
  const address = `${api.entra.login}/${tenantId}/oauth2/v2.0/token`;
  const pair = { key: secretOf(newer.keyPem), certificate: secretOf(newer.certificate) };
  const at = (ms: number) => new Date(now() + ms).toISOString();
  const good = await assertionBy(pair, clientId, address, at(0));
  const sendIt = async (client_assertion: string) => {
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const scope = 'https://graph.microsoft.com/.default';
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      scope,
      client_assertion_type,
      client_assertion,
    };
    const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
    const body: unknown = await response.json();
    return Object(body).error_codes?.[0] ?? response.status;
  };
  const [head, , signature] = good.split('.');
  const [, otherClaims] = (await assertionBy(pair, clientId, address, at(second))).split('.');
  expect(await sendIt(good)).toBe(200);
  expect(await sendIt(good)).toBe(50013);
  expect(await sendIt(`${head}.${otherClaims}.${signature}`)).toBe(700027);
  expect(await sendIt(await assertionBy(pair, clientId, `${address}x`, at(0)))).toBe(700023);
  expect(await sendIt(await assertionBy(pair, tenantId, address, at(0)))).toBe(700021);
  expect(await sendIt(await assertionBy(pair, clientId, address, at(-10 * minute)))).toBe(700024);
  expect(await sendIt('a.b.c')).toBe(50027);
});

describe('without a token, the error has the step', () => {
  const short = (): Certified => ({ ...older, keyPem: 'no key' });

  it.each([
    ['a secret that has expired', () => bySecret('expired'), 'AADSTS7000222', /secret has expired: make a new one/],
    ['a secret that is wrong', () => bySecret('wrong'), 'AADSTS7000215', /copy its value, not its id/],
    ['a certificate that nobody uploaded', () => byCertificate(older), 'AADSTS700027', /Upload the certificate/],
    [
      'a certificate that ended',
      () => byCertificate(past),
      'certificateEnded',
      /ended on 2026-11-20: upload a new one/,
    ],
    ['a key that is none', () => byCertificate(short()), 'credentialUnusable', /key cannot be read/],
    ['a key of an elliptic curve', () => byCertificate(certified({ name: 'ec' })), 'credentialUnusable', /must be RSA/],
    [
      'a key of another certificate',
      () => byCertificate({ ...older, keyPem: newer.keyPem }),
      'credentialUnusable',
      /does not fit its certificate/,
    ],
    [
      'a certificate that is none',
      () => byCertificate({ ...older, certificate: '-----BEGIN NONSENSE' }),
      'credentialUnusable',
      /must be X.509 in PEM/,
    ],
  ])('%s', async (_what, credential, code, step) => {
    api.app.secrets.push({ value: 'expired', expired: true });
    const error = await failureOf(ask(credential()));
    expect(error).toMatchObject({ kind: 'signIn', code });
    expect(error.step).toMatch(step);
    expect(api.counts).toEqual([['roles', 'signIn']]);
    expect(api.graph.requests).toEqual([]);
  });

  it('a tenant and an app that nobody knows', async () => {
    api.app.clientId = tenantId;
    expect(await failureOf(ask())).toMatchObject({ kind: 'signIn', code: 'AADSTS700016' });
    api.entra.tokens.apps.splice(0);
    expect(await failureOf(ask())).toMatchObject({ kind: 'signIn', code: 'AADSTS90002' });
  });

  it.each([
    ['ahead', 10 * minute],
    ['behind', -10 * minute],
  ])('a clock that is 10 minutes %s', async (_way, aheadMs) => {
    api.app.certificates.push(newer.certificate);
    api.state.aheadMs = aheadMs;
    const error = await failureOf(ask(byCertificate(newer)));
    expect(error).toMatchObject({ kind: 'signIn', code: 'clock' });
    expect(error.step).toMatch(/Set the clock of this machine/);
    // By a secret the clock makes no difference.
    await ask();
  });

  it.each([
    ['says so itself', 700024, 0],
    ['refuses a credential, and its own clock differs', 700027, 10 * minute],
  ])('an Entra that %s: the clock, and no other certificate is tried', async (_what, number, aheadMs) => {
    api.entra.tokens.state.aheadMs = aheadMs;
    const body = { error: 'invalid_client', error_codes: [number] };
    api.entra.tokens.faults.fail(() => true, { kind: 'answer', status: 401, body });
    expect(await failureOf(ask(byCertificate(older, newer)))).toMatchObject({ kind: 'signIn', code: 'clock' });
    expect([tokensAsked(), api.lines]).toEqual([1, []]);
  });

  it('an Entra whose clock differs', async () => {
    api.app.certificates.push(newer.certificate);
    api.entra.tokens.state.aheadMs = 10 * minute;
    expect(await failureOf(ask(byCertificate(newer)))).toMatchObject({ kind: 'signIn', code: 'clock' });
  });
});

describe('Entra', () => {
  it.each([
    ['throttled', 'throttled', null],
    ['throttledSeconds', 'throttled', 17 * second],
    ['throttledYear', 'throttled', hour],
    ['broken', 'unavailable', null],
    ['unavailable', 'unavailable', null],
    ['reset', 'unavailable', null],
    ['half', 'unavailable', null],
    ['html', 'unavailable', null],
    ['huge', 'unavailable', null],
    ['bomb', 'unavailable', null],
    ['redirect', 'unavailable', null],
  ] as const)('answers with %s: no token, and the next request tries again', async (name, kind, retryAfterMs) => {
    const graph = api.client();
    const get = () => graph.request('roles', 'GET', personPath);
    api.entra.tokens.faults.fail(() => true, graphFaults[name]);
    expect(await failureOf(get())).toMatchObject({ kind, retryAfterMs });
    api.state.jumpedMs += hour;
    expect(await get()).toMatchObject({ accountEnabled: true });
  });

  it('is not asked again before the time that it named', async () => {
    const graph = api.client();
    const get = () => graph.request('roles', 'GET', personPath);
    api.entra.tokens.faults.fail(() => true, graphFaults.throttledSeconds);
    await failureOf(get());
    api.state.jumpedMs += 10 * second;
    const { kind, retryAfterMs } = await failureOf(get());
    expect([kind, (retryAfterMs ?? 0) <= 7 * second, tokensAsked()]).toEqual(['throttled', true, 1]);
    api.state.jumpedMs += 8 * second;
    await get();
    expect(tokensAsked()).toBe(2);
  });

  it('refuses the app by Conditional Access: the step is none for a person', async () => {
    const body = { error: 'unauthorized_client', error_codes: [53003] };
    api.entra.tokens.faults.fail(() => true, { kind: 'answer', status: 400, body });
    const { code, step } = await failureOf(ask());
    expect([code, step]).toEqual(['AADSTS53003', expect.stringMatching(/refuses the app: ask/)]);
  });

  it.each([
    [{}],
    [{ access_token: 'a\nb', expires_in: 5 }],
    [{ access_token: 'x' }],
    [{ access_token: 'x', expires_in: 'soon' }],
  ])('answers 200 with %j: no token', async (body) => {
    api.entra.tokens.faults.fail(() => true, { kind: 'answer', status: 200, body });
    expect(await failureOf(ask())).toMatchObject({ kind: 'unavailable', code: 'noToken' });
  });

  it('is silent: the request ends at its limit, and the token’s with it', async () => {
    api.entra.tokens.faults.fail(() => true, graphFaults.silence);
    const asked = failureOf(ask());
    await expect.poll(tokensAsked).toBe(1);
    api.expire();
    expect(await asked).toMatchObject({ kind: 'unavailable', code: 'timeout' });
  });
});

describe('a managed identity', () => {
  async function machine(answer: (url: URL, headers: NodeJS.Dict<string | string[]>) => [number, object]) {
    const server = await listening(async (request, response) => {
      await bodyOf(request);
      const [status, body] = answer(new URL(request.url ?? '/', 'http://localhost'), request.headers);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return server;
  }
  const get = (identity: { env: Record<string, string>; metadata?: string }) => {
    Object.assign(api.world, { identity });
    return ask({ kind: 'managedIdentity' });
  };
  const graphToken = (tid = tenantId) =>
    api.entra.token({
      claims: {
        aud: 'https://graph.microsoft.com',
        tid,
        appid: clientId,
        idtyp: 'app',
        roles: ['User.Read.All'],
      },
    });

  it('of a virtual machine', async () => {
    const token = await graphToken();
    const asked: string[] = [];
    const server = await machine(({ pathname, searchParams }, { metadata }) => {
      asked.push(`${pathname} ${searchParams} ${metadata}`);
      return [200, { access_token: token, expires_in: '86399', token_type: 'Bearer' }];
    });
    expect(await get({ env: {}, metadata: server.origin })).toMatchObject({ accountEnabled: true });
    expect(asked).toEqual([
      `/metadata/identity/oauth2/token api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com&client_id=${clientId} true`,
    ]);
    await server.stop();
  });

  it('of App Service, whose answer says when the token ends', async () => {
    const token = await graphToken();
    const server = await machine(({ searchParams }, headers) => {
      const isRight = headers['x-identity-header'] === 'the-header' && searchParams.get('api-version') === '2019-08-01';
      return isRight ? [200, { access_token: token, expires_on: String(now() / 1_000 + 3_600) }] : [401, {}];
    });
    const env = { IDENTITY_ENDPOINT: `${server.origin}/msi/token`, IDENTITY_HEADER: 'the-header' };
    expect(await get({ env })).toMatchObject({ accountEnabled: true });
    expect(await failureOf(get({ env: { ...env, IDENTITY_HEADER: 'another' } }))).toMatchObject({
      ...{ kind: 'signIn', code: 'identity', status: 401 },
    });
    await server.stop();
  });

  it('of another tenant answers nothing about this one', async () => {
    const token = await graphToken('99999999-0000-4000-8000-000000000009');
    const server = await machine(() => [200, { access_token: token, expires_in: '86399' }]);
    const before = api.graph.requests.length;
    expect(await failureOf(get({ env: {}, metadata: server.origin }))).toMatchObject({
      ...{ kind: 'signIn', code: 'identityTenant' },
    });
    expect(api.graph.requests.length).toBe(before);
    await server.stop();
  });

  it('that this machine has not, or not yet', async () => {
    let status = 400;
    const server = await machine(() => [status, { error: 'invalid_request', error_description: 'Identity not found' }]);
    const here = { env: {}, metadata: server.origin };
    expect((await failureOf(get(here))).step).toMatch(/Assign the managed identity/);
    status = 404;
    expect(await failureOf(get(here))).toMatchObject({ kind: 'unavailable' });
    await server.stop();
    expect(await failureOf(get({ env: { IDENTITY_ENDPOINT: 'nonsense', IDENTITY_HEADER: 'x' } }))).toMatchObject({
      code: 'identityEndpoint',
    });
  });
});

describe('a person who signed in', () => {
  const scope = 'https://graph.microsoft.com/PartnerSecurity.Read.All offline_access';
  const redirect = 'http://localhost:53123/';
  const verifier = 'v'.repeat(43);
  const grant = () => createGrants(tenantWith(bySecret(clientSecret)), api.entra.login, api.world);
  const upn = 'grace@contoso.example';

  beforeEach(() => {
    api.app.redirectUris.push('http://localhost');
    api.app.scopes.push('PartnerSecurity.Read.All');
    api.entra.tokens.people.push({ tenantId, objectId: 'o', upn, withMfa: true, trouble: null });
  });

  async function codeFor(challengeOf = verifier): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(challengeOf));
    const query = new URLSearchParams({
      ...{ client_id: clientId, response_type: 'code', redirect_uri: redirect, scope, state: 'a-state' },
      ...{ code_challenge: Buffer.from(digest).toString('base64url'), code_challenge_method: 'S256' },
    });
    const response = await fetch(`${api.entra.login}/${tenantId}/oauth2/v2.0/authorize?${query}`, {
      redirect: 'manual',
    });
    const target = new URL(response.headers.get('location') ?? '');
    expect([target.host, target.searchParams.get('state')]).toEqual(['localhost:53123', 'a-state']);
    return target.searchParams.get('code') ?? '';
  }
  const redeem = (code: string, more = {}) =>
    grant()({ grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier, ...more });
  const renew = (token: string | null) => grant()({ grant_type: 'refresh_token', refresh_token: token ?? '', scope });

  it('gets tokens by a code, once, and goes on by refresh tokens, of which the old one stays valid', async () => {
    const code = await codeFor();
    const first = await redeem(code);
    const second = await renew(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await renew(first.refreshToken);
    await renew(second.refreshToken);
    expect(await failureOf(redeem(code))).toMatchObject({ kind: 'signIn', code: 'AADSTS54005' });
  });

  it('gets none with another verifier or redirect', async () => {
    expect(await failureOf(redeem(await codeFor('w'.repeat(43))))).toMatchObject({ code: 'AADSTS501481' });
    expect(await failureOf(redeem(await codeFor(), { redirect_uri: 'http://localhost:1/' }))).toMatchObject({
      code: 'AADSTS500112',
    });
  });

  it.each([
    ['left', 'AADSTS50057', /account that signed in is disabled or gone/],
    ['revoked', 'AADSTS50173', /no longer takes this sign-in/],
    ['mfa', 'AADSTS50076', /asks for MFA again/],
    ['conditionalAccess', 'AADSTS53003', /Conditional Access/],
  ] as const)('%s: the step has the command', async (trouble, code, step) => {
    const { refreshToken } = await redeem(await codeFor());
    for (const person of api.entra.tokens.people) person.trouble = trouble;
    const error = await failureOf(renew(refreshToken));
    expect(error).toMatchObject({ kind: 'signIn', code });
    expect(error.step).toMatch(step);
    expect(error.step).toContain('npm run microsoft -- sign-in contoso');
  });
});
