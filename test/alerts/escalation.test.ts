import dayjs from 'dayjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
});
const kinds = () => on.channel().map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '');
const reminders = (id: string) =>
  kinds().filter((kind) => kind.startsWith('escalation') && kind.endsWith(` webhook:default ${id}`));
const many = (count: number, severity: string) => on.send(...Array.from({ length: count }, () => ({ severity })));

describe('a reminder', () => {
  it('of a high alert does not wait behind a storm', async () => {
    on.world.settings.stormLimit = 5;
    for (let batch = 0; batch < 7; batch++) await many(100, 'medium');
    await on.world.time.advance(2_000);
    await on.send({ id: 'H' });
    await on.world.time.advance(hour + 1_000);
    await on.tick();
    await on.world.time.advance(5_000);
    expect(reminders('H')).toHaveLength(1);
  });

  it('is owed for all that is due at once, however many', async () => {
    on.world.settings.stormLimit = 1_000;
    for (let batch = 0; batch < 5; batch++) await many(90, 'medium');
    await on.world.time.advance(hour);
    await on.tick();
    const owed = await on.deliveries();
    expect(owed.filter(({ about }) => about.kind === 'escalation')).toEqual([]);
    expect(owed.filter(({ about }) => about.kind === 'escalations')).toMatchObject([{ about: { count: 450 } }]);
    const alerts = await on.world.store.read((reader) => reader.list('alerts'));
    const inFourHours = dayjs(on.world.time.now()).add(3, 'hour').toISOString();
    expect(alerts.filter(({ escalateAt }) => escalateAt === inFourHours)).toHaveLength(450);
  });

  it('of what only a digest stands for comes with the digest, and at last once to the admins', async () => {
    await many(30, 'medium');
    await on.world.time.advance(30_000);
    for (let passed = 0; passed < 26; passed++) {
      await on.world.time.advance(hour);
      await on.tick();
    }
    const alert = await on.alert('webhook:default a30');
    expect(alert?.timeline.map(({ what }) => what)).toEqual(['received', 'escalated']);
    expect(alert?.escalateAt).toBe('2026-11-26T09:00:00.000Z');
    expect(kinds().filter((kind) => kind.startsWith('escalation'))).toEqual([]);
    expect(kinds().filter((kind) => kind.startsWith('digestEscalation'))).toHaveLength(1);
  });
});

it('a channel that refused the card for many is sent no reminder of it', async () => {
  const posts: string[] = [];
  const { post } = on.world.slack;
  on.world.slack.post = async (to, card, how) => {
    posts.push(how.deliveryId);
    if (how.deliveryId.endsWith('slack:C1') && how.deliveryId.startsWith('digest '))
      throw new ChatError('refused', 'is_archived');
    return post(to, card, how);
  };
  await many(30, 'medium');
  await on.world.time.advance(30_000);
  await on.world.time.advance(hour);
  await on.tick();
  await on.world.time.advance(10_000);
  const owed = await on.deliveries();
  const reminders = owed.filter(({ about }) => about.kind === 'digestEscalation').map(({ queue }) => queue);
  expect(reminders).toEqual([ada]);
  expect(posts.filter((id) => id.startsWith('digestEscalation'))).toHaveLength(1);
});

describe('a severity that changes', () => {
  const passing = async (hours: number) => {
    for (let passed = 0; passed < hours; passed++) {
      await on.world.time.advance(hour);
      await on.tick();
    }
    await on.world.time.advance(5_000);
  };

  /** The minutes after its detection of each reminder in the alert's thread. */
  const stepsOf = (id: string) => reminders(id).map((kind) => kind.split(' ')[1]?.split('.')[0]);
  const toAdmin = () => on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('overdue '));

  it('to low ends them, and to high goes on with the reminder that is still to come', async () => {
    await on.send({ id: 'x', severity: 'medium' });
    await passing(1);
    await on.send({ id: 'x', severity: 'low' });
    await passing(1);
    expect((await on.alert('webhook:default x'))?.escalateAt).toBeNull();
    await on.send({ id: 'x', severity: 'high' });
    await passing(23);
    expect(stepsOf('x')).toEqual(['60', '240', '720', '1200', '1440']);
    expect(toAdmin()).toHaveLength(4);
  });

  it('from high to low changes nothing for people: they are reminded, and the admins are from the first hour on', async () => {
    await on.send({ id: 'x' });
    await passing(2);
    await on.send({ id: 'x', severity: 'low' });
    await passing(23);
    expect(stepsOf('x')).toEqual(['60', '240', '720', '1200', '1440']);
    expect(toAdmin()).toHaveLength(5);
  });

  it('to high a day later tells the admins at once', async () => {
    await on.send({ id: 'x', severity: 'medium' });
    await passing(2);
    await on.send({ id: 'x', severity: 'low' });
    await passing(30);
    await on.send({ id: 'x', severity: 'high' });
    await on.tick();
    await on.world.time.advance(5_000);
    expect(on.inPrivate(ada).map(({ deliveryId }) => deliveryId.split(' ')[0])).toContain('overdue');
  });

  it('to high in a digest gives it the steps of its own card', async () => {
    await many(30, 'medium');
    await passing(2);
    await on.send({ id: 'a5', severity: 'high' });
    await passing(3);
    expect(reminders('a5')).toHaveLength(1);
  });

  it('after the limit brings no reminder before the next morning', async () => {
    await on.send({ id: 'x' });
    await passing(25);
    const before = reminders('x').length;
    await on.send({ id: 'x', severity: 'low' });
    await on.send({ id: 'x', severity: 'high' });
    expect((await on.alert('webhook:default x'))?.escalateAt).toBe('2026-11-26T09:00:00.000Z');
    await passing(22);
    expect(reminders('x')).toHaveLength(before);
    await passing(1);
    expect(reminders('x')).toHaveLength(before + 1);
  });

  it('to high calls the on-call people in the thread, answered or not', async () => {
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(3_000);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(3_000);
    await on.send({ id: 'x', severity: 'medium' });
    await on.world.time.advance(3_000);
    expect(on.channel()).toHaveLength(1);
    await on.send({ id: 'x', severity: 'high' });
    await on.world.time.advance(3_000);
    const [card, news] = on.channel();
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
    await on.world.time.advance(hour);
    const right = on.world.time.now();
    on.world.time.set(wrong);
    await on.send({ id: 'x', detectedDateTime: wrong });
    await on.world.time.advance(3_000);
    on.world.time.set(right);
    await on.tick();
    await on.world.time.advance(hour + 1_000);
    await on.tick();
    await on.world.time.advance(3_000);
    expect(reminders('x')).toHaveLength(1);
  });
});

describe('the last reminder', () => {
  it('reaches the first admin who comes on the next morning, and people on call meanwhile', async () => {
    on.world.admins.clear();
    await on.send({ id: 'x' });
    for (let passed = 0; passed < 25; passed++) {
      await on.world.time.advance(hour);
      await on.tick();
    }
    const last = () => on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('overdue '));
    const timeline = (await on.alert('webhook:default x'))?.timeline.length;
    on.world.admins.add(ada);
    for (let tick = 0; tick < 24; tick++) {
      await on.world.time.advance(hour);
      await on.tick();
    }
    await on.world.time.advance(5_000);
    expect(last()).toHaveLength(1);
    expect((await on.alert('webhook:default x'))?.timeline.length).toBe((timeline ?? 0) + 1);
  });
});
