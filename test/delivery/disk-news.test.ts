/** The disk of the state folder fills up, and people hear of it: the last part of that without the store. */
import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { DiskState } from '../../src/ports/world.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, slackChannel, tina } from '../support/partner.ts';
import { minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ admins: [ada, eve] });
  await bot.tick();
});

/** From here on the disk is so, and the bot has had time to notice it. */
async function becomes(disk: DiskState | null): Promise<void> {
  bot.world.disk = async () => disk;
  if (disk) bot.world.store.diskFull(!disk.writable);
  await ticks(3);
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    // While the disk is full, other steps of the tick fail.
    await bot.tick().catch(() => {});
    await bot.world.time.advance(minute);
  }
}

const news = (id = ada) =>
  bot.inPrivate(id).flatMap(({ deliveryId, card }) => (deliveryId.startsWith('disk ') ? [card] : []));
const titles = () => news().map(({ title }) => title);
const megabytes = (free: number, writable = true) => ({ freeBytes: free * 1e6, writable });
const [low, full, room] = [
  'My disk is nearly full',
  'I cannot save anything on my disk',
  'My disk has free space again',
];

it('admins hear once that 500 MB are left, that nothing can be saved, and that it is over', async () => {
  await becomes(megabytes(500));
  expect(titles()).toEqual([]);
  await becomes(megabytes(499));
  await becomes(megabytes(400));
  expect(titles()).toEqual([low]);
  expect(text(news()[0])).toContain('has 499 MB left');
  await becomes(megabytes(0, false));
  expect(titles()).toEqual([low, full]);
  await becomes(megabytes(21_000));
  expect(titles()).toEqual([low, full, room]);
  expect(news(eve)).toHaveLength(3);
});

it('a disk that is full at once is told, though nothing can be stored', async () => {
  await becomes(megabytes(0, false));
  expect(titles()).toEqual([full]);
  expect(text(news()[0])).toContain('I am refusing new alerts');
});

it('a disk that takes writes again and is still nearly full says both', async () => {
  await becomes(megabytes(0, false));
  await becomes(megabytes(300));
  expect(titles()).toEqual([full, low]);
  expect(text(news()[1])).toContain('I can save again.');
});

it('what wavers around the limit is told once', async () => {
  for (const free of [490, 510, 480, 599]) await becomes(megabytes(free));
  expect(titles()).toEqual([low]);
  await becomes(megabytes(600));
  expect(titles()).toEqual([low, room]);
});

it('who could not be reached hears of the full disk at a later tick, and the others once', async () => {
  bot.world.slack.fails('unreachable', 'network', ada);
  await becomes(megabytes(0, false));
  expect([news(ada).length, news(eve).length]).toEqual([0, 1]);
  bot.world.slack.heals();
  await ticks(2);
  expect([news(ada).length, news(eve).length]).toEqual([1, 1]);
});

it('a message of which nobody knows whether it arrived is not sent again', async () => {
  let calls = 0;
  bot.world.slack.fault = (queue) => {
    if (queue !== ada) return null;
    calls++;
    return { error: new ChatError('unreachable', 'timeout', null, true), after: false };
  };
  await becomes(megabytes(0, false));
  expect(calls).toBe(1);
});

it('in the admin channel the full disk mentions the admins', async () => {
  await bot.world.store.change((tx) =>
    tx.put('organisation', { id: 'organisation', adminChannel: slackChannel, expertsChannel: null }),
  );
  await becomes(megabytes(0, false));
  const [message] = bot.channel('disk ');
  expect(message?.card.mentions.map(({ id }) => id)).toEqual([ada, eve]);
  expect(titles()).toEqual([]);
});

it('where the admin channel does not take that either, each admin hears in private', async () => {
  await bot.organisation({ adminChannel: slackChannel });
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await becomes(megabytes(0, false));
  expect([news(ada), news(eve)].map((all) => all.map(({ title }) => title))).toEqual([[full], [full]]);
});

it('with an admin channel, what cannot wait goes to the admins of the other platform too, and nothing else does', async () => {
  bot.world.admins.add(tina);
  bot.knows(tina, 'Tina');
  await bot.organisation({ adminChannel: slackChannel });
  const there = () => bot.channel('disk ');
  await becomes(megabytes(400));
  expect([news(tina).length, there().map(({ card }) => card.mentions)]).toEqual([0, [[]]]);
  await becomes(megabytes(0, false));
  expect(news(tina).map(({ title }) => title)).toEqual([full]);
  await becomes(megabytes(400));
  expect(news(tina).map(({ title }) => title)).toEqual([full, low]);
  await becomes(megabytes(700));
  expect(there().map(({ card }) => card.title)).toEqual([low, full, low, room]);
  expect(news(tina)).toHaveLength(2);
  expect(titles()).toEqual([]);
});

it('a disk that is full twice is told twice, and each news says what it has to', async () => {
  await becomes(megabytes(0, false));
  await becomes(megabytes(700));
  await becomes(megabytes(0, false));
  await becomes(megabytes(599));
  await becomes(megabytes(700));
  expect(titles()).toEqual([full, room, full, low, room]);
  const remedy = 'free up space on this disk';
  expect(news().map((card) => text(card.text).includes(remedy))).toEqual([true, false, true, true, false]);
  expect(news().map((card) => text(card.text).includes('I can save again.'))).toEqual([
    ...[false, false, false, true, false],
  ]);
});

it('that the disk is nearly full waits for the first admin', async () => {
  bot.world.admins.clear();
  await becomes(megabytes(400));
  bot.world.admins.add(ada);
  await ticks(6);
  expect(titles()).toEqual([low]);
});

it('a store that takes no more alerts keeps no such news back', async () => {
  bot.world.store.limit(1);
  await becomes(megabytes(400));
  expect(titles()).toEqual([low]);
});

it('a start after a full disk says that it is over', async () => {
  await becomes(megabytes(300));
  await becomes(megabytes(0, false));
  bot.restart();
  await becomes(megabytes(21_000));
  expect(titles()).toEqual([low, full, room]);
});

it('of a database admins hear that it takes no writes, and that this is over; never how much room it has', async () => {
  const database = (writable: boolean) => becomes({ freeBytes: null, writable });
  await database(true);
  expect(titles()).toEqual([]);
  await database(false);
  await database(true);
  expect(titles()).toEqual(['I cannot save anything in my database', 'I can write to my database again']);
  const said = text(news().map(text));
  expect(said).toContain('to free up disk space, or to take the database out of read-only mode');
  for (const word of ['state folder', 'MB', 'before-version']) expect(said).not.toContain(word);
});

it('of a database that is away admins hear why, and where to look, and nothing of its disk', async () => {
  await becomes({ freeBytes: null, writable: false, trouble: 'ECONNREFUSED' });
  const said = text(news().map(text));
  expect(said).toContain('I cannot use the database that holds my data (ECONNREFUSED)');
  expect(said).toContain('check that its server is running');
  expect(said).not.toMatch(/disk|read-only/);
  await becomes({ freeBytes: null, writable: true });
  expect(titles()).toEqual(['I cannot use my database', 'I can write to my database again']);
});

it('a state that moved from a disk that was nearly full to a database says nothing of it', async () => {
  await becomes(megabytes(400));
  await becomes({ freeBytes: null, writable: true });
  expect(titles()).toEqual([low]);
});

it('a disk of which nothing is known is no news', async () => {
  await becomes(null);
  expect(titles()).toEqual([]);
});
