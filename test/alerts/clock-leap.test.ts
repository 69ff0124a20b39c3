/** The clock of the machine leaps, ahead or back, for a moment or for longer: what people are owed comes in its time all the same. */
import dayjs from 'dayjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

const year = 365 * day;
const tickMs = 10 * second;
const id = 'webhook:default x';
let on: TestBot;

beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
  await on.tick();
});

/** Time passes, with a tick as often as `every`. */
async function pass(ms: number, every = 10 * minute) {
  for (let left = ms; left > 0; left -= every) {
    await on.world.time.advance(Math.min(left, every));
    await on.tick();
  }
  await on.world.time.advance(0);
}

/** Somebody sets the clock: it says `ms` milliseconds more from now on. */
function leap(ms: number) {
  on.world.time.set(dayjs(on.world.time.now()).add(ms, 'millisecond').toISOString());
}

/** The clock is wrong by `ms` while the bot ticks once. */
async function oneTickAhead(ms: number) {
  leap(ms);
  await on.tick();
  await on.world.time.advance(tickMs);
  leap(-ms);
  await on.tick();
}

/** The minutes after detection at which people are reminded. */
const ladders = { high: [5, 15, 30, 60, 240, 720, 1_200, 1_440], medium: [60, 240, 720, 1_200, 1_440] };
/** How many steps of its ladder are behind the alert. */
async function steps(alert = id) {
  const { escalateFrom = '', escalateAt, content } = (await on.alert(alert)) ?? {};
  const passed = (Date.parse(escalateAt ?? '') - Date.parse(escalateFrom)) / minute;
  return ladders[content?.severity === 'medium' ? 'medium' : 'high'].filter((minutes) => minutes < passed).length;
}
const reminders = (alert = id) =>
  on
    .channel()
    .map(({ deliveryId }) => deliveryId)
    .filter((one) => one.startsWith('escalation') && one.includes(` ${alert} >`));
const remindersOfSeveral = () => on.channel().filter(({ deliveryId }) => deliveryId.startsWith('reminders'));
const overdueNews = () => on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('overdue'));
const isMarked = async (alert = id) => (await on.alert(alert))?.overdue === true;

/** What a high alert gets from its first hour to its last, when nobody answers it: after 5, 15, 30 and 60 minutes, 4, 12, 20 and 24 hours. */
async function expectAllInTime() {
  await pass(hour - minute - (Date.parse(on.world.time.now()) % hour));
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
    await on.send({ id: 'x' });
    await pass(minute, tickMs);
    await oneTickAhead(ms);
    expect([await steps(), reminders(), overdueNews(), await isMarked()]).toEqual([0, [], [], false]);
    await expectAllInTime();
  });

  it('reminds nobody either when it is so for two ticks, with a right one between', async () => {
    await on.send({ id: 'x' });
    await oneTickAhead(ms);
    await oneTickAhead(ms + day);
    expect(await steps()).toBe(0);
    await expectAllInTime();
  });

  it('reminds nobody either when it leaps in the middle of a tick', async () => {
    await on.send({ id: 'x' });
    await pass(minute, tickMs);
    const { time } = on.world;
    const right = time.now;
    for (let reads = 0; reads < 25; reads++) {
      let left = reads;
      time.now = () => (left-- > 0 ? right() : dayjs(right()).add(ms, 'millisecond').toISOString());
      await on.tick();
      time.now = right;
      await on.tick();
    }
    expect([await steps(), await isMarked()]).toEqual([0, false]);
    await expectAllInTime();
  });

  it('ends no snooze, opens no finding, and starts no drill', async () => {
    on.world.settings.drillSchedule = '0 10 * * *';
    await pass(minute, tickMs);
    const before = await on.world.store.read((reader) => reader.list('findings'));
    const until = dayjs(on.world.time.now()).add(80, 'minute').toISOString();
    const [first] = before;
    if (!first) throw new Error('no finding');
    const snooze = { until, by: ada, byName: 'Ada', reason: '' };
    await on.world.store.change((tx) => tx.put('findings', { ...first, snooze }));
    await oneTickAhead(ms);
    const after = await on.world.store.read((reader) => reader.list('findings'));
    expect(after.find((one) => one.id === first.id)?.snooze).toEqual(snooze);
    expect(after).toHaveLength(before.length);
    expect((await on.world.store.read((reader) => reader.list('alerts'))).length).toBe(0);
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
    const detectedDateTime = on.world.time.now();
    leap(ms);
    await on.send({ id: 'x', detectedDateTime });
    await on.tick();
    await on.world.time.advance(tickMs);
    leap(-ms);
    await on.tick();
    expect(await steps()).toBe(0);
    await expectAllInTime();
  });

  it('an alert arrives that its channel does not take: admins hear of it within the half hour', async () => {
    on.world.slack.fails('unreachable', 'timeout', 'slack:C1');
    leap(ms);
    await on.send({ id: 'x' });
    await on.tick();
    await on.world.time.advance(tickMs);
    leap(-ms);
    await pass(14 * minute, minute);
    const late = () => on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('late '));
    expect(late()).toHaveLength(0);
    await pass(10 * minute, minute);
    expect(late()).toHaveLength(1);
  });

  it('its sender makes an alert high, and a person answers it and reopens it: every reminder comes in its time', async () => {
    const detectedDateTime = on.world.time.now();
    for (const one of ['x', 'y']) await on.send({ id: one, detectedDateTime, severity: 'low' });
    await pass(minute, tickMs);
    leap(ms);
    for (const one of ['x', 'y']) await on.send({ id: one, detectedDateTime, severity: 'high' });
    await on.press(sam, 'alerts.acknowledge', 'webhook:default y');
    await on.reopen(sam, 'webhook:default y');
    await on.tick();
    await on.world.time.advance(tickMs);
    leap(-ms);
    await on.tick();
    expect([await steps(), await steps('webhook:default y')]).toEqual([0, 0]);
    await pass(2 * hour);
    expect([await steps(), await steps('webhook:default y')]).toEqual([4, 4]);
    // Both are due within a third of the time of each step, so that each reminder is of both.
    expect([remindersOfSeveral().length, reminders(), reminders('webhook:default y')]).toEqual([4, [], []]);
  });
});

