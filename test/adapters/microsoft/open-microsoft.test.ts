import { afterEach, beforeEach, expect, it } from 'vitest';
import { secretsIn } from '../../../adapters/microsoft/file/microsoft-file.ts';
import { openMicrosoft } from '../../../adapters/microsoft/open-microsoft.ts';
import { createLog } from '../../../adapters/process/log.ts';
import { aSource } from '../../support/a-source.ts';
import { type FakeTime, fakeTime } from '../../support/fake-time.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { appCertificate, microsoftFile, microsoftTenant, partnerId } from '../../support/microsoft-file.ts';
import { aTenant } from '../../support/partner.ts';
import { sourceDoor, sourceFolder } from '../../support/source-door.ts';
import { minute, today } from '../../support/time.ts';
import { fakeWorld } from '../../support/world.ts';

const [first, second] = ['abc8Q~the-first-secret-of-the-app', 'abc8Q~the-second-secret-of-the-app'];
const [pair, next] = [appCertificate(), appCertificate()];
const fromEnvironment = 'abc8Q~the-secret-of-the-environment';

let folder: ReturnType<typeof sourceFolder>;
let time: FakeTime;
let lines: string[];
beforeEach(() => {
  folder = sourceFolder();
  time = fakeTime(today);
  lines = [];
});
afterEach(() => {
  time.stop();
  folder.remove();
});

const open = (...tenants: object[]) =>
  openMicrosoft(
    folder.write('microsoft.json', microsoftFile(tenants)),
    { APP_SECRET: fromEnvironment },
    { sourceNames: [], isLocal: false },
  );

/** What connecting needs, besides the timers of the test. */
const connection = (log: ReturnType<typeof createLog>) => {
  const { store, clock, uptimeMs } = fakeWorld(memoryStore());
  return { timers: time, store, clock, uptimeMs, log, count: () => {}, hide: () => {}, stateDir: 'none' };
};

/** Opens the file and begins to watch it. Returns the values of its secrets as they are now, and the log. */
function watched(...tenants: object[]) {
  const opened = open(...tenants);
  const hidden = new Set<string>();
  const log = createLog('trace', hidden, { write: (line) => void lines.push(line) });
  const { watchSecrets } = opened.connect({ ...connection(log), hide: (secret) => hidden.add(secret) });
  void watchSecrets();
  const values = () => opened.file.tenants.flatMap((tenant) => secretsIn(tenant).flat()).map(({ value }) => value);
  return { values, hidden, log };
}

const withSecret = () =>
  microsoftTenant({ credential: { secret: [`file:${folder.write('secret', `${first}\n`)}`, 'env:APP_SECRET'] } });
const withCertificate = (name = 'contoso', id = partnerId) => {
  const [key, crt] = [folder.write('bot.key', pair.key), folder.write('bot.crt', pair.certificate)];
  const certificate = { key: [`file:${key}`], certificate: [`file:${crt}`] };
  return microsoftTenant({ id, name, credential: { certificate } });
};

it('reads the secret of a file again each minute, and that of the environment never', async () => {
  const { values } = watched(withSecret());
  folder.write('secret', second);
  await time.advance(minute - 1);
  expect(values()).toEqual([first, fromEnvironment]);
  await time.advance(1);
  expect(values()).toEqual([second, fromEnvironment]);
  expect(lines.join()).toContain('"tenant":"contoso","msg":"microsoft secret reloaded"');
  await time.advance(minute);
  expect(lines).toHaveLength(1);
});

it('takes a new key and its certificate together, and keeps the old ones until they fit', async () => {
  const { values } = watched(withCertificate());
  const before = values();
  folder.write('bot.key', next.key);
  await time.advance(2 * minute);
  expect(values()).toEqual(before);
  folder.write('bot.crt', next.certificate);
  await time.advance(minute);
  expect(values()).toEqual([next.key.trimEnd(), next.certificate.trimEnd()]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'secret.unreadable', tenant: 'contoso', why: 'The key does not fit its certificate.' },
    { tenant: 'contoso', msg: 'microsoft secret reloaded' },
  ]);
});

