/** The source of an alert, as its cards say it. */
import { beforeEach, expect, it } from 'vitest';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const sourceOn = () => /^Alert \d+ \((.*)\), detected/.exec(text(bot.channel().at(-1)?.card.footer))?.[1];

it.each([
  ['defender', 'fields', 'Microsoft Defender'],
  ['cipp', 'cloudevents', 'CIPP'],
  ['north', 'cipp', 'CIPP'],
  ['azure', 'azure-monitor', 'Azure Monitor'],
  ['mine', 'fields', 'mine'],
])('is the product of %s, which the preset %s reads', async (name, preset, product) => {
  bot.world.settings.sources = [aSource(name, { preset })];
  await sourcesOf(bot.world).send(name, [{ id: 'x' }]);
  await bot.world.time.advance(5_000);
  expect(sourceOn()).toBe(product);
});

it('of several of one product stands in brackets in the details, and both names choose its alerts', async () => {
  bot.world.settings.sources = [aSource('north', { preset: 'cipp' })];
  await sourcesOf(bot.world).send('north', [{ id: 'x' }]);
  expect(text(cardOf(await bot.say(sam, 'alerts 1')).facts)).toContain('CIPP (north), a product that sends me alerts');
  for (const typed of ['ack cipp', 'ack north'])
    expect(text(await bot.say(sam, typed)), typed).toContain('All open alerts from north');
});

it('is the sender’s own name on the signed route, a webhook without one, and never a bare “default”', async () => {
  for (const [source, said] of [
    ['siem', 'siem'],
    ['default', 'webhook'],
  ]) {
    await bot.send({ source });
    await bot.world.time.advance(5_000);
    expect(sourceOn()).toBe(said);
  }
  const story = cardOf(await bot.say(sam, 'alerts 2'));
  expect(text([story.rows, story.facts, story.footer])).not.toContain('default');
});
