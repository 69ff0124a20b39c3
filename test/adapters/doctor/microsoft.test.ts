import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signInFile } from '../../../adapters/microsoft/sign-in/sign-in-file.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import type { Tx } from '../../../src/ports/store.ts';
import { fakeEntra } from '../../support/entra.ts';
import type { EntraPerson } from '../../support/entra-tokens.ts';
import { fakeGraph } from '../../support/graph.ts';
import { graphFaults, type MicrosoftFault } from '../../support/microsoft-faults.ts';
import { clientId, microsoftFile, microsoftTenant, partnerId } from '../../support/microsoft-file.ts';
import { aTenant } from '../../support/partner.ts';
import { requirements } from '../../support/score-door.ts';
import { refreshTokenOf } from '../../support/sign-in.ts';
import { day, elapsed, hour, isoNow, minute, now, second } from '../../support/time.ts';
import { rsaCertificate } from '../microsoft/api/microsoft-api.ts';
import { folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';
import { appToken, botToken, slackApi } from './slack-api.ts';

/** It looks like a code of Microsoft's, so that nothing but its value can keep it out of an answer. */
const secret = `Abc8Q${randomBytes(20).toString('hex')}`;
const oldSecret = `Old8Q~${randomBytes(20).toString('hex')}`;
const objectId = '33333333-0000-4000-8000-000000000003';
const person = 'slack:T0/U1';
const inDays = (days: number) => `${new Date(now() + days * day).toISOString().slice(0, 19)}Z`;
const aspects = ['sign-in', 'permissions', 'roles', 'score', 'alerts', 'mail', 'people'];
const named = (...some: string[]) => some.map((aspect) => `microsoft:contoso:${aspect}`);

/** A made-up Microsoft and Slack, with an app that may ask for roles and the score, and somebody who is linked. */
async function connected() {
  const entra = await fakeEntra();
  const graph = await fakeGraph(entra);
  onTestFinished(async () => {
    await graph.stop();
    await entra.stop();
  });
  const slack = await slackApi();
  slack.state.users.set('U1', { team_id: 'T0', profile: { email: 'Ada@Contoso.example' } });
  const app = entra.tokens.register({
    ...{ tenantId: partnerId, clientId, secrets: [{ value: secret }] },
    roles: ['User.Read.All', 'PartnerSecurity.Read.All'],
  });
  const user = {
    ...{ id: objectId, userPrincipalName: 'ada@contoso.example', displayName: 'Ada', mail: null as string | null },
    ...{ accountEnabled: true as unknown, userType: 'Member', memberOf: new Set<string>() },
  };
  graph.tenant(partnerId).users.set(objectId, user);
  const dir = folder();
  const STATE_DIR = join(folder(), 'state');
  const entry = { roles: true, people: { [person]: objectId }, score: true };

  function settingsFor(...tenants: object[]): Settings {
    const MICROSOFT = join(dir, 'microsoft.json');
    writeFileSync(MICROSOFT, microsoftFile(tenants, { login: entra.login, api: graph.api }));
    return {
      ...{ STATE_DIR, MICROSOFT, APP_SECRET: secret, ADMINS: 'slack:T0/U0' },
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken },
    };
  }
  return {
    ...{ entra, graph, app, user, slack: slack.state, entry, STATE_DIR, settingsFor },
    /** Writes a file into the folder of the file, and returns its path. */
    write(name: string, text: string): string {
      writeFileSync(join(dir, name), text, { mode: 0o600 });
      return join(dir, name);
    },
    /** Changes what is stored, as the bot does. */
    async store(change: (tx: Tx) => Promise<void>) {
      const store = await openStore({ dir: STATE_DIR, onFatal: () => {} });
      await store.change(change);
      await store.close();
    },
    /** Runs doctor about one tenant, whose entry has this too. */
    diagnosed: (more: object = {}, ...args: string[]) =>
      doctor(settingsFor(microsoftTenant({ ...entry, ...more })), ...args),
    /** Every request that Microsoft got. */
    asked: () => [...entra.tokens.asked.map(({ grant }) => grant), ...graph.requests.map(({ path }) => path)],
  };
}

const portalRow = (askedAt: string) => ({
  ...{
    id: partnerId,
    askedAt,
    waitMs: 6 * hour,
    onFile: 'yes' as const,
    known: { onFile: 'yes' as const, at: askedAt },
  },
  ...{ noSince: null, averageHours: null, averageAt: null, score: null },
});

