import { beforeEach, describe, expect, it } from 'vitest';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import { isOverdue } from '../../src/domain/alert/deadlines.ts';
import { aBot, allOf, cardOf, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

/** Lets hours pass, with a tick at each, and says what came: the hour, to whom, and whether in a thread. */
async function hours(count: number): Promise<string[]> {
  const told: string[] = [];
  for (let hour = 0; hour <= count; hour++) {
    const known = bot.world.slack.messages.length;
    await bot.tick(30_000);
    for (const { to, thread } of bot.world.slack.messages.slice(known))
      told.push(`${hour} ${to}${thread ? ' in its thread' : ''}`);
    await bot.world.time.advance(3_570_000);
  }
  return told;
}
const button = (nth = 0) => bot.channel()[0]?.card.buttons[nth]?.value ?? '';

describe('reminders', () => {
  it('of low and informational alerts, and of what is acknowledged, do not come', async () => {
    await bot.send({ severity: 'low' }, { severity: 'informational' }, { severity: 'medium', id: 'm' });
    await bot.world.time.advance(5_000);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default m');
    await bot.world.time.advance(5_000);
    expect((await hours(26)).filter((line) => line.includes('thread'))).toEqual([]);
  });

  it('begin anew when an alert is reopened, however old it is', async () => {
    await bot.send({});
    await bot.world.time.advance(2_000);
    await hours(2);
    await bot.press(sam, 'alerts.acknowledge', button());
    await bot.world.time.advance(40 * 3_600_000);
    await bot.reopen(sam, button());
    await bot.world.time.advance(10_000);
    expect(await hours(25)).toEqual(
      [1, 4, 12, 20, 24].flatMap((hour) => [`${hour} slack:C1 in its thread`, `${hour} ${ada}`]),
    );
    const [lastCall, limit] = bot.channel().slice(-2);
    expect(text(lastCall?.card.text)).toContain(
      'This alert was reopened 20 hours ago, and nobody has acknowledged it since. You have 4 hours left. Please',
    );
    expect(text(limit?.card.text)).toContain('was reopened 24 hours ago');
  });

  it('count from the arrival when the sender’s clock is ahead', async () => {
    await bot.send({ detectedDateTime: '2099-01-01T00:00:00Z' });
    await bot.world.time.advance(2_000);
    // The first tick tells an admin what there is to mend.
    expect(await hours(2)).toEqual([`0 ${ada}`, '1 slack:C1 in its thread', `1 ${ada}`]);
    const facts = text(allOf(bot.channel()[0]?.card)?.facts);
    expect(facts).toContain('25 Nov 2026');
    expect(facts).toMatch(/^Detected: [^<]*<2026-11-24T09:00.*sender’s clock is ahead.*2099/m);
    expect(text(cardOf(await bot.say(sam, 'alerts')).rows)).not.toContain('2099');
    expect(cardOf(await bot.say(ada, 'report')).summary).toContain('0 of 1 acknowledged, 1 not due yet.');
    await bot.press(ada, 'alerts.csv', `${contoso} 2026-11`);
    expect(bot.world.slack.files[0]?.content).toMatch(/"2026-11-24T09:00:00.000Z","2026-11-24T09:00:00.000Z"/);
  });

  it('of a clock that is a little ahead says nothing; nor is a later detection of the same a wrong clock', async () => {
    await bot.send({ id: 'x', detectedDateTime: '2026-11-24T09:04:00Z' });
    await bot.world.time.advance(3_600_000);
    await bot.send({ id: 'x', detectedDateTime: bot.world.time.now() });
    await bot.world.time.advance(5_000);
    expect(text(allOf(bot.channel()[0]?.card)?.facts)).not.toContain('ahead');
  });

  it('of what was detected more than a day ago go to the admins at once', async () => {
    await bot.send({ detectedDateTime: '2026-11-20T00:00:00Z' });
    expect(await hours(1)).toEqual(expect.arrayContaining(['0 slack:C1', `0 ${ada}`]));
  });

  it('come after a long pause once, and not once for each step', async () => {
    await bot.send({});
    await bot.world.time.advance(13 * 3_600_000);
    expect((await hours(0)).filter((line) => line.includes('thread'))).toHaveLength(1);
  });

  it('of an alert that only admins have come to them, as to the first level', async () => {
    await bot.edit({ contact: null });
    await bot.send({ severity: 'medium' });
    await bot.world.time.advance(2_000);
    await hours(5);
    const told = bot.inPrivate(ada).filter(({ deliveryId }) => /^(unrouted|overdue|escalation) /.test(deliveryId));
    expect(told.map(({ deliveryId, at }) => `${at.slice(11, 16)} ${deliveryId.split(' ')[0]}`)).toEqual([
      ...['09:00 unrouted', '10:00 overdue', '13:00 overdue'],
    ]);
  });
});

describe('a sender who changes an alert', () => {
  it('to high makes it urgent: reminders begin, and a digest lets go of it', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `s${n}`, severity: 'low' })));
    await bot.world.time.advance(10_000);
    expect(bot.channel()).toHaveLength(1);
    await bot.send({ id: 's7', severity: 'high', displayName: 'Worse' });
    await bot.world.time.advance(10_000);
    expect(bot.channel()).toHaveLength(2);
    expect(bot.channel()[1]?.card.title).toBe('Worse');
    expect(bot.channel()[0]?.card.title).toBe('29 alerts in 1 minute');
    expect((await hours(1)).at(-1)).toBe('1 slack:C1 in its thread');
  });

  it('to Azure fraud sends it to the fraud channels too', async () => {
    bot.world.slack.channels.set('C9', {
      facts: { kind: 'joined', name: 'fraud', open: false, external: false },
      members: [],
    });
    await bot.edit({ fraudChannels: [{ platform: 'slack', address: 'C9' }] });
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    await bot.send({ id: 'x', alertType: 'usageAnomalyDetection' });
    await bot.world.time.advance(5_000);
    expect(bot.world.slack.messages.map(({ to, edits }) => [to, edits])).toEqual([
      ['slack:C1', 1],
      ['slack:C9', 0],
    ]);
  });

  it('to something lower says so in the thread, on the card and in its story', async () => {
    await bot.send({ id: 'x', displayName: 'Mining' });
    await bot.world.time.advance(5_000);
    await bot.send({ id: 'x', severity: 'low', displayName: 'Nothing much' });
    await bot.world.time.advance(5_000);
    const [card, news] = bot.channel();
    expect(news).toMatchObject({ thread: card?.message });
    expect(text(news?.card.text)).toContain('The sender (webhook) lowered the severity of this alert: High → Low');
    expect(text(allOf(card?.card)?.facts)).toContain('Low (was high)');
    const timeline = text(cardOf(await bot.say(sam, 'alerts 1')).rows);
    expect(timeline).toContain('Severity: High → Low');
    expect(timeline).toContain('Title: Mining → Nothing much');
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(60_000);
    expect(text(allOf(bot.channel()[0]?.card)?.facts)).toContain('Medium (was high)');
    expect(bot.channel()).toHaveLength(2);
  });

  it('to something lower ends no reminder of what was high: a sender could hide an attack so', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5_000);
    const before = await bot.alert('webhook:default x');
    await bot.send({ id: 'x', severity: 'informational' });
    expect(await bot.alert('webhook:default x')).toMatchObject({ escalateAt: before?.escalateAt, escalated: 0 });
    await bot.send({ id: 'y', severity: 'medium' });
    await bot.send({ id: 'y', severity: 'low' });
    expect(await bot.alert('webhook:default y')).toMatchObject({ escalateAt: null });
  });

  it('that is resolved changes the card, and nothing else', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    await bot.resolve(sam, button(1), { reason: 'ignore' });
    await bot.world.time.advance(5_000);
    await bot.send({ id: 'x', displayName: 'Renamed' });
    await bot.world.time.advance(60_000);
    expect(bot.channel()[0]?.card.summary).toMatch(/^Resolved · Contoso: Renamed\./);
    expect(bot.channel()[0]?.card.title).toBe('Renamed');
  });

  it('and another who uses the same id are told apart, in one batch too', async () => {
    const both = await bot.send({ id: '1', source: 'a' }, { id: '1', source: 'b' });
    expect(both).toMatchObject({ accepted: ['1'], duplicate: [] });
    expect(await bot.send({ id: '1', source: 'a', displayName: 'A' }, { id: '1', source: 'b' })).toMatchObject({
      accepted: [],
      duplicate: ['1'],
    });
    expect(await bot.alert('webhook:a 1')).toMatchObject({ number: 1, content: { displayName: 'A' } });
    expect(await bot.alert('webhook:b 1')).toMatchObject({ number: 2, content: { displayName: 'Mining' } });
  });
});

