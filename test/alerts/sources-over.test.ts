import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, allOf, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { sourcesOf } from '../support/a-source.ts';
import { ada, contoso, sam } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const id = 'webhook:prom x';
const since = '2026-11-24T08:05:00.000Z';

let bot: TestBot;
let from: ReturnType<typeof sourcesOf>;
beforeEach(async () => {
  bot = await aBot();
  from = sourcesOf(bot.world);
});

const pass = () => bot.world.time.advance(2 * minute);
const over = { over: { at: since } };
async function sent(...events: object[]) {
  for (const event of events) {
    await from.send('prom', [{ ...event }]);
    await pass();
  }
}
const thread = () => bot.channel('followUp').map(({ card }) => text(card.text));
const shown = () => text(bot.channel('alert')[0]?.card.text);
const steps = async () => (await bot.alert(id))?.timeline.map(({ what }) => what);

describe('an alert that its source takes for over', () => {
  it('says so in its card, its thread and its story, and stays as it is', async () => {
    await sent({});
    const before = await bot.alert(id);
    await sent({ ...over, displayName: 'Calm', severity: 'low' });
    expect(await steps()).toEqual(['received', 'over']);
    const { status, content, escalateAt, resolved } = before ?? {};
    expect(await bot.alert(id)).toMatchObject({
      status,
      content,
      escalateAt,
      resolved,
      resolvedBySender: { at: since },
    });
    expect(shown()).toContain('prom says that this alert ended on');
    expect(thread()).toEqual([
      expect.stringMatching(/The sender \(prom\) says that this alert ended on .*The alert is still open here/),
    ]);
    expect(text(cardOf(await bot.press(ada, 'alerts.show', id)).rows)).toContain('ended, according to the sender');
  });

  it('says that it continues where its source merged it into another incident, and does not call it over', async () => {
    await sent({});
    const merged = { over: { at: since, continues: '91' } };
    await sent(merged, merged);
    expect(await bot.alert(id)).toMatchObject({ status: 'active', resolvedBySender: merged.over });
    expect(shown()).toContain('prom merged this alert into incident 91');
    expect(shown()).not.toContain('ended');
    expect(thread()).toEqual([
      expect.stringMatching(/The sender \(prom\) merged this alert into incident 91.*The incident is not over\./s),
    ]);
    const line = bot.channel('followUp')[0];
    expect(line?.card.summary).toContain('Merged into another incident');
    expect(await steps()).toEqual(['received', 'merged']);
    const timeline = text(cardOf(await bot.press(ada, 'alerts.show', id)).rows);
    expect(timeline).toContain('merged into another incident by the sender');
    expect(timeline).toContain('91');
    expect(text(cardOf(await bot.say(ada, 'alerts')).rows)).toContain('merged into incident 91');
  });

  it('says that it continues also when its source had called it over before', async () => {
    await sent({}, over, { over: { at: since, continues: '' } });
    expect(shown()).toContain('merged this alert into another incident');
    expect(await steps()).toEqual(['received', 'over', 'merged']);
  });

  it('still says as which incident it continues when its source then says plainly that it is over', async () => {
    await sent({}, { over: { at: since, continues: '91' } }, over);
    expect(shown()).toContain('merged this alert into incident 91');
    expect(await steps()).toEqual(['received', 'merged']);
  });

  it('has its sender by one name in all of its story', async () => {
    await sent({}, { severity: 'low' }, over, {});
    const details = cardOf(await bot.press(ada, 'alerts.show', id)).rows.map(({ title, detail }) =>
      text([title, detail]),
    );
    const steps = details.filter((one) => /received|changed by|according to/i.test(one));
    expect(steps).toHaveLength(5);
    for (const step of steps) expect(step).toMatch(/(?<!webhook:)prom/);
  });

  it('is told once, however often its source repeats it', async () => {
    await sent({}, over, over, { over: { at: null } });
    expect(thread()).toHaveLength(1);
    expect(await steps()).toEqual(['received', 'over']);
  });

  it('goes on when its source says so: that is told once, and its card says nothing of it any more', async () => {
    await sent({}, over, {}, {});
    expect(await bot.alert(id)).not.toHaveProperty('resolvedBySender');
    expect(thread()).toEqual([
      expect.stringContaining('says that this alert ended on'),
      expect.stringContaining('is still active'),
    ]);
    expect(shown()).not.toContain('ended');
    expect(await steps()).toEqual(['received', 'over', 'again']);
  });

  it('has one line for all that its source says to and fro within a minute, and none when all is as before', async () => {
    await sent({});
    for (const event of [over, {}, over, {}, over]) await from.send('prom', [{ ...event }]);
    await pass();
    expect(thread()).toHaveLength(1);
    await from.send('prom', [{}]);
    await from.send('prom', [over]);
    await pass();
    expect(thread()).toHaveLength(1);
  });

  it('is told with what else changed, in one line', async () => {
    await sent({}, { ...over });
    await from.send('prom', [{ severity: 'low' }]);
    await pass();
    const [, last] = thread();
    expect(last).toMatch(/lowered the severity.*is still active/s);
    expect(await steps()).toEqual(['received', 'over', 'changed', 'again']);
  });

  it('is taken like any other when it is first heard of so, and its card says so', async () => {
    expect(await from.send('prom', [over])).toEqual({ accepted: ['x'], duplicate: [] });
    await pass();
    expect(await steps()).toEqual(['received', 'over']);
    expect(shown()).toContain('says that this alert ended on');
    expect(thread()).toEqual([]);
  });

  it('asks nobody to resolve what is resolved, and asks to reopen what goes on', async () => {
    await sent({});
    await bot.resolve(sam, id, { reason: 'fraud' });
    await pass();
    await sent(over, {});
    const [, told, again] = thread();
    expect(told).toContain('says that this alert ended on');
    expect(told).not.toContain('still open');
    expect(again).toContain('Please reopen it');
    expect(await bot.alert(id)).toMatchObject({ status: 'resolved' });
    expect(shown()).not.toContain('ended');
  });

  it('changes nothing once it is in the archive', async () => {
    await sent({ severity: 'low' });
    await bot.resolve(sam, id, { reason: 'fraud' });
    await bot.ticksAfter(25 * 60 * minute);
    expect(await bot.alert(id)).toBeNull();
    for (const severity of ['low', 'high'])
      expect(await from.send('prom', [{ ...over, severity }])).toEqual({ accepted: [], duplicate: ['x'] });
    expect(await bot.stored('alerts')).toEqual([]);
  });

  it('is told by no older version that comes late', async () => {
    const send = (sentAt: string, event: object) => from.send('prom', [{ ...event }], { sentAt });
    await send('2026-11-24T09:00:00.000Z', {});
    await send('2026-11-24T09:02:00.000Z', over);
    await send('2026-11-24T09:01:00.000Z', {});
    expect(await bot.alert(id)).toMatchObject({ resolvedBySender: { at: since }, sentAt: '2026-11-24T09:02:00.000Z' });
    await send('2026-11-24T09:03:00.000Z', {});
    await send('2026-11-24T09:02:30.000Z', over);
    expect(await bot.alert(id)).not.toHaveProperty('resolvedBySender');
  });

  it('is over, or goes on, as the last of several in one body says', async () => {
    expect(await from.send('prom', [{}, over, { displayName: 'Ignored', ...over }])).toEqual({
      accepted: ['x'],
      duplicate: [],
    });
    expect(await bot.alert(id)).toMatchObject({ resolvedBySender: { at: since }, content: { displayName: 'Mining' } });
    await from.send('prom', [over, {}]);
    expect(await bot.alert(id)).not.toHaveProperty('resolvedBySender');
  });

  it('takes a time of a clock that is a little ahead', async () => {
    const ahead = new Date(Date.parse(bot.world.time.now()) + 2 * minute).toISOString();
    await sent({ over: { at: ahead } });
    expect(await bot.alert(id)).toMatchObject({ resolvedBySender: { at: ahead } });
  });

  it('says no time that is still to come', async () => {
    await sent({ over: { at: '2090-01-01T00:00:00.000Z' } });
    expect(await bot.alert(id)).toMatchObject({ resolvedBySender: { at: null } });
  });

  it('is told in French where the contact reads that', async () => {
    await bot.edit((tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, locale: 'fr' } }));
    await sent({}, over, {});
    expect(thread()).toEqual([
      expect.stringMatching(
        /La source prom indique que cette alerte est terminée depuis le .*Elle est toujours ouverte ici/,
      ),
      expect.stringContaining('indique que cette alerte n’est pas terminée'),
    ]);
  });
});

