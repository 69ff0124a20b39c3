import { afterEach, beforeEach, expect, it } from 'vitest';
import { newSource } from '../../../../src/domain/alert/source.ts';
import { alert, post } from '../../../support/sender.ts';
import { plainBody, plainFields, type SourceDoor, sourceDoor } from '../../../support/source-door.ts';

const source = (name: string, more: object = {}) => ({
  ...{ name, preset: 'fields', fields: { ...plainFields, items: 'all' }, auth: { bearer: ['env:KEY'] } },
  ...more,
});
const sources = [
  source('many'),
  source('one', { fields: { ...plainFields, partnerTenantId: 'tenant' } }),
  source('prom', { preset: 'alertmanager', fields: undefined }),
  source('fixed', { fields: plainFields, tenant: { fixed: '11111111-1111-4111-8111-111111111111' } }),
];
let door: SourceDoor;
const opened = async (tenants?: readonly string[]) => {
  door = await sourceDoor({ sources, env: { KEY: 'the-key' }, ...(tenants ? { tenants } : {}) });
};
beforeEach(() => opened());
afterEach(() => door.close());

const headers: [string, string][] = [['Authorization', 'Bearer the-key']];
const send = (name: string, body: unknown, more: object = {}) =>
  door.ask(`/webhooks/alerts/${name}`, { headers, body, ...more });

it('answers with the ids that were accepted, and those that were known', async () => {
  expect((await send('one', plainBody('a'))).json).toEqual({ accepted: ['a'], duplicate: [] });
  expect((await send('one', plainBody('a'))).json).toEqual({ accepted: [], duplicate: ['a'] });
  expect((await send('many', { all: [plainBody('a')] })).json).toEqual({ accepted: ['a'], duplicate: [] });
});

it.each([
  'application/json; charset=utf-8',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'APPLICATION/JSON',
])('takes %s', async (type) => {
  expect((await send('one', plainBody(), { type })).status).toBe(202);
});

it.each<[string, { type?: string }, [string, string][]]>([
  ['a wrong type', { type: 'text/plain' }, []],
  ['a compressed body', {}, [['Content-Encoding', 'gzip']]],
])('counts %s of a known sender as unread, and a stranger learns no more than that', async (_what, more, coding) => {
  const row = () => door.store.read((reader) => reader.get('sources', 'one'));
  const asked = (name: string, token: string) =>
    send(name, plainBody(), { ...more, headers: [['Authorization', `Bearer ${token}`], ...coding] });
  expect((await asked('one', 'the-key')).status).toBe(415);
  expect(await row()).toMatchObject({ unread: 1, heardAt: expect.any(String) });
  const [known, unknown] = [await asked('one', 'another'), await asked('none', 'another')];
  expect([known.status, known.raw]).toEqual([415, unknown.raw]);
  expect(await row()).toMatchObject({ unread: 1 });
});

it('takes 1,000 alerts in one body, and refuses 1,001, and any with one that is wrong', async () => {
  const all = Array.from({ length: 1_001 }, (_, n) => plainBody(String(n)));
  expect((await send('many', { all })).status).toBe(422);
  const wrong = await send('many', { all: [...all.slice(0, 3), { id: 'x' }] });
  expect(wrong.json).toMatchObject({ status: 422, errors: [{ pointer: '/all/3/title', detail: expect.any(String) }] });
  expect(await door.alerts()).toEqual([]);
  expect((await send('many', { all: all.slice(1) })).json.accepted).toHaveLength(1_000);
});

it('is 400 for what is no JSON, and 422 for what is nested deeper than anybody nests', async () => {
  for (const body of ['', '{', 'null,', '\ufeff{}']) expect((await send('one', body)).status).toBe(400);
  for (const depth of [65, 100_000, 500_000])
    expect((await send('one', `${'['.repeat(depth)}${']'.repeat(depth)}`)).status).toBe(422);
  for (const body of [null, 1, '"x"', {}, [[]]]) expect((await send('one', body)).status).toBe(422);
  expect(await door.alerts()).toEqual([]);
});

it('takes an alert that only its labels tell apart, however many they are', async () => {
  const labels = Object.fromEntries(Array.from({ length: 59_000 }, (_, n) => [n, '']));
  const body = { version: '4', alerts: [{ status: 'firing', labels }] };
  expect((await send('prom', body)).status).toBe(202);
  expect((await send('prom', body)).json).toMatchObject({ accepted: [], duplicate: [expect.any(String)] });
});

it('is 413 for more than 1 MB, which is counted for a source that has proved who it is', async () => {
  const body = JSON.stringify({ ...plainBody(), more: 'x'.repeat(1 << 20) });
  expect((await send('one', body)).status).toBe(413);
  expect((await send('one', 'x'.repeat(20 << 20))).status).toBe(413);
  expect(await door.metrics()).toContain('source_requests_total{source="one",outcome="unread"} 2');
  door.store.diskFull(true);
  expect((await send('one', body)).status).toBe(413);
});