it('is green where all is well, and only reads', async () => {
  const { diagnosed, store, graph, asked } = await connected();
  await store(async (tx) => {
    await tx.put('tenants', aTenant({ id: partnerId, name: 'Contoso' }));
    await tx.put('provenAdmins', { id: person, tenantId: partnerId, provenAt: '2026-11-20T08:00:00.000Z' });
    await tx.put('portal', portalRow(new Date(now() - 2 * hour - minute).toISOString()));
  });
  const { failed, check, names } = await diagnosed();
  expect(failed.filter((name) => name.startsWith('microsoft'))).toEqual([]);
  expect(names.filter((name) => name.startsWith('microsoft'))).toEqual(['microsoft', ...named(...aspects)]);
  const all = ['microsoft', ...named(...aspects)].map((name) => [check(name)?.state, check(name)?.detail]);
  expect(all).toEqual([
    ['ok', '1 tenant in the file.'],
    [
      'ok',
      'Microsoft Entra gives the app a token. When its client secret ends stands in the Entra admin center alone.',
    ],
    ['ok', 'Granted, and nothing else: User.Read.All, PartnerSecurity.Read.All.'],
    ['ok', 'The bot sees the role: it saw a Global Administrator of the tenant last on 2026-11-20.'],
    [
      'ok',
      'Microsoft sees a contact on file now. The bot asked 2 hours ago, and was told that Microsoft sees a contact on file.',
    ],
    ['off', 'Not asked: `alerts` is not set for this tenant.'],
    ['off', 'Not asked: `mail` is not set for this tenant.'],
    ['ok', '1 Slack user linked. 1 with the same address in Slack and in Microsoft Entra.'],
  ]);
  expect(new Set(graph.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(asked().filter((what) => what.includes('securityScore'))).toEqual([
    '/beta/security/partner/securityScore/requirements',
  ]);
});

it('is off without MICROSOFT', async () => {
  expect((await doctor({}, '--offline')).check('microsoft')).toMatchObject({
    state: 'off',
    detail: 'MICROSOFT is not set.',
  });
});

it('tells every mistake of the file at once', async () => {
  const { settingsFor } = await connected();
  const { failed, check, names } = await doctor(
    settingsFor(microsoftTenant({ name: 'UPPER', score: 'yes', credential: { secret: ['env:NOT_THERE'] } })),
    '--offline',
  );
  expect(failed).toEqual(['microsoft']);
  for (const part of ['tenants.0.name', 'tenants.0.score', 'NOT_THERE is not set'])
    expect(check('microsoft')?.detail).toContain(part);
  expect(names.filter((name) => name.startsWith('microsoft:'))).toEqual([]);
});

it('asks nobody with --offline, and still sees a certificate that ends', async () => {
  const { diagnosed, asked, write } = await connected();
  const { keyPem, certificate } = rsaCertificate({ name: 'app', until: inDays(5.5) });
  const files = { key: [`file:${write('key', keyPem)}`], certificate: [`file:${write('crt', certificate)}`] };
  const { failed, check } = await diagnosed({ credential: { certificate: files } }, '--offline');
  expect(failed).toEqual(named('sign-in'));
  expect(check('microsoft:contoso:score')?.detail).toBe('Not looked at: --offline. The bot has not asked yet.');
  expect(check('microsoft:contoso:people')?.detail).toBe('1 Slack user linked. Not looked at: --offline.');
  expect(asked()).toEqual([]);
});

it('tells of missing permissions, and asks for nothing that needs them', async () => {
  const { diagnosed, app, graph } = await connected();
  app.roles = [];
  const { failed, check } = await diagnosed();
  expect(failed).toEqual(named('permissions'));
  expect(check('microsoft:contoso:permissions')?.detail).toBe(
    'Missing: User.Read.All (for roles), PartnerSecurity.Read.All (for score).',
  );
  expect(check('microsoft:contoso:permissions')?.fix).toContain(
    'add as application permissions User.Read.All, PartnerSecurity.Read.All',
  );
  for (const name of named('score', 'people'))
    expect(check(name)).toMatchObject({ state: 'off', detail: expect.stringContaining('see microsoft:contoso:perm') });
  expect(graph.requests).toEqual([]);
});

it('tells of more permissions than needed', async () => {
  const { diagnosed, app } = await connected();
  app.roles = ['User.Read.All', 'PartnerSecurity.ReadWrite.All', 'Mail.Read'];
  const { failed, check } = await diagnosed();
  expect(failed).toEqual(named('permissions'));
  const { detail, fix } = check('microsoft:contoso:permissions') ?? {};
  expect(detail).toBe(
    'More than needed: PartnerSecurity.ReadWrite.All, Mail.Read. Mail permissions here open every mailbox.',
  );
  expect(fix).toContain(
    'add as application permissions PartnerSecurity.Read.All and grant admin consent; remove PartnerSecurity.ReadWrite.All, Mail.Read',
  );
});

it('goes by what the file names', async () => {
  const { diagnosed, app } = await connected();
  app.roles = ['PartnerSecurity.ReadWrite.All'];
  const none = { roles: false, people: undefined, score: false };
  const { failed, check } = await diagnosed({ ...none, alerts: { writeBack: true } });
  expect(failed).toEqual([]);
  expect(check('microsoft:contoso:permissions')?.detail).toContain('Granted, and nothing else');
  for (const name of named('roles', 'score', 'people')) expect(check(name)?.state).toBe('off');
  app.roles = [];
  const byPerson = await diagnosed({ ...none, score: true, alerts: { by: 'user' } });
  expect(byPerson.check('microsoft:contoso:permissions')?.detail).toBe('None is needed, and none is granted.');
  expect(byPerson.failed).toEqual(named('score', 'alerts'));
  for (const name of byPerson.failed)
    expect(byPerson.check(name)?.fix).toContain('npm run microsoft -- sign-in contoso');
});

it('tells of a secret that has expired, and of one beside a good one', async () => {
  const { diagnosed, settingsFor, app, entry } = await connected();
  app.secrets = [{ value: secret, expired: true }];
  const { failed, check } = await diagnosed();
  expect(failed).toEqual(named('sign-in'));
  expect(check('microsoft:contoso:sign-in')).toMatchObject({
    detail: 'Microsoft Entra gives the app no token (401, AADSTS7000222).',
    fix: expect.stringContaining('The client secret has expired'),
  });
  for (const name of named('permissions', 'score', 'people'))
    expect(check(name)).toMatchObject({
      state: 'off',
      detail: expect.stringContaining('see microsoft:contoso:sign-in'),
    });
  app.secrets = [{ value: oldSecret, expired: true }, { value: secret }];
  const two = microsoftTenant({ ...entry, credential: { secret: ['env:APP_OLD', 'env:APP_SECRET'] } });
  const beside = await doctor({ ...settingsFor(two), APP_OLD: oldSecret });
  expect(beside.failed).toEqual(named('sign-in'));
  expect(beside.check('microsoft:contoso:sign-in')?.detail).toBe(
    'Microsoft Entra takes one of the credentials, and refuses another (AADSTS7000222).',
  );
  expect(beside.check('microsoft:contoso:score')?.state).toBe('ok');
});

it('says how long a certificate is valid, and fails below 14 days', async () => {
  const { diagnosed, app, write } = await connected();
  const signIn = async (days: number) => {
    const { keyPem, certificate } = rsaCertificate({ name: 'app', until: inDays(days) });
    app.certificates = [certificate];
    const files = { key: [`file:${write('key', keyPem)}`], certificate: [`file:${write('crt', certificate)}`] };
    const { check, out } = await diagnosed({ credential: { certificate: files } });
    for (const line of keyPem.trim().split('\n')) expect(out).not.toContain(line);
    return check('microsoft:contoso:sign-in');
  };
  expect(await signIn(5.5)).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/^Its certificate ends in 5 days, on 2026-\d\d-\d\d\.$/),
    fix: expect.stringMatching(/^Make a new certificate/),
  });
  expect(await signIn(14.5)).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('gives the app a token. Its certificate ends in 14 days'),
  });
  expect(await signIn(-1)).toMatchObject({
    state: 'failed',
    detail: 'Microsoft Entra gives the app no token (certificateEnded).',
  });
});

