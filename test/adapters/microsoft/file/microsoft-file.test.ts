import { mkdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readMicrosoft, variablesOfMicrosoft } from '../../../../adapters/microsoft/file/microsoft-file.ts';
import { microsoftSchema } from '../../../../adapters/microsoft/file/microsoft-schema.ts';
import { FileProblems } from '../../../../adapters/settings/json-file.ts';
import { certified } from '../../../support/certificate.ts';
import {
  appCertificate,
  clientId,
  microsoftFile,
  microsoftTenant,
  partnerId,
} from '../../../support/microsoft-file.ts';
import { sourceFolder } from '../../../support/source-door.ts';
import { minute } from '../../../support/time.ts';

const another = '33333333-3333-4333-8333-333333333333';
const objectId = '55555555-5555-4555-8555-555555555555';
const [pair, other] = [appCertificate(), appCertificate()];
const env = {
  ...{ APP_SECRET: 'abc8Q~the-value-of-a-secret', NEXT_SECRET: 'xyz8Q~the-value-of-another' },
  ...{ SECRET_ID: another.toUpperCase(), SPACED: 'two words s3cr3t', EMPTY: ' ' },
  ...{ KEY: pair.key, CERTIFICATE: pair.certificate, OTHER_KEY: other.key, OTHER_CERTIFICATE: other.certificate },
};

let folder: ReturnType<typeof sourceFolder>;
beforeEach(() => {
  folder = sourceFolder();
});
afterEach(() => folder.remove());

interface About {
  environment?: Readonly<Record<string, string>> | null;
  sourceNames?: readonly string[];
  isLocal?: boolean;
  isShared?: boolean;
}

const readText = (text: string, { environment = env, ...more }: About = {}) =>
  readMicrosoft(folder.write('microsoft.json', text), { env: environment, sourceNames: [], isLocal: false, ...more });

/** The lines of what is wrong with a file; none for nothing. */
function problemsOf(text: string, about: About = {}): string[] {
  try {
    readText(text, about);
    return [];
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.message.split('\n  ').slice(1);
  }
}

const of = (more: object, about: About = {}) => problemsOf(microsoftFile([microsoftTenant(more)]), about);
const ofCredential = (credential: unknown) => of({ credential });

const mail = {
  mailbox: 'Security@Contoso.example',
  senders: ['No-Reply@microsoft.com', 'azure-noreply@microsoft.com'],
};
const bothCertificates = {
  key: ['env:KEY', 'env:OTHER_KEY'],
  certificate: ['env:CERTIFICATE', 'env:OTHER_CERTIFICATE'],
};

it('reads what the file says, with ids and addresses in small letters', () => {
  const token = folder.write('token', 'an assertion of another issuer');
  const file = readText(
    microsoftFile([
      microsoftTenant({
        id: partnerId.toUpperCase(),
        credential: { certificate: bothCertificates },
        roles: true,
        people: { 'slack:T0123/U0456': objectId.toUpperCase() },
        score: true,
        alerts: { by: 'user', every: 'PT1H', writeBack: true },
        mail: { ...mail, high: ['no-reply@Microsoft.com'] },
      }),
      microsoftTenant({ id: another, name: 'two', credential: { federated: { tokenFile: token } }, alerts: {} }),
      microsoftTenant({ id: objectId, name: 'three', credential: { managedIdentity: true } }),
    ]),
  );
  expect(file).toMatchObject({ login: 'https://login.microsoftonline.com', api: 'https://graph.microsoft.com' });
  const [first, second, third] = file.tenants;
  expect(first).toMatchObject({
    ...{ id: partnerId, name: 'contoso', clientId, roles: true, score: true },
    people: new Map([['slack:T0123/U0456', objectId]]),
    alerts: { by: 'user', everyMs: 60 * minute, writeBack: true },
    mail: {
      mailbox: 'security@contoso.example',
      senders: ['no-reply@microsoft.com', 'azure-noreply@microsoft.com'],
      high: ['no-reply@microsoft.com'],
    },
    credential: {
      kind: 'certificate',
      pairs: [
        { key: { value: pair.key.trimEnd() }, certificate: { value: pair.certificate.trimEnd() } },
        { key: { value: other.key.trimEnd() } },
      ],
    },
  });
  expect(second).toMatchObject({
    credential: { kind: 'federated', tokenFile: token },
    alerts: { by: 'app', everyMs: 5 * minute, writeBack: false },
  });
  expect(third).toEqual({
    ...{ id: objectId, name: 'three', clientId, credential: { kind: 'managedIdentity' } },
    ...{ roles: false, people: new Map(), score: false, alerts: null, mail: null },
  });
  expect(variablesOfMicrosoft(file)).toEqual(['KEY', 'CERTIFICATE', 'OTHER_KEY', 'OTHER_CERTIFICATE']);
});

