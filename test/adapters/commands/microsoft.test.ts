/** A person signs in for a tenant: by the browser of the machine, or by an address that they paste. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MicrosoftTenant } from '../../../adapters/microsoft/file/tenant.ts';
import { answerMs } from '../../../adapters/microsoft/sign-in/await-answer.ts';
import { signIn } from '../../../adapters/microsoft/sign-in/sign-in.ts';
import { signInFile } from '../../../adapters/microsoft/sign-in/sign-in-file.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { databaseOf } from '../../support/database.ts';
import { fakeEntra } from '../../support/entra.ts';
import type { EntraPerson } from '../../support/entra-tokens.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { fakeGraph } from '../../support/graph.ts';
import { graphFaults } from '../../support/microsoft-faults.ts';
import { clientId, microsoftFile, microsoftTenant, partnerId } from '../../support/microsoft-file.ts';
import { drives } from '../../support/programs.ts';
import { signedInAt } from '../../support/sign-in.ts';
import { fakeSlack } from '../../support/slack.ts';
import { machineDate, today } from '../../support/time.ts';
import { failureOf, microsoftApi, rsaCertificate, tenantId, tenantWith } from '../microsoft/api/microsoft-api.ts';
import { bot, command, folder, patient, run, type Settings } from '../process/child.ts';

const secret = `Abc8Q${randomBytes(20).toString('hex')}`;
const step = 'npm run microsoft -- sign-in contoso';
const byUser = { alerts: { by: 'user' } };

/** A made-up Microsoft with an app, Ada, who may read alerts, and a state folder. */
async function connected() {
  const entra = await fakeEntra();
  const graph = await fakeGraph(entra);
  onTestFinished(async () => {
    await graph.stop();
    await entra.stop();
  });
  const app = entra.tokens.register({
    ...{ tenantId: partnerId, clientId, secrets: [{ value: secret }], redirectUris: ['http://localhost'] },
    scopes: ['PartnerSecurity.Read.All', 'PartnerSecurity.ReadWrite.All'],
  });
  const ada: EntraPerson = {
    ...{ tenantId: partnerId, objectId: '33333333-0000-4000-8000-000000000003', upn: 'ada@contoso.example' },
    ...{ withMfa: true, trouble: null },
  };
  entra.tokens.people.push(ada);
  const { partner } = graph.tenant(partnerId);
  partner.demandsMfa = true;
  const STATE_DIR = join(folder(), 'state');
  await (await openStore({ dir: STATE_DIR, onFatal: () => {} })).close();
  writeFileSync(join(STATE_DIR, 'mode'), 'local\n', { mode: 0o600 });
  const dir = folder();
  const path = join(STATE_DIR, 'microsoft', `${partnerId}.token`);

  function settingsFor(...tenants: object[]): Settings {
    const MICROSOFT = join(dir, 'microsoft.json');
    writeFileSync(MICROSOFT, microsoftFile(tenants, { login: entra.login, api: graph.api }));
    return { STATE_DIR, MICROSOFT, APP_SECRET: secret };
  }
  return {
    ...{ entra, graph, app, ada, partner, settingsFor, STATE_DIR, path },
    content: () => JSON.parse(readFileSync(path, 'utf8')),
    /** Writes a file beside the file of the setting, and returns its path. */
    write(name: string, text: string): string {
      writeFileSync(join(dir, name), text, { mode: 0o600 });
      return join(dir, name);
    },
    /** Begins to sign somebody in. Resolves once the address is shown. */
    async begin(more: object = byUser, settings: Settings = {}) {
      const all = { ...settingsFor(microsoftTenant(more)), ...settings };
      const running = command('microsoft', all, 'sign-in', 'contoso');
      const shown = vi.waitUntil(() => /^http:\S+authorize\S+$/m.exec(running.said.err)?.[0], patient);
      const early = running.ended.then(({ err }) => Promise.reject(new Error(`it ended early: ${err}`)));
      const address = await Promise.race([shown, early]);
      early.catch(() => {});
      return { ...running, address, query: new URL(address).searchParams };
    },
    /** No secret and nothing that Entra gave is in any of the texts, but for the address that a person pastes themselves. */
    expectSilent(...texts: string[]) {
      expect(entra.tokens.issued.length).toBeGreaterThan(0);
      for (const value of [secret, ...entra.tokens.issued]) for (const text of texts) expect(text).not.toContain(value);
    },
  };
}