it('goes by the newest of two certificates, and tells when Entra does not know it yet', async () => {
  const { diagnosed, app, write } = await connected();
  const [old, next] = [inDays(5.5), inDays(300.5)].map((until, index) =>
    rsaCertificate({ name: 'app', from: `202${index}-01-01T00:00:00Z`, until }),
  );
  const both = [old, next].flatMap((one) => one ?? []);
  const files = {
    key: both.map(({ keyPem }, index) => `file:${write(`key${index}`, keyPem)}`),
    certificate: both.map(({ certificate }, index) => `file:${write(`crt${index}`, certificate)}`),
  };
  const signIn = async () =>
    (await diagnosed({ credential: { certificate: files } })).check('microsoft:contoso:sign-in');
  app.certificates = both.map(({ certificate }) => certificate);
  expect(await signIn()).toMatchObject({ state: 'ok', detail: expect.stringContaining('ends in 300 days') });
  app.certificates = both.slice(0, 1).map(({ certificate }) => certificate);
  expect(await signIn()).toMatchObject({
    state: 'failed',
    detail: 'Microsoft Entra takes one of the credentials, and refuses another (AADSTS700027).',
  });
});

it('tells of a clock that is off as the clock’s fault', async () => {
  const { diagnosed, app, entra, write } = await connected();
  const { keyPem, certificate } = rsaCertificate({ name: 'app' });
  app.certificates = [certificate];
  entra.tokens.state.aheadMs = 10 * minute;
  const files = { key: [`file:${write('key', keyPem)}`], certificate: [`file:${write('crt', certificate)}`] };
  const { failed, check } = await diagnosed({ credential: { certificate: files } });
  expect(failed).toEqual(named('sign-in'));
  expect(check('microsoft:contoso:sign-in')).toMatchObject({
    detail: 'Microsoft Entra gives the app no token (401, clock).',
    fix: expect.stringContaining('Set the clock of this machine'),
  });
});

