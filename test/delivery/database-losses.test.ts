/** A database lost what it had confirmed: what the admins hear of it, from the replica that acts. */
import { beforeEach, expect, it } from 'vitest';
import { databaseLosses } from '../../adapters/process/database-losses.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

let bot: TestBot;
let losses: ReturnType<typeof databaseLosses>;
beforeEach(async () => {
  bot = await aBot();
  losses = found();
});

/** What a replica found, which acts from here on. */
function found() {
  const own = databaseLosses(() => bot.world.clock.now());
  bot.world.losses = own;
  return own;
}

async function ticks(count = 2): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    await bot.tick(10 * second);
  }
}

const news = () =>
  bot.inPrivate(ada).flatMap(({ deliveryId, card }) => (deliveryId.startsWith('databaseLoss ') ? [text(card)] : []));

const bodies = () =>
  bot
    .inPrivate(ada)
    .flatMap(({ deliveryId, card }) => (deliveryId.startsWith('databaseLoss ') ? [text(card.text)] : []));

it('writes that were made again are told once, with how many', async () => {
  await ticks();
  expect(news()).toEqual([]);
  losses.putBack(2);
  losses.putBack(1);
  await ticks(3);
  expect(news()).toEqual([expect.stringContaining('My database lost 3 changes that it had reported as saved.')]);
  expect(news()[0]).toContain('nothing is missing now.');
  // What only notifications say is not on the card.
  expect(bodies()).toEqual([expect.stringContaining('3 changes')]);
  losses.putBack(1);
  await ticks();
  expect(news()[1]).toContain('My database lost a change');
});

it('lost alerts are told by the ids of their senders, ten at most, and how many more', async () => {
  losses.alertsLost(Array.from({ length: 12 }, (_, n) => `webhook:cipp finding ${n + 1}`));
  await ticks(3);
  const [told = '', ...others] = news();
  expect(others).toEqual([]);
  for (const part of ['My database lost 12 alerts', '“finding 1” from cipp', '“finding 10” from cipp, and 2 more.'])
    expect(told).toContain(part);
  expect(told).not.toContain('finding 11');
  expect(told).toContain('have them sent again');
  expect(told).toContain('docs/postgres.md');
});

it('an alert that is there, since it was stored again or sent again, is not called lost', async () => {
  await bot.send({ id: 'x' });
  losses.alertsLost(['webhook:default x']);
  await ticks();
  expect(news()).toEqual([]);
  losses.alertsLost(['webhook:default x', 'webhook:default y']);
  await ticks();
  expect(news()).toEqual([expect.stringContaining('“y” from default.')]);
  expect(losses.waiting()).toEqual({ putBack: 0, lost: null });
});

it('what several replicas found is told by the first that acts, and a later loss again', async () => {
  losses.alertsLost(['webhook:default x']);
  const other = databaseLosses(() => bot.world.clock.now());
  await bot.world.time.advance(3 * second);
  other.alertsLost(['webhook:default x', 'webhook:default y']);
  await ticks();
  expect(news()).toHaveLength(1);
  bot.world.losses = other;
  await ticks();
  expect(news()).toHaveLength(1);
  await bot.world.time.advance(5 * minute);
  found().alertsLost(['webhook:default z']);
  await ticks();
  expect(news()).toHaveLength(2);
});

it('waits while no admin can be told', async () => {
  const { directory } = bot.world;
  bot.world.directory = { ...directory, adminsToTell: () => Promise.reject(new ChatError('unreachable', 'timeout')) };
  losses.putBack(1);
  await ticks();
  bot.world.directory = directory;
  await ticks();
  expect(news()).toHaveLength(1);
});
