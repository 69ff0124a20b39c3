import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { sam } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let on: OutboxBot;
beforeEach(async () => {
  on = await anOutboxBot();
});

describe('the order of a queue', () => {
  it('lets a new high alert go before 80 cards that are changed once a minute', async () => {
    await on.sendAll(many(80));
    await on.world.time.advance(90 * second);
    for (let round = 0; round < 5; round++) {
      await on.sendAll(many(80, { displayName: `Round ${round}` }));
      await on.world.time.advance(minute);
    }
    await on.sendAll(many(80, { displayName: 'Again' }));
    await on.world.time.advance(5 * second);
    expect(await on.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
  });

  it('lets a new high alert go before 300 cards that became overdue in one tick', { timeout: 60_000 }, async () => {
    await on.sendAll(many(300, { severity: 'low' }));
    await on.world.time.advance(310 * second);
    await on.world.time.advance(24 * hour);
    await on.tick();
    await on.tick();
    await on.world.time.advance(5 * second);
    expect(await on.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    expect(on.edits()).toBeLessThan(20);
  });

  it('is: high alerts, edits of high cards, then other posts and edits in turns', async () => {
    await on.send({ id: 'h' }, ...many(3, { severity: 'medium' }));
    await on.world.time.advance(10 * second);
    const done: string[] = [];
    const { post, update } = on.world.slack;
    on.world.slack.post = async (to, card, how) => {
      done.push(`post ${/High|Medium/.exec(card.summary)?.[0]}`);
      return post(to, card, how);
    };
    on.world.slack.update = async (posted, card) => {
      done.push(`edit ${/High|Medium/.exec(card.summary)?.[0]}`);
      return update(posted, card);
    };
    on.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 5_000), after: false });
    await on.send({ id: 'first', severity: 'medium' });
    await on.world.time.advance(second);
    done.length = 0;
    on.world.slack.heals();
    await on.send(...many(3, { severity: 'medium', displayName: 'Changed' }));
    await on.send({ id: 'h', displayName: 'Changed' });
    await on.send({ id: 'm1', severity: 'medium' }, { id: 'm2', severity: 'medium' }, { id: 'new' });
    await on.world.time.advance(20 * second);
    expect(done).toEqual([
      'post High',
      'edit High',
      // The post that was tried before had its turn.
      ...['edit Medium', 'post Medium', 'edit Medium', 'post Medium', 'edit Medium', 'post Medium'],
    ]);
  });

  it('starves nothing by edits of high cards', async () => {
    await on.sendAll(many(80));
    await on.world.time.advance(90 * second);
    await on.send({ id: 'm', severity: 'medium' });
    for (let round = 0; round < 3; round++) {
      await on.sendAll(many(80, { displayName: `Round ${round}` }));
      await on.world.time.advance(10 * second);
    }
    expect(on.has('m')).toBe(true);
  });

  it('has no edit before its own post', async () => {
    on.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 20_000), after: false });
    await on.send({ id: 'x' });
    await on.world.time.advance(2 * second);
    on.world.slack.heals();
    await on.send({ id: 'x', displayName: 'Changed' });
    await on.world.time.advance(25 * second);
    expect(on.channel().map(({ card, edits: times }) => [card.title.includes('Changed'), times])).toEqual([[true, 0]]);
  });
});

describe('edits of one card', () => {
  beforeEach(async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(5 * second);
  });
  const change = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await on.send({ id: 'x', displayName: `Change ${n}` });
      await on.world.time.advance(second);
    }
  };

  it('are gathered when a sender changes it over and over: one a minute, and the last is shown', async () => {
    await change(130);
    expect(on.edits()).toBe(3);
    await on.world.time.advance(minute);
    expect(on.channel()[0]?.card.title).toBe('Change 129');
    expect(on.edits()).toBe(4);
  });

  it('are made at once when a person acts, and before those of other cards', async () => {
    await change(5);
    await on.send({ id: 'b' }, { id: 'c' }, { id: 'd' });
    await on.world.time.advance(5 * second);
    await on.send({ id: 'b', displayName: 'B' }, { id: 'c', displayName: 'C' }, { id: 'd', displayName: 'D' });
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(2_100);
    expect(on.channel()[0]?.card.summary).toMatch(/^Acknowledged, /);
  });
});

it('after ten high alerts in a row something else goes, and after ten more again', async () => {
  on.world.slack.fails('unreachable', 'http_503');
  await on.sendAll([...many(30), { id: 'm1', severity: 'medium' }, { id: 'm2', severity: 'medium' }]);
  await on.world.time.advance(minute);
  await on.crash();
  on.world.slack.heals();
  await on.start();
  await on.world.time.advance(2 * minute);
  const order = on.channel().map(({ card }) => (card.summary.startsWith('High') ? 'h' : 'm'));
  expect(order.slice(0, 22).join('')).toBe(`${'h'.repeat(10)}m${'h'.repeat(10)}m`);
});

it('an edit that is gathered is made when the minute of its own card is over, not when that of another is', async () => {
  await on.send({ id: 'x' }, { id: 'y' });
  await on.world.time.advance(5 * second);
  const title = (id: string) =>
    on.channel().find(({ deliveryId }) => deliveryId.includes(`default ${id} `))?.card.title;
  await on.send({ id: 'x', displayName: 'X 1' });
  await on.world.time.advance(40 * second);
  await on.send({ id: 'y', displayName: 'Y 1' });
  await on.world.time.advance(3 * second);
  expect([title('x'), title('y')]).toEqual(['X 1', 'Y 1']);
  await on.send({ id: 'y', displayName: 'Y 2' });
  await on.world.time.advance(second);
  await on.send({ id: 'x', displayName: 'X 2' });
  await on.world.time.advance(18 * second);
  expect([title('x'), title('y')]).toEqual(['X 2', 'Y 1']);
  await on.world.time.advance(40 * second);
  expect([title('x'), title('y')]).toEqual(['X 2', 'Y 2']);
});

describe('a sender who changes the severity over and over', () => {
  it('makes one line wait for each card, and holds up no other alert', async () => {
    await on.send({ id: 'x', severity: 'low' }, { id: 'y', severity: 'low' });
    await on.world.time.advance(5 * second);
    for (let flip = 0; flip < 601; flip++)
      for (const id of ['x', 'y']) await on.send({ id, severity: flip % 2 ? 'low' : 'high' });
    const rows = await on.deliveries();
    expect(rows.filter(({ about }) => about.kind === 'followUp').length).toBeLessThanOrEqual(4);
    expect(await on.timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    await on.world.time.advance(3 * minute);
    const news = on.channel().filter(({ thread }) => thread !== null);
    expect(text(news.at(-1)?.card.text)).toContain('Low → High');
    expect(on.channel()[0]?.card.summary).toMatch(/^High alert, /);
  });

  it('is told once a minute, how things stand then', async () => {
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(5 * second);
    for (let flip = 0; flip < 300; flip++) {
      await on.send({ id: 'x', severity: flip % 2 ? 'low' : 'high' });
      await on.world.time.advance(second);
    }
    await on.world.time.advance(2 * minute);
    const news = on.channel().filter(({ thread }) => thread !== null);
    expect(news.length).toBeGreaterThan(1);
    expect(news.length).toBeLessThanOrEqual(7);
  });
});
