import dayjs from 'dayjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const kinds = () => bot.channel().map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '');
const reminders = (id: string) =>
  kinds().filter((kind) => kind.startsWith('escalation') && kind.endsWith(` webhook:default ${id}`));
const many = (count: number, severity: string) => bot.send(...Array.from({ length: count }, () => ({ severity })));

describe('a reminder', () => {
  it('of a high alert does not wait behind a storm', async () => {
    bot.world.settings.stormLimit = 5;
    for (let batch = 0; batch < 7; batch++) await many(100, 'medium');
    await bot.world.time.advance(2_000);
    await bot.send({ id: 'H' });
    await bot.ticksAfter(hour + 1_000);
    await bot.world.time.advance(5_000);
    expect(reminders('H')).toHaveLength(1);
  });

  it('is owed for all that is due at once, however many', async () => {
    bot.world.settings.stormLimit = 1_000;
    for (let batch = 0; batch < 5; batch++) await many(90, 'medium');
    await bot.ticksAfter(hour);
    const owed = await bot.deliveries();
    expect(owed.filter(({ about }) => about.kind === 'escalation')).toEqual([]);
    expect(owed.filter(({ about }) => about.kind === 'escalations')).toMatchObject([{ about: { count: 450 } }]);
    const alerts = await bot.stored('alerts');
    const inFourHours = dayjs(bot.world.time.now()).add(3, 'hour').toISOString();
    expect(alerts.filter(({ escalateAt }) => escalateAt === inFourHours)).toHaveLength(450);
  });

  it('of what only a digest stands for comes with the digest, and at last once to the admins', async () => {
    await many(30, 'medium');
    await bot.world.time.advance(30_000);
    for (let passed = 0; passed < 26; passed++) {
      await bot.ticksAfter(hour);
    }
    const alert = await bot.alert('webhook:default a30');
    expect(alert?.timeline.map(({ what }) => what)).toEqual(['received', 'escalated']);
    expect(alert?.escalateAt).toBe('2026-11-26T09:00:00.000Z');
    expect(kinds().filter((kind) => kind.startsWith('escalation'))).toEqual([]);
    expect(kinds().filter((kind) => kind.startsWith('digestEscalation'))).toHaveLength(1);
  });
});

it('a channel that refused the card for many is sent no reminder of it', async () => {
  const posts: string[] = [];
  const { post } = bot.world.slack;
  bot.world.slack.post = async (to, card, how) => {
    posts.push(how.deliveryId);
    if (how.deliveryId.endsWith('slack:C1') && how.deliveryId.startsWith('digest '))
      throw new ChatError('refused', 'is_archived');
    return post(to, card, how);
  };
  await many(30, 'medium');
  await bot.world.time.advance(30_000);
  await bot.ticksAfter(hour);
  await bot.world.time.advance(10_000);
  const owed = await bot.deliveries();
  const reminders = owed.filter(({ about }) => about.kind === 'digestEscalation').map(({ queue }) => queue);
  expect(reminders).toEqual([ada]);
  expect(posts.filter((id) => id.startsWith('digestEscalation'))).toHaveLength(1);
});

describe('a severity that changes', () => {
  const passing = async (hours: number) => {
    for (let passed = 0; passed < hours; passed++) {
      await bot.ticksAfter(hour);
    }
    await bot.world.time.advance(5_000);
  };

  /** The minutes after its detection of each reminder in the alert's thread. */
  const stepsOf = (id: string) => reminders(id).map((kind) => kind.split(' ')[1]?.split('.')[0]);
  const toAdmin = () => bot.inPrivate(ada, 'overdue ');

  it('to low ends them, and to high goes on with the reminder that is still to come', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await passing(1);
    await bot.send({ id: 'x', severity: 'low' });
    await passing(1);
    expect((await bot.alert('webhook:default x'))?.escalateAt).toBeNull();
    await bot.send({ id: 'x', severity: 'high' });
    await passing(23);
    expect(stepsOf('x')).toEqual(['60', '240', '720', '1200', '1440']);
    expect(toAdmin()).toHaveLength(4);
  });

  it('from high to low changes nothing for people: they are reminded, and the admins are from the first hour on', async () => {
    await bot.send({ id: 'x' });
    await passing(2);
    await bot.send({ id: 'x', severity: 'low' });
    await passing(23);
    expect(stepsOf('x')).toEqual(['60', '240', '720', '1200', '1440']);
    expect(toAdmin()).toHaveLength(5);
  });

  it('to high a day later tells the admins at once', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await passing(2);
    await bot.send({ id: 'x', severity: 'low' });
    await passing(30);
    await bot.send({ id: 'x', severity: 'high' });
    await bot.tick(5_000);
    expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId.split(' ')[0])).toContain('overdue');
  });

  it('to high in a digest gives it the steps of its own card', async () => {
    await many(30, 'medium');
    await passing(2);
    await bot.send({ id: 'a5', severity: 'high' });
    await passing(3);
    expect(reminders('a5')).toHaveLength(1);
  });

  it('after the limit brings no reminder before the next morning', async () => {
    await bot.send({ id: 'x' });
    await passing(25);
    const before = reminders('x').length;
    await bot.send({ id: 'x', severity: 'low' });
    await bot.send({ id: 'x', severity: 'high' });
    expect((await bot.alert('webhook:default x'))?.escalateAt).toBe('2026-11-26T09:00:00.000Z');
    await passing(22);
    expect(reminders('x')).toHaveLength(before);
    await passing(1);
    expect(reminders('x')).toHaveLength(before + 1);
  });

  it('to high calls the on-call people in the thread, answered or not', async () => {
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(3_000);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(3_000);
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(3_000);
    expect(bot.channel()).toHaveLength(1);
    await bot.send({ id: 'x', severity: 'high' });
    await bot.world.time.advance(3_000);
    const [card, news] = bot.channel();
    expect(news).toMatchObject({ thread: card?.message, card: { mentions: [{ id: sam, name: 'Sam' }] } });
    expect(text(news?.card.text)).toContain('raised the severity of this alert: Medium → High');
  });
});

describe('our own clock', () => {
  it.each([
    ['a day', '2026-11-26T09:00:00.000Z'],
    ['a year', '2027-11-24T09:00:00.000Z'],
  ])('that was %s ahead and is put right puts off no reminder', async (_, wrong) => {
    // Only a process that has watched its clock for five minutes takes back at once.
    await bot.world.time.advance(hour);
    const right = bot.world.time.now();
    bot.world.time.set(wrong);
    await bot.send({ id: 'x', detectedDateTime: wrong });
    await bot.world.time.advance(3_000);
    bot.world.time.set(right);
    await bot.tick();
    await bot.ticksAfter(hour + 1_000);
    await bot.world.time.advance(3_000);
    expect(reminders('x')).toHaveLength(1);
  });
});

describe('the last reminder', () => {
  it('reaches the first admin who comes on the next morning, and people on call meanwhile', async () => {
    bot.world.admins.clear();
    await bot.send({ id: 'x' });
    for (let passed = 0; passed < 25; passed++) {
      await bot.ticksAfter(hour);
    }
    const last = () => bot.inPrivate(ada, 'overdue ');
    const timeline = (await bot.alert('webhook:default x'))?.timeline.length;
    bot.world.admins.add(ada);
    for (let tick = 0; tick < 24; tick++) {
      await bot.ticksAfter(hour);
    }
    await bot.world.time.advance(5_000);
    expect(last()).toHaveLength(1);
    expect((await bot.alert('webhook:default x'))?.timeline.length).toBe((timeline ?? 0) + 1);
  });
});