it('reads one secret or two, of the environment and of files', () => {
  const file = folder.write('secret', `${env.NEXT_SECRET}\r\n`);
  const read = readText(
    microsoftFile([microsoftTenant({ credential: { secret: ['env:APP_SECRET', `file:${file}`] } })]),
  );
  expect(read.tenants[0]?.credential).toMatchObject({
    kind: 'secret',
    secrets: [{ value: env.APP_SECRET }, { value: env.NEXT_SECRET }],
  });
});

it('leaves secrets unread for commands that sign in to nothing', () => {
  const credential = { secret: ['env:NOT_SET'] };
  const read = readText(microsoftFile([microsoftTenant({ credential })]), { environment: null });
  expect(read.tenants[0]?.credential).toMatchObject({ secrets: [{ value: '' }] });
  const certificate = { key: ['env:NOT_SET'], certificate: ['env:NONE'] };
  expect(of({ credential: { certificate } }, { environment: null })).toEqual([]);
  expect(of({ credential: { federated: { tokenFile: '/gone' } } }, { environment: null })).toEqual([]);
});

it('refuses a person where their sign-in is a row and the app has nothing to encrypt it with', () => {
  const credential = { federated: { tokenFile: folder.write('token', 'x') } };
  const lines = (by: string, isShared: boolean) => of({ credential, alerts: { by } }, { isShared });
  expect(lines('user', true)).toEqual([
    'tenants.0.alerts.by: contoso has a federated credential, and with DATABASE_URL a person’s sign-in is encrypted with the app’s secret or the key of its certificate: use one of these as credential, or app here.',
  ]);
  expect([...lines('user', false), ...lines('app', true)]).toEqual([]);
});

describe('a mistake of a tenant is named by its path', () => {
  it.each<[string, object, string]>([
    ['no id', { id: undefined }, 'id: Required, but missing.'],
    ['an id that is none', { id: 'contoso.com' }, 'id: Must be an id such as'],
    ['no name', { name: undefined }, 'name: Required, but missing.'],
    ['a name in capital letters', { name: 'Contoso' }, 'name: Must be 1 to 30 of a-z, 0-9 and -, and not default.'],
    ['a name of 31', { name: 'a'.repeat(31) }, 'name: Must be 1 to 30'],
    ['a client that is no id', { clientId: 'the bot' }, 'clientId: Must be an id such as'],
    ['no credential', { credential: undefined }, 'credential: Required, but missing.'],
    ['a misspelt key', { rolls: true }, 'rolls: Is not known here: is roles meant?'],
    ['a role that is text', { roles: 'yes' }, 'roles: Must be true or false.'],
    ['people without roles', { people: {} }, 'people: Only a tenant with "roles": true has people.'],
    ['people, roles off', { roles: false, people: {} }, 'people: Only a tenant with "roles": true has people.'],
    [
      'a person of Teams',
      { roles: true, people: { [`teams:${partnerId}/${objectId}`]: objectId } },
      `people.teams:${partnerId}/${objectId}: Must be a person of Slack`,
    ],
    [
      'a user group of Slack',
      { roles: true, people: { 'slack:T0123/S0456': objectId } },
      'people.slack:T0123/S0456: Must be a person of Slack',
    ],
    [
      'an address for a person',
      { roles: true, people: { 'slack:T0123/U0456': 'ada@contoso.example' } },
      'people.slack:T0123/U0456: Must be an id such as',
    ],
    ['a way that is none', { alerts: { by: 'device' } }, 'alerts.by: Must be one of app, user.'],
    ['polls of 30 seconds', { alerts: { every: 'PT30S' } }, 'alerts.every: Must be a duration of ISO 8601 of at least'],
    ['polls of 61 minutes', { alerts: { every: 'PT61M' } }, 'alerts.every: May be PT1H at most.'],
    ['a write-back that is text', { alerts: { writeBack: 'on' } }, 'alerts.writeBack: Must be true or false.'],
    [
      'a person who signs in through a managed identity',
      { credential: { managedIdentity: true }, alerts: { by: 'user' } },
      'alerts.by: No person can sign in through a managed identity',
    ],
    ['a mailbox that is no address', { mail: { ...mail, mailbox: 'security' } }, 'mail.mailbox: Must be one whole'],
    ['no senders', { mail: { ...mail, senders: [] } }, 'mail.senders: Must not be empty.'],
    ['a domain as a sender', { mail: { ...mail, senders: ['@microsoft.com'] } }, 'mail.senders.0: Must be one whole'],
    [
      'a sender with a name',
      { mail: { ...mail, senders: ['Microsoft <a@microsoft.com>'] } },
      'mail.senders.0: Must be one whole address',
    ],
    ['high mail of others', { mail: { ...mail, high: ['x@microsoft.com'] } }, 'mail.high.0: Is not among senders.'],
    [
      'high mail that strangers write',
      { mail: { ...mail, high: ['Azure-NoReply@microsoft.com'] } },
      'mail.high.0: Strangers can send words of their own from this genuine address',
    ],
  ])('%s', (_what, more, line) => {
    expect(of(more)).toEqual([expect.stringContaining(`tenants.0.${line}`)]);
  });
});

