import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, allOf, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { day, hour, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const pass = (ms = minute) => bot.passes(ms);

const alerts = async (): Promise<readonly Alert[]> => {
  const all = await bot.stored('alerts');
  return all.toSorted((a, b) => a.number - b.number);
};
const rule = (more: object) => [{ name: 'cipp', severity: 'medium', rules: [more] }] as const;
const cards = () => bot.channel('alert ');
const lines = () => bot.channel('followUp').map(({ card }) => card.text.map(plainOf).join(' '));
const acknowledge = (number: string) => bot.press(sam, 'alerts.acknowledge', number, slackChannel);
const resolve = async (number: string, reason = 'legitimate') => {
  const form = await bot.press(sam, 'alerts.resolve', number, slackChannel);
  if (form.kind !== 'form') throw new Error(text(form));
  return bot.submit(sam, form.form, { reason, note: '' });
};

describe('a finding that comes again', () => {
  it('is the alert that is open, seen again: one card, one edit, no reminder more, and an id that is a duplicate from then on', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'medium' });
    const first = await cipp.finds('cipp');
    await pass();
    await acknowledge('1');
    await pass(day);
    const before = bot.channel().length;
    const again = await cipp.finds('cipp');
    expect([first.accepted.length, again.accepted.length, again.duplicate]).toEqual([1, 1, []]);
    await pass();
    await pass(day);
    await cipp.finds('cipp');
    await pass();
    expect(await alerts()).toMatchObject([
      { number: 1, status: 'investigating', seen: { times: 3 }, content: { severity: 'medium' } },
    ]);
    expect(cards()).toHaveLength(1);
    expect(bot.channel()).toHaveLength(before);
    expect(text(allOf(cards()[0]?.card))).toContain('Received 3 times, most recently on ');
    const [alert] = await alerts();
    expect(alert?.timeline.filter(({ what }) => what === 'seen')).toMatchObject([{ times: 3 }]);
    expect(alert?.content.detectedDateTime).toBe(alert?.receivedAt);
  });

  it('has each of its ids as a duplicate, also in the archive, and the newest one speaks for it', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp' });
    const body = (nth: number, rows: string[]) => cippBodyAt(nth, rows);
    await cipp.post('cipp', body(1, ['a']));
    await cipp.post('cipp', body(2, ['b']));
    expect(await cipp.post('cipp', body(1, ['a']))).toMatchObject({ accepted: [], duplicate: [expect.anything()] });
    expect((await alerts())[0]?.content.description).toContain('UserPrincipalName: b');
    expect(await cipp.post('cipp', body(2, ['c']))).toMatchObject({ accepted: [] });
    expect((await alerts())[0]?.content.description).toContain('UserPrincipalName: c');
    await pass();
    await resolve('1');
    await pass(2 * day);
    expect(await alerts()).toEqual([]);
    expect(await cipp.post('cipp', body(2, ['c']))).toMatchObject({ accepted: [] });
    expect(await alerts()).toEqual([]);
    await cipp.post('cipp', body(3, ['c']));
    expect(await alerts()).toMatchObject([{ number: 2, earlier: 1 }]);
    await pass();
    expect(text(cards().at(-1)?.card)).toContain('The same alert was already resolved once, as alert 1.');
  });

  it('is another alert for another customer, title, type or tenant, as a test, and where it lacks one of the fields', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp' });
    await cipp.finds('cipp');
    await cipp.finds('cipp', { customer: 'adatum.com' });
    await cipp.finds('cipp', { name: 'Quota' });
    await cipp.finds('cipp', { type: 'Get-CIPPAlertQuotaUsed' });
    await cipp.finds('cipp', { customer: '' });
    await cipp.finds('cipp', { customer: '' });
    await cipp.finds('cipp', { type: 'Audit log' });
    await cipp.finds('cipp', { type: 'Audit log' });
    expect(await alerts()).toHaveLength(8);
  });

  it('is never the alert of another partner tenant', async () => {
    const northwind = '99999999-4444-4444-8444-444444444444';
    const cipp = ruledSources(bot.world, {
      ...{ name: 'cipp', rules: [{ sameAs: ['alertType'] }] },
      tenant: { byCustomer: { 'a.com': contoso, 'b.com': northwind, 'c.com': contoso } },
    });
    for (const customer of ['a.com', 'b.com', 'c.com']) await cipp.finds('cipp', { customer });
    expect((await alerts()).map(({ content, seen }) => [content.partnerTenantId, seen?.times])).toEqual([
      [contoso, 2],
      [northwind, undefined],
    ]);
  });

  it('says new rows in the thread, with a mention where it is high; the same rows say nothing', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'high' });
    await cipp.finds('cipp', { rows: ['ops@x', 'old@x'] });
    await pass();
    await acknowledge('1');
    await pass(hour);
    await cipp.finds('cipp', { rows: ['OPS@x'] });
    await pass(hour);
    expect(lines()).toEqual([]);
    await cipp.finds('cipp', { rows: ['ops@x', 'new@x', 'newer@x'] });
    await pass(hour);
    expect(lines()).toEqual([
      expect.stringMatching(/CIPP sent this alert again with 2 new entries: “newe?r?@x”, “newe?r?@x”\./),
    ]);
    const line = bot.channel('followUp')[0];
    expect([line?.card.mentions?.length, line?.thread]).toEqual([1, expect.anything()]);
  });

  it('calls people once where many high alerts of a source have new rows', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'high' });
    const customers = ['a.com', 'b.com', 'c.com'];
    for (const customer of customers) await cipp.finds('cipp', { customer });
    await pass();
    for (const number of ['1', '2', '3']) await acknowledge(number);
    await pass(hour);
    for (const customer of customers) await cipp.finds('cipp', { customer, rows: ['ops@x', 'new@x'] });
    await pass();
    const said = bot.channel('followUp');
    expect(said.map(({ card }) => card.mentions?.length ?? 0)).toEqual([1, 0, 0]);
  });

  it('that is more severe is raised, with a line that mentions who is on call', async () => {
    const cipp = ruledSources(bot.world, {
      ...{ name: 'cipp', preset: 'fields', severities: {} },
      fields: { id: 'id', displayName: 'title', severity: 'level' },
      rules: [{ sameAs: ['title'] }],
    });
    await cipp.post('cipp', { id: '1', title: 'Mining', level: 'medium' });
    await pass();
    await cipp.post('cipp', { id: '2', title: 'Mining', level: 'high' });
    await pass();
    expect(await alerts()).toMatchObject([{ number: 1, content: { severity: 'high' }, seen: { times: 2 } }]);
    expect(lines()).toEqual([expect.stringContaining('raised the severity')]);
  });

  it('is neither lost nor doubled when the process dies again and again', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'high' });
    for (let times = 0; times < 20; times++) {
      await cipp.finds('cipp', { rows: times % 5 === 4 ? ['ops@x', `new-${times}@x`] : ['ops@x'] });
      await bot.world.time.advance(times * 97);
      await bot.crash();
      await bot.start();
    }
    await pass();
    expect(await alerts()).toMatchObject([{ number: 1, seen: { times: 20 } }]);
    expect(cards()).toHaveLength(1);
    expect(text(allOf(cards()[0]?.card))).toContain('Received 20 times');
  });

  it('leaves the reminders as they were', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'medium' });
    await cipp.finds('cipp');
    const [before] = await alerts();
    await pass(30 * minute);
    await cipp.finds('cipp');
    const [after] = await alerts();
    const { escalateFrom, escalated, escalateAt } = before ?? {};
    expect(after).toMatchObject({ escalateFrom, escalated, escalateAt });
  });

  it('does not keep its alert from closing by age', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', severity: 'low' });
    for (let days = 0; days < 33 && (await alerts()).every(({ status }) => status !== 'resolved'); days++) {
      await cipp.finds('cipp');
      await pass(day);
    }
    expect((await alerts())[0]).toMatchObject({ number: 1, resolved: { by: null }, seen: { times: 30 } });
  });

  it('counts each time, in one row and two steps of the story, however often it comes', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp', pace: { alerts: 1, in: 'PT1M' } });
    for (let times = 0; times < 200; times++) await cipp.finds('cipp');
    const [alert] = await alerts();
    expect([alert?.seen?.times, alert?.timeline.length]).toEqual([200, 2]);
    expect(JSON.stringify(alert).length).toBeLessThan(2_500);
  });
});

