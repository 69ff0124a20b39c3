import { beforeEach, describe, expect, it } from 'vitest';
import { openDrills } from '../../src/domain/alert/alert.ts';
import { customerOf } from '../../src/domain/alert/customer.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, eve, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
const id = (name: string) => `webhook:default ${name}`;
const stateOf = async (name: string) => (await bot.alert(id(name)))?.status;

beforeEach(async () => {
  bot = await aBot();
  await bot.send({ id: 'one' }, { id: 'two' });
});

describe('an alert is answered by its number', () => {
  it.each([
    ['ack 2', 'investigating'],
    ['ack #2', 'investigating'],
    ['Ack 2 on it', 'investigating'],
    ['acknowledge 2', 'investigating'],
    ['prendre 2', 'investigating'],
    ['resolve 2 legitimate', 'resolved'],
    ['résoudre 2 fraude', 'resolved'],
    ['resoudre 2 ignorer', 'resolved'],
  ])('“%s”', async (words, status) => {
    const done = cardOf(await bot.say(sam, words));
    expect(done.summary).toMatch(/^(Acknowledged|Acquittée|Resolved|Résolue) · Contoso/);
    expect(await stateOf('two')).toBe(status);
    expect(await stateOf('one')).toBe('active');
  });

  it('is shown by the id of its sender too, also where that has spaces', async () => {
    await bot.send({ id: 'event 7 of today', displayName: 'Spaced' }, { id: 'of today', displayName: 'Another' });
    for (const words of ['event 7 of today', '#event 7 of today'])
      expect(text(await bot.say(sam, `alerts ${words}`)), words).toContain('Spaced');
    expect(text(await bot.say(sam, 'alerts of today'))).toContain('Another');
  });

  it('resolved with the words behind the reason as its note, and reopened', async () => {
    await bot.say(sam, 'resolve 1 fraud: keys rotated, ticket 42');
    expect((await bot.alert(id('one')))?.resolved).toMatchObject({ reason: 'fraud', note: 'keys rotated, ticket 42' });
    await bot.say(sam, 'rouvrir 1');
    expect(await stateOf('one')).toBe('active');
  });

  it('asks again where the button that takes an acknowledgement back is of an older one', async () => {
    await bot.say(sam, 'ack 1');
    const old = cardOf(await bot.say(ada, 'reopen 1')).buttons[0]?.value ?? '';
    await bot.reopen(ada, id('one'));
    await bot.world.time.advance(1_000);
    await bot.say(eve, 'ack 1');
    await bot.say(sam, 'ack 1');
    const [asked] = cardOf(await bot.press(ada, 'alerts.reopen', old)).buttons;
    expect(await stateOf('one')).toBe('investigating');
    expect(asked?.value).not.toBe(old);
    await bot.press(ada, 'alerts.reopen', asked?.value ?? '');
    expect(await stateOf('one')).toBe('active');
  });

  it('resolved, and the line in its thread has its number; outside the thread also its name', async () => {
    await bot.channelsAre(slackChannel);
    await bot.send({ id: 'three' }, { id: 'four' });
    await bot.world.time.advance(10_000);
    await bot.world.store.change(async (tx) => {
      for (const row of await tx.scan('deliveries.cards', { key: id('four'), after: null }))
        await tx.put('deliveries', { ...row, message: null });
    });
    const done = await bot.say(sam, 'resolve 3 legitimate our own test');
    expect(text(cardOf(done).text)).toContain('Note: our own test');
    await bot.say(sam, 'resolve 4 legitimate our own test');
    await bot.world.time.advance(10_000);
    const lines = bot.channel('followUp').map(({ card }) => text(card.text));
    expect(lines.map((said) => said.replace(/^Sam <.*?> /, ''))).toEqual([
      'resolved alert 3 as legitimate. Note: our own test',
      'resolved alert 4, “Mining”, as legitimate. Note: our own test',
    ]);
    const card = bot.channel('alert ').find(({ deliveryId }) => deliveryId.includes('three'))?.card;
    expect(text(card?.text)).toContain('Note: our own test');
  });

  it('in the form where no reason is named, with the words as its note', async () => {
    const form = formOf(await bot.say(sam, 'resolve 1 keys rotated'));
    expect(form.fields.map((field) => [field.name, field.kind === 'text' && field.value])).toEqual([
      ['reason', false],
      ['note', 'keys rotated'],
    ]);
    await bot.submit(sam, form, { reason: 'fraud', note: 'keys rotated' });
    expect(await stateOf('one')).toBe('resolved');
    const long = formOf(await bot.say(sam, `resolve 2 fraud ${'x'.repeat(501)}`));
    expect(Object.keys(long.problems)).toEqual(['note']);
    expect(await stateOf('two')).toBe('active');
    await bot.say(sam, `resolve 2 fraud ${'x'.repeat(500)}`);
    expect(await stateOf('two')).toBe('resolved');
  });

  it('by who works there alone, and says what to type where a number is missing or is one of several', async () => {
    expect(cardOf(await bot.say(eve, 'ack 1')).title).toBe('You cannot do that');
    const asked = cardOf(await bot.say(sam, 'ack'));
    expect(text(asked.text)).toContain('Which alert? Please type its number, for example “/security-contact ack 17”.');
    expect(asked.rows).toHaveLength(2);
    expect(asked.buttons.map(({ id }) => id)).toContain('alerts.acknowledgeMany');
    const named = cardOf(await bot.say(sam, 'ack mining'));
    expect(text(named.text)).toContain('Which alert? Please type its number, for example “/security-contact ack 17”.');
    expect(named.rows.map(({ title }) => text(title))).toEqual([expect.stringMatching(/Mining/), expect.anything()]);
    expect(named.buttons.map(({ id }) => id)).not.toContain('alerts.acknowledgeMany');
    expect(text(cardOf(await bot.say(sam, 'take 1 2')).text)).toContain('one alert at a time');
    expect(cardOf(await bot.say(sam, 'ack 99')).title).toBe('There is no such alert');
    expect([await stateOf('one'), await stateOf('two')]).toEqual(['active', 'active']);
  });

  it.each(['take 1,2', 'keep 1-2', 'reprendre 1 et 2', 'give 1;2'])(
    '“%s” is told that one is done at a time',
    async (words) => {
      expect(text(cardOf(await bot.say(sam, words)).text)).toMatch(/one alert at a time|qu’une alerte à la fois/);
      expect([await stateOf('one'), await stateOf('two')]).toEqual(['active', 'active']);
    },
  );

  it('in a channel by a sentence that names number and title', async () => {
    const inChannel = (words: string) => bot.say(sam, words, slackChannel);
    expect(text(await inChannel('ack 2'))).toContain('brief: Alert 2, “Mining”. You acknowledged this alert.');
    expect(text(await inChannel('résoudre 2 fraude'))).toContain('brief: Alerte 2, « Mining ». Vous avez résolu');
    expect(text(await inChannel('reopen 2'))).toContain('brief: Alert 2, “Mining”. You reopened');
  });

  it('and without one lists what can be answered so: not acknowledged, open, or resolved with the newest first', async () => {
    const numbers = async (words: string) =>
      cardOf(await bot.say(sam, words)).rows.map(({ title }) => text(title).match(/\d+/)?.[0]);
    expect(await numbers('reopen')).toEqual([]);
    expect(text(cardOf(await bot.say(sam, 'reopen')).text)).toContain('There is no resolved alert to reopen');
    await bot.send({ id: 'three' });
    await bot.say(sam, 'resolve 1 fraud');
    await bot.world.time.advance(1_000);
    await bot.say(sam, 'resolve 3 fraud');
    await bot.say(sam, 'ack 2');
    expect(await numbers('reopen')).toEqual(['3', '1']);
    expect(await numbers('rouvrir')).toEqual(['3', '1']);
    expect(await numbers('ack')).toEqual([]);
    expect(text(cardOf(await bot.say(sam, 'prendre')).text)).toContain('Toutes les alertes ouvertes sont acquittées');
    expect(await numbers('resolve')).toEqual(['2']);
    expect(cardOf(await bot.say(ada, 'alerts resolved')).title).toBe('Resolved alerts');
  });

  it('and “1”, “#1” open it, “close 1” and “fermer 1” resolve it', async () => {
    for (const words of ['1', '#1', '1.']) {
      const shown = await bot.say(sam, words);
      expect(cardOf(shown).buttons.map(({ id }) => id)).toContain('alerts.storyFile');
    }
    expect(formOf(await bot.say(sam, 'close 1')).id).toBe('alerts.resolve');
    await bot.say(sam, 'close 1 fraud');
    await bot.say(sam, 'fermer 2 fraude');
    expect([await stateOf('one'), await stateOf('two')]).toEqual(['resolved', 'resolved']);
  });

  it('never by an id that its sender gave it', async () => {
    await bot.send({ id: '77' });
    expect(cardOf(await bot.say(sam, 'ack 77')).title).toBe('There is no such alert');
    expect(await stateOf('77')).toBe('active');
  });

  it('and its story is there for “alert 1” too', async () => {
    for (const words of ['alert 1', 'alerte 1', 'alerts 1'])
      expect(cardOf(await bot.say(sam, words)).buttons.map(({ id }) => id)).toContain('alerts.list');
    for (const words of ['alert', 'alerte']) expect(cardOf(await bot.say(sam, words)).rows).toHaveLength(2);
  });

  it.each(['resolve my problem with the portal', 'prendre contact avec Microsoft', 'alert fatigue'])(
    'and “%s” stays a question',
    async (words) => {
      const asked = await bot.say(sam, words);
      expect(text(asked)).not.toContain('Which alert?');
      expect(cardOf(asked).title).not.toMatch(/^(Open alerts|Alerts)/);
    },
  );

  it.each([
    ['resolv 1', null],
    ['resolv 1 fraud keys', 'fraud'],
    ['résoudr 1 fraude', 'fraud'],
  ])('and “%s” opens the form, and resolves nothing unasked', async (words, reason) => {
    const form = formOf(await bot.say(sam, words));
    expect(form).toMatchObject({ id: 'alerts.resolve', fields: [{ name: 'reason', value: reason }, { name: 'note' }] });
    expect(await stateOf('one')).toBe('active');
  });

  it('and “acknowlege 1” and “alrets Contoso” do what they mean', async () => {
    expect(cardOf(await bot.say(sam, 'alrets Contoso')).title).toBe('Open alerts');
    await bot.say(sam, 'acknowlege 1');
    expect(await stateOf('one')).toBe('investigating');
  });

  it('and a slip is for who may do it', async () => {
    expect(cardOf(await bot.say(eve, 'acknowlege 1')).title).toBe('You cannot do that');
    expect(await stateOf('one')).toBe('active');
  });
});

