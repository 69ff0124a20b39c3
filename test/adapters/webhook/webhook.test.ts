import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contosoId, type Stage, stage } from '../../journeys/stage.ts';
import { alert, post, type Sending, secret } from '../../support/sender.ts';

const second = `whsec_${Buffer.from('the one that comes next').toString('base64')}`;
let on: Stage;
beforeEach(async () => {
  on = await stage(undefined, { env: { ALERT_WEBHOOK_SECRET: `${secret} ${second}` } });
  await on.ready();
  await on.knows();
});
afterEach(() => on.closes());

const send = (alerts: unknown, how?: Sending) => post(on.url(), alerts, how);
const stored = () => on.store.read((reader) => reader.list('alerts'));

describe('202, only when it is on disk', () => {
  it('for one alert, and for many', async () => {
    const one = await send(alert({ id: '42' }));
    expect([one.status, one.body]).toEqual([202, { accepted: ['42'], duplicate: [] }]);
    const many = await send([alert({ id: '43' }), alert({ id: '44', severity: 'low' })]);
    expect([many.status, many.body]).toEqual([202, { accepted: ['43', '44'], duplicate: [] }]);
    await on.restarts();
    expect((await stored()).map(({ id }) => id)).toEqual([
      'webhook:default 42',
      'webhook:default 43',
      'webhook:default 44',
    ]);
  });

  it('for a hundred at once', async () => {
    const batch = Array.from({ length: 100 }, (_, n) => alert({ id: String(n), severity: 'informational' }));
    expect((await send(batch)).body).toMatchObject({ accepted: batch.map(({ id }) => id) });
    expect(await stored()).toHaveLength(100);
  });

  it('says which are known already, in this batch or from before, and keeps each once', async () => {
    expect((await send([alert({ id: 'a' }), alert({ id: 'a' }), alert({ id: 'b' })])).body).toEqual({
      accepted: ['a', 'b'],
      duplicate: [],
    });
    expect((await send([alert({ id: 'b' }), alert({ id: 'c' })])).body).toEqual({ accepted: ['c'], duplicate: ['b'] });
    expect(await stored()).toHaveLength(3);
  });

  it('keeps what is said without what nobody sees, and the id as it was sent', async () => {
    const said = {
      displayName: 'pay\u202eload\u0007',
      description: 'one\r\ntwo\u200b',
      alertType: 'min\u2060ing',
      confidenceLevel: '\ufeffhigh',
      affectedResources: [{ resourceId: 'vm\u2066-7', resourceType: 'di\u00adsk' }],
    };
    const id = 'a\u200bb';
    expect((await send(alert({ id, ...said }))).body).toEqual({ accepted: [id], duplicate: [] });
    expect(await stored()).toMatchObject([
      {
        id: `webhook:default ${id}`,
        content: {
          displayName: 'payload',
          description: 'one\ntwo',
          alertType: 'mining',
          confidenceLevel: 'high',
          affectedResources: [{ resourceId: 'vm-7', resourceType: 'disk' }],
        },
      },
    ]);
    expect((await send(alert({ displayName: '\u3164\u200b' }))).status).toBe(422);
  });

  it('takes what is changed in a known one', async () => {
    await send(alert({ id: 'a' }));
    expect((await send(alert({ id: 'a', displayName: 'Worse' }))).body).toEqual({ accepted: [], duplicate: ['a'] });
    expect(await stored()).toMatchObject([{ content: { displayName: 'Worse' }, revision: 2 }]);
  });

  it('keeps the version that was signed last: an older one that comes again changes nothing', async () => {
    await send(alert({ id: 'a', displayName: 'Second' }), { ahead: 0 });
    const answer = await send(alert({ id: 'a', displayName: 'First' }), { ahead: -60 });
    expect([answer.status, answer.body]).toEqual([202, { accepted: [], duplicate: ['a'] }]);
    expect(await stored()).toMatchObject([{ content: { displayName: 'Second' }, revision: 1 }]);
  });

  it('ignores what it does not know, and reads `isTest` as senders write it', async () => {
    const more = { vendor: { nested: [1] }, __proto__: { x: 1 }, constructor: 'y' };
    await send([
      alert({ id: 'a', ...more, isTest: 'false' }),
      alert({ id: 'b', isTest: true }),
      alert({ id: 'c', isTest: 'true' }),
    ]);
    const tests = (await stored()).map(({ content }) => content.isTest);
    expect(tests).toEqual([false, true, true]);
    expect(JSON.stringify(await stored())).not.toContain('vendor');
  });

  it('keeps the instant, whatever its zone', async () => {
    await send(alert({ detectedDateTime: '2026-11-24T10:00:00.5+02:00' }));
    expect(await stored()).toMatchObject([{ content: { detectedDateTime: '2026-11-24T08:00:00.500Z' } }]);
  });

  it.each([
    ['person', 'webhook:person'],
    ['bot', 'webhook:bot'],
    ['microsoft', 'webhook:microsoft'],
    ['webhook:other', 'webhook:webhook:other'],
    ['partner-center', 'webhook:partner-center'],
    ['SIEM.eu', 'webhook:SIEM.eu'],
    [undefined, 'webhook:default'],
  ])('a sender who says to be %s stays %s', async (source, kept) => {
    await send(alert({ id: '1', ...(source ? { source } : {}) }));
    expect(await stored()).toMatchObject([{ id: `${kept} 1`, source: kept, origin: 'sent' }]);
  });
});

