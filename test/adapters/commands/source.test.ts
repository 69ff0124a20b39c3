import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ruleId } from '../../../src/domain/alert/rule.ts';
import type { StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import { aTenant, contoso } from '../../support/partner.ts';
import { exampleOf } from '../../support/sender-page.ts';
import { isoNow } from '../../support/time.ts';
import { bot, command, folder, type Settings } from '../process/child.ts';
import { opened } from '../store/folder.ts';

const token = 'a-token-of-a-test-with-32-characters';

/** A sources' file with these sources, each with the same token. */
function sourcesFile(...sources: object[]): string {
  const file = join(folder(), 'sources.json');
  const auth = { bearer: ['env:TOKEN'] };
  writeFileSync(file, JSON.stringify({ version: 1, sources: sources.map((source) => ({ auth, ...source })) }));
  return file;
}

function source(settings: Settings, args: readonly string[], body = '') {
  const { child, ended } = command('source', settings, ...args);
  child.stdin.end(body);
  return ended;
}

/** Puts a tenant with one channel into the state. */
async function imported(settings: Settings): Promise<void> {
  const contact = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' };
  const channels = [{ platform: 'slack', address: 'C0123' }];
  const tenant = { id: '44444444-4444-4444-8444-444444444444', name: 'Contoso', partnerType: 'directBill' };
  const file = join(folder(), 'register.json');
  writeFileSync(file, JSON.stringify({ version: 1, tenants: [{ ...tenant, contact: { ...contact, channels } }] }));
  expect((await command('import', settings, file).ended).code).toBe(0);
}

const prom = { name: 'prom', preset: 'alertmanager' };
const example = JSON.stringify(exampleOf('alertmanager'));

it('tries a body beside the bot, and lists what was heard', async () => {
  const settings = { STATE_DIR: folder(), SOURCES: sourcesFile(prom, { ...prom, name: 'quiet' }) };
  await imported(settings);
  const { url } = await bot({ ...settings, TOKEN: token });
  const tried = await source(settings, ['try', 'prom'], example);
  expect([tried.code, JSON.parse(tried.out)]).toMatchObject([
    0,
    [
      {
        ...{ displayName: 'vm-7 speaks to a mining pool', severity: 'high', source: 'prom', over: null, notes: {} },
        tenant: { name: 'Contoso' },
        channels: [{ platform: 'slack', address: 'C0123', name: null }],
        toAdmins: false,
      },
      { severity: 'medium', over: { at: '2026-11-24T09:55:30.000Z' } },
    ],
  ]);
  const send = (authorization: string) =>
    fetch(`${url}/webhooks/alerts/prom`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: example,
    });
  expect((await send(`Bearer ${token}`)).status).toBe(202);
  const folderUsed = `State folder: ${settings.STATE_DIR}\n`;
  const { out, err } = await source(settings, ['list']);
  expect([tried.err, err]).toEqual([folderUsed, folderUsed]);
  const listed = out.split('\n').map((line) => line.split(/ {2,}/));
  expect(listed).toEqual([
    ['source', 'preset', 'auth', 'last heard', 'accepted', 'duplicate', 'unread', 'refused', 'since'],
    [
      'prom',
      'alertmanager',
      'bearer',
      expect.stringMatching(/^\d{4}-.*Z$/),
      '2',
      '0',
      '0',
      '0',
      expect.stringMatching(/Z$/),
    ],
    ['quiet', 'alertmanager', 'bearer', 'never', '0', '0', '0', '0', expect.anything()],
    [''],
  ]);
});

it('says which rule applied and why, and whether it is an open finding; lists the rules', async () => {
  const rules = [
    { when: { title: '*nothing*' }, severity: 'low' },
    { when: { title: '*Admins*' }, severity: 'low', why: 'Calm' },
  ];
  const cipp = { name: 'cipp', preset: 'cipp', severity: 'high', rules };
  const settings = { STATE_DIR: join(folder(), 'state'), SOURCES: sourcesFile(cipp) };
  const body = JSON.stringify(exampleOf('cipp'));
  const first = JSON.parse((await source(settings, ['try', 'cipp'], body)).out)[0];
  expect(first).toMatchObject({
    severity: 'high',
    rule: {
      ...{ path: 'rules.1', line: 'title *Admins* → severity low (Calm)', fits: { title: '*Admins*' } },
      ...{ severityWithoutRule: 'high', notLowered: 'A rule on the title lowers no high alert.' },
    },
    heldUntil: null,
    same: { seenAgain: null },
  });
  const store = await opened(settings.STATE_DIR);
  await store.change(async (tx) => {
    await tx.put('rules', {
      id: 'cipp',
      list: [{ id: ruleId({ title: '*admins*' }), line: '', since: isoNow(), usedAt: '2026-11-20T00:00:00.000Z' }],
    });
  });
  await store.close();
  expect((await source(settings, ['list'])).out.split('\n').slice(3)).toEqual([
    expect.stringMatching(/^source +rule$/),
    expect.stringMatching(/^cipp +rules\.0 +title \*nothing\* → severity low +never applied$/),
    expect.stringMatching(/^cipp +rules\.1 +title \*Admins\* → severity low \(Calm\) +last applied 2026-11-20T00/),
    '',
  ]);
});

