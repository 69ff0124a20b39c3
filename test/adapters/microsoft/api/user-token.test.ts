/** The tokens of the person who signed in: how they are renewed, stored, and which sign-in counts. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertsPath, createGraph } from '../../../../adapters/microsoft/api/graph.ts';
import { scopeOf, userTokens } from '../../../../adapters/microsoft/api/user-token.ts';
import type { MicrosoftTenant } from '../../../../adapters/microsoft/file/tenant.ts';
import { signInFile } from '../../../../adapters/microsoft/sign-in/sign-in-file.ts';
import type { SignedIn, SignInStore } from '../../../../adapters/microsoft/sign-in/signed-in.ts';
import type { EntraPerson } from '../../../support/entra-tokens.ts';
import { graphFaults } from '../../../support/microsoft-faults.ts';
import { refreshTokenOf } from '../../../support/sign-in.ts';
import { hour, isoNow, minute } from '../../../support/time.ts';
import {
  bySecret,
  clientId,
  clientSecret,
  failureOf,
  microsoftApi,
  personId,
  tenantId,
  tenantWith,
} from './microsoft-api.ts';

let api: Awaited<ReturnType<typeof microsoftApi>>;
let stateDir: string;
let ada: EntraPerson;
beforeEach(async () => {
  api = await microsoftApi();
  Object.assign(api.app, { scopes: ['PartnerSecurity.Read.All'], redirectUris: ['http://localhost'] });
  ada = { tenantId, objectId: personId, upn: 'ada@contoso.example', withMfa: true, trouble: null };
  api.entra.tokens.people.push(ada);
  stateDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
});
afterEach(async () => {
  await api.stop();
  rmSync(stateDir, { recursive: true });
});

const tenant: MicrosoftTenant = {
  ...tenantWith(bySecret(clientSecret)),
  alerts: { by: 'user', everyMs: 5 * minute, writeBack: false },
};
const command = 'npm run microsoft -- sign-in contoso';
const file = () => signInFile(stateDir, tenant);
/** The file's JSON. */
const content = () => JSON.parse(readFileSync(file().path, 'utf8'));

/** Signs Ada in, as the command does in the end. Resolves with the refresh token. */
async function signIn(): Promise<string> {
  const secret = { tenantId, clientId, secret: clientSecret, scope: scopeOf(tenant) };
  const refreshToken = await refreshTokenOf(api.entra, secret);
  await file().write({ refreshToken, signedInAt: isoNow(), who: { name: ada.upn, objectId: ada.objectId } });
  return refreshToken;
}

/** Asks for the alerts as the person. Each call is a bot of its own, which remembers nothing of others. */
function asking(through: Pick<SignInStore, 'read' | 'replaceToken'> = file()) {
  const origins = { login: api.entra.login, api: api.graph.api };
  const graph = createGraph(tenant, origins, api.world, userTokens(tenant, origins.login, through, api.world));
  return () => graph.request('alerts', 'GET', alertsPath, { as: 'user' });
}

/** The outcomes of the refresh tokens that were used. */
const used = () =>
  api.entra.tokens.asked.filter(({ grant }) => grant === 'refresh_token').map(({ outcome }) => outcome);