describe('a mistake of a credential is named by its path', () => {
  it.each<[string, unknown, string]>([
    ['none', {}, ': Must have exactly one of secret, certificate, federated, managedIdentity.'],
    ['two', { secret: ['env:APP_SECRET'], managedIdentity: true }, ': Must have exactly one of'],
    ['another one', { secrets: ['env:APP_SECRET'] }, '.secrets: Is not known here: is secret meant?'],
    ['a secret in the file', { secret: ['s3cr3t'] }, '.secret.0: Write env:NAME or file:/path, never the secret'],
    ['no list', { secret: 'env:APP_SECRET' }, '.secret: Must be a list, in square brackets.'],
    ['three', { secret: Array(3).fill('env:APP_SECRET') }, '.secret: May have at most two'],
    ['a variable that is not set', { secret: ['env:EMPTY'] }, '.secret.0: EMPTY is not set.'],
    ['a secret with a space', { secret: ['env:SPACED'] }, '.secret.0: The secret must be its value, not its ID'],
    ['the ID of a secret', { secret: ['env:SECRET_ID'] }, '.secret.0: The secret must be its value, not its ID'],
    ['a file that is not there', { secret: ['file:/not/there'] }, '.secret.0: It names a file that cannot be read'],
    ['a managed identity that is off', { managedIdentity: false }, '.managedIdentity: Must be one of true.'],
    [
      'a key without its certificate',
      { certificate: { key: ['env:KEY', 'env:OTHER_KEY'], certificate: ['env:CERTIFICATE'] } },
      '.certificate: Must have as many keys as certificates, in the same order.',
    ],
    [
      'keys in another order',
      { certificate: { ...bothCertificates, key: ['env:KEY', 'env:KEY'] } },
      '.certificate.key.1: The key does not fit its certificate.',
    ],
    [
      'a certificate where the key belongs',
      { certificate: { key: ['env:CERTIFICATE'], certificate: ['env:CERTIFICATE'] } },
      '.certificate.key.0: The key must be PEM',
    ],
    [
      'a secret where the certificate belongs',
      { certificate: { key: ['env:KEY'], certificate: ['env:APP_SECRET'] } },
      '.certificate.certificate.0: The certificate must be PEM',
    ],
    ['no path of the token', { federated: {} }, '.federated.tokenFile: Required, but missing.'],
    [
      'file: before the path of the token',
      { federated: { tokenFile: 'file:/run/token' } },
      '.federated.tokenFile: Write the path alone, without file: before it.',
    ],
    [
      'the token in place of its path',
      { federated: { tokenFile: 's3cr3t' } },
      '.federated.tokenFile: It names a file that cannot be read (ENOENT).',
    ],
  ])('%s', (_what, credential, line) => {
    const lines = ofCredential(credential).filter((one) => !one.includes('exactly one') || line.includes('exactly'));
    expect(lines).toEqual([expect.stringContaining(`tenants.0.credential${line}`)]);
  });

  const pem = (label: string, body = 'AAAA') => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  it.each([
    ['is encrypted', pem('ENCRYPTED PRIVATE KEY'), pair.certificate, 'The key must be PEM'],
    ['is none inside', pem('PRIVATE KEY'), pair.certificate, 'The key cannot be read'],
    [
      'has a certificate that is none inside',
      pair.key,
      pem('CERTIFICATE'),
      'The certificate of this key cannot be read',
    ],
    ['is short', appCertificate(1024).key, pair.certificate, 'The key must be RSA with at least 2048 bits'],
    ['is of an elliptic curve', certified({ name: 'x' }).keyPem, pair.certificate, 'The key must be RSA'],
  ])('a key that %s', (_what, key, certificate, line) => {
    const paths = {
      key: [`file:${folder.write('key', key)}`],
      certificate: [`file:${folder.write('crt', certificate)}`],
    };
    expect(ofCredential({ certificate: paths })).toEqual([
      expect.stringContaining(`tenants.0.credential.certificate.key.0: ${line}`),
    ]);
  });

  it('an empty file of a token, and a folder', () => {
    const ofToken = (tokenFile: string) => ofCredential({ federated: { tokenFile } });
    expect(ofToken(folder.write('empty', '\n'))).toEqual([expect.stringContaining('names a file that is empty.')]);
    mkdirSync(folder.path('folder'));
    expect(ofToken(folder.path('folder'))).toEqual([expect.stringContaining('is no file')]);
  });
});

