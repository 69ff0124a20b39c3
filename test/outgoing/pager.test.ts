/** A pager rings when nobody acknowledged an alert in time, and its incident ends with the alert. */
import { beforeEach, describe, expect, it } from 'vitest';
import { cancelStale } from '../../src/outgoing/cancel-stale.ts';
import type { SendResult } from '../../src/ports/receivers.ts';
import { text } from '../support/a-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { aBotWith, down, pager, receiver, refused, sent, timeout } from '../support/receivers.ts';
import { day, hour, minute, second } from '../support/time.ts';

let bot: Awaited<ReturnType<typeof aBotWith>>;
const id = 'webhook:default a';
const rang = () => bot.receivers.got.filter((one) => one.receiver === 'pager');
const types = () => rang().map(({ type }) => type);
const incidents = () =>
  rang().map(({ type, facts, installation }) => `${type} ${facts.incident?.replace(`${installation}-`, '')}`);
const take: () => SendResult = () => ({ ...sent, keyId: 'k1' });

beforeEach(async () => {
  bot = await aBotWith(pager());
  bot.receivers.answers.set('pager', take);
});

describe('an alert that nobody acknowledges', () => {
  it('rings within two seconds of its time, a hundred times, also where the process was away then', async () => {
    for (let n = 0; n < 100; n++) {
      const begun = bot.world.time.passed();
      await bot.send({ id: `n${n}` });
      const isKilled = n % 2 === 1;
      if (isKilled) {
        await bot.advance(9 * minute + (n % 7) * second);
        await bot.crash();
        await bot.start();
      }
      await bot.advance(10 * minute + 2 * second - (bot.world.time.passed() - begun));
      const [call] = rang().filter(({ subject }) => subject === `alerts/${n + 1}`);
      expect((call?.passed ?? 0) - begun - 10 * minute, `alert ${n}`).toBeLessThanOrEqual(2 * second);
      expect(call?.passed ?? 0).toBeGreaterThanOrEqual(begun + 10 * minute);
      await bot.press(sam, 'alerts.acknowledge', `webhook:default n${n}`);
    }
    expect(types().filter((type) => type === 'alert.unacknowledged')).toHaveLength(100);
  });

  it('has in its story that the pager rang, and when', async () => {
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    const story = text(await bot.say(sam, 'alerts 1'));
    expect(story).toMatch(/09:10 .*system notified, because nobody had acknowledged the alert\s+detail: pager/);
    expect((await bot.alert(id))?.timeline.at(-1)).toMatchObject({ what: 'rang', byName: 'pager' });
  });

  it('that came due while the bot was away rings at once', async () => {
    await bot.send({ id: 'a' });
    await bot.advance(minute);
    await bot.crash();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + hour).toISOString());
    bot.restart();
    await bot.start();
    await bot.advance(2 * second);
    expect(types()).toEqual(['alert.unacknowledged']);
    expect(rang()[0]).toMatchObject({ at: '2026-11-24T09:10:00.000Z', mayBeRepeat: false });
  });

  it('rings before thousands of others that wait for the same receiver', async () => {
    bot.receivers.all = [receiver('pager', { events: ['alert.accepted', 'alert.unacknowledged'] })];
    bot.receivers.answers.set('pager', () => down);
    const some = (from: number) =>
      bot.send(...Array.from({ length: 100 }, (_, n) => ({ id: `n${from + n}`, severity: 'low' })));
    for (let from = 0; from < 4_900; from += 100) await some(from);
    await bot.send({ id: 'a' });
    await bot.advance(9 * minute);
    bot.receivers.answers.set('pager', take);
    bot.receivers.got.length = 0;
    await bot.advance(minute + 2 * second);
    expect(rang().some(({ subject, type }) => subject === 'alerts/4901' && type === 'alert.unacknowledged')).toBe(true);
  });

  it.each([
    ['acknowledged', () => bot.press(sam, 'alerts.acknowledge', id)],
    ['resolved', () => bot.resolve(sam, id)],
  ])('%s in time rings nobody', async (_what, answer) => {
    await bot.send({ id: 'a' });
    await bot.advance(9 * minute);
    await answer();
    await bot.advance(hour);
    expect(types()).toEqual([]);
    expect(await bot.rows()).toEqual([]);
  });

  it('rings at the pager’s new address, when that changed before its time', async () => {
    await bot.send({ id: 'a' });
    await bot.advance(9 * minute);
    bot.receivers.all = [pager({ address: 'pager 2' })];
    await cancelStale(bot.world);
    await bot.advance(minute + 2 * second);
    expect(types()).toEqual(['alert.unacknowledged']);
  });

  it('rings nobody who wants that no longer, once it is answered', async () => {
    bot.receivers.all = [receiver('pager', { events: ['alert.unacknowledged'] })];
    await bot.send({ id: 'a' });
    await bot.advance(9 * minute);
    bot.receivers.all = [receiver('pager', { events: ['alert.note'] })];
    await bot.press(sam, 'alerts.acknowledge', id);
    await bot.advance(hour);
    expect(types()).toEqual([]);
    expect(await bot.rows()).toEqual([]);
  });

  it('that is reopened rings again, as another incident', async () => {
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    await bot.press(sam, 'alerts.acknowledge', id);
    await bot.resolve(sam, id);
    await bot.advance(minute);
    await bot.reopen(ada, id);
    await bot.advance(10 * minute + second);
    await bot.resolve(sam, id);
    await bot.advance(minute);
    await bot.reopen(ada, id);
    await bot.advance(10 * minute + second);
    expect(incidents()).toEqual([
      ...['alert.unacknowledged 1', 'alert.acknowledged 1', 'alert.resolved 1'],
      ...['alert.unacknowledged 1-2', 'alert.resolved 1-2', 'alert.unacknowledged 1-3'],
    ]);
    expect(await bot.rows()).toMatchObject([{ state: 'sent', round: 3, keyId: 'k1' }]);
  });

  it('of low severity, held or of a backlog rings nobody where the file says high', async () => {
    bot.receivers.all = [pager({ when: { severities: ['high'] } })];
    await bot.send({ id: 'a', severity: 'low' });
    await bot.advance(hour);
    expect(await bot.rows()).toEqual([]);
    await bot.send({ id: 'a', severity: 'high' });
    await bot.advance(10 * minute - second);
    expect(types()).toEqual([]);
    await bot.advance(3 * second);
    expect(types()).toEqual(['alert.unacknowledged']);
  });
});

