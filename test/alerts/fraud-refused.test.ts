import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, allOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  bot.world.settings.fraudToContact = false;
  bot.world.directory.adminsToTell = async () => [ada];
  const { contact } = aTenant({}, bot.world.time.now());
  await bot.edit({
    fraudChannels: [{ platform: 'slack', address: 'GONE' }],
    contact: { ...contact, channels: [slackChannel] },
  });
  bot.world.slack.fails('refused', 'channel_not_found', 'slack:GONE');
});
const fraud = () => bot.send({ id: 'f', alertType: 'azureFraudEvent' });

it('Azure fraud that its own channels refuse goes to the contact, and the card says why', async () => {
  await fraud();
  await bot.world.time.advance(10_000);
  const [card] = bot.channel();
  expect(card?.deliveryId).toBe('alert webhook:default f > slack:C1');
  expect(text(allOf(card?.card)?.facts)).toContain(
    'none of them accepts messages, so this alert goes to the security contact.',
  );
  const told = bot.inPrivate(ada);
  expect(told.map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['refused']);
  expect(text(told[0]?.card.text)).toContain('I cannot find ');
  expect(text(told[0]?.card.text)).toContain(
    'Azure fraud alerts go to the other fraud channels and to the contact’s channels',
  );
  expect(told[0]?.card.buttons.map(({ id }) => id)).toEqual(['contact.setup']);
});

it('the card still says why after its sender changed something', async () => {
  await fraud();
  await bot.world.time.advance(10_000);
  await bot.send({ id: 'f', alertType: 'azureFraudEvent', description: 'It goes on.' });
  await bot.world.time.advance(10_000);
  const [card] = bot.channel();
  expect(text(card?.card.text)).toContain('It goes on.');
  expect(text(allOf(card?.card)?.facts)).toContain(
    'none of them accepts messages, so this alert goes to the security contact.',
  );
});

it('it goes to the admins when the contact’s channels refuse it too, with both ways to mend that', async () => {
  bot.world.slack.fault = (queue) =>
    queue.startsWith('slack:C') || queue === 'slack:GONE'
      ? { error: new ChatError('refused', 'is_archived'), after: false }
      : null;
  await fraud();
  await bot.world.time.advance(10_000);
  const unrouted = bot.inPrivate(ada, 'unrouted')[0];
  expect(text(unrouted?.card.text)).toContain('Only administrators got this alert. No channel accepts messages.');
  expect(unrouted?.card.buttons.at(-1)?.id).toBe('contact.setup');
  expect(await bot.alert('webhook:default f')).toMatchObject({ routed: 'admins' });
});