describe('a refresh token', () => {
  it('brings access tokens, each kept until 80 % of its life', async () => {
    await signIn();
    api.graph.tenant(tenantId).partner.demandsMfa = true;
    const ask = asking();
    expect(await ask()).toMatchObject({ value: [] });
    api.state.jumpedMs += 0.79 * hour;
    await ask();
    expect(used()).toEqual(['ok']);
    api.state.jumpedMs += 0.02 * hour;
    await ask();
    expect(used()).toEqual(['ok', 'ok']);
  });

  it('that Entra gives anew is on the disk before Graph is asked, with the same sign-in, and closed to others', async () => {
    const first = await signIn();
    const before = content();
    const ask = asking();
    const seen: string[] = [];
    const look = () => {
      seen.push(content().refreshToken);
      return false;
    };
    api.graph.faults.fail(look, graphFaults.broken);
    await ask();
    const { refreshToken, ...rest } = content();
    expect(refreshToken).not.toBe(first);
    expect(seen).toEqual([refreshToken]);
    expect(api.entra.tokens.issued).toContain(refreshToken);
    expect({ ...rest, refreshToken: first }).toEqual(before);
    expect(readdirSync(dirname(file().path))).toEqual([`${tenantId}.token`]);
    // The next one is asked for with what Entra gave last.
    api.entra.tokens.forget(first);
    api.state.jumpedMs += hour;
    await ask();
    expect(content().refreshToken).not.toBe(refreshToken);
  });

  it('that was used and not stored, by a crash, still brings tokens to the next start', async () => {
    const first = await signIn();
    const crash = { read: file().read, replaceToken: () => new Promise<boolean>(() => {}) };
    void asking(crash)();
    await expect.poll(used).toEqual(['ok']);
    expect(content().refreshToken).toBe(first);
    expect(await asking()()).toMatchObject({ value: [] });
  });

  it('that the disk does not take is dropped: the one before it stays in use, and the log says so without it', async () => {
    await signIn();
    const full = {
      read: file().read,
      replaceToken: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    };
    const ask = asking(full);
    for (let n = 0; n < 3; n += 1) {
      expect(await ask()).toMatchObject({ value: [] });
      api.state.jumpedMs += hour;
    }
    expect(api.lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'microsoft.tokenNotStored', tenant: 'contoso', code: 'ENOSPC' },
      {},
      {},
    ]);
  });

  it('may have every character that OAuth lets it have', async () => {
    const who = { name: ada.upn, objectId: ada.objectId };
    const refreshToken = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)).join('');
    await file().write({ refreshToken, signedInAt: isoNow(), who });
    expect(await file().read()).toMatchObject({ refreshToken });
  });

  it('is used once for requests that come together', async () => {
    await signIn();
    const ask = asking();
    await Promise.all(Array.from({ length: 10 }, ask));
    expect(used()).toEqual(['ok']);
  });

  it('is used once more where Graph refuses the access token', async () => {
    await signIn();
    const ask = asking();
    await ask();
    api.graph.revokeTokens();
    expect(await ask()).toMatchObject({ value: [] });
    expect(used()).toEqual(['ok', 'ok']);
  });
});

describe('of two sign-ins', () => {
  it('the newer one wins, and is used at once', async () => {
    await signIn();
    const ask = asking();
    await ask();
    const second = await signIn();
    const { generation } = content();
    await ask();
    expect(used()).toEqual(['ok', 'ok']);
    expect(content()).toMatchObject({ generation });
    expect(content().refreshToken).not.toBe(second);
  });

  it('the older one stores nothing over the newer one', async () => {
    await signIn();
    const old = await file().read();
    const second = await signIn();
    expect(await file().replaceToken(old ?? neverSignedIn, 'the-next-of-the-older')).toBe(false);
    expect(content().refreshToken).toBe(second);
  });

  it('the newer one has a larger generation, also within a millisecond and with a clock that was put back', async () => {
    const signedIn = { refreshToken: 'x', who: { name: 'a', objectId: 'b' } };
    const generations: number[] = [];
    for (const signedInAt of ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z', '2020-01-01T00:00:00.000Z']) {
      await file().write({ ...signedIn, signedInAt });
      generations.push(content().generation);
    }
    expect(generations).toEqual([...new Set(generations)].toSorted((a, b) => a - b));
  });

  it('the newer one wins over another command that writes at the same moment, and no draft stays', async () => {
    const who = { name: 'a', objectId: 'b' };
    const times = ['2026-11-24T09:00:02.000Z', '2026-11-24T09:00:01.000Z', '2026-11-24T09:00:00.000Z'];
    await Promise.all(times.map((signedInAt) => file().write({ refreshToken: `of-${signedInAt}`, signedInAt, who })));
    expect(content()).toMatchObject({ signedInAt: times[0], refreshToken: `of-${times[0]}` });
    expect(readdirSync(dirname(file().path))).toEqual([`${tenantId}.token`]);
  });

  it('the newer one wins over a bot that looked right before it and writes right after it', async () => {
    await signIn();
    const older = readFileSync(file().path, 'utf8');
    const second = await refreshTokenOf(api.entra, {
      ...{ tenantId, clientId, secret: clientSecret, scope: scopeOf(tenant) },
    });
    const writing = file().write({ refreshToken: second, signedInAt: isoNow(), who: { name: 'x', objectId: 'y' } });
    // The folder is not flushed yet when the next round of the loop begins.
    while (readFileSync(file().path, 'utf8') === older) await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(file().path, older);
    await writing;
    expect(content().refreshToken).toBe(second);
  });
});

