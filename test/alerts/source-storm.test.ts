import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, type Said, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, contoso, eve, sam, secondChannel, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

const customer = '33333333-3333-4333-8333-333333333333';
let on: TestBot<ReturnType<typeof quickStore>>;
let from: ReturnType<typeof sourcesOf>;
beforeEach(async () => {
  on = await aBot({ store: quickStore() });
  await on.channelsAre(slackChannel);
  on.world.settings.sources = [aSource('flood', { pace: { alerts: 1_000, ms: hour } }), aSource('siem')];
  from = sourcesOf(on.world);
});
const many = (count: number, more: Said = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    displayName: `Event ${n}`,
    customerTenantId: customer,
    ...more,
  }));
const shared = () => on.channel().filter(({ deliveryId }) => deliveryId.startsWith('digest '));
const own = () => on.channel().filter(({ deliveryId }) => deliveryId.startsWith('alert '));
const told = (id = ada) => on.inPrivate(id).filter(({ deliveryId }) => deliveryId.startsWith('sourceStorm'));
const buttonOf = (id: string) => shared()[0]?.card.buttons.find((one) => one.id === id)?.value ?? '';
const calls = () => on.channel().flatMap(({ card }) => card.mentions.map(({ id }) => id));
async function hours(count: number) {
  for (let n = 0; n < count; n++) {
    await on.tick();
    await on.world.time.advance(hour);
  }
}

/** A second tenant, whose alerts come to the same channel, and who has somebody else on call. Returns its id. */
async function fabrikamWithEve(...channels: Channel[]): Promise<string> {
  const id = '22222222-2222-4222-8222-222222222222';
  await on.world.store.change((tx) =>
    tx.put(
      'tenants',
      aTenant({
        id,
        name: 'Fabrikam',
        contact: { channels: channels.length > 0 ? channels : [slackChannel], onCall: [eve] },
      }),
    ),
  );
  return id;
}