describe('where Azure fraud goes', () => {
  const fraud = { alertType: 'networkConnectionsToCryptoMiningPools' };
  beforeEach(async () => {
    bot.world.slack.channels.set('C9', {
      facts: { kind: 'joined', name: 'fraud', open: false, external: false },
      members: [],
    });
    await bot.edit({ fraudChannels: [{ platform: 'slack', address: 'C9' }] });
  });
  const places = () => bot.world.slack.messages.map(({ to }) => to).sort();

  it('is the fraud channels and the contact, and the card says why', async () => {
    await bot.send(fraud);
    await bot.world.time.advance(3_000);
    expect(places()).toEqual(['slack:C1', 'slack:C9']);
    expect(text(allOf(bot.channel()[0]?.card)?.facts)).toContain('pages disagree');
  });

  it('is the fraud channels alone when the setting says so', async () => {
    bot.world.settings.fraudToContact = false;
    await bot.send(fraud, {});
    await bot.world.time.advance(3_000);
    expect(places()).toEqual(['slack:C1', 'slack:C9']);
    expect(text(allOf(bot.world.slack.messages.find(({ to }) => to === 'slack:C9')?.card)?.facts)).toContain(
      'Your settings',
    );
  });
});

it('a long description is shortened in the channel, and whole in its story', async () => {
  const long = `${'word '.repeat(700)}THE END`;
  await bot.send({ description: long });
  await bot.world.time.advance(3_000);
  expect(text(bot.channel()[0]?.card.text)).not.toContain('THE END');
  expect(text(allOf(bot.channel()[0]?.card)?.text)).toContain('To see all of it, type “/security-contact alerts 1”');
  expect(text(cardOf(await bot.say(sam, 'alerts 1')).text)).toContain('THE END');
});

