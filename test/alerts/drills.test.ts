import { beforeEach, describe, expect, it } from 'vitest';
import { reportOf } from '../../src/domain/alert/report.ts';
import { alertsFor } from '../../src/store/alerts-of-month.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
});
const drills = () =>
  on.channel().filter(({ deliveryId, card }) => /^alert/.test(deliveryId) && card.title.startsWith('Drill'));
const passing = async (hours: number) => {
  for (let passed = 0; passed < hours; passed++) {
    await on.world.time.advance(hour);
    await on.tick();
  }
};
/** The bot was away until then. */
const at = async (time: string) => {
  on.world.time.set(time);
  on.restart();
  await on.tick();
  await on.world.time.advance(2_000);
};

describe('a drill', () => {
  it('that was missed does not count once somebody answers it after all', async () => {
    for (const answered of [true, false]) {
      await on.drill(sam);
      await on.world.time.advance(3_000);
      if (answered) await on.press(sam, 'alerts.acknowledge', drills().at(-1)?.card.buttons[0]?.value ?? '');
    }
    await passing(25);
    await on.press(sam, 'alerts.acknowledge', drills().at(-1)?.card.buttons[0]?.value ?? '');
    const report = reportOf('2026-11', await alertsFor(contoso, '2026-11', on.world), on.world.time.now());
    expect(report).toMatchObject({ drills: 2, drillsAnswered: 1 });
  });

  it('is refused to who starts one after the other', async () => {
    const said: string[] = [];
    for (let n = 0; n < 7; n++) {
      await on.world.time.advance(2_000);
      said.push(text(cardOf(await on.drill(sam)).text));
    }
    await on.world.time.advance(30_000);
    expect(drills()).toHaveLength(5);
    expect(said[5]).toContain('You started several drills');
    expect(text(cardOf(await on.drill(ada)).text)).toContain('on its way');
    await on.world.time.advance(10 * 60_000);
    expect(text(cardOf(await on.drill(sam)).text)).toContain('on its way');
  });

  it('by schedule comes once a day, wherever the contact moves, and stays as it came', async () => {
    on.world.settings.drillSchedule = '0 10 * * 2#1';
    await at('2026-12-01T09:30:00.000Z');
    await at('2026-12-01T10:01:00.000Z');
    await at('2026-12-01T10:05:00.000Z');
    expect(drills()).toHaveLength(1);
    expect((await on.world.store.read((reader) => reader.list('alerts')))[0]?.story).toHaveLength(1);
    await on.edit({
      contact: { ...aTenant({}, on.world.time.now()).contact, channels: [slackChannel], timezone: 'America/New_York' },
    });
    await at('2026-12-01T15:01:00.000Z');
    expect(drills()).toHaveLength(1);
  });

  it('by schedule is left out when the bot was away for too long', async () => {
    on.world.settings.drillSchedule = '0 10 * * 2#1';
    await at('2026-12-01T09:30:00.000Z');
    await at('2026-12-01T16:05:00.000Z');
    expect(drills()).toHaveLength(0);
    await at('2027-01-05T09:30:00.000Z');
    await at('2027-01-05T15:55:00.000Z');
    expect(drills()).toHaveLength(1);
  });
});