/** Counts the rows that changes read from now on. */
function countReads(): () => number {
  let rows = 0;
  const { store } = bot.world;
  const { change } = store;
  store.change = (what, how) =>
    change(
      (tx) =>
        what({
          ...tx,
          scan: async (index, query) => {
            const found = await tx.scan(index, query);
            rows += found.length;
            return found;
          },
          list: async (collection) => {
            const found = await tx.list(collection);
            rows += found.length;
            return found;
          },
        }),
      how,
    );
  return () => rows;
}

it('reads no more of the store with hundreds of open alerts of several sources than with a few', async () => {
  const names = ['a', 'b', 'c'];
  const from = ruledSources(bot.world, ...names.map((name) => ({ name, pace: { alerts: 1, in: 'PT1M' } })));
  const reads = countReads();
  const costs: number[] = [];
  for (const open of [10, 300]) {
    for (let n = (await alerts()).length; n < open; n++) await from.finds(names[n % 3] ?? '', { customer: `${n}.com` });
    const before = reads();
    await from.finds('a', { customer: '0.com' });
    costs.push(reads() - before);
  }
  expect(costs[1]).toBe(costs[0]);
});

describe('a finding that comes again after it was resolved', () => {
  const reopening = (more: object = {}) =>
    ruledSources(bot.world, {
      ...{ name: 'cipp', severity: 'medium' },
      rules: [{ sameAs: ['customer', 'title'], reopen: true, ...more }],
    });

  it('is a new alert that names the old one, unless the rule reopens it', async () => {
    const cipp = ruledSources(bot.world, { name: 'cipp' });
    await cipp.finds('cipp');
    await resolve('1');
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([
      { number: 1, status: 'resolved' },
      { number: 2, status: 'active', earlier: 1 },
    ]);
  });

  it('reopens it within sameFor, and its reminders begin anew', async () => {
    const cipp = reopening({ sameFor: 'PT2H' });
    await cipp.finds('cipp');
    await pass();
    await resolve('1');
    await pass(hour);
    await cipp.finds('cipp');
    const at = bot.world.time.now();
    await pass();
    expect(await alerts()).toMatchObject([
      { number: 1, status: 'active', resolved: null, escalateFrom: at, seen: { times: 2 } },
    ]);
    expect(lines().at(-1)).toContain('sent this alert again after it was resolved');
    await resolve('1');
    await pass(3 * hour);
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([{ number: 1 }, { number: 2, earlier: 1 }]);
  });

  it('is a new one where the old one was ignored, or is in the archive', async () => {
    const cipp = reopening();
    await cipp.finds('cipp');
    await resolve('1', 'ignore');
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([{ number: 1 }, { number: 2, status: 'active', earlier: 1 }]);
    await resolve('2');
    await pass(7 * day - hour);
    expect(await alerts()).toMatchObject([{ number: 2 }]);
    await pass(2 * hour);
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([{ number: 3, earlier: 2 }]);
  });

  it('reopens it days later, as long as sameFor says', async () => {
    const cipp = reopening({ sameFor: 'P3D' });
    await cipp.finds('cipp');
    await resolve('1');
    await pass(2 * day);
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([{ number: 1, status: 'active', seen: { times: 2 } }]);
  });
});

