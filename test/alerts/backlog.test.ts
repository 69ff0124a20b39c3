import { beforeEach, describe, expect, it } from 'vitest';
import { monthOf } from '../../src/domain/alert/report.ts';
import { newSource } from '../../src/domain/alert/source.ts';
import { digestRank, highRank } from '../../src/domain/delivery/delivery.ts';
import { aBot, allOf, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, type Said, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

let bot: TestBot<ReturnType<typeof quickStore>>;
let from: ReturnType<typeof sourcesOf>;
let start: string;
beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  bot.world.settings.sources = [aSource('siem'), aSource('edr')];
  from = sourcesOf(bot.world);
  start = bot.world.clock.now();
});
const before = (ms: number) => new Date(Date.parse(start) - ms).toISOString();
const old = (count: number, more: Said = {}, first = 0) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ id: `old${first + n}`, displayName: `Old ${first + n}` },
    detectedDateTime: before((2 + ((first + n) % 5)) * day),
    ...more,
  }));
const shared = () => bot.channel('digest ');
const own = () => bot.channel('alert ');
const calls = () => bot.channel().flatMap(({ card }) => card.mentions.map(({ id }) => id));
const aboutAlerts = () => bot.inPrivate(ada).filter(({ deliveryId }) => !/^(reminder|welcome)/.test(deliveryId));
const old0 = () => bot.alert('webhook:siem old0');
const pass = (ms = minute) => bot.passes(ms);
async function resolveAll() {
  const value =
    shared()
      .at(-1)
      ?.card.buttons.find(({ id }) => id === 'alerts.resolveAll')?.value ?? '';
  const form = formOf(await bot.press(sam, 'alerts.resolveAll', value, slackChannel));
  await bot.submit(sam, form, { reason: 'legitimate', note: '' });
  await pass();
}

