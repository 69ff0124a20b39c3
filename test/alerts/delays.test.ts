/** How long alerts wait, as the metrics say it: each alert counts once, in seconds. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lastDrillAt } from '../../src/alerts/report/report.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel, teamsChannel);
});
const posted = () => bot.world.delays.filter(({ name }) => name === 'alert_post_delay_seconds');
const answered = () => bot.world.delays.filter(({ name }) => name === 'alert_acknowledge_delay_seconds');
const acknowledge = (id: string) => bot.press(sam, 'alerts.acknowledge', `webhook:default ${id}`);

describe('from acceptance to the first card', () => {
  it('an alert counts once, however many channels have it, with the time until the first of them', async () => {
    bot.world.slack.fails('unreachable', 'network');
    bot.world.teams.fails('unreachable', 'network');
    await bot.send({ id: 'late', severity: 'medium' });
    await bot.world.time.advance(10 * minute);
    expect(posted()).toEqual([]);
    bot.world.teams.heals();
    await bot.world.time.advance(2 * minute);
    bot.world.slack.heals();
    await bot.world.time.advance(2 * minute);
    expect(posted()).toMatchObject([{ severity: 'medium' }]);
    expect(posted()[0]?.seconds).toBeGreaterThanOrEqual(600);
    expect(posted()[0]?.seconds).toBeLessThan(720);
  });

  it('a card that is posted anew, in place of one whose edit was refused, does not count again', async () => {
    await bot.channelsAre(slackChannel);
    await bot.send({ id: 'again' });
    await bot.world.time.advance(minute);
    expect(posted()).toHaveLength(1);
    // Somebody deletes it.
    bot.world.slack.messages.length = 0;
    await acknowledge('again');
    await bot.reopen(ada, 'webhook:default again');
    await bot.world.time.advance(5 * minute);
    expect(bot.channel('alert ')).toHaveLength(1);
    expect(posted()).toHaveLength(1);
  });

  it('an alert that only an admin can be given counts when the admin has it', async () => {
    await bot.channelsAre(slackChannel);
    bot.world.slack.fails('refused', 'is_archived', 'slack:C1');
    await bot.send({ id: 'astray' });
    await bot.world.time.advance(minute);
    expect(bot.inPrivate(ada).length).toBeGreaterThan(0);
    expect(posted()).toMatchObject([{ severity: 'high' }]);
  });

  it('drills, tests, and alerts in a digest alone do not count', async () => {
    await bot.drill(sam);
    await bot.send({ isTest: true });
    await bot.world.time.advance(minute);
    await bot.send(...Array.from({ length: 40 }, () => ({ severity: 'low' })));
    await bot.world.time.advance(minute);
    expect(bot.channel().some(({ card }) => card.title.includes('alerts in '))).toBe(true);
    expect(posted()).toEqual([]);
  });
});

describe('from detection to the first answer', () => {
  it('an alert counts once, from when it was detected', async () => {
    const detectedDateTime = new Date(Date.parse(bot.world.time.now()) - hour).toISOString();
    await bot.send({ id: 'old', severity: 'low', detectedDateTime });
    await bot.world.time.advance(30 * minute);
    await acknowledge('old');
    await acknowledge('old');
    await bot.reopen(sam, 'webhook:default old');
    await bot.world.time.advance(hour);
    await acknowledge('old');
    expect(answered()).toEqual([{ name: 'alert_acknowledge_delay_seconds', severity: 'low', seconds: 5_400 }]);
  });

  it('each alert of a digest counts, though one press answered them all', async () => {
    await bot.channelsAre(slackChannel);
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'low' })));
    await bot.world.time.advance(minute);
    const digest = bot.channel().find(({ card }) => card.title.includes('alerts in '))?.card;
    const all = digest?.buttons.find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
    await bot.press(sam, 'alerts.acknowledgeAll', all, slackChannel);
    await bot.press(sam, 'alerts.acknowledgeAll', all, slackChannel);
    expect(answered().map(({ severity, seconds }) => `${severity} ${seconds}`)).toEqual(Array(30).fill('low 60'));
  });

  it('reopening what closed automatically is no answer, and it counts no more', async () => {
    await bot.send({ id: 'aged', severity: 'low' });
    for (let passed = 0; passed < 31; passed++) {
      await bot.ticksAfter(day);
    }
    const aged = () => bot.alert('webhook:default aged');
    expect((await aged())?.status).toBe('resolved');
    await bot.reopen(sam, 'webhook:default aged');
    expect((await aged())?.status).toBe('active');
    await acknowledge('aged');
    expect(answered()).toEqual([]);
  });

  it('drills and tests do not count', async () => {
    await bot.drill(sam);
    await bot.send({ id: 'test', isTest: true });
    await bot.world.time.advance(minute);
    await acknowledge('test');
    const drill = bot.channel().find(({ card }) => card.title.startsWith('Drill'))?.card.buttons[0]?.value ?? '';
    await bot.press(sam, 'alerts.acknowledge', drill);
    expect(answered()).toEqual([]);
  });
});

describe('no answer within 24 hours', () => {
  it('counts each alert once, when its time is over; drills and tests do not count', async () => {
    const counted = vi.spyOn(bot.world.meter, 'count');
    const overdue = () => counted.mock.calls.filter(([name]) => name === 'alerts_overdue_total');
    await bot.drill(sam);
    await bot.send({ id: 'test', isTest: true }, { id: 'never', severity: 'high' }, { id: 'late', severity: 'low' });
    await bot.ticksAfter(day - minute);
    expect(overdue()).toEqual([]);
    await bot.ticksAfter(minute);
    await acknowledge('late');
    await bot.tick();
    expect(
      overdue()
        .flatMap(([, labels]) => labels)
        .sort(),
    ).toEqual(['high', 'low']);
  });
});

describe('the last drill', () => {
  const last = () => bot.world.store.read(lastDrillAt);

  it('is known long after it left for the archive', async () => {
    expect(await last()).toBeNull();
    await bot.send({ id: 'real' });
    expect(await last()).toBeNull();
    const began = bot.world.time.now();
    await bot.drill(sam);
    await bot.world.time.advance(minute);
    await bot.say(sam, 'resolve 2 legitimate', slackChannel);
    for (let passed = 0; passed < 5; passed++) {
      await bot.ticksAfter(day);
    }
    const live = await bot.stored('alerts');
    expect(live.map(({ origin }) => origin)).toEqual(['sent']);
    expect(await last()).toBe(began);
  });
});
