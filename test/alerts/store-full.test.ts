import { beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../adapters/chat/answer.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { StoreFull } from '../../src/ports/store.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { ada, sam } from '../support/partner.ts';

let desk: TestBot;
beforeEach(async () => {
  desk = await aBot();
  // What a few rows more take counts for little.
  await desk.world.store.change((tx) => tx.put('counters', { id: 'x'.repeat(200_000), value: 0 }));
});

const usage = () => desk.world.store.read((reader) => reader.usage());
/** Lets the store be that full, in percent. */
const fill = async (percent: number) => desk.world.store.limit(Math.floor(((await usage()).bytes / percent) * 100));
const told = () => desk.inPrivate(ada).filter(({ card }) => /storage/i.test(card.title));
const pass = async (ms: number) => {
  await desk.tick();
  await desk.world.time.advance(ms);
};
/** However much room was made meanwhile. */
const passFull = async (ms: number) => {
  await fill(150);
  // What else would add something waits for room.
  await desk.tick().catch(() => {});
  await desk.world.time.advance(ms);
};

describe('a store that has reached its limit', () => {
  it('takes no new alert, none of a batch with one, and still edits those that it has', async () => {
    await desk.send({ id: 'old' });
    await fill(100);
    await expect(desk.send({ id: 'new' })).rejects.toThrow(StoreFull);
    await expect(desk.send({ id: 'old', displayName: 'Worse' }, { id: 'new' })).rejects.toThrow(StoreFull);
    expect(await desk.alert('webhook:default old')).toMatchObject({ content: { displayName: 'Mining' } });
    expect(await desk.send({ id: 'old', displayName: 'Worse' })).toMatchObject({ accepted: [], duplicate: ['old'] });
    expect(await desk.alert('webhook:default old')).toMatchObject({ content: { displayName: 'Worse' } });
    expect(await desk.alert('webhook:default new')).toBeNull();
  });

  it('takes alerts again once there is room', async () => {
    await desk.send({ id: 'old' });
    await fill(100);
    await expect(desk.send({ id: 'new' })).rejects.toThrow(StoreFull);
    await fill(99);
    expect(await desk.send({ id: 'new' })).toMatchObject({ accepted: ['new'] });
  });

  it('lets alerts be acknowledged and resolved, and what waits be posted', async () => {
    await desk.send({ id: 'old' });
    await fill(100);
    await desk.world.time.advance(5_000);
    expect(desk.channel()).toHaveLength(1);
    await desk.press(sam, 'alerts.acknowledge', 'webhook:default old', null, 'k1');
    expect(await desk.alert('webhook:default old')).toMatchObject({ status: 'investigating' });
    const form = formOf(await desk.press(sam, 'alerts.resolve', 'webhook:default old', null, 'k2'));
    await desk.submit(sam, form, { reason: 'legitimate', note: '' }, 'k3');
    expect(await desk.alert('webhook:default old')).toMatchObject({ status: 'resolved' });
  });

  it('more than a tenth above its limit lets through only what adds nothing', async () => {
    await desk.send({ id: 'old' });
    await fill(120);
    const { store } = desk.world;
    await expect(store.change((tx) => tx.put('people', { id: sam, name: 'x' }))).rejects.toThrow(StoreFull);
    await desk.world.time.advance(5_000);
    expect(desk.channel()).toHaveLength(1);
    await store.change((tx) => tx.remove('alerts', 'webhook:default old'));
    expect(await desk.alert('webhook:default old')).toBeNull();
    expect(desk.bugs).toEqual([]);
  });

  it('lets people acknowledge and resolve however far above its limit it is: that is how room comes', async () => {
    await desk.send({ id: 'old' }, { id: 'other' });
    await fill(150);
    await desk.press(sam, 'alerts.acknowledge', 'webhook:default old', null, 'k1');
    expect(await desk.alert('webhook:default old')).toMatchObject({ status: 'investigating' });
    const form = formOf(await desk.press(sam, 'alerts.resolve', 'webhook:default other', null, 'k2'));
    await desk.submit(sam, form, { reason: 'legitimate', note: '' }, 'k3');
    expect(await desk.alert('webhook:default other')).toMatchObject({ status: 'resolved' });
    expect(text(cardOf(await desk.say(ada, 'history')))).toContain('Sam');
  });

  it('lets people acknowledge all that a card stands for, however far above its limit it is', async () => {
    await desk.send(...Array.from({ length: 25 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
    await desk.world.time.advance(5_000);
    await fill(150);
    const all = desk.channel()[0]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
    await desk.press(sam, 'alerts.acknowledgeAll', all?.value ?? '', null, 'k1');
    for (const n of [0, 24])
      expect(await desk.alert(`webhook:default m${n}`)).toMatchObject({ status: 'investigating' });
  });

  it('still reminds of what nobody answers, the admins from the first hour on, in one message for all at each step', async () => {
    await desk.send(...Array.from({ length: 12 }, (_, n) => ({ id: `a${n}` })));
    for (let minutes = 0; minutes < 25 * 60; minutes += 5) await passFull(300_000);
    const kinds = [...desk.channel(), ...desk.inPrivate(ada)].map(({ deliveryId }) => deliveryId.split(' ')[0]);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([count('alert'), count('escalations'), count('overdue')]).toEqual([12, 8, 5]);
    expect(kinds.length).toBeLessThan(30);
    expect(desk.bugs).toEqual([]);
  });

  it('still reminds of a card that stands for many', async () => {
    await desk.send(...Array.from({ length: 25 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
    await desk.world.time.advance(5_000);
    for (let minutes = 0; minutes < 70; minutes += 10) await passFull(600_000);
    const reminders = desk.channel('digestEscalation');
    expect(reminders).toHaveLength(1);
  });

  it('lets the admins know which high alerts close by age, and then closes them: that makes room', async () => {
    await desk.send({ id: 'old' });
    await desk.press(sam, 'alerts.acknowledge', 'webhook:default old', null, 'k1');
    for (let days = 0; days < 35; days++) await passFull(24 * 3_600_000);
    const told = desk.inPrivate(ada, 'closing');
    expect([told.length, (await desk.alert('webhook:default old'))?.status ?? 'archived']).toEqual([1, 'archived']);
  });

  it('keeps no queue from going on: what waits becomes a card for many, and what a channel refuses goes to the admins', async () => {
    await desk.send(...Array.from({ length: 25 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })), { id: 'high' });
    desk.world.teams.channels.clear();
    await fill(150);
    await desk.world.time.advance(10_000);
    expect(desk.channel().map(({ card }) => card.title)).toEqual(['Mining', expect.stringContaining('25')]);
    desk.world.slack.channels.clear();
    await fill(99);
    desk.world.settings.sources = [aSource('prom')];
    await sourcesOf(desk.world).send('prom', [{ id: 'late' }]);
    await fill(150);
    await desk.world.time.advance(10_000);
    expect(desk.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted webhook:prom late > ${ada}`);
    expect(desk.bugs).toEqual([]);
  });

  it('lets what a platform is late with wait, without an error', async () => {
    await desk.send({ id: 'old' });
    desk.world.slack.fault = (queue) =>
      queue === 'slack:C1' ? { error: new ChatError('unreachable', 'rate_limited', 3_600_000), after: false } : null;
    await fill(150);
    await desk.world.time.advance(120_000);
    expect(desk.inPrivate(ada)).toEqual([]);
    expect(desk.bugs).toEqual([]);
  });

  it('is told to the admins also when it fills up far beyond its limit at once', async () => {
    await desk.send({ id: 'old' });
    await fill(150);
    // What else would add something waits for room.
    await desk.tick().catch(() => {});
    await desk.world.time.advance(10_000);
    expect(told().map(({ card }) => card.title)).toEqual(['My storage is full, so I am refusing new alerts']);
  });

  it('is told to the admins once, and again only after there was room', async () => {
    await desk.send({ id: 'old' });
    await fill(79);
    await pass(10_000);
    expect(told()).toEqual([]);
    await fill(82);
    for (let n = 0; n < 3; n++) await pass(10_000);
    expect(told().map(({ card }) => card.title)).toEqual(['My storage is nearly full']);
    await fill(101);
    for (let n = 0; n < 3; n++) await pass(10_000);
    expect(told().map(({ card }) => card.title)).toEqual([
      'My storage is nearly full',
      'My storage is full, so I am refusing new alerts',
    ]);
    expect(text(told()[1]?.card)).toContain('STATE_LIMIT');
    // A little room comes and goes.
    for (const percent of [95, 101, 92, 100]) {
      await fill(percent);
      await pass(10_000);
    }
    expect(told()).toHaveLength(2);
    // More room comes, but not enough that it is no longer nearly full: that is good news.
    await fill(85);
    await pass(10_000);
    expect(told()).toHaveLength(2);
    await fill(50);
    await pass(10_000);
    await fill(101);
    await pass(10_000);
    expect(told()).toHaveLength(3);
  });

  it('says so to who raises an alert', async () => {
    await fill(105);
    const form = formOf(await desk.say(sam, 'raise'));
    const values = { displayName: 'Odd sign-in', severity: 'high', description: '' };
    const world = { ids: desk.world.ids, log: { error: () => {} }, locale: 'en' } as never;
    const bot = { spoken: () => null, handle: () => desk.submit(sam, form, values, 'k1') } as never;
    const asked = { kind: 'submit', from: sam, locale: null, form: form.id, state: form.state, values } as never;
    expect(text(cardOf(await answer(bot, asked, world)))).toContain('My storage is full, so nothing was changed.');
  });
});
