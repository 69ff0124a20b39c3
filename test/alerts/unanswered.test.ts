/** Nights on which nobody answers: what people are told, and how often. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, sam, slackChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: TestBot<ReturnType<typeof quickStore>>;
const second = { platform: 'slack', address: 'C2' } as const;
const adminChannel = { platform: 'slack', address: 'C9' } as const;

beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  for (const channel of [second, adminChannel]) bot.hasChannel(channel, { name: 'noc' }, [sam, ada]);
  const { contact } = aTenant({}, bot.world.time.now());
  await bot.edit({ contact: { ...contact, channels: [slackChannel, second] } });
  // The welcome is not of this night.
  await bot.tick(5_000);
  bot.world.slack.messages.length = 0;
});

const slack = () => bot.world.slack.messages;
const inC = (address: string) => slack().filter(({ to }) => to === `slack:${address}`);
const many = (count: number, more: object = {}) => bot.send(...Array.from({ length: count }, () => ({ ...more })));
const calls = (who: string) => slack().filter(({ card }) => card.mentions.some(({ id }) => id === who));
const starting = (word: string, all = slack()) => all.filter(({ deliveryId }) => deliveryId.startsWith(`${word} `));
const useAdminChannel = () => bot.organisation({ adminChannel });

/** The clock goes on as it does, in ticks of ten minutes. */
async function passing(hours: number) {
  for (let passed = 0; passed < hours * 6; passed++) {
    await bot.ticksAfter(10 * minute);
  }
  await bot.world.time.advance(5_000);
}

describe('a storm of 180 medium and 20 high alerts in two channels, that nobody answers for 24 hours', () => {
  const counted = () => ({
    cards: starting('alert').filter(({ card }) => card.mentions.length > 0).length,
    after: calls(sam).length - starting('alert', calls(sam)).length,
    admin: bot.inPrivate(ada).length,
  });

  it.each([
    ['at once', 0, [1, 8, 5]],
    ['within an hour', 18_000, [5, 29, 17]],
  ])(
    '%s: the first card mentions, then one in ten minutes, then one reminder for all at each step',
    {
      timeout: 60_000,
    },
    async (_, apart, told) => {
      for (let n = 0; n < 20; n++) {
        await many(9, { severity: 'medium' });
        await many(1);
        if (apart > 0) {
          await bot.ticksAfter(apart * 10);
        }
      }
      await bot.world.time.advance(minute);
      await passing(24.5);
      const { cards, after, admin } = counted();
      expect([cards, after, admin]).toEqual(told);
      expect(bot.bugs).toEqual([]);
    },
  );
});

describe('several reminders that are due together', () => {
  beforeEach(async () => {
    await many(5);
    await bot.world.time.advance(10_000);
  });

  it('are one message at each step, in one channel, with one row for what happened and one button for all, and call everybody once', async () => {
    await passing(1);
    expect(starting('escalations').map(({ to }) => to)).toEqual(Array(4).fill('slack:C1'));
    const passed = ['5 minutes', '15 minutes', '30 minutes', '1 hour'];
    for (const [nth, one] of starting('escalations').entries()) {
      expect(one).toMatchObject({
        thread: null,
        card: { title: `5 high-severity alerts not acknowledged for ${passed[nth]}` },
      });
      expect(one.card.mentions).toMatchObject([{ id: sam }]);
      expect(one.card.rows.map(({ title, button }) => [title, button])).toEqual([['Mining × 5', null]]);
      expect(one.card.buttons.map(({ label, style }) => [label, style])).toEqual([
        ['Acknowledge all (5)', 'primary'],
        ['Resolve all (5)', 'plain'],
        ['Open alerts', 'plain'],
      ]);
    }
    expect(starting('escalation')).toEqual([]);
  });

  it('follow what becomes of each', async () => {
    await passing(1);
    await bot.press(sam, 'alerts.acknowledge', '2');
    await bot.resolve(sam, '3', { reason: 'fraud', note: '' });
    await bot.world.time.advance(10_000);
    expect(starting('escalations')).toHaveLength(4);
    for (const { card } of starting('escalations')) {
      expect(card.title).toMatch(/^3 high-severity alerts not acknowledged for /);
      expect(card.rows.map(({ title }) => title)).toEqual(['Mining × 3']);
      expect(card.buttons.map(({ label }) => label)).toEqual(['Acknowledge all (3)', 'Resolve all (4)', 'Open alerts']);
    }
    for (const number of ['1', '4', '5']) await bot.press(sam, 'alerts.acknowledge', number);
    await bot.world.time.advance(10_000);
    expect(starting('escalations').map(({ card }) => [card.title, card.mentions])).toEqual(
      Array(4).fill(['4 acknowledged alerts to resolve', []]),
    );
  });

  it('stand in the story of each alert, and count in its row however many they are', async () => {
    await many(15);
    await bot.world.time.advance(20_000);
    await many(10);
    await bot.world.time.advance(20_000);
    await passing(1);
    const [{ card } = { card: null }] = starting('escalations', inC('C1'));
    expect(card?.title).toBe('30 high-severity alerts not acknowledged for 5 minutes');
    expect(card?.rows.map(({ title }) => title)).toEqual(['Mining × 30']);
    expect(card?.footer).toBeNull();
    const deliveries = cardOf(await bot.press(sam, 'alerts.receipts', '0 webhook:default a1'));
    expect(text(deliveries.rows)).toContain('reminder');
  });

  it('are sent once, though the bot dies in between', async () => {
    await bot.world.time.advance(hour);
    bot.world.slack.fault = () => ({ error: new ChatError('unreachable', 'timeout', null, true), after: true });
    await bot.tick();
    await bot.crash();
    bot.world.slack.heals();
    await bot.start();
    await bot.tick(minute);
    expect(starting('escalations').map(({ to }) => to)).toEqual(['slack:C1']);
  });
});