it('takes alerts for the admins where there are several tenants, and nobody names one', async () => {
  await door.close();
  await opened(['Contoso', 'Fabrikam']);
  expect((await send('one', plainBody('7'))).status).toBe(202);
  expect(await door.alerts()).toMatchObject([{ tenantId: null, routed: 'admins', timeline: [{ why: 'noneNamed' }] }]);
  const named = { ...plainBody(), tenant: '22222222-1111-4111-8111-111111111111' };
  expect((await send('one', named)).status).toBe(202);
  expect((await send('fixed', plainBody())).status).toBe(202);
  expect((await door.alerts()).filter(({ tenantId }) => tenantId !== null)).toMatchObject([
    { source: 'webhook:fixed', tenantId: '11111111-1111-4111-8111-111111111111' },
    { source: 'webhook:one', tenantId: '22222222-1111-4111-8111-111111111111' },
  ]);
});

it('is 405 for anything but POST, and 404 below a source', async () => {
  const got = await send('one', '', { method: 'GET' });
  expect([got.status, got.headers.allow]).toEqual([405, 'POST']);
  expect((await send('nobody', '', { method: 'GET' })).raw).toBe(got.raw);
  for (const name of ['one/', 'one/two', '/one']) expect((await send(name, plainBody())).status, name).toBe(404);
});

it('keeps the signed route as it is, but for the names of its sources', async () => {
  expect((await post(door.origin, alert({ source: 'elsewhere' }))).status).toBe(202);
  // A Cyrillic о, a Greek ο, full width, a digit, an accent.
  for (const name of ['one', 'ONE', 'оne', 'ΟNE', 'ｏｎｅ', '0ne', 'óne', 'prоm']) {
    const { status, body } = await post(door.origin, alert({ source: name }));
    expect([status, body.errors], name).toEqual([
      422,
      [{ pointer: '/source', detail: expect.stringContaining('route of its own') }],
    ]);
  }
  const { body } = await post(door.origin, [alert({ source: 'one' }), alert()]);
  expect(body.errors).toMatchObject([{ pointer: '/0/source' }]);
  expect((await post(door.origin, alert(), { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  expect((await post(door.origin, alert(), { headers: { 'content-encoding': 'identity' } })).status).toBe(202);
});

it('is 503 while the disk is full, 507 when the store is, and keeps nothing then', async () => {
  door.store.diskFull(true);
  const refused = await send('one', plainBody());
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
  door.store.diskFull(false);
  door.store.limit(1);
  expect((await send('one', plainBody())).status).toBe(507);
  expect(await door.alerts()).toEqual([]);
});

it('shows admins no key of a sender’s own, which its sender is told', async () => {
  const key = 'Call 0800 EVIL now '.repeat(20);
  const body = { version: '4', alerts: [{ status: 'firing', labels: { [key]: 7 } }] };
  const wrong = await send('prom', body);
  expect(wrong.json.errors).toEqual([
    { pointer: `/alerts/0/labels/${key}`, detail: 'Must be text, in quotation marks.' },
  ]);
  const shown = JSON.stringify(await door.store.read(async (reader) => [...(await reader.list('sources'))]));
  expect(shown).not.toContain('EVIL');
  expect(shown).toContain('/alerts/0/labels');
});

it('is counted in /readyz and /metrics on the port that senders reach, and not named', async () => {
  const main = await sourceDoor({ sources, env: { KEY: 'the-key' }, settings: { METRICS_PORT: undefined } });
  expect((await main.ask('/readyz', { method: 'GET' })).json).toMatchObject({
    checks: { sources: '4, of which none are silent' },
  });
  await main.store.change((tx) =>
    tx.put('sources', { ...newSource('one', '2026-11-20T08:00:00.000Z', 0), silentAt: main.time.now() }),
  );
  await main.ask('/webhooks/alerts/one');
  await main.ask('/webhooks/alerts/nobody');
  const { json } = await main.ask('/readyz', { method: 'GET' });
  expect(json).toEqual({ ready: true, checks: { store: 'ok', sources: '4, of which 1 is silent' } });
  const { raw } = await main.ask('/metrics', { method: 'GET' });
  expect(raw).toContain('source_requests_total{source="all",outcome="refused"} 1');
  expect(raw).toContain('source_requests_total{source="unknown",outcome="refused"} 1');
  expect(raw).not.toMatch(/source="(one|prom|fixed|many)"/);
  await main.close();
});

it('is named in /readyz, which says since when a source is silent, and stays ready', async () => {
  const since = '2026-11-20T08:00:00.000Z';
  await door.store.change(async (tx) => {
    await tx.put('sources', { ...newSource('one', since, 0), silentAt: door.time.now() });
    await tx.put('sources', { ...newSource('left-the-file', since, 0), silentAt: door.time.now() });
  });
  const { status, json } = await door.monitor('/readyz');
  expect([status, json]).toEqual([
    200,
    {
      ready: true,
      checks: {
        store: 'ok',
        'source:many': 'ok',
        'source:one': `silent since ${since}`,
        'source:prom': 'ok',
        'source:fixed': 'ok',
      },
    },
  ]);
});
