/** What was refused for a while, and what was not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, sam, slackChannel } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

let desk: TestBot;
beforeEach(async () => {
  desk = await aBot();
  const { contact } = aTenant({}, desk.world.time.now());
  await desk.edit({ contact: { ...contact, channels: [slackChannel] } });
});

/** As the process: a tick every ten seconds. */
async function pass(ms: number) {
  for (let passed = 0; passed < ms; passed += 10 * second) {
    await desk.tick();
    await desk.world.time.advance(10 * second);
  }
}
const refuse = (reason: string) => {
  desk.world.slack.fails('refused', reason);
};
const cards = () => desk.channel().filter(({ deliveryId }) => deliveryId.startsWith('alert '));
const refusals = () => desk.world.attempts.filter((one) => one.startsWith('slack') && !/posted|edited/.test(one));
const notices = () => desk.inPrivate(ada).filter(({ card }) => card.title.includes('takes no alerts'));

describe('a refusal of five seconds', () => {
  it.each(['access_denied', 'no_permission', 'restricted_action', 'not_in_channel', 'channel_not_found'])(
    'with %s strands no alert: its channel has it within two minutes',
    async (reason) => {
      refuse(reason);
      await desk.send({ id: 'night' });
      await desk.world.time.advance(5 * second);
      desk.world.slack.heals();
      expect(cards()).toHaveLength(0);
      await pass(2 * minute);
      expect(cards()).toHaveLength(1);
      expect(await desk.alert('webhook:default night')).toMatchObject({ routed: 'contact' });
    },
  );
});

it('what stays refused is tried less and less, at least once an hour, and told once', async () => {
  desk.world.slack.fails('refused', 'access_denied', 'slack:C1');
  await desk.send({ id: 'night' });
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
  const right = desk.world.time.now();
  desk.world.time.set(new Date(Date.parse(right) + 30 * second).toISOString());
  refuse('access_denied');
  await desk.send({ id: 'night' });
  await desk.world.time.advance(5 * second);
  desk.world.slack.heals();
  desk.world.time.set(right);
  await pass(20 * second);
  expect(cards()).toHaveLength(1);
});

it('a channel that is archived is looked at, and not written to, until it is back', async () => {
  desk.hasChannel(slackChannel, { kind: 'archived', name: 'soc' });
  await desk.send({ id: 'night' });
  await pass(30 * minute);
  expect(refusals()).toHaveLength(1);
  desk.hasChannel(slackChannel, { name: 'soc' });
  await pass(61 * minute);
  expect(cards()).toHaveLength(1);
});

it('whoever wants no messages is not tried again in time', async () => {
  desk.hasChannel(slackChannel, { kind: 'archived', name: 'soc' });
  desk.world.slack.fails('refused', 'ConversationBlockedByUser', ada);
  // A lesser alert: of a high one admins are reminded all the same, in messages of their own.
  await desk.send({ id: 'night', severity: 'medium' });
  await pass(5 * second);
  const toAda = () => desk.world.attempts.filter((one) => one.includes('Blocked')).length;
  const before = toAda();
  await pass(20 * minute);
  expect(toAda()).toBe(before);
});

it('a message that was posted at the second try is edited within seconds when its first edit fails an hour later', async () => {
  const failsOnce = () => {
    desk.world.slack.fault = (queue) => {
      if (queue !== 'slack:C1') return null;
      desk.world.slack.heals();
      return { error: new ChatError('unreachable', 'http_500'), after: false };
    };
  };
  failsOnce();
  await desk.send({ id: 'x' });
  await desk.world.time.advance(10 * second);
  expect(cards()).toHaveLength(1);
  await desk.world.time.advance(55 * minute);
  failsOnce();
  await desk.press(sam, 'alerts.acknowledge', 'webhook:default x');
  await desk.world.time.advance(5 * second);
  expect(text(cards()[0]?.card)).toContain('Acknowledged');
});
