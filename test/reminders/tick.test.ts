import { beforeEach, expect, it } from 'vitest';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.tick();
});

/** An alert is to be archived by the next tick, which fails. */
async function archives(): Promise<void> {
  bot.world.archive.append = async () => {
    throw new Error('the archive is broken');
  };
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3_000);
  await bot.resolve(sam, 'webhook:default x');
  await bot.world.time.advance(26 * hour);
}

it('a step that fails at every tick keeps no later one from running, and is told', async () => {
  const drop = bot.world.archive.segments;
  let looked = 0;
  bot.world.archive.segments = () => {
    looked += 1;
    return drop();
  };
  await archives();
  await expect(bot.tick()).rejects.toThrow('the archive is broken');
  expect(looked).toBeGreaterThan(0);
  await bot.world.store.change((tx) => tx.put('seen', { id: 'old', at: '2026-11-01T00:00:00.000Z', outcome: null }));
  await expect(bot.tick()).rejects.toThrow('the archive is broken');
  expect(await bot.world.store.read((reader) => reader.get('seen', 'old'))).toBeNull();
});

it('several that fail are all told', async () => {
  bot.world.archive.segments = async () => {
    throw new Error('no segments');
  };
  await archives();
  await expect(bot.tick()).rejects.toThrow(/the archive is broken.*no segments/);
});
