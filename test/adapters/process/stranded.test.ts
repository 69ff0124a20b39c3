import { expect, it } from 'vitest';
import { watchStranded } from '../../../adapters/process/watches.ts';
import { stubBot } from '../../support/stub-bot.ts';

it('whoever gets no alert is counted, also when something else of the tick failed', async () => {
  const said: string[] = [];
  const say = (_fields: object, message: string) => void said.push(message);
  const bot = {
    ...stubBot(() => ({ kind: 'cards', cards: [] })),
    tick: async () => {
      throw new Error('the archive is broken');
    },
  };
  const watch = watchStranded(bot, async () => 3, { debug: say, info: say, warn: say, error: say });
  await expect(watch.bot.tick()).rejects.toThrow('the archive is broken');
  expect(watch.count()).toBe(3);
  expect(said.join()).toContain('alerts reach nobody');
});
