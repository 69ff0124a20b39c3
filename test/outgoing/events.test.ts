/** What receivers get of what happens, in order, with the facts that they may have. */
import { beforeEach, describe, expect, it } from 'vitest';
import { eventTypes } from '../../src/domain/outgoing/event.ts';
import { formOf } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { ada, contoso, sam } from '../support/partner.ts';
import { aBotWith, receiver } from '../support/receivers.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: Awaited<ReturnType<typeof aBotWith>>;
const types = (name = 'siem') => bot.receivers.typesFor(name);
const last = (begins = 'alert.') => bot.receivers.got.findLast(({ type }) => type.startsWith(begins));
const id = 'webhook:default a';

const soc = {
  ...{ kind: 'group', firstName: 'Contoso SOC', lastName: '', email: 'soc@contoso.com', locale: 'fr' },
  ...{ timezone: 'Europe/Paris', channels: ['C1'], onCall: ['USAM'] },
};

beforeEach(async () => {
  bot = await aBotWith(receiver('siem'));
});

describe('of an alert', () => {
  it('everything comes once, in its order, with who did it', async () => {
    await bot.send({ id: 'a', description: 'A miner runs.', displayName: 'Mining' });
    await bot.advance(second);
    expect(last()).toMatchObject({
      type: 'alert.accepted',
      subject: 'alerts/1',
      mayBeRepeat: false,
      keyId: null,
      facts: { number: 1, title: 'Mining', description: 'A miner runs.', severity: 'high', status: 'active' },
    });
    expect(last()?.facts).toMatchObject({ source: 'webhook:default', tenantId: contoso, tenant: 'Contoso' });
    await bot.advance(10 * minute);
    expect(types()).toEqual(['alert.accepted', 'alert.unacknowledged']);
    await bot.press(sam, 'alerts.acknowledge', id);
    await bot.advance(second);
    expect(last()).toMatchObject({ type: 'alert.acknowledged', facts: { by: 'Sam', status: 'investigating' } });
    await bot.submit(sam, formOf(await bot.press(sam, 'alerts.note', id)), { note: 'It was me.' });
    await bot.advance(second);
    expect(last()).toMatchObject({ type: 'alert.note', facts: { by: 'Sam', note: 'It was me.' } });
    await bot.press(ada, 'alerts.take', id);
    await bot.advance(second);
    expect(last()).toMatchObject({ type: 'alert.handedOver', facts: { by: 'Ada', to: 'Ada' } });
    await bot.resolve(ada, id, { reason: 'legitimate', note: 'A test of ours' });
    await bot.advance(second);
    expect(last()).toMatchObject({
      type: 'alert.resolved',
      facts: { by: 'Ada', reason: 'legitimate', note: 'A test of ours', status: 'resolved' },
    });
    await bot.reopen(sam, id);
    await bot.advance(second);
    expect(last()).toMatchObject({ type: 'alert.reopened', facts: { by: 'Sam' } });
    expect(await bot.waiting()).toMatchObject([{ type: 'alert.unacknowledged', timer: true }]);
    expect(new Set(bot.receivers.got.map((event) => event.id)).size).toBe(bot.receivers.got.length);
    expect(bot.bugs).toEqual([]);
  });

  it('too late is told, once', async () => {
    await bot.send({ id: 'a' });
    await bot.passes(25 * hour);
    expect(types().filter((type) => type === 'alert.overdue')).toEqual(['alert.overdue']);
  });

  it('drills and tests have names of their own', async () => {
    await bot.send({ id: 'a', isTest: true });
    await bot.drill(ada);
    await bot.advance(second);
    expect(types().filter((type) => !type.startsWith('finding.'))).toEqual(['drill.accepted', 'drill.accepted']);
  });

  it('it is for whom the file says, by severity, tenant and source, and from when it first is', async () => {
    bot = await aBotWith(
      receiver('high', { when: { severities: ['high'] } }),
      receiver('other', { when: { tenants: ['0'] } }),
      receiver('prom', { when: { sources: ['webhook:prom'] } }),
    );
    await bot.send({ id: 'a', severity: 'low' });
    await bot.send({ id: 'b', severity: 'low', source: 'prom' });
    await bot.advance(second);
    expect([types('high'), types('other'), types('prom')]).toEqual([[], [], ['alert.accepted']]);
    await bot.send({ id: 'a', severity: 'high' });
    await bot.advance(second);
    expect(types('high')).toEqual(['alert.accepted']);
    await bot.advance(10 * minute);
    expect(types('high')).toEqual(['alert.accepted', 'alert.unacknowledged']);
    // It is a high one still, as people are reminded of it.
    await bot.send({ id: 'a', severity: 'low' });
    await bot.resolve(sam, id);
    await bot.advance(second);
    expect(types('high')).toContain('alert.resolved');
    expect(types('other')).toEqual([]);
  });
});

