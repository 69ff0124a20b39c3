import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import { aSource } from '../support/a-source.ts';
import { aSourceBot, customer, many, type SourceBot } from '../support/a-source-bot.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

let bot: SourceBot;
beforeEach(async () => {
  bot = await aSourceBot();
});

describe('more high alerts of one source than a channel can bear', () => {
  beforeEach(async () => {
    await bot.sendFrom('flood', many(100));
    await bot.sendFrom('siem', many(3));
    await bot.world.time.advance(minute);
  });

  it('share one card beyond the first ones, which says what happened how often; those of another source keep theirs', async () => {
    expect(bot.ownCards()).toHaveLength(23);
    expect(bot.ownCards().filter(({ deliveryId }) => deliveryId.includes('siem'))).toHaveLength(3);
    expect(bot.ownCards().some(({ deliveryId }) => deliveryId.startsWith('alert webhook:flood n19 '))).toBe(true);
    expect(bot.digests().map(({ card }) => card.title)).toEqual(['80 more alerts from flood']);
    const [card] = bot.digests().map((one) => one.card);
    expect(card?.rows).toEqual([]);
    expect(text(card?.text)).toContain('Event 20 (1) · Event 21 (1) · Event 22 (1) · 17 other titles');
    expect(text(card?.text)).toContain('Contoso · High: 80');
  });

  it('have a card that takes the turns of their source', async () => {
    const [card] = (await bot.deliveries()).filter(({ about }) => about.kind === 'digest');
    expect(card?.turn).toMatchObject({ share: 'webhook:flood', tenant: '' });
  });

  it('are all named with their customers by a button, page by page', async () => {
    let shown = cardOf(await bot.press(sam, 'alerts.list', bot.digestButton('alerts.list')));
    const titles: string[] = [];
    for (let page = 0; page < 20; page++) {
      titles.push(...shown.rows.map(({ title }) => text(title)));
      expect(text(shown.rows)).toContain('· customer 33333333… ·');
      const next = shown.buttons.find(({ id }) => id === 'alerts.next');
      if (!next) break;
      shown = cardOf(await bot.press(sam, next.id, next.value));
    }
    expect(titles).toHaveLength(80);
    expect(titles.at(-1)).toContain('Event 99');
    expect([shown.title, text(shown.text)]).toEqual(['Alerts on one card', '80 alerts are on this card.']);
    expect(shown.buttons.map(({ id }) => id)).toEqual(['alerts.previous']);
    expect(text(shown.footer)).toContain('79 to 80 of 80');
    // Some of them left the card meanwhile: the last page is shown.
    const last = bot.digestButton('alerts.list').replace(/^0/, '80');
    expect(cardOf(await bot.press(sam, 'alerts.next', last)).rows.map(({ title }) => text(title))).toEqual(
      titles.slice(-2),
    );
    expect(text(cardOf(await bot.say(sam, 'alerts')).rows)).not.toContain(customer);
  });

  it('mention the person on call once for each source, by its first card', () => {
    expect(bot.mentioned()).toEqual([sam, sam]);
    const mentioning = bot.ownCards().filter(({ card }) => card.mentions.length > 0);
    expect(mentioning.map(({ deliveryId }) => deliveryId.split(' > ')[0])).toEqual([
      ...['alert webhook:flood n0', 'alert webhook:siem n0'],
    ]);
  });

  it('are told to the admins once', async () => {
    await bot.sendFrom(
      'flood',
      many(100).map((one) => ({ ...one, id: `later ${one.id}` })),
    );
    await bot.world.time.advance(10 * minute);
    expect(bot.stormNotices().map(({ card }) => card.summary)).toEqual([
      'More alerts are coming from flood than people can answer one by one.',
    ]);
  });

  it('are told to the admins once, however long the storm lasts', async () => {
    for (let half = 0; half < 6; half++) {
      await bot.sendFrom(
        'flood',
        many(60).map((one) => ({ ...one, id: `${half} ${one.id}` })),
      );
      await bot.world.time.advance(30 * minute);
    }
    expect(bot.stormNotices()).toHaveLength(1);
  });

  it('are answered together', async () => {
    expect(
      text(cardOf(await bot.press(sam, 'alerts.acknowledgeAll', bot.digestButton('alerts.acknowledgeAll'))).text),
    ).toContain('80 alerts');
    expect(await bot.alert('webhook:flood n99')).toMatchObject({ status: 'investigating' });
    const form = formOf(await bot.press(sam, 'alerts.resolveAll', bot.digestButton('alerts.resolveAll')));
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    await bot.world.time.advance(minute);
    expect(await bot.alert('webhook:flood n99')).toMatchObject({ status: 'resolved' });
    expect(await bot.alert('webhook:flood n0')).toMatchObject({ status: 'active' });
  });

  it('are reminded of at each step, with one mention, and become overdue', async () => {
    for (const id of ['flood', 'siem'])
      for (let n = 0; n < (id === 'siem' ? 3 : 20); n++)
        await bot.press(sam, 'alerts.acknowledge', `webhook:${id} n${n}`);
    await bot.world.time.advance(minute);
    const known = bot.channel().length;
    // Nobody takes them for reminded too early by a clock that was ahead.
    await bot.ticksAfter(10 * minute);
    await bot.hours(3);
    const reminders = () =>
      bot
        .channel()
        .slice(known)
        .filter(({ deliveryId }) => deliveryId.startsWith('escalations '));
    expect(reminders().map(({ card }) => [card.title, card.mentions.map(({ id }) => id)])).toEqual(
      ['5 minutes', '1 hour'].map((passed) => [`80 high-severity alerts not acknowledged for ${passed}`, [sam]]),
    );
    expect(reminders()[0]?.card.summary).toContain('Contoso');
    const rankOf = async (kind: string) => (await bot.deliveries()).find(({ about }) => about.kind === kind)?.rank;
    expect([await rankOf('digest'), await rankOf('escalations')]).toEqual([
      await rankOf('alert'),
      await rankOf('alert'),
    ]);
    expect(reminders()[0]?.card.buttons[0]?.label).toBe('Acknowledge all (80)');
    await bot.press(ada, 'alerts.json', `${contoso} 2026-11`);
    const file = JSON.parse(bot.world.slack.files.at(-1)?.content ?? '');
    const last = file.alerts.find(({ id }: { id: string }) => id === 'n99');
    expect(last.reminded.map(({ to, mentioned }: Record<string, string[]>) => [to, mentioned])).toEqual([
      [['#soc'], ['Sam']],
      [['#soc', 'Ada'], ['Sam']],
    ]);
    await bot.hours(2);
    expect(reminders()).toHaveLength(3);
    await bot.hours(21);
    expect((await bot.alert('webhook:flood n99'))?.overdue).toBe(true);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContain('80 alerts are overdue');
  });

  it('are answered in a reminder of them too, which says so', async () => {
    for (const id of ['flood', 'siem'])
      for (let n = 0; n < (id === 'siem' ? 3 : 20); n++)
        await bot.press(sam, 'alerts.acknowledge', `webhook:${id} n${n}`);
    await bot.hours(3);
    const [reminder] = bot.channel('escalations');
    await bot.press(sam, 'alerts.acknowledgeMany', reminder?.card.buttons[0]?.value ?? '');
    await bot.tick(minute);
    expect(reminder?.card).toMatchObject({ title: '80 acknowledged alerts to resolve', tone: 'neutral', mentions: [] });
  });

  it('are reminded of again when one of them is reopened', async () => {
    await bot.press(sam, 'alerts.acknowledgeAll', bot.digestButton('alerts.acknowledgeAll'));
    for (const id of ['flood', 'siem'])
      for (let n = 0; n < (id === 'siem' ? 3 : 20); n++)
        await bot.press(sam, 'alerts.acknowledge', `webhook:${id} n${n}`);
    await bot.reopen(sam, 'webhook:flood n50');
    await bot.world.time.advance(minute);
    expect(bot.digests()[0]?.card.title).toContain('80 more alerts');
    const known = bot.channel().length;
    await bot.hours(3);
    const news = bot.channel().slice(known);
    expect(text(news.map(({ card }) => [card.title, card.rows]))).toContain('Event 50');
  });
});

