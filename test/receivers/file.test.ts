import '../support/time.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { receiversSchema } from '../../adapters/receivers/receivers-schema.ts';
import { FileProblems } from '../../adapters/settings/json-file.ts';
import { aTenant } from '../support/partner.ts';
import { aReceiver, openedReceivers, outgoing, type ReceiverRig } from '../support/receiver.ts';

const guid = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const other = '82f988bf-86f1-41af-91ab-2d7cd011db47';
const env = {
  ...{ KEY: 'k'.repeat(32), NEXT: 'n'.repeat(32), TOKEN: 'a-token', EMPTY: ' ', SPACED: 'two words' },
  ...{
    STANDARD: `whsec_${'a'.repeat(32)}`,
    HOOK: 'https://prod.logic.example/hook?sig=abc',
    PLAIN_HTTP: 'http://a.example/',
  },
};
const one = (more: object = {}) => ({
  name: 'one',
  format: 'json',
  url: 'https://a.example/',
  events: ['audit'],
  ...more,
});
const pager = (more: object = {}) => ({
  name: 'pager',
  format: 'pagerduty',
  key: ['env:KEY'],
  events: ['alert.unacknowledged'],
  ...more,
});

/** The lines of what is wrong with these receivers; none for nothing. */
function problemsOf(receivers: readonly object[], rig: ReceiverRig = {}): string[] {
  try {
    openedReceivers(receivers, { env, ...rig });
    return [];
  } catch (error) {
    if (!(error instanceof FileProblems)) throw error;
    return error.message.split('\n  ').slice(1);
  }
}
const of = (more: object) => problemsOf([one(more)]);
const listed = (receivers: readonly object[]) => openedReceivers(receivers, { env }).receivers.list();

it('reads the file of the issue', () => {
  expect(
    listed([
      pager({ when: { severity: 'high', after: 'PT5M' } }),
      {
        ...{ name: 'psa', format: 'json', url: 'https://psa.example/', auth: { bearer: ['env:TOKEN'] } },
        ...{ events: ['alert.accepted', 'alert.note', 'alert.resolved'], when: { severity: 'high|medium' } },
        ...{ body: { summary: '{title}', details: '{description}', priority: '{severity}' }, reference: 'ticket.id' },
      },
      {
        ...{ name: 'siem', format: 'cloudevents', url: 'env:HOOK', auth: { standardWebhooks: ['env:STANDARD'] } },
        ...{ events: ['audit', 'alert.*', 'contact.changed', 'finding.*', 'alert.note'], values: true },
        when: { tenant: `${guid}|${other.toUpperCase()}`, source: 'cipp|contoso|default' },
      },
    ]),
  ).toEqual([
    {
      ...{ name: 'pager', events: ['alert.unacknowledged'], values: false, follows: true },
      when: { tenants: null, severities: ['high'], sources: null, afterMs: 300_000 },
      address: expect.stringMatching(/^[0-9a-f]{16}$/),
    },
    {
      ...{ name: 'psa', events: ['alert.accepted', 'alert.note', 'alert.resolved'], values: false, follows: false },
      when: { tenants: null, severities: ['high', 'medium'], sources: null, afterMs: 600_000 },
      address: expect.any(String),
    },
    {
      ...{ name: 'siem', values: true, follows: false, address: expect.any(String) },
      events: [
        ...['audit', 'alert.accepted', 'alert.unacknowledged', 'alert.overdue', 'alert.acknowledged'],
        ...['alert.handedOver', 'alert.note', 'alert.resolved', 'alert.reopened'],
        ...['contact.changed', 'finding.opened', 'finding.closed'],
      ],
      when: {
        tenants: [guid, other],
        severities: null,
        sources: ['webhook:cipp', 'microsoft:t1', 'webhook:default'],
        afterMs: 600_000,
      },
    },
  ]);
});

