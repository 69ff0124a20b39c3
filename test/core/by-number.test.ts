import { beforeEach, describe, expect, it } from 'vitest';
import { type AlertDesk, ada, alertDesk, cardOf, contoso, eve, formOf, sam, text } from './alert-desk.ts';

let on: AlertDesk;
const id = (name: string) => `webhook:default ${name}`;
const stateOf = async (name: string) => (await on.alert(id(name)))?.status;

beforeEach(async () => {
  on = await alertDesk();
  await on.send({ id: 'one' }, { id: 'two' });
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
    const done = cardOf(await on.say(sam, words));
    expect(done.summary).toMatch(/^(Acknowledged|Prise en charge|Resolved|Résolue), Contoso/);
    expect(await stateOf('two')).toBe(status);
    expect(await stateOf('one')).toBe('active');
  });

  it('resolved with the words behind the reason as its note, and reopened', async () => {
    await on.say(sam, 'resolve 1 fraud: keys rotated, ticket 42');
    expect((await on.alert(id('one')))?.resolved).toMatchObject({ reason: 'fraud', note: 'keys rotated, ticket 42' });
    await on.say(sam, 'rouvrir 1');
    expect(await stateOf('one')).toBe('active');
  });

  it('in the form where no reason is named, with the words as its note', async () => {
    const form = formOf(await on.say(sam, 'resolve 1 keys rotated'));
    expect(form.fields.map((field) => [field.name, field.kind === 'text' && field.value])).toEqual([
      ['reason', false],
      ['note', 'keys rotated'],
    ]);
    await on.submit(sam, form, { reason: 'fraud', note: 'keys rotated' });
    expect(await stateOf('one')).toBe('resolved');
    const long = formOf(await on.say(sam, `resolve 2 fraud ${'x'.repeat(501)}`));
    expect(Object.keys(long.problems)).toEqual(['note']);
    expect(await stateOf('two')).toBe('active');
  });

  it('by who works there alone, and says what to type where a number is missing or is one of several', async () => {
    expect(cardOf(await on.say(eve, 'ack 1')).title).toBe('You cannot do that');
    const asked = cardOf(await on.say(sam, 'ack'));
    expect(text(asked.text)).toContain('Which alert? Please type its number, for example “/security-contact ack 17”.');
    expect(asked.rows).toHaveLength(2);
    expect(text(cardOf(await on.say(sam, 'ack mining')).text)).toContain('Which alert?');
    expect(text(cardOf(await on.say(sam, 'ack 1 2')).text)).toContain('one alert at a time');
    expect(cardOf(await on.say(sam, 'ack 99')).title).toBe('No such alert');
    expect([await stateOf('one'), await stateOf('two')]).toEqual(['active', 'active']);
  });

  it('never by an id that its sender gave it', async () => {
    await on.send({ id: '77' });
    expect(cardOf(await on.say(sam, 'ack 77')).title).toBe('No such alert');
    expect(await stateOf('77')).toBe('active');
  });

  it('and its story is there for “alert 1” too', async () => {
    for (const words of ['alert 1', 'alerte 1', 'alerts 1'])
      expect(cardOf(await on.say(sam, words)).buttons.map(({ id }) => id)).toContain('alerts.list');
    for (const words of ['alert', 'alerte']) expect(cardOf(await on.say(sam, words)).rows).toHaveLength(2);
  });

  it.each(['resolve my problem with the portal', 'prendre contact avec Microsoft', 'alert fatigue'])(
    'and “%s” stays a question',
    async (words) => {
      const asked = await on.say(sam, words);
      expect(text(asked)).not.toContain('Which alert?');
      expect(cardOf(asked).title).not.toBe('Open alerts');
    },
  );

  it('and what is misspelt is asked back about', async () => {
    expect(text(cardOf(await on.say(sam, 'resolv 1')).text)).toContain('Did you mean “/security-contact resolve”?');
    expect(await stateOf('one')).toBe('active');
  });
});

