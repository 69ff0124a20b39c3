import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import {
  aReminderBot,
  bea,
  contact,
  noCompliance,
  type ReminderBot,
  rows,
  unconfirmed,
  valueOn,
} from '../support/a-reminder-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';

/** Two admins are told in the morning, and one of them puts all of it off. */
async function putOff(how = unconfirmed): Promise<ReminderBot> {
  const bot = await aReminderBot();
  bot.world.admins.add(bea);
  await bot.edit(how);
  await bot.until('2026-11-24T09:10:00.000Z');
  await bot.snooze(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'), { duration: '7' });
  await bot.pass(minute);
  return bot;
}

const ids = (bot: ReminderBot, who: string) =>
  bot
    .reminders(who)
    .at(-1)
    ?.card.buttons.map(({ id }) => id);

it('what is put off is not called fixed, and can be taken back or looked at', async () => {
  const bot = await putOff();
  for (const who of [ada, bea])
    expect(bot.reminders(who)[0]?.card).toMatchObject({
      title: 'Snoozed',
      tone: 'neutral',
      summary: 'Contoso: All these reminders are snoozed.',
    });
  expect(ids(bot, ada)).toEqual(['reminders.unsnooze', 'contact.show']);
  expect(ids(bot, 'slack:C1')).toEqual(['contact.show']);
  // The card's own button does it for all rows, and nobody in the channel may.
  for (const who of [ada, 'slack:C1'])
    expect(bot.reminders(who)[0]?.card.rows.map(({ button }) => button)).toEqual([null]);
});

it('taken back it is open again on every card, and in the history', async () => {
  const bot = await putOff();
  const reply = cardOf(await bot.pressOn(bea, bot.reminders(bea)[0], 'reminders.unsnooze'));
  expect(reply).toMatchObject({ title: '1 thing to fix', tone: 'warning' });
  expect(text(reply.text)).toContain('The snooze has ended.');
  await bot.pass(minute);
  for (const who of [ada, bea, 'slack:C1']) expect(bot.reminders(who)[0]?.card.title).toBe('1 thing to fix');
  const [entry] = await bot.history();
  expect(entry).toMatchObject({ deed: 'reminder.unsnoozed', by: bea, changes: [{ after: ['unconfirmed'] }] });
  expect(text(await bot.say(ada, 'history'))).toContain('ended a snooze');
  await bot.until('2026-11-25T09:10:00.000Z');
  expect(bot.reminders(ada)).toHaveLength(2);
});

it('one of several is put off and taken back by its row', async () => {
  const bot = await aReminderBot();
  await bot.edit((tenant) => noCompliance(unconfirmed(tenant)));
  await bot.until('2026-11-24T09:10:00.000Z');
  await bot.snooze(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'), { what: '0', duration: '1' });
  await bot.pass(minute);
  expect(ids(bot, ada)).not.toContain('reminders.unsnooze');
  expect(text(bot.reminders(ada)[0]?.card.rows[1]?.detail)).toContain('Snoozed by');
  await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.unsnooze');
  await bot.pass(minute);
  expect(bot.reminders(ada)[0]?.card.title).toBe('2 things to fix');
});

it('only an admin takes it back, asked at the press, and only what is still put off', async () => {
  const bot = await putOff();
  const value = valueOn(bot.reminders(ada)[0]?.card, 'reminders.unsnooze');
  const listed = valueOn(cardOf(await bot.say(ada, 'reminders')), 'reminders.unsnooze');
  expect(cardOf(await bot.say(sam, 'reminders')).rows.flatMap(({ button }) => button ?? [])).toEqual([]);
  for (const pressed of [value, listed])
    expect(cardOf(await bot.press(sam, 'reminders.unsnooze', pressed)).tone).toBe('warning');
  expect(await bot.actions()).not.toContain('reminder.unsnoozed');
  await bot.press(bea, 'reminders.unsnooze', value);
  expect(text(await bot.press(ada, 'reminders.unsnooze', value))).toContain('These reminders are no longer snoozed');
  expect((await bot.actions()).filter((deed) => deed === 'reminder.unsnoozed')).toHaveLength(1);
});

it('in the list it is taken back too, and the list says so', async () => {
  const bot = await putOff();
  const before = cardOf(await bot.say(ada, 'reminders'));
  const reply = await bot.press(ada, 'reminders.unsnooze', valueOn(before, 'reminders.unsnooze'));
  expect(reply).toMatchObject({ kind: 'card', instead: true, card: { title: 'Reminders' } });
  expect(text(reply)).toContain('The snooze has ended.');
  expect(rows(cardOf(reply)).join()).not.toContain('–');
  await bot.pass(minute);
  expect(bot.reminders(bea)[0]?.card.title).toBe('1 thing to fix');
});

it('in the list of all tenants, or of one, that list is shown again', async () => {
  for (const [words, others] of [
    ['reminders', 1],
    ['reminders Contoso', 0],
  ] as const) {
    const bot = await putOff();
    await bot.world.store.change(async (tx) => {
      const one = await tx.get('tenants', contoso);
      if (one) await tx.put('tenants', unconfirmed({ ...one, id: fabrikam, name: 'Fabrikam' }));
    });
    await bot.pass(minute);
    const value = valueOn(cardOf(await bot.say(ada, words)), 'reminders.unsnooze');
    const after = rows(cardOf(await bot.press(ada, 'reminders.unsnooze', value)));
    expect(after.filter((row) => row.includes('Contact not confirmed · Fabrikam'))).toHaveLength(others);
  }
});

it('who still has other things to fix is not told that nothing is left to fix', async () => {
  const bot = await aReminderBot();
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T09:10:00.000Z');
  await bot.edit(contact({ phone24x7At: null }));
  await bot.pass(minute);
  const reply = cardOf(await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.confirm'));
  expect(reply).toMatchObject({ title: 'This reminder is no longer needed', tone: 'good' });
  expect(reply.buttons.map(({ id }) => id)).toEqual(['reminders.list']);
  await bot.pass(minute);
  // Nobody in the channel can do anything about the phone.
  expect(bot.reminders('slack:C1')[0]?.card.title).toBe('Nothing left to fix');
});