it('says every mistake at once, by its path, without a value', () => {
  const problems = problemsOf([
    one({ name: 'Not Good', format: 'xml', url: 'ftp://a.example/', events: [] }),
    one({ url: 'http://s3cr3t.example/', events: ['alert.acepted', 'alerts', 7], colour: 'red' }),
    one({
      url: 'https://u:s3cr3t@a.example/',
      auth: { bearer: ['s3cr3t'] },
      when: { severity: 'high|shouting', after: 'PT30S' },
    }),
    { name: 'four', format: 'json', events: ['audit'] },
    pager({ events: ['alert.resolved', 'audit', 'alert.*'], key: ['env:KEY', 'env:NEXT', 'env:KEY'] }),
    { name: 'six', format: 'pagerduty', events: ['alert.accepted'], body: { a: 1 } },
    one({
      name: 'seven',
      key: ['env:KEY'],
      auth: { bearer: ['env:TOKEN'], basic: { user: 'a', password: ['env:KEY'] } },
    }),
    one({
      name: 'eight',
      auth: { basic: { user: 'a:b', password: ['env:EMPTY'] } },
      headers: { 'Content-Type': ['env:TOKEN'], 'bad name': ['env:TOKEN'] },
    }),
    one({ name: 'nine', body: { a: ['{titel}', { b: '{nothing}' }], c: '{title}' }, reference: 'a..b' }),
    one({ name: 'ten', format: 'ntfy', url: 'https://ntfy.sh/', when: { tenant: 'contoso', source: 'Bad Name' } }),
    one({ name: 'eleven', url: 'env:PLAIN_HTTP', values: 'yes', private: 1, when: { after: 'P2D' } }),
    one({
      name: 'twelve',
      url: 'https://a.example/#s3cr3t',
      auth: { entra: { tenantId: 'x', clientId: guid, secret: ['env:TOKEN'] } },
    }),
    one({ name: 'thirteen', auth: { bearer: ['env:TOKEN'] }, headers: { authorization: ['env:TOKEN'] } }),
    one({ name: 'fourteen', auth: { standardWebhooks: ['env:TOKEN'] }, headers: { 'x-a': ['env:MISSING'] } }),
  ]);
  expect(problems.length).toBeGreaterThanOrEqual(30);
  expect(problems.join()).not.toMatch(/s3cr3t|shouting|contoso|a-token/);
  expect(problems).toMatchInlineSnapshot(`
    [
      "receivers.0.name: Must be 1 to 30 of a-z, 0-9 and -, and not default.",
      "receivers.0.format: Must be one of cloudevents, pagerduty, ntfy, json.",
      "receivers.0.events: Must not be empty.",
      "receivers.0.url: The address must be a URL that begins with https://.",
      "receivers.1.events.0: Is no event: is alert.accepted meant?",
      "receivers.1.events.1: Is no event: is alert.* meant?",
      "receivers.1.events.2: Must be text, in quotation marks.",
      "receivers.1.colour: Is not known here, only name, format, url, key, auth, headers, events, when, body, reference, values, private.",
      "receivers.1.url: The address must begin with https://; http:// is for receivers with "private": true.",
      "receivers.2.auth.bearer.0: Write env:NAME or file:/path, never the secret itself.",
      "receivers.2.when.severity: Must be of informational, low, medium, high, with | between several.",
      "receivers.2.when.after: Must be a duration of ISO 8601 such as PT10M, at least PT1M and at most P1D.",
      "receivers.2.url: The address must have no user name and no password in it: use auth, with basic.",
      "receivers.3.url: Required, but missing.",
      "receivers.4.key: May have at most two: the one that counts, and the one that takes its place.",
      "receivers.4.events.0: What opens an incident is one of alert.accepted, drill.accepted, alert.unacknowledged, drill.unacknowledged, alert.overdue, drill.overdue, alert.reopened, drill.reopened.",
      "receivers.4.events.1: What opens an incident is one of alert.accepted, drill.accepted, alert.unacknowledged, drill.unacknowledged, alert.overdue, drill.overdue, alert.reopened, drill.reopened.",
      "receivers.4.events.2: What opens an incident is one of alert.accepted, drill.accepted, alert.unacknowledged, drill.unacknowledged, alert.overdue, drill.overdue, alert.reopened, drill.reopened.",
      "receivers.5.key: The format pagerduty needs the key of an integration.",
      "receivers.5.body: Only the format json has a body.",
      "receivers.6.auth: Must have exactly one of standardWebhooks, bearer, basic, entra.",
      "receivers.6.key: Only the format pagerduty has a key.",
      "receivers.7.auth.basic.user: Must not have a colon.",
      "receivers.7.auth.basic.password.0: EMPTY is not set.",
      "receivers.7.headers.Content-Type: The bot sends this header itself.",
      "receivers.7.headers.bad name: Must be the name of a header.",
      "receivers.8.body.a.0: {titel} stands for nothing: is {title} meant?",
      "receivers.8.body.a.1.b: {nothing} stands for nothing: only id, event, at, subject, installation, mayBeRepeat, data, number, title, description, severity, status, source, sourceName, alertType, detectedAt, receivedAt, answerBy, link, customerTenantId, customer, tenantId, tenant, by, to, note, reason, incident, reference, finding, fields, changes, lastHeardAt.",
      "receivers.8.reference: Must be a path, such as ticket.id.",
      "receivers.9.when.tenant: Must be the id of a partner tenant, or several with | between them.",
      "receivers.9.when.source: Must be 1 to 30 of a-z, 0-9 and -, and not default.",
      "receivers.9.url: The address must end in a topic of ntfy: https://ntfy.sh/your-topic.",
      "receivers.10.when.after: Must be a duration of ISO 8601 such as PT10M, at least PT1M and at most P1D.",
      "receivers.10.values: Must be true or false.",
      "receivers.10.private: Must be true or false.",
      "receivers.10.url: The address must begin with https://; http:// is for receivers with "private": true.",
      "receivers.11.auth.entra.tenantId: Must be an id such as 72f988bf-86f1-41af-91ab-2d7cd011db47.",
      "receivers.11.auth.entra.scope: Required, but missing.",
      "receivers.11.url: The address must have no # in it: nothing would send what follows.",
      "receivers.12.headers: auth sends the header authorization: remove one of them.",
      "receivers.13.auth.standardWebhooks.0: The secret must be whsec_ followed by at least 16 bytes in base64.",
      "receivers.13.headers.x-a.0: MISSING is not set.",
      "receivers.2.name: The receiver 1 has the same name.",
    ]
  `);
});