it('signs in by the browser of the machine, and keeps what the bot needs', async () => {
  const { begin, content, path, entra, graph, ada, expectSilent } = await connected();
  const { address, query, ended } = await begin();
  expect(address).toContain(`${entra.login}/${partnerId}/oauth2/v2.0/authorize?`);
  expect(Object.fromEntries(query)).toEqual({
    ...{ client_id: clientId, response_type: 'code', response_mode: 'query', prompt: 'select_account' },
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    scope: 'offline_access https://graph.microsoft.com/PartnerSecurity.Read.All',
    state: expect.stringMatching(/^[\w-]{43}$/),
    ...{ code_challenge: expect.stringMatching(/^[\w-]{43}$/), code_challenge_method: 'S256' },
  });
  const page = await fetch((await signedInAt(address)) ?? '');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You can close this page.')]);
  const { code, out, err } = await ended;
  expect([code, out]).toEqual([
    0,
    'ada@contoso.example is signed in for contoso. The running bot finds it within a minute, and tells the admins.\n',
  ]);
  expect(content()).toEqual({
    ...{ version: 1, generation: expect.any(Number), refreshToken: entra.tokens.issued.at(-1) },
    signedInAt: expect.stringMatching(/^2026-11-24T/),
    who: { name: ada.upn, objectId: ada.objectId },
  });
  expect([path, join(path, '..')].map((one) => (statSync(one).mode & 0o777).toString(8))).toEqual(['600', '700']);
  expect(readdirSync(join(path, '..'))).toEqual([`${partnerId}.token`]);
  expect(entra.tokens.asked.map(({ grant, outcome }) => [grant, outcome])).toEqual([['authorization_code', 'ok']]);
  expect(graph.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['GET', '/beta/security/partner/securityAlerts', 200],
  ]);
  expectSilent(out, err);
});

it('signs in on a machine without a browser, by the address that did not open, with the right to write back', async () => {
  const { begin, content, app, write, expectSilent } = await connected();
  const { keyPem, certificate } = rsaCertificate({ name: 'app' });
  Object.assign(app, { secrets: [], certificates: [certificate] });
  const files = { key: [`file:${write('key', keyPem)}`], certificate: [`file:${write('crt', certificate)}`] };
  const credential = { certificate: files };
  const { address, query, child, ended, said } = await begin({ credential, alerts: { by: 'user', writeBack: true } });
  expect(query.get('scope')).toBe('offline_access https://graph.microsoft.com/PartnerSecurity.ReadWrite.All');
  child.stdin.write('\nhttp://localhost/?code=x\n');
  await vi.waitUntil(() => said.err.includes('This is not the address of the page that did not open'), patient);
  child.stdin.write(`  ${await signedInAt(address)} \r\n`);
  const { code, out, err } = await ended;
  expect([code, content().who.name]).toEqual([0, 'ada@contoso.example']);
  expectSilent(out, err);
});

it('waits on when another state comes, by the browser or pasted, and takes one answer', async () => {
  const { begin, path, entra } = await connected();
  const { address, query, child, ended, said } = await begin();
  const answer = new URL((await signedInAt(address)) ?? '');
  const forged = new URL(answer);
  forged.searchParams.set('state', `${query.get('state')}x`);
  const without = new URL(answer);
  without.searchParams.delete('state');
  const elsewhere = new URL(`/other${answer.search}`, answer);
  for (const url of [forged, without, elsewhere, new URL('/favicon.ico', answer)]) {
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('This is not the answer')]);
  }
  expect((await fetch(answer, { method: 'POST' })).status).toBe(400);
  child.stdin.write(`${forged}\n`);
  await vi.waitUntil(() => said.err.includes('belongs to another sign-in'), patient);
  expect([entra.tokens.asked, existsSync(path)]).toEqual([[], false]);
  entra.tokens.faults.fail(() => true, { kind: 'silence' });
  expect((await fetch(answer)).status).toBe(200);
  await expect(fetch(answer)).rejects.toThrow();
  child.kill();
  await ended;
});

