import { beforeEach, describe, expect, it } from 'vitest';
import { openDrills } from '../../src/domain/alert/alert.ts';
import { shortId } from '../../src/domain/text/short-id.ts';
import { alertsFor } from '../../src/store/alerts-of-month.ts';
import { aBot, cardOf, formOf, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const raisedAs = (key: string) => `person raised-${shortId(key)}`;
const first = () => bot.channel()[0]?.card.buttons[0]?.value ?? '';

describe('`alerts`', () => {
  beforeEach(async () => {
    await bot.world.store.change(async (tx) => {
      const known = await tx.get('tenants', contoso);
      if (known) await tx.put('tenants', { ...known, id: '22222222-2222-4222-8222-222222222222', name: 'Fabrikam' });
    });
    const partnerTenantId = '22222222-2222-4222-8222-222222222222';
    await bot.send({ partnerTenantId: contoso }, { partnerTenantId: contoso, severity: 'low' });
    await bot.send({ partnerTenantId, severity: 'low' }, { partnerTenantId, severity: 'medium' });
  });
  const numbers = async (words: string) =>
    cardOf(await bot.say(sam, words)).rows.map(({ title }) => Number(String(title).split(' ')[0]));

  it.each([
    ['alerts', [1, 4, 2, 3]],
    ['alerts high', [1]],
    ['alerts low', [2, 3]],
    ['alerts fabrikam', [4, 3]],
    ['alerts Fabrikam low', [3]],
    ['alertes élevée', [1]],
    ['alertes élevé', [1]],
    ['alerts hihg', [1]],
    ['alerts nowhere', []],
  ])('%s', async (words, found) => {
    expect(await numbers(words)).toEqual(found);
  });

  it('an alert whose id is a word of the filter hides no list, and is found with # before its id', async () => {
    await bot.send({ id: 'high', displayName: 'A decoy', partnerTenantId: contoso, severity: 'low' });
    await bot.send({ id: 'fabrikam', displayName: 'Another', partnerTenantId: contoso, severity: 'low' });
    await bot.send({ id: 'hihg', displayName: 'A third', partnerTenantId: contoso, severity: 'low' });
    expect(await numbers('alerts high')).toEqual([1]);
    expect(await numbers('alerts fabrikam')).toEqual([4, 3]);
    expect(text(cardOf(await bot.say(sam, 'alerts #high')).title)).toContain('A decoy');
    expect(text(cardOf(await bot.say(sam, 'alerts #fabrikam')).title)).toContain('Another');
    expect(text(cardOf(await bot.say(sam, 'alerts hihg')).title)).toContain('A third');
  });

  it('begins at its first page where a button says anything but a count', async () => {
    const pressed = async (value: string) =>
      cardOf(await bot.press(sam, 'alerts.list', value)).rows.map(({ title }) => Number(String(title).split(' ')[0]));
    for (const value of ['-1 ', '1.5 ', 'Infinity ', '1e3 ', '<!here> '])
      expect(await pressed(value)).toEqual([1, 4, 2, 3]);
    expect(await pressed('1 ')).toEqual([4, 2, 3]);
  });

  it('says so when nothing fits, or when there is no such number', async () => {
    const unknown = cardOf(await bot.say(sam, 'alerts low nowhere'));
    expect(text(unknown.text)).toContain('No open alert matches “Low, nowhere”.');
    expect(unknown.buttons.map(({ label }) => label)).toEqual(['All open alerts', 'Only unacknowledged']);
    expect(cardOf(await bot.say(sam, 'alerts informational')).text).toEqual(['No open alert matches “Informational”.']);
    expect(cardOf(await bot.say(sam, 'alerts')).footer).toContain('“/security-contact alerts mining” to search');
    const gone = cardOf(await bot.say(sam, 'alerts 99'));
    expect(gone.title).toBe('There is no such alert');
    expect(text(gone.text)).toContain('I cannot find alert 99.');
    expect(gone.buttons.map(({ id }) => id)).toEqual(['alerts.list']);
    expect(newsOf(cardOf(await bot.say(sam, 'alerts 3')))).toBe('Low-severity alert');
  });
});

describe('what people read of an alert', () => {
  it('in `alerts` tells drills and tests from real ones', async () => {
    await bot.send({ isTest: true, severity: 'low' });
    await bot.drill(sam);
    const titles = cardOf(await bot.say(sam, 'alerts')).rows.map(({ title }) => title);
    expect(titles).toEqual(['2 · DRILL · High · Drill to check that we can be reached', '1 · TEST · Low · Mining']);
  });

  it('in Steps names it, with no way to Partner Center for a drill, nor on its card', async () => {
    await bot.send({ displayName: 'Odd sign-in' });
    await bot.drill(sam);
    await bot.world.time.advance(5_000);
    const steps = cardOf(await bot.press(eve, 'alerts.steps', 'webhook:default a1'));
    expect(text(steps.text)).toContain('Alert 1 · Odd sign-in');
    expect(text(steps.text)).toContain('High severity');
    expect(steps.buttons.map(({ id }) => id)).toEqual(['alerts.acknowledge', 'alerts.show', 'alerts.portal']);
    const drill = bot.channel()[1]?.card;
    const onCard = ['alerts.acknowledge', 'alerts.resolve', 'alerts.steps', 'alerts.note'];
    expect(drill?.buttons.map(({ id }) => id)).toEqual(onCard);
    const ofDrill = cardOf(await bot.press(eve, 'alerts.steps', drill?.buttons[0]?.value ?? ''));
    expect(ofDrill.buttons.map(({ id }) => id)).toEqual(['alerts.acknowledge', 'alerts.show']);
  });

  it('in Steps is resolved next once it is acknowledged', async () => {
    await bot.send({ displayName: 'Odd sign-in' });
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default a1');
    const steps = cardOf(await bot.press(eve, 'alerts.steps', 'webhook:default a1'));
    expect(steps.buttons.map(({ id, style }) => `${id} ${style}`)).toEqual([
      'alerts.resolve primary',
      'alerts.show plain',
      'alerts.portal plain',
    ]);
    expect(text(steps)).not.toMatch(/[Aa]cknowledge the/);
  });

  it('that a person raised sends nobody to Partner Center', async () => {
    const form = formOf(await bot.say(sam, 'raise keys leaked'));
    await bot.submit(sam, form, { displayName: 'keys leaked', severity: 'high', customer: '', description: '' });
    await bot.world.time.advance(5_000);
    const shown = [
      bot.channel()[0]?.card,
      await bot.say(sam, 'alerts 1'),
      await bot.press(sam, 'alerts.steps', '1'),
      await bot.say(sam, 'resolve 1 fraud'),
    ];
    for (const card of shown) expect(text(card)).not.toMatch(/Partner Center|portal/);
    expect(text(shown[0])).toContain('Source: raised by Sam');
  });

  it('in its story has the deliveries in the order of time, and no attempts where there were none', async () => {
    await bot.edit({ contact: { ...(await contact()), channels: [teamsChannel, slackChannel] } });
    bot.world.teams.fails('unreachable', 'http_500');
    await bot.send(...Array.from({ length: 25 }, (_, n) => ({ id: `s${n}`, severity: 'low' })));
    await bot.send({ id: 'x' });
    await bot.world.time.advance(20_000);
    bot.world.teams.heals();
    await bot.world.time.advance(60_000);
    const rows = (await bot.say(sam, 'alerts x')) && cardOf(await bot.say(sam, 'alerts x')).rows.slice(-2);
    expect(rows.map(({ title }) => text(title).includes('19:a@thread'))).toEqual([false, true]);
    expect(text(cardOf(await bot.say(sam, 'alerts s3')).rows)).toContain('detail: card · grouped with other alerts · ');
  });

  it('of a contact without channels does not say that a channel failed', async () => {
    await bot.edit({ contact: { ...(await contact()), channels: [] } });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    expect(text(bot.inPrivate(ada))).toContain('The security contact has no channel.');
    expect(text(cardOf(await bot.say(sam, 'alerts x')).rows)).toContain('the security contact had no channel');
    await bot.edit({ contact: null });
    await bot.send({});
    await bot.world.time.advance(3_000);
    expect(text(bot.inPrivate(ada).at(-1))).toContain('There is no security contact yet.');
  });

  it('that was missed as a drill is not Microsoft’s matter', async () => {
    await bot.drill(sam);
    await bot.ticksAfter(25 * 3_600_000);
    await bot.world.time.advance(3_000);
    const told = bot.inPrivate(ada, 'overdue')[0]?.card;
    expect(text(told?.text)).toContain('Nobody acknowledged this drill within 24 hours');
    expect(told?.buttons.slice(0, 1).map(({ id, value }) => [id, value])).toEqual([['alerts.drill', contoso]]);
  });

  it('in a report asks for a month that there is, and says none in words', async () => {
    const wrong = cardOf(await bot.say(ada, 'report 2026-13'));
    expect([wrong.title, text(wrong.text)]).toEqual(['Which month?', expect.stringContaining('01 to 12')]);
    expect(cardOf(await bot.say(ada, 'report')).summary).toContain('Contoso had no security alerts in');
    expect(cardOf(await bot.say(ada, 'rapport')).summary).toContain('n’a eu aucune alerte de sécurité en');
    expect(text(cardOf(await bot.say(ada, 'report 2026-12')).text)).toContain('December 2026 has not started yet.');
  });

  it.each([
    ['2025', false],
    ['last year', false],
    ['2026-10 2026-11', false],
    ['2026-11 Contoso', true],
    ['Contoso', true],
  ])('of report %j takes no other month than the one that is meant', async (typed, isOne) => {
    const { title } = cardOf(await bot.say(ada, `report ${typed}`));
    expect(title).toBe(isOne ? 'Alert report, November 2026' : 'Which month?');
  });

  it('in a report claims nothing about a month that it does not know', async () => {
    const unknown = cardOf(await bot.say(ada, 'report 2026-10'));
    expect(unknown).toMatchObject({ facts: [], charts: [] });
    expect(unknown.summary).toBe('I have no data from before November 2026.');
    expect(cardOf(await bot.say(ada, 'rapport 2026-10')).summary).toContain('depuis novembre 2026');
    await bot.send({ detectedDateTime: '2026-10-31T23:00:00Z' });
    const late = cardOf(await bot.say(ada, 'report 2026-10'));
    expect(text(late.text)).toContain('Contoso in October 2026: 0 of 1 acknowledged, 1 overdue.');
    expect(text(late.text)).toContain('I have no data from before November 2026.');
    await bot.world.trail.append('history-2026-09', []);
    expect(cardOf(await bot.say(ada, 'report 2026-09')).summary).toContain('had no security alerts in September 2026');
  });
});

describe('a press on a card that a whole channel has', () => {
  it('is answered in a sentence', async () => {
    await bot.send({});
    await bot.world.time.advance(3_000);
    expect(await bot.press(sam, 'alerts.acknowledge', first())).toMatchObject({
      brief: ['Alert 1, “Mining”. ', 'You acknowledged this alert. Its card will show this in a moment.'],
    });
    const again = await bot.press(ada, 'alerts.acknowledge', first());
    expect(text(again)).toMatch(/^ *brief: Alert 1, “Mining”. Already acknowledged by .*Sam/m);
  });

  it('resolves in a form that names the alert, apart from another of the same title', async () => {
    await bot.send({}, { id: 'a2' });
    const second = formOf(await bot.press(sam, 'alerts.resolve', '2'));
    expect(second.intro).toEqual(['Mining', 'Alert 2 · Contoso']);
    await bot.edit({ name: 'Fabrikam' });
    expect(formOf(await bot.submit(sam, second, {})).intro).toEqual(['Mining', 'Alert 2 · Fabrikam']);
    const french = await aBot({ locale: 'fr' });
    await french.send({});
    expect(formOf(await french.press(sam, 'alerts.resolve', '1')).intro[1]).toBe('Alerte 1 · Contoso');
  });

  it('of an alert that was closed for long says so, and shows its story', async () => {
    await bot.send({});
    await bot.world.time.advance(3_000);
    const form = formOf(await bot.press(sam, 'alerts.resolve', first()));
    await bot.submit(sam, form, { reason: 'fraud', note: 'x' });
    await bot.ticksAfter(25 * 3_600_000);
    for (const reply of [
      await bot.press(sam, 'alerts.reopen', first()),
      await bot.press(sam, 'alerts.resolve', first()),
      await bot.submit(sam, form, { reason: 'ignore' }),
    ])
      expect(text(cardOf(reply).text)).toContain('resolved and archived');
    const timeline = cardOf(await bot.press(sam, 'alerts.show', first()));
    expect(timeline.buttons.map(({ id }) => id)).toEqual([
      'alerts.portal',
      'alerts.storyFile',
      'alerts.receipts',
      'alerts.list',
    ]);
  });
});

describe('raising by hand', () => {
  const raise = async (key: string) => {
    const form = formOf(await bot.say(sam, 'raise'));
    return cardOf(await bot.submit(sam, form, { displayName: 'A call', severity: 'low' }, key));
  };

  it('is limited to five in ten minutes, resolved ones included, and is done once', async () => {
    expect((await raise('k0')).title).toBe('Alert raised');
    expect((await raise('k0')).title).toBe('Alert raised');
    for (let n = 1; n <= 4; n++) expect((await raise(`k${n}`)).title).toBe('Alert raised');
    await bot.resolve(sam, raisedAs('k1'), { reason: 'ignore' });
    expect(text((await raise('k5')).text)).toContain('Please wait ten minutes');
    await bot.world.time.advance(11 * 60_000);
    expect((await raise('k6')).title).toBe('Alert raised');
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', ''))).toBe(5);
  });

  it('is limited just so when forty come at once; whatever was raised before is no new one', async () => {
    const form = formOf(await bot.say(sam, 'raise'));
    const submit = (key: string) => bot.submit(sam, form, { displayName: 'A call', severity: 'low' }, key);
    const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => submit(`k${n}`)));
    expect(replies.filter((reply) => cardOf(reply).title === 'Alert raised')).toHaveLength(5);
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', ''))).toBe(5);
    expect(cardOf(await submit('k0')).title).toBe('Alert raised');
    expect((await bot.alert(raisedAs('k0')))?.revision).toBe(1);
  });
});

