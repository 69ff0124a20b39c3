import { mkdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FileProblems } from '../../../../adapters/settings/json-file.ts';
import { readSources, settingsOf } from '../../../../adapters/webhook/sources/sources-file.ts';
import { sourcesSchema } from '../../../../adapters/webhook/sources/sources-schema.ts';
import { warningsOf } from '../../../../adapters/webhook/sources/warnings.ts';
import { aTenant } from '../../../support/partner.ts';
import { sourceFolder } from '../../../support/source-door.ts';
import { day, hour, today } from '../../../support/time.ts';

const guid = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const env = {
  ...{
    KEY: 'a-key',
    NEXT: 'the-next-key',
    SHORT: 'of-31-characters-0123456789abcd',
    MISTAKEN_FILE: 'hunter/2+hunter==',
    EMPTY: ' ',
    SPACED: 'two words',
  },
  ...{ TOKEN: 'of-32-characters-0123456789abcde', STANDARD: `whsec_${'a'.repeat(32)}` },
};

let folder: ReturnType<typeof sourceFolder>;
beforeEach(() => {
  folder = sourceFolder();
});
afterEach(() => folder.remove());

const read = (file: unknown) =>
  readSources(folder.write('sources.json', typeof file === 'string' ? file : JSON.stringify(file)), env, today);

/** The lines of what is wrong with a file; none for nothing. */
function problemsOf(file: unknown): string[] {
  try {
    read(file);
    return [];
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.message.split('\n  ').slice(1);
  }
}

const source = (more: object = {}) => ({ name: 'one', preset: 'cipp', auth: { bearer: ['env:KEY'] }, ...more });
const ofAuth = (auth: unknown) => problemsOf({ version: 1, sources: [source({ auth })] });
const of = (more: object) => problemsOf({ version: 1, sources: [source(more)] });

it('reads what the file says, in one shape', () => {
  const secretFile = folder.write('secret', `${env.TOKEN}\r\n`);
  const all = read({
    version: 1,
    sources: [
      source({ tenant: { fixed: guid.toUpperCase() }, severity: 'high', expectEvery: 'P1D' }),
      source({
        name: 'azure',
        preset: 'azure-monitor',
        auth: { entra: { tenantId: guid.toUpperCase(), audience: `api://${guid}`, clientIds: [guid.toUpperCase()] } },
        tenant: { byCustomer: { 'Contoso.COM': guid } },
      }),
      source({ name: 'prom', preset: 'alertmanager', auth: { basic: { user: 'prom', password: ['env:SPACED'] } } }),
      source({
        name: 'grafana',
        preset: 'grafana',
        auth: { hmac: { secret: ['env:KEY', 'env:NEXT'], signature: 'X-Sig', timestamp: 'X-Time' } },
      }),
      source({
        name: 'mine',
        preset: 'cloudevents',
        data: 'fields',
        auth: { urlToken: ['env:TOKEN', `file:${secretFile}`] },
        fields: { id: 'a.b', displayName: 'c' },
        severities: { P1: 'high' },
        expectEvery: 'PT26H',
      }),
    ],
  });
  const pace = { alerts: 60, ms: 600_000 };
  expect(all.map(settingsOf)).toEqual([
    {
      name: 'one',
      source: 'webhook:one',
      preset: 'cipp',
      auth: 'bearer',
      weak: false,
      namesTenant: true,
      tenants: [guid],
      pace,
      expectEveryMs: day,
    },
    {
      name: 'azure',
      source: 'webhook:azure',
      preset: 'azure-monitor',
      auth: 'entra',
      weak: false,
      namesTenant: true,
      tenants: [guid],
      pace,
      expectEveryMs: null,
    },
    {
      name: 'prom',
      source: 'webhook:prom',
      preset: 'alertmanager',
      auth: 'basic',
      weak: false,
      namesTenant: false,
      pace,
      expectEveryMs: null,
    },
    {
      name: 'grafana',
      source: 'webhook:grafana',
      preset: 'grafana',
      auth: 'hmac',
      weak: false,
      namesTenant: false,
      pace,
      expectEveryMs: null,
    },
    {
      name: 'mine',
      source: 'webhook:mine',
      preset: 'cloudevents',
      auth: 'urlToken',
      weak: true,
      namesTenant: false,
      pace,
      expectEveryMs: 26 * hour,
    },
  ]);
  expect(all.map((one) => one.source)).toMatchObject([
    { tenant: { kind: 'fixed', id: guid }, severity: 'high', data: null, fields: null },
    { tenant: { kind: 'byCustomer', tenants: new Map([['contoso.com', guid]]) }, severity: 'medium' },
    { tenant: { kind: 'only' } },
    {},
    { data: 'fields', fields: { id: 'a.b', displayName: 'c' }, severities: new Map([['p1', 'high']]) },
  ]);
  expect(all.map(({ auth }) => auth)).toMatchObject([
    { secrets: [{ value: 'a-key' }] },
    { rule: { tenantId: guid, clientIds: [guid], issuer: null, keys: null } },
    { user: 'prom', secrets: [{ value: 'two words' }] },
    { scheme: { signature: 'x-sig', timestamp: 'x-time', format: 'hex', prefix: '', separator: ':' } },
    { secrets: [{ value: env.TOKEN }, { value: env.TOKEN }] },
  ]);
});