it.each([1, 3])(
  'of seven sources, and %s with own cards of each: one reminder with five groups at most',
  async (cards) => {
    const names = Array.from({ length: 7 }, (_, n) => `s${n}`);
    bot.world.settings.sources = names.map((name) => aSource(name, { pace: { alerts: cards, ms: hour } }));
    for (const name of names) await bot.sendFrom(name, many(cards + 2));
    await bot.world.time.advance(minute);
    expect(bot.digests()).toHaveLength(7);
    await bot.hours(2);
    const [reminder] = bot.channel('escalations');
    // Each source sends the same names.
    expect(reminder?.card.rows.map(({ title }) => title)).toEqual(
      Array.from({ length: cards + 2 }, (_, n) => `Event ${n} × 7`),
    );
    expect(reminder?.card.title).toMatch(`${7 * (cards + 2)} high-severity alerts not acknowledged for `);
  },
);

it('of one source go to the admins as the same card when no channel takes them, and mention them in the admin channel', async () => {
  const adminChannel = { platform: 'slack', address: 'C9' } as const;
  bot.hasChannel(adminChannel, { name: 'it' }, [ada]);
  await bot.organisation({ adminChannel });
  bot.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('refused', 'is_archived'), after: false } : null;
  await bot.sendFrom('flood', many(60));
  await bot.world.time.advance(2 * minute);
  const there = bot.world.slack.messages.filter(({ to }) => to === 'slack:C9');
  const card = there.find(({ deliveryId }) => deliveryId.startsWith('digest '))?.card;
  expect(card?.title).toBe('40 more alerts from flood');
  const mentioning = there.filter(({ card: one }) => one.mentions.some(({ id }) => id === ada));
  expect(mentioning.map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['unrouted']);
  await bot.press(ada, 'alerts.acknowledge', 'webhook:flood n59');
  await bot.world.time.advance(minute);
  const shown = () => there.find(({ deliveryId }) => deliveryId.startsWith('digest '))?.card;
  expect(text(shown()?.facts)).toContain('Not acknowledged: 39');
  await bot.press(ada, 'alerts.acknowledgeAll', shown()?.buttons[0]?.value ?? '');
  await bot.world.time.advance(minute);
  expect(text(shown()?.facts)).not.toContain('Not acknowledged');
});

