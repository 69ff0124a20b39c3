import { expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { plainOf } from '../../src/view/view.ts';
import { text } from '../support/a-bot.ts';
import {
  aReminderBot,
  channelless,
  phoneless,
  type ReminderBot,
  rows,
  unconfirmed,
} from '../support/a-reminder-bot.ts';
import { ada, contoso, slackChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

async function atNine(how = unconfirmed): Promise<ReminderBot> {
  const bot = await aReminderBot();
  await bot.edit(how);
  await bot.until('2026-11-24T09:10:00.000Z');
  return bot;
}

const email = 'soc@contoso.com';

it('shows an admin in private what is to be confirmed, with a way to say that it is not right', async () => {
  const bot = await atNine();
  const card = bot.reminders(ada)[0]?.card;
  const [row] = card?.rows ?? [];
  expect(plainOf(row?.detail ?? '').split('\n')).toEqual([
    'Nobody has confirmed for 115 days that the contact is still right.',
    `SOC · +33 1 42 68 53 00 · ${email}`,
    'Channels: #soc and soc',
    'On call: Sam and Ada',
  ]);
  expect([row?.button?.id, row?.second?.id]).toEqual(['contact.confirm', 'contact.update']);
  expect(card?.buttons.map(({ id }) => id)).toEqual(['reminders.snooze', 'contact.show']);
  await bot.say(ada, 'confirm');
  await bot.pass(minute);
  expect(text(bot.reminders(ada)[0]?.card)).not.toContain(email);
});

it('shows no address and no number in a channel, nor where nothing is to be confirmed', async () => {
  const bot = await aReminderBot();
  await bot.organisation({ adminChannel: slackChannel });
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T09:10:00.000Z');
  expect(bot.reminders('slack:C1')).toHaveLength(1);
  expect(text(bot.reminders('slack:C1')[0]?.card)).not.toContain(email);
  expect(text((await atNine(phoneless)).reminders(ada)[0]?.card)).not.toContain(email);
});

it('marks what cannot wait among what can', async () => {
  const bot = await aReminderBot();
  await bot.edit((tenant) => channelless(unconfirmed(tenant)));
  await bot.pass(hour + minute);
  expect(bot.reminders(ada)[0]?.card.title).toBe('2 things to fix, 1 of them urgent');
  expect(rows(bot.reminders(ada)[0]?.card)).toEqual([
    'Urgent: A required field is empty (Alert channels)',
    'Contact not confirmed',
  ]);
  expect(messages('fr').reminders.urgent('Un canal est injoignable')).toBe('Urgent : un canal est injoignable');
});

it('has a button at each thing that cannot wait, sets it off, and draws no chart there', async () => {
  const bot = await aReminderBot();
  await bot.edit((tenant) => ({ ...channelless(unconfirmed(tenant)), anniversaryMonth: 12 }));
  await bot.pass(hour + minute);
  const card = bot.reminders(ada)[0]?.card;
  const urgent = card?.rows.filter((row) => row.urgent);
  expect(urgent?.map(({ button }) => [button?.label, button?.style])).toEqual([['Choose channels', 'primary']]);
  expect(card?.charts).toEqual([]);
});

it('of several tenants, each row shows what its button confirms', async () => {
  const bot = await aReminderBot();
  const other = '22222222-2222-4222-8222-222222222222';
  await bot.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (tenant) await tx.put('tenants', { ...unconfirmed(tenant), id: other, name: 'Fabrikam' });
  });
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T09:10:00.000Z');
  const details = bot.reminders(ada)[0]?.card.rows.map(({ detail }) => text(detail));
  expect(details).toEqual([expect.stringContaining(email), expect.stringContaining(email)]);
});