it('a change of the contact has its fields, and its values only where they may go out', async () => {
  const events = eventTypes.filter((type) => type === 'contact.changed');
  bot = await aBotWith(receiver('siem', { events }), receiver('crm', { events, values: true }));
  await bot.save(ada, 'update', { ...soc, phone: '+33142685399' });
  await bot.advance(second);
  const [siem, crm] = ['siem', 'crm'].map((name) => bot.receivers.got.find((one) => one.receiver === name));
  expect(siem).toMatchObject({
    type: 'contact.changed',
    subject: `tenants/${contoso}`,
    facts: { by: 'Ada', tenant: 'Contoso' },
  });
  expect(siem?.facts.fields).toContain('phone');
  expect(JSON.stringify(siem)).not.toContain('53 99');
  expect(crm?.facts.changes).toMatch(/^phone: .* -> \+33/m);
});

it('a contact that is removed with its retired tenant is told as a change, and its alerts are not', async () => {
  const events = eventTypes.filter((type) => type === 'contact.changed');
  bot = await aBotWith(receiver('siem', { events }));
  const cleared = (...fields: string[]) =>
    bot.world.store.change((tx) =>
      tx.appendHistory({
        ...({ at: bot.world.time.now(), by: null, byName: '', deed: 'tenant.cleared', tenantId: contoso } as const),
        changes: fields.map((field) => ({ field, before: [1], after: null })),
      }),
    );
  await cleared('alerts');
  await cleared('email', 'alerts');
  await bot.advance(second);
  expect(bot.receivers.got.map(({ facts }) => facts.fields)).toEqual(['email']);
});

it('a name that is an address goes only where values may', async () => {
  bot = await aBotWith(receiver('siem'), receiver('crm', { values: true }));
  await bot.world.store.change((tx) =>
    tx.appendHistory({
      ...({ at: bot.world.time.now(), by: null, byName: 'ada@contoso.example', deed: 'contact.updated' } as const),
      ...{ tenantId: contoso, changes: [{ field: 'phone', before: null, after: '+33142685399' }] },
    }),
  );
  await bot.advance(second);
  const by = (name: string) => bot.receivers.got.find((one) => one.receiver === name)?.facts.by;
  expect([by('siem'), by('crm')]).toEqual([undefined, 'ada@contoso.example']);
});

it('a source that is silent is told once, and again when it is anew, to whom the file says', async () => {
  const sources = [
    aSource('prom', { expectEveryMs: hour }),
    aSource('contoso', { source: `microsoft:${contoso}`, expectEveryMs: hour }),
  ];
  bot = await aBotWith(
    receiver('all', { events: ['source.silent'] }),
    receiver('prom', { events: ['source.silent'], when: { sources: ['webhook:prom'] } }),
    receiver('microsoft', { events: ['source.silent'], when: { sources: [`microsoft:${contoso}`] } }),
    receiver('other', { events: ['source.silent'], when: { sources: ['webhook:cipp'] } }),
  );
  bot.world.settings.sources = sources;
  const from = sourcesOf(bot.world);
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 10 * minute) await bot.ticksAfter(10 * minute);
    await bot.advance(5 * second);
  };
  await pass(10 * minute);
  const heardAt = bot.world.time.now();
  await from.send('prom', [{ id: 'a' }]);
  await pass(3 * hour);
  const got = (name: string) =>
    bot.receivers.got.filter((one) => one.receiver === name).map(({ subject, facts }) => [subject, facts.source]);
  const prom = ['sources/prom', 'prom'];
  const microsoft = ['sources/contoso', 'contoso'];
  expect(got('all')).toHaveLength(2);
  expect(got('all')).toEqual(expect.arrayContaining([prom, microsoft]));
  expect(got('prom')).toEqual([prom]);
  expect(bot.receivers.got.find(({ receiver: name }) => name === 'prom')?.facts).toMatchObject({
    lastHeardAt: heardAt,
  });
  expect([got('microsoft'), got('other')]).toEqual([[microsoft], []]);
  await from.send('prom', [{ id: 'b' }]);
  await pass(2 * hour);
  expect(got('prom')).toEqual([prom, prom]);
});

it('findings are opened and closed, and nothing of them names a person', async () => {
  await bot.tick();
  await bot.edit({ complianceAttestedAt: null });
  await bot.tick(second);
  const opened = bot.receivers.got.find(
    ({ type, facts }) => type === 'finding.opened' && facts.finding === 'complianceUnconfirmed',
  );
  expect(opened).toMatchObject({ facts: { tenantId: contoso } });
  await bot.edit({ complianceAttestedAt: bot.world.time.now() });
  await bot.tick(second);
  expect(last('finding.')).toMatchObject({ type: 'finding.closed', facts: { finding: 'complianceUnconfirmed' } });
});

it('costs nothing where there is no receiver', async () => {
  bot = await aBotWith();
  await bot.send({ id: 'a' });
  await bot.press(sam, 'alerts.acknowledge', id);
  await bot.reopen(sam, id);
  expect(await bot.rows()).toEqual([]);
  expect(await bot.alert(id)).not.toHaveProperty('reopenings');
});