describe('the words behind `raise`', () => {
  const field = (reply: Awaited<ReturnType<TestBot['say']>>, name: string) =>
    formOf(reply).fields.flatMap((one) => (one.name === name && 'value' in one ? [one.value] : []))[0];

  it('are the title, and the severity is high', async () => {
    const opened = await bot.say(sam, 'raise Microsoft phoned about a subscription');
    expect(field(opened, 'displayName')).toBe('Microsoft phoned about a subscription');
    expect(field(opened, 'severity')).toBe('high');
    expect(field(await bot.say(sam, 'signaler Contoso'), 'displayName')).toBe('');
  });

  it('are the beginning of it and the description, where they are too long for a title', async () => {
    const words = `Microsoft phoned ${'about it '.repeat(60)}`.trim();
    const opened = await bot.say(sam, `raise ${words}`);
    expect(field(opened, 'displayName')).toMatch(/^Microsoft phoned about it .*\u00a0…$/);
    expect(String(field(opened, 'displayName')).length).toBeLessThanOrEqual(66);
    expect(field(opened, 'description')).toBe(words);
  });

  it('come along when a tenant has to be chosen, and choose the one that they begin with', async () => {
    await bot.world.store.change(async (tx) => {
      const known = await tx.get('tenants', contoso);
      if (known) await tx.put('tenants', { ...known, id: contoso.replaceAll('1', '2'), name: 'Fabrikam' });
    });
    const [first] = cardOf(await bot.say(sam, 'raise keys leaked')).rows;
    const opened = await bot.press(sam, 'alerts.raise', first?.button?.value ?? '');
    expect(field(opened, 'displayName')).toBe('keys leaked');
    const longest = cardOf(await bot.say(sam, `raise ${'keys leaked 🔑 '.repeat(60)}`)).rows[0]?.button?.value ?? '';
    expect(longest.length).toBeLessThanOrEqual(500);
    expect(formOf(await bot.say(sam, 'raise fabrikam: keys leaked')).intro[0]).toContain('Fabrikam’s');
    expect(formOf(await bot.say(sam, 'raise Fabrikam')).intro[0]).toContain('Fabrikam’s');
  });

  it('raise an alert about a customer, by name, domain or tenant id, which is acknowledged where it was raised', async () => {
    const id = '33333333-3333-4333-8333-333333333333';
    await bot.edit((tenant) => ({ ...tenant, customers: { [id]: 'Fabrikam', 'northwind.com': 'Northwind' } }));
    for (const customer of ['fabrikam', 'Northwind', 'WINGTIP.com', id, 'The shop', '']) {
      const form = formOf(await bot.say(ada, 'raise keys leaked'));
      const values = { displayName: 'keys leaked', severity: 'low', customer, description: '' };
      const done = cardOf(await bot.submit(customer === '' ? sam : ada, form, values));
      expect(done.buttons.map(({ id: button }) => button)).toEqual(['alerts.acknowledge', 'alerts.show']);
    }
    const stored = await bot.stored('alerts');
    const raised = stored.filter(({ origin }) => origin === 'raised').toSorted((a, b) => a.number - b.number);
    expect(raised.map((alert) => customerOf(alert))).toEqual([id, 'northwind.com', 'wingtip.com', id, 'The shop', '']);
  });

  it('raise one alert, whose number a repeated request gets even when it is in the archive', async () => {
    const form = formOf(await bot.say(sam, 'raise keys leaked'));
    const raises = async () => {
      const values = { displayName: 'keys leaked', severity: 'high', description: '' };
      return cardOf(await bot.submit(sam, form, values, 'raised once')).summary;
    };
    expect(await raises()).toMatch(/^Alert 3 has been raised/);
    await bot.say(sam, 'resolve 3 ignore');
    await bot.ticksAfter(25 * hour);
    expect(await bot.stored('closed')).toMatchObject([{ number: 3 }]);
    expect(await raises()).toMatch(/^Alert 3 has been raised/);
  });
});