it('a clock that is in the next month for one tick posts no hash of that month', async () => {
  await on.organisation({ adminChannel: slackChannel });
  await on.world.time.advance(2 * minute);
  await on.say(ada, 'confirm');
  await pass(minute, tickMs);
  const months = async () =>
    (await on.deliveries()).flatMap(({ about }) => (about.kind === 'auditHead' ? [about.month] : []));
  await oneTickAhead(10 * day);
  expect(await months()).toEqual(['2026-11']);
  await pass(8 * day, 6 * hour);
  expect(await months()).toContain('2026-12');
});

it('a clock that is a day behind when the process begins, for a moment, takes nothing back', async () => {
  await on.send({ id: 'x' });
  await pass(61 * minute);
  expect([await steps(), reminders().length]).toEqual([4, 4]);
  await on.crash();
  leap(-day);
  await on.start();
  await on.tick();
  expect(await steps()).toBe(4);
  await on.world.time.advance(tickMs);
  leap(day);
  await pass(hour);
  expect([await steps(), reminders().length]).toEqual([4, 4]);
});

describe('a clock that leapt ahead and stays there', () => {
  it('is believed after five minutes, and not before: the machine was suspended', async () => {
    await on.send({ id: 'x', severity: 'medium' });
    leap(8 * hour);
    await pass(5 * minute, tickMs);
    expect(await steps()).toBe(0);
    await pass(tickMs, tickMs);
    expect(await steps()).toBe(2);
    await on.world.time.advance(5 * second);
    expect(reminders()).toHaveLength(1);
  });

  it('is believed five minutes after its last leap', async () => {
    await on.send({ id: 'x', severity: 'medium' });
    leap(2 * hour);
    await pass(4 * minute, tickMs);
    leap(3 * hour);
    await pass(4 * minute, tickMs);
    expect(await steps()).toBe(0);
    await pass(2 * minute, tickMs);
    expect(await steps()).toBe(2);
  });

  it('keeps what is due by the time before the leap from waiting, however often it leaps', async () => {
    await on.send({ id: 'x' });
    for (let times = 0; times < 30; times++) {
      await pass(2 * minute, 30 * second);
      leap(day);
      await pass(2 * minute, 30 * second);
      leap(-day);
    }
    expect([await steps(), reminders().length]).toEqual([4, 4]);
  });

  it('is believed at once by a process that starts then: it may have been stopped for as long', async () => {
    await on.send({ id: 'x' });
    leap(5 * hour);
    await on.crash();
    await on.start();
    await on.tick();
    expect(await steps()).toBe(5);
    await on.world.time.advance(5 * second);
    expect([reminders().length, overdueNews().length]).toEqual([1, 1]);
  });

  it('is noticed when it leaps before the first tick of a process', async () => {
    await on.send({ id: 'x' });
    on.restart();
    leap(year);
    await on.tick();
    expect(await steps()).toBe(0);
  });
});