it('reminders that are due together take along what is due soon, and leave what is not', async () => {
  await many(5, { severity: 'medium' });
  await bot.world.time.advance(20 * minute);
  await many(1, { severity: 'medium', displayName: 'soon' });
  await bot.world.time.advance(20 * minute);
  await many(1, { severity: 'medium', displayName: 'later' });
  await passing(0.5);
  const [one, ...more] = starting('escalations');
  expect(more).toEqual([]);
  expect(one?.card.rows.map(({ title }) => title)).toEqual(['Mining × 5', '6 · soon']);
  expect(text(one?.card)).toContain('soon');
  expect(text(one?.card)).not.toContain('later');
});

describe('what is overdue', () => {
  it('is one message, to the admin channel where there is one, and mentions the admins there', async () => {
    await useAdminChannel();
    await many(12);
    await many(2, { severity: 'medium' });
    await passing(24.2);
    expect(starting('overdue').map(({ to, card }) => [to, card.title])).toEqual([
      ...['1 hour', '4 hours', '12 hours'].map((passed) => [
        'slack:C9',
        `12 high-severity alerts not acknowledged for ${passed}`,
      ]),
      ['slack:C9', '14 alerts not acknowledged for 20 hours'],
      ['slack:C9', '14 alerts are overdue'],
    ]);
    const one = starting('overdue').at(-1);
    expect(one?.card).toMatchObject({ title: '14 alerts are overdue', mentions: [{ id: ada }] });
    expect(one?.card.rows.map(({ title }) => title)).toEqual(['Mining × 12', 'Mining × 2']);
    expect(text(one?.card.text)).toContain('High: 12 · Medium: 2');
  });

  it('counts all that it does not name, also of more than one change takes', async () => {
    bot.world.settings.stormLimit = 1_000;
    await bot.channelsAre(slackChannel);
    await many(150, { severity: 'medium' });
    await many(100, { severity: 'medium' });
    await bot.ticksAfter(24.2 * hour);
    await bot.world.time.advance(minute);
    const [one, ...more] = starting('overdue');
    expect(more).toEqual([]);
    expect(one?.card.title).toBe('250 alerts are overdue');
    expect(one?.card.rows.map(({ title }) => title)).toEqual(['Mining × 250']);
  });

  it('goes to each admin in private where there is none, or where that refuses', async () => {
    await many(2);
    await passing(24.2);
    expect(starting('overdue').map(({ to }) => to)).toEqual(Array(5).fill(ada));
    await useAdminChannel();
    bot.world.slack.channels.delete('C9');
    await many(2);
    await passing(24.2);
    // Five of the new ones, and the one of the next morning for those of the day before.
    expect(starting('overdue').map(({ to }) => to)).toEqual(Array(5 + 6).fill(ada));
  });

  it('of one alert is about that alert', async () => {
    await many(1, { displayName: 'Forgotten' });
    await passing(24.2);
    const one = starting('overdue').at(-1);
    expect(one?.card.title).toBe('Forgotten');
    expect(text(one?.card.text)).toContain('within 24 hours, but nobody has acknowledged this alert');
    await bot.press(ada, 'alerts.acknowledge', one?.card.buttons[0]?.value ?? '');
    await bot.world.time.advance(5_000);
    expect(text(starting('overdue').at(-1)?.card.text)).toMatch(/^Acknowledged by /m);
  });

  it('a moment later is gathered for half an hour', async () => {
    await many(2);
    await bot.world.time.advance(15 * minute);
    await many(2);
    await passing(23.8);
    const late = () => starting('overdue').flatMap(({ card }) => (card.title.includes('overdue') ? [card.title] : []));
    expect(late()).toEqual(['2 alerts are overdue']);
    await passing(1);
    expect(late()).toEqual(['2 alerts are overdue', '2 alerts are overdue']);
  });

  it('groups what stands in a grouped card, and answers it by the same button', async () => {
    await many(60, { severity: 'medium' });
    await many(1);
    await bot.world.time.advance(minute);
    await passing(24.2);
    const { card = null } = starting('overdue').at(-1) ?? {};
    expect(card?.title).toBe('61 alerts are overdue');
    expect(card?.rows.map(({ title }) => title)).toEqual(['61 · Mining', 'Mining × 60']);
    expect(card?.buttons[0]).toMatchObject({ id: 'alerts.acknowledgeMany', label: 'Acknowledge all (61)' });
  });
});