describe('drills', () => {
  const ago = (seconds: number) => new Date(Date.parse(bot.world.time.now()) - seconds * 1_000).toISOString();
  it('are five in ten minutes for a person, when forty are started at once too', async () => {
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, n) => bot.press(sam, 'alerts.startDrill', `${contoso} ${ago(n)}`)),
    );
    expect(replies.filter((reply) => cardOf(reply).title === 'Drill started')).toHaveLength(5);
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', openDrills))).toBe(5);
  });

  it('come on schedule in the contact’s own time zone, over daylight saving, and once', async () => {
    bot.world.settings.drillSchedule = '0 10 * * 2';
    await bot.edit({ contact: { ...(await contact()), timezone: 'Europe/Paris' } });
    bot.world.time.set('2026-10-19T00:00:00Z');
    const started: string[] = [];
    for (let tick = 0; tick < 4 * 24 * 14; tick++) {
      await bot.tick(15 * 60_000);
    }
    for (const { receivedAt, origin } of await alertsFor(contoso, '2026-10', bot.world))
      if (origin === 'drill') started.push(receivedAt);
    // Clocks go back on 25 October: ten in Paris is 8 o'clock UTC before, and 9 after.
    expect(started.sort()).toEqual(['2026-10-20T08:00:00.000Z', '2026-10-27T09:00:00.000Z']);
  });

  it('that nobody acknowledges is kept as missed; one that is acknowledged proves that the contact is reachable', async () => {
    await bot.drill(sam);
    await bot.world.time.advance(3_000);
    await bot.press(sam, 'alerts.acknowledge', first());
    expect(await bot.tenant()).toHaveProperty('provenAt');
    await bot.drill(ada);
    for (let hour = 0; hour <= 25; hour++) {
      await bot.tick(3_600_000);
    }
    expect(text(cardOf(await bot.say(sam, 'alerts 2')).rows)).toContain('the drill was missed');
    expect(cardOf(await bot.say(ada, 'report')).facts.at(-1)?.value).toBe('1 of 2');
  });
});

