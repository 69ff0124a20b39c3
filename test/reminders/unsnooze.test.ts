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
  const desk = await aReminderBot();
  desk.world.admins.add(bea);
  await desk.edit(how);
  await desk.until('2026-11-24T09:10:00.000Z');
  await desk.snooze(await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze'), { duration: '7' });
  await desk.pass(minute);
  return desk;
}

const ids = (desk: ReminderBot, who: string) =>
  desk
    .reminders(who)
    .at(-1)
    ?.card.buttons.map(({ id }) => id);

it('what is put off is not called fixed, and can be taken back or looked at', async () => {
  const desk = await putOff();
  for (const who of [ada, bea])
    expect(desk.reminders(who)[0]?.card).toMatchObject({
      title: 'Put off',
      tone: 'neutral',
      summary: 'Contoso: All of this is put off.',
    });
  expect(ids(desk, ada)).toEqual(['reminders.unsnooze', 'contact.show']);
  expect(ids(desk, 'slack:C1')).toEqual(['contact.show']);
  // The card's own button does it for all rows, and nobody in the channel may.
  for (const who of [ada, 'slack:C1'])
    expect(desk.reminders(who)[0]?.card.rows.map(({ button }) => button)).toEqual([null]);
});

it('taken back it is open again on every card, and in the history', async () => {
  const desk = await putOff();
  const reply = cardOf(await desk.pressOn(bea, desk.reminders(bea)[0], 'reminders.unsnooze'));
  expect(reply).toMatchObject({ title: '1 thing to fix', tone: 'warning' });
  expect(text(reply.text)).toContain('open again, for everybody');
  await desk.pass(minute);
  for (const who of [ada, bea, 'slack:C1']) expect(desk.reminders(who)[0]?.card.title).toBe('1 thing to fix');
  const [entry] = await desk.history();
  expect(entry).toMatchObject({ deed: 'reminder.unsnoozed', by: bea, changes: [{ after: ['unconfirmed'] }] });
  expect(text(await desk.say(ada, 'history'))).toContain('ended a snooze');
  await desk.until('2026-11-25T09:10:00.000Z');
  expect(desk.reminders(ada)).toHaveLength(2);
});

it('one of several is put off and taken back by its row', async () => {
  const desk = await aReminderBot();
  await desk.edit((tenant) => noCompliance(unconfirmed(tenant)));
  await desk.until('2026-11-24T09:10:00.000Z');
  await desk.snooze(await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze'), { what: '0', duration: '1' });
  await desk.pass(minute);
  expect(ids(desk, ada)).not.toContain('reminders.unsnooze');
  expect(text(desk.reminders(ada)[0]?.card.rows[1]?.detail)).toContain('Put off by');
  await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.unsnooze');
  await desk.pass(minute);
  expect(desk.reminders(ada)[0]?.card.title).toBe('2 things to fix');
});

it('only an admin takes it back, asked at the press, and only what is still put off', async () => {
  const desk = await putOff();
  const value = valueOn(desk.reminders(ada)[0]?.card, 'reminders.unsnooze');
  const listed = valueOn(cardOf(await desk.say(ada, 'reminders')), 'reminders.unsnooze');
  expect(cardOf(await desk.say(sam, 'reminders')).rows.flatMap(({ button }) => button ?? [])).toEqual([]);
  for (const pressed of [value, listed])
    expect(cardOf(await desk.press(sam, 'reminders.unsnooze', pressed)).tone).toBe('warning');
  expect(await desk.actions()).not.toContain('reminder.unsnoozed');
  await desk.press(bea, 'reminders.unsnooze', value);
  expect(text(await desk.press(ada, 'reminders.unsnooze', value))).toContain('None of this is put off any more');
  expect((await desk.actions()).filter((deed) => deed === 'reminder.unsnoozed')).toHaveLength(1);
});

it('in the list it is taken back too, and the list says so', async () => {
  const desk = await putOff();
  const before = cardOf(await desk.say(ada, 'reminders'));
  const reply = await desk.press(ada, 'reminders.unsnooze', valueOn(before, 'reminders.unsnooze'));
  expect(reply).toMatchObject({ kind: 'card', instead: true, card: { title: 'Reminders' } });
  expect(text(reply)).toContain('open again, for everybody');
  expect(rows(cardOf(reply)).join()).not.toContain('–');
  await desk.pass(minute);
  expect(desk.reminders(bea)[0]?.card.title).toBe('1 thing to fix');
});

it('in the list of all tenants, or of one, that list is shown again', async () => {
  for (const [words, others] of [
    ['reminders', 1],
    ['reminders Contoso', 0],
  ] as const) {
    const desk = await putOff();
    await desk.world.store.change(async (tx) => {
      const one = await tx.get('tenants', contoso);
      if (one) await tx.put('tenants', unconfirmed({ ...one, id: fabrikam, name: 'Fabrikam' }));
    });
    await desk.pass(minute);
    const value = valueOn(cardOf(await desk.say(ada, words)), 'reminders.unsnooze');
    const after = rows(cardOf(await desk.press(ada, 'reminders.unsnooze', value)));
    expect(after.filter((row) => row.includes('Fabrikam: Not confirmed lately'))).toHaveLength(others);
  }
});

it('who still has other things to fix is not told that nothing is left to fix', async () => {
  const desk = await aReminderBot();
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T09:10:00.000Z');
  await desk.edit(contact({ phone24x7At: null }));
  await desk.pass(minute);
  const reply = cardOf(await desk.pressOn(ada, desk.reminders(ada)[0], 'contact.confirm'));
  expect(reply).toMatchObject({ title: 'Nothing left of this reminder', tone: 'good' });
  expect(reply.buttons.map(({ id }) => id)).toEqual(['reminders.list']);
  await desk.pass(minute);
  // Nobody in the channel can do anything about the phone.
  expect(desk.reminders('slack:C1')[0]?.card.title).toBe('Nothing left to fix');
});
