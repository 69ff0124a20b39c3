import { expect, it } from 'vitest';
import { aBot } from '../support/a-bot.ts';

it('a tick makes no change of the store that writes nothing: the metric of changes stands still on a bot that is idle', async () => {
  const bot = await aBot({});
  const { store } = bot.world;
  const written: number[] = [];
  bot.world.store = {
    ...store,
    change: (what, how) => {
      let rows = 0;
      const counting = store.change((tx) => {
        const put: typeof tx.put = (collection, row) => {
          rows++;
          return tx.put(collection, row);
        };
        const remove: typeof tx.remove = (collection, id) => {
          rows++;
          return tx.remove(collection, id);
        };
        return what({ ...tx, put, remove });
      }, how);
      return counting.finally(() => written.push(rows));
    },
  };
  // The first ticks record what a new bot finds.
  for (let n = 0; n < 2; n++) await bot.tick();
  written.length = 0;
  for (let n = 0; n < 3; n++) await bot.tick();
  expect(written.filter((rows) => rows === 0)).toEqual([]);
});