describe('a rule', () => {
  it('gives a severity and channels, and the card says so; the first that fits counts', async () => {
    const fraud = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(fraud);
    await bot.edit({ fraudChannels: [fraud] });
    const cipp = ruledSources(bot.world, {
      ...{ name: 'cipp', severity: 'medium' },
      rules: [
        { when: { alertType: 'get-*QUOTA*' }, severity: 'low', why: 'No attack' },
        { when: { customer: '*.com' }, severity: 'high', channels: 'fraud' },
        { severity: 'informational' },
      ],
    });
    await cipp.finds('cipp', { type: 'Get-CIPPAlertQuotaUsed' });
    await cipp.finds('cipp');
    await cipp.finds('cipp', { customer: 'fabrikam.org' });
    await pass();
    expect(await alerts()).toMatchObject([
      { content: { severity: 'low' }, routed: 'contact', notes: { rule: { severity: 'medium', why: 'No attack' } } },
      { content: { severity: 'high' }, routed: 'fraudAlone' },
      { content: { severity: 'informational' } },
    ]);
    expect(text(allOf(cards()[0]?.card))).toContain('severity changed from medium to low · “No attack”');
    expect(bot.world.slack.messages.filter(({ to }) => to === 'slack:C9')).toHaveLength(1);
  });

  it('for any customer is not for the same alerts as one for any alert: some alerts have no customer', async () => {
    const cipp = ruledSources(bot.world, {
      ...{ name: 'cipp', severity: 'high' },
      rules: [{ when: { customer: '**' }, severity: 'low' }, { severity: 'medium' }],
    });
    await cipp.finds('cipp');
    await cipp.finds('cipp', { customer: '' });
    expect(await alerts()).toMatchObject([{ content: { severity: 'low' } }, { content: { severity: 'medium' } }]);
  });

  it('on the title raises, and lowers no high alert; without fraud channels fraud means contact', async () => {
    const cipp = ruledSources(bot.world, {
      ...{ name: 'cipp', severity: 'high' },
      rules: [{ when: { title: '*mfa*' }, severity: 'low', channels: 'fraud' }],
    });
    await cipp.finds('cipp');
    expect(await alerts()).toMatchObject([{ content: { severity: 'high' }, routed: 'contact' }]);
  });

  it('that changes while its alert is open lowers it with a line, and what comes under other fields is another alert', async () => {
    await ruledSources(bot.world, ...rule({ severity: 'high' })).finds('cipp');
    await pass();
    await ruledSources(bot.world, ...rule({ severity: 'low' })).finds('cipp');
    await pass();
    expect(await alerts()).toMatchObject([
      { content: { severity: 'low' }, highest: 'high', escalateAt: expect.anything() },
    ]);
    expect(lines()).toEqual([expect.stringContaining('lowered the severity')]);
    await ruledSources(bot.world, ...rule({ sameAs: ['title'] })).finds('cipp');
    expect(await alerts()).toHaveLength(2);
  });
});