it.each<[string, MicrosoftFault, 'failed' | 'off', RegExp]>([
  ['an app that is refused alone', graphFaults.missingMfa, 'failed', /sign in with npm run/],
  ['a permission that the token has', graphFaults.forbidden, 'failed', /Grant the app/],
  ['HTML', graphFaults.html, 'failed', /proxy, firewall/],
  ['a bomb', graphFaults.bomb, 'failed', /proxy, firewall/],
  ['a redirect', graphFaults.redirect, 'failed', /never followed/],
  ['a token that is refused', graphFaults.unauthorized, 'failed', /`login` and `api`/],
  ['too many requests', graphFaults.throttledYear, 'off', /in a minute/],
])('the score: %s', async (_what, fault, state, fix) => {
  const { diagnosed, graph } = await connected();
  graph.faults.fail((what) => what.includes('requirements'), fault, 2);
  const { failed, check } = await diagnosed();
  expect(failed).toEqual(state === 'failed' ? named('score') : []);
  expect(check('microsoft:contoso:score')).toMatchObject({ state, fix: expect.stringMatching(fix) });
  expect(check('microsoft:contoso:score')?.detail).toMatch(/The bot has not asked yet\.$/);
});

it('the score: a no is no fault, and what is not known is no no', async () => {
  const { diagnosed, graph } = await connected();
  const { partner } = graph.tenant(partnerId);
  partner.requirements = requirements('noncomplaint').value;
  const no = (await diagnosed()).check('microsoft:contoso:score');
  expect(no).toMatchObject({ state: 'ok', detail: expect.stringMatching(/^Microsoft sees no contact on file now\./) });
  partner.requirements = requirements(null).value;
  const unknown = (await diagnosed()).check('microsoft:contoso:score');
  expect(unknown).toMatchObject({ state: 'off', detail: expect.stringMatching(/does not say whether/) });
});

it('ends within ten seconds where Entra or Graph says nothing', async () => {
  const { settingsFor, graph, entra, entry } = await connected();
  const otherId = '44444444-4444-4444-8444-444444444444';
  const silent = microsoftTenant({ id: otherId, name: 'silent', score: true });
  graph.faults.fail(() => true, graphFaults.silence, 10);
  entra.tokens.faults.fail((what) => what.startsWith(otherId), graphFaults.silence, 10);
  const began = elapsed();
  const { failed, check } = await doctor(settingsFor(microsoftTenant(entry), silent));
  // Starting the program takes a while on a busy machine.
  expect(elapsed() - began).toBeLessThan(15 * second);
  expect(failed).toEqual([...named('score', 'people'), 'microsoft:silent:sign-in']);
  expect(check('microsoft:contoso:sign-in')?.state).toBe('ok');
  expect(check('microsoft:silent:sign-in')?.detail).toBe('Microsoft Entra gives the app no token (timeout).');
  expect(check('microsoft:silent:score')?.state).toBe('off');
}, 60_000);