it('takes no source at all, and 30 characters of a name', () => {
  expect(problemsOf({ version: 1, sources: [] })).toEqual([]);
  expect(of({ name: 'a-0'.repeat(10) })).toEqual([]);
});

describe('a mistake is named by its path', () => {
  it.each<[string, object, string]>([
    [
      'a name in capital letters',
      { name: 'One' },
      'sources.0.name: Must be 1 to 30 of a-z, 0-9 and -, and not default.',
    ],
    ['a name of 31', { name: 'a'.repeat(31) }, 'sources.0.name: Must be 1 to 30'],
    ['the name default', { name: 'default' }, 'sources.0.name: Must be 1 to 30'],
    ['no name', { name: undefined }, 'sources.0.name: Required, but missing.'],
    ['a preset that is not there', { preset: 'sentry' }, 'sources.0.preset: Must be one of cipp, azure-monitor'],
    ['a misspelt key', { tennant: { fixed: guid } }, 'sources.0.tennant: Is not known here: is tenant meant?'],
    ['a key of another kind', { colour: 1 }, 'sources.0.colour: Is not known here, only name, preset, auth'],
    ['a severity that is none', { severity: 'critical' }, 'sources.0.severity: Must be one of informational, low'],
    ['a word for no severity', { severities: { P1: 'top' } }, 'sources.0.severities.P1: Must be one of'],
    ['a tenant that is no guid', { tenant: { fixed: 'x' } }, 'sources.0.tenant.fixed: Must be an id such as'],
    [
      'a customer’s tenant that is none',
      { tenant: { byCustomer: { a: 'x' } } },
      'sources.0.tenant.byCustomer.a: Must be an id',
    ],
    [
      'two rules for the tenant',
      { tenant: { fixed: guid, byCustomer: {} } },
      'sources.0.tenant: Must have exactly one of',
    ],
    ['no rule for the tenant', { tenant: {} }, 'sources.0.tenant: Must have exactly one of fixed, byCustomer.'],
    ['data of no envelope', { data: 'cipp' }, 'sources.0.data: Only the preset cloudevents has data.'],
    ['an envelope without data', { preset: 'cloudevents' }, 'sources.0.data: The preset cloudevents needs'],
    ['an envelope in itself', { preset: 'cloudevents', data: 'cloudevents' }, 'sources.0.data: Must be one of'],
    ['no paths for fields', { preset: 'fields' }, 'sources.0.fields: The preset fields needs'],
    ['no paths for fields in an envelope', { preset: 'cloudevents', data: 'fields' }, 'sources.0.fields: The preset'],
    ['paths of no fields', { fields: { id: 'a', displayName: 'b' } }, 'sources.0.fields: Only the preset fields has'],
    [
      'a field that no alert has',
      { preset: 'fields', fields: { id: 'a', displayName: 'b', titel: 'c' } },
      'sources.0.fields.titel: Is not',
    ],
    ['no path of the id', { preset: 'fields', fields: { displayName: 'b' } }, 'sources.0.fields.id: Required'],
    ...['P1M', 'P1Y', '1 day', 'PT59S', 'P', 'PT', 'P1DT', 'P-1D', '', 'PT0M'].map<[string, object, string]>(
      (expectEvery) => [
        `the duration ${expectEvery}`,
        { expectEvery },
        'sources.0.expectEvery: Must be a duration of ISO 8601 of at least a minute, such as P1D or PT26H.',
      ],
    ),
  ])('%s', (_what, more, line) => {
    expect(of(more)).toEqual([expect.stringContaining(line)]);
  });

  it.each<[string, unknown, string]>([
    [
      'no way to prove it',
      {},
      'sources.0.auth: Must have exactly one of standardWebhooks, bearer, basic, hmac, entra, urlToken.',
    ],
    ['none at all', undefined, 'sources.0.auth: Required, but missing.'],
    ['two ways', { bearer: ['env:KEY'], urlToken: ['env:TOKEN'] }, 'sources.0.auth: Must have exactly one of'],
    [
      'a way that is not known',
      { bearer: ['env:KEY'], barer: 1 },
      'sources.0.auth.barer: Is not known here: is bearer meant?',
    ],
    [
      'a secret in the file',
      { bearer: ['env:KEY', 's3cr3t'] },
      'sources.0.auth.bearer.1: Write env:NAME or file:/path, never the secret',
    ],
    ['a secret that is no text', { bearer: [7] }, 'sources.0.auth.bearer.0: Must be text, in quotation marks.'],
    ['no list', { bearer: 'env:KEY' }, 'sources.0.auth.bearer: Must be a list, in square brackets.'],
    ['an empty list', { bearer: [] }, 'sources.0.auth.bearer: Must not be empty.'],
    ['three secrets', { bearer: ['env:KEY', 'env:NEXT', 'env:KEY'] }, 'sources.0.auth.bearer: May have at most two'],
    ['a name that is not set', { bearer: ['env:NONE'] }, 'sources.0.auth.bearer.0: NONE is not set.'],
    ['a name that is empty', { bearer: ['env:EMPTY'] }, 'sources.0.auth.bearer.0: EMPTY is not set.'],
    [
      'a secret where the path of its file belongs',
      { bearer: ['env:MISTAKEN'] },
      'sources.0.auth.bearer.0: MISTAKEN_FILE names a file that cannot be read (ENOENT).',
    ],
    [
      'a file that is not there',
      { bearer: ['file:/not/there'] },
      'sources.0.auth.bearer.0: It names a file that cannot be read (ENOENT).',
    ],
    [
      'a secret with a space, where a header ends with it',
      { bearer: ['env:SPACED'] },
      'sources.0.auth.bearer.0: The secret may have',
    ],
    [
      'a short token',
      { urlToken: ['env:SHORT'] },
      'sources.0.auth.urlToken.0: The token must have at least 32 characters',
    ],
    [
      'a secret of another kind',
      { standardWebhooks: ['env:KEY'] },
      'sources.0.auth.standardWebhooks.0: The secret must be whsec_',
    ],
    [
      'a user with a colon',
      { basic: { user: 'a:b', password: ['env:KEY'] } },
      'sources.0.auth.basic.user: Must not have a colon.',
    ],
    ['no password', { basic: { user: 'a' } }, 'sources.0.auth.basic.password: Required, but missing.'],
    ['no header', { hmac: { secret: ['env:KEY'] } }, 'sources.0.auth.hmac.signature: Required, but missing.'],
    [
      'a header that is none',
      { hmac: { secret: ['env:KEY'], signature: 'X Sig' } },
      'sources.0.auth.hmac.signature: Must be the name of a header.',
    ],
    [
      'a format that is none',
      { hmac: { secret: ['env:KEY'], signature: 'X', format: 'hax' } },
      'sources.0.auth.hmac.format: Must be one of hex, base64.',
    ],
    [
      'a client that is none',
      { entra: { tenantId: guid, audience: 'a', clientIds: ['x'] } },
      'sources.0.auth.entra.clientIds.0: Must be an id',
    ],
    [
      'no clients',
      { entra: { tenantId: guid, audience: 'a', clientIds: [] } },
      'sources.0.auth.entra.clientIds: Must not be empty.',
    ],
    ...['issuer', 'keys'].flatMap((key) =>
      [
        'https://sts.windows.net/x/',
        'http://localhost.example/',
        'x',
        'file:///etc/passwd',
        'http://127.0.0.1@a.example/',
      ].map<[string, unknown, string]>((url) => [
        `${key} ${url}`,
        { entra: { tenantId: guid, audience: 'a', clientIds: [guid], [key]: url } },
        `sources.0.auth.entra.${key}: May be named for a rehearsal on this machine only`,
      ]),
    ),
  ])('%s', (_what, auth, line) => {
    expect(ofAuth(auth)).toEqual([expect.stringContaining(line)]);
  });

  it('a name that another source has, and a file that is empty or a folder', () => {
    expect(problemsOf({ version: 1, sources: [source(), source({ name: 'two' }), source()] })).toEqual([
      'sources.2.name: The source 0 has the same name.',
    ]);
    expect(ofAuth({ bearer: [`file:${folder.write('empty', '\n')}`] })).toEqual([expect.stringContaining('is empty.')]);
    mkdirSync(folder.path('folder'));
    expect(ofAuth({ bearer: [`file:${folder.path('folder')}`] })).toEqual([expect.stringContaining('is no file')]);
  });

  it('of the file as a whole', () => {
    expect(problemsOf({ sources: [] })).toEqual(['version: Required, but missing.']);
    expect(problemsOf({ version: 2, sources: [] })).toEqual(['version: Must be one of 1.']);
    expect(problemsOf({ version: 1, source: [] })).toEqual([
      'sources: Required, but missing.',
      'source: Is not known here: is sources meant?',
    ]);
    expect(problemsOf([])).toEqual(['Must be an object, in braces.']);
    for (const [text, line] of [
      ['{"a": s3cr3t', 1],
      ['{\n "version": 1,\n}\n', 3],
      [`{\n "version": 1,\n "sources": [\n  {"name":"s3cr3t"},\n ]\n}\n${' '.repeat(99)}`, 5],
      ['{\n "version": 1\n', 3],
      ['{\n "version" 1\n}', 2],
    ] as const)
      expect(problemsOf(text)).toEqual([`The file is not JSON: look at line ${line}.`]);
    expect(problemsOf(' \n')).toEqual(['The file is empty.']);
    expect(problemsOf(`"${'x'.repeat(1 << 20)}"`)).toEqual([expect.stringContaining('no file of at most 1 MB')]);
    expect(() => readSources(folder.path('gone'), env, today)).toThrow(/cannot be read \(ENOENT\)/);
  });
});