describe('“last proven reachable”', () => {
  const provenAt = async () => (await bot.tenant())?.provenAt;

  it('is not an admin’s answer in private to an alert that no channel of the contact has', async () => {
    await bot.edit({ contact: { ...(await contact()), channels: [] } });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default x');
    expect(await bot.alert('webhook:default x')).toMatchObject({ status: 'investigating' });
    expect(await provenAt()).toBeUndefined();
  });

  it('is not an answer while the channels have not got the alert yet, unless it comes from one of them', async () => {
    for (const chat of [bot.world.slack, bot.world.teams]) chat.fails('unreachable', 'http_500');
    await bot.send({ id: 'x' }, { id: 'y' });
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default x');
    expect(await provenAt()).toBeUndefined();
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default y', slackChannel);
    expect(await provenAt()).toBe(bot.world.time.now());
  });

  it('is not an answer to what somebody raised, in the channel that has it', async () => {
    const form = formOf(await bot.say(sam, 'raise'));
    await bot.submit(sam, form, { displayName: 'A call', severity: 'high' }, 'k');
    await bot.world.time.advance(3_000);
    await bot.press(sam, 'alerts.acknowledge', first(), slackChannel);
    expect(await bot.alert(raisedAs('k'))).toMatchObject({ status: 'investigating' });
    expect(await provenAt()).toBeUndefined();
  });

  it('is any answer to an alert that a card for many stands for there', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ severity: 'low', id: `s${n}` })));
    await bot.world.time.advance(5_000);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default s3');
    expect(await provenAt()).toBe(bot.world.time.now());
  });
});