it('knows what goes together', () => {
  expect(of({})).toEqual([]);
  expect(of({ url: 'http://10.0.0.1/', private: true })).toEqual([]);
  expect(problemsOf([one({ url: 'http://127.0.0.1:1/' })], { isLocal: true })).toEqual([]);
  expect(of({ auth: { standardWebhooks: ['env:STANDARD'] }, headers: { authorization: ['env:TOKEN'] } })).toEqual([]);
  expect(
    problemsOf([
      pager({ url: 'https://events.eu.pagerduty.com/v2/enqueue', events: ['drill.accepted', 'alert.reopened'] }),
    ]),
  ).toEqual([]);
  expect(of({ body: [{ a: '{data}', b: '{ not a name }', c: 5, d: null, e: true }] })).toEqual([]);
  expect(of({ url: 'https://[fe80::1%25eth0]/' })).toEqual([
    'receivers.0.url: The address must be a URL that begins with https://.',
  ]);
});

it('has another address when its URL or its format is another one, and none that tells the URL', () => {
  const addresses = [{}, { url: 'https://b.example/' }, { format: 'cloudevents' }, { name: 'two' }].map(
    (more) => listed([one(more)])[0]?.address,
  );
  expect(new Set(addresses).size).toBe(3);
  expect(addresses[3]).toBe(addresses[0]);
});

it('warns of tenants and sources that are not here', () => {
  const { warnings } = openedReceivers(
    [one({ when: { tenant: `${guid}|${other}`, source: 'contoso|cipp|default' } }), one({ name: 'two' })],
    { env },
  );
  expect(warnings([aTenant({ id: guid })])).toEqual([
    { receiver: 'one', why: `when.tenant names ${other}, which is not set up here, or is retired` },
    { receiver: 'one', why: 'when.source names cipp, which is no source here' },
  ]);
});

it('reads secrets in files again each minute, and at once where they are refused', async () => {
  const there = await aReceiver();
  const ticks: (() => void)[] = [];
  const { folder } = openedReceivers([], { env });
  const file = join(folder, 'token');
  writeFileSync(file, 'old\n');
  const rig = openedReceivers([one({ url: there.url, private: true, auth: { bearer: [`file:${file}`] } })], {
    env,
  });
  there.state.answer = (response, request) =>
    void response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end('who?');
  expect(await rig.receivers.send('one', outgoing())).toMatchObject({ kind: 'refused', status: 401 });
  writeFileSync(file, 'new\n');
  expect(await rig.receivers.send('one', outgoing())).toMatchObject({ kind: 'sent' });
  expect(there.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  writeFileSync(file, 'newest\n');
  void rig.watch({ wait: () => new Promise((resolve) => ticks.push(() => resolve(true))) });
  ticks.at(-1)?.();
  await new Promise((resolve) => setImmediate(resolve));
  await rig.receivers.send('one', outgoing());
  expect(there.calls.at(-1)?.headers.authorization).toBe('Bearer newest');
  expect(rig.logged.filter((line) => line.includes('reloaded')).length).toBe(2);
});

const schema = {
  ...z.toJSONSchema(receiversSchema({ env: {}, sources: [], isLocal: false }), { io: 'input' }),
  title: 'The receivers’ file, which the setting RECEIVERS names',
};

it('is published as JSON Schema (after a change: npx vitest run test/receivers -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../data/schemas/receivers.schema.json');
});

it('which agrees with what is taken', () => {
  const fits = new Ajv.default({ strict: false, formats: { uuid: true, guid: true } }).compile(schema);
  for (const [more, right] of [
    [{}, true],
    [{ auth: { bearer: ['env:TOKEN'] }, body: { a: ['{title}'] } }, true],
    [{ auth: { bearer: ['s3cr3t'] } }, false],
    [{ auth: {} }, false],
    [{ auth: { bearer: ['env:TOKEN'], standardWebhooks: ['env:STANDARD'] } }, false],
    [{ colour: 1 }, false],
    [{ name: 'default' }, false],
    [{ events: [] }, false],
    [{ when: { colour: 'x' } }, false],
  ] as const)
    expect([fits({ version: 1, receivers: [one(more)] }), of(more).length === 0], JSON.stringify(more)).toEqual([
      right,
      right,
    ]);
});

it.each([
  ['{data} x', '{data} must stand alone in its text.'],
  ['Alert {title', 'A name ends with }, such as {title}.'],
  ['{title: {number}', 'A name ends with }, such as {title}.'],
])('refuses the body %j', (summary, why) => {
  expect(of({ body: { a: [{ summary }] } })).toEqual([`receivers.0.body.a.0.summary: ${why}`]);
});