describe('more high alerts of one source than a channel can bear', () => {
  beforeEach(async () => {
    await from.send('flood', many(100));
    await from.send('siem', many(3));
    await on.world.time.advance(minute);
  });

  it('share one card beyond the first ones, which names them; those of another source keep theirs', async () => {
    expect(own()).toHaveLength(23);
    expect(own().filter(({ deliveryId }) => deliveryId.includes('siem'))).toHaveLength(3);
    expect(own().some(({ deliveryId }) => deliveryId.startsWith('alert webhook:flood n19 '))).toBe(true);
    expect(shared().map(({ card }) => card.title)).toEqual(['80 more security alerts from flood in one card']);
    const [card] = shared().map((one) => one.card);
    expect(card?.rows).toHaveLength(20);
    expect(card?.rows[0]).toMatchObject({ title: '21 · Event 20' });
    expect(text(card?.rows[0])).toMatch(new RegExp(`Contoso · ${customer} · .*High · Not acknowledged`));
    expect(text(card?.footer)).toContain('The first 20 are named here; “All in this card” names every one.');
  });

  it('have a card that takes the turns of their source', async () => {
    const [card] = (await on.deliveries()).filter(({ about }) => about.kind === 'digest');
    expect(card?.turn).toMatchObject({ share: 'webhook:flood', tenant: '' });
  });

  it('are all named with their customers by a button, page by page', async () => {
    let shown = cardOf(await on.press(sam, 'alerts.list', buttonOf('alerts.list')));
    const titles: string[] = [];
    for (let page = 0; page < 20; page++) {
      titles.push(...shown.rows.map(({ title }) => text(title)));
      expect(text(shown.rows)).toContain(customer);
      const next = shown.buttons.find(({ id }) => id === 'alerts.next');
      if (!next) break;
      shown = cardOf(await on.press(sam, next.id, next.value));
    }
    expect(titles).toHaveLength(80);
    expect(titles.at(-1)).toContain('Event 99');
    expect([shown.title, text(shown.text)]).toEqual(['Alerts in one card', '["80 alerts are in this card."]']);
    expect(shown.buttons.map(({ id }) => id)).toEqual(['alerts.previous']);
    expect(text(shown.footer)).toContain('73 to 80 of 80');
    // Some of them left the card meanwhile: the last page is shown.
    const last = buttonOf('alerts.list').replace(/^0/, '80');
    expect(cardOf(await on.press(sam, 'alerts.next', last)).rows.map(({ title }) => text(title))).toEqual(
      titles.slice(-8),
    );
    expect(text(cardOf(await on.say(sam, 'alerts')).rows)).not.toContain(customer);
  });

  it('mention the person on call once for each source, by its first card', () => {
    expect(calls()).toEqual([sam, sam]);
    const mentioning = own().filter(({ card }) => card.mentions.length > 0);
    expect(mentioning.map(({ deliveryId }) => deliveryId.split(' > ')[0])).toEqual([
      ...['alert webhook:flood n0', 'alert webhook:siem n0'],
    ]);
  });

  it('are told to the admins once', async () => {
    await from.send(
      'flood',
      many(100).map((one) => ({ ...one, id: `later ${one.id}` })),
    );
    await on.world.time.advance(10 * minute);
    expect(told().map(({ card }) => card.summary)).toEqual([
      'More alerts come from flood than people can answer one by one.',
    ]);
  });

  it('are told to the admins once, however long the storm lasts', async () => {
    for (let half = 0; half < 6; half++) {
      await from.send(
        'flood',
        many(60).map((one) => ({ ...one, id: `${half} ${one.id}` })),
      );
      await on.world.time.advance(30 * minute);
    }
    expect(told()).toHaveLength(1);
  });

  it('are answered together', async () => {
    expect(
      text(cardOf(await on.press(sam, 'alerts.acknowledgeAll', buttonOf('alerts.acknowledgeAll'))).text),
    ).toContain('80 alerts');
    expect(await on.alert('webhook:flood n99')).toMatchObject({ status: 'investigating' });
    const form = formOf(await on.press(sam, 'alerts.resolveAll', buttonOf('alerts.resolveAll')));
    await on.submit(sam, form, { reason: 'ignore', note: '' });
    await on.world.time.advance(minute);
    expect(await on.alert('webhook:flood n99')).toMatchObject({ status: 'resolved' });
    expect(await on.alert('webhook:flood n0')).toMatchObject({ status: 'active' });
  });

  it('are reminded of at each step, with one mention, and become overdue', async () => {
    for (const id of ['flood', 'siem'])
      for (let n = 0; n < (id === 'siem' ? 3 : 20); n++)
        await on.press(sam, 'alerts.acknowledge', `webhook:${id} n${n}`);
    await on.world.time.advance(minute);
    const known = on.channel().length;
    // Nobody takes them for reminded too early by a clock that was ahead.
    await on.world.time.advance(10 * minute);
    await on.tick();
    await hours(3);
    const reminders = () =>
      on
        .channel()
        .slice(known)
        .filter(({ deliveryId }) => deliveryId.startsWith('reminders '));
    expect(reminders().map(({ card }) => [card.title, card.mentions.map(({ id }) => id)])).toEqual(
      Array(2).fill(['80 alerts are not acknowledged', [sam]]),
    );
    expect(reminders()[0]?.card.summary).toContain('Contoso');
    const rankOf = async (kind: string) => (await on.deliveries()).find(({ about }) => about.kind === kind)?.rank;
    expect([await rankOf('digest'), await rankOf('reminders')]).toEqual([await rankOf('alert'), await rankOf('alert')]);
    const row = reminders()[0]?.card.rows[0];
    expect(row?.title).toBe('80 more security alerts from flood in one card');
    expect(row?.button?.id).toBe('alerts.acknowledgeAll');
    await on.press(ada, 'alerts.json', `${contoso} 2026-11`);
    const file = JSON.parse(on.world.slack.files.at(-1)?.content ?? '');
    const last = file.alerts.find(({ id }: { id: string }) => id === 'n99');
    expect(last.reminded.map(({ to, mentioned }: Record<string, string[]>) => [to, mentioned])).toEqual([
      [['#soc'], ['Sam']],
      [['#soc', 'Ada'], ['Sam']],
    ]);
    await hours(2);
    expect(reminders()).toHaveLength(3);
    await hours(21);
    expect((await on.alert('webhook:flood n99'))?.overdue).toBe(true);
    expect(on.inPrivate(ada).map(({ card }) => card.title)).toContain('80 alerts are overdue');
  });

  it('are answered in a reminder of them too, which says so', async () => {
    for (const id of ['flood', 'siem'])
      for (let n = 0; n < (id === 'siem' ? 3 : 20); n++)
        await on.press(sam, 'alerts.acknowledge', `webhook:${id} n${n}`);
    await hours(3);
    const [reminder] = on.channel().filter(({ deliveryId }) => deliveryId.startsWith('reminders'));
    await on.press(sam, 'alerts.acknowledgeAll', reminder?.card.rows[0]?.button?.value ?? '');
    await on.tick();
    await on.world.time.advance(minute);
    expect(reminder?.card).toMatchObject({ title: 'None of these alerts waits any more', tone: 'good', mentions: [] });
  });

  it('are reminded of again when one of them is reopened', async () => {
    await on.press(sam, 'alerts.acknowledgeAll', buttonOf('alerts.acknowledgeAll'));
    await on.reopen(sam, 'webhook:flood n50');
    await on.world.time.advance(minute);
    expect(shared()[0]?.card.title).toContain('80 more security alerts');
    const known = on.channel().length;
    await hours(3);
    const all = on
      .channel()
      .slice(known)
      .flatMap(({ card }) => card.rows);
    expect(text(all)).toContain('80 more security alerts from flood');
  });
});

