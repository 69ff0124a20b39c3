/** A process takes over from one whose calls may still be under way: for 12 s it edits nothing and searches nothing, but posts what is new. */
import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { newsOf } from '../support/a-bot.ts';
import { anOutboxBot, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada } from '../support/partner.ts';
import { second } from '../support/time.ts';

const lost = new ChatError('unreachable', 'timeout', null, true);
const x = 'webhook:default x';
let bot: OutboxBot;
/** What the process asked Slack for, from the take-over on: `find` or `edit`, and when, in seconds. */
let asked: [string, number][];
beforeEach(async () => {
  bot = await anOutboxBot();
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3 * second);
});

/** The bot goes on as another process. */
async function takesOver(how: { mayOverlap: boolean }): Promise<void> {
  await bot.crash(how);
  const { slack, time } = bot.world;
  const { find, update } = slack;
  const begun = time.passed();
  asked = [];
  slack.find = (...what) => {
    asked.push(['find', (time.passed() - begun) / second]);
    return find(...what);
  };
  slack.update = (posted, card) => {
    if (posted.to.kind === 'channel') asked.push(['edit', (time.passed() - begun) / second]);
    return update(posted, card);
  };
  await bot.start();
  await time.advance(0);
}

const shows = () => bot.channel().map(({ card }) => newsOf(card));

it('edits wait for 12 s, and the last one stays', async () => {
  bot.world.slack.fault = (_, what) =>
    what === 'edit' ? { error: lost, lateMs: 11 * second, givenUpMs: 20 * second } : null;
  await bot.press(ada, 'alerts.acknowledge', x);
  await bot.world.time.advance(1_100);
  bot.world.slack.fault = null;
  await takesOver({ mayOverlap: true });
  await bot.reopen(ada, x);
  await bot.world.time.advance(11_900);
  expect(asked).toEqual([]);
  expect(shows()[0]).toBe('Acknowledged');
  await bot.world.time.advance(2 * second);
  expect(asked).toEqual([['edit', 12]]);
  expect(shows()[0]).toBe('High-severity alert');
});

it('a search for a post in doubt waits for 12 s, and what was never tried goes out at once', async () => {
  bot.world.slack.fault = (_, what) =>
    what === 'post' ? { error: lost, lateMs: 9 * second, givenUpMs: 20 * second } : null;
  await bot.send({ id: 'y' });
  await bot.world.time.advance(1_100);
  bot.world.slack.fault = null;
  await takesOver({ mayOverlap: true });
  await bot.send({ id: 'z' });
  await bot.world.time.advance(2 * second);
  expect([bot.has('y'), bot.has('z')]).toEqual([false, true]);
  await bot.world.time.advance(9_900);
  expect(asked).toEqual([]);
  await bot.world.time.advance(3 * second);
  // What was found may show an older state.
  expect(asked).toEqual([
    ['find', 12],
    ['edit', 12],
  ]);
  expect(bot.channel().filter(({ deliveryId }) => deliveryId.includes(' y > '))).toHaveLength(1);
});

it('a process that follows the end of another one edits and searches at once', async () => {
  bot.world.slack.fault = (_, what) => (what === 'edit' ? { error: lost, after: true } : null);
  await bot.press(ada, 'alerts.acknowledge', x);
  bot.world.slack.fault = null;
  await takesOver({ mayOverlap: false });
  await bot.world.time.advance(2 * second);
  expect(asked[0]?.[0]).toBe('edit');
  expect(asked[0]?.[1]).toBeLessThan(2);
});