describe('the alerts', () => {
  const checkedIn = async (made: Awaited<ReturnType<typeof connected>>, alerts: object, ...args: string[]) => {
    const { failed, check, out } = await made.diagnosed({ alerts }, ...args);
    return { failed, out, ...check('microsoft:contoso:alerts') };
  };
  /** Signs somebody in, and returns the file with the sign-in. */
  async function signedIn({ app, entra, STATE_DIR }: Awaited<ReturnType<typeof connected>>) {
    Object.assign(app, { scopes: ['PartnerSecurity.Read.All'], redirectUris: ['http://localhost'] });
    const ada: EntraPerson = {
      ...{ tenantId: partnerId, objectId, upn: 'ada@contoso.example', withMfa: true, trouble: null },
    };
    entra.tokens.people.push(ada);
    const scope = 'offline_access https://graph.microsoft.com/PartnerSecurity.Read.All';
    const refreshToken = await refreshTokenOf(entra, { tenantId: partnerId, clientId, secret, scope });
    const file = signInFile(STATE_DIR, { id: partnerId, name: 'contoso' });
    await file.write({ refreshToken, signedInAt: isoNow(), who: { name: ada.upn, objectId } });
    return { file, ada };
  }

  it('as the app: what Microsoft answers', async () => {
    const made = await connected();
    expect(await checkedIn(made, {})).toMatchObject({ state: 'ok', detail: 'Microsoft lists the alerts to the app.' });
    made.graph.tenant(partnerId).partner.demandsMfa = true;
    expect(await checkedIn(made, {})).toMatchObject({
      ...{ state: 'failed', failed: named('score', 'alerts') },
      detail: 'Microsoft Graph does not list the alerts to the app (403, Unauthorized_MissingMFA).',
      fix: expect.stringContaining('sign in with npm run microsoft -- sign-in contoso'),
    });
    expect(await checkedIn(made, {}, '--offline')).toMatchObject({ state: 'off', detail: 'Not looked at: --offline.' });
    made.app.roles = [];
    expect(await checkedIn(made, {})).toMatchObject({
      ...{ state: 'off', detail: 'Not looked at: see microsoft:contoso:permissions.' },
    });
  });

  it('as a person: that nobody has signed in, or since when, and what Microsoft answers them and the app', async () => {
    const made = await connected();
    made.app.roles = ['User.Read.All'];
    made.graph.tenant(partnerId).partner.demandsMfa = true;
    expect(await checkedIn(made, { by: 'user' })).toMatchObject({
      ...{ state: 'failed', failed: named('score', 'alerts'), detail: 'Nobody has signed in.' },
      fix: expect.stringContaining('npm run microsoft -- sign-in contoso'),
    });
    const { file, ada } = await signedIn(made);
    const before = readFileSync(file.path, 'utf8');
    const right = await checkedIn(made, { by: 'user' });
    expect(right).toMatchObject({
      ...{ state: 'ok', failed: [] },
      detail:
        'Microsoft lists the alerts to the person. A person signed in on 2026-11-24. The app alone gets no answer (Forbidden).',
    });
    expect(readFileSync(file.path, 'utf8')).toBe(before);
    for (const value of [...made.entra.tokens.issued, ada.upn]) expect(right.out).not.toContain(value);
    expect(await checkedIn(made, { by: 'user' }, '--offline')).toMatchObject({
      ...{ state: 'off', detail: 'Not looked at: --offline. A person signed in on 2026-11-24.' },
    });
    made.graph.tenant(partnerId).partner.demandsMfa = false;
    made.app.roles.push('PartnerSecurity.Read.All');
    expect((await checkedIn(made, { by: 'user' })).detail).toContain('to the app alone too: "by":"app" needs nobody.');
    ada.trouble = 'revoked';
    expect(await checkedIn(made, { by: 'user' })).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/to the person \(400, AADSTS50173\)\. A person signed in on 2026-11-24\.$/),
      fix: expect.stringContaining('npm run microsoft -- sign-in contoso'),
    });
    writeFileSync(file.path, '{');
    expect(await checkedIn(made, { by: 'user' })).toMatchObject({
      ...{ state: 'failed', detail: 'The sign-in of a person cannot be read (tokenFile).' },
    });
  });
});