it.each([
  [1, 6],
  [3, 6],
])(
  'of seven sources, and %s with own cards of each: one reminder with %s rows of alerts and five of cards for many',
  async (cards, alertRows) => {
    const names = Array.from({ length: 7 }, (_, n) => `s${n}`);
    on.world.settings.sources = names.map((name) => aSource(name, { pace: { alerts: cards, ms: hour } }));
    for (const name of names) await from.send(name, many(cards + 2));
    await on.world.time.advance(minute);
    expect(shared()).toHaveLength(7);
    await hours(2);
    const [reminder] = on.channel().filter(({ deliveryId }) => deliveryId.startsWith('reminders'));
    const ofMany = reminder?.card.rows.filter(({ button }) => button?.id === 'alerts.acknowledgeAll');
    expect([reminder?.card.rows.length, ofMany?.length]).toEqual([alertRows + 5, 5]);
    expect(reminder?.card.title).toBe(`${7 * (cards + 2)} alerts are not acknowledged`);
    const left = 7 * cards - alertRows + 4;
    expect(reminder?.card.footer).toBe(`${left} more are in the list of open alerts.`);
  },
);

it('of one source go to the admins as the same card when no channel takes them, and mention them in the admin channel', async () => {
  const adminChannel = { platform: 'slack', address: 'C9' } as const;
  on.hasChannel(adminChannel, { name: 'it' }, [ada]);
  await on.organisation({ adminChannel });
  on.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('refused', 'is_archived'), after: false } : null;
  await from.send('flood', many(60));
  await on.world.time.advance(2 * minute);
  const there = on.world.slack.messages.filter(({ to }) => to === 'slack:C9');
  const card = there.find(({ deliveryId }) => deliveryId.startsWith('digest '))?.card;
  expect(card?.title).toBe('40 more security alerts from flood in one card');
  const mentioning = there.filter(({ card: one }) => one.mentions.some(({ id }) => id === ada));
  expect(mentioning.map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['unrouted']);
  await on.press(ada, 'alerts.acknowledge', 'webhook:flood n59');
  await on.world.time.advance(minute);
  const shown = () => there.find(({ deliveryId }) => deliveryId.startsWith('digest '))?.card;
  expect(text(shown()?.facts)).toContain('"Not acknowledged","value":"39"');
  await on.press(ada, 'alerts.acknowledgeAll', shown()?.buttons[0]?.value ?? '');
  await on.world.time.advance(minute);
  expect(text(shown()?.facts)).not.toContain('"Not acknowledged"');
});

describe('that a source sends too much', () => {
  const flood = async (word: string) => {
    await from.send(
      'flood',
      many(30).map((one) => ({ ...one, id: `${word} ${one.id}` })),
    );
    await on.world.time.advance(minute);
  };

  it('is told to the first admin who comes, where none could be told before', async () => {
    on.world.admins.delete(ada);
    await flood('a');
    on.world.admins.add(ada);
    await flood('b');
    expect(told()).toHaveLength(1);
  });

  it('is told again an hour later', async () => {
    await from.send('flood', many(30));
    await on.world.time.advance(hour);
    await flood('b');
    expect(told()).toHaveLength(2);
  });

  it('is told although the last time is dated ahead of the clock', async () => {
    const value = Date.parse(on.world.time.now()) + 400 * day;
    await on.world.store.change((tx) => tx.put('counters', { id: 'storm webhook:flood', value }));
    await flood('a');
    expect(told()).toHaveLength(1);
  });

  it('is told of the signed route too, with what helps there, and of each apart', async () => {
    await flood('a');
    await on.send(...many(30));
    await on.world.time.advance(minute);
    expect(told().map(({ card }) => card.title)).toHaveLength(2);
    expect(told()[1]?.card.summary).toContain('signed route');
    expect(text(told()[1]?.card.text)).toContain('ALERT_WEBHOOK_SECRET');
  });

  it('is told in private where the admin channel refuses', async () => {
    const adminChannel = { platform: 'slack', address: 'C9' } as const;
    on.hasChannel(adminChannel, { name: 'it' }, [ada]);
    await on.organisation({ adminChannel });
    on.world.slack.fails('refused', 'is_archived', 'slack:C9');
    await flood('a');
    await on.world.time.advance(minute);
    expect(told()).toHaveLength(1);
  });
});

