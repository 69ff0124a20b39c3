import { expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { aReminderBot, channelless, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

it('says below something critical that it comes at any hour, and below the rest how seldom', async () => {
  const bot = await aReminderBot();
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T09:10:00.000Z');
  expect(bot.reminders(ada)[0]?.card.footer).toBe(
    'You are receiving this because you are a Global Administrator. I send this at most once a day, on working days.',
  );
  await bot.until('2026-11-29T02:00:00.000Z');
  await bot.edit(channelless);
  await bot.pass(hour + minute);
  expect(bot.reminders(ada).at(-1)?.card.footer).toBe(
    'You are receiving this because you are a Global Administrator. I send urgent reminders at once, at any hour.',
  );
});

it.each([
  ['Adatum', 'd’Adatum'],
  ['Électre', 'd’Électre'],
  ['Œuvre', 'd’Œuvre'],
  ['Contoso', 'de Contoso'],
  ['Hooli', 'de Hooli'],
  ['3 locataires partenaires', 'de 3 locataires partenaires'],
])('writes the French « de » before %s as French does', (name, written) => {
  expect(messages('fr').reminders.about(name)).toBe(`Ce message concerne le contact de sécurité ${written}.`);
  expect(messages('fr').reminders.weekly.title(name, 0)).toBe(`Bilan ${written}\u00a0: aucun point à régler`);
});

it('names the field that is empty', async () => {
  const bot = await aReminderBot();
  await bot.edit(channelless);
  await bot.pass(hour + minute);
  expect(rows(bot.reminders(ada)[0]?.card)).toEqual(['A required field is empty (Alert channels)']);
});
