/** How events reach their receivers: each at its own pace, in order for each alert, again and again, and never twice unmarked. */
import { beforeEach, describe, expect, it } from 'vitest';
import { openFindings } from '../../src/findings/current.ts';
import type { SendResult } from '../../src/ports/receivers.ts';
import { text } from '../support/a-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { aBotWith, down, receiver, refused, sent, timeout, tooMany } from '../support/receivers.ts';
import { hour, minute, second } from '../support/time.ts';

const alertEvents = ['alert.accepted', 'alert.acknowledged', 'alert.note', 'alert.resolved', 'alert.reopened'] as const;
let bot: Awaited<ReturnType<typeof aBotWith>>;
const start = async (...names: string[]) => {
  bot = await aBotWith(...names.map((name) => receiver(name, { events: alertEvents })));
};
const got = (name: string) => bot.receivers.got.filter((one) => one.receiver === name);
const subjects = (name: string) => got(name).map(({ subject, type }) => `${subject} ${type}`);
const ids = (name: string) => new Set(got(name).map(({ id }) => id));
const news = () => bot.inPrivate(ada, 'receiverNews');
/** Time passes, with a tick as often as the bot has one. */
const pass = async (ms: number, every = 10 * minute) => {
  for (let left = ms; left > 0; left -= every) await bot.ticksAfter(Math.min(left, every));
  await bot.advance(5 * second);
};

beforeEach(() => start('siem', 'psa'));