it('one that somebody acknowledged while it waited calls nobody for the card, and counts as answered there', async () => {
  const id = await fabrikamWithEve();
  on.world.settings.stormLimit = 1_000;
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await from.send('flood', [...many(59, { partnerTenantId: contoso }), { id: 'theirs', partnerTenantId: id }]);
  await on.press(ada, 'alerts.acknowledge', 'webhook:flood theirs');
  on.world.settings.stormLimit = 20;
  on.world.slack.heals();
  await on.world.time.advance(2 * minute);
  const [card] = shared().map((one) => one.card);
  expect(calls()).toEqual([sam]);
  expect(card?.title).toBe('39 more security alerts from flood in one card');
  expect(text(card?.facts)).toMatch(/"Not acknowledged","value":"38".*"Acknowledged","value":\["1 · /);
});

it('all of which were acknowledged while they waited call nobody, and their card closes', async () => {
  on.world.settings.stormLimit = 1_000;
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await from.send('flood', many(25));
  for (let n = 0; n < 25; n++) await on.press(ada, 'alerts.acknowledge', `webhook:flood n${n}`);
  on.world.settings.stormLimit = 20;
  on.world.slack.heals();
  await on.world.time.advance(2 * minute);
  expect(shared().map(({ card }) => [card.title, card.mentions])).toEqual([
    ['4 security alerts, all acknowledged', []],
  ]);
  expect(await on.world.store.read((reader) => reader.get('digests', 'digest-1'))).toMatchObject({
    unanswered: 0,
    closedAt: expect.any(String),
  });
});

it('are reminded of in one message, also of more than one change takes and in two cards for many, and it mentions everybody on call for them', async () => {
  const partnerTenantId = await fabrikamWithEve();
  on.world.settings.sources = [aSource('flood'), aSource('siem')];
  await from.send('flood', many(200, { partnerTenantId: contoso }));
  await from.send('siem', many(60, { partnerTenantId }));
  await on.world.time.advance(minute);
  await hours(2);
  const all = on.channel().filter(({ deliveryId }) => deliveryId.startsWith('reminders'));
  expect(all.map(({ card }) => card.title)).toEqual(['260 alerts are not acknowledged']);
  expect(all[0]?.card.mentions.map(({ id }) => id)).toEqual([sam, eve]);
  expect(all[0]?.card.rows.filter(({ button }) => button?.id === 'alerts.acknowledgeAll')).toHaveLength(2);
});

/** Forty alerts of another tenant, whose people no card of one alert has mentioned. */
const theirs = (partnerTenantId: string) =>
  many(40, { partnerTenantId }).map((one) => ({ ...one, id: `theirs ${one.id}` }));

it('each person on call is mentioned in a channel of their own platform alone', async () => {
  const id = await fabrikamWithEve(slackChannel, teamsChannel);
  on.world.settings.sources = [aSource('flood', { pace: { alerts: 20, ms: hour } }), aSource('siem')];
  await on.channelsAre(slackChannel, teamsChannel);
  await from.send('flood', [...many(20, { partnerTenantId: contoso }), ...theirs(id)]);
  await on.world.time.advance(minute);
  const inTeams = on.world.teams.messages.filter(({ deliveryId }) => deliveryId.startsWith('digest '));
  expect(inTeams.map(({ card }) => [card.title, card.mentions])).toEqual([
    ['40 more security alerts from flood in one card', []],
  ]);
  expect(shared()[0]?.card.mentions.map((one) => one.id)).toEqual([eve]);
});

it('each is mentioned in the second channel, where the first refuses', async () => {
  on.hasChannel(secondChannel, { name: 'noc' }, [sam]);
  const tenant = await fabrikamWithEve(slackChannel, secondChannel);
  on.world.settings.sources = [aSource('flood', { pace: { alerts: 20, ms: hour } }), aSource('siem')];
  await on.channelsAre(slackChannel, secondChannel);
  on.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await from.send('siem', many(1, { partnerTenantId: contoso }));
  await on.world.time.advance(minute);
  await from.send('flood', [...many(20, { partnerTenantId: contoso }), ...theirs(tenant)]);
  await on.world.time.advance(minute);
  const there = on.world.slack.messages.filter(
    ({ to, deliveryId }) => to === 'slack:C2' && /^digest /.test(deliveryId),
  );
  expect(there.map(({ card }) => card.mentions.map(({ id }) => id))).toEqual([[eve]]);
});

it('everybody is mentioned for whose alerts the card waits, however they came', async () => {
  const id = await fabrikamWithEve();
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  for (const partnerTenantId of [contoso, id]) {
    await from.send(
      'flood',
      many(60, { partnerTenantId }).map((one) => ({ ...one, id: `${partnerTenantId} ${one.id}` })),
    );
    await on.world.time.advance(10 * second);
  }
  on.world.slack.heals();
  await on.world.time.advance(2 * minute);
  expect(shared()).toHaveLength(1);
  // The first cards mention those of the one tenant, the card for many those of the other.
  expect(own().flatMap(({ card }) => card.mentions.map((one) => one.id))).toEqual([sam]);
  expect(shared()[0]?.card.mentions.map((one) => one.id)).toEqual([eve]);
});

describe('a storm of one source that goes on', () => {
  const acknowledged = () => own()[0]?.card.summary.startsWith('Acknowledged');

  it('has few cards and mentions, however long it lasts, and a person’s answer shows at once', async () => {
    await on.send({ id: 'first' });
    await on.world.time.advance(3 * second);
    for (let passed = 0; passed < 100; passed++) {
      await on.send(...Array.from({ length: 5 }, (_, n) => ({ id: `${passed}-${n}`, source: `name-${n}` })));
      if (passed === 50) await on.press(sam, 'alerts.acknowledge', 'webhook:default first');
      if (passed === 61) expect(acknowledged()).toBe(true);
      await on.world.time.advance(second);
    }
    expect(own().length).toBeLessThanOrEqual(30);
    expect(calls().length).toBeLessThanOrEqual(31);
    expect(shared()).toHaveLength(1);
  });

  it('is over after a pause of ten seconds, or once somebody answers: the next alert has a card, and calls after ten minutes', async () => {
    await from.send('flood', many(60));
    await on.world.time.advance(9 * second);
    await from.send('flood', [{ id: 'within' }]);
    await on.world.time.advance(9 * second);
    await from.send('flood', [{ id: 'still within' }]);
    await on.world.time.advance(10 * second);
    expect([own().length, shared().length, calls().length]).toEqual([20, 1, 1]);
    await from.send('flood', [{ id: 'after' }]);
    await on.world.time.advance(minute);
    expect(shared()[0]?.card.title).toBe('42 more security alerts from flood in one card');
    expect([own().length, calls().length]).toEqual([21, 1]);
    await on.world.time.advance(10 * minute);
    await from.send('flood', [{ id: 'later' }]);
    await on.world.time.advance(minute);
    expect([own().length, calls().length]).toEqual([22, 2]);
    expect(
      own()
        .at(-1)
        ?.card.mentions.map(({ id }) => id),
    ).toEqual([sam]);
    await from.send(
      'flood',
      many(60, { severity: 'high' }).map((one) => ({ ...one, id: `again ${one.id}` })),
    );
    await on.world.time.advance(minute);
    const next = shared()[1]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
    await on.press(sam, 'alerts.acknowledgeAll', next?.value ?? '');
    await from.send('flood', [{ id: 'answered' }]);
    await on.world.time.advance(5 * second);
    expect(own().at(-1)?.deliveryId).toContain('flood answered');
  });

  it('is over five minutes after too many waited, also while alerts come one by one without a pause', async () => {
    await from.send('flood', many(60));
    for (let n = 0; n < 38; n++) {
      await on.world.time.advance(8 * second);
      await from.send('flood', [{ id: `one by one ${n}` }]);
    }
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => card.title)).toEqual(['77 more security alerts from flood in one card']);
    expect(own().at(-1)?.deliveryId).toContain('one by one 37');
  });

  it('calls all whose alerts a card stands for: one whose readers were not all called takes in no more', async () => {
    const id = await fabrikamWithEve();
    const of = (word: string, partnerTenantId: string) =>
      many(30, { partnerTenantId }).map((one) => ({ ...one, id: `${word} ${one.id}` }));
    await from.send('flood', [...of('a', contoso), ...of('b', contoso)]);
    await on.world.time.advance(30 * second);
    await from.send('flood', [...of('c', contoso), ...of('d', id)]);
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], [sam, eve]]);
    expect(calls()).toEqual([sam, sam, eve]);
  });

  it('goes on while alerts come one by one without a pause, also while the channel fails for a minute', async () => {
    await from.send('flood', many(60));
    for (let n = 0; n < 100; n++) {
      await from.send('flood', [{ id: `one by one ${n}` }]);
      await on.world.time.advance(300);
    }
    on.world.slack.fails('unreachable', 'timeout', 'slack:C1');
    for (let n = 0; n < 20; n++) {
      await from.send('flood', [{ id: `unheard ${n}` }]);
      await on.world.time.advance(3 * second);
    }
    on.world.slack.heals();
    await on.world.time.advance(minute);
    expect([own().length, shared().length, calls().length]).toEqual([20, 1, 1]);
  });

  it('calls each person once, also when it is about several tenants by turns', async () => {
    const id = await fabrikamWithEve();
    for (const [round, partnerTenantId] of [contoso, id, contoso, id].entries()) {
      await from.send(
        'flood',
        many(60, { partnerTenantId }).map((one) => ({ ...one, id: `${round} ${one.id}` })),
      );
      await on.world.time.advance(50 * second);
    }
    expect(shared().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], []]);
    expect(calls()).toEqual([sam, eve]);
  });
});