describe('an alert that nobody answers in time', () => {
  const facts = (nth = 0) => text(allOf(bot.channel()[nth]?.card));

  it.each(['high', 'low'])('is overdue on its card and in the list: %s', async (severity) => {
    await bot.send({ severity, detectedDateTime: '2026-11-24T08:00:00Z' });
    await hours(22);
    expect(facts()).not.toContain('overdue');
    await hours(1);
    expect(facts()).toContain('overdue');
    expect(text(cardOf(await bot.say(sam, 'alerts')).rows)).toContain('Not acknowledged · overdue · Contoso');
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default a1');
    await bot.world.time.advance(5_000);
    expect(facts()).not.toContain('overdue');
    expect(text(cardOf(await bot.say(sam, 'alerts')).rows)).not.toContain('overdue');
  });

  it('has to be answered within a day of its detection, whenever it arrived', async () => {
    await bot.send({ detectedDateTime: '2026-11-24T06:00:00.000Z' });
    await bot.world.time.advance(3_000);
    const by = allOf(bot.channel()[0]?.card)?.facts.find(({ label }) => label === 'Answer by');
    expect(text(by?.value)).toContain('<2026-11-25T06:00:00.000Z>');
  });

  it.each([
    ['2026-11-25T05:59:59.999Z', false],
    ['2026-11-25T06:00:00.000Z', true],
  ])('is overdue from the moment on at which that day is over: %s', (now, overdue) => {
    const content = AlertIn.parse({
      ...{ id: 'x', displayName: 'Mining', severity: 'high', detectedDateTime: '2026-11-24T06:00:00.000Z' },
    });
    const alert = { content, receivedAt: '2026-11-24T09:00:00.000Z', origin: 'sent', firstAnsweredAt: null } as const;
    expect(isOverdue(alert, now)).toBe(overdue);
  });

  it('is so at once when it comes too late, and never when it is a drill, which has no limit', async () => {
    await bot.send({ detectedDateTime: '2026-11-20T00:00:00Z' });
    await bot.drill(sam);
    await hours(25);
    expect(facts(0)).toContain('overdue');
    expect(facts(1)).not.toMatch(/overdue|Answer by/);
  });
});

describe('a card that somebody deleted', () => {
  beforeEach(async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(5_000);
    bot.world.slack.messages.length = 0;
  });
  const titles = () => bot.channel().map(({ card }) => newsOf(card));

  it('stays deleted when somebody answers, or the sender changes what it says', async () => {
    await bot.send({ id: 'x', severity: 'medium', displayName: 'Still mining' });
    await bot.world.time.advance(5_000);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(5_000);
    expect(titles()).toEqual([]);
  });

  it('is posted anew when the alert becomes more severe, and is edited from then on', async () => {
    await bot.send({ id: 'x', severity: 'high' });
    await bot.world.time.advance(5_000);
    expect(titles()).toEqual(['High-severity alert', 'Severity now high']);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(5_000);
    expect(titles()).toEqual(['Acknowledged', 'Severity now high']);
  });

  it('is posted anew when the alert is reopened, and the news hangs on it', async () => {
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(5_000);
    await bot.reopen(sam, 'webhook:default x');
    await bot.world.time.advance(5_000);
    expect(titles()).toEqual(['Medium-severity alert', 'Reopened']);
    expect(bot.channel()[1]?.thread).toBe(bot.channel()[0]?.message);
  });
});