it('takes a file that an editor of Windows wrote', () => {
  expect(problemsOf(`\ufeff${JSON.stringify({ version: 1, sources: [source()] })}`)).toEqual([]);
});

describe('what should be mended although the bot runs', () => {
  const warned = (tenants: readonly string[], ...sources: object[]) =>
    warningsOf(
      readSources(
        folder.write('sources.json', JSON.stringify({ version: 1, sources })),
        {
          ...{ LONG: 'a-secret-of-a-test', OTHER: 'another-secret-of-a-test', SHORT: 's3cr3t' },
          TOKEN: 'a-token-of-a-test-with-32-characters',
        },
        today,
      ),
      tenants.map((id) => ({ ...aTenant(), id })),
    ).map(({ source: name, why }) => `${name}: ${why}`);
  const by = (name: string, auth: object, more: object = {}) =>
    source({ name, auth, tenant: { fixed: guid }, ...more });

  it('is nothing where all is well', () => {
    expect(warned([guid], by('a', { bearer: ['env:LONG'] }), by('b', { bearer: ['env:OTHER'] }))).toEqual([]);
    expect(warned([guid], by('a', { bearer: ['env:LONG'] }, { tenant: undefined }))).toEqual([]);
  });

  it('is a secret that is short, shared, or in the URL', () => {
    const basic = { basic: { user: 'x', password: ['env:LONG'] } };
    expect(
      warned(
        [guid],
        by('a', { bearer: ['env:SHORT', 'env:LONG'] }),
        by('b', basic),
        by('c', { urlToken: ['env:TOKEN'] }),
      ),
    ).toEqual([
      expect.stringMatching(/^a: its secret has fewer than 16 characters/),
      expect.stringMatching(/^a: it has the same secret as b/),
      expect.stringMatching(/^b: it has the same secret as a/),
      expect.stringMatching(/^c: it proves itself by a token in the URL/),
    ]);
  });

  it('is a partner tenant that is not set up, and one that is not named among several', () => {
    const auth = { bearer: ['env:LONG'] };
    const other = '44444444-4444-4444-8444-444444444444';
    const byCustomer = { 'a.example': guid, 'b.example': other, 'c.example': other };
    expect(warned([guid], by('a', auth, { tenant: { fixed: other } }))).toEqual([
      `a: the partner tenant ${other} is not set up here: its alerts go to the admins`,
    ]);
    expect(warned([guid], by('a', auth, { tenant: { byCustomer } }))).toHaveLength(1);
    const fields = { preset: 'fields', fields: { id: 'a', displayName: 'b', partnerTenantId: 'c' }, tenant: undefined };
    expect(warned([guid, other], by('a', auth, fields))).toEqual([]);
    expect(warned([guid, other], by('a', auth, { tenant: undefined }))).toEqual([
      expect.stringMatching(/^a: it names no tenant, and there are 2: its alerts go to the admins/),
    ]);
  });

  it('is a partner tenant that is retired, which counts for none where a source names none', () => {
    const at = (id: string, retiredAt?: string) => ({ ...aTenant(), id, ...(retiredAt ? { retiredAt } : {}) });
    const [gone, unknown, third] = ['3', '4', '5'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
    const retired = at(gone ?? '', '2026-11-01T00:00:00.000Z');
    const why = (tenants: ReturnType<typeof at>[], tenant?: object, more = {}) => {
      const one = source({ name: 'a', auth: { bearer: ['env:LONG'] }, tenant, ...more });
      const json = JSON.stringify({ version: 1, sources: [one] });
      const read = readSources(folder.write('sources.json', json), { LONG: 'a-secret-of-a-test' }, today);
      return warningsOf(read, tenants).map((warning) => warning.why);
    };
    const isRetired = `the partner tenant ${gone} is retired: its alerts go to the admins`;
    expect(why([retired], { fixed: gone })).toEqual([isRetired]);
    const byCustomer = { a: guid, b: gone, c: unknown, d: gone };
    expect(why([at(guid), retired], { byCustomer })).toEqual([
      `the partner tenant ${unknown} is not set up here: its alerts go to the admins`,
      isRetired,
    ]);
    expect(why([at(guid), retired])).toEqual([]);
    expect(why([at(guid), retired, at(third ?? '')])).toEqual([
      expect.stringContaining('it names no tenant, and there are 2: its alerts go to the admins'),
    ]);
  });
});

it('takes the example of the documentation', () => {
  const [, json = ''] = /^```json\n([\s\S]*?)^```$/m.exec(readFileSync('docs/senders/README.md', 'utf8')) ?? [];
  const secrets = { CIPP_KEY: 'a', PROM_PASSWORD: 'b', GRAFANA_SECRET: 'c', MINE_TOKEN: env.TOKEN };
  const sources = readSources(folder.write('sources.json', json), secrets, today);
  expect(sources.map((one) => one.auth.kind)).toEqual(['bearer', 'entra', 'basic', 'hmac', 'urlToken']);
});

it('reports every mistake at once, and repeats nothing that may be a secret', () => {
  const lines = problemsOf({
    version: 1,
    more: 1,
    sources: [
      source({
        name: 's3cr3t NAME',
        auth: { bearer: ['s3cr3t-1', 'env:KEY', 's3cr3t-2'] },
        severity: 's3cr3t',
        data: 'cipp',
      }),
      source({
        name: 'two',
        preset: 's3cr3t',
        auth: { basic: { user: 's3cr3t:', password: ['env:NONE'] } },
        expectEvery: 's3cr3t',
      }),
      source({ name: 'two', preset: 'fields', auth: { urlToken: ['env:SHORT'] }, tenant: { fixed: 's3cr3t' } }),
    ],
  });
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(
    [
      ...['more', 'sources.0.name', 'sources.0.auth.bearer.0', 'sources.0.auth.bearer.2', 'sources.0.auth.bearer'],
      ...[
        'sources.0.severity',
        'sources.0.data',
        'sources.1.preset',
        'sources.1.auth.basic.user',
        'sources.1.auth.basic.password.0',
      ],
      ...[
        'sources.1.expectEvery',
        'sources.2.name',
        'sources.2.auth.urlToken.0',
        'sources.2.tenant.fixed',
        'sources.2.fields',
      ],
    ].sort(),
  );
  expect(lines.join()).not.toMatch(/s3cr3t|of-31/);
});

it.each<[string, object, string]>([
  ['a part that is not known', { when: { tittle: '*' } }, 'when.tittle: Is not known here: is title meant?'],
  ['a severity that is none', { severity: 'urgent' }, 'severity: Must be one of'],
  ['other channels', { channels: 'admins' }, 'channels: Must be one of contact, fraud.'],
  ['a field that is not compared', { sameAs: ['severity'] }, 'sameAs.0: Must be one of customer, alertType'],
  ['a field twice', { sameAs: ['title', 'title'] }, 'sameAs: Has a field twice.'],
  ['reopen without sameAs', { reopen: true }, 'reopen: Only a rule with sameAs has reopen.'],
  ['sameFor without reopen', { sameAs: ['title'], sameFor: 'P1D' }, 'sameFor: Only a rule with reopen has sameFor.'],
  ['more than 31 days', { sameAs: ['title'], reopen: true, sameFor: 'P32D' }, 'sameFor: May be 31 days at most.'],
  ['no duration', { sameAs: ['title'], reopen: true, sameFor: 'a week' }, 'sameFor: Must be a duration of ISO 8601'],
  ['until without why', { until: '2026-12-01T00:00:00Z' }, 'why: A rule with until has to say why.'],
  [
    'a window of more than 14 days',
    { until: '2026-12-08T09:00:01Z', why: 'x' },
    'until: May be at most 14 days ahead.',
  ],
  ['a day without a time', { until: '2026-12-01', why: 'x' }, 'until: Must be a date with time and zone'],
  ['high without until', { high: true }, 'high: Only a rule with until has high.'],
  [
    'a window for high alerts by their title',
    { when: { title: 'x' }, until: '2026-12-01T00:00:00Z', why: 'x', high: true },
    'high: A rule on the title may hold no high alert: anybody may choose a title.',
  ],
])('refuses in a rule %s, by its path', (_what, rule, line) => {
  expect(of({ rules: [{ severity: 'low', when: { title: 'y' } }, rule] })).toEqual([
    expect.stringContaining(`sources.0.rules.1.${line}`),
  ]);
});

it('refuses a rule that never counts, and one above maxSeverity; a window that is over is no mistake', () => {
  const one = { when: { title: 'A*' }, severity: 'high' };
  expect(of({ rules: [one, { when: { title: 'a**' } }], maxSeverity: 'medium' })).toEqual([
    'sources.0.rules.0.severity: Is above maxSeverity of the source, which is medium.',
    'sources.0.rules.1.when: The rule 0 is for the same alerts, so this one never counts.',
  ]);
  expect(of({ rules: Array.from({ length: 101 }, (_, n) => ({ when: { title: `${n}` } })) })).toEqual([
    'sources.0.rules: May have at most 100 entries.',
  ]);
  expect(of({ rules: [{ until: '2026-01-01T00:00:00+02:00', why: 'Long ago' }] })).toEqual([]);
});

const schema = {
  ...z.toJSONSchema(sourcesSchema({}, today), { io: 'input' }),
  title: 'The sources’ file, which the setting SOURCES names',
};

it('is published as JSON Schema (after a change: npx vitest run test/adapters/webhook -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../../data/schemas/sources.schema.json',
  );
});

