import { beforeEach, expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, mia, type ReminderBot, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});

it('check says what the look-ups say', async () => {
  await bot.pass(hour + minute);
  bot.world.slack.channels.delete('C1');
  const { rows } = cardOf(await bot.say(sam, 'check'));
  expect(rows.map(({ title }) => title)).toEqual(['A channel cannot be reached']);
  await bot.pass(minute);
  expect(bot.reminders(ada)).toHaveLength(1);
});

it('reminders says what is then really sent, and when', async () => {
  await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
  for (let round = 0; round < 6; round++) {
    await bot.pass(minute);
    const planned = cardOf(await bot.say(ada, 'reminders')).rows.find(({ detail }) => text(detail).includes(ada));
    const at = /<(\d[^>]+)>/.exec(text(planned?.title))?.[1] ?? 'at once';
    const before = bot.reminders(ada).length;
    await bot.until(new Date(Date.parse(at) - minute).toISOString());
    expect(bot.reminders(ada)).toHaveLength(before);
    await bot.until(new Date(Date.parse(at) + minute).toISOString());
    expect(bot.reminders(ada)).toHaveLength(before + 1);
  }
});

it('a manager who is also an admin gets one message', async () => {
  await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: ada }));
  await bot.until('2026-12-01T12:00:00.000Z');
  expect(bot.reminders(ada)).toHaveLength(3);
  expect(bot.reminders(ada).at(-1)?.card.footer).toContain('Global Administrator');
});

it('a contact’s channel that comes back is told what waited for it', async () => {
  await bot.edit(unconfirmed);
  const known = bot.world.slack.channels.get('C1');
  bot.world.slack.channels.delete('C1');
  await bot.until('2026-11-26T12:00:00.000Z');
  expect(bot.reminders('slack:C1')).toEqual([]);
  if (known) bot.world.slack.channels.set('C1', known);
  await bot.until('2026-11-27T12:00:00.000Z');
  expect(bot.reminders('slack:C1').map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-27']);
});

it('a reminder has four rows of many, and a fifth that leads to the others, each with a button', async () => {
  await bot.edit(unconfirmed);
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    for (let n = 10; one && n < 23; n++)
      await tx.put('tenants', { ...one, id: `22222222-2222-4222-8222-2222222222${n}`, name: `Fabrikam ${n}` });
  });
  await bot.until('2026-11-24T09:10:00.000Z');
  const { card } = bot.reminders(ada)[0] ?? {};
  expect(card?.title).toBe('14 things to fix');
  expect(rows(card).slice(3)).toEqual([expect.stringContaining('Fabrikam'), '10 more things to fix']);
  expect(card?.rows.map(({ button }) => button?.id)).toEqual([...Array(4).fill('contact.confirm'), 'reminders.list']);
  const list = cardOf(await bot.say(ada, 'reminders'));
  expect(list.rows.filter(({ button }) => button?.id === 'reminders.snooze')).toHaveLength(13);
});

it('forgets what was fixed, and old reminders, after 35 days', async () => {
  bot = await aReminderBot();
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T10:00:00.000Z');
  await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.confirm');
  await bot.until('2026-12-28T12:00:00.000Z');
  const left = () =>
    bot.world.store.read(async (reader) => ({
      findings: (await reader.list('findings')).filter(({ closedAt }) => closedAt !== null).length,
      reminders: (await reader.list('reminders')).length,
      deliveries: (await reader.list('deliveries')).filter(({ about }) => about.kind === 'reminder').length,
    }));
  expect(await left()).toEqual({ findings: 1, reminders: 3, deliveries: 3 });
  await bot.until('2026-12-30T12:00:00.000Z');
  expect(await left()).toEqual({ findings: 0, reminders: 0, deliveries: 0 });
  expect(await bot.actions()).toContain('reminder.sent');
});
