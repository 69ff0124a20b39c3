/** The disk refuses writes while messages are to be sent or edited: what is asked of the platforms, and what is logged. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { StoreFull } from '../../src/ports/store.ts';
import { aBot, newsOf, type TestBot } from '../support/a-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

const x = 'webhook:default x';

describe.each([
  ['Slack', slackChannel],
  ['Teams', teamsChannel],
])('in %s', (_name, channel) => {
  let bot: TestBot;
  let finds: number;
  const chat = () => bot.world[channel.platform];
  const cards = () => chat().messages.filter(({ to }) => to === `${channel.platform}:${channel.address}`);
  const shows = () => cards().map(({ card }) => newsOf(card));

  beforeEach(async () => {
    bot = await aBot();
    await bot.channelsAre(channel);
    finds = 0;
    const { find } = chat();
    chat().find = (...asked) => {
      finds++;
      return find(...asked);
    };
  });

  /** The disk refuses writes from the next call on, while the outbox waits for its answer. */
  function refusesDuringCall() {
    chat().fault = () => {
      chat().fault = null;
      bot.world.store.diskFull(true);
      return null;
    };
  }

  /** Ten minutes on such a disk, with ticks, which fail. Returns the number of calls to the platform since the beginning. */
  async function tenMinutes(): Promise<number> {
    for (let left = 10 * minute; left > 0; left -= 10 * second) {
      await bot.world.time.advance(10 * second);
      await bot.tick().catch(() => {});
    }
    return chat().calls + finds;
  }

  it('an edit is made once, and recorded when the disk takes writes again', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3 * second);
    refusesDuringCall();
    await bot.press(ada, 'alerts.acknowledge', x);
    expect(await tenMinutes()).toBe(2);
    expect(shows()).toEqual(['Acknowledged']);
    bot.world.store.diskFull(false);
    await bot.world.time.advance(minute);
    expect(cards().map(({ edits }) => edits)).toEqual([1]);
    expect(bot.bugs).toEqual([]);
  });

  it('a card is posted once, and recorded when the disk takes writes again', async () => {
    refusesDuringCall();
    await bot.send({ id: 'x' });
    expect(await tenMinutes()).toBe(1);
    bot.world.store.diskFull(false);
    await bot.world.time.advance(minute);
    expect([shows(), finds]).toEqual([['High-severity alert'], 0]);
    expect(await bot.deliveries()).toMatchObject([{ state: 'posted', message: cards()[0]?.message }]);
    expect(bot.bugs).toEqual([]);
  });

  it('what had not been sent is not sent, and a new high alert arrives within seconds of the first write', async () => {
    await bot.send({ id: 'x' }, { id: 'y', severity: 'low' });
    bot.world.store.diskFull(true);
    expect(await tenMinutes()).toBe(0);
    bot.world.store.diskFull(false);
    await bot.send({ id: 'z', displayName: 'New' });
    await bot.world.time.advance(8 * second);
    expect(shows()).toEqual(['High-severity alert', 'High-severity alert', 'Low-severity alert']);
    await bot.world.time.advance(minute);
    expect([cards().length, chat().calls, bot.bugs]).toEqual([3, 3, []]);
  });

  it('a failed call is not made again', async () => {
    chat().fault = () => {
      bot.world.store.diskFull(true);
      return { error: new ChatError('unreachable', 'http_503'), after: false };
    };
    await bot.send({ id: 'x' });
    expect(await tenMinutes()).toBe(1);
    chat().fault = null;
    bot.world.store.diskFull(false);
    await bot.world.time.advance(minute);
    expect([shows(), chat().calls, bot.bugs]).toEqual([['High-severity alert'], 2, []]);
  });

  it('a message in doubt is looked for once after a start, and once more when the disk takes writes again', async () => {
    chat().fault = () => ({ error: new ChatError('unreachable', 'timeout', null, true), after: false });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(2 * second);
    await bot.crash();
    bot.world.store.diskFull(true);
    chat().fault = null;
    await bot.start();
    expect(await tenMinutes()).toBe(2);
    bot.world.store.diskFull(false);
    await bot.world.time.advance(minute);
    expect([shows(), finds]).toEqual([['High-severity alert'], 2]);
    expect(bot.bugs).toEqual([]);
  });

  it('an answer that may cover an edit has the newest state sent once more when the disk takes writes again', async () => {
    await bot.send({ id: 'x' });
    await bot.press(ada, 'alerts.acknowledge', x);
    await bot.world.time.advance(minute);
    const [card] = await bot.deliveries();
    if (!card) throw new Error('no delivery');
    bot.world.store.diskFull(true);
    const shown = bot.answerShown(card, false);
    await bot.world.time.advance(10 * minute);
    const { calls } = chat();
    bot.world.store.diskFull(false);
    await bot.world.time.advance(minute);
    await shown;
    expect([chat().calls - calls, shows()]).toEqual([1, ['Acknowledged']]);
  });

  it('a stop does not wait for the disk', async () => {
    refusesDuringCall();
    await bot.send({ id: 'x' });
    await bot.world.time.advance(minute);
    await bot.crash();
    bot.world.store.diskFull(false);
    await bot.start();
    await bot.world.time.advance(minute);
    expect([cards().length, bot.bugs]).toEqual([channel === slackChannel ? 1 : 2, []]);
  });

  it('a store that is full is no bug either', async () => {
    const { change } = bot.world.store;
    await bot.send({ id: 'x' });
    bot.world.store.change = () => Promise.reject(new StoreFull({ bytes: 2, limit: 1 }));
    expect(await tenMinutes()).toBe(0);
    bot.world.store.change = change;
    await bot.world.time.advance(8 * second);
    expect([shows(), chat().calls, bot.bugs]).toEqual([['High-severity alert'], 1, []]);
  });
});
