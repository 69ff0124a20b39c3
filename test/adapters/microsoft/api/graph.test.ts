import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepTokens } from '../../../../adapters/microsoft/api/token.ts';
import { createTimers } from '../../../../adapters/process/timers.ts';
import { globalAdministrator } from '../../../support/graph.ts';
import { activeAlert } from '../../../support/graph-partner.ts';
import { graphFaults } from '../../../support/microsoft-faults.ts';
import { hour, minute, second } from '../../../support/time.ts';
import {
  byCertificate,
  bySecret,
  clientId,
  clientSecret,
  failureOf,
  microsoftApi,
  personId,
  personPath,
  rsaCertificate,
  tenantId,
} from './microsoft-api.ts';

let api: Awaited<ReturnType<typeof microsoftApi>>;
beforeEach(async () => {
  api = await microsoftApi();
});
afterEach(() => api.stop());

const anything = () => true;
const get = () => api.client().request('roles', 'GET', personPath);

it('asks as the app of its tenant, and resolves with the JSON', async () => {
  expect(await get()).toMatchObject({ accountEnabled: true });
  const user = api.graph.tenant(tenantId).users.get(personId);
  const ids = [globalAdministrator];
  const check = () =>
    api.client().request('roles', 'POST', `/v1.0/users/${personId}/checkMemberObjects`, { body: { ids } });
  expect(await check()).toMatchObject({ value: [] });
  user?.memberOf.add(globalAdministrator);
  expect(await check()).toMatchObject({ value: ids });
  expect(api.counts).toEqual([
    ['roles', 'ok'],
    ['roles', 'ok'],
    ['roles', 'ok'],
  ]);
});

describe('a fault of Graph has one meaning for all signals', () => {
  it.each([
    [
      'forbidden',
      'permission',
      403,
      'Authorization_RequestDenied',
      /Grant the app the application permission User\.Read\.All/,
    ],
    ['missingMfa', 'mfa', 403, 'Unauthorized_MissingMFA', /sign in with npm run microsoft -- sign-in contoso/],
    ['fraudEvents', 'mfa', 403, 'Forbidden', /role in Partner Center/],
    ['notFound', 'notFound', 404, 'Request_ResourceNotFound', /still exists/],
    ['throttled', 'throttled', 429, 'TooManyRequests', /Wait/],
    ['broken', 'unavailable', 500, 'InternalServerError', /Wait/],
    ['badGateway', 'unavailable', 502, 'unknown', /Wait/],
    ['unavailable', 'unavailable', 503, 'ServiceUnavailable', /Wait/],
    ['reset', 'unavailable', null, 'network', /broke off/],
    ['half', 'unavailable', null, 'network', /broke off/],
    ['html', 'unavailable', 200, 'notJson', /no JSON/],
    ['huge', 'unavailable', null, 'tooLarge', /more than 8 MB/],
    ['bomb', 'unavailable', null, 'tooLarge', /more than 8 MB/],
    ['redirect', 'unavailable', null, 'redirect', /never followed/],
  ] as const)('%s', async (name, kind, status, code, step) => {
    api.graph.faults.fail(anything, graphFaults[name]);
    const error = await failureOf(get());
    expect(error).toMatchObject({ kind, status, code });
    expect(error.step).toMatch(step);
    expect(api.counts).toEqual([['roles', kind]]);
    // Nothing but a 401 is sent again.
    expect(api.graph.requests.length).toBe(1);
    expect(await get()).toMatchObject({ accountEnabled: true });
  });

  it.each([
    ['no time', graphFaults.throttled, null],
    ['seconds', graphFaults.throttledSeconds, 17 * second],
    ['a year, which counts as an hour', graphFaults.throttledYear, hour],
    ['a time that has passed', { ...graphFaults.throttled, headers: { 'retry-after': '-3' } }, null],
    ['nonsense', { ...graphFaults.throttled, headers: { 'retry-after': 'soon' } }, null],
  ])('throttled with %s', async (_what, fault, retryAfterMs) => {
    api.graph.faults.fail(anything, fault);
    expect(await failureOf(get())).toMatchObject({ kind: 'throttled', retryAfterMs });
  });

  it('throttled with a date', async () => {
    api.graph.faults.fail(anything, graphFaults.throttledDate());
    const { retryAfterMs } = await failureOf(get());
    expect(retryAfterMs).toBeGreaterThan(60 * second);
    expect(retryAfterMs).toBeLessThanOrEqual(90 * second);
  });

  it('silence: the request ends at its limit', async () => {
    api.graph.faults.fail(anything, graphFaults.silence);
    const asked = failureOf(get());
    await expect.poll(() => api.graph.requests.length).toBe(1);
    api.expire();
    expect(await asked).toMatchObject({ kind: 'unavailable', code: 'timeout' });
  });

  it('silence, with a limit of its own', async () => {
    api.graph.faults.fail(anything, graphFaults.silence);
    const given: number[] = [];
    const { wait } = api.world.timers;
    api.world.timers.wait = (ms) => {
      given.push(ms);
      return wait(ms);
    };
    const asked = failureOf(api.client().request('roles', 'GET', personPath, { timeoutMs: 1_200 }));
    await expect.poll(() => api.graph.requests.length).toBe(1);
    // The token's own request may go on for longer: others wait for it too.
    expect(given.map((ms) => ms > 1_200)).toEqual([false, true, false]);
    api.expire();
    expect(await asked).toMatchObject({ code: 'timeout' });
  });

  it('silence, while the bot stops', async () => {
    const timers = createTimers();
    api.world.timers.wait = (ms) => timers.wait(ms);
    api.graph.faults.fail(anything, graphFaults.silence);
    const asked = failureOf(get());
    await expect.poll(() => api.graph.requests.length).toBe(1);
    timers.stop();
    expect(await asked).toMatchObject({ kind: 'unavailable' });
  });

  it('nobody listens', async () => {
    await api.graph.stop();
    expect(await failureOf(get())).toMatchObject({ kind: 'unavailable', code: 'network' });
  });

  it('an answer of just under 8 MB is taken', async () => {
    const text = 'x'.repeat((8 << 20) - 100);
    api.graph.faults.fail(anything, { kind: 'answer', status: 200, body: { text } });
    expect(await get()).toEqual({ text });
  });

  it('no content is null, and other statuses are refused', async () => {
    api.graph.faults.fail(anything, { kind: 'answer', status: 204 });
    expect(await get()).toBeNull();
    for (const status of [304, 400, 409, 410, 418]) {
      api.graph.faults.fail(anything, { kind: 'answer', status, body: { error: { code: 'SyncStateNotFound' } } });
      expect(await failureOf(get())).toMatchObject({ kind: 'refused', status });
    }
  });

  it.each([
    null,
    7,
    'x',
    [],
    {},
    { error: null },
    { error: 'x' },
    { error: { code: 7, message: null } },
    { Error: {} },
  ])('a refusal with the body %j', async (body) => {
    api.graph.faults.fail(anything, { kind: 'answer', status: 403, body });
    expect(await failureOf(get())).toMatchObject({ kind: 'permission', code: 'unknown' });
  });

  it.each([200, 204, 226])('the status %s is a success', async (status) => {
    api.graph.faults.fail(anything, { kind: 'answer', status, ...(status === 204 ? {} : { body: { a: 1 } }) });
    expect(await get()).toEqual(status === 204 ? null : { a: 1 });
  });
});