it('takes a key and its certificate in one file, as Azure gives them out', () => {
  const file = `file:${folder.write('both.pem', `${pair.key}${pair.certificate}`)}`;
  expect(ofCredential({ certificate: { key: [file], certificate: [file] } })).toEqual([]);
});

it('a managed identity is for the tenant of MicrosoftAppTenantId alone, where that is known', () => {
  const withOwn = (MicrosoftAppTenantId: string) =>
    of({ credential: { managedIdentity: true } }, { environment: { ...env, MicrosoftAppTenantId } });
  expect(withOwn(` ${partnerId.toUpperCase()}`)).toEqual([]);
  expect(withOwn('')).toEqual([]);
  expect(withOwn(another)).toEqual([
    'tenants.0.credential.managedIdentity: A managed identity signs in to its own tenant only, and MicrosoftAppTenantId is another one.',
  ]);
});

it('a name that a source has, a tenant that is there twice, and a person of two tenants', () => {
  expect(of({ name: 'cipp' }, { sourceNames: ['grafana', 'cipp'] })).toEqual([
    'tenants.0.name: A source of the sources’ file has this name.',
  ]);
  const linked = (id: string, name: string, ...people: string[]) =>
    microsoftTenant({
      ...{ id, name, roles: true },
      people: Object.fromEntries(people.map((person) => [person, objectId])),
    });
  const ada = 'slack:T0123/U0ADA';
  expect(
    problemsOf(
      microsoftFile([
        linked(partnerId, 'contoso', ada),
        linked(partnerId.toUpperCase(), 'two', 'slack:T0123/U0BEA'),
        linked(another, 'contoso', ada),
      ]),
    ),
  ).toEqual([
    'tenants.1.id: The tenant 0 has the same id.',
    'tenants.2.name: The tenant 0 has the same name.',
    `tenants.2.people.${ada}: The tenant 0 has this person too: a person has one tenant.`,
  ]);
  const elsewhere = 'slack:T0124/U0ADA';
  const two = [linked(partnerId, 'contoso', ada), linked(another, 'two', elsewhere)];
  expect(problemsOf(microsoftFile(two))).toEqual([
    `tenants.1.people.${elsewhere}: The tenant 0 has this person too: a person has one tenant.`,
  ]);
  expect(problemsOf(microsoftFile([linked(partnerId, 'contoso', ada, 'slack:T0123/U0BEA')]))).toEqual([
    `tenants.0.people.slack:T0123/U0BEA: ${ada} has the same object id: each is one person's.`,
  ]);
  expect(of({ roles: true, people: { [ada]: objectId, [elsewhere]: objectId } })).toEqual([]);
  expect(of({ roles: true, people: { [ada]: objectId, [elsewhere]: another } })).toEqual([
    `tenants.0.people.${elsewhere}: The same user id stands here with another object id.`,
  ]);
});