it('says of a tenant that it is not set up', async () => {
  const tenant = { fixed: '72f988bf-86f1-41af-91ab-2d7cd011db47' };
  const settings = { STATE_DIR: folder(), SOURCES: sourcesFile({ ...prom, tenant }) };
  await imported(settings);
  const { code, out, err } = await source(settings, ['try', 'prom'], example);
  expect([code, JSON.parse(out)[0].tenant, err]).toEqual([0, null, expect.stringContaining('is not set up here')]);
  expect((await source(settings, ['list'])).err).toContain('prom: the partner tenant 72f988bf');
});

it('gives alerts without a tenant to the only one that is not retired, and says so where it cannot tell whose they are; fraud goes to the fraud channels', async () => {
  const settings = {
    STATE_DIR: join(folder(), 'state'),
    SOURCES: sourcesFile(prom, { name: 'fraud', preset: 'graph' }),
    FRAUD_TO_CONTACT: 'no',
  };
  const other = aTenant({ id: '99999999-4444-4444-8444-444444444444', name: 'Adatum' });
  const tries = async (name: string, body: string, ...tenants: StoredTenant[]) => {
    const store = await opened(settings.STATE_DIR);
    await store.change(async (tx) => {
      for (const tenant of tenants) await tx.put('tenants', tenant);
    });
    await store.close();
    const { out, err } = await source(settings, ['try', name], body);
    return { err, alert: JSON.parse(out)[0] };
  };
  const two = await tries('prom', example, other, aTenant());
  expect(two.err).toContain('The bot cannot tell whose alerts these are');
  expect(two.alert).toMatchObject({ tenant: null, toAdmins: true });
  // What the preset graph reads is Azure fraud, also where its type is unknown.
  const odd = JSON.stringify({ id: 'odd', displayName: 'Odd', severity: 'high', alertType: 'somethingNew' });
  const fraudChannels = [{ platform: 'slack' as const, address: 'C9' }];
  const retired = { ...other, retiredAt: '2026-09-01T00:00:00.000Z' };
  const one = await tries('fraud', odd, retired, aTenant({ fraudChannels }));
  expect(one.err).not.toContain('The bot cannot tell');
  expect(one.alert).toMatchObject({ tenant: { id: contoso, name: 'Contoso' }, channels: fraudChannels });
});

it('tries a body before the bot was ever started, without the secrets', async () => {
  const tenant = { byCustomer: { 'contoso.com': '44444444-4444-4444-8444-444444444444' } };
  const settings = { STATE_DIR: join(folder(), 'none'), SOURCES: sourcesFile({ ...prom, tenant }) };
  const { code, out, err } = await source(settings, ['try', 'prom'], example);
  expect([code, err]).toEqual([0, expect.stringContaining('There is no state in')]);
  expect(JSON.parse(out)[0]).toMatchObject({ tenant: null, toAdmins: true, notes: { customer: 'fabrikam.example' } });
});

it.each<[string, string[], string, string]>([
  [
    'a body that the preset cannot read',
    ['try', 'prom'],
    '{"version":"4","alerts":[{}]}',
    '/alerts/0/status: Required',
  ],
  ['a body that is no JSON', ['try', 'prom'], '{', 'This is no JSON'],
  ['an empty body', ['try', 'prom'], '', 'This is no JSON'],
  ['a body that the bot would not take', ['try', 'prom'], `"${'é'.repeat(1 << 19)}"`, 'at most 1 MB'],
  ['a source that is not there', ['try', 'prim'], '{}', 'has no source prim, only: prom.'],
])('refuses %s', async (_what, args, body, words) => {
  const settings = { STATE_DIR: join(folder(), 'none'), SOURCES: sourcesFile(prom) };
  const { code, out, err } = await source(settings, args, body);
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(words)]);
});

it.each([[['try']], [['list', 'prom']], [['try', 'prom', 'more']], [['lst']], [[]]])(
  'says how it is used, and exits with 2: %j',
  async (args) => {
    const { code, out, err } = await source({}, args);
    expect([code, out, err]).toEqual([
      2,
      '',
      expect.stringContaining('\nUsage: security-contact source try|list [NAME]'),
    ]);
  },
);

it('needs neither the secrets of the platforms nor settings that it does not use', async () => {
  const settings = {
    STATE_DIR: join(folder(), 'none'),
    SOURCES: sourcesFile(prom),
    NODE_ENV: 'production',
    PORT: 'many',
  };
  const { code, out } = await source({ ...settings, SLACK_BOT_TOKEN_FILE: '/run/credentials/none' }, [
    'list',
    '--json',
  ]);
  expect([code, JSON.parse(out)]).toMatchObject([0, [{ name: 'prom' }]]);
  expect((await source({ ...settings, FRAUD_TO_CONTACT: 'maybe' }, ['list'])).err).toContain(
    'FRAUD_TO_CONTACT must be',
  );
});

it('says which setting is missing, and what is wrong with the file', async () => {
  expect((await source({}, ['list'])).err).toContain('SOURCES is not set');
  const SOURCES = sourcesFile({ ...prom, presett: 'x' });
  expect((await source({ SOURCES }, ['list'])).err).toContain('sources.0.presett: Is not known here: is preset meant?');
});