describe('after a 401', () => {
  const tokensAsked = () => api.entra.tokens.asked.length;

  it('the request is sent once more, with a new token', async () => {
    api.graph.faults.fail(anything, graphFaults.unauthorized);
    expect(await get()).toMatchObject({ accountEnabled: true });
    expect([tokensAsked(), api.graph.requests.length]).toEqual([2, 2]);
    expect(api.counts).toEqual([['roles', 'ok']]);
  });

  it('and not a second time', async () => {
    api.graph.faults.fail(anything, graphFaults.unauthorized, 9);
    expect(await failureOf(get())).toMatchObject({ kind: 'signIn', status: 401, code: 'InvalidAuthenticationToken' });
    expect([tokensAsked(), api.graph.requests.length]).toEqual([2, 2]);
  });

  it('ten requests that come together get one new token', async () => {
    const graph = api.client();
    await graph.request('roles', 'GET', personPath);
    api.graph.revokeTokens();
    await Promise.all(Array.from({ length: 10 }, () => graph.request('roles', 'GET', personPath)));
    expect(tokensAsked()).toBe(2);
  });

  it('it is the clock’s fault where that differs by 10 minutes', async () => {
    api.graph.faults.fail(anything, graphFaults.unauthorized, 2);
    api.state.aheadMs = 10 * minute;
    expect(await failureOf(get())).toMatchObject({ kind: 'signIn', code: 'clock' });
  });
});