it('an answer shows within seconds, however many sources send as much as they may', async () => {
  on.world.settings.sources = Array.from({ length: 40 }, (_, n) => aSource(`source-${n}`));
  await on.send({ id: 'first' });
  await on.world.time.advance(3 * second);
  for (let n = 0; n < 40; n++) await from.send(`source-${n}`, many(20));
  await on.world.time.advance(20 * second);
  await on.press(sam, 'alerts.acknowledge', 'webhook:default first');
  await on.world.time.advance(12 * second);
  expect(own()[0]?.card.summary).toMatch(/^Acknowledged/);
});

it('a high alert of a tenant whose people were not called joins no card: a new one calls them', async () => {
  const id = await fabrikamWithEve();
  await from.send('flood', many(60, { partnerTenantId: contoso }));
  await on.world.time.advance(5 * second);
  await from.send(
    'flood',
    many(60, { partnerTenantId: id }).map((one) => ({ ...one, id: `f ${one.id}` })),
  );
  await on.world.time.advance(minute);
  expect(shared().map(({ card }) => card.mentions.map((one) => one.id))).toEqual([[], [eve]]);
  expect(calls()).toEqual([sam, eve]);
});

it('nor the card that its channel has again, while an admin still waits for the copy that stood for it', async () => {
  const id = await fabrikamWithEve();
  await from.send('flood', many(60, { partnerTenantId: contoso }));
  await on.world.time.advance(minute);
  const unreachable = { error: new ChatError('unreachable', 'http_503'), after: false };
  const refused = { error: new ChatError('refused', 'is_archived'), after: false };
  on.world.slack.fault = (queue) => (queue === ada ? unreachable : refused);
  await on.press(sam, 'alerts.acknowledge', 'webhook:flood n59');
  await on.world.time.advance(20 * second);
  on.world.slack.fault = (queue) => (queue === ada ? unreachable : null);
  await on.arrived(slackChannel);
  await on.world.time.advance(20 * second);
  expect((await on.deliveries()).filter(({ about }) => about.kind === 'digest')).toMatchObject([
    { queue: 'slack:C1', state: 'posted' },
    { queue: ada, state: 'waiting' },
  ]);
  await from.send(
    'flood',
    many(60, { partnerTenantId: id }).map((one) => ({ ...one, id: `f ${one.id}` })),
  );
  await on.world.time.advance(minute);
  expect(new Set(shared().map(({ deliveryId }) => deliveryId)).size).toBe(2);
  expect(shared().at(-1)?.card.title).toBe('40 more security alerts from flood in one card');
  expect(calls().filter((one) => one === eve)).toEqual([eve]);
});

