/** The clock of the machine leaps, ahead or back, for a moment or for longer: what people are owed comes in its time all the same. */
import dayjs from 'dayjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

const year = 365 * day;
const tickMs = 10 * second;
const id = 'webhook:default x';
let bot: TestBot;

beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.tick();
});

/** Time passes, with a tick as often as `every`. */
async function pass(ms: number, every = 10 * minute) {
  for (let left = ms; left > 0; left -= every) {
    await bot.ticksAfter(Math.min(left, every));
  }
  await bot.world.time.advance(0);
}

/** Somebody sets the clock: it says `ms` milliseconds more from now on. */
function leap(ms: number) {
  bot.world.time.set(dayjs(bot.world.time.now()).add(ms, 'millisecond').toISOString());
}

/** The clock is wrong by `ms` while the bot ticks once. */
async function oneTickAhead(ms: number) {
  leap(ms);
  await bot.tick(tickMs);
  leap(-ms);
  await bot.tick();
}

/** The minutes after detection at which people are reminded. */
const ladders = { high: [5, 15, 30, 60, 240, 720, 1_200, 1_440], medium: [60, 240, 720, 1_200, 1_440] };
/** How many steps of its ladder are behind the alert. */
async function steps(alert = id) {
  const { escalateFrom = '', escalateAt, content } = (await bot.alert(alert)) ?? {};
  const passed = (Date.parse(escalateAt ?? '') - Date.parse(escalateFrom)) / minute;
  return ladders[content?.severity === 'medium' ? 'medium' : 'high'].filter((minutes) => minutes < passed).length;
}
const reminders = (alert = id) =>
  bot
    .channel()
    .map(({ deliveryId }) => deliveryId)
    .filter((one) => one.startsWith('escalation') && one.includes(` ${alert} >`));
const remindersOfSeveral = () => bot.channel('escalations');
const overdueNews = () => bot.inPrivate(ada, 'overdue');
const isMarked = async (alert = id) => (await bot.alert(alert))?.overdue === true;

/** What a high alert gets from its first hour to its last, when nobody answers it: after 5, 15, 30 and 60 minutes, 4, 12, 20 and 24 hours. */
async function expectAllInTime() {
  await pass(hour - minute - (Date.parse(bot.world.time.now()) % hour));
  expect([await steps(), reminders().length, overdueNews().length]).toEqual([3, 3, 0]);
  await pass(minute);
  expect([await steps(), reminders().length, overdueNews().length]).toEqual([4, 4, 1]);
  await pass(22 * hour);
  expect([await steps(), reminders().length, overdueNews().length, await isMarked()]).toEqual([7, 7, 4, false]);
  await pass(hour + minute);
  expect([await steps(), reminders().length, overdueNews().length, await isMarked()]).toEqual([8, 8, 5, true]);
}

describe.each([
  ['a day', day],
  ['a year', year],
  ['half an hour more than one', 90 * minute],
])('a clock that is %s ahead for one tick', (_name, ms) => {
  it('reminds nobody, and every reminder comes in its time', async () => {
    await bot.send({ id: 'x' });
    await pass(minute, tickMs);
    await oneTickAhead(ms);
    expect([await steps(), reminders(), overdueNews(), await isMarked()]).toEqual([0, [], [], false]);
    await expectAllInTime();
  });

  it('reminds nobody either when it is so for two ticks, with a right one between', async () => {
    await bot.send({ id: 'x' });
    await oneTickAhead(ms);
    await oneTickAhead(ms + day);
    expect(await steps()).toBe(0);
    await expectAllInTime();
  });

  it('reminds nobody either when it leaps in the middle of a tick', async () => {
    await bot.send({ id: 'x' });
    await pass(minute, tickMs);
    const { time } = bot.world;
    const right = time.now;
    for (let reads = 0; reads < 25; reads++) {
      let left = reads;
      time.now = () => (left-- > 0 ? right() : dayjs(right()).add(ms, 'millisecond').toISOString());
      await bot.tick();
      time.now = right;
      await bot.tick();
    }
    expect([await steps(), await isMarked()]).toEqual([0, false]);
    await expectAllInTime();
  });

  it('ends no snooze, opens no finding, and starts no drill', async () => {
    bot.world.settings.drillSchedule = '0 10 * * *';
    await pass(minute, tickMs);
    const before = await bot.stored('findings');
    const until = dayjs(bot.world.time.now()).add(80, 'minute').toISOString();
    const [first] = before;
    if (!first) throw new Error('no finding');
    const snooze = { until, by: ada, byName: 'Ada', reason: '' };
    await bot.world.store.change((tx) => tx.put('findings', { ...first, snooze }));
    await oneTickAhead(ms);
    const after = await bot.stored('findings');
    expect(after.find((one) => one.id === first.id)?.snooze).toEqual(snooze);
    expect(after).toHaveLength(before.length);
    expect((await bot.stored('alerts')).length).toBe(0);
  });
});

