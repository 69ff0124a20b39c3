import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, formOf, newsOf, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  bot.world.slack.bare = true;
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3_000);
});
const titles = () => bot.channel().map(({ card }) => newsOf(card));
const open = 'High-severity alert';
const press = (button: string) => bot.press(sam, button, 'webhook:default x');

describe('a card that the platform took without saying its id', () => {
  it('is there once, and waits for nothing', async () => {
    await bot.world.time.advance(hour / 2);
    expect(titles()).toEqual([open]);
    expect(bot.world.slack.calls).toBe(1);
  });

  it('stays as it is when the alert is acknowledged and resolved: nobody is told twice', async () => {
    await press('alerts.acknowledge');
    await bot.submit(sam, formOf(await press('alerts.resolve')), { reason: 'ignore', note: '' });
    await bot.world.time.advance(hour);
    expect(titles().filter((news) => news?.includes('alert') || news === 'Acknowledged')).toEqual([open]);
  });

  it('is known once somebody presses on it, and follows from then on: also what was answered elsewhere before', async () => {
    await press('alerts.acknowledge');
    await bot.world.time.advance(5_000);
    const [card] = bot.channel();
    expect(titles()).toEqual([open]);
    await bot.pressOn(card?.message ?? '', sam, 'alerts.acknowledge', 'webhook:default x', slackChannel);
    await bot.world.time.advance(5_000);
    expect(titles()).toEqual(['Acknowledged']);
    await bot.submit(sam, formOf(await press('alerts.resolve')), { reason: 'ignore', note: '' });
    await bot.world.time.advance(5_000);
    // Its thread is known too: the line about the end stands there.
    expect(bot.channel().map(({ card: { title }, thread }) => [title === card?.card.title, thread])).toEqual([
      [true, null],
      [false, card?.message],
    ]);
    expect(titles()[0]).toBe('Resolved');
  });

  it('is searched when the alert is open again, and edited from then on', async () => {
    await bot.submit(sam, formOf(await press('alerts.resolve')), { reason: 'ignore', note: '' });
    await bot.world.time.advance(5_000);
    bot.world.slack.bare = false;
    await press('alerts.reopen');
    await bot.world.time.advance(20_000);
    await press('alerts.acknowledge');
    await bot.world.time.advance(5_000);
    expect(titles().filter((title) => title === open)).toEqual([]);
    expect(titles().filter((title) => title === 'Acknowledged')).toHaveLength(1);
  });

  it('is posted anew, and says that it may be a repeat, where the platform cannot be searched', async () => {
    const other = await aBot();
    await other.channelsAre(slackChannel, teamsChannel);
    other.world.teams.bare = true;
    await other.send({ id: 'x' });
    await other.world.time.advance(3_000);
    await other.submit(sam, formOf(await other.press(sam, 'alerts.resolve', 'webhook:default x')), {
      reason: 'ignore',
      note: '',
    });
    await other.world.time.advance(5_000);
    await other.press(sam, 'alerts.reopen', 'webhook:default x');
    await other.world.time.advance(20_000);
    const cards = other.world.teams.messages.filter(({ card }) => newsOf(card) === open);
    expect(cards.map(({ card }) => JSON.stringify(card).includes('may see this card twice'))).toEqual([false, true]);
  });

  it('has its reminder beside it, since nothing can be written into its thread', async () => {
    await bot.ticksAfter(hour + 1_000);
    await bot.world.time.advance(5_000);
    const [reminder] = bot.channel('escalation');
    expect(reminder).toMatchObject({ thread: null, edits: 0 });
  });
});
