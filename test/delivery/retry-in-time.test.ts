/** What was refused for a while, and what was not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, sam, slackChannel } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  const { contact } = aTenant({}, bot.world.time.now());
  await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
});

/** As the process: a tick every ten seconds. */
async function pass(ms: number) {
  for (let passed = 0; passed < ms; passed += 10 * second) {
    await bot.tick(10 * second);
  }
}
const refuse = (reason: string) => {
  bot.world.slack.fails('refused', reason);
};
const cards = () => bot.channel('alert ');
const refusals = () => bot.world.attempts.filter((one) => one.startsWith('slack') && !/posted|edited/.test(one));
const notices = () => bot.inPrivate(ada).filter(({ card }) => card.title.includes('no longer accepts alerts'));

describe('a refusal of five seconds', () => {
  it.each(['access_denied', 'no_permission', 'restricted_action', 'not_in_channel', 'channel_not_found'])(
    'with %s strands no alert: its channel has it within two minutes',
    async (reason) => {
      refuse(reason);
      await bot.send({ id: 'night' });
      await bot.world.time.advance(5 * second);
      bot.world.slack.heals();
      expect(cards()).toHaveLength(0);
      await pass(2 * minute);
      expect(cards()).toHaveLength(1);
      expect(await bot.alert('webhook:default night')).toMatchObject({ routed: 'contact' });
    },
  );
});

it('what stays refused is tried less and less, at least once an hour, and told once', async () => {
  bot.world.slack.fails('refused', 'access_denied', 'slack:C1');
  await bot.send({ id: 'night' });
  await pass(10 * minute);
  expect(refusals().length).toBeGreaterThan(2);
  expect(refusals().length).toBeLessThan(6);
  const before = refusals().length;
  await pass(26 * 60 * minute);
  expect(refusals().length - before).toBeGreaterThan(23);
  expect(refusals().length - before).toBeLessThan(32);
  expect(notices()).toHaveLength(1);
});

it('what was refused while the clock was half a minute ahead is tried at once when it is put right', async () => {
  const right = bot.world.time.now();
  bot.world.time.set(new Date(Date.parse(right) + 30 * second).toISOString());
  refuse('access_denied');
  await bot.send({ id: 'night' });
  await bot.world.time.advance(5 * second);
  bot.world.slack.heals();
  bot.world.time.set(right);
  await pass(20 * second);
  expect(cards()).toHaveLength(1);
});

it('a channel that is archived is looked at, and not written to, until it is back', async () => {
  bot.hasChannel(slackChannel, { kind: 'archived', name: 'soc' });
  await bot.send({ id: 'night' });
  await pass(30 * minute);
  expect(refusals()).toHaveLength(1);
  bot.hasChannel(slackChannel, { name: 'soc' });
  await pass(61 * minute);
  expect(cards()).toHaveLength(1);
});

it('whoever wants no messages is not tried again in time', async () => {
  bot.hasChannel(slackChannel, { kind: 'archived', name: 'soc' });
  bot.world.slack.fails('refused', 'ConversationBlockedByUser', ada);
  // A lesser alert: of a high one admins are reminded all the same, in messages of their own.
  await bot.send({ id: 'night', severity: 'medium' });
  await pass(5 * second);
  const toAda = () => bot.world.attempts.filter((one) => one.includes('Blocked')).length;
  const before = toAda();
  await pass(20 * minute);
  expect(toAda()).toBe(before);
});

it('a message that was posted at the second try is edited within seconds when its first edit fails an hour later', async () => {
  const failsOnce = () => {
    bot.world.slack.fault = (queue) => {
      if (queue !== 'slack:C1') return null;
      bot.world.slack.heals();
      return { error: new ChatError('unreachable', 'http_500'), after: false };
    };
  };
  failsOnce();
  await bot.send({ id: 'x' });
  await bot.world.time.advance(10 * second);
  expect(cards()).toHaveLength(1);
  await bot.world.time.advance(55 * minute);
  failsOnce();
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
  await bot.world.time.advance(5 * second);
  expect(text(cards()[0]?.card)).toContain('Acknowledged');
});
