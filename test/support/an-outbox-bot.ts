/** A bot whose alerts go to one Slack channel, and what its outbox did there. Storms do not gather anything. */
import type { Card } from '../../src/view/view.ts';
import { aBot, text } from './a-bot.ts';
import { quickStore } from './memory-store.ts';
import { ada, slackChannel } from './partner.ts';
import { minute, second } from './time.ts';

export type OutboxBot = Awaited<ReturnType<typeof anOutboxBot>>;

export const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ id: `n${n}`, ...more }));

export async function anOutboxBot() {
  const bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  bot.world.settings.stormLimit = 1_000;
  const tries: string[] = [];
  const has = (id: string) =>
    bot.channel().some(({ deliveryId }) => deliveryId === `alert webhook:default ${id} > slack:C1`);

  /** Slack, or our own code in front of it, fails at cards for channels with that word, and takes all others. `tries` says when it was asked for one of them. */
  function failsAt(word: string, error: Error): void {
    const { post, update } = bot.world.slack;
    const meets = (card: Card) => {
      if (!text(card).includes(word)) return;
      tries.push(bot.world.time.now());
      throw error;
    };
    bot.world.slack.post = async (to, card, how) => {
      if (to.kind === 'channel') meets(card);
      return post(to, card, how);
    };
    bot.world.slack.update = async (posted, card) => {
      if (posted.to.kind === 'channel') meets(card);
      return update(posted, card);
    };
  }

  /** Sends one high alert; in how many milliseconds the channel has it, at most `limit`. */
  async function timeFor(id: string, limit = minute): Promise<number> {
    await bot.send({ id });
    for (let passed = 0; passed <= limit; passed += 100) {
      if (has(id)) return passed;
      await bot.world.time.advance(100);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Time passes, with a tick as often as `every`. */
  async function pass(ms: number, every = 10 * second): Promise<void> {
    for (let left = ms; left > 0; left -= every) {
      await bot.ticksAfter(Math.min(left, every));
    }
    await bot.world.time.advance(0);
  }

  return {
    ...bot,
    pass,
    tries,
    has,
    failsAt,
    timeFor,
    async sendAll(alerts: object[]) {
      for (let from = 0; from < alerts.length; from += 50)
        await bot.send(...alerts.slice(from, from + 50).map((one) => ({ ...one })));
    },
    /** What the admin got in private, by what it is about, but for the welcome. */
    toAda: () =>
      bot
        .inPrivate(ada)
        .map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '')
        .filter((about) => about !== 'welcome'),
    edits: () => bot.channel().reduce((sum, one) => sum + one.edits, 0),
  };
}
