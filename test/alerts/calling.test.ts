import { beforeEach, describe, expect, it } from 'vitest';
import { queueToCall } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, eve, sam, slackChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: TestBot;
const second = { platform: 'slack', address: 'C2' } as const;
const third = { platform: 'slack', address: 'C3' } as const;
const tina = 'teams:22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333' as const;
const facts = { kind: 'joined', name: 'noc', open: false, external: false } as const;

beforeEach(async () => {
  bot = await aBot();
  for (const { address } of [second, third]) bot.world.slack.channels.set(address, { facts, members: [sam] });
  await bot.channelsAre(slackChannel, second, third);
});

const slack = () => bot.world.slack.messages;
/** Every call of a person, by where and what. */
const calls = (who: string) =>
  [...slack(), ...bot.world.teams.messages]
    .filter(({ card }) => card.mentions.some(({ id }) => id === who))
    .map(({ to, deliveryId }) => `${to} ${deliveryId.split(' ').slice(0, 2).join(' ')}`);
const reminders = (step: number) => slack().filter(({ deliveryId }) => deliveryId.startsWith(`escalation ${step}.`));

async function passing(hours: number) {
  for (let passed = 0; passed < hours; passed++) {
    await bot.ticksAfter(hour);
  }
  await bot.world.time.advance(5_000);
}

it.each([
  [sam, ['slack:C1', 'slack:C2', 'teams:1'], ['slack:C2', 'teams:1'], 'slack:C2'],
  [sam, ['teams:1', 'slack:C1', 'slack:C2'], ['teams:1'], 'slack:C1'],
  [tina, ['slack:C1', 'slack:C2'], ['slack:C2'], 'slack:C2'],
  [tina, ['slack:C1', 'slack:C2'], [], 'slack:C1'],
  [tina, ['slack:C1', 'teams:1', 'teams:2'], ['slack:C1', 'teams:1', 'teams:2'], 'teams:1'],
  [sam, [], [], undefined],
] as const)('%s is called, of %j of which %j take messages, in %s', (who, channels, open, where) => {
  expect(queueToCall(who, { channels, open })).toBe(where);
});

describe('who is on call', () => {
  it('is called in one place by a high alert and by each reminder, however many channels have the card', async () => {
    await bot.send({ id: 'x' });
    await passing(5);
    expect(slack().filter(({ deliveryId }) => deliveryId.startsWith('alert '))).toHaveLength(3);
    expect([reminders(60), reminders(240)].map((all) => all.map(({ to }) => to))).toEqual([['slack:C1'], ['slack:C1']]);
    expect(calls(sam)).toEqual([
      'slack:C1 alert webhook:default',
      'slack:C1 escalation 60.1',
      'slack:C1 escalation 240.1',
    ]);
  });

  it('is called on their own platform, and only named where that has no channel', async () => {
    const { contact } = aTenant({}, bot.world.time.now());
    await bot.edit({ contact: { ...contact, onCall: [sam, tina] } });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5_000);
    expect(calls(sam)).toEqual(['slack:C1 alert webhook:default']);
    expect(calls(tina)).toEqual(['teams:19:a@thread.tacv2 alert webhook:default']);
    await bot.edit({ contact: { ...contact, channels: [second, third], onCall: [sam, tina] } });
    // A card within ten minutes of one that mentioned them does not mention them again.
    await bot.world.time.advance(10 * minute);
    await bot.send({ id: 'y' });
    await bot.world.time.advance(5_000);
    expect(calls(tina)).toEqual(['slack:C2 alert webhook:default', 'teams:19:a@thread.tacv2 alert webhook:default']);
  });

  it('is called in the next channel when the first refuses', async () => {
    const refused = new ChatError('refused', 'is_archived');
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: refused, after: false } : null);
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5_000);
    await bot.world.time.advance(10 * minute);
    await bot.send({ id: 'y' });
    await bot.world.time.advance(5_000);
    const high = calls(sam).filter((one) => one.startsWith('slack:C2'));
    expect(high).toHaveLength(2);
  });

  it('is called once when the first channel takes the card late', async () => {
    const slow = new ChatError('unreachable', 'rate_limited', 30_000);
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: slow, after: false } : null);
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(2_000);
    await bot.send({ id: 'y' });
    bot.world.slack.heals();
    await bot.world.time.advance(60_000);
    expect(calls(sam)).toHaveLength(1);
  });

  it('keeps their name on the card through an edit, and nobody is called anew by it', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5_000);
    await bot.send({ id: 'x', displayName: 'Mining, more of it' });
    await bot.world.time.advance(90_000);
    expect(text(slack()[0]?.card)).toContain('more of it');
    expect(calls(sam)).toEqual(['slack:C1 alert webhook:default']);
  });

  it('is called for a medium alert from the second reminder, never for a lower one', async () => {
    await bot.send({ id: 'm', severity: 'medium' }, { id: 'l', severity: 'low' });
    await passing(5);
    expect(reminders(60).map(({ to }) => to)).toEqual(['slack:C1']);
    expect(calls(sam)).toEqual(['slack:C1 escalation 240.1']);
  });

  it('is called when an alert is reopened, aloud, unless that was their own deed', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5_000);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.reopen(ada, 'webhook:default x');
    await bot.world.time.advance(5_000);
    expect(calls(sam).filter((one) => one.includes('followUp'))).toEqual(['slack:C1 followUp 2']);
    const news = slack().filter(({ deliveryId }) => deliveryId.startsWith('followUp'));
    expect(news.map(({ aloud }) => aloud)).toEqual([true, true, true]);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.reopen(sam, 'webhook:default x');
    await bot.world.time.advance(5_000);
    expect(calls(sam).filter((one) => one.includes('followUp'))).toEqual(['slack:C1 followUp 2']);
  });

  it('is called aloud when a sender makes an alert high, in one place', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(5_000);
    await bot.send({ id: 'x', severity: 'high' });
    await bot.world.time.advance(5_000);
    expect(calls(sam)).toEqual(['slack:C1 followUp 1']);
    expect(slack().filter(({ aloud }) => aloud)).toHaveLength(3);
  });
});