async function contact() {
  const tenant = await bot.tenant();
  if (!tenant?.contact) throw new Error('no contact');
  return tenant.contact;
}

describe('a change to the set-up', () => {
  const change = async (values: Record<string, string | string[]>) => {
    const form = formOf(await bot.press(ada, 'contact.setup', contoso));
    const same = { id: contoso, name: 'Contoso', partnerType: 'directBill' };
    await bot.submit(ada, form, { ...same, ...values });
    await bot.world.time.advance(10_000);
  };
  beforeEach(() => {
    for (const [id, name] of [
      ['C8', 'admins'],
      ['C9', 'fraud'],
    ] as const)
      bot.hasChannel({ platform: 'slack', address: id }, { name });
  });
  const told = () => bot.world.slack.messages.map(({ to, card }) => `${to} ${card.title}`);

  it('of the fraud channels is told there and to the contact; a removed one keeps getting high fraud alerts for a day', async () => {
    await change({ fraudChannels: ['C9'] });
    expect(told()).toEqual(
      expect.arrayContaining(['slack:C9 The alert channels were changed', 'slack:C1 The alert channels were changed']),
    );
    await change({ fraudChannels: [] });
    expect(told().filter((line) => line.startsWith('slack:C9'))).toHaveLength(2);
    await bot.send(
      { alertType: 'usageAnomalyDetection' },
      {},
      { severity: 'medium', alertType: 'usageAnomalyDetection' },
    );
    await bot.world.time.advance(10_000);
    expect(told().filter((line) => line.startsWith('slack:C9'))).toHaveLength(3);
    await bot.world.time.advance(25 * 3_600_000);
    await bot.send({ alertType: 'usageAnomalyDetection' });
    await bot.world.time.advance(10_000);
    expect(told().filter((line) => line.startsWith('slack:C9'))).toHaveLength(3);
  });

  it('of the experts’ channel is told in the admin channel; of the admin channel to every other admin, too', async () => {
    const lea = 'slack:T1/ULEA';
    bot.world.admins.add(lea);
    await change({ adminChannel: ['C8'] });
    await change({ adminChannel: ['C8'], expertsChannel: ['C9'] });
    expect(told().filter((line) => line.startsWith('slack:C8'))).toHaveLength(2);
    expect(told().filter((line) => line.startsWith(lea))).toEqual([
      `${lea} The alert channels were changed`,
      `${lea} The alert channels were changed`,
    ]);
    expect(told().filter((line) => line.startsWith(ada) && line.includes('changed'))).toEqual([]);
  });

  it('of the admin channel is told in the old one and in the new one', async () => {
    await change({ adminChannel: ['C8'] });
    await change({ adminChannel: [slackChannel.address] });
    expect(
      told()
        .filter((line) => line.includes('alert channels'))
        .sort(),
    ).toEqual([
      'slack:C1 The alert channels were changed',
      'slack:C8 The alert channels were changed',
      'slack:C8 The alert channels were changed',
    ]);
  });
});

describe('a channel that was taken away', () => {
  it('keeps getting high alerts for its day when another one is taken away after it', async () => {
    for (const address of ['C2', 'C3']) bot.hasChannel({ platform: 'slack', address });
    const save = async (...channels: string[]) => {
      const form = formOf(await bot.say(ada, 'update'));
      const { kind, firstName, email, phone, locale, timezone } = await contact();
      await bot.submit(ada, form, { kind, firstName, email, phone, locale, timezone, channels });
    };
    await save('C1', 'C2', 'C3');
    await save('C2', 'C3');
    await bot.world.time.advance(12 * 3_600_000);
    await save('C3');
    const got = async (id: string) => {
      await bot.send({ id });
      await bot.world.time.advance(10_000);
      const all = bot.world.slack.messages.filter(({ deliveryId }) =>
        deliveryId.startsWith(`alert webhook:default ${id} `),
      );
      return all.map(({ to }) => to).toSorted();
    };
    expect(await got('soon')).toEqual(['slack:C1', 'slack:C2', 'slack:C3']);
    await bot.world.time.advance(13 * 3_600_000);
    expect(await got('later')).toEqual(['slack:C2', 'slack:C3']);
  });
});