describe('a clock that is set back for one tick', () => {
  it.each([
    ['a day', day],
    ['a year', year],
  ])('by %s keeps every reminder in its time', async (_name, ms) => {
    await on.send({ id: 'x' });
    await pass(minute, tickMs);
    await oneTickAhead(-ms);
    expect([await steps(), await isMarked()]).toEqual([0, false]);
    await expectAllInTime();
  });

  it('takes nothing back that was done in its time', async () => {
    await on.send({ id: 'x' });
    await pass(25 * hour);
    const before = await on.alert(id);
    await oneTickAhead(-day);
    await pass(hour, 30 * second);
    expect(await on.alert(id)).toEqual(before);
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
    await on.tick();
    await on.world.time.advance(tickMs);
    leap(ms);
    await on.tick();
  }

  it('an alert arrives that was detected just now: every reminder comes in its time', async () => {
    const detectedDateTime = on.world.time.now();
    await backForOneTick(() => on.send({ id: 'x', detectedDateTime }));
    expect([await steps(), await isMarked(), overdueNews()]).toEqual([0, false, []]);
    expect((await on.alert(id))?.receivedAt.slice(0, 16)).toBe(
      dayjs(detectedDateTime).add(1, 'minute').toISOString().slice(0, 16),
    );
    await expectAllInTime();
  });

  it('an alert arrives that was detected five hours ago, as its sender says: it counts from then', async () => {
    const detectedDateTime = dayjs(on.world.time.now()).subtract(5, 'hour').toISOString();
    await backForOneTick(() => on.send({ id: 'x', detectedDateTime }));
    expect((await on.alert(id))?.escalateFrom).toBe(detectedDateTime);
  });

  it('a person acknowledges all of a card for many: all are', async () => {
    await on.send(...Array.from({ length: 40 }, () => ({ severity: 'medium' })));
    await pass(minute, tickMs);
    const all = on.channel().find(({ deliveryId }) => deliveryId.startsWith('digest '))?.card.buttons;
    const value = all?.find((one) => one.id === 'alerts.acknowledgeAll')?.value ?? '';
    await backForOneTick(() => on.press(sam, 'alerts.acknowledgeAll', value));
    const alerts = await on.world.store.read((reader) => reader.list('alerts'));
    const { receivedAt = '' } = alerts[0] ?? {};
    const answered = alerts.filter(({ firstAnsweredAt }) => firstAnsweredAt !== null && firstAnsweredAt > receivedAt);
    expect(answered.length).toBeGreaterThanOrEqual(20);
  });

  it('a person raises an alert, and reopens another: every reminder comes in its time', async () => {
    await on.send({ id: 'x' });
    await on.press(sam, 'alerts.acknowledge', id);
    await backForOneTick(() => on.reopen(sam, id));
    await backForOneTick(() => on.drill(sam));
    await on.world.time.advance(0);
    expect([await steps(), await isMarked(), overdueNews()]).toEqual([0, false, []]);
    await pass(hour);
    // The drill's only reminder is its own.
    expect([await steps(), reminders().length, remindersOfSeveral().length]).toEqual([4, 4, 0]);
  });
});

it('what arrives after a clock was put right counts from now within minutes, although it was ahead for long', async () => {
  on.restart();
  leap(day);
  on.restart();
  await pass(hour, minute);
  leap(-day);
  await on.send({ id: 'x' });
  await pass(6 * minute, 30 * second);
  const alert = await on.alert(id);
  expect(alert && alert.escalateFrom <= on.world.time.now()).toBe(true);
  await pass(hour);
  // The first five minutes were over before the bot knew that its clock is right.
  expect([await steps(), reminders().length]).toEqual([4, 3]);
});

describe('what was done by a process that knew no other clock than a wrong one, once that is put right', () => {
  /** A process starts with the wrong clock, and works until it is put right. */
  async function wrong(ms: number) {
    on.restart();
    leap(ms);
    on.restart();
    await pass(minute, tickMs);
    leap(-ms);
    await pass(6 * minute, 30 * second);
  }

  it.each([
    ['five hours', 5 * hour],
    ['a day', day],
    ['a year', year],
  ])('%s ahead: the steps and the mark are taken back, and every reminder comes in its time', async (_name, ms) => {
    await on.send({ id: 'x' });
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
    await on.send({ id: 'x' });
    await on.send({ id: 'y' });
    await on.press(sam, 'alerts.acknowledge', 'webhook:default y');
    await on.reopen(sam, 'webhook:default y');
    await pass(5 * hour);
    const before = await on.world.store.read((reader) => reader.list('alerts'));
    leap(-day);
    await on.crash();
    await on.start();
    await pass(30 * second, tickMs);
    leap(day);
    await pass(6 * minute, 30 * second);
    expect(await on.world.store.read((reader) => reader.list('alerts'))).toEqual(before);
  });

  it('reminders of what came meanwhile count from then', async () => {
    on.restart();
    leap(10 * hour);
    on.restart();
    await on.send({ id: 'x' });
    await pass(minute, tickMs);
    leap(-10 * hour);
    await pass(6 * minute, 30 * second);
    await pass(hour);
    expect(await steps()).toBe(4);
  });

  it('steps that were right stay, and are not taken twice', async () => {
    await on.send({ id: 'x' });
    await pass(5 * hour);
    expect([await steps(), reminders().length]).toEqual([5, 5]);
    await wrong(day);
    const early = 1;
    expect([await steps(), reminders().length]).toEqual([5, 5 + early]);
    await pass(8 * hour);
    expect([await steps(), reminders().length]).toEqual([6, 6 + early]);
  });

  it('an alert that somebody acknowledged meanwhile is reminded of no more, and is not overdue', async () => {
    await on.send({ id: 'x' });
    on.restart();
    leap(day);
    on.restart();
    await pass(minute, tickMs);
    await on.press(sam, 'alerts.acknowledge', id);
    leap(-day);
    await pass(6 * minute, 30 * second);
    expect(await on.alert(id)).toMatchObject({ status: 'investigating', escalateAt: null });
    expect(await isMarked()).toBe(false);
  });

  it('a card for many is reminded of in its time', async () => {
    await on.send(...Array.from({ length: 40 }, () => ({ severity: 'medium' })));
    await pass(minute, tickMs);
    const ofDigest = () => on.channel().filter(({ deliveryId }) => deliveryId.startsWith('digestEscalation'));
    await wrong(day);
    expect(ofDigest()).toHaveLength(1);
    await pass(2 * hour);
    expect(ofDigest()).toHaveLength(2);
  });

  it('a drill that nobody could answer yet was not missed', async () => {
    await on.drill(sam);
    await wrong(day);
    expect((await on.tenant())?.missedDrillAt).toBeUndefined();
  });

  it('admins hear at once of what is overdue: the note of when they heard last was from the future', async () => {
    await on.send({ id: 'x' });
    await wrong(year);
    await on.send({ id: 'y' });
    await pass(25 * hour);
    const titles = overdueNews().map(({ card }) => card.title);
    expect(titles.filter((title) => title.includes('overdue'))).toEqual(['2 alerts are overdue']);
    expect(titles.at(-1)).toBe('2 alerts are overdue');
  });

  it('admins hear at once of what is overdue before the clock is known to be right', async () => {
    await on.send({ id: 'x' });
    await pass(23 * hour + 58 * minute);
    const inAYear = Date.parse(on.world.time.now()) + year;
    await on.world.store.change((tx) => tx.put('counters', { id: 'overdueTold', value: inAYear }));
    leap(-90 * second);
    expect(overdueNews()).toHaveLength(4);
    await pass(4 * minute, 30 * second);
    expect(overdueNews()).toHaveLength(5);
  });

  it('a snooze that it ended lasts until its time', async () => {
    await pass(minute, tickMs);
    const [first] = await on.world.store.read((reader) => reader.list('findings'));
    if (!first) throw new Error('no finding');
    const until = dayjs(on.world.time.now()).add(3, 'hour').toISOString();
    const snooze = { until, by: ada, byName: 'Ada', reason: 'Next week' };
    await on.world.store.change((tx) => tx.put('findings', { ...first, snooze }));
    const now = async () => (await on.world.store.read((reader) => reader.get('findings', first.id)))?.snooze;
    await wrong(5 * hour);
    expect(await now()).toEqual(snooze);
    await pass(3 * hour);
    expect(await now()).toBeNull();
  });
});