describe('what follows an incident', () => {
  it('has the key that opened it', async () => {
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    await bot.press(sam, 'alerts.acknowledge', id);
    await bot.resolve(sam, id);
    await bot.advance(minute);
    expect(rang().map(({ type, keyId }) => [type, keyId])).toEqual([
      ['alert.unacknowledged', null],
      ['alert.acknowledged', 'k1'],
      ['alert.resolved', 'k1'],
    ]);
    expect(await bot.rows()).toEqual([]);
  });

  it('goes in place of the incident that may have been opened, which is not sent again, by its key', async () => {
    bot.receivers.answers.set('pager', () => ({ ...timeout, keyId: 'k1' }));
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    bot.receivers.got.length = 0;
    bot.receivers.answers.set('pager', take);
    await bot.resolve(sam, id);
    await bot.advance(10 * minute);
    expect(rang()).toMatchObject([{ type: 'alert.resolved', keyId: 'k1' }]);
    expect(await bot.rows()).toEqual([]);
  });

  it.each([
    ['may have arrived', timeout, ['alert.unacknowledged', 'alert.resolved']],
    ['did not arrive', down, ['alert.unacknowledged']],
  ])('of a call under way that %s', async (_what, result, expected) => {
    const { promise, resolve: answer } = Promise.withResolvers<SendResult>();
    bot.receivers.answers.set('pager', () => promise);
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    await bot.resolve(sam, id);
    bot.receivers.answers.set('pager', take);
    answer(result);
    await bot.advance(10 * minute);
    expect(types()).toEqual(expected);
    expect(await bot.rows()).toEqual([]);
  });

  it('goes although the file wants such alerts no longer, or the alert is one of a backlog by now', async () => {
    await bot.send({ id: 'a' }, { id: 'b' });
    await bot.advance(10 * minute + second);
    bot.receivers.got.length = 0;
    await bot.world.store.change(async (tx) => {
      const alert = await tx.get('alerts', id);
      if (alert) await tx.put('alerts', { ...alert, backlog: {}, escalateAt: null });
    });
    await bot.resolve(sam, id);
    bot.receivers.all = [pager({ when: { tenants: ['0'] } })];
    await bot.resolve(sam, 'webhook:default b');
    await bot.advance(minute);
    expect(types()).toEqual(['alert.resolved', 'alert.resolved']);
    expect(await bot.rows()).toEqual([]);
  });

  it('leaves nothing behind, also where the pager refuses the end', async () => {
    bot.receivers.answers.set('pager', ({ type }) => (type === 'alert.resolved' ? refused : take()));
    await bot.send({ id: 'a' });
    await bot.advance(10 * minute + second);
    await bot.resolve(sam, id);
    await bot.advance(minute);
    expect(types()).toEqual(['alert.unacknowledged', 'alert.resolved']);
    expect(await bot.rows()).toEqual([]);
  });

  it('is nothing where the incident was never sent', async () => {
    bot.receivers.answers.set('pager', () => down);
    await bot.send({ id: 'a' });
    await bot.advance(20 * minute);
    await bot.resolve(sam, id);
    bot.receivers.answers.set('pager', take);
    bot.receivers.got.length = 0;
    await bot.advance(10 * minute);
    expect(types()).toEqual([]);
    expect(await bot.rows()).toEqual([]);
  });
});

it('a clock that was a day ahead delays nobody’s ringing by a day', async () => {
  await bot.tick();
  await bot.advance(hour);
  const ahead = Date.parse(bot.world.time.now()) + day;
  bot.world.time.set(new Date(ahead).toISOString());
  bot.restart();
  await bot.start();
  await bot.send({ id: 'a' });
  await bot.advance(minute);
  bot.world.time.set(new Date(ahead - day + minute).toISOString());
  await bot.tick();
  for (let n = 0; n < 30; n++) {
    await bot.advance(minute);
    await bot.tick();
  }
  expect(types()).toEqual(['alert.unacknowledged']);
});