describe('the backlog of a source that was just connected', () => {
  it('has one card that mentions nobody, of which nobody is reminded, and that is never overdue', async () => {
    await from.send('siem', old(60));
    await pass();
    expect([own(), shared().map(({ card }) => card.title)]).toEqual([[], ['60 older security alerts from siem']]);
    const [card] = shared().map((one) => one.card);
    expect(text(card?.text)).toContain('High: 60');
    expect(text(card?.facts)).toContain(before(6 * day));
    expect(text(card?.facts)).toContain(before(2 * day));
    expect(card?.rows).toEqual([]);
    expect(card?.buttons.map(({ id, style }) => [id, style])).toEqual([
      ['alerts.list', 'primary'],
      ['alerts.resolveAll', 'plain'],
    ]);
    await pass(5 * day);
    expect([calls(), bot.channel().length, aboutAlerts()]).toEqual([[], 1, []]);
    expect(await old0()).toMatchObject({ status: 'active', escalateAt: null, backlog: {} });
    expect(await old0()).not.toHaveProperty('overdue');
    expect(text(cardOf(await bot.say(sam, 'show')))).not.toContain('overdue');
  });

  it('is not taken for one whose reminder came too early', async () => {
    for (let n = 0; n < 31; n++) {
      await bot.ticksAfter(10_000);
    }
    expect(bot.world.steady.isSteady()).toBe(true);
    await from.send('siem', old(60));
    await bot.ticksAfter(10_000);
    await pass(2 * hour);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['60 older security alerts from siem']);
  });

  it('is resolved at once', async () => {
    await from.send('siem', old(60));
    await pass();
    await resolveAll();
    expect(shared().map(({ card }) => card.title)).toEqual(['60 security alerts, all resolved']);
    expect(await old0()).toMatchObject({ status: 'resolved' });
  });

  it('leaves what is new an alert like any other: its card comes at once and mentions who is on call', async () => {
    await from.send('siem', [...old(70), { id: 'new', detectedDateTime: before(23 * hour) }, { id: 'now' }]);
    await bot.world.time.advance(minute);
    expect(own().map(({ deliveryId }) => deliveryId.split(' > ')[0])).toEqual([
      ...['alert webhook:siem new', 'alert webhook:siem now'],
    ]);
    expect(calls()).toEqual([sam]);
    await from.send('siem', [...old(3, {}, 70), { id: 'later', detectedDateTime: bot.world.clock.now() }]);
    await bot.world.time.advance(minute);
    expect([own().length, shared().length]).toEqual([3, 1]);
    expect(await bot.alert('webhook:siem later')).not.toHaveProperty('backlog');
  });

  it('takes in the first twenty once there are more, also one at a time, but for those that somebody answered', async () => {
    for (const one of old(20)) await from.send('siem', [one]);
    await from.send('siem', old(15));
    await pass(10 * minute);
    expect([own().length, shared().length, (await from.row('siem'))?.old]).toEqual([20, 0, 20]);
    await bot.say(sam, 'resolve 2 ignore');
    const called = calls().length;
    for (const one of old(40, {}, 20)) await from.send('siem', [one]);
    await bot.crash();
    await bot.start();
    await pass();
    expect([own().length, shared().map(({ card }) => card.title)]).toEqual([
      ...[20, ['59 older security alerts from siem']],
    ]);
    expect(text(shared()[0]?.card.text)).toContain('High: 59');
    expect(own().filter(({ card }) => text(allOf(card)).includes('I send no reminders about it'))).toHaveLength(19);
    expect(await old0()).toMatchObject({ backlog: {}, escalateAt: null });
    expect(await old0()).not.toHaveProperty('overdue');
    expect(await bot.alert('webhook:siem old1')).not.toHaveProperty('backlog');
    expect(await from.row('siem')).not.toHaveProperty('oldIds');
    const told = aboutAlerts().length;
    await pass(3 * day);
    expect([calls().length, aboutAlerts().length - told]).toEqual([called, 0]);
    expect(text(allOf(cardOf(await bot.say(sam, 'show'))))).not.toContain('overdue');
    await resolveAll();
    expect(shared().map(({ card }) => card.title)).toEqual(['59 security alerts, all resolved']);
    expect(own().filter(({ card }) => text(card).includes('Resolved'))).toHaveLength(20);
  });

  it('takes in what waits, and what stands in a grouped card', async () => {
    bot.world.settings.sources = [aSource('siem', { pace: { alerts: 10, ms: hour } })];
    await from.send('siem', old(18));
    await bot.world.time.advance(minute);
    expect(shared().map(({ card }) => card.title)).toEqual(['8 more alerts from siem']);
    await from.send('siem', old(2, {}, 18));
    await from.send('siem', old(2, {}, 20));
    await pass();
    const open = await bot.stored('digests');
    expect(open.map(({ counts, unanswered }) => [counts.high, unanswered])).toEqual([
      [0, 0],
      [22, 22],
    ]);
    expect(shared().map(({ card }) => card.title)).toEqual([
      'No alerts left on this card',
      '22 older security alerts from siem',
    ]);
    expect(own()).toHaveLength(10);
  });

  it('leaves out earlier ones of which there is news', async () => {
    const finding = (id: string, more: Said = {}) => ({ ...old(1, { id, same: { key: '["x"]' } })[0], ...more });
    await from.send('siem', [...old(5, { severity: 'medium' }), finding('one')]);
    await from.send('siem', old(1, { severity: 'high' }));
    await from.send('siem', [finding('two', { detectedDateTime: bot.world.clock.now() })]);
    await from.send('siem', old(20, {}, 5));
    expect(await old0()).not.toHaveProperty('backlog');
    expect(await bot.alert('webhook:siem one')).not.toHaveProperty('backlog');
    expect(await bot.alert('webhook:siem old1')).toMatchObject({ backlog: {} });
  });

  it('takes in what a maintenance window held', async () => {
    const held = { rule: 'r', until: before(-day), why: 'Work' };
    await from.send('siem', old(3, { severity: 'low', held }));
    await from.send('siem', old(20, {}, 3));
    await pass();
    expect(await old0()).not.toHaveProperty('held');
    expect([own().length, shared().map(({ card }) => card.title)]).toEqual([0, ['23 older security alerts from siem']]);
  });

  it('comes within 24 hours of the first request, which a body that cannot be read is too', async () => {
    await from.unread('siem');
    await pass(25 * hour);
    await from.send('siem', old(30));
    await from.send('edr', old(30));
    await bot.world.time.advance(5 * minute);
    expect(shared().map(({ card }) => card.title)).toContain('30 older security alerts from edr');
    expect([await old0(), await from.row('siem')]).toMatchObject([
      { escalateAt: expect.any(String) },
      { firstHeardAt: start },
    ]);
  });

  it('is none of a source that was known before an upgrade, nor where a sender gives no time or one that is ahead', async () => {
    const known = { ...newSource('siem', start, 0), heardAt: before(hour) };
    await bot.world.store.change((tx) => tx.put('sources', known));
    await from.send('siem', old(30));
    expect(await from.row('siem')).not.toHaveProperty('firstHeardAt');
    expect(await old0()).not.toHaveProperty('backlog');
    await from.send('edr', old(30, { undated: true }));
    await from.send('edr', old(30, { detectedDateTime: '2038-01-01T00:00:00Z' }, 30));
    expect((await from.row('edr'))?.old).toBeUndefined();
  });

  it('is none of tests, which do not count as old either', async () => {
    await from.send('siem', old(30, { isTest: true }));
    await from.send('siem', [{ id: 'real', detectedDateTime: before(25 * hour) }]);
    expect(await bot.alert('webhook:siem real')).not.toHaveProperty('backlog');
    expect(await old0()).not.toHaveProperty('backlog');
    expect((await from.row('siem'))?.old).toBe(1);
  });

  it('ends after a day, whatever the clock of the sender says', async () => {
    const slow = (n: number) => old(1, { detectedDateTime: before(7 * day - n * 50 * minute) }, n);
    for (let n = 0; n < 32; n++) {
      await from.send('siem', slow(n));
      await pass(50 * minute);
    }
    expect(await old0()).toMatchObject({ backlog: {} });
    expect(await old0()).not.toHaveProperty('overdue');
    expect(await bot.alert('webhook:siem old27')).toHaveProperty('backlog');
    expect(await bot.alert('webhook:siem old30')).not.toHaveProperty('backlog');
    expect(text(shared()[0]?.card.text)).toContain('If the alerts are in fact new, the sender’s clock is wrong.');
  });

  it('counts from the right time where the bot’s own clock was ahead', async () => {
    await bot.world.store.change((tx) =>
      tx.put('sources', { ...newSource('siem', start, 0), heardAt: start, firstHeardAt: before(-3 * day) }),
    );
    await from.send('siem', [{ id: 'now', detectedDateTime: start }, ...old(30)]);
    expect([(await from.row('siem'))?.firstHeardAt, (await from.row('siem'))?.old]).toEqual([start, 30]);
  });

  it('has the signed route too, for all its senders together, unless that was used before an upgrade', async () => {
    const signed = (count: number, source: string) => old(count).map((one) => ({ ...one, source }));
    await bot.send({ id: 'first' });
    await bot.send(...signed(12, 'a'));
    await bot.send(...signed(12, 'b'));
    for (const name of ['a', 'b']) expect(await bot.alert(`webhook:${name} old0`)).toHaveProperty('backlog');
    await bot.world.time.advance(5 * minute);
    expect(shared().map(({ card }) => card.title)).toEqual([
      '24 older security alerts from the webhook /webhooks/alerts',
    ]);
    await bot.world.store.change((tx) => tx.remove('sources', 'default'));
    await bot.send(...signed(30, 'c'));
    expect(await bot.alert('webhook:c old0')).not.toHaveProperty('backlog');
  });

  it('is an alert like any other once it is reopened: it has a card of its own, and reminders', async () => {
    await from.send('siem', old(30));
    await pass();
    await resolveAll();
    await bot.reopen(sam, 'webhook:siem old0');
    await bot.world.time.advance(10_000);
    expect(own().map(({ card }) => card.mentions.length)).toEqual([1]);
    expect(shared()[0]?.card.title).toBe('29 security alerts, all resolved');
    await pass(2 * hour);
    expect(bot.channel().some(({ deliveryId }) => deliveryId.startsWith('escalation'))).toBe(true);
    await pass(2 * day);
    expect((await old0())?.overdue).toBeUndefined();
  });

  it('has its own card again where that was posted before', async () => {
    await from.send('siem', old(1));
    await bot.world.time.advance(minute);
    await from.send('siem', old(20, {}, 1));
    await pass();
    await bot.say(sam, 'resolve 1 ignore');
    await bot.reopen(sam, 'webhook:siem old0');
    await pass();
    expect(shared().map(({ card }) => card.title)).toEqual(['20 older security alerts from siem']);
    expect(own().map(({ card }) => card.buttons.map(({ id }) => id))).toEqual([
      expect.arrayContaining(['alerts.acknowledge']),
    ]);
    await pass(2 * hour);
    expect(bot.channel().some(({ deliveryId }) => /^(escalation|escalations)/.test(deliveryId))).toBe(true);
  });

  it('is an alert like any other once its sender makes it more severe', async () => {
    await from.send('siem', old(30, { severity: 'medium' }));
    await pass();
    await from.send('siem', old(1, { severity: 'high' }));
    await bot.world.time.advance(10_000);
    expect([own().map(({ card }) => card.mentions.length), await old0()]).toMatchObject([
      ...[[1], { backlog: { endedAt: expect.any(String) } }],
    ]);
    await pass(23 * hour);
    expect((await old0())?.overdue).toBeUndefined();
    await pass(2 * hour);
    expect((await old0())?.overdue).toBe(true);
    expect(shared()[0]?.card.title).toBe('29 older security alerts from siem');
  });

  it('is an alert like any other once its finding comes again, unless that is old too', async () => {
    const finding = (id: string, more: Said = {}) => ({ ...old(1, { id, same: { key: '["x"]' } })[0], ...more });
    await from.send('siem', [...old(30, {}, 1), finding('one')]);
    await from.send('siem', [finding('two')]);
    expect((await bot.alert('webhook:siem one'))?.backlog).toEqual({});
    await pass();
    await from.send('siem', [finding('three', { detectedDateTime: bot.world.clock.now() })]);
    await bot.world.time.advance(10_000);
    expect((await bot.alert('webhook:siem one'))?.backlog).toHaveProperty('endedAt');
    expect(own()).toHaveLength(1);
  });

  it('is no alarm on Home', async () => {
    const shown = async () => cardOf(await bot.opens(sam));
    await from.send('siem', old(60));
    expect(await shown()).toMatchObject({
      tone: 'neutral',
      text: expect.arrayContaining(['60 older alerts, from before their source was connected, are open.']),
    });
    expect(text(await bot.opens(sam))).toContain('alerts.list');
    await from.send('siem', [{ id: 'real', severity: 'low', displayName: 'Sign-in' }]);
    const home = await shown();
    expect(home.tone).toBe('danger');
    expect(text(home.text)).toContain('1 alert is open, 1 not acknowledged.');
    expect(text(home.rows[0]?.title)).toContain('61 · Sign-in');
    expect(text(home.text)).toContain('60 older alerts');
  });

  it('stands apart in the report and its files, last in the list, and is no alert to answer first', async () => {
    await from.send('siem', [...old(30), { id: 'real', severity: 'low' }]);
    await pass();
    const list = cardOf(await bot.say(sam, 'alerts'));
    const areOlder = (shown: typeof list) => shown.rows.map(({ detail }) => text(detail).includes('older alert'));
    expect(areOlder(list)).toEqual([false, ...Array(5).fill(true)]);
    const next = list.buttons.find(({ id }) => id === 'alerts.next')?.value ?? '';
    expect(areOlder(cardOf(await bot.press(sam, 'alerts.next', next)))).toEqual(Array(6).fill(true));
    expect(list.rows[0]?.title).toContain('Low');
    const shown = allOf(cardOf(await bot.say(sam, 'alerts 1')));
    expect(text(shown)).toContain(
      'This alert was detected before Alertmanager was connected, so I send no reminders about it.',
    );
    expect(text(shown)).not.toContain('to be answered');
    const report = cardOf(await bot.say(ada, `report Contoso ${monthOf(before(2 * day))}`));
    expect(report.facts).toContainEqual({ label: 'Older alerts, counted separately', value: expect.any(String) });
    expect(report.facts.map(({ label }) => label)).not.toContain('High severity');
    expect(text(allOf(cardOf(await bot.say(sam, 'show'))))).not.toContain('overdue');
  });

  it('reaches the admins in one card where no channel takes it', async () => {
    await bot.channelsAre();
    await from.send('siem', old(30));
    await pass();
    expect(aboutAlerts().map(({ card }) => card.title)).toEqual(['30 older security alerts from siem']);
  });

  it('is not held for maintenance as well, and leaves the pace to what is new', async () => {
    bot.world.settings.sources = [aSource('siem', { pace: { alerts: 2, ms: hour } })];
    const held = { rule: 'r', until: before(-day), why: 'Work' };
    await from.send('siem', [...old(30, { severity: 'low', held }), { id: 'n1', severity: 'low' }]);
    await pass();
    expect(await old0()).not.toHaveProperty('held');
    expect([own().length, shared().length]).toEqual([1, 1]);
  });

  it('is not the card of a storm of the same source, which is as urgent as its high alerts', async () => {
    bot.world.settings.sources = [aSource('siem', { pace: { alerts: 2, ms: hour } })];
    await from.send('siem', old(30));
    const fresh = Array.from({ length: 5 }, (_, n) => ({ id: `n${n}` }));
    await from.send(
      'siem',
      fresh.map(({ id }) => ({ id: `m${id}`, severity: 'medium' })),
    );
    await from.send('siem', fresh);
    await bot.world.time.advance(minute);
    const many = '3 more alerts from siem';
    expect(shared().map(({ card }) => card.title)).toEqual([many, '30 older security alerts from siem', many]);
    expect(shared().find(({ card }) => card.title.startsWith('30'))?.card.mentions).toEqual([]);
    const ranks = (await bot.deliveries()).filter(({ about }) => about.kind === 'digest').map(({ rank }) => rank);
    expect(ranks.toSorted()).toEqual([highRank, digestRank, digestRank]);
  });

  it('says so in French', async () => {
    await bot.edit((tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, locale: 'fr' } }));
    await from.send('siem', old(30));
    await pass();
    expect(shared().map(({ card }) => card.title)).toEqual(['30 anciennes alertes de sécurité de siem']);
  });
});