describe('the partner tenant', () => {
  it('may be left out while there is one', async () => {
    await send(alert());
    expect(await stored()).toMatchObject([{ tenantId: contosoId }]);
  });

  it('may be left out when there are several: the admins have the alert then', async () => {
    await on.knows({ id: '55555555-5555-4555-8555-555555555555', name: 'Fabrikam' });
    const named = alert({ id: '1', partnerTenantId: contosoId.toUpperCase() });
    const { status, body } = await send([named, alert({ id: '2' })]);
    expect([status, body]).toEqual([202, { accepted: ['1', '2'], duplicate: [] }]);
    expect(await stored()).toMatchObject([
      { tenantId: contosoId },
      { tenantId: null, routed: 'admins', timeline: [{ why: 'noneNamed' }] },
    ]);
  });

  it('may be one that is not set up (yet)', async () => {
    await send(alert({ partnerTenantId: '99999999-9999-4999-8999-999999999999' }));
    expect(await stored()).toMatchObject([{ tenantId: null, routed: 'admins' }]);
  });
});

describe('422, and nothing of the request is kept', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no id', { id: undefined }, '/id'],
    ['an empty id', { id: '' }, '/id'],
    ['a number as id', { id: 42 }, '/id'],
    ['no name', { displayName: undefined }, '/displayName'],
    ['a name that is too long', { displayName: 'x'.repeat(301) }, '/displayName'],
    ['an unknown severity', { severity: 'critical' }, '/severity'],
    ['no severity', { severity: undefined }, '/severity'],
    ['no time', { detectedDateTime: undefined }, '/detectedDateTime'],
    ['a time without a zone', { detectedDateTime: '2026-11-24T10:00:00' }, '/detectedDateTime'],
    ['a day that is none', { detectedDateTime: '2026-02-30T10:00:00Z' }, '/detectedDateTime'],
    ['a tenant that is no GUID', { partnerTenantId: 'contoso' }, '/partnerTenantId'],
    ['a customer that is no GUID', { customerTenantId: 'x' }, '/customerTenantId'],
    ['a description that is too long', { description: 'x'.repeat(4_001) }, '/description'],
    ['resources that are no list', { affectedResources: {} }, '/affectedResources'],
    ['a resource that is wrong', { affectedResources: [{}, { resourceId: 7 }] }, '/affectedResources/1/resourceId'],
    ['a source with a space', { source: 'a b' }, '/source'],
    ['isTest that is neither', { isTest: 'yes' }, '/isTest'],
  ])('%s', async (_what, wrong, pointer) => {
    const single = await send(alert(wrong));
    expect([single.status, single.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(single.body).toMatchObject({ status: 422, errors: [{ pointer, detail: expect.any(String) }] });
    const batch = await send([alert(), alert(wrong)]);
    expect(batch.body).toMatchObject({ errors: [{ pointer: `/1${pointer}` }] });
    expect(await stored()).toEqual([]);
  });

  it('says of a field that is missing that it is', async () => {
    const { body } = await send(alert({ displayName: undefined }));
    expect(body.errors).toEqual([{ pointer: '/displayName', detail: 'Required, but missing.' }]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ severity: 'critical' }, 'Must be one of informational, low, medium, high.'],
    [{ severity: undefined }, 'Required, but missing.'],
    [{ isTest: 'yes' }, 'Must be true or false.'],
    [{ partnerTenantId: 'contoso' }, 'Must be an id such as 72f988bf-86f1-41af-91ab-2d7cd011db47.'],
    [{ detectedDateTime: '24/11/2026' }, 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.'],
    [{ displayName: '' }, 'Must not be empty.'],
    [{ displayName: 'x'.repeat(301) }, 'May have at most 300 characters.'],
    [{ id: 42 }, 'Must be text, in quotation marks.'],
    [{ id: ' ' }, 'must have a visible character'],
  ])('says what it wants in plain words: %j', async (wrong, detail) => {
    const { body } = await send(alert(wrong));
    expect(body.errors).toContainEqual(expect.objectContaining({ detail }));
  });

  it('says of an empty list that it is empty', async () => {
    expect((await send([])).body.errors).toEqual([{ pointer: '', detail: 'Must not be empty.' }]);
  });

  it('names every bad field at once', async () => {
    const { body } = await send([alert({ id: '', severity: 'x' }), alert(), alert({ displayName: 3 })]);
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/0/id', '/0/severity', '/2/displayName']);
  });

  it.each<[string, unknown]>([
    ['a list of 101', Array.from({ length: 101 }, () => alert())],
    ['an empty list', []],
    ['a string', 'alert'],
    ['null', null],
    ['a list in a list', [[alert()]]],
  ])('%s', async (_what, body) => {
    expect((await send(body)).status).toBe(422);
    expect(await stored()).toEqual([]);
  });
});