it('keeps the old secret while its file is gone, empty or no secret, and says so once', async () => {
  const { values } = watched(withSecret());
  for (const text of ['', '\n', 'two words']) {
    folder.write('secret', text);
    await time.advance(minute);
    expect(values()).toEqual([first, fromEnvironment]);
  }
  expect(lines).toHaveLength(1);
  folder.write('secret', second);
  await time.advance(minute);
  expect(values()).toEqual([second, fromEnvironment]);
});

it('keeps every secret out of the log, the new ones too', async () => {
  const { log, hidden } = watched(withSecret(), withCertificate('two', '44444444-4444-4444-8444-444444444444'));
  folder.write('secret', second);
  folder.write('bot.key', next.key);
  folder.write('bot.crt', next.certificate);
  await time.advance(minute);
  const all = [first, second, fromEnvironment, pair.key.trimEnd(), next.key.trimEnd()];
  for (const secret of all) log.info({ secret }, `it was ${secret}.`);
  expect(all.filter((secret) => !hidden.has(secret))).toEqual([]);
  const said = lines.join('');
  for (const secret of all) expect(said).not.toContain(JSON.stringify(secret).slice(1, -1));
});

it('the bot reads them again while it runs, and keeps them out of its log from the start', async () => {
  const opened = open(withSecret());
  const door = await sourceDoor({ sources: [], microsoft: opened });
  const values = () => opened.file.tenants.flatMap((tenant) => secretsIn(tenant).flat()).map(({ value }) => value);
  folder.write('secret', second);
  await door.time.advance(minute);
  expect(values()).toEqual([second, fromEnvironment]);
  for (const secret of [first, second, fromEnvironment]) expect([...door.hidden]).toContain(secret);
  await door.close();
});

it('ends with the timers', async () => {
  const { watchSecrets } = open(withSecret()).connect(connection(createLog('silent', [])));
  const ending = watchSecrets();
  time.stop();
  await ending;
});

it('warns of a tenant that the register does not know, and of a retired one', () => {
  const { warnings } = open(microsoftTenant());
  const known = aTenant({ id: partnerId });
  expect(warnings([known], [])).toEqual([]);
  expect(warnings([aTenant()], [])).toEqual([
    {
      event: 'microsoft.unknownTenant',
      tenant: 'contoso',
      why: `the partner tenant ${partnerId} is not set up here: until \`setup\` saves it, its score is not asked, and its alerts and mail go to the admins`,
    },
  ]);
  expect(warnings([{ ...known, retiredAt: today }], [])).toEqual([
    {
      event: 'microsoft.retiredTenant',
      tenant: 'contoso',
      why: `the partner tenant ${partnerId} is retired: it is not asked`,
    },
  ]);
});

it('warns of a source that sends the alerts of the same tenant too', () => {
  const [graph, other] = [aSource('logic-app', { preset: 'graph' }), '44444444-4444-4444-8444-444444444444'];
  const [known, second] = [aTenant({ id: partnerId }), aTenant({ id: other })];
  const { warnings } = open(microsoftTenant({ alerts: {} }));
  const doubled = [
    {
      ...{ event: 'microsoft.doubleSource', tenant: 'contoso' },
      why: expect.stringContaining('logic-app sends its partner security alerts too'),
    },
  ];
  expect(warnings([known], [graph])).toEqual(doubled);
  expect(warnings([known, second], [{ ...graph, tenants: [other, partnerId] }])).toEqual(doubled);
  for (const source of [
    { ...graph, preset: 'cipp' },
    { ...graph, tenants: [other] },
  ])
    expect(warnings([known, second], [source])).toEqual([]);
  expect(warnings([known, second], [graph])).toEqual([]);
  expect(open(microsoftTenant({ score: true })).warnings([known], [graph])).toEqual([]);
});

it('says what is asked about each tenant', () => {
  const all = {
    ...{ roles: true, score: true, alerts: { writeBack: true } },
    mail: { mailbox: 'security@contoso.example', senders: ['no-reply@microsoft.com'] },
  };
  const other = { id: '44444444-4444-4444-8444-444444444444', name: 'two' };
  expect(open(microsoftTenant(all), microsoftTenant({ ...other, alerts: {} })).asked).toEqual([
    { name: 'contoso', signals: ['roles', 'score', 'alerts', 'writeBack', 'mail'] },
    { name: 'two', signals: ['alerts'] },
  ]);
});
