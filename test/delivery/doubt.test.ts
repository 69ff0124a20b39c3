import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { slackChannel, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const only = (channel: typeof slackChannel | typeof teamsChannel) => bot.channelsAre(channel);
const lost = new ChatError('unreachable', 'timeout', null, true);
const row = async (queue: string) => {
  const all = await bot.deliveries();
  return all.find((one) => one.about.kind === 'alert' && one.queue.startsWith(queue));
};

/** What comes between the lost answer and the next post. */
const between: [string, ChatError][] = [
  ['a limit', new ChatError('unreachable', 'rate_limited', 5_000)],
  ['a limit without a time', new ChatError('unreachable', 'rate_limited')],
  ['no connection', new ChatError('unreachable', 'network')],
  ['a lock-out', new ChatError('lockedOut', 'status_401')],
  ['a card that is too long', new ChatError('card', 'MessageSizeTooBig')],
];

describe('a post that may have arrived', () => {
  it.each(between)('is a marked repeat on Teams, although %s came between', async (_what, error) => {
    await only(teamsChannel);
    const again = error.kind === 'card' ? [] : [error];
    const answers: (ChatError | null)[] = [lost, error, ...again, null];
    bot.world.teams.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: answer === lost };
    };
    await bot.send({});
    await bot.world.time.advance(5 * 60_000);
    const posts = bot.world.teams.messages.filter(({ to }) => to.startsWith('teams:'));
    expect(posts).toHaveLength(2);
    expect(text(posts[1]?.card)).toMatch(/may see this card twice/);
    expect(await row('teams:')).toMatchObject({ state: 'posted' });
    expect(await row('teams:')).not.toHaveProperty('doubt');
  });

  it.each(between.slice(0, 4))('is looked for on Slack, although %s came between', async (_what, error) => {
    await only(slackChannel);
    const answers: (ChatError | null)[] = [lost, null];
    bot.world.slack.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: answer === lost };
    };
    const looks: (ChatError | null)[] = [error, error, null];
    const { find } = bot.world.slack;
    bot.world.slack.find = async (...what) => {
      const answer = looks.shift() ?? null;
      if (answer) throw answer;
      return find(...what);
    };
    await bot.send({});
    await bot.world.time.advance(5 * 60_000);
    expect(looks).toEqual([]);
    expect(bot.channel()).toHaveLength(1);
  });

  it('stays so when the channel refuses the repeat, until the bot is back', async () => {
    await only(teamsChannel);
    const answers: (ChatError | null)[] = [lost, new ChatError('refused', 'BotNotInConversationRoster'), null];
    bot.world.teams.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: answer === lost };
    };
    await bot.send({});
    await bot.world.time.advance(60_000);
    expect(await row('teams:')).toMatchObject({ state: 'refused' });
    await bot.arrived(teamsChannel);
    await bot.world.time.advance(60_000);
    const posts = bot.world.teams.messages.filter(({ to }) => to.startsWith('teams:19'));
    expect(posts).toHaveLength(2);
    expect(text(posts[1]?.card)).toMatch(/may see this card twice/);
  });

  it('stays so over a restart', async () => {
    await only(teamsChannel);
    const answers: (ChatError | null)[] = [lost, new ChatError('unreachable', 'rate_limited', 20_000), null];
    bot.world.teams.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: answer === lost };
    };
    await bot.send({});
    await bot.world.time.advance(10_000);
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(60_000);
    expect(text(bot.world.teams.messages.at(-1)?.card)).toMatch(/may see this card twice/);
  });

  it('is looked for as answered after a fault of the platform’s own, over a restart too, and no longer after a time-out', async () => {
    await only(slackChannel);
    const fault = new ChatError('unreachable', 'http_500', null, true, true);
    const answers: (ChatError | null)[] = [fault, lost, null];
    bot.world.slack.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: false };
    };
    const tried: boolean[] = [];
    let soon = 1;
    const { find } = bot.world.slack;
    bot.world.slack.find = async (to, how, one) => {
      tried.push(one.answered);
      if (soon-- > 0) throw new ChatError('unreachable', 'too_soon', 20_000, true);
      return find(to, how, one);
    };
    await bot.send({});
    await bot.world.time.advance(10_000);
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(5 * 60_000);
    expect(tried).toEqual([true, true, false]);
    expect(bot.channel()).toHaveLength(1);
  });

  it('is posted once, as a marked repeat, when looks say that it is not there', async () => {
    await only(slackChannel);
    const answers: (ChatError | null)[] = [lost, new ChatError('unreachable', 'rate_limited', 5_000), null];
    bot.world.slack.fault = () => {
      const answer = answers.shift() ?? null;
      return answer && { error: answer, after: false };
    };
    await bot.send({});
    await bot.world.time.advance(5 * 60_000);
    expect(bot.channel()).toHaveLength(1);
    expect(text(bot.channel()[0]?.card)).toMatch(/may see this card twice/);
  });

  it('keeps its replies, which come once it is known to be there', async () => {
    await only(slackChannel);
    let failing = true;
    bot.world.slack.fault = () => (failing ? { error: lost, after: true } : null);
    const { find } = bot.world.slack;
    bot.world.slack.find = async (...what) => {
      if (failing) throw lost;
      return find(...what);
    };
    await bot.send({ id: 'x' });
    await bot.ticksAfter(hour + 60_000);
    await bot.world.time.advance(10 * 60_000);
    failing = false;
    await bot.world.time.advance(10 * 60_000);
    const [card, reminder] = bot.channel();
    expect(bot.channel()).toHaveLength(2);
    expect(reminder).toMatchObject({ thread: card?.message });
    expect(reminder?.deliveryId).toMatch(/^escalation/);
  });
});
