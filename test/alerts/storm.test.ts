import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, eve, sam } from '../support/partner.ts';

let bot: TestBot<Store>;
beforeEach(async () => {
  bot = await aBot();
});
const many = (count: number, severity = 'low', more: object = {}) =>
  bot.send(...Array.from({ length: count }, () => ({ severity, ...more })));
const buttonOf = (id: string, nth = 0) => bot.channel()[nth]?.card.buttons.find((one) => one.id === id)?.value ?? '';
const refused = new ChatError('refused', 'is_archived');

describe('a storm', () => {
  it('of two thousand in a moment is one card, and the high one among them comes before it', {
    timeout: 60_000,
  }, async () => {
    bot = await aBot({ store: quickStore() });
    for (let batch = 0; batch < 20; batch++) await many(100, batch % 2 ? 'low' : 'medium');
    await bot.send({ displayName: 'URGENT' });
    await bot.world.time.advance(20_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['URGENT', '2000 alerts in 1 minute']);
    expect(text(bot.channel()[1]?.card.text)).toContain('Medium: 1000 · Low: 1000');
    expect(bot.world.teams.messages).toHaveLength(2);
  });

  it('names each severity of its alerts, also that of a single one', async () => {
    await many(29);
    await many(1, 'medium');
    await bot.world.time.advance(5_000);
    expect(bot.channel().map(({ card }) => card.text[1])).toEqual(['Contoso · Medium: 1 · Low: 29']);
  });

  it('is none while no more wait than the channel can bear, or when one alone does', async () => {
    await many(20);
    await bot.world.time.advance(30_000);
    expect(bot.channel()).toHaveLength(20);
    await many(20, 'high');
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(60_000);
    expect(bot.channel()).toHaveLength(41);
  });

  it('is none when many cards have to be edited', async () => {
    for (const count of [20, 20]) {
      await many(count, 'medium');
      await bot.world.time.advance(30_000);
    }
    for (let n = 1; n <= 40; n++) await bot.press(sam, 'alerts.acknowledge', `webhook:default a${n}`);
    await bot.send({ severity: 'low' }, { severity: 'low' });
    await bot.world.time.advance(90_000);
    expect(bot.channel()).toHaveLength(42);
  });

  it('is over five minutes after too many waited: a trickle does not keep it open', async () => {
    await many(30);
    for (let minute = 0; minute < 4; minute++) {
      await bot.world.time.advance(60_000);
      await bot.send({ severity: 'low' });
    }
    await bot.world.time.advance(90_000);
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(5_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['34 alerts in 1 minute', 'Mining']);
  });

  it('goes on in its card while too many wait again within five minutes, and has another one after exactly five', async () => {
    for (const minutes of [4, 4, 4, 5]) {
      await many(30);
      await bot.world.time.advance(minutes * 60_000);
    }
    await many(30);
    await bot.world.time.advance(60_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['120 alerts in 12 minutes', '30 alerts in 1 minute']);
  });

  it('that was while the clock was ahead takes in nothing once it is right', async () => {
    const leap = (ms: number) => {
      bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + ms).toISOString());
      bot.restart();
    };
    leap(86_400_000);
    await many(30);
    await bot.world.time.advance(60_000);
    leap(-86_400_000);
    await bot.world.time.advance(10 * 60_000);
    await many(30);
    await bot.world.time.advance(60_000);
    expect(bot.channel()).toHaveLength(2);
  });

  it('that comes long after another has a card of its own, although nobody answered the first', async () => {
    await many(30);
    await bot.world.time.advance(10 * 60_000);
    await many(40);
    await bot.world.time.advance(10_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['30 alerts in 1 minute', '40 alerts in 1 minute']);
  });

  it('is over after a while: the next alert has a card of its own', async () => {
    await many(30);
    await bot.world.time.advance(6 * 60_000);
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(5_000);
    expect(bot.channel()).toHaveLength(2);
  });

  it('of alerts that only the admins get does not flood them either', async () => {
    await bot.edit({ contact: null });
    await many(200, 'medium');
    await bot.world.time.advance(30_000);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toEqual(['200 alerts in 1 minute']);
    const all = bot.inPrivate(ada)[0]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
    expect(text(cardOf(await bot.press(sam, 'alerts.acknowledgeAll', all)).text)).toMatch(/Only members/);
    expect(text(cardOf(await bot.press(ada, 'alerts.acknowledgeAll', all)).text)).toContain('200 alerts');
  });

  it('does not count as unanswered what somebody answered elsewhere while it waited, and closes without it', async () => {
    bot.world.slack.fault = (queue) =>
      queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 30_000), after: false } : null;
    await bot.send({ id: 'first', severity: 'medium' });
    await bot.world.time.advance(2_000);
    await bot.send(...Array.from({ length: 15 }, (_, n) => ({ id: `w${n}`, severity: 'medium' })));
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default w3');
    await bot.send(...Array.from({ length: 15 }, (_, n) => ({ id: `v${n}`, severity: 'medium' })));
    bot.world.slack.heals();
    await bot.world.time.advance(60_000);
    const digest = () => bot.channel().find(({ card: { title } }) => title.includes('alerts in '))?.card;
    expect(digest()?.title).toBe('30 alerts in 1 minute');
    expect(digest()?.facts.find(({ label }) => label === 'Not acknowledged')?.value).toBe('29');
    const all = digest()?.buttons.find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
    await bot.press(sam, 'alerts.acknowledgeAll', all);
    await bot.world.time.advance(10_000);
    expect(bot.channel().map(({ card }) => card.title)).toContain('30 security alerts, all acknowledged');
  });

  it('in a channel that refuses goes to the admins as the same card, and is kept current there', async () => {
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: refused, after: false } : null);
    await many(50);
    await bot.world.time.advance(20_000);
    const told = bot.inPrivate(ada).map(({ card }) => card.title);
    expect(told).toEqual(expect.arrayContaining(['A channel no longer accepts alerts', '50 alerts in 1 minute']));
    const card = bot.inPrivate(ada).find(({ card: { title } }) => title.startsWith('50'));
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default a1');
    await bot.world.time.advance(10_000);
    expect(text(card?.card.facts)).toContain('Not acknowledged: 49');
  });
});