describe('a receiver that does not answer', () => {
  it('holds up no other, nor a card', async () => {
    bot.receivers.answers.set('siem', () => new Promise(() => {}));
    await bot.send({ id: 'a' }, { id: 'b' });
    await bot.advance(5 * second);
    expect(subjects('siem')).toEqual(['alerts/1 alert.accepted']);
    expect(subjects('psa')).toEqual(['alerts/1 alert.accepted', 'alerts/2 alert.accepted']);
    expect(bot.channel('alert')).toHaveLength(2);
    expect(bot.receivers.most).toBe(1);
  });

  it('gets each event once it is back, in the order of each alert, with the ids that they had', async () => {
    bot.receivers.answers.set('siem', () => down);
    await bot.send({ id: 'a' }, { id: 'b', severity: 'low' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
    await bot.resolve(sam, 'webhook:default a');
    await bot.advance(30 * minute);
    bot.receivers.answers.delete('siem');
    const before = ids('siem');
    bot.receivers.got.length = 0;
    await bot.advance(10 * minute);
    expect(subjects('siem').filter((one) => one.startsWith('alerts/1'))).toEqual([
      'alerts/1 alert.accepted',
      'alerts/1 alert.acknowledged',
      'alerts/1 alert.resolved',
    ]);
    expect(subjects('siem')).toHaveLength(4);
    for (const id of before) expect([...ids('siem')]).toContain(id);
    expect(got('siem').map(({ mayBeRepeat }) => mayBeRepeat)).toEqual([false, false, false, false]);
    expect(await bot.rows()).toEqual([]);
  });

  it('is asked once a minute at most, but for new high alerts', async () => {
    bot.receivers.answers.set('siem', () => down);
    await bot.send(...Array.from({ length: 50 }, (_, n) => ({ id: `n${n}`, severity: 'low' })));
    await bot.advance(30 * minute);
    bot.receivers.got.length = 0;
    await bot.advance(10 * minute);
    expect(got('siem').length).toBeGreaterThan(5);
    expect(got('siem').length).toBeLessThan(25);
    await bot.send({ id: 'high' });
    await bot.advance(5 * second);
    expect(subjects('siem').at(-1)).toBe('alerts/51 alert.accepted');
  });

  it('holds back the later events of the alert alone whose event it does not take', async () => {
    bot.receivers.answers.set('siem', ({ subject }) => (subject === 'alerts/1' ? down : sent));
    await bot.send({ id: 'a' }, { id: 'b' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default b');
    await bot.advance(20 * second);
    expect(subjects('siem').filter((one) => one.startsWith('alerts/2'))).toHaveLength(2);
    expect(subjects('siem')).not.toContain('alerts/1 alert.acknowledged');
  });
});

it('the time that a receiver names is kept', async () => {
  bot.receivers.answers.set('siem', () => tooMany(90 * second));
  await bot.send({ id: 'a' });
  await bot.advance(second);
  bot.receivers.answers.delete('siem');
  await bot.send({ id: 'b' });
  await bot.advance(88 * second);
  expect(got('siem')).toHaveLength(1);
  await bot.advance(5 * second);
  expect(got('siem')).toHaveLength(3);
});

it.each([Number.POSITIVE_INFINITY, 30 * 24 * hour])(
  'a receiver that names %d ms is asked again after three days',
  async (ms) => {
    bot.receivers.answers.set('siem', () => tooMany(ms));
    await bot.tick();
    await bot.send({ id: 'a' });
    await pass(71 * hour, hour);
    expect(got('siem')).toHaveLength(1);
    bot.receivers.answers.delete('siem');
    await pass(2 * hour);
    expect(got('siem')).toHaveLength(2);
  },
);

it('what a receiver named at its old address does not hold up the new one', async () => {
  bot.receivers.answers.set('siem', () => tooMany(10 * hour));
  await bot.send({ id: 'a' });
  await bot.advance(second);
  bot.receivers.answers.delete('siem');
  bot.receivers.all = [receiver('siem', { address: 'siem 2', events: alertEvents })];
  await bot.send({ id: 'b' });
  await bot.advance(10 * second);
  expect(subjects('siem')).toEqual(['alerts/1 alert.accepted', 'alerts/2 alert.accepted']);
});

describe('what may have arrived', () => {
  it('comes again with the same id, and says that it may be a repeat', async () => {
    bot.receivers.answers.set('siem', () => timeout);
    await bot.send({ id: 'a' });
    await bot.advance(100);
    bot.receivers.answers.delete('siem');
    await bot.advance(10 * second);
    expect(ids('siem').size).toBe(1);
    expect(got('siem').map(({ mayBeRepeat }) => mayBeRepeat)).toEqual([false, true]);
  });

  it('also where the process died between the call and its answer', async () => {
    bot.receivers.answers.set('siem', () => new Promise<SendResult>(() => {}));
    await bot.send({ id: 'a' });
    await bot.advance(second);
    bot.receivers.answers.delete('siem');
    await bot.crash();
    await bot.start();
    await bot.advance(10 * second);
    expect(ids('siem').size).toBe(1);
    expect(got('siem').map(({ mayBeRepeat }) => mayBeRepeat)).toEqual([false, true]);
    expect(await bot.rows()).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is told once for each cause, and takes the event away', async () => {
    bot.receivers.answers.set('siem', () => refused);
    await bot.send(...Array.from({ length: 20 }, (_, n) => ({ id: `n${n}` })));
    await pass(hour);
    expect(got('siem')).toHaveLength(20);
    expect(await bot.rows()).toEqual([]);
    expect(news()).toHaveLength(1);
    expect(text(news()[0]?.card)).toContain('“siem” refused an event with the status 400');
    expect(text(news()[0]?.card)).toContain('no such field');
    expect(text(news()[0]?.card)).toContain('Alerts: 1, 2, 3, 4, 5 …');
  });

  it.each([401, 403])(
    'of the credential (%i) is told at once, loses nothing, and is tried every five minutes',
    async (status) => {
      bot.receivers.answers.set('siem', () => ({ ...refused, status, line: 'bad key' }));
      await bot.send({ id: 'a' });
      await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
      await pass(minute);
      expect(news()).toHaveLength(1);
      const [told] = news().map(({ card }) => text(card));
      expect(told).toContain(`with the status ${status}. I have kept it and try again every five minutes.`);
      expect(told).toContain('bad key');
      await pass(20 * minute, minute);
      expect(got('siem')).toHaveLength(5);
      expect(news()).toHaveLength(1);
      bot.receivers.answers.delete('siem');
      await pass(6 * minute, minute);
      expect(subjects('siem').slice(-2)).toEqual(['alerts/1 alert.accepted', 'alerts/1 alert.acknowledged']);
      expect(await bot.rows()).toEqual([]);
    },
  );

  it('of the credential is tried at once after a start and after a reload', async () => {
    bot.receivers.answers.set('siem', () => ({ ...refused, status: 401 }));
    await bot.send({ id: 'a' }, { id: 'b' });
    await bot.advance(10 * second);
    const tried = got('siem').length;
    await bot.crash();
    await bot.start();
    await bot.advance(second);
    expect(got('siem').length).toBeGreaterThan(tried);
    bot.receivers.answers.delete('siem');
    await bot.reload();
    await bot.advance(second);
    expect(await bot.rows()).toEqual([]);
  });

  it('of the credential is given up after three days', async () => {
    bot.receivers.answers.set('siem', () => ({ ...refused, status: 401 }));
    await bot.tick();
    await bot.send({ id: 'a' });
    await pass(71 * hour, hour);
    expect(await bot.waiting()).toHaveLength(1);
    await pass(2 * hour);
    expect(await bot.waiting()).toEqual([]);
  });
});

describe('what cannot be delivered', () => {
  it('for an hour is told to the admins and counted, and so is its end', async () => {
    bot.receivers.answers.set('siem', () => down);
    await bot.send({ id: 'a', severity: 'low' });
    await pass(50 * minute);
    expect(news()).toHaveLength(0);
    await pass(20 * minute);
    expect(news().map(({ card }) => card.title)).toEqual(['The receiver “siem” cannot be reached']);
    expect(text(news()[0]?.card)).toContain('ECONNREFUSED');
    expect(await bot.stored('receivers')).toMatchObject([{ id: 'psa' }, { id: 'siem', downAt: expect.any(String) }]);
    expect((await openFindings(bot.world)).get('receiverDown')).toBe(1);
    expect(text(await bot.say(ada, 'check'))).toContain('I cannot deliver events to the receiver “siem”.');
    bot.receivers.answers.delete('siem');
    await pass(20 * minute);
    expect((await openFindings(bot.world)).get('receiverDown')).toBe(0);
    expect(news().map(({ card, edits }) => [card.title, edits])).toEqual([
      ['The receiver “siem” can be reached again', 1],
    ]);
  });

  it('for three days is given up, which is told once', async () => {
    bot.receivers.answers.set('siem', () => down);
    await bot.tick();
    await bot.send({ id: 'a', severity: 'low' }, { id: 'b', severity: 'low' });
    await pass(71 * hour, hour);
    expect(await bot.waiting()).toHaveLength(2);
    await pass(2 * hour);
    expect(await bot.waiting()).toEqual([]);
    const titles = () => news().map(({ card }) => card.title);
    expect(titles()).toEqual(['The receiver “siem” cannot be reached', 'The receiver “siem” is missing events']);
    expect(text(news()[1]?.card)).toContain('I have given up 2 events');
    expect((await openFindings(bot.world)).get('receiverDown')).toBe(1);
    bot.receivers.answers.delete('siem');
    await bot.send({ id: 'c', severity: 'low' });
    await pass(minute);
    expect(titles()).toEqual(['The receiver “siem” can be reached again', 'The receiver “siem” is missing events']);
    expect((await openFindings(bot.world)).get('receiverDown')).toBe(0);
  });
});

describe('when the receivers’ file is another one', () => {
  it('what waits for a receiver that is gone, or has another address, is cancelled and told', async () => {
    bot.receivers.answers.set('siem', () => down).set('psa', () => down);
    await bot.send({ id: 'a', severity: 'low' }, { id: 'b', severity: 'low' });
    await pass(70 * minute);
    bot.receivers.all = [receiver('siem', { address: 'siem 2' })];
    await bot.crash();
    await bot.start();
    await pass(minute);
    expect((await bot.rows()).filter(({ type }) => type.startsWith('alert.'))).toEqual([]);
    const told = news().flatMap(({ card }) => (text(card.text).includes('cancelled') ? [text(card.text)] : []));
    expect(told.filter((one) => one.includes('“psa” is no longer in the receivers file'))).toHaveLength(1);
    expect(told.filter((one) => one.includes('“siem” has another address'))).toHaveLength(1);
    expect(told.every((one) => one.includes('cancelled 2 events') && one.includes('Alerts: 1, 2'))).toBe(true);
    const ended = news().map(({ card }) => card.title);
    expect(ended).toContain('The receiver “siem” has another address');
    expect(ended).toContain('The receiver “psa” is gone');
  });
});

describe('too many', () => {
  it('are given up, the lowest severity and the oldest first, and told once', async () => {
    bot.receivers.answers.set('siem', () => down);
    bot.receivers.all = bot.receivers.all.slice(0, 1);
    const some = (from: number, severity: string) =>
      bot.send(...Array.from({ length: 100 }, (_, n) => ({ id: `${severity} ${from + n}`, severity })));
    await some(0, 'high');
    for (let from = 0; from < 9_900; from += 100) await some(from, 'low');
    expect(await bot.waiting()).toHaveLength(10_000);
    await some(100, 'medium');
    const rows = await bot.waiting();
    expect(rows).toHaveLength(10_000);
    expect(rows.filter(({ severity }) => severity === 'low')).toHaveLength(9_800);
    expect(rows.some(({ alertId }) => alertId === 'webhook:default low 99')).toBe(false);
    expect(rows.some(({ alertId }) => alertId === 'webhook:default low 100')).toBe(true);
    await pass(minute);
    expect(news()).toHaveLength(1);
    expect(text(news()[0]?.card)).toContain('I have given up 100 events');
  });
});

it('a reference that a receiver answers stands on the alert, and in what comes later', async () => {
  bot.receivers.answers.set('psa', ({ type }) => (type === 'alert.accepted' ? { ...sent, reference: '4711' } : sent));
  await bot.send({ id: 'a' });
  await bot.advance(5 * second);
  expect(await bot.alert('webhook:default a')).toMatchObject({ references: { psa: '4711' } });
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
  await bot.advance(5 * second);
  expect(got('psa').at(-1)?.facts).toMatchObject({ reference: '4711' });
  expect(got('siem').at(-1)?.facts).not.toHaveProperty('reference');
  expect(got('siem')[0]?.facts).toMatchObject({ answerBy: expect.any(String), sourceName: expect.any(String) });
  expect(got('siem').at(-1)?.facts).toMatchObject({ link: expect.stringContaining('https://') });
});

it('a receiver that is named as a part of every object has no reference before it answers one', async () => {
  await start('constructor');
  await bot.send({ id: 'a' });
  await bot.world.store.change(async (tx) => {
    const alert = await tx.get('alerts', 'webhook:default a');
    if (alert) await tx.put('alerts', { ...alert, references: { psa: '4711' } });
  });
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
  await bot.advance(5 * second);
  expect(got('constructor').at(-1)?.facts).not.toHaveProperty('reference');
});
