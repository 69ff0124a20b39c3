import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, formOf, newsOf, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
  on.world.slack.bare = true;
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
});
const titles = () => on.channel().map(({ card }) => newsOf(card));
const open = 'High alert';
const press = (button: string) => on.press(sam, button, 'webhook:default x');

describe('a card that the platform took without saying its id', () => {
  it('is there once, and waits for nothing', async () => {
    await on.world.time.advance(hour / 2);
    expect(titles()).toEqual([open]);
    expect(on.world.slack.calls).toBe(1);
  });

  it('stays as it is when the alert is acknowledged and resolved: nobody is told twice', async () => {
    await press('alerts.acknowledge');
    await on.submit(sam, formOf(await press('alerts.resolve')), { reason: 'ignore', note: '' });
    await on.world.time.advance(hour);
    expect(titles().filter((news) => news?.includes('alert') || news === 'Acknowledged')).toEqual([open]);
  });

  it('follows once somebody presses on it, which says its id', async () => {
    await on.pressOn(on.channel()[0]?.message ?? '', sam, 'alerts.acknowledge', 'webhook:default x', slackChannel);
    await on.world.time.advance(5_000);
    expect(titles()).toEqual(['Acknowledged']);
  });

  it('is searched when the alert is open again, and edited from then on', async () => {
    await on.submit(sam, formOf(await press('alerts.resolve')), { reason: 'ignore', note: '' });
    await on.world.time.advance(5_000);
    on.world.slack.bare = false;
    await press('alerts.reopen');
    await on.world.time.advance(20_000);
    await press('alerts.acknowledge');
    await on.world.time.advance(5_000);
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
    expect(cards.map(({ card }) => JSON.stringify(card).includes('may be a repeat'))).toEqual([false, true]);
  });

  it('has its reminder beside it, since nothing can be written into its thread', async () => {
    await on.world.time.advance(hour + 1_000);
    await on.tick();
    await on.world.time.advance(5_000);
    const [reminder] = on.channel().filter(({ deliveryId }) => deliveryId.startsWith('escalation'));
    expect(reminder).toMatchObject({ thread: null, edits: 0 });
  });
});
