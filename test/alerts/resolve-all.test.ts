import { beforeEach, describe, expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await many(60);
  await bot.world.time.advance(10_000);
});
const many = (count: number, prefix = 'x') =>
  bot.send(...Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, severity: 'medium' })));
const digest = () => bot.channel()[0]?.card;
const labels = () => digest()?.buttons.map(({ id }) => id);
const value = (id = 'alerts.resolveAll') => digest()?.buttons.find((one) => one.id === id)?.value ?? '';
const formFor = async (who = sam, from = value()) => formOf(await bot.press(who, 'alerts.resolveAll', from));
const countOf = async (status: string) =>
  (await bot.stored('alerts')).filter((alert) => alert.status === status).length;
const facts = () => digest()?.facts.map(({ label, value: said }) => [label, text(said)]);

describe('resolve all', () => {
  it('resolves what the card stands for by one form, acknowledged or not, and the card says who and when', async () => {
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default x3');
    const form = await formFor();
    expect(text(form.intro)).toContain('60 alerts on this card are not resolved yet');
    const said = cardOf(await bot.submit(sam, form, { reason: 'fraud', note: 'One attack, stopped.' }));
    expect(text(said.text)).toContain('60 alerts are resolved. Please set the same status in Partner Center');
    await bot.world.time.advance(5_000);
    expect(await countOf('resolved')).toBe(60);
    expect((await bot.alert('webhook:default x3'))?.resolved).toMatchObject({
      by: sam,
      reason: 'fraud',
      note: 'One attack, stopped.',
    });
    expect(digest()).toMatchObject({ title: '60 security alerts, all resolved', tone: 'good', rows: [], buttons: [] });
    expect(plainOf(digest()?.text.at(-1) ?? '')).toBe('Contoso · Medium: 60');
    expect(facts()).toEqual([['Resolved', expect.stringMatching(/60 · .*Sam.*24 Nov 2026/)]]);
    const history = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 70 }));
    const own = history.filter(({ deed, byName }) => deed === 'alert.resolved' && byName === 'Sam');
    const numbers = own.map(({ changes: [alert, reason] }) => [alert?.after, reason?.after]);
    expect(numbers.toReversed()).toEqual(Array.from({ length: 60 }, (_, n) => [n + 1, 'fraud']));
  });

  it('can follow on acknowledge all, and each state counts whom it owes', async () => {
    expect(labels()).toEqual(['alerts.acknowledgeAll', 'alerts.resolveAll', 'alerts.list']);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default x3');
    await bot.press(sam, 'alerts.acknowledgeAll', value('alerts.acknowledgeAll'));
    await bot.world.time.advance(5_000);
    expect(digest()?.title).toBe('60 security alerts, all acknowledged');
    expect(labels()).toEqual(['alerts.list', 'alerts.resolveAll']);
    expect(facts()?.[0]?.[1]).toMatch(/1 · .*Ada.*59 · .*Sam/);
    await bot.resolve(sam, 'webhook:default x4');
    await bot.press(ada, 'alerts.reopen', 'webhook:default x4');
    await bot.world.time.advance(5_000);
    expect(facts()?.map(([label, said]) => [label, /\d+/.exec(said ?? '')?.[0]])).toEqual([
      ['Not acknowledged', '1'],
      ['Acknowledged', '1'],
    ]);
    await bot.submit(sam, await formFor(), { reason: 'ignore', note: '' });
    await bot.world.time.advance(5_000);
    expect(digest()?.title).toBe('60 security alerts, all resolved');
  });

  it('stops at what the card showed', async () => {
    const form = await formFor();
    await many(25, 'later');
    await bot.world.time.advance(10_000);
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect(await countOf('resolved')).toBe(60);
    expect((await bot.alert('webhook:default later0'))?.status).toBe('active');
  });

  it('asks for a reason, and keeps what was typed', async () => {
    const again = formOf(await bot.submit(sam, await formFor(), { reason: null, note: 'Typed' }));
    expect(Object.keys(again.problems)).toEqual(['reason']);
    expect(again.fields.find(({ name }) => name === 'note')).toMatchObject({ value: 'Typed' });
    expect(await countOf('resolved')).toBe(0);
    await bot.submit(sam, again, { reason: 'legitimate', note: 'Typed' });
    expect(await countOf('resolved')).toBe(60);
  });

  it('is for responders alone, when the form is opened and when it is sent', async () => {
    expect(text(cardOf(await bot.press(eve, 'alerts.resolveAll', value())).text)).toMatch(/Only members/);
    const form = await formFor();
    expect(text(cardOf(await bot.submit(eve, form, { reason: 'ignore', note: '' })).text)).toMatch(/Only members/);
    expect(await countOf('resolved')).toBe(0);
  });

  it('of very many goes on after a crash, as of the moment when it was sent', async () => {
    for (let batch = 0; batch < 2; batch++) await many(100, `b${batch}-`);
    await bot.world.time.advance(70_000);
    const reply = await bot.submit(sam, await formFor(), { reason: 'ignore', note: '' });
    expect(text(cardOf(reply).text)).toContain('I am resolving 260 alerts');
    const at = bot.world.time.now();
    await bot.world.time.advance(60_000);
    await bot.crash();
    await bot.tick();
    expect(await countOf('resolved')).toBe(260);
    expect(await bot.alert('webhook:default b1-99')).toMatchObject({ resolved: { at, byName: 'Sam' } });
  });

  it('acts once, however often it is sent', async () => {
    const form = await formFor();
    await bot.submit(sam, form, { reason: 'ignore', note: '' }, 'key');
    await bot.press(ada, 'alerts.reopen', 'webhook:default x1');
    await bot.submit(sam, form, { reason: 'ignore', note: '' }, 'key');
    expect((await bot.alert('webhook:default x1'))?.status).toBe('active');
  });
});
