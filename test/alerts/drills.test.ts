import { beforeEach, describe, expect, it } from 'vitest';
import { openDrills } from '../../src/domain/alert/alert.ts';
import { reportOf } from '../../src/domain/alert/report.ts';
import { alertsFor } from '../../src/store/alerts-of-month.ts';
import { openAlerts, unacknowledgedAlerts } from '../../src/store/open-alerts.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const drills = () =>
  bot.channel().filter(({ deliveryId, card }) => /^alert/.test(deliveryId) && card.title.startsWith('Drill'));
const stored = () => bot.stored('alerts');
const passing = async (hours: number) => {
  for (let passed = 0; passed < hours; passed++) {
    await bot.ticksAfter(hour);
  }
};
/** The bot was away until then. */
const at = async (time: string) => {
  bot.world.time.set(time);
  bot.restart();
  await bot.tick(2_000);
};

describe('a drill', () => {
  it('that was missed does not count once somebody answers it after all', async () => {
    for (const answered of [true, false]) {
      await bot.drill(sam);
      await bot.world.time.advance(3_000);
      if (answered) await bot.press(sam, 'alerts.acknowledge', drills().at(-1)?.card.buttons[0]?.value ?? '');
    }
    await passing(25);
    await bot.press(sam, 'alerts.acknowledge', drills().at(-1)?.card.buttons[0]?.value ?? '');
    const report = reportOf('2026-11', await alertsFor(contoso, '2026-11', bot.world), bot.world.time.now());
    expect(report).toMatchObject({ drills: 2, drillsAnswered: 1 });
  });

  it('that nobody acknowledged within 24 hours is closed as missed, once, and says so', async () => {
    await bot.drill(sam);
    await passing(23);
    expect(cardOf(await bot.say(ada, 'alerts 1')).buttons.map(({ id }) => id)).toContain('alerts.acknowledge');
    await passing(2);
    const timeline = cardOf(await bot.say(ada, 'alerts 1'));
    expect(text(timeline)).toContain('Nobody acknowledged this drill within 24 hours');
    expect(timeline.rows.filter((row) => text(row).includes('the drill was missed'))).toHaveLength(1);
    expect(drills()[0]?.card.summary).toMatch(/^Missed drill · Contoso: /);
    expect(text(cardOf(await bot.press(sam, 'alerts.acknowledge', '1')).text)).toContain('This drill was missed');
    expect((await bot.alert((await stored())[0]?.id ?? ''))?.firstAnsweredAt).toBeNull();
    const reminders = bot.channel('escalation');
    expect(reminders.length).toBeGreaterThan(0);
    for (const { card } of reminders) expect(card.summary).toMatch(/^Missed drill · Contoso: /);
    const [told, ...more] = bot.inPrivate(ada, 'overdue ');
    expect(text(told?.card.text)).toContain('Please find out why nobody answered it');
    expect([told?.card.buttons.map(({ id }) => id), more]).toEqual([['alerts.drill', 'alerts.show'], []]);
  });

  it('that is reopened and missed again is missed once more, and the admins hear of it', async () => {
    await bot.drill(sam);
    await passing(25);
    await bot.say(sam, 'reopen 1');
    await passing(25);
    expect(drills()[0]?.card.summary).toMatch(/^Missed drill · Contoso: /);
    expect(bot.inPrivate(ada, 'overdue ')).toHaveLength(2);
  });

  it('that was archived before the admins could be told is told all the same', async () => {
    await bot.drill(sam);
    await passing(20);
    bot.world.slack.fails('unreachable', 'http_503', ada);
    await passing(60);
    expect(await stored()).toEqual([]);
    bot.world.slack.heals();
    await passing(1);
    const told = bot.inPrivate(ada, 'overdue ')[0];
    expect(told?.card).toMatchObject({ title: 'A drill was missed' });
    expect(text(told?.card.text)).toContain('Please find out why nobody saw them');
  });

  it('that an older version left open after it was missed is closed automatically', async () => {
    await bot.drill(sam);
    const [drill] = await stored();
    if (drill) await bot.world.store.change((tx) => tx.put('alerts', { ...drill, escalateAt: null }));
    await passing(29 * 24);
    expect((await stored())[0]?.status).toBe('active');
    await passing(3 * 24);
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', openDrills))).toBe(0);
  });

  it('that a clock which was ahead called missed is open again once it is right', async () => {
    await bot.drill(sam);
    await passing(1);
    const right = bot.world.time.now();
    bot.world.time.set(new Date(Date.parse(right) + 30 * hour).toISOString());
    // The bot follows a leap after five minutes.
    for (let n = 0; n < 40; n++) {
      await bot.tick(10_000);
    }
    expect((await stored())[0]?.status).toBe('resolved');
    bot.world.time.set(new Date(Date.parse(right) + 400_000).toISOString());
    for (let n = 0; n < 40; n++) {
      await bot.tick(10_000);
    }
    expect((await stored())[0]).toMatchObject({ status: 'active', resolved: null });
    await bot.world.time.advance(60_000);
    const reminders = bot.channel('escalation');
    expect(reminders.length).toBeGreaterThan(0);
    for (const { card } of reminders) expect(card.summary).not.toMatch(/^Missed drill/);
    await bot.say(sam, 'ack 1');
    const report = reportOf('2026-11', await alertsFor(contoso, '2026-11', bot.world), bot.world.time.now());
    expect(report).toMatchObject({ drills: 1, drillsAnswered: 1 });
  });

  it('or a test stands behind every alert, and counts nowhere among them', async () => {
    await bot.drill(sam);
    await bot.send({ id: 'test', isTest: true });
    const empty = cardOf(await bot.say(ada, 'alerts'));
    expect(empty.summary).toBe('There are no open alerts. 2 drills and tests are listed last.');
    await bot.send({ id: 'real', severity: 'low', displayName: 'Mining' }, { id: 'other', severity: 'high' });
    const list = cardOf(await bot.say(ada, 'alerts'));
    expect(list.summary).toBe('2 alerts are open. 2 drills and tests are listed last.');
    expect(list.rows.map(({ title }) => String(title).split(' · ').slice(0, 2).join(' '))).toEqual([
      '4 High',
      '3 Low',
      expect.stringMatching(/^[12] (DRILL|TEST)$/),
      expect.stringMatching(/^[12] (DRILL|TEST)$/),
    ]);
    expect(cardOf(await bot.say(ada, 'alerts high')).summary).toMatch(/1 open alert/);
    expect(text(cardOf(await bot.say(ada, 'ack')).rows[0])).toContain('4 · High');
    await bot.say(ada, 'resolve 3 fraud');
    await bot.say(ada, 'resolve 4 fraud');
    const counts = await bot.world.store.read((reader) => unacknowledgedAlerts(reader, bot.world.time.now()));
    expect(Object.values(counts).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    expect(await bot.world.store.read(openAlerts)).toMatchObject({ open: 0, waiting: 0, worst: null });
    const report = await alertsFor(contoso, '2026-11', bot.world);
    expect(report.map(({ number }) => number).toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('is refused to who starts one after the other', async () => {
    const said: string[] = [];
    for (let n = 0; n < 7; n++) {
      await bot.world.time.advance(2_000);
      said.push(text(cardOf(await bot.drill(sam)).text));
    }
    await bot.world.time.advance(30_000);
    expect(drills()).toHaveLength(5);
    expect(said[5]).toContain('You started several drills');
    expect(text(cardOf(await bot.drill(ada)).text)).toContain('on its way');
    await bot.world.time.advance(10 * 60_000);
    expect(text(cardOf(await bot.drill(sam)).text)).toContain('on its way');
  });

  it('by schedule comes once a day, wherever the contact moves, and stays as it came', async () => {
    bot.world.settings.drillSchedule = '0 10 * * 2#1';
    await at('2026-12-01T09:30:00.000Z');
    await at('2026-12-01T10:01:00.000Z');
    await at('2026-12-01T10:05:00.000Z');
    expect(drills()).toHaveLength(1);
    expect((await bot.stored('alerts'))[0]?.timeline).toHaveLength(1);
    await bot.edit({
      contact: { ...aTenant({}, bot.world.time.now()).contact, channels: [slackChannel], timezone: 'America/New_York' },
    });
    await at('2026-12-01T15:01:00.000Z');
    expect(drills()).toHaveLength(1);
  });

  it('by schedule is left out when the bot was away for too long', async () => {
    bot.world.settings.drillSchedule = '0 10 * * 2#1';
    await at('2026-12-01T09:30:00.000Z');
    await at('2026-12-01T16:05:00.000Z');
    expect(drills()).toHaveLength(0);
    await at('2027-01-05T09:30:00.000Z');
    await at('2027-01-05T15:55:00.000Z');
    expect(drills()).toHaveLength(1);
  });
});