it('says that a missing permission would look the same, until somebody was seen with the role', async () => {
  const { diagnosed, store } = await connected();
  const roles = async () => (await diagnosed({}, '--offline')).check('microsoft:contoso:roles');
  expect(await roles()).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/A missing permission would look the same\.$/),
    fix: expect.stringMatching(/setup/),
  });
  const elsewhere = '44444444-4444-4444-8444-444444444444';
  await store((tx) => tx.put('provenAdmins', { id: 'slack:T0/U2', tenantId: elsewhere, provenAt: isoNow() }));
  expect((await roles())?.state).toBe('off');
  await store((tx) => tx.put('provenAdmins', { id: person, tenantId: partnerId, provenAt: isoNow() }));
  expect((await roles())?.state).toBe('ok');
});

it('names linked people whose addresses differ, and never an address', async () => {
  const { diagnosed, user, slack, graph } = await connected();
  const people = async () => {
    const { out, check } = await diagnosed();
    expect(out).not.toMatch(/@[a-z]+\.example/i);
    return check('microsoft:contoso:people');
  };
  user.userPrincipalName = 'ada.admin@fabrikam.example';
  expect(await people()).toMatchObject({
    state: 'off',
    detail: `1 Slack user linked. The addresses differ for ${person}.`,
    fix: expect.stringMatching(/object id of each in `people`/),
  });
  user.mail = 'ADA@contoso.example';
  expect((await people())?.state).toBe('ok');
  user.accountEnabled = false;
  expect(await people()).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining(`${person}: the account in Microsoft Entra is disabled`),
  });
  graph.tenant(partnerId).users.clear();
  expect((await people())?.detail).toContain(`${person}: the tenant has no account with this object id`);
  slack.users.delete('U1');
  expect((await people())?.detail).toContain(`${person}: Slack knows nobody of this id`);
});

it('compares no addresses that Slack does not tell', async () => {
  const { diagnosed, slack } = await connected();
  slack.users.set('U1', { team_id: 'T0', profile: {} });
  expect((await diagnosed()).check('microsoft:contoso:people')).toMatchObject({
    state: 'ok',
    detail: '1 Slack user linked. 1 not compared: one side has or tells no address.',
  });
});

it('asks nothing about a retired tenant, and says which tenants are not set up', async () => {
  const { diagnosed, store, asked } = await connected();
  await store((tx) => tx.put('tenants', aTenant({ name: 'Other' })));
  const unknown = await diagnosed({}, '--offline');
  expect(unknown.check('microsoft')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/is not set up here/),
  });
  await store((tx) => tx.put('tenants', { ...aTenant({ id: partnerId }), retiredAt: isoNow() }));
  const { check } = await diagnosed();
  for (const name of named(...aspects))
    expect(check(name)).toMatchObject({ state: 'off', detail: expect.stringMatching(/tenant is retired/) });
  expect(asked()).toEqual([]);
});

it('warns of a source that sends the alerts of the same tenant too', async () => {
  const { settingsFor, entry, store, write } = await connected();
  await store((tx) => tx.put('tenants', aTenant({ id: partnerId })));
  const source = { name: 'logic-app', preset: 'graph', auth: { bearer: ['env:GRAPH_KEY'] } };
  const SOURCES = write('sources.json', JSON.stringify({ version: 1, sources: [source] }));
  const settings = { SOURCES, GRAPH_KEY: 'a-bearer-of-more-than-16-characters' };
  const { check } = await doctor(
    { ...settingsFor(microsoftTenant({ ...entry, alerts: {} })), ...settings },
    '--offline',
  );
  expect(check('microsoft')).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('contoso: the source logic-app sends its partner security alerts too'),
  });
});

it('knows the variables and files of the file, and keeps what is in them to itself', async () => {
  const { settingsFor, entry, write, app } = await connected();
  const { keyPem, certificate } = rsaCertificate({ name: 'app' });
  app.certificates = [certificate];
  const key = write('key', keyPem);
  const credential = { certificate: { key: [`file:${key}`], certificate: ['env:SLACK_BOT_TOKN'] } };
  // A variable of the file is no misspelling.
  const settings = { ...settingsFor(microsoftTenant({ ...entry, credential })), SLACK_BOT_TOKN: certificate.trim() };
  expect((await doctor(settings)).failed).toEqual([]);
  chmodSync(dirname(key), 0o755);
  chmodSync(key, 0o644);
  const { failed, check } = await doctor(settings, '--offline');
  expect(failed).toEqual(['settings:MICROSOFT']);
  expect(check('settings:MICROSOFT')?.fix).toBe(`Close it to others: chmod 600 ${key}.`);
});