const neverSignedIn: SignedIn = {
  ...{ generation: 1, refreshToken: 'x', signedInAt: '2026-11-24T09:00:00.000Z', who: { name: '', objectId: '' } },
};

describe('without a sign-in, the error has the command', () => {
  it('where nobody signed in, and nothing is asked', async () => {
    const error = await failureOf(asking()());
    expect(error).toMatchObject({ kind: 'signIn', code: 'noSignIn' });
    expect(error.step).toMatch(/Nobody has signed in for contoso: /);
    expect(error.step).toContain(command);
    expect([api.entra.tokens.asked, api.graph.requests]).toEqual([[], []]);
  });

  it('where the file was removed, which a token under way does not bring back', async () => {
    await signIn();
    const ask = asking({
      read: file().read,
      replaceToken: (signedIn, token) => {
        rmSync(file().path);
        return file().replaceToken(signedIn, token);
      },
    });
    await ask();
    expect(existsSync(file().path)).toBe(false);
    expect(await failureOf(ask())).toMatchObject({ code: 'noSignIn' });
  });

  it.each([
    ['is damaged', '{"version":1,"generation":3,"refreshTok', /is damaged: sign in again with/],
    ['is of a later version', '{"version":2}', /is damaged/],
    ['cannot be read', null, /cannot be read \(EISDIR\): give it to the user of the bot/],
  ])('where the file %s', async (_what, text, step) => {
    if (text === null) mkdirSync(file().path, { recursive: true });
    else {
      await signIn();
      writeFileSync(file().path, text);
    }
    const error = await failureOf(asking()());
    expect(error).toMatchObject({ kind: 'signIn', code: 'tokenFile' });
    expect(error.step).toMatch(step);
    expect(error.step).toContain(command);
  });

  it.each([
    ['left', 'AADSTS50057', /disabled or gone/],
    ['revoked', 'AADSTS50173', /no longer takes this sign-in/],
    ['mfa', 'AADSTS50076', /MFA again/],
    ['conditionalAccess', 'AADSTS53003', /Conditional Access/],
  ] as const)('where Entra says no: %s; a new sign-in mends it', async (trouble, code, step) => {
    await signIn();
    const ask = asking();
    await ask();
    ada.trouble = trouble;
    api.state.jumpedMs += hour;
    const error = await failureOf(ask());
    expect(error).toMatchObject({ kind: 'signIn', code });
    expect(error.step).toMatch(step);
    expect(error.step).toContain(command);
    expect(api.graph.requests).toHaveLength(1);
    ada.trouble = null;
    await signIn();
    expect(await ask()).toMatchObject({ value: [] });
  });

  it('where Graph wants MFA, and where it does not let this person', async () => {
    ada.withMfa = false;
    await signIn();
    api.graph.tenant(tenantId).partner.demandsMfa = true;
    const withoutMfa = await failureOf(asking()());
    expect(withoutMfa).toMatchObject({ kind: 'mfa', code: 'Unauthorized_MissingMFA' });
    expect(withoutMfa.step).toContain(`sign in again with ${command}`);
    api.graph.faults.fail(() => true, graphFaults.forbidden);
    const forbidden = await failureOf(asking()());
    expect(forbidden).toMatchObject({ kind: 'permission' });
    expect(forbidden.step).toMatch(/delegated permission/);
  });
});

it('no refresh token is in a log line or an error', async () => {
  await signIn();
  const ask = asking();
  await ask();
  ada.trouble = 'revoked';
  api.state.jumpedMs += hour;
  const { message, step } = await failureOf(ask());
  for (const token of [...api.entra.tokens.issued, clientSecret])
    for (const text of [message, step, api.lines.join()]) expect(text).not.toContain(token);
});