describe('a drill', () => {
  it('asks first, and says where it goes, whom it mentions, and what time it is for them', async () => {
    await bot.world.store.change((tx) => tx.put('people', { id: sam, name: 'Sam', timezone: 'Asia/Tokyo' }));
    const asked = cardOf(await bot.say(ada, 'drill'));
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', openDrills))).toBe(0);
    expect(asked.title).toBe('Start a drill?');
    expect(text(asked.facts)).toContain('<slack:C1>');
    expect(text(asked.facts)).toMatch(/^Mentions: .*Sam <[^>]*> \(local time 18:00\)/m);
    const [start] = asked.buttons;
    const done = [
      await bot.press(ada, 'alerts.startDrill', start?.value ?? ''),
      await bot.press(ada, 'alerts.startDrill', start?.value ?? ''),
    ];
    expect(done.map((reply) => cardOf(reply).title)).toEqual(['Drill started', 'Drill started']);
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', openDrills))).toBe(1);
  });

  it('asks anew an hour later, or where somebody made the question up', async () => {
    const start = cardOf(await bot.say(ada, 'drill')).buttons[0]?.value ?? '';
    await bot.world.time.advance(3_600_000);
    for (const value of [start, contoso, `${contoso} never`, `${contoso} 2099-01-01T00:00:00.000Z`])
      expect(cardOf(await bot.press(ada, 'alerts.startDrill', value)).title).toBe('Start a drill?');
  });

  it('says when nobody would be mentioned, and when no channel would get it', async () => {
    const contact = (await bot.tenant())?.contact;
    if (contact) await bot.edit({ contact: { ...contact, channels: [], onCall: [] } });
    const asked = text(cardOf(await bot.say(ada, 'exercice')));
    expect(asked).toContain('personne n’est d’astreinte');
    expect(asked).toContain('Aucun canal ne fonctionne');
  });
});