describe('that a source sends too much', () => {
  const flood = async (word: string) => {
    await bot.sendFrom(
      'flood',
      many(30).map((one) => ({ ...one, id: `${word} ${one.id}` })),
    );
    await bot.world.time.advance(minute);
  };

  it('is told to the first admin who comes, where none could be told before', async () => {
    bot.world.admins.delete(ada);
    await flood('a');
    bot.world.admins.add(ada);
    await flood('b');
    expect(bot.stormNotices()).toHaveLength(1);
  });

  it('is told again an hour later', async () => {
    await bot.sendFrom('flood', many(30));
    await bot.world.time.advance(hour);
    await flood('b');
    expect(bot.stormNotices()).toHaveLength(2);
  });

  it('is told although the last time is dated ahead of the clock', async () => {
    const value = Date.parse(bot.world.time.now()) + 400 * day;
    await bot.world.store.change((tx) => tx.put('counters', { id: 'storm webhook:flood', value }));
    await flood('a');
    expect(bot.stormNotices()).toHaveLength(1);
  });

  it('is told of the signed route too, with what helps there, and of each apart', async () => {
    await flood('a');
    await bot.send(...many(30));
    await bot.world.time.advance(minute);
    expect(bot.stormNotices().map(({ card }) => card.title)).toHaveLength(2);
    expect(bot.stormNotices()[1]?.card.summary).toContain('the webhook /webhooks/alerts');
    expect(text(bot.stormNotices()[1]?.card.text)).toContain('ALERT_WEBHOOK_SECRET');
  });

  it('is told in private where the admin channel refuses', async () => {
    const adminChannel = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(adminChannel, { name: 'it' }, [ada]);
    await bot.organisation({ adminChannel });
    bot.world.slack.fails('refused', 'is_archived', 'slack:C9');
    await flood('a');
    await bot.world.time.advance(minute);
    expect(bot.stormNotices()).toHaveLength(1);
  });
});

it('one that somebody acknowledged while it waited calls nobody for the card, and counts as answered there', async () => {
  const id = await bot.fabrikamWithEve();
  bot.world.settings.stormLimit = 1_000;
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.sendFrom('flood', [...many(59, { partnerTenantId: contoso }), { id: 'theirs', partnerTenantId: id }]);
  await bot.press(ada, 'alerts.acknowledge', 'webhook:flood theirs');
  bot.world.settings.stormLimit = 20;
  bot.world.slack.heals();
  await bot.world.time.advance(2 * minute);
  const [card] = bot.digests().map((one) => one.card);
  expect(bot.mentioned()).toEqual([sam]);
  expect(card?.title).toBe('39 more alerts from flood');
  expect(text(card?.facts)).toMatch(/^Not acknowledged: 38$.*^Acknowledged: 1 · /ms);
});

it('all of which were acknowledged while they waited call nobody, and their card closes', async () => {
  bot.world.settings.stormLimit = 1_000;
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.sendFrom('flood', many(25));
  for (let n = 0; n < 25; n++) await bot.press(ada, 'alerts.acknowledge', `webhook:flood n${n}`);
  bot.world.settings.stormLimit = 20;
  bot.world.slack.heals();
  await bot.world.time.advance(2 * minute);
  expect(bot.digests().map(({ card }) => [card.title, card.mentions])).toEqual([
    ['4 security alerts, all acknowledged', []],
  ]);
  expect(await bot.world.store.read((reader) => reader.get('digests', 'digest-1'))).toMatchObject({
    unanswered: 0,
    closedAt: expect.any(String),
  });
});

it('are reminded of in one message, also of more than one change takes and in two cards for many, and it mentions everybody on call for them', async () => {
  const partnerTenantId = await bot.fabrikamWithEve();
  bot.world.settings.sources = [aSource('flood'), aSource('siem')];
  await bot.sendFrom('flood', many(200, { partnerTenantId: contoso }));
  await bot.sendFrom('siem', many(60, { partnerTenantId }));
  await bot.world.time.advance(minute);
  await bot.hours(2);
  const all = bot.channel('escalations');
  expect(all.map(({ card }) => card.title)).toEqual(['260 high-severity alerts not acknowledged for 1 hour']);
  expect(all[0]?.card.mentions.map(({ id }) => id)).toEqual([sam, eve]);
  expect(all[0]?.card.buttons[0]?.label).toBe('Acknowledge all (260)');
});
