import { beforeEach, expect, it } from 'vitest';
import { aBot, formOf, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
  await on.tick();
});

it('a step that fails at every tick keeps no later one from running, and is told', async () => {
  on.world.archive.append = async () => {
    throw new Error('the archive is broken');
  };
  const drop = on.world.archive.segments;
  let looked = 0;
  on.world.archive.segments = () => {
    looked += 1;
    return drop();
  };
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
  await on.submit(sam, formOf(await on.press(sam, 'alerts.resolve', 'webhook:default x')), {
    reason: 'ignore',
    note: '',
  });
  await on.world.time.advance(26 * hour);
  await expect(on.tick()).rejects.toThrow('the archive is broken');
  expect(looked).toBeGreaterThan(0);
  await on.world.store.change((tx) => tx.put('seen', { id: 'old', at: '2026-11-01T00:00:00.000Z', outcome: null }));
  await expect(on.tick()).rejects.toThrow('the archive is broken');
  expect(await on.world.store.read((reader) => reader.get('seen', 'old'))).toBeNull();
});

it('several that fail are all told', async () => {
  on.world.archive.append = async () => {
    throw new Error('the archive is broken');
  };
  on.world.archive.segments = async () => {
    throw new Error('no segments');
  };
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
  await on.submit(sam, formOf(await on.press(sam, 'alerts.resolve', 'webhook:default x')), {
    reason: 'ignore',
    note: '',
  });
  await on.world.time.advance(26 * hour);
  await expect(on.tick()).rejects.toThrow(/the archive is broken.*no segments/);
});