describe('the words behind `raise`', () => {
  const field = (reply: Awaited<ReturnType<AlertDesk['say']>>, name: string) =>
    formOf(reply).fields.flatMap((one) => (one.name === name && 'value' in one ? [one.value] : []))[0];

  it('are the title, and the severity is high', async () => {
    const opened = await on.say(sam, 'raise Microsoft phoned about a subscription');
    expect(field(opened, 'displayName')).toBe('Microsoft phoned about a subscription');
    expect(field(opened, 'severity')).toBe('high');
    expect(field(await on.say(sam, 'signaler Contoso'), 'displayName')).toBe('');
  });

  it('are the beginning of it and the description, where they are too long for a title', async () => {
    const words = `Microsoft phoned ${'about it '.repeat(60)}`.trim();
    const opened = await on.say(sam, `raise ${words}`);
    expect(field(opened, 'displayName')).toMatch(/^Microsoft phoned about it .* …$/);
    expect(String(field(opened, 'displayName')).length).toBeLessThanOrEqual(300);
    expect(field(opened, 'description')).toBe(words);
  });

  it('come along when a tenant has to be chosen, and choose the one that they begin with', async () => {
    await on.world.store.change(async (tx) => {
      const known = await tx.get('tenants', contoso);
      if (known) await tx.put('tenants', { ...known, id: contoso.replaceAll('1', '2'), name: 'Fabrikam' });
    });
    const [first] = cardOf(await on.say(sam, 'raise keys leaked')).rows;
    const opened = await on.press(sam, 'alerts.raise', first?.button?.value ?? '');
    expect(field(opened, 'displayName')).toBe('keys leaked');
    const longest = cardOf(await on.say(sam, `raise ${'keys leaked 🔑 '.repeat(60)}`)).rows[0]?.button?.value ?? '';
    expect(longest.length).toBeLessThanOrEqual(500);
    expect(formOf(await on.say(sam, 'raise fabrikam: keys leaked')).intro[0]).toBe('Fabrikam');
    expect(formOf(await on.say(sam, 'raise Fabrikam')).intro[0]).toBe('Fabrikam');
  });
});

describe('a drill', () => {
  it('asks first, and says where it goes, whom it mentions, and what time it is for them', async () => {
    await on.world.store.change((tx) => tx.put('people', { id: sam, name: 'Sam', timezone: 'Asia/Tokyo' }));
    const asked = cardOf(await on.say(ada, 'drill'));
    expect(await on.world.store.read((reader) => reader.count('alerts.open', ''))).toBe(2);
    expect(asked.title).toBe('Start a drill?');
    expect(text(asked.facts)).toContain('"address":"C1"');
    expect(text(asked.facts)).toMatch(/"Mentions",.*"name":"Sam"\}," \(18:00 there\)"/);
    const [start] = asked.buttons;
    const done = [
      await on.press(ada, 'alerts.startDrill', start?.value ?? ''),
      await on.press(ada, 'alerts.startDrill', start?.value ?? ''),
    ];
    expect(done.map((reply) => cardOf(reply).title)).toEqual(['Drill started', 'Drill started']);
    expect(await on.world.store.read((reader) => reader.count('alerts.open', ''))).toBe(3);
  });

  it('asks anew an hour later, or where somebody made the question up', async () => {
    const start = cardOf(await on.say(ada, 'drill')).buttons[0]?.value ?? '';
    await on.world.time.advance(3_600_000);
    for (const value of [start, contoso, `${contoso} never`, `${contoso} 2099-01-01T00:00:00.000Z`])
      expect(cardOf(await on.press(ada, 'alerts.startDrill', value)).title).toBe('Start a drill?');
  });

  it('says when nobody would be mentioned, and when no channel would get it', async () => {
    const contact = (await on.world.store.read((reader) => reader.get('tenants', contoso)))?.contact;
    if (contact) await on.edit({ contact: { ...contact, channels: [], onCall: [] } });
    const asked = text(cardOf(await on.say(ada, 'exercice')));
    expect(asked).toContain('aucune personne d’astreinte');
    expect(asked).toContain('Aucun canal ne la reçoit');
  });
});