describe.each([
  ['half an hour', 30 * minute],
  ['five hours', 5 * hour],
  ['a day', day],
  ['a year', year],
])('while the clock is %s ahead for one tick', (_name, ms) => {
  // Only a process that has watched its clock for five minutes takes back at once.
  beforeEach(() => pass(hour));

  it('an alert arrives that was detected just now: every reminder comes in its time', async () => {
    const detectedDateTime = bot.world.time.now();
    leap(ms);
    await bot.send({ id: 'x', detectedDateTime });
    await bot.tick(tickMs);
    leap(-ms);
    await bot.tick();
    expect(await steps()).toBe(0);
    await expectAllInTime();
  });

  it('an alert arrives that its channel does not take: admins hear of it within the half hour', async () => {
    bot.world.slack.fails('unreachable', 'timeout', 'slack:C1');
    leap(ms);
    await bot.send({ id: 'x' });
    await bot.tick(tickMs);
    leap(-ms);
    await pass(14 * minute, minute);
    const late = () => bot.inPrivate(ada, 'late ');
    expect(late()).toHaveLength(0);
    await pass(10 * minute, minute);
    expect(late()).toHaveLength(1);
  });

  it('its sender makes an alert high, and a person answers it and reopens it: every reminder comes in its time', async () => {
    const detectedDateTime = bot.world.time.now();
    for (const one of ['x', 'y']) await bot.send({ id: one, detectedDateTime, severity: 'low' });
    await pass(minute, tickMs);
    leap(ms);
    for (const one of ['x', 'y']) await bot.send({ id: one, detectedDateTime, severity: 'high' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default y');
    await bot.reopen(sam, 'webhook:default y');
    await bot.tick(tickMs);
    leap(-ms);
    await bot.tick();
    expect([await steps(), await steps('webhook:default y')]).toEqual([0, 0]);
    await pass(2 * hour);
    expect([await steps(), await steps('webhook:default y')]).toEqual([4, 4]);
    // Both are due within a third of the time of each step, so that each reminder is of both.
    expect([remindersOfSeveral().length, reminders(), reminders('webhook:default y')]).toEqual([4, [], []]);
  });
});

it('a clock that is in the next month for one tick posts no hash of that month', async () => {
  await bot.organisation({ adminChannel: slackChannel });
  await bot.world.time.advance(2 * minute);
  await bot.say(ada, 'confirm');
  await pass(day, hour);
  const months = async () =>
    (await bot.deliveries()).flatMap(({ about }) => (about.kind === 'auditHead' ? [about.month] : []));
  await oneTickAhead(10 * day);
  expect(await months()).toEqual(['2026-11']);
  await pass(8 * day, 6 * hour);
  expect(await months()).toContain('2026-12');
});

it('a clock that is a day behind when the process begins, for a moment, takes nothing back', async () => {
  await bot.send({ id: 'x' });
  await pass(61 * minute);
  expect([await steps(), reminders().length]).toEqual([4, 4]);
  await bot.crash();
  leap(-day);
  await bot.start();
  await bot.tick();
  expect(await steps()).toBe(4);
  await bot.world.time.advance(tickMs);
  leap(day);
  await pass(hour);
  expect([await steps(), reminders().length]).toEqual([4, 4]);
});

describe('a clock that leapt ahead and stays there', () => {
  it('is believed after five minutes, and not before: the machine was suspended', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    leap(8 * hour);
    await pass(5 * minute, tickMs);
    expect(await steps()).toBe(0);
    await pass(tickMs, tickMs);
    expect(await steps()).toBe(2);
    await bot.world.time.advance(5 * second);
    expect(reminders()).toHaveLength(1);
  });

  it('is believed five minutes after its last leap', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    leap(2 * hour);
    await pass(4 * minute, tickMs);
    leap(3 * hour);
    await pass(4 * minute, tickMs);
    expect(await steps()).toBe(0);
    await pass(2 * minute, tickMs);
    expect(await steps()).toBe(2);
  });

  it('keeps what is due by the time before the leap from waiting, however often it leaps', async () => {
    await bot.send({ id: 'x' });
    for (let times = 0; times < 30; times++) {
      await pass(2 * minute, 30 * second);
      leap(day);
      await pass(2 * minute, 30 * second);
      leap(-day);
    }
    expect([await steps(), reminders().length]).toEqual([4, 4]);
  });

  it('is believed at once by a process that starts then: it may have been stopped for as long', async () => {
    await bot.send({ id: 'x' });
    leap(5 * hour);
    await bot.crash();
    await bot.start();
    await bot.tick();
    expect(await steps()).toBe(5);
    await bot.world.time.advance(5 * second);
    expect([reminders().length, overdueNews().length]).toEqual([1, 1]);
  });

  it('is noticed when it leaps before the first tick of a process', async () => {
    await bot.send({ id: 'x' });
    bot.restart();
    leap(year);
    await bot.tick();
    expect(await steps()).toBe(0);
  });
});

