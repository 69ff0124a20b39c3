import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aSource } from '../support/a-source.ts';
import { aSourceBot, many, type SourceBot } from '../support/a-source-bot.ts';
import { ada, contoso, eve, sam, secondChannel, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: SourceBot;
beforeEach(async () => {
  bot = await aSourceBot();
});

/** Forty alerts of another tenant, whose people no card of one alert has mentioned. */
const theirs = (partnerTenantId: string) =>
  many(40, { partnerTenantId }).map((one) => ({ ...one, id: `theirs ${one.id}` }));

it('each person on call is mentioned in a channel of their own platform alone', async () => {
  const id = await bot.fabrikamWithEve(slackChannel, teamsChannel);
  bot.world.settings.sources = [aSource('flood', { pace: { alerts: 20, ms: hour } }), aSource('siem')];
  await bot.channelsAre(slackChannel, teamsChannel);
  await bot.sendFrom('flood', [...many(20, { partnerTenantId: contoso }), ...theirs(id)]);
  await bot.world.time.advance(minute);
  const inTeams = bot.world.teams.messages.filter(({ deliveryId }) => deliveryId.startsWith('digest '));
  expect(inTeams.map(({ card }) => [card.title, card.mentions])).toEqual([['40 more alerts from flood', []]]);
  expect(bot.digests()[0]?.card.mentions.map((one) => one.id)).toEqual([eve]);
});

it('each is mentioned in the second channel, where the first refuses', async () => {
  bot.hasChannel(secondChannel, { name: 'noc' }, [sam]);
  const tenant = await bot.fabrikamWithEve(slackChannel, secondChannel);
  bot.world.settings.sources = [aSource('flood', { pace: { alerts: 20, ms: hour } }), aSource('siem')];
  await bot.channelsAre(slackChannel, secondChannel);
  bot.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await bot.sendFrom('siem', many(1, { partnerTenantId: contoso }));
  await bot.world.time.advance(minute);
  await bot.sendFrom('flood', [...many(20, { partnerTenantId: contoso }), ...theirs(tenant)]);
  await bot.world.time.advance(minute);
  const there = bot.world.slack.messages.filter(
    ({ to, deliveryId }) => to === 'slack:C2' && /^digest /.test(deliveryId),
  );
  expect(there.map(({ card }) => card.mentions.map(({ id }) => id))).toEqual([[eve]]);
});

it('everybody is mentioned for whose alerts the card waits, however they came', async () => {
  const id = await bot.fabrikamWithEve();
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  for (const partnerTenantId of [contoso, id]) {
    await bot.sendFrom(
      'flood',
      many(60, { partnerTenantId }).map((one) => ({ ...one, id: `${partnerTenantId} ${one.id}` })),
    );
    await bot.world.time.advance(10 * second);
  }
  bot.world.slack.heals();
  await bot.world.time.advance(2 * minute);
  expect(bot.digests()).toHaveLength(1);
  // The first cards mention those of the one tenant, the card for many those of the other.
  expect(bot.ownCards().flatMap(({ card }) => card.mentions.map((one) => one.id))).toEqual([sam]);
  expect(bot.digests()[0]?.card.mentions.map((one) => one.id)).toEqual([eve]);
});

describe('a storm of one source that goes on', () => {
  const acknowledged = () => bot.ownCards()[0]?.card.summary.startsWith('Acknowledged');

  it('has few cards and mentions, however long it lasts, and a person’s answer shows at once', async () => {
    await bot.send({ id: 'first' });
    await bot.world.time.advance(3 * second);
    for (let passed = 0; passed < 100; passed++) {
      await bot.send(...Array.from({ length: 5 }, (_, n) => ({ id: `${passed}-${n}`, source: `name-${n}` })));
      if (passed === 50) await bot.press(sam, 'alerts.acknowledge', 'webhook:default first');
      if (passed === 61) expect(acknowledged()).toBe(true);
      await bot.world.time.advance(second);
    }
    expect(bot.ownCards().length).toBeLessThanOrEqual(30);
    expect(bot.mentioned().length).toBeLessThanOrEqual(31);
    expect(bot.digests()).toHaveLength(1);
  });

  it('is over after a pause of ten seconds, or once somebody answers: the next alert has a card, and calls after ten minutes', async () => {
    await bot.sendFrom('flood', many(60));
    await bot.world.time.advance(9 * second);
    await bot.sendFrom('flood', [{ id: 'within' }]);
    await bot.world.time.advance(9 * second);
    await bot.sendFrom('flood', [{ id: 'still within' }]);
    await bot.world.time.advance(10 * second);
    expect([bot.ownCards().length, bot.digests().length, bot.mentioned().length]).toEqual([20, 1, 1]);
    await bot.sendFrom('flood', [{ id: 'after' }]);
    await bot.world.time.advance(minute);
    expect(bot.digests()[0]?.card.title).toBe('42 more alerts from flood');
    expect([bot.ownCards().length, bot.mentioned().length]).toEqual([21, 1]);
    await bot.world.time.advance(10 * minute);
    await bot.sendFrom('flood', [{ id: 'later' }]);
    await bot.world.time.advance(minute);
    expect([bot.ownCards().length, bot.mentioned().length]).toEqual([22, 2]);
    expect(
      bot
        .ownCards()
        .at(-1)
        ?.card.mentions.map(({ id }) => id),
    ).toEqual([sam]);
    await bot.sendFrom(
      'flood',
      many(60, { severity: 'high' }).map((one) => ({ ...one, id: `again ${one.id}` })),
    );
    await bot.world.time.advance(minute);
    const next = bot.digests()[1]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
    await bot.press(sam, 'alerts.acknowledgeAll', next?.value ?? '');
    await bot.sendFrom('flood', [{ id: 'answered' }]);
    await bot.world.time.advance(5 * second);
    expect(bot.ownCards().at(-1)?.deliveryId).toContain('flood answered');
  });

  it('is over five minutes after too many waited, also while alerts come one by one without a pause', async () => {
    await bot.sendFrom('flood', many(60));
    for (let n = 0; n < 38; n++) {
      await bot.world.time.advance(8 * second);
      await bot.sendFrom('flood', [{ id: `one by one ${n}` }]);
    }
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['77 more alerts from flood']);
    expect(bot.ownCards().at(-1)?.deliveryId).toContain('one by one 37');
  });

  it('calls all whose alerts a card stands for: one whose readers were not all called takes in no more', async () => {
    const id = await bot.fabrikamWithEve();
    const of = (word: string, partnerTenantId: string) =>
      many(30, { partnerTenantId }).map((one) => ({ ...one, id: `${word} ${one.id}` }));
    await bot.sendFrom('flood', [...of('a', contoso), ...of('b', contoso)]);
    await bot.world.time.advance(30 * second);
    await bot.sendFrom('flood', [...of('c', contoso), ...of('d', id)]);
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], [sam, eve]]);
    expect(bot.mentioned()).toEqual([sam, sam, eve]);
  });

  it('goes on while alerts come one by one without a pause, also while the channel fails for a minute', async () => {
    await bot.sendFrom('flood', many(60));
    for (let n = 0; n < 100; n++) {
      await bot.sendFrom('flood', [{ id: `one by one ${n}` }]);
      await bot.world.time.advance(300);
    }
    bot.world.slack.fails('unreachable', 'timeout', 'slack:C1');
    for (let n = 0; n < 20; n++) {
      await bot.sendFrom('flood', [{ id: `unheard ${n}` }]);
      await bot.world.time.advance(3 * second);
    }
    bot.world.slack.heals();
    await bot.world.time.advance(minute);
    expect([bot.ownCards().length, bot.digests().length, bot.mentioned().length]).toEqual([20, 1, 1]);
  });

  it('calls each person once, also when it is about several tenants by turns', async () => {
    const id = await bot.fabrikamWithEve();
    for (const [round, partnerTenantId] of [contoso, id, contoso, id].entries()) {
      await bot.sendFrom(
        'flood',
        many(60, { partnerTenantId }).map((one) => ({ ...one, id: `${round} ${one.id}` })),
      );
      await bot.world.time.advance(50 * second);
    }
    expect(bot.digests().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], []]);
    expect(bot.mentioned()).toEqual([sam, eve]);
  });
});