it('needs no closed file for a certificate, which is public', async () => {
  const { diagnosed, write } = await connected();
  const { keyPem, certificate } = rsaCertificate({ name: 'app' });
  const [key, crt] = [write('key', keyPem), write('crt', certificate)];
  chmodSync(dirname(crt), 0o755);
  chmodSync(crt, 0o644);
  const { failed } = await diagnosed(
    { credential: { certificate: { key: [`file:${key}`], certificate: [`file:${crt}`] } } },
    '--offline',
  );
  expect(failed).toEqual([]);
});

it('repeats no secret and no token, even where a library or Microsoft quotes it', async () => {
  const { diagnosed, graph, entra } = await connected();
  const quoting = { error: { code: secret, message: `Bearer ${secret} ada@contoso.example` } };
  graph.faults.fail(() => true, { kind: 'answer', status: 403, body: quoting }, 10);
  const { out, check } = await diagnosed();
  expect(check('microsoft:contoso:score')?.detail).toContain('(403, [removed])');
  const body = { error: 'invalid_client', error_description: `AADSTS7000215: ${secret}`, error_codes: [7000215] };
  entra.tokens.faults.fail(() => true, { kind: 'answer', status: 401, body }, 10);
  const refused = await diagnosed();
  for (const said of [out, refused.out]) {
    for (const part of [secret, 'eyJ', '@contoso.example']) expect(said).not.toContain(part);
  }
  expect(refused.failed).toEqual(named('sign-in'));
});

const mailbox = 'security@contoso.example';
const mailEntry = { mail: { mailbox, senders: ['no-reply@microsoft.com'] } };

it('tells whether the app may read the mailbox, and how old the last mail is that the bot has seen', async () => {
  const { diagnosed, graph, store } = await connected();
  const box = { mails: [], readers: new Set([clientId]), epoch: 0 };
  graph.tenant(partnerId).mail.mailboxes.set(mailbox, box);
  const [name = ''] = named('mail');
  expect((await diagnosed(mailEntry)).check(name)).toMatchObject({
    state: 'ok',
    detail: 'The app may read the mailbox. The bot has not read it yet.',
  });
  const link = `/v1.0/users/${mailbox}/mailFolders/inbox/messages/delta?$deltatoken=x`;
  const newest = new Date(now() - 3 * hour).toISOString();
  const row = (more: object) => ({
    ...{ id: `mail:${partnerId}`, value: JSON.stringify({ mailbox, link, newest, ...more }) },
  });
  await store((tx) => tx.put('cursors', row({})));
  const offline = await diagnosed(mailEntry, '--offline');
  const seen = 'The last mail that the bot has seen in it is 3 hours old.';
  expect(offline.check(name)).toMatchObject({ state: 'off', detail: `Not looked at: --offline. ${seen}` });
  box.readers.clear();
  const refused = await diagnosed(mailEntry);
  expect(refused.failed).toEqual([name]);
  expect(refused.check(name)?.detail).toBe(
    `Microsoft Graph does not show the mailbox (403, ErrorAccessDenied). ${seen}`,
  );
  expect(refused.check(name)?.fix).toContain('In Exchange Online, give the app the role "Application Mail.Read"');
  graph.tenant(partnerId).mail.mailboxes.clear();
  const gone = await diagnosed(mailEntry);
  expect(gone.check(name)?.fix).toContain('Look whether `mailbox` in the file');
  expect(gone.check(name)?.detail).toContain('404');
});

it.each(['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic.All'])('fails where the app has %s in Entra', async (role) => {
  const { diagnosed, graph, app } = await connected();
  app.roles = ['User.Read.All', 'PartnerSecurity.Read.All', role];
  const { failed, check } = await diagnosed(mailEntry);
  expect(failed).toEqual(named('permissions', 'mail'));
  expect(check('microsoft:contoso:mail')?.detail).toContain(
    `The app has ${role} in Microsoft Entra, so it can read every mailbox of the tenant.`,
  );
  expect(graph.requests.filter(({ path }) => path.includes('/messages'))).toEqual([]);
});