describe('a clock that is set back for one tick', () => {
  it.each([
    ['a day', day],
    ['a year', year],
  ])('by %s keeps every reminder in its time', async (_name, ms) => {
    await bot.send({ id: 'x' });
    await pass(minute, tickMs);
    await oneTickAhead(-ms);
    expect([await steps(), await isMarked()]).toEqual([0, false]);
    await expectAllInTime();
  });

  it('takes nothing back that was done in its time', async () => {
    await bot.send({ id: 'x' });
    await pass(25 * hour);
    const before = await bot.alert(id);
    await oneTickAhead(-day);
    await pass(hour, 30 * second);
    expect(await bot.alert(id)).toEqual(before);
    expect([reminders().length, overdueNews().length]).toEqual([8, 5]);
  });
});

describe.each([
  ['five hours', 5 * hour],
  ['a day', day],
  ['a year', year],
])('while the clock is %s back for one tick', (_name, ms) => {
  async function backForOneTick(what: () => Promise<unknown>) {
    await pass(minute, tickMs);
    leap(-ms);
    await what();
    await bot.tick(tickMs);
    leap(ms);
    await bot.tick();
  }

  it('an alert arrives that was detected just now: every reminder comes in its time', async () => {
    const detectedDateTime = bot.world.time.now();
    await backForOneTick(() => bot.send({ id: 'x', detectedDateTime }));
    expect([await steps(), await isMarked(), overdueNews()]).toEqual([0, false, []]);
    expect((await bot.alert(id))?.receivedAt.slice(0, 16)).toBe(
      dayjs(detectedDateTime).add(1, 'minute').toISOString().slice(0, 16),
    );
    await expectAllInTime();
  });

  it('an alert arrives that was detected five hours ago, as its sender says: it counts from then', async () => {
    const detectedDateTime = dayjs(bot.world.time.now()).subtract(5, 'hour').toISOString();
    await backForOneTick(() => bot.send({ id: 'x', detectedDateTime }));
    expect((await bot.alert(id))?.escalateFrom).toBe(detectedDateTime);
  });

  it('a person acknowledges all of a card for many: all are', async () => {
    await bot.send(...Array.from({ length: 40 }, () => ({ severity: 'medium' })));
    await pass(minute, tickMs);
    const all = bot.channel('digest ')[0]?.card.buttons;
    const value = all?.find((one) => one.id === 'alerts.acknowledgeAll')?.value ?? '';
    await backForOneTick(() => bot.press(sam, 'alerts.acknowledgeAll', value));
    const alerts = await bot.stored('alerts');
    const { receivedAt = '' } = alerts[0] ?? {};
    const answered = alerts.filter(({ firstAnsweredAt }) => firstAnsweredAt !== null && firstAnsweredAt > receivedAt);
    expect(answered.length).toBeGreaterThanOrEqual(20);
  });

  it('a person raises an alert, and reopens another: every reminder comes in its time', async () => {
    await bot.send({ id: 'x' });
    await bot.press(sam, 'alerts.acknowledge', id);
    await backForOneTick(() => bot.reopen(sam, id));
    await backForOneTick(() => bot.drill(sam));
    await bot.world.time.advance(0);
    expect([await steps(), await isMarked(), overdueNews()]).toEqual([0, false, []]);
    await pass(hour);
    // The drill's only reminder is its own.
    expect([await steps(), reminders().length, remindersOfSeveral().length]).toEqual([4, 4, 0]);
  });
});

it('what arrives after a clock was put right counts from now within minutes, although it was ahead for long', async () => {
  bot.restart();
  leap(day);
  bot.restart();
  await pass(hour, minute);
  leap(-day);
  await bot.send({ id: 'x' });
  await pass(6 * minute, 30 * second);
  const alert = await bot.alert(id);
  expect(alert && alert.escalateFrom <= bot.world.time.now()).toBe(true);
  await pass(hour);
  // The first five minutes were over before the bot knew that its clock is right.
  expect([await steps(), reminders().length]).toEqual([4, 3]);
});