it('a name with which the mail of a tenant would be named as another source, or too long', () => {
  const mail = { mailbox: 'security@contoso.example', senders: ['no-reply@microsoft.com'] };
  expect(of({ mail }, { sourceNames: ['contoso-mail'] })).toEqual([
    'tenants.0.name: A source of the sources’ file has the name of this tenant’s mail: this one with -mail.',
  ]);
  expect(of({}, { sourceNames: ['contoso-mail'] })).toEqual([]);
  expect(of({ name: 'a'.repeat(26), mail })).toEqual([
    'tenants.0.name: With mail, may have 25 characters at most: its mail has this name with -mail.',
  ]);
  expect([of({ name: 'a'.repeat(25), mail }), of({ name: 'a'.repeat(30) })]).toEqual([[], []]);
  const two = (first: string, second: string) =>
    problemsOf(microsoftFile([microsoftTenant({ name: first, mail }), microsoftTenant({ id: another, name: second })]));
  expect(two('two', 'two-mail')).toEqual(['tenants.1.name: The mail of the tenant 0 has this name.']);
  expect(two('two-mail', 'two')).toEqual([]);
});

describe('other addresses of Entra and Graph', () => {
  const ofOrigins = (origins: object, isLocal = false) => problemsOf(microsoftFile([], origins), { isLocal });

  it('are origins of this machine', () => {
    const origins = { login: 'http://127.0.0.1:4000/', api: 'https://localhost:4001' };
    expect(readText(microsoftFile([], origins))).toMatchObject({
      login: 'http://127.0.0.1:4000',
      api: 'https://localhost:4001',
    });
    expect(ofOrigins(origins, true)).toEqual([]);
    for (const key of ['login', 'api'])
      for (const url of [
        'https://login.microsoftonline.us',
        'http://localhost.example/',
        'x',
        'http://127.0.0.1@a.example/',
      ])
        expect(ofOrigins({ ...origins, [key]: url }), url).toEqual([
          `${key}: May be named for a rehearsal on this machine only: an address of 127.0.0.1 or localhost.`,
        ]);
    for (const url of ['http://127.0.0.1:4000/v1.0', 'http://u:p@127.0.0.1', 'http://localhost?x'])
      expect(ofOrigins({ ...origins, login: url }), url).toEqual([
        'login: Must be an origin alone, such as http://127.0.0.1:4000.',
      ]);
  });

  it('are named both or neither: half a rehearsal would send a real token to the other', () => {
    const why =
      'Other addresses are for rehearsals, which need both: name an address of this machine, such as http://127.0.0.1:4000.';
    expect(ofOrigins({ api: 'http://127.0.0.1:1' })).toEqual([`login: ${why}`]);
    expect(ofOrigins({ login: 'http://127.0.0.1:1' })).toEqual([`api: ${why}`]);
  });

  it('are needed in local mode, both', () => {
    const why = 'Local mode asks no real tenant: name an address of this machine, such as http://127.0.0.1:4000.';
    expect(ofOrigins({}, true)).toEqual([`login: ${why}`, `api: ${why}`]);
    expect(ofOrigins({ login: 'http://127.0.0.1:1' }, true)).toEqual([`api: ${why}`]);
    expect(ofOrigins({ login: 'http://127.0.0.1:1', api: 'https://graph.microsoft.com' }, true)).toEqual([
      expect.stringContaining('api: May be named for a rehearsal'),
    ]);
  });
});

it('names the setting in its first line, and the mistakes of the file as a whole', () => {
  expect(() => readText('')).toThrow('The file about Microsoft, which MICROSOFT names, needs a correction:');
  expect(problemsOf('')).toEqual(['The file is empty.']);
  expect(problemsOf('{"version":1,\n"tenants" s3cr3t')).toEqual(['The file is not JSON: look at line 2.']);
  expect(problemsOf('{"version":2,"tenants":[]}')).toEqual(['version: Must be one of 1.']);
  expect(problemsOf('{"version":1}')).toEqual(['tenants: Required, but missing.']);
  expect(problemsOf(microsoftFile([7]))).toEqual(['tenants.0: Must be an object, in braces.']);
  expect(() => readMicrosoft(folder.path('gone'), { env, sourceNames: [], isLocal: false })).toThrow(
    /cannot be read \(ENOENT\)/,
  );
  expect(problemsOf(microsoftFile([]))).toEqual([]);
});

