import { beforeEach, describe, expect, it } from 'vitest';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import { isOverdue } from '../../src/domain/alert/deadlines.ts';
import { aBot, allOf, cardOf, formOf, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});

/** Lets hours pass, with a tick at each, and says what came: the hour, to whom, and whether in a thread. */
async function hours(count: number): Promise<string[]> {
  const told: string[] = [];
  for (let hour = 0; hour <= count; hour++) {
    const known = on.world.slack.messages.length;
    await on.tick();
    await on.world.time.advance(30_000);
    for (const { to, thread } of on.world.slack.messages.slice(known))
      told.push(`${hour} ${to}${thread ? ' in its thread' : ''}`);
    await on.world.time.advance(3_570_000);
  }
  return told;
}
const button = (nth = 0) => on.channel()[0]?.card.buttons[nth]?.value ?? '';

describe('reminders', () => {
  it('of low and informational alerts, and of what is acknowledged, do not come', async () => {
    await on.send({ severity: 'low' }, { severity: 'informational' }, { severity: 'medium', id: 'm' });
    await on.world.time.advance(5_000);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default m');
    await on.world.time.advance(5_000);
    expect((await hours(26)).filter((line) => line.includes('thread'))).toEqual([]);
  });

  it('begin anew when an alert is reopened, however old it is', async () => {
    await on.send({});
    await on.world.time.advance(2_000);
    await hours(2);
    await on.press(sam, 'alerts.acknowledge', button());
    await on.world.time.advance(40 * 3_600_000);
    await on.reopen(sam, button());
    await on.world.time.advance(10_000);
    expect(await hours(25)).toEqual(
      [1, 4, 12, 20, 24].flatMap((hour) => [`${hour} slack:C1 in its thread`, `${hour} ${ada}`]),
    );
    const [lastCall, limit] = on.channel().slice(-2);
    expect(text(lastCall?.card.text)).toContain('20 hours after it was reopened. 4 hours are left. Please');
    expect(text(limit?.card.text)).toContain('within 24 hours after it was reopened');
  });

  it('count from the arrival when the sender’s clock is ahead', async () => {
    await on.send({ detectedDateTime: '2099-01-01T00:00:00Z' });
    await on.world.time.advance(2_000);
    // The first tick tells an admin what there is to mend.
    expect(await hours(2)).toEqual([`0 ${ada}`, '1 slack:C1 in its thread', `1 ${ada}`]);
    const facts = text(allOf(on.channel()[0]?.card)?.facts);
    expect(facts).toContain('25 Nov 2026');
    expect(facts).toMatch(/"Detected","value":\[{"kind":"time","at":"2026-11-24T09:00.*sender’s clock is ahead.*2099/);
    expect(text(cardOf(await on.say(sam, 'alerts')).rows)).not.toContain('2099');
    expect(cardOf(await on.say(ada, 'report')).summary).toContain('Contoso had 1 security alert in');
    await on.press(ada, 'alerts.csv', `${contoso} 2026-11`);
    expect(on.world.slack.files[0]?.content).toMatch(/"2026-11-24T09:00:00.000Z","2026-11-24T09:00:00.000Z"/);
  });

  it('of a clock that is a little ahead says nothing; nor is a later detection of the same a wrong clock', async () => {
    await on.send({ id: 'x', detectedDateTime: '2026-11-24T09:04:00Z' });
    await on.world.time.advance(3_600_000);
    await on.send({ id: 'x', detectedDateTime: on.world.time.now() });
    await on.world.time.advance(5_000);
    expect(text(allOf(on.channel()[0]?.card)?.facts)).not.toContain('ahead');
  });

  it('of what was detected more than a day ago go to the admins at once', async () => {
    await on.send({ detectedDateTime: '2026-11-20T00:00:00Z' });
    expect(await hours(1)).toEqual(expect.arrayContaining(['0 slack:C1', `0 ${ada}`]));
  });

  it('come after a long pause once, and not once for each step', async () => {
    await on.send({});
    await on.world.time.advance(13 * 3_600_000);
    expect((await hours(0)).filter((line) => line.includes('thread'))).toHaveLength(1);
  });

  it('of an alert that only admins have come to them, as to the first level', async () => {
    await on.edit({ contact: null });
    await on.send({ severity: 'medium' });
    await on.world.time.advance(2_000);
    await hours(5);
    const told = on.inPrivate(ada).filter(({ deliveryId }) => /^(unrouted|overdue|escalation) /.test(deliveryId));
    expect(told.map(({ deliveryId, at }) => `${at.slice(11, 16)} ${deliveryId.split(' ')[0]}`)).toEqual([
      ...['09:00 unrouted', '10:00 overdue', '13:00 overdue'],
    ]);
  });
});

describe('a sender who changes an alert', () => {
  it('to high makes it urgent: reminders begin, and a digest lets go of it', async () => {
    await on.send(...Array.from({ length: 30 }, (_, n) => ({ id: `s${n}`, severity: 'low' })));
    await on.world.time.advance(10_000);
    expect(on.channel()).toHaveLength(1);
    await on.send({ id: 's7', severity: 'high', displayName: 'Worse' });
    await on.world.time.advance(10_000);
    expect(on.channel()).toHaveLength(2);
    expect(on.channel()[1]?.card.title).toBe('Worse');
    expect(on.channel()[0]?.card.title).toBe('29 security alerts in one card');
    expect((await hours(1)).at(-1)).toBe('1 slack:C1 in its thread');
  });

  it('to Azure fraud sends it to the fraud channels too', async () => {
    on.world.slack.channels.set('C9', {
      facts: { kind: 'joined', name: 'fraud', open: false, external: false },
      members: [],
    });
    await on.edit({ fraudChannels: [{ platform: 'slack', address: 'C9' }] });
    await on.send({ id: 'x' });
    await on.world.time.advance(3_000);
    await on.send({ id: 'x', alertType: 'usageAnomalyDetection' });
    await on.world.time.advance(5_000);
    expect(on.world.slack.messages.map(({ to, edits }) => [to, edits])).toEqual([
      ['slack:C1', 1],
      ['slack:C9', 0],
    ]);
  });

  it('to something lower says so in the thread, on the card and in its story', async () => {
    await on.send({ id: 'x', displayName: 'Mining' });
    await on.world.time.advance(5_000);
    await on.send({ id: 'x', severity: 'low', displayName: 'Nothing much' });
    await on.world.time.advance(5_000);
    const [card, news] = on.channel();
    expect(news).toMatchObject({ thread: card?.message });
    expect(text(news?.card.text)).toContain('The sender, default, lowered the severity of this alert: High → Low');
    expect(text(allOf(card?.card)?.facts)).toContain('Low (it was high)');
    const timeline = text(cardOf(await on.say(sam, 'alerts 1')).rows);
    expect(timeline).toContain('Severity: High → Low');
    expect(timeline).toContain('Title: Mining → Nothing much');
    await on.send({ id: 'x', severity: 'medium' });
    await on.world.time.advance(60_000);
    expect(text(allOf(on.channel()[0]?.card)?.facts)).toContain('Medium (it was high)');
    expect(on.channel()).toHaveLength(2);
  });

  it('to something lower ends no reminder of what was high: a sender could hide an attack so', async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(5_000);
    const before = await on.alert('webhook:default x');
    await on.send({ id: 'x', severity: 'informational' });
    expect(await on.alert('webhook:default x')).toMatchObject({ escalateAt: before?.escalateAt, escalated: 0 });
    await on.send({ id: 'y', severity: 'medium' });
    await on.send({ id: 'y', severity: 'low' });
    expect(await on.alert('webhook:default y')).toMatchObject({ escalateAt: null });
  });

  it('that is resolved changes the card, and nothing else', async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(3_000);
    const form = formOf(await on.press(sam, 'alerts.resolve', button(1)));
    await on.submit(sam, form, { reason: 'ignore' });
    await on.world.time.advance(5_000);
    await on.send({ id: 'x', displayName: 'Renamed' });
    await on.world.time.advance(60_000);
    expect(on.channel()[0]?.card.summary).toMatch(/^Resolved, Contoso: Renamed\./);
    expect(on.channel()[0]?.card.title).toBe('Renamed');
  });

  it('and another who uses the same id are told apart, in one batch too', async () => {
    const both = await on.send({ id: '1', source: 'a' }, { id: '1', source: 'b' });
    expect(both).toMatchObject({ accepted: ['1'], duplicate: [] });
    expect(await on.send({ id: '1', source: 'a', displayName: 'A' }, { id: '1', source: 'b' })).toMatchObject({
      accepted: [],
      duplicate: ['1'],
    });
    expect(await on.alert('webhook:a 1')).toMatchObject({ number: 1, content: { displayName: 'A' } });
    expect(await on.alert('webhook:b 1')).toMatchObject({ number: 2, content: { displayName: 'Mining' } });
  });
});

describe('where Azure fraud goes', () => {
  const fraud = { alertType: 'networkConnectionsToCryptoMiningPools' };
  beforeEach(async () => {
    on.world.slack.channels.set('C9', {
      facts: { kind: 'joined', name: 'fraud', open: false, external: false },
      members: [],
    });
    await on.edit({ fraudChannels: [{ platform: 'slack', address: 'C9' }] });
  });
  const places = () => on.world.slack.messages.map(({ to }) => to).sort();

  it('is the fraud channels and the contact, and the card says why', async () => {
    await on.send(fraud);
    await on.world.time.advance(3_000);
    expect(places()).toEqual(['slack:C1', 'slack:C9']);
    expect(text(allOf(on.channel()[0]?.card)?.facts)).toContain('pages disagree');
  });

  it('is the fraud channels alone when the setting says so', async () => {
    on.world.settings.fraudToContact = false;
    await on.send(fraud, {});
    await on.world.time.advance(3_000);
    expect(places()).toEqual(['slack:C1', 'slack:C9']);
    expect(text(allOf(on.world.slack.messages.find(({ to }) => to === 'slack:C9')?.card)?.facts)).toContain(
      'your settings',
    );
  });
});

it('a long description is shortened in the channel, and whole in its story', async () => {
  const long = `${'word '.repeat(700)}THE END`;
  await on.send({ description: long });
  await on.world.time.advance(3_000);
  expect(text(on.channel()[0]?.card.text)).not.toContain('THE END');
  expect(text(allOf(on.channel()[0]?.card)?.text)).toContain('“/security-contact alerts 1” shows all of it');
  expect(text(cardOf(await on.say(sam, 'alerts 1')).text)).toContain('THE END');
});

describe('an alert that nobody answers in time', () => {
  const facts = (nth = 0) => text(allOf(on.channel()[nth]?.card));

  it.each(['high', 'low'])('is overdue on its card and in the list: %s', async (severity) => {
    await on.send({ severity, detectedDateTime: '2026-11-24T08:00:00Z' });
    await hours(22);
    expect(facts()).not.toContain('overdue');
    await hours(1);
    expect(facts()).toContain('overdue');
    expect(text(cardOf(await on.say(sam, 'alerts')).rows)).toContain('Not acknowledged · overdue · Contoso');
    await on.press(sam, 'alerts.acknowledge', 'webhook:default a1');
    await on.world.time.advance(5_000);
    expect(facts()).not.toContain('overdue');
    expect(text(cardOf(await on.say(sam, 'alerts')).rows)).not.toContain('overdue');
  });

  it('has to be answered within a day of its detection, whenever it arrived', async () => {
    await on.send({ detectedDateTime: '2026-11-24T06:00:00.000Z' });
    await on.world.time.advance(3_000);
    const by = allOf(on.channel()[0]?.card)?.facts.find(({ label }) => label === 'Answer by');
    expect(text(by?.value)).toContain('"at":"2026-11-25T06:00:00.000Z"');
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
    await on.send({ detectedDateTime: '2026-11-20T00:00:00Z' });
    await on.drill(sam);
    await hours(25);
    expect(facts(0)).toContain('overdue');
    expect(facts(1)).not.toMatch(/overdue|Answer by/);
  });
});

describe('a card that somebody deleted', () => {
  beforeEach(async () => {
    await on.send({ id: 'x', severity: 'medium' });
    await on.world.time.advance(5_000);
    on.world.slack.messages.length = 0;
  });
  const titles = () => on.channel().map(({ card }) => newsOf(card));

  it('stays deleted when somebody answers, or the sender changes what it says', async () => {
    await on.send({ id: 'x', severity: 'medium', displayName: 'Still mining' });
    await on.world.time.advance(5_000);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(5_000);
    expect(titles()).toEqual([]);
  });

  it('is posted anew when the alert becomes more severe, and is edited from then on', async () => {
    await on.send({ id: 'x', severity: 'high' });
    await on.world.time.advance(5_000);
    expect(titles()).toEqual(['High alert', 'Severity now high']);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(5_000);
    expect(titles()).toEqual(['Acknowledged', 'Severity now high']);
  });

  it('is posted anew when the alert is reopened, and the news hangs on it', async () => {
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(5_000);
    await on.reopen(sam, 'webhook:default x');
    await on.world.time.advance(5_000);
    expect(titles()).toEqual(['Medium alert', 'Reopened']);
    expect(on.channel()[1]?.thread).toBe(on.channel()[0]?.message);
  });
});