describe('the card for many', () => {
  beforeEach(async () => {
    await many(30, 'medium');
    await bot.world.time.advance(20_000);
  });

  it('is for responders alone', async () => {
    expect(text(cardOf(await bot.press(eve, 'alerts.acknowledgeAll', buttonOf('alerts.acknowledgeAll'))).text)).toMatch(
      /Only members/,
    );
    expect(await bot.alert('webhook:default a1')).toMatchObject({ status: 'active' });
  });

  it('is reminded of once after an hour, and at last once to the admins', async () => {
    const known = bot.world.slack.messages.length;
    for (let hour = 0; hour <= 26; hour++) {
      await bot.tick(3_600_000);
    }
    const later = bot.world.slack.messages
      .slice(known)
      .map(({ to, thread, card }) => [to, thread !== null, card.title]);
    expect(later).toEqual([
      [ada, false, 'Your CSP security contact'],
      ['slack:C1', true, 'Alerts not acknowledged'],
      [ada, false, '30 alerts are overdue'],
    ]);
    expect(text(bot.inPrivate(ada).at(-1)?.card.rows)).toContain('Mining × 30');
  });

  it('is posted anew when it was deleted, with what joined it since', async () => {
    bot.world.slack.messages.length = 0;
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(5_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['31 alerts in 1 minute']);
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(5_000);
    expect(bot.channel().map(({ card, edits }) => [card.title, edits])).toEqual([['32 alerts in 1 minute', 1]]);
  });

  it('goes to the admins when it was deleted and the channel takes no other', async () => {
    bot.world.slack.messages.length = 0;
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: refused, after: false } : null);
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(10_000);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toEqual(
      expect.arrayContaining(['A channel no longer accepts alerts', '31 alerts in 1 minute']),
    );
  });

  it('goes to the admins when one is reopened, although the channel had refused to show that all was answered', async () => {
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: refused, after: false } : null);
    await bot.press(sam, 'alerts.acknowledgeAll', buttonOf('alerts.acknowledgeAll'));
    await bot.world.time.advance(5_000);
    await bot.reopen(sam, 'webhook:default a3');
    await bot.world.time.advance(10_000);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContain('30 alerts in 1 minute');
  });

  it('stays deleted once all in it is answered', async () => {
    const all = buttonOf('alerts.acknowledgeAll');
    bot.world.slack.messages.length = 0;
    await bot.press(sam, 'alerts.acknowledgeAll', all);
    await bot.world.time.advance(5_000);
    expect(bot.channel()).toEqual([]);
  });

  it('closes when all is answered, and opens again when one is reopened', async () => {
    await bot.press(sam, 'alerts.acknowledgeAll', buttonOf('alerts.acknowledgeAll'));
    await bot.world.time.advance(5_000);
    expect(bot.channel()[0]?.card).toMatchObject({ title: '30 security alerts, all acknowledged', tone: 'neutral' });
    await bot.reopen(sam, 'webhook:default a3');
    await bot.world.time.advance(5_000);
    expect(bot.channel()[0]?.card.title).toBe('30 alerts in 1 minute');
    expect(text(bot.channel()[0]?.card.facts)).toMatch(/: 1$/m);
  });

  it('says the three most frequent names with their numbers, and no longer counts what left it', async () => {
    const named = () => text(bot.channel()[0]?.card.text[0]);
    expect(named()).toBe('Mining (30)');
    await bot.send({ severity: 'medium', displayName: 'Other' });
    await bot.world.time.advance(5_000);
    expect(named()).toBe('Mining (30) · Other (1)');
    await bot.send({ id: 'a3', severity: 'high' });
    await bot.world.time.advance(60_000);
    expect(named()).toBe('Mining (29) · Other (1)');
  });

  it('lists what is open beside it, page by page, and never in its place', async () => {
    const reply = await bot.press(sam, 'alerts.list', buttonOf('alerts.list'));
    expect(reply).toMatchObject({ instead: false });
    const { footer, rows, buttons } = cardOf(reply);
    expect(footer).toContain('1 to 6 of 30');
    expect(rows).toHaveLength(6);
    const more = buttons.find(({ id }) => id === 'alerts.next')?.value ?? '';
    const next = await bot.press(sam, 'alerts.list', more);
    expect(next).toMatchObject({ instead: true });
    expect(cardOf(next).footer).toContain('7 to 12 of 30');
  });
});