it('reports every mistake at once, and repeats nothing that may be a secret', () => {
  const lines = problemsOf(
    microsoftFile(
      [
        microsoftTenant({
          ...{
            id: 's3cr3t',
            name: 's3cr3t NAME',
            credential: { secret: ['s3cr3t-1', 'env:APP_SECRET', 'env:SPACED'] },
          },
          people: { 'slack:T0123/U0456': 's3cr3t' },
          alerts: { by: 's3cr3t', every: 's3cr3t', writeBack: 's3cr3t' },
          mail: { mailbox: 's3cr3t', senders: ['s3cr3t@x.example', 's3cr3t'], high: ['s3cr3t@y.example'] },
        }),
        microsoftTenant({
          ...{ name: 'two', clientId: 's3cr3t', roles: true },
          people: { 'slack:T0123/U0456': objectId },
          credential: { certificate: { key: ['env:KEY'], certificate: ['env:OTHER_CERTIFICATE'] } },
        }),
        microsoftTenant({ name: 'two', credential: { managedIdentity: 's3cr3t' }, colour: 's3cr3t' }),
      ],
      { login: 's3cr3t' },
    ),
    { isLocal: true },
  );
  expect(lines.map((line) => line.slice(0, line.indexOf(': '))).sort()).toEqual(
    [
      ...['login', 'api', 'tenants.0.id', 'tenants.0.name', 'tenants.0.credential.secret'],
      ...['tenants.0.credential.secret.0', 'tenants.0.credential.secret.2', 'tenants.0.people'],
      ...['tenants.0.people.slack:T0123/U0456', 'tenants.0.alerts.by', 'tenants.0.alerts.every'],
      ...['tenants.0.alerts.writeBack', 'tenants.0.mail.mailbox', 'tenants.0.mail.senders.1', 'tenants.0.mail.high.0'],
      ...['tenants.1.clientId', 'tenants.1.credential.certificate.key.0', 'tenants.1.people.slack:T0123/U0456'],
      ...['tenants.2.id', 'tenants.2.name', 'tenants.2.credential.managedIdentity', 'tenants.2.colour'],
    ].sort(),
  );
  expect(lines.join()).not.toMatch(/s3cr3t|8Q~|BEGIN|AAAA/);
});

it('takes the example of the documentation', () => {
  const [, json = ''] = /^```json\n([\s\S]*?)^```$/m.exec(readFileSync('docs/microsoft.md', 'utf8')) ?? [];
  const key = folder.write('bot.key', pair.key);
  const certificate = folder.write('bot.crt', pair.certificate);
  const text = json
    .replace('/run/secrets/bot.key', key.replaceAll('\\', '/'))
    .replace('/run/secrets/bot.crt', certificate.replaceAll('\\', '/'));
  expect(readText(text).tenants.map(({ name }) => name)).toEqual(['contoso']);
});

const schema = {
  ...z.toJSONSchema(microsoftSchema({ env: {}, sourceNames: [], isLocal: false }), { io: 'input' }),
  title: 'The file about Microsoft, which the setting MICROSOFT names',
};

it('is published as JSON Schema (after a change: npx vitest run test/adapters/microsoft -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../../data/schemas/microsoft.schema.json',
  );
});

it('which agrees with what is taken', () => {
  const ajv = new Ajv.default({ strict: false });
  addFormats.default(ajv);
  const fits = ajv.compile(schema);
  for (const [more, right] of [
    [{}, true],
    [{ roles: true, people: { 'slack:T0123/U0456': objectId } }, true],
    [{ roles: true, people: { 'slack:T0123/S0456': objectId } }, false],
    [{ alerts: { by: 'user', every: 'PT1M', writeBack: true } }, true],
    [{ alerts: { by: 'device' } }, false],
    [{ mail }, true],
    [{ mail: { ...mail, senders: [] } }, false],
    [{ mail: { ...mail, mailbox: 'x' } }, false],
    [{ credential: {} }, false],
    [{ credential: { secret: ['s3cr3t'] } }, false],
    [{ credential: { secret: Array(3).fill('env:APP_SECRET') } }, false],
    [{ credential: { certificate: bothCertificates } }, true],
    [{ credential: { secret: ['env:APP_SECRET'], managedIdentity: true } }, false],
    [{ credential: { managedIdentity: true } }, true],
    [{ credential: { managedIdentity: false } }, false],
    [{ name: 'default' }, false],
    [{ colour: 1 }, false],
  ] as const)
    expect(
      [fits({ version: 1, tenants: [microsoftTenant(more)] }), of(more).length === 0],
      JSON.stringify(more),
    ).toEqual([right, right]);
});
