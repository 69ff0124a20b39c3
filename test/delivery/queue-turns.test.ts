import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { sam } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: OutboxBot;
beforeEach(async () => {
  bot = await anOutboxBot();
});

describe('the order of a queue', () => {
  it('lets a new high alert go before 80 cards that are changed once a minute', async () => {
    await bot.sendAll(many(80));
    await bot.world.time.advance(90 * second);
    for (let round = 0; round < 5; round++) {
      await bot.sendAll(many(80, { displayName: `Round ${round}` }));
      await bot.world.time.advance(minute);
    }
    await bot.sendAll(many(80, { displayName: 'Again' }));
    await bot.world.time.advance(5 * second);
    expect(await bot.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
  });

  it('lets a new high alert go before 300 cards that became overdue in one tick', { timeout: 60_000 }, async () => {
    await bot.sendAll(many(300, { severity: 'low' }));
    await bot.world.time.advance(310 * second);
    await bot.ticksAfter(24 * hour);
    await bot.tick(5 * second);
    expect(await bot.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    expect(bot.edits()).toBeLessThan(20);
  });

  it('is: high alerts, edits of high cards, then other posts and edits in turns', async () => {
    await bot.send({ id: 'h' }, ...many(3, { severity: 'medium' }));
    await bot.world.time.advance(10 * second);
    const done: string[] = [];
    const { post, update } = bot.world.slack;
    bot.world.slack.post = async (to, card, how) => {
      done.push(`post ${/High|Medium/.exec(card.summary)?.[0]}`);
      return post(to, card, how);
    };
    bot.world.slack.update = async (posted, card) => {
      done.push(`edit ${/High|Medium/.exec(card.summary)?.[0]}`);
      return update(posted, card);
    };
    bot.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 5_000), after: false });
    await bot.send({ id: 'first', severity: 'medium' });
    await bot.world.time.advance(second);
    done.length = 0;
    bot.world.slack.heals();
    await bot.send(...many(3, { severity: 'medium', displayName: 'Changed' }));
    await bot.send({ id: 'h', displayName: 'Changed' });
    await bot.send({ id: 'm1', severity: 'medium' }, { id: 'm2', severity: 'medium' }, { id: 'new' });
    await bot.world.time.advance(20 * second);
    expect(done).toEqual([
      'post High',
      'edit High',
      // The post that was tried before had its turn.
      ...['edit Medium', 'post Medium', 'edit Medium', 'post Medium', 'edit Medium', 'post Medium'],
    ]);
  });

  it('starves nothing by edits of high cards', async () => {
    await bot.sendAll(many(80));
    await bot.world.time.advance(90 * second);
    await bot.send({ id: 'm', severity: 'medium' });
    for (let round = 0; round < 3; round++) {
      await bot.sendAll(many(80, { displayName: `Round ${round}` }));
      await bot.world.time.advance(10 * second);
    }
    expect(bot.has('m')).toBe(true);
  });

  it('has no edit before its own post', async () => {
    bot.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 20_000), after: false });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(2 * second);
    bot.world.slack.heals();
    await bot.send({ id: 'x', displayName: 'Changed' });
    await bot.world.time.advance(25 * second);
    expect(bot.channel().map(({ card, edits: times }) => [card.title.includes('Changed'), times])).toEqual([[true, 0]]);
  });
});

describe('edits of one card', () => {
  beforeEach(async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5 * second);
  });
  const change = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await bot.send({ id: 'x', displayName: `Change ${n}` });
      await bot.world.time.advance(second);
    }
  };

  it('are gathered when a sender changes it over and over: one a minute, and the last is shown', async () => {
    await change(130);
    expect(bot.edits()).toBe(3);
    await bot.world.time.advance(minute);
    expect(bot.channel()[0]?.card.title).toBe('Change 129');
    expect(bot.edits()).toBe(4);
  });

  it('are made at once when a person acts, and before those of other cards', async () => {
    await change(5);
    await bot.send({ id: 'b' }, { id: 'c' }, { id: 'd' });
    await bot.world.time.advance(5 * second);
    await bot.send({ id: 'b', displayName: 'B' }, { id: 'c', displayName: 'C' }, { id: 'd', displayName: 'D' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(2_100);
    expect(bot.channel()[0]?.card.summary).toMatch(/^Acknowledged · /);
  });
});

it('after ten high alerts in a row something else goes, and after ten more again', async () => {
  bot.world.slack.fails('unreachable', 'http_503');
  await bot.sendAll([...many(30), { id: 'm1', severity: 'medium' }, { id: 'm2', severity: 'medium' }]);
  await bot.world.time.advance(minute);
  await bot.crash();
  bot.world.slack.heals();
  await bot.start();
  await bot.world.time.advance(2 * minute);
  const order = bot.channel().map(({ card }) => (card.summary.startsWith('High') ? 'h' : 'm'));
  expect(order.slice(0, 22).join('')).toBe(`${'h'.repeat(10)}m${'h'.repeat(10)}m`);
});

it('an edit that is gathered is made when the minute of its own card is over, not when that of another is', async () => {
  await bot.send({ id: 'x' }, { id: 'y' });
  await bot.world.time.advance(5 * second);
  const title = (id: string) =>
    bot.channel().find(({ deliveryId }) => deliveryId.includes(`default ${id} `))?.card.title;
  await bot.send({ id: 'x', displayName: 'X 1' });
  await bot.world.time.advance(40 * second);
  await bot.send({ id: 'y', displayName: 'Y 1' });
  await bot.world.time.advance(3 * second);
  expect([title('x'), title('y')]).toEqual(['X 1', 'Y 1']);
  await bot.send({ id: 'y', displayName: 'Y 2' });
  await bot.world.time.advance(second);
  await bot.send({ id: 'x', displayName: 'X 2' });
  await bot.world.time.advance(18 * second);
  expect([title('x'), title('y')]).toEqual(['X 2', 'Y 1']);
  await bot.world.time.advance(40 * second);
  expect([title('x'), title('y')]).toEqual(['X 2', 'Y 2']);
});

describe('a sender who changes the severity over and over', () => {
  it('makes one line wait for each card, and holds up no other alert', async () => {
    await bot.send({ id: 'x', severity: 'low' }, { id: 'y', severity: 'low' });
    await bot.world.time.advance(5 * second);
    for (let flip = 0; flip < 601; flip++)
      for (const id of ['x', 'y']) await bot.send({ id, severity: flip % 2 ? 'low' : 'high' });
    const rows = await bot.deliveries();
    expect(rows.filter(({ about }) => about.kind === 'followUp').length).toBeLessThanOrEqual(4);
    expect(await bot.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    await bot.world.time.advance(3 * minute);
    const news = bot.channel().filter(({ thread }) => thread !== null);
    expect(text(news.at(-1)?.card.text)).toContain('Low → High');
    expect(bot.channel()[0]?.card.summary).toMatch(/^High-severity alert · /);
  });

  it('is told once a minute, how things stand then', async () => {
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(5 * second);
    for (let flip = 0; flip < 300; flip++) {
      await bot.send({ id: 'x', severity: flip % 2 ? 'low' : 'high' });
      await bot.world.time.advance(second);
    }
    await bot.world.time.advance(2 * minute);
    const news = bot.channel().filter(({ thread }) => thread !== null);
    expect(news.length).toBeGreaterThan(1);
    expect(news.length).toBeLessThanOrEqual(7);
  });
});
