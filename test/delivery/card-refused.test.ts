import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: OutboxBot;
beforeEach(async () => {
  bot = await anOutboxBot();
});

describe('what is refused for its content', () => {
  const invalid = new ChatError('card', 'invalid_blocks');
  const toRefused = ['late', 'refused'];
  const good = async () => {
    await bot.sendAll(many(30));
    let seconds = 0;
    for (; bot.channel().length < 30; seconds++) await bot.world.time.advance(second);
    return seconds;
  };

  it.each([
    ['invalid_blocks', invalid],
    ['an unknown word', new ChatError('refused', 'something_new')],
  ])('by %s takes no more than a fifth of the time of good alerts', async (_what, error) => {
    const alone = await good();
    bot = await anOutboxBot();
    bot.failsAt('POISON', error);
    await bot.sendAll(Array.from({ length: 40 }, (_, n) => ({ id: `p${n}`, displayName: 'POISON' })));
    await bot.world.time.advance(hour);
    expect(bot.channel()).toEqual([]);
    expect(await good()).toBeLessThanOrEqual(1.2 * alone);
  });

  it('is tried in short, then told to the admins in brief; nobody blames the channel, and reroutes nothing', async () => {
    bot.failsAt('POISON', invalid);
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.world.time.advance(10 * second);
    expect(bot.tries).toHaveLength(2);
    expect(bot.toAda()).toEqual(['card refused alert webhook:default p']);
    const [told] = bot.inPrivate(ada);
    expect(text(told?.card)).not.toContain('POISON');
    expect(text(told?.card.text)).toMatch(/I could not show alert 1 \(High\) .*invalid_blocks/);
    expect(told?.card.buttons.map(({ id, value }) => [id, value])).toEqual([['alerts.show', 'webhook:default p']]);
    expect(bot.toAda().filter((kind) => toRefused.includes(kind.split(' ')[0] ?? ''))).toEqual([]);
    expect(await bot.alert('webhook:default p')).toMatchObject({ routed: 'contact' });
    expect(await bot.stored('refusing')).toEqual([]);
  });

  it('is tried again with growing pauses, on a success, and arrives once the platform takes it', async () => {
    bot.failsAt('POISON', invalid);
    await bot.send({ id: 'p', displayName: 'POISON' });
    for (let n = 0; n < 24 * 6; n++) {
      await bot.send({ id: `g${n}`, severity: 'low' });
      await bot.world.time.advance(10 * minute);
    }
    expect(bot.tries.length).toBeGreaterThan(5);
    expect(bot.tries.length).toBeLessThan(15);
    await bot.send({ id: 'p', displayName: 'Mended' });
    await bot.world.time.advance(5 * second);
    expect(bot.has('p')).toBe(true);
  });

  it('as an edit leaves the message as it is, and is told to the admins when people miss something', async () => {
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(5 * second);
    bot.failsAt('POISON', invalid);
    await bot.send({ id: 'x', severity: 'high', displayName: 'POISON' });
    await bot.world.time.advance(10 * second);
    expect(bot.channel()[0]?.card.summary).toMatch(/^Low-severity alert · /);
    // The news in its thread names the alert too.
    expect(bot.toAda()).toEqual(['card refused alert webhook:default x', 'card refused followUp 1 webhook:default x']);
    expect(await bot.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
  });
});