it('listens on loopback alone', async () => {
  const { begin } = await connected();
  const { query, child, ended } = await begin();
  const { port } = new URL(query.get('redirect_uri') ?? '');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(400);
  await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
  child.kill();
  await ended;
});

type Connected = Awaited<ReturnType<typeof connected>>;

describe('keeps nothing, and says what to do', () => {
  it.each<[string, (made: Connected) => unknown, RegExp]>([
    [
      'without MFA',
      ({ ada }) => Object.assign(ada, { withMfa: false }),
      /\(Unauthorized_MissingMFA\)\. .*only with MFA/,
    ],
    [
      'for somebody whom Graph does not let',
      ({ graph }) => graph.faults.fail(() => true, graphFaults.forbidden),
      /\(Authorization_RequestDenied\)\. .*delegated permission/,
    ],
    [
      'without consent to the permission',
      ({ app }) => Object.assign(app, { scopes: [] }),
      /\(AADSTS65001\)\. Grant the app its permissions/,
    ],
    ['when the code was used before', ({ entra }) => refuse(entra, 54005), /\(AADSTS54005\)\. The code .* used before/],
    ['when the code is of another sign-in', ({ entra }) => refuse(entra, 501481), /\(AADSTS501481\)\. /],
    ['for somebody who left', ({ ada }) => Object.assign(ada, { trouble: 'left' }), /\(AADSTS50057\)\. /],
    ['for a revoked session', ({ ada }) => Object.assign(ada, { trouble: 'revoked' }), /\(AADSTS50173\)\. /],
    ['when MFA is asked for', ({ ada }) => Object.assign(ada, { trouble: 'mfa' }), /\(AADSTS50076\)\. /],
    [
      'against Conditional Access',
      ({ ada }) => Object.assign(ada, { trouble: 'conditionalAccess' }),
      /\(AADSTS53003\)\. Conditional Access/,
    ],
    [
      'by a secret that has expired',
      ({ app }) => Object.assign(app, { secrets: [{ value: secret, expired: true }] }),
      /\(AADSTS7000222\)\. The client secret has expired/,
    ],
    ['when Graph has a fault', ({ graph }) => graph.faults.fail(() => true, graphFaults.html), /\(notJson\)\. /],
    [
      'for an account of another tenant',
      ({ entra }) => give(entra, { tid: tenantId, oid: 'x', upn: 'eve@fabrikam.example' }),
      /\(otherTenant\)\. This account is of another tenant/,
    ],
    ['for a token that tells nobody', ({ entra }) => give(entra, { oid: null }), /\(noTid\)\. /],
    [
      'without a refresh token',
      ({ entra }) => give(entra, { tid: partnerId, oid: 'x' }, {}),
      /\(noRefreshToken\)\. Microsoft Entra gave no refresh token/,
    ],
  ])('%s', async (_what, arrange, told) => {
    const made = await connected();
    await arrange(made);
    const { address, ended } = await made.begin();
    await fetch((await signedInAt(address)) ?? '');
    const { code, out, err } = await ended;
    expect([code, out, existsSync(made.path)]).toEqual([1, '', false]);
    const [, sentence = ''] = err.split('Nobody was signed in, and nothing was kept ');
    expect(sentence).toMatch(told);
    made.expectSilent(out, err);
  });

  const refuse = ({ tokens }: Connected['entra'], number: number) =>
    tokens.faults.fail(() => true, {
      ...{ kind: 'answer', status: 400, body: { error: 'invalid_grant', error_codes: [number] } },
    });
  const give = async ({ tokens, token }: Connected['entra'], claims: object, more: object = { refresh_token: 'r' }) => {
    const all = { aud: 'https://graph.microsoft.com', idtyp: 'user', scp: 'PartnerSecurity.Read.All', amr: ['mfa'] };
    const body = { access_token: await token({ claims: { ...all, ...claims } }), expires_in: 3_599, ...more };
    tokens.faults.fail(() => true, { kind: 'answer', status: 200, body });
  };

  it('when the person says no, or has no account there', async () => {
    const { begin, path, entra } = await connected();
    const { address, ended } = await begin();
    await fetch((await signedInAt(address, 'nobody@contoso.example')) ?? '');
    const { code, err } = await ended;
    expect([code, existsSync(path), entra.tokens.asked]).toEqual([1, false, []]);
    expect(err).toContain(`kept (access_denied). Microsoft or the person ended the sign-in: begin again with ${step}`);
  });

  it('and an earlier sign-in stays as it is', async () => {
    const made = await connected();
    const signInOnce = async () => {
      const { address, ended } = await made.begin();
      await fetch((await signedInAt(address)) ?? '');
      return ended;
    };
    expect((await signInOnce()).code).toBe(0);
    const before = made.content();
    made.ada.withMfa = false;
    expect((await signInOnce()).code).toBe(1);
    expect(made.content()).toEqual(before);
    made.ada.withMfa = true;
    expect((await signInOnce()).code).toBe(0);
    expect(made.content().generation).toBeGreaterThan(before.generation);
  });

  it('where the disk does not take it, and says where', async () => {
    const { begin, path } = await connected();
    const { address, ended } = await begin();
    writeFileSync(join(path, '..'), '');
    await fetch((await signedInAt(address)) ?? '');
    const { code, err } = await ended;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/nothing was kept: \S+\/microsoft cannot be written \(EEXIST\)/),
    ]);
  });

  it('where the disk is full', async () => {
    const { begin, path } = await connected();
    const full = `import { open } from 'node:fs/promises';
      const handle = await open(process.execPath);
      Object.getPrototypeOf(handle).writeFile = async () => {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
      };
      await handle.close();`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(full)}`;
    const { address, ended } = await begin(byUser, { NODE_OPTIONS });
    await fetch((await signedInAt(address)) ?? '');
    const { code, err } = await ended;
    expect([code, err, readdirSync(join(path, '..'))]).toEqual([
      1,
      expect.stringMatching(/nothing was kept: \S+\/microsoft cannot be written \(ENOSPC\)/),
      [],
    ]);
  });

  it('where Entra shows a page of its own, since the redirect is not registered', async () => {
    const { begin, app } = await connected();
    app.redirectUris = ['https://bot.example.com'];
    const { address, child, ended } = await begin();
    expect(await signedInAt(address)).toBeNull();
    child.kill();
    await ended;
  });
});

it('ends after ten minutes', async () => {
  const api = await microsoftApi();
  const time = fakeTime(today);
  const stateDir = folder();
  const said: string[] = [];
  const tenant: MicrosoftTenant = {
    ...tenantWith({ kind: 'secret', secrets: [] }),
    alerts: { by: 'user', everyMs: 300_000, writeBack: false },
  };
  const terminal = { say: (text: string) => void said.push(text), onLine: () => () => {} };
  const origins = { login: api.entra.login, api: api.graph.api };
  let isOver = false;
  const failure = failureOf(
    signIn(tenant, origins, signInFile(stateDir, tenant), terminal, { ...api.world, timers: time }),
  ).finally(() => {
    isOver = true;
  });
  await expect.poll(() => said.length).toBe(1);
  const [redirect = ''] = /http%3A%2F%2Flocalhost%3A\d+/.exec(said[0] ?? '') ?? [];
  await time.advance(answerMs - 1);
  expect([(await fetch(decodeURIComponent(redirect))).status, isOver]).toEqual([400, false]);
  await time.advance(1);
  expect(await failure).toMatchObject({
    ...{ kind: 'signIn', code: 'timeout' },
    step: `No answer came within ten minutes. Begin again with ${step}`,
  });
  await expect(fetch(decodeURIComponent(redirect))).rejects.toThrow();
  expect(readdirSync(stateDir)).toEqual([]);
  time.stop();
  await api.stop();
});

describe('refuses before anything is asked', () => {
  it.each<[string, object, string]>([
    ['a tenant that is asked about as the app', {}, 'contoso is asked about as the app, so nobody needs to sign in.'],
    [
      'a tenant with a managed identity',
      { credential: { managedIdentity: true } },
      'contoso signs in by a managed identity, through which no person can sign in',
    ],
    [
      'another name',
      { ...byUser, name: 'fabrikam' },
      'The file that MICROSOFT names has no tenant contoso, only: fabrikam.',
    ],
    ['a file with mistakes', { ...byUser, roles: 'yes' }, 'tenants.0.roles: '],
  ])('%s', async (_what, more, told) => {
    const { settingsFor } = await connected();
    const { code, out, err } = await command('microsoft', settingsFor(microsoftTenant(more)), 'sign-in', 'contoso')
      .ended;
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(told)]);
  });

  it('with the settings of local mode where the state is that of a hosted bot', async () => {
    const { settingsFor, STATE_DIR } = await connected();
    writeFileSync(join(STATE_DIR, 'mode'), 'hosted\n');
    const running = command('microsoft', settingsFor(microsoftTenant(byUser)), 'sign-in', 'contoso');
    const shown = vi.waitUntil(() => running.said.err.includes('/authorize?'), patient);
    const ended = await Promise.race([running.ended, shown.then(() => Promise.reject(new Error('it began')))]);
    shown.catch(() => {});
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('is a hosted bot’s, and local mode')]);
  });

  it('without MICROSOFT, without a state, and in words that it does not know', async () => {
    const { settingsFor, STATE_DIR } = await connected();
    const settings = settingsFor(microsoftTenant(byUser));
    const ended = (settings: Settings, ...args: string[]) => command('microsoft', settings, ...args).ended;
    const unset = await ended({ STATE_DIR }, 'sign-in', 'contoso');
    expect([unset.code, unset.err]).toEqual([1, expect.stringContaining('MICROSOFT is not set')]);
    const absent = join(folder(), 'none');
    const none = await ended({ ...settings, STATE_DIR: absent }, 'sign-in', 'contoso');
    expect([none.code, none.err, existsSync(absent)]).toEqual([
      1,
      expect.stringContaining(`There is no state in ${absent}`),
      false,
    ]);
    expect((await ended(settings, 'sign-out', 'contoso')).code).toBe(2);
    expect((await ended(settings, 'sign-in')).err).toContain('Missing: NAME.');
  });
});

it('works while the bot runs, and no backup, export or line of the log has the sign-in', async () => {
  const { begin, content, settingsFor, entra, path, expectSilent, STATE_DIR } = await connected();
  const settings = settingsFor(microsoftTenant({ ...byUser, score: true }));
  const { said, child, ended: botEnded } = await bot({ ...settings, LOG_LEVEL: 'trace' });
  const { address, ended } = await begin({ ...byUser, score: true });
  await fetch((await signedInAt(address)) ?? '');
  const signedIn = await ended;
  expect(signedIn.code).toBe(0);
  const [copy, register] = ['copy', 'register.json'].map((name) => join(folder(), name));
  const made = [
    await command('backup', settings, copy ?? '').ended,
    await command('export', settings, register ?? '').ended,
    await command('verify', settings).ended,
    await command('doctor', settings).ended,
  ];
  expect(made.map(({ code }) => code).slice(0, 3)).toEqual([0, 0, 0]);
  expect(made[3]?.out).toContain('Microsoft lists the alerts to the person.');
  child.kill();
  await botEnded;
  const { refreshToken } = content();
  expect(entra.tokens.issued).toContain(refreshToken);
  const texts = [copy, register].map((file) => readFileSync(file ?? '', 'utf8'));
  expectSilent(...texts, said.out, said.err, ...made.flatMap(({ out, err }) => [out, err]));
  for (const text of texts) expect(text).not.toContain('refreshToken');
  // A restore leaves it as it is, and so does the next start.
  expect((await command('restore', settings, copy ?? '').ended).code).toBe(0);
  expect(content().refreshToken).toBe(refreshToken);
  const again = await bot(settings);
  again.child.kill();
  await again.ended;
  expect(existsSync(path)).toBe(true);
  expect(existsSync(join(STATE_DIR, 'microsoft'))).toBe(true);
}, 60_000);

it.runIf(drives('postgresql'))(
  'where the state is in a database, replicas share the sign-in, and no log or backup has it',
  async () => {
    // The database goes by the machine's clock.
    machineDate();
    const { begin, settingsFor, entra, graph, expectSilent, STATE_DIR, write } = await connected();
    const [{ url, schema, sql }, slack] = [await databaseOf(), await fakeSlack()];
    onTestFinished(slack.stop);
    const hosted: Settings = {
      ...{ DATABASE_URL: url, NODE_ENV: 'production', HOST: '127.0.0.1', ADMINS: 'slack:T0HOME/UONCALL' },
      ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    };
    const settings = { ...settingsFor(microsoftTenant(byUser)), ...hosted, LOG_LEVEL: 'trace' };
    const rows = () => sql(`SELECT * FROM ${schema}.sign_ins`);
    const early = await command('microsoft', settings, 'sign-in', 'contoso').ended;
    expect([early.code, early.err]).toEqual([
      1,
      expect.stringMatching(/nothing was kept: .*There is no state in postgres:/),
    ]);

    const { said, child, ended: botEnded } = await bot(settings);
    await vi.waitUntil(() => said.out.includes('"msg":"acting"'), patient);
    const { address, ended } = await begin(byUser, hosted);
    await fetch((await signedInAt(address)) ?? '');
    const signedIn = await ended;
    expect([signedIn.code, await rows()]).toMatchObject([0, [{ tenant: partnerId, sealed: expect.any(String) }]]);
    child.kill();
    await botEnded;
    const [before] = await rows();

    const other = await bot({ ...settings, STATE_DIR: folder() });
    const used = () => entra.tokens.asked.filter(({ grant }) => grant === 'refresh_token').length;
    await vi.waitUntil(() => used() > 0, patient);
    // The token that Entra gave anew is a row too.
    await vi.waitFor(async () => expect((await rows())[0]).not.toEqual(before), patient);
    await vi.waitUntil(() => graph.requests.length > 1, patient);
    const copy = join(folder(), 'copy');
    const made = [await command('backup', settings, copy).ended, await command('doctor', settings).ended];
    expect([made[0]?.code, made[1]?.out]).toEqual([
      ...[0, expect.stringContaining('Microsoft lists the alerts to the person.')],
    ]);
    other.child.kill();
    await other.ended;
    const texts = [readFileSync(copy, 'utf8'), said.out, said.err, other.said.out, other.said.err];
    expectSilent(...texts, ...made.flatMap(({ out, err }) => [out, err]), JSON.stringify(await rows()));
    const [{ sealed = '' } = {}] = await rows();
    for (const text of texts) expect(text).not.toContain(sealed);
    expect(existsSync(join(STATE_DIR, 'microsoft'))).toBe(false);

    const credential = { federated: { tokenFile: write('token', 'x') } };
    const federated = { ...settings, ...settingsFor(microsoftTenant({ ...byUser, credential })) };
    const refused = await run('adapters/main.ts', federated).ended;
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('contoso has a federated credential')]);
  },
  90_000,
);

it('sees to it that a folder which was there is closed to others', async () => {
  const { begin, path } = await connected();
  rmSync(join(path, '..'), { recursive: true, force: true });
  mkdirSync(join(path, '..'), { mode: 0o755 });
  const { address, ended } = await begin();
  await fetch((await signedInAt(address)) ?? '');
  expect((await ended).code).toBe(0);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});