describe('a maintenance window', () => {
  const until = '2026-11-24T19:00:00.000Z';
  const window = (more: object = {}) =>
    ruledSources(bot.world, ...rule({ when: { customer: 'fabrikam.com' }, until, why: 'Move', ...more }));

  it('holds alerts until it ends: nothing is posted and nobody is reminded; then their cards come, but for those that were resolved', async () => {
    const cipp = window();
    await cipp.finds('cipp');
    await cipp.finds('cipp', { name: 'Other' });
    await pass(5 * hour);
    expect(bot.channel()).toEqual([]);
    expect(text(cardOf(await bot.say(sam, 'alerts')))).toContain('held');
    expect(text(cardOf(await bot.say(sam, 'alerts 1')))).toContain('for maintenance until ');
    await resolve('2');
    await pass(5 * hour + minute);
    expect(cards().map(({ card }) => card.title)).toEqual(['Alert - fabrikam.com - Admins without MFA']);
    expect(bot.channel()).toHaveLength(1);
    const [alert] = await alerts();
    expect(alert).toMatchObject({ escalateFrom: alert?.receivedAt, held: { postedAt: expect.anything() } });
    await pass(3 * hour);
    expect(bot.channel()).toHaveLength(2);
    expect(text(cardOf(await bot.say(ada, 'report')))).toContain('Held for maintenance');
  });

  it('never holds a high alert, nor one that becomes high, unless the rule says so; then admins hear of it each day', async () => {
    const cipp = window({ severity: 'high' });
    await cipp.finds('cipp');
    await pass();
    expect(cards()).toHaveLength(1);
    const [later] = ['2026-11-27T09:00:00.000Z'];
    const high = window({ severity: 'high', high: true, until: later });
    await high.finds('cipp', { name: 'Other' });
    await pass(2 * day);
    expect(cards()).toHaveLength(1);
    const told = bot.inPrivate(ada, 'alertsHeld');
    expect(told.map(({ card }) => card.summary)).toEqual(Array(3).fill('1 alert from cipp is held for maintenance.'));
    expect(text(told[0]?.card)).toContain('customer fabrikam.com → severity high, until 27 Nov 2026, ');
  });

  it('lets an alert go that its sender makes high', async () => {
    const prom = ruledSources(bot.world, {
      ...{ name: 'prom', preset: 'fields', rules: [{ until, why: 'Move' }] },
      fields: { id: 'id', displayName: 'title', severity: 'level' },
    });
    await prom.post('prom', { id: '1', title: 'Mining', level: 'low' });
    await pass();
    expect(cards()).toEqual([]);
    await prom.post('prom', { id: '1', title: 'Mining', level: 'high' });
    await pass();
    expect(cards()).toHaveLength(1);
  });

  it('is over at once when the file has it no longer, and later when the file puts it off', async () => {
    await window().finds('cipp');
    window({ until: '2026-11-25T19:00:00.000Z' });
    await pass(12 * hour);
    expect(cards()).toEqual([]);
    expect((await alerts())[0]?.timeline.map(({ what }) => what)).toEqual(['received', 'held']);
    ruledSources(bot.world, { name: 'cipp' });
    await pass();
    expect(cards()).toHaveLength(1);
  });
});