describe('Graph refuses', () => {
  it('an app without the permission, and one that Partner Center wants a person for', async () => {
    const alerts = () => api.client().request('alerts', 'GET', '/beta/security/partner/securityAlerts');
    expect(await failureOf(alerts())).toMatchObject({ kind: 'permission' });
    api.app.roles.push('PartnerSecurity.Read.All');
    expect(await alerts()).toMatchObject({ value: [] });
    api.graph.tenant(tenantId).partner.demandsMfa = true;
    expect(await failureOf(alerts())).toMatchObject({ kind: 'mfa', code: 'Unauthorized_MissingMFA' });
  });

  it('to update without the right to write, and answers an update with the old status', async () => {
    const { alerts } = api.graph.tenant(tenantId).partner;
    alerts.set(activeAlert.id, activeAlert);
    const path = `/beta/security/partner/securityAlerts/${activeAlert.id}`;
    const body = { status: 'resolved', resolvedReason: 'fraud' };
    const resolve = () => api.client().request('writeBack', 'PATCH', path, { body });
    api.app.roles.push('PartnerSecurity.Read.All');
    expect(await failureOf(resolve())).toMatchObject({ kind: 'permission' });
    api.app.roles.push('PartnerSecurity.ReadWrite.All');
    expect(await resolve()).toMatchObject({ status: 'active' });
    expect(await api.client().request('writeBack', 'GET', path)).toMatchObject({ status: 'resolved' });
  });

  it('paths that are none of its own, before anything is asked', async () => {
    for (const path of ['//evil.example/v1.0/users', 'https://evil.example/v1.0/x', '/v1.0/../x', '/v2.0/users', ''])
      expect((await failureOf(api.client().request('roles', 'GET', path))).kind, path).toBe('refused');
    expect(api.graph.requests.map(({ path }) => path)).toEqual(['/x']);
  });
});

describe('as a person', () => {
  it('the request has that person’s token', async () => {
    const claims = { aud: 'https://graph.microsoft.com', tid: tenantId, appid: clientId, idtyp: 'user', amr: ['mfa'] };
    const token = await api.entra.token({ claims: { ...claims, scp: 'PartnerSecurity.Read.All' } });
    const user = keepTokens(async () => ({ token, lifeMs: hour, refreshToken: null }), api.world);
    api.graph.tenant(tenantId).partner.demandsMfa = true;
    const path = '/beta/security/partner/securityScore';
    const score = api.client(bySecret(clientSecret), user).request('score', 'GET', path, { as: 'user' });
    expect(await score).toMatchObject({ maxScore: 100 });
    expect(api.entra.tokens.asked).toEqual([]);
  });
});

it('no secret, token, assertion or body stands in an error or a line of the log', async () => {
  const pair = rsaCertificate({ name: 'bot' });
  api.app.certificates.push(pair.certificate);
  const tokens: string[] = [];
  const errors: Error[] = [];
  const noted = { ...graphFaults, echo: { kind: 'answer', status: 403, body: {} } } as const;
  for (const credential of [bySecret('a-wrong-secret', clientSecret), byCertificate(pair)])
    for (const fault of Object.values(noted)) {
      const shown = typeof fault === 'function' ? fault() : fault;
      if (shown.kind === 'next' || shown.kind === 'silence') continue;
      const graph = api.client(credential);
      api.graph.faults.fail(anything, shown, 2);
      errors.push(await failureOf(graph.request('mail', 'GET', '/v1.0/users/security@contoso.example/messages/x')));
      api.entra.tokens.faults.fail(anything, shown);
      await failureOf(api.client(credential).request('mail', 'GET', personPath));
    }
  // A Graph that quotes what it got.
  const quoting = async (body: (token: string) => unknown) => {
    const token = await api.entra.token({ claims: { aud: 'https://graph.microsoft.com' } });
    tokens.push(token);
    const user = keepTokens(async () => ({ token, lifeMs: hour, refreshToken: null }), api.world);
    api.graph.faults.fail(anything, { kind: 'answer', status: 400, body: body(token) });
    errors.push(
      await failureOf(api.client(bySecret(clientSecret), user).request('mail', 'GET', personPath, { as: 'user' })),
    );
  };
  await quoting((token) => ({ error: { code: token, message: token } }));
  await quoting(() => ({ error: { code: 'security@contoso.example', message: clientSecret } }));
  await quoting((token) => `<html>${token} ${clientSecret}</html>`);
  for (const error of errors) api.world.log.error({ event: 'x', err: error }, 'x');
  const all = JSON.stringify([api.lines, errors.map((error) => [{ ...error }, error.message, String(error.stack)])]);
  for (const secret of [clientSecret, 'a-wrong-secret', 'contoso.example', pair.keyPem.slice(40, 90), 'eyJ', ...tokens])
    expect(all).not.toContain(secret);
  expect(errors.length).toBeGreaterThan(30);
});