describe('a reminder', () => {
  it('is said to the whole channel, and can be answered where it stands', async () => {
    await bot.send({ id: 'x' });
    await passing(1);
    const [reminder, ...others] = reminders(60);
    expect(others).toEqual([]);
    expect(reminder).toMatchObject({ thread: slack()[0]?.message, aloud: true });
    expect(reminder?.card.buttons.map(({ id }) => id)).toEqual(['alerts.acknowledge', 'alerts.resolve', 'alerts.show']);
    expect(text(reminder?.card.text)).toMatch(
      /^High severity · Contoso\nThis alert has been waiting for 1 hour, and nobody has acknowledged it/,
    );
    expect(text(reminder?.card.footer)).toMatch(/^Alert 1 \(webhook\), detected on 24 Nov 2026/);
    const value = reminder?.card.buttons[0]?.value ?? '';
    expect(text(cardOf(await bot.press(eve, 'alerts.acknowledge', value)).text)).toMatch(/Only members/);
    await bot.press(sam, 'alerts.acknowledge', value);
    await bot.world.time.advance(5_000);
    expect(await bot.alert('webhook:default x')).toMatchObject({ status: 'investigating' });
    expect(slack()[0]?.card.tone).toBe('neutral');
    for (const { card } of reminders(60)) {
      expect(card).toMatchObject({ title: 'Mining', tone: 'neutral', mentions: [] });
      expect(card.buttons.map(({ id }) => id)).toEqual(['alerts.resolve', 'alerts.show']);
      expect(text(card.text)).toMatch(/Acknowledged.*Sam/);
    }
    await bot.resolve(sam, value);
    await bot.world.time.advance(5_000);
    for (const { card } of reminders(60)) {
      expect(card).toMatchObject({ title: 'Mining', buttons: [{ id: 'alerts.show' }] });
      expect(text(card.text)).toMatch(/Resolved/);
    }
  });

  it('that still waits when somebody answers is not sent', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(hour);
    bot.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 5_000), after: false });
    await bot.tick(1_000);
    bot.world.slack.heals();
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(60_000);
    expect(slack().filter(({ deliveryId }) => deliveryId.startsWith('escalation'))).toEqual([]);
  });
});