describe('alerts of a storm that are over', () => {
  const many = (more: object = {}) =>
    from.send(
      'prom',
      Array.from({ length: 60 }, (_, n) => ({ id: `n${n}`, severity: 'medium', ...more })),
    );
  const rows = async () => cardOf(await bot.say(sam, 'alerts')).rows;

  it('say so in the list, until they go on', async () => {
    await many();
    await pass();
    for (const { detail } of await rows()) expect(text(detail)).not.toContain('ended');
    await many(over);
    await pass();
    expect(await rows()).toHaveLength(6);
    for (const { detail } of await rows())
      expect(text(detail)).toContain('Not acknowledged · ended, according to prom');
    await many();
    await pass();
    for (const { detail } of await rows()) expect(text(detail)).not.toContain('ended');
  });

  it('say it in French', async () => {
    await many(over);
    await pass();
    bot.knows(sam, { name: 'Sam', locale: 'fr' });
    const [first] = cardOf(await bot.say(sam, 'alertes')).rows;
    expect(text(first?.detail)).toContain('fin signalée par prom');
  });
});

describe('what a source says beside the alert', () => {
  it('is among the details, in the words of the reader', async () => {
    const notes = { severity: 'P7', cut: 1234 };
    await sent({ severity: 'medium', notes });
    const facts = async () => text(cardOf(await bot.press(ada, 'alerts.show', id)).facts);
    expect(await facts()).toContain('Medium, because I do not recognise the sender’s severity “P7”');
    expect(await facts()).toContain('1,234 characters of the description');
    await sent({ severity: 'medium', notes: { severity: 'P8' } });
    expect(await bot.alert(id)).toMatchObject({ notes: { severity: 'P8' }, revision: 2 });
    await sent({ severity: 'medium', notes: { severity: 'P8' } });
    expect(await bot.alert(id)).toMatchObject({ revision: 2 });
  });

  it('stands on its card where the sources’ file allows it less than it said', async () => {
    await sent({ severity: 'low', notes: { lowered: 'high' } });
    expect(shown()).toContain('prom sent this alert with severity “high”, but the sources file allows at most “low”.');
  });

  it('sends an alert of an unknown customer to the admins, with what to add, until the file was mended', async () => {
    await sent({ notes: { customer: 'fabrikam.com' } });
    expect(bot.channel()).toEqual([]);
    const [card] = bot.inPrivate(ada).map(({ card }) => card);
    expect(text(card?.text)).toContain('add “fabrikam.com” to “byCustomer” of the source “prom”.');
    expect(text(allOf(card)?.facts)).toContain(
      'add the customer “fabrikam.com” to “byCustomer” of the source “prom”, with the ID of the customer’s partner tenant. Then restart me.',
    );
    expect(card?.buttons.map(({ id }) => id)).not.toContain('contact.setup');
    expect((await bot.alert(id))?.timeline[0]).toMatchObject({ why: 'noCustomer' });
    expect(text(cardOf(await bot.press(ada, 'alerts.show', id)).rows)).toContain('routed to the administrators');
    await sent({ partnerTenantId: contoso });
    expect(await bot.alert(id)).toMatchObject({ tenantId: contoso, routed: 'contact' });
    expect(await bot.alert(id)).not.toHaveProperty('notes');
    expect(bot.channel().length).toBeGreaterThan(0);
  });

  it('goes to its tenant when the file was mended and the next news is that it is over, which changes nothing else', async () => {
    await sent({ notes: { customer: 'fabrikam.com', severity: 'P7' } });
    await sent({ ...over, partnerTenantId: contoso, displayName: 'Calm', severity: 'low', notes: { severity: 'P8' } });
    expect(await bot.alert(id)).toMatchObject({
      ...{ tenantId: contoso, routed: 'contact', resolvedBySender: { at: since }, notes: { severity: 'P7' } },
      content: { partnerTenantId: contoso, displayName: 'Mining', severity: 'high' },
    });
    expect((await bot.alert(id))?.notes).not.toHaveProperty('customer');
    expect(await steps()).toEqual(['received', 'changed', 'over']);
    expect(shown()).toContain('prom says that this alert ended on');
  });

  it.each([
    ['the alert again', {}],
    ['that it is over', over],
  ])(
    'has its card in its channels once it is reopened, when it was resolved as its source sent %s',
    async (_, more) => {
      await sent({ notes: { customer: 'fabrikam.com' } });
      await bot.resolve(ada, id, { reason: 'fraud' });
      await sent({ partnerTenantId: contoso, ...more });
      expect(bot.channel()).toEqual([]);
      await bot.press(ada, 'alerts.reopen', id);
      await pass();
      expect(bot.channel().map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['alert']);
    },
  );

  it('stays with the admins when it is over and the file still does not have the customer', async () => {
    await sent({ notes: { customer: 'fabrikam.com' } }, { ...over, notes: { customer: 'fabrikam.com' } });
    expect(await bot.alert(id)).toMatchObject({ tenantId: null, notes: { customer: 'fabrikam.com' } });
    expect(await steps()).toEqual(['received', 'over']);
  });

  it('asks for a fixed tenant where the sender names no customer, in French too', async () => {
    bot.knows(ada, { name: 'Ada', locale: 'fr' });
    await sent({ notes: { customer: '' } });
    const [card] = bot.inPrivate(ada).map(({ card }) => card);
    expect(text(card?.text)).toContain('L’alerte n’indique aucun client');
    expect(text(allOf(card)?.facts)).toMatch(
      /remplacez dans le fichier des sources le « byCustomer » de la source « prom » par « fixed » .*, puis redémarrez-moi\. .*je la rattacherai à ce locataire/,
    );
  });

  it('does not take an alert away from its tenant when the file lost the customer', async () => {
    await sent({ partnerTenantId: contoso }, { notes: { customer: 'contoso.com' } });
    expect(await bot.alert(id)).toMatchObject({ tenantId: contoso, routed: 'contact' });
    expect(text(cardOf(await bot.press(ada, 'alerts.show', id)).facts)).not.toContain('byCustomer');
  });

  it('does not take an alert away from its tenant when the file names one that is not here', async () => {
    await sent({ partnerTenantId: contoso }, { partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    expect(await bot.alert(id)).toMatchObject({ tenantId: contoso, routed: 'contact' });
  });

  it('is cleaned before it is kept', async () => {
    await sent({ notes: { customer: `a\u202e\u200bb\n${'c'.repeat(500)}`, severity: '\u0007P\u200b1' } });
    const { notes } = (await bot.alert(id)) ?? {};
    expect(notes?.severity).toBe('P1');
    expect(notes?.customer).toMatch(/^ab c{290,300}$/);
  });
});