describe('401', () => {
  it.each<[string, Sending]>([
    ['a stale time-stamp', { ahead: -301 }],
    ['a time-stamp of the future', { ahead: 302 }],
    ['a wrong secret', { secret: `whsec_${Buffer.from('somebody else’s secret').toString('base64')}` }],
    ['no signature', { headers: { 'webhook-signature': '' } }],
    ['a signature of another version', { headers: { 'webhook-signature': 'v2,abc' } }],
    ['another id than was signed', { headers: { 'webhook-id': 'other' } }],
    ['a time-stamp that is none', { headers: { 'webhook-timestamp': 'now' } }],
  ])('for %s', async (_what, how) => {
    const { status, headers, body } = await send(alert(), how);
    expect([status, headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    expect(JSON.stringify(body)).not.toContain(secret.slice(6));
    expect(await stored()).toEqual([]);
  });

  it('not for a clock that is a little off, nor for the next secret while both are set', async () => {
    expect((await send(alert(), { ahead: -290 })).status).toBe(202);
    expect((await send(alert(), { ahead: 290 })).status).toBe(202);
    expect((await send(alert(), { secret: second })).status).toBe(202);
  });
});

describe('what is no alert', () => {
  it('is 400 when it is signed, and no JSON', async () => {
    expect((await send(null, { body: '{"id":' })).status).toBe(400);
    expect((await send(null, { body: '' })).status).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', null])(
    'is 415: %s',
    async (type) => {
      expect((await send(alert(), { contentType: type })).status).toBe(415);
    },
  );

  it('may say its character set', async () => {
    expect((await send(alert(), { contentType: 'application/json; charset=utf-8' })).status).toBe(202);
  });

  it('is 413 beyond 1 MB, and 405 when it is not posted', async () => {
    expect((await send(alert({ vendor: 'x'.repeat(1 << 20) }))).status).toBe(413);
    const got = await fetch(`${on.url()}/webhooks/alerts`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a full disk', () => {
  it('is 503 with Retry-After, keeps nothing, and is over when there is space', async () => {
    on.disk.full = true;
    const refused = await send(alert({ id: 'a' }));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await stored()).toEqual([]);
    on.disk.full = false;
    expect((await send(alert({ id: 'a' }))).body).toEqual({ accepted: ['a'], duplicate: [] });
  });
});

it('counts what came, for Prometheus', async () => {
  await send([alert({ id: 'a' }), alert({ id: 'b' })]);
  await send(alert({ id: 'a' }));
  const text = await (await fetch(`${on.url()}/metrics`)).text();
  expect(text).toContain('security_contact_bot_alerts_total{outcome="accepted"} 2');
  expect(text).toContain('security_contact_bot_alerts_total{outcome="duplicate"} 1');
  await vi.waitFor(async () => {
    const later = await (await fetch(`${on.url()}/metrics`)).text();
    expect(later).toContain('security_contact_bot_deliveries_waiting{platform="slack"} 0');
  });
});

describe('a signed body of which nothing is taken', () => {
  const row = () => on.store.read((reader) => reader.get('sources', 'default'));
  it.each([
    ['422, for a field that is wrong', () => send(alert({ severity: 'worst' })), 422, '/severity'],
    ['422, for a source of the sources’ file or none of ours', () => send([]), 422, ''],
    ['400, for what is no JSON', () => send(null, { body: '{' }), 400, ''],
    ['415, for another type', () => send(alert(), { contentType: 'text/plain' }), 415, ''],
    ['415, for a compressed body', () => send(alert(), { headers: { 'content-encoding': 'gzip' } }), 415, ''],
  ])('is %s, and the admins are told of it', async (_what, sends, status, pointer) => {
    expect((await sends()).status).toBe(status);
    const { unread, unreported } = (await row()) ?? {};
    expect([unread, unreported?.problems[0]?.pointer]).toEqual([1, pointer]);
  });

  it('is nothing that a stranger can bring about', async () => {
    const other = `whsec_${Buffer.from('not a secret of this test').toString('base64')}`;
    for (const how of [{}, { body: '{' }, { contentType: 'text/plain' }, { headers: { 'content-encoding': 'gzip' } }])
      expect((await send(alert({ severity: 'worst' }), { ...how, secret: other })).status).toBeGreaterThanOrEqual(401);
    expect(await row()).toBe(null);
  });
});