it('which agrees with what is taken', () => {
  const ajv = new Ajv.default({ strict: false });
  addFormats.default(ajv);
  const fits = ajv.compile(schema);
  for (const [more, right] of [
    [{}, true],
    [{ tenant: { byCustomer: { a: guid } } }, true],
    [{ auth: { bearer: ['s3cr3t'] } }, false],
    [{ auth: {} }, false],
    [{ auth: { bearer: ['env:KEY'], urlToken: ['env:TOKEN'] } }, false],
    [{ auth: { bearer: ['env:KEY', 'env:KEY', 'env:KEY'] } }, false],
    [{ colour: 1 }, false],
    [{ name: 'default' }, false],
    [
      {
        rules: [
          { when: { title: '*' }, severity: 'low', sameAs: ['customer'], until: '2026-12-01T00:00:00Z', why: 'x' },
        ],
      },
      true,
    ],
    [{ rules: [{ when: { colour: 'x' } }] }, false],
    [{ rules: [{ sameAs: ['severity'] }] }, false],
  ] as const)
    expect([fits({ version: 1, sources: [source(more)] }), of(more).length === 0], JSON.stringify(more)).toEqual([
      right,
      right,
    ]);
});

it.each([
  ['P1W', 7 * day],
  ['P2W1D', 15 * day],
  ['P1DT12H', 36 * hour],
  ['PT26H', 26 * hour],
  ['PT1M', hour / 60],
])('a source that is expected every %s is silent after that', (expectEvery, expectEveryMs) => {
  const all = read({ version: 1, sources: [source({ expectEvery })] });
  expect(all.map((one) => settingsOf(one).expectEveryMs)).toEqual([expectEveryMs]);
});
