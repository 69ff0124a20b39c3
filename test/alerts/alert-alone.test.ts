import { beforeEach, expect, it } from 'vitest';
import { aBot, allOf, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, type slackChannel } from '../support/partner.ts';

let bot: TestBot;
const channels = async (...all: (typeof slackChannel)[]) => bot.channelsAre(...all);
beforeEach(async () => {
  bot = await aBot();
  await channels();
});
const card = () => bot.inPrivate(ada, 'unrouted')[0]?.card;

it('who raises an alert reads that no channel gets it', async () => {
  const form = formOf(await bot.say(ada, 'raise'));
  const values = { displayName: 'Odd sign-in', severity: 'high', description: '' };
  const done = cardOf(await bot.submit(ada, form, values));
  expect(text(done.text)).toContain('Alert 1 has been raised, but only the administrators will get it');
  expect(text(cardOf(await bot.drill(ada)).text)).toContain('only the administrators will get it');
});

it('an alert that somebody answered no longer asks the admin to answer it', async () => {
  await bot.send({ id: 'x' });
  await bot.world.time.advance(5_000);
  expect(text(card()?.text)).toContain('Only administrators got this alert');
  expect(card()?.buttons.at(-1)).toMatchObject({ id: 'contact.update', label: 'Update the contact' });
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await bot.world.time.advance(5_000);
  expect(text(card()?.text)).toContain('Acknowledged');
  expect(text(card()?.text)).not.toContain('Only administrators got this alert');
  expect(text(allOf(card())?.facts)).toContain('The security contact has no channel yet.');
});

it('once a channel has it, the admin’s own card does not take their chat for one', async () => {
  await bot.send({ id: 'x' });
  await bot.world.time.advance(5_000);
  const form = formOf(await bot.say(ada, 'update'));
  const { kind, firstName, email, phone, locale, timezone } = aTenant({}, '').contact;
  const values = { kind, firstName, email, phone, locale, timezone };
  await bot.submit(ada, form, { ...values, channels: ['C1'] });
  await bot.world.time.advance(5_000);
  expect(
    bot
      .channel()
      .map((one) => text(allOf(one.card)?.facts))
      .join(),
  ).toContain('This channel belongs to the security contact');
  expect(text(allOf(card())?.facts)).toContain('You got this alert because no channel accepted it');
});