describe('admins', () => {
  const told = () => bot.inPrivate(ada, 'rulesChanged').map(({ card }) => card);

  it('hear of rules that were added, changed and removed, at the first start that reads them, and of nothing else', async () => {
    ruledSources(bot.world, { name: 'cipp' });
    await pass();
    expect(told()).toEqual([]);
    ruledSources(bot.world, ...rule({ severity: 'low', why: 'Calm' }));
    await pass();
    await pass();
    expect(told().map(({ rows }) => rows)).toEqual([
      [{ title: 'Added', detail: '“all alerts → severity low (Calm)”', button: null }],
    ]);
    const known = async () => (await bot.world.store.read((reader) => reader.get('rules', 'cipp')))?.list[0];
    const since = (await known())?.since;
    await ruledSources(bot.world, ...rule({ severity: 'low', why: 'Calm' })).finds('cipp');
    expect(await known()).toMatchObject({ usedAt: bot.world.time.now() });
    ruledSources(bot.world, ...rule({ severity: 'high', why: 'Calm' }));
    await pass();
    expect(await known()).toMatchObject({ since, usedAt: expect.anything() });
    ruledSources(bot.world, { name: 'cipp' });
    await pass();
    expect(told().flatMap(({ rows }) => rows.map(({ title }) => title))).toEqual(['Added', 'Changed', 'Removed']);
    expect(told().at(-1)?.summary).toBe('The source “cipp” no longer has any rules.');
  });

  it('hear once of the rules of a source that is taken out of the file, also where nobody could be told at that start', async () => {
    ruledSources(bot.world, ...rule({ severity: 'low', why: 'Calm' }), { name: 'mine' });
    await pass();
    bot.world.admins.delete(ada);
    bot.world.settings.sources = [];
    await pass();
    expect(told()).toHaveLength(1);
    bot.world.admins.add(ada);
    await pass();
    await pass();
    expect(told().map(({ rows, summary }) => [rows[0]?.title, summary])).toEqual([
      ['Added', expect.anything()],
      ['Removed', 'The source “cipp” no longer has any rules.'],
    ]);
    expect(await bot.stored('rules')).toEqual([]);
  });
});

function cippBodyAt(nth: number, rows: readonly string[]) {
  const at = `2026-11-24T08:00:0${nth}.000Z`;
  return {
    ...{ schemaVersion: '1.0', source: 'Alert', invoking: 'Get-CIPPAlertX', title: 'X', tenant: 'fabrikam.com' },
    ...{ generatedAt: at, payload: { results: rows.map((user) => ({ UserPrincipalName: user })) } },
  };
}
