/** What receivers get of what happens, in order, with the facts that they may have. */
import { beforeEach, describe, expect, it } from 'vitest';
import { eventTypes } from '../../src/domain/outgoing/event.ts';
import { formOf } from '../support/a-bot.ts';
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