describe('the pace of a source', () => {
  beforeEach(() => {
    on.world.settings.sources = [aSource('flood', { pace: { alerts: 5, ms: 10 * minute } })];
  });

  it('is counted for each severity; what is over it stands in one card, also within one body', async () => {
    await from.send('flood', [
      ...many(8),
      ...many(7, { severity: 'medium' }).map((one) => ({ ...one, id: `m ${one.id}` })),
    ]);
    await on.world.time.advance(minute);
    expect(own()).toHaveLength(10);
    expect(shared().map(({ card }) => card.facts[0]?.value)).toEqual(['High: 3 · Medium: 2']);
    expect(told()).toHaveLength(1);
    expect(text(told()[0]?.card.text)).toContain('5 alerts of one severity in 10 minutes');
  });

  it('puts what is over it into that card in the change that takes it, with the word to the admins', async () => {
    await from.send('flood', many(8));
    const rows = await on.world.store.read((reader) => reader.list('deliveries'));
    expect(
      rows.filter(({ state }) => state === 'digested').map(({ about }) => 'alertId' in about && about.alertId),
    ).toEqual(['n5', 'n6', 'n7'].map((id) => `webhook:flood ${id}`));
    expect(rows.map(({ about }) => about.kind)).toEqual(expect.arrayContaining(['digest', 'sourceStorm']));
  });

  it('fills the card of the source also where one body is more than a channel can bear, and admins hear of it', async () => {
    await from.send('flood', many(100, { severity: 'medium' }));
    await on.world.time.advance(minute);
    expect(own()).toHaveLength(5);
    expect(shared().map(({ card }) => card.title)).toEqual(['95 more security alerts from flood in one card']);
    expect(told()).toHaveLength(1);
  });

  it('calls for its high alerts alone: not for medium ones of another tenant, which share their card', async () => {
    const partnerTenantId = await fabrikamWithEve();
    const medium = many(8, { severity: 'medium', partnerTenantId }).map((one) => ({ ...one, id: `m ${one.id}` }));
    await from.send('flood', [...medium, ...many(8, { partnerTenantId: contoso })]);
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => [card.facts[0]?.value, card.mentions.map(({ id }) => id)])).toEqual([
      ['High: 3 · Medium: 3', [sam]],
    ]);
  });

  it('keeps what is over it out of the card for what else is more than a channel can bear', async () => {
    await Promise.all([
      from.send('flood', many(30, { severity: 'medium' })),
      from.send('siem', many(30, { severity: 'medium' })),
    ]);
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => card.title)).toEqual([
      '25 more security alerts from flood in one card',
      '35 security alerts in one card',
    ]);
  });

  it('counts nothing that is dated ahead of the clock, since that was wrong', async () => {
    on.world.time.set(new Date(Date.parse(on.world.time.now()) + day).toISOString());
    on.restart();
    await from.send('flood', many(5));
    on.world.time.set(new Date(Date.parse(on.world.time.now()) - day).toISOString());
    on.restart();
    await from.send('flood', [{ id: 'now' }]);
    expect((await on.alert('webhook:flood now'))?.pace?.over).toBeUndefined();
  });

  it('gives cards again with time, although the source sends more than that all the while', async () => {
    const isOver: boolean[] = [];
    for (let n = 0; n < 15; n++) {
      await from.send('flood', [{ id: `n${n}`, severity: 'medium' }]);
      isOver.push((await on.alert(`webhook:flood n${n}`))?.pace?.over === true);
      await on.world.time.advance(minute);
    }
    const five = (over: boolean) => Array.from({ length: 5 }, () => over);
    expect(isOver).toEqual([...five(false), ...five(true), ...five(false)]);
  });

  it('makes no storm of what else waits', async () => {
    await Promise.all([from.send('flood', many(35)), from.send('siem', many(2, { severity: 'medium' }))]);
    await on.world.time.advance(minute);
    expect(own()).toHaveLength(7);
    expect(shared().map(({ card }) => card.title)).toEqual(['30 more security alerts from flood in one card']);
  });

  it('gathers two sources that are over it at once in a card each', async () => {
    on.world.settings.sources = ['flood', 'siem'].map((name) =>
      aSource(name, { pace: { alerts: 5, ms: 10 * minute } }),
    );
    for (const source of ['flood', 'siem']) await from.send(source, many(8));
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => card.title)).toEqual(
      ['flood', 'siem'].map((source) => `3 more security alerts from ${source} in one card`),
    );
  });

  it('is that of the last minutes: later alerts have cards again, and admins hear of it once', async () => {
    for (let n = 0; n < 8; n++) await from.send('flood', [{ id: `a${n}` }]);
    await on.world.time.advance(11 * minute);
    await from.send('flood', [{ id: 'later' }]);
    await on.world.time.advance(minute);
    expect(own()).toHaveLength(6);
    expect(shared()).toHaveLength(1);
    expect(told()).toHaveLength(1);
  });

  it('is not that of a repeat, and holds for an alert that its sender raises to high', async () => {
    await from.send('flood', many(5));
    await from.send('flood', [{ id: 'm', severity: 'medium' }]);
    await on.world.time.advance(minute);
    await from.send('flood', many(5));
    await from.send('flood', [{ id: 'm', severity: 'high' }]);
    expect(await on.alert('webhook:flood m')).toMatchObject({ pace: { over: true } });
    expect((await on.alert('webhook:flood n0'))?.pace?.over).toBeUndefined();
  });

  it('holds for an alert that is raised to high while it waits, and while another card stands for it', async () => {
    on.world.settings.sources = [aSource('flood', { pace: { alerts: 25, ms: 10 * minute } })];
    on.world.settings.stormLimit = 1_000;
    on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
    await from.send('flood', [...many(25), { id: 'm', severity: 'medium' }]);
    await from.send('flood', [{ id: 'm', severity: 'high' }]);
    on.world.slack.heals();
    await on.world.time.advance(2 * minute);
    expect(shared().map(({ card }) => card.facts[0]?.value)).toEqual(['High: 1']);
    await on.world.time.advance(7 * minute);
    on.world.settings.stormLimit = 20;
    await from.send(
      'flood',
      many(25, { severity: 'medium' }).map((one) => ({ ...one, id: `medium ${one.id}` })),
    );
    await on.world.time.advance(30 * second);
    await from.send('flood', [{ id: 'medium n24', severity: 'high' }]);
    await on.world.time.advance(30 * second);
    expect(shared().map(({ card }) => [card.title, card.facts[0]?.value])).toEqual([
      ['1 more security alert from flood', 'High: 1'],
      ['24 security alerts in one card', 'Medium: 24'],
      ['1 more security alert from flood', 'High: 1'],
    ]);
  });

  it('holds no longer for an alert that is raised to high while few high ones came: it leaves the card, and calls', async () => {
    await from.send('flood', many(8, { severity: 'medium' }));
    await on.world.time.advance(minute);
    await from.send('flood', [{ id: 'n7', severity: 'high' }]);
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => card.title)).toEqual(['2 more security alerts from flood in one card']);
    expect([
      own().length,
      own()
        .at(-1)
        ?.card.mentions.map(({ id }) => id),
    ]).toEqual([6, [sam]]);
  });

  it('and a high alert that is lowered and raised again stays in the card that called for it, and is reminded of as high', async () => {
    await from.send('flood', many(6));
    for (let n = 0; n < 5; n++) await on.press(sam, 'alerts.acknowledge', `webhook:flood n${n}`);
    await on.world.time.advance(minute);
    await from.send('flood', [{ id: 'n5', severity: 'medium' }]);
    await hours(5);
    const reminders = () => on.channel().filter(({ deliveryId }) => deliveryId.startsWith('reminders'));
    expect(reminders().length).toBeGreaterThan(1);
    expect(reminders()[0]?.card.title).toBe('1 alert is not acknowledged');
    await from.send('flood', [{ id: 'n5', severity: 'high' }]);
    await on.world.time.advance(minute);
    expect([own().length, shared().length]).toEqual([5, 1]);
    expect(shared()[0]?.card.title).toBe('1 more security alert from flood');
  });

  it('does not hold for the signed route, nor for another source', async () => {
    await from.send('flood', many(5));
    await on.send(...many(8));
    await on.world.time.advance(minute);
    expect(own()).toHaveLength(13);
  });

  it('outlasts a restart, and a card that stands for one alert over it calls people', async () => {
    await from.send('flood', many(5));
    await on.crash();
    await on.start();
    const partnerTenantId = await fabrikamWithEve();
    await from.send('flood', [{ id: 'sixth', partnerTenantId }]);
    await on.world.time.advance(minute);
    expect(shared().map(({ card }) => [card.title, card.mentions.map(({ id }) => id)])).toEqual([
      ['1 more security alert from flood', [eve]],
    ]);
  });
});

it('lesser alerts over the pace of their source are reminded of as one card for many is, once', async () => {
  on.world.settings.sources = [aSource('flood', { pace: { alerts: 1, ms: hour } })];
  await from.send('flood', many(6, { severity: 'medium' }));
  await on.world.time.advance(minute);
  expect(shared()).toHaveLength(1);
  await hours(6);
  const reminders = on.channel().filter(({ deliveryId }) => /^(digestEscalation|reminders)/.test(deliveryId));
  expect(reminders.map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['digestEscalation']);
  expect(reminders[0]?.card.mentions).toEqual([]);
});
