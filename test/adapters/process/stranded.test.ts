import { expect, it } from 'vitest';
import { watchTicks } from '../../../adapters/process/timers.ts';
import { watchStranded } from '../../../adapters/process/watches.ts';
import { stubBot } from '../../support/stub-bot.ts';

it.each([
  ['hosted', 'name an admin in ADMINS'],
  ['local', 'open Agents Playground at the address that npm start printed'],
] as const)(
  'alerts that reach nobody are counted, also when something else of the tick failed: %s',
  async (mode, advice) => {
    const said: string[] = [];
    const say = (_fields: object, message: string) => void said.push(message);
    const bot = {
      ...stubBot(() => ({ kind: 'cards', cards: [] })),
      tick: async () => {
        throw new Error('the archive is broken');
      },
    };
    const log = { debug: say, info: say, warn: say, error: say };
    const watch = watchStranded({ ask: async () => 3, log, mode });
    expect(watch.problem()).toBeNull();
    await expect(watchTicks(bot, watch.look).bot.tick()).rejects.toThrow('the archive is broken');
    expect(watch.count()).toBe(3);
    expect(said).toEqual([expect.stringMatching(`^alerts reach nobody: ${advice}`)]);
    expect(watch.problem()).toMatch(`3 reach nobody: ${advice}`);
  },
);
