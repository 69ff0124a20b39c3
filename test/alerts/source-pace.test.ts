import { beforeEach, describe, expect, it } from 'vitest';
import { text } from '../support/a-bot.ts';
import { aSource } from '../support/a-source.ts';
import { aSourceBot, many, type SourceBot } from '../support/a-source-bot.ts';
import { contoso, eve, sam } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

let bot: SourceBot;
beforeEach(async () => {
  bot = await aSourceBot();
});

describe('the pace of a source', () => {
  beforeEach(() => {
    bot.world.settings.sources = [aSource('flood', { pace: { alerts: 5, ms: 10 * minute } })];
  });

  it('is counted for each severity; what is over it stands in one card, also within one body', async () => {
    await bot.sendFrom('flood', [
      ...many(8),
      ...many(7, { severity: 'medium' }).map((one) => ({ ...one, id: `m ${one.id}` })),
    ]);
    await bot.world.time.advance(minute);
    expect(bot.ownCards()).toHaveLength(10);
    expect(bot.digests().map(({ card }) => card.text[1])).toEqual(['Contoso · High: 3 · Medium: 2']);
    expect(bot.stormNotices()).toHaveLength(1);
    expect(text(bot.stormNotices()[0]?.card.text)).toContain('5 alerts of each severity in 10 minutes');
  });

  it('puts what is over it into that card in the change that takes it, with the word to the admins', async () => {
    await bot.sendFrom('flood', many(8));
    const rows = await bot.stored('deliveries');
    expect(
      rows.filter(({ state }) => state === 'digested').map(({ about }) => 'alertId' in about && about.alertId),
    ).toEqual(['n5', 'n6', 'n7'].map((id) => `webhook:flood ${id}`));
    expect(rows.map(({ about }) => about.kind)).toEqual(expect.arrayContaining(['digest', 'sourceStorm']));
  });

  it('fills the card of the source also where one body is more than a channel can bear, and admins hear of it', async () => {
    await bot.sendFrom('flood', many(100, { severity: 'medium' }));
    await bot.world.time.advance(minute);
    expect(bot.ownCards()).toHaveLength(5);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['95 more alerts from flood']);
    expect(bot.stormNotices()).toHaveLength(1);
  });

  it('calls for its high alerts alone: not for medium ones of another tenant, which share their card', async () => {
    const partnerTenantId = await bot.fabrikamWithEve();
    const medium = many(8, { severity: 'medium', partnerTenantId }).map((one) => ({ ...one, id: `m ${one.id}` }));
    await bot.sendFrom('flood', [...medium, ...many(8, { partnerTenantId: contoso })]);
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => [card.text[1], card.mentions.map(({ id }) => id)])).toEqual([
      ['High: 3 · Medium: 3', [sam]],
    ]);
  });

  it('keeps what is over it out of the card for what else is more than a channel can bear', async () => {
    await Promise.all([
      bot.sendFrom('flood', many(30, { severity: 'medium' })),
      bot.sendFrom('siem', many(30, { severity: 'medium' })),
    ]);
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['25 more alerts from flood', '35 alerts in 1 minute']);
  });

  it('counts nothing that is dated ahead of the clock, since that was wrong', async () => {
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + day).toISOString());
    bot.restart();
    await bot.sendFrom('flood', many(5));
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - day).toISOString());
    bot.restart();
    await bot.sendFrom('flood', [{ id: 'now' }]);
    expect((await bot.alert('webhook:flood now'))?.pace?.over).toBeUndefined();
  });

  it('gives cards again with time, although the source sends more than that all the while', async () => {
    const isOver: boolean[] = [];
    for (let n = 0; n < 15; n++) {
      await bot.sendFrom('flood', [{ id: `n${n}`, severity: 'medium' }]);
      isOver.push((await bot.alert(`webhook:flood n${n}`))?.pace?.over === true);
      await bot.world.time.advance(minute);
    }
    const five = (over: boolean) => Array.from({ length: 5 }, () => over);
    expect(isOver).toEqual([...five(false), ...five(true), ...five(false)]);
  });

  it('makes no storm of what else waits', async () => {
    await Promise.all([bot.sendFrom('flood', many(35)), bot.sendFrom('siem', many(2, { severity: 'medium' }))]);
    await bot.world.time.advance(minute);
    expect(bot.ownCards()).toHaveLength(7);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['30 more alerts from flood']);
  });

  it('gathers two sources that are over it at once in a card each', async () => {
    bot.world.settings.sources = ['flood', 'siem'].map((name) =>
      aSource(name, { pace: { alerts: 5, ms: 10 * minute } }),
    );
    for (const source of ['flood', 'siem']) await bot.sendFrom(source, many(8));
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(
      ['flood', 'siem'].map((source) => `3 more alerts from ${source}`),
    );
  });

  it('is that of the last minutes: later alerts have cards again, and admins hear of it once', async () => {
    for (let n = 0; n < 8; n++) await bot.sendFrom('flood', [{ id: `a${n}` }]);
    await bot.world.time.advance(11 * minute);
    await bot.sendFrom('flood', [{ id: 'later' }]);
    await bot.world.time.advance(minute);
    expect(bot.ownCards()).toHaveLength(6);
    expect(bot.digests()).toHaveLength(1);
    expect(bot.stormNotices()).toHaveLength(1);
  });

  it('is not that of a repeat, and holds for an alert that its sender raises to high', async () => {
    await bot.sendFrom('flood', many(5));
    await bot.sendFrom('flood', [{ id: 'm', severity: 'medium' }]);
    await bot.world.time.advance(minute);
    await bot.sendFrom('flood', many(5));
    await bot.sendFrom('flood', [{ id: 'm', severity: 'high' }]);
    expect(await bot.alert('webhook:flood m')).toMatchObject({ pace: { over: true } });
    expect((await bot.alert('webhook:flood n0'))?.pace?.over).toBeUndefined();
  });

  it('holds for an alert that is raised to high while it waits, and while another card stands for it', async () => {
    bot.world.settings.sources = [aSource('flood', { pace: { alerts: 25, ms: 10 * minute } })];
    bot.world.settings.stormLimit = 1_000;
    bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
    await bot.sendFrom('flood', [...many(25), { id: 'm', severity: 'medium' }]);
    await bot.sendFrom('flood', [{ id: 'm', severity: 'high' }]);
    bot.world.slack.heals();
    await bot.world.time.advance(2 * minute);
    expect(bot.digests().map(({ card }) => card.text[1])).toEqual(['Contoso · High: 1']);
    await bot.world.time.advance(7 * minute);
    bot.world.settings.stormLimit = 20;
    await bot.sendFrom(
      'flood',
      many(25, { severity: 'medium' }).map((one) => ({ ...one, id: `medium ${one.id}` })),
    );
    await bot.world.time.advance(30 * second);
    await bot.sendFrom('flood', [{ id: 'medium n24', severity: 'high' }]);
    await bot.world.time.advance(30 * second);
    expect(bot.digests().map(({ card }) => [card.title, card.text[1]])).toEqual([
      ['1 more alert from flood', 'Contoso · High: 1'],
      ['24 alerts in 1 minute', 'Contoso · Medium: 24'],
      ['1 more alert from flood', 'Contoso · High: 1'],
    ]);
  });

  it('holds no longer for an alert that is raised to high while few high ones came: it leaves the card, and calls', async () => {
    await bot.sendFrom('flood', many(8, { severity: 'medium' }));
    await bot.world.time.advance(minute);
    await bot.sendFrom('flood', [{ id: 'n7', severity: 'high' }]);
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['2 more alerts from flood']);
    expect([
      bot.ownCards().length,
      bot
        .ownCards()
        .at(-1)
        ?.card.mentions.map(({ id }) => id),
    ]).toEqual([6, [sam]]);
  });

  it('and a high alert that is lowered and raised again stays in the card that called for it, and is reminded of as high', async () => {
    await bot.sendFrom('flood', many(6));
    for (let n = 0; n < 5; n++) await bot.press(sam, 'alerts.acknowledge', `webhook:flood n${n}`);
    await bot.world.time.advance(minute);
    await bot.sendFrom('flood', [{ id: 'n5', severity: 'medium' }]);
    await bot.hours(5);
    const reminders = () => bot.channel('escalations');
    expect(reminders().length).toBeGreaterThan(1);
    expect(reminders()[0]?.card.title).toBe('1 medium-severity alert not acknowledged for 1 hour');
    await bot.sendFrom('flood', [{ id: 'n5', severity: 'high' }]);
    await bot.world.time.advance(minute);
    expect([bot.ownCards().length, bot.digests().length]).toEqual([5, 1]);
    expect(bot.digests()[0]?.card.title).toBe('1 more alert from flood');
  });

  it('does not hold for the signed route, nor for another source', async () => {
    await bot.sendFrom('flood', many(5));
    await bot.send(...many(8));
    await bot.world.time.advance(minute);
    expect(bot.ownCards()).toHaveLength(13);
  });

  it('outlasts a restart, and a card that stands for one alert over it calls people', async () => {
    await bot.sendFrom('flood', many(5));
    await bot.crash();
    await bot.start();
    const partnerTenantId = await bot.fabrikamWithEve();
    await bot.sendFrom('flood', [{ id: 'sixth', partnerTenantId }]);
    await bot.world.time.advance(minute);
    expect(bot.digests().map(({ card }) => [card.title, card.mentions.map(({ id }) => id)])).toEqual([
      ['1 more alert from flood', [eve]],
    ]);
  });
});

it('lesser alerts over the pace of their source are reminded of as one card for many is, once', async () => {
  bot.world.settings.sources = [aSource('flood', { pace: { alerts: 1, ms: hour } })];
  await bot.sendFrom('flood', many(6, { severity: 'medium' }));
  await bot.world.time.advance(minute);
  expect(bot.digests()).toHaveLength(1);
  await bot.hours(6);
  const reminders = bot.channel().filter(({ deliveryId }) => /^(digestEscalation|escalations)/.test(deliveryId));
  expect(reminders.map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['digestEscalation']);
  expect(reminders[0]?.card.mentions).toEqual([]);
});