describe('what was done by a process that knew no other clock than a wrong one, once that is put right', () => {
  /** A process starts with the wrong clock, and works until it is put right. */
  async function wrong(ms: number) {
    bot.restart();
    leap(ms);
    bot.restart();
    await pass(minute, tickMs);
    leap(-ms);
    await pass(6 * minute, 30 * second);
  }

  it.each([
    ['five hours', 5 * hour],
    ['a day', day],
    ['a year', year],
  ])('%s ahead: the steps and the mark are taken back, and every reminder comes in its time', async (_name, ms) => {
    await bot.send({ id: 'x' });
    await wrong(ms);
    // The first five minutes have passed meanwhile, and people were reminded too early, once.
    expect([await steps(), reminders().length, overdueNews().length, await isMarked()]).toEqual([1, 1, 1, false]);
    await pass(hour);
    expect([await steps(), reminders().length, overdueNews().length]).toEqual([4, 4, 2]);
    await pass(22 * hour);
    expect([await steps(), reminders().length, overdueNews().length, await isMarked()]).toEqual([7, 7, 5, false]);
    await pass(hour);
    expect([await steps(), reminders().length, overdueNews().length, await isMarked()]).toEqual([8, 8, 6, true]);
  });

  it('a day behind at the start: no alert is changed before the clock is put right', async () => {
    await bot.send({ id: 'x' });
    await bot.send({ id: 'y' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default y');
    await bot.reopen(sam, 'webhook:default y');
    await pass(5 * hour);
    const before = await bot.stored('alerts');
    leap(-day);
    await bot.crash();
    await bot.start();
    await pass(30 * second, tickMs);
    leap(day);
    await pass(6 * minute, 30 * second);
    expect(await bot.stored('alerts')).toEqual(before);
  });

  it('reminders of what came meanwhile count from then', async () => {
    bot.restart();
    leap(10 * hour);
    bot.restart();
    await bot.send({ id: 'x' });
    await pass(minute, tickMs);
    leap(-10 * hour);
    await pass(6 * minute, 30 * second);
    await pass(hour);
    expect(await steps()).toBe(4);
  });

  it('steps that were right stay, and are not taken twice', async () => {
    await bot.send({ id: 'x' });
    await pass(5 * hour);
    expect([await steps(), reminders().length]).toEqual([5, 5]);
    await wrong(day);
    const early = 1;
    expect([await steps(), reminders().length]).toEqual([5, 5 + early]);
    await pass(8 * hour);
    expect([await steps(), reminders().length]).toEqual([6, 6 + early]);
  });

  it('an alert that somebody acknowledged meanwhile is reminded of no more, and is not overdue', async () => {
    await bot.send({ id: 'x' });
    bot.restart();
    leap(day);
    bot.restart();
    await pass(minute, tickMs);
    await bot.press(sam, 'alerts.acknowledge', id);
    leap(-day);
    await pass(6 * minute, 30 * second);
    expect(await bot.alert(id)).toMatchObject({ status: 'investigating', escalateAt: null });
    expect(await isMarked()).toBe(false);
  });

  it('a card for many is reminded of in its time', async () => {
    await bot.send(...Array.from({ length: 40 }, () => ({ severity: 'medium' })));
    await pass(minute, tickMs);
    const ofDigest = () => bot.channel('digestEscalation');
    await wrong(day);
    expect(ofDigest()).toHaveLength(1);
    await pass(2 * hour);
    expect(ofDigest()).toHaveLength(2);
  });

  it('a drill that nobody could answer yet was not missed', async () => {
    await bot.drill(sam);
    await wrong(day);
    expect((await bot.tenant())?.missedDrillAt).toBeUndefined();
  });

  it('admins hear at once of what is overdue: the note of when they heard last was from the future', async () => {
    await bot.send({ id: 'x' });
    await wrong(year);
    await bot.send({ id: 'y' });
    await pass(25 * hour);
    const titles = overdueNews().map(({ card }) => card.title);
    expect(titles.filter((title) => title.includes('overdue'))).toEqual(['2 alerts are overdue']);
    expect(titles.at(-1)).toBe('2 alerts are overdue');
  });

  it('admins hear at once of what is overdue before the clock is known to be right', async () => {
    await bot.send({ id: 'x' });
    await pass(23 * hour + 58 * minute);
    const inAYear = Date.parse(bot.world.time.now()) + year;
    await bot.world.store.change((tx) => tx.put('counters', { id: 'overdueTold', value: inAYear }));
    leap(-90 * second);
    expect(overdueNews()).toHaveLength(4);
    await pass(4 * minute, 30 * second);
    expect(overdueNews()).toHaveLength(5);
  });

  it('a snooze that it ended lasts until its time', async () => {
    await pass(minute, tickMs);
    const [first] = await bot.stored('findings');
    if (!first) throw new Error('no finding');
    const until = dayjs(bot.world.time.now()).add(3, 'hour').toISOString();
    const snooze = { until, by: ada, byName: 'Ada', reason: 'Next week' };
    await bot.world.store.change((tx) => tx.put('findings', { ...first, snooze }));
    const now = async () => (await bot.world.store.read((reader) => reader.get('findings', first.id)))?.snooze;
    await wrong(5 * hour);
    expect(await now()).toEqual(snooze);
    await pass(3 * hour);
    expect(await now()).toBeNull();
  });
});
