import { beforeEach, describe, expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, neverAttested, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let desk: ReminderBot;
/** The bot is down until then. */
function down(until: string) {
  desk.world.time.set(until);
  desk.restart();
}
beforeEach(async () => {
  desk = await aReminderBot();
});

describe('the bot that was down', () => {
  it('makes up for the slot of the day within its working hours, with one message for all that came up', async () => {
    await desk.edit(unconfirmed);
    down('2026-11-26T14:00:00.000Z');
    await desk.edit(neverAttested);
    await desk.until('2026-11-27T08:00:00.000Z');
    expect(desk.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T14']);
    expect(desk.reminders(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('drops a slot whose working hours are over', async () => {
    await desk.edit(unconfirmed);
    down('2026-11-26T18:30:00.000Z');
    await desk.until('2026-11-27T08:50:00.000Z');
    expect(desk.reminders(ada)).toEqual([]);
    await desk.until('2026-11-27T10:00:00.000Z');
    expect(desk.reminders(ada)).toHaveLength(1);
  });

  it('sends nothing of a crash before its slot twice', async () => {
    await desk.edit(unconfirmed);
    await desk.until('2026-11-24T09:05:00.000Z');
    await desk.crash();
    await desk.start();
    await desk.pass(3 * hour);
    expect(desk.reminders(ada)).toHaveLength(1);
  });
});

it('a first start within working hours sends nothing before the next slot', async () => {
  desk = await aReminderBot({ started: false });
  down('2026-11-24T10:00:00.000Z');
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T20:00:00.000Z');
  expect(desk.reminders(ada)).toEqual([]);
  await desk.until('2026-11-25T10:00:00.000Z');
  expect(desk.reminders(ada)).toHaveLength(1);
});

it('a new admin is told in their next slot', async () => {
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T11:00:00.000Z');
  desk.world.admins.add(bea);
  await desk.until('2026-11-24T20:00:00.000Z');
  expect(desk.reminders(bea)).toEqual([]);
  await desk.until('2026-11-25T10:00:00.000Z');
  expect(desk.reminders(bea)).toHaveLength(1);
});

it('a bot that cannot write keeps answering, and reminds once it can', async () => {
  await desk.edit(unconfirmed);
  desk.world.store.diskFull(true);
  down('2026-11-24T09:30:00.000Z');
  await desk.tick().catch(() => {});
  expect(cardOf(await desk.say(ada, 'check')).title).toBe('Check');
  expect(text(await desk.say(ada, 'show'))).toContain('Not confirmed');
  expect(desk.reminders(ada)).toEqual([]);
  desk.world.store.diskFull(false);
  await desk.pass(minute);
  expect(desk.reminders(ada)).toHaveLength(1);
});