it('an answer shows within seconds, however many sources send as much as they may', async () => {
  bot.world.settings.sources = Array.from({ length: 40 }, (_, n) => aSource(`source-${n}`));
  await bot.send({ id: 'first' });
  await bot.world.time.advance(3 * second);
  for (let n = 0; n < 40; n++) await bot.sendFrom(`source-${n}`, many(20));
  await bot.world.time.advance(20 * second);
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default first');
  await bot.world.time.advance(12 * second);
  expect(bot.ownCards()[0]?.card.summary).toMatch(/^Acknowledged/);
});

it('a high alert of a tenant whose people were not called joins no card: a new one calls them', async () => {
  const id = await bot.fabrikamWithEve();
  await bot.sendFrom('flood', many(60, { partnerTenantId: contoso }));
  await bot.world.time.advance(5 * second);
  await bot.sendFrom(
    'flood',
    many(60, { partnerTenantId: id }).map((one) => ({ ...one, id: `f ${one.id}` })),
  );
  await bot.world.time.advance(minute);
  expect(bot.digests().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], [eve]]);
  expect(bot.mentioned()).toEqual([sam, eve]);
});

it('nor the card that its channel has again, while an admin still waits for the copy that stood for it', async () => {
  const id = await bot.fabrikamWithEve();
  await bot.sendFrom('flood', many(60, { partnerTenantId: contoso }));
  await bot.world.time.advance(minute);
  const unreachable = { error: new ChatError('unreachable', 'http_503'), after: false };
  const refused = { error: new ChatError('refused', 'is_archived'), after: false };
  bot.world.slack.fault = (queue) => (queue === ada ? unreachable : refused);
  await bot.press(sam, 'alerts.acknowledge', 'webhook:flood n59');
  await bot.world.time.advance(20 * second);
  bot.world.slack.fault = (queue) => (queue === ada ? unreachable : null);
  await bot.arrived(slackChannel);
  await bot.world.time.advance(20 * second);
  expect((await bot.deliveries()).filter(({ about }) => about.kind === 'digest')).toMatchObject([
    { queue: 'slack:C1', state: 'posted' },
    { queue: ada, state: 'waiting' },
  ]);
  await bot.sendFrom(
    'flood',
    many(60, { partnerTenantId: id }).map((one) => ({ ...one, id: `f ${one.id}` })),
  );
  await bot.world.time.advance(minute);
  expect(new Set(bot.digests().map(({ deliveryId }) => deliveryId)).size).toBe(2);
  expect(bot.digests().at(-1)?.card.title).toBe('40 more alerts from flood');
  expect(bot.mentioned().filter((one) => one === eve)).toEqual([eve]);
});
