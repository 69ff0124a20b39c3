import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam, teamsChannel } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

let bot: TestBot;
let world: FakeWorld;

beforeEach(async () => {
  const unattested = { phone24x7At: null, phone24x7By: null, attestedAt: null, attestedBy: null };
  const contact = { ...unattested, confirmedAt: null, confirmedBy: null };
  bot = await aBot({ tenants: [aTenant({ complianceAttestedAt: null, complianceAttestedBy: null, contact })] });
  world = bot.world;
});

describe('an alert', () => {
  it('goes to every channel of the contact, is worked from the card, and shows the same everywhere', async () => {
    await bot.send({});
    await world.time.advance(2_000);
    expect(world.slack.messages.map(({ to }) => to)).toEqual(['slack:C1']);
    expect(world.teams.messages).toHaveLength(1);
    expect(bot.channel()[0]?.card.mentions.map(({ id }) => id)).toEqual([sam]);
    const id = bot.channel()[0]?.card.buttons[0]?.value ?? '';
    expect(text(cardOf(await bot.press(eve, 'alerts.acknowledge', id)).text)).toMatch(/Only members/);
    expect(text(cardOf(await bot.press(sam, 'alerts.acknowledge', id)).text)).toMatch(/You acknowledged/);
    expect(text(cardOf(await bot.press(ada, 'alerts.acknowledge', id)).text)).toMatch(/Already acknowledged by.*Sam/);
    await world.time.advance(3_000);
    for (const message of [...world.slack.messages, ...world.teams.messages]) {
      expect(message.edits).toBe(1);
      expect(message.card.summary).toMatch(/^Acknowledged · Contoso: Mining\. By Sam on /);
    }
    const form = formOf(await bot.press(sam, 'alerts.resolve', id));
    const resolve = (values: Record<string, string>) => bot.submit(sam, form, values);
    expect(formOf(await resolve({})).problems).toHaveProperty('reason');
    expect(text(cardOf(await resolve({ reason: 'fraud', note: 'was mining' })).text)).toMatch(
      /Resolved.* by .*Sam.*\(fraud\)/,
    );
    await world.time.advance(5_000);
    expect(bot.channel().at(-1)).toMatchObject({ thread: 'slack-1' });
    expect(text(bot.channel().at(-1)?.card.text)).toMatch(/Sam.*fraud.*was mining/);
    expect(text(cardOf(await bot.say(sam, 'alerts 1')).rows)).toMatch(/received.*delivered.*acknowledged.*resolved/s);
    expect(text(cardOf(await bot.say(sam, 'show')).more?.facts)).toContain('Last reached');
    for (const empty of ['alerts', 'resolve']) {
      const { text, buttons } = cardOf(await bot.say(sam, empty));
      // The button to the list that this is would lead nowhere.
      expect([text, buttons.map(({ id }) => id)]).toEqual([['There are no open alerts.'], ['help.show']]);
    }
    expect(bot.bugs).toEqual([]);
  });

  it('is accepted once, and a change edits the card', async () => {
    expect(await bot.send({ id: 'x' }, { id: 'x' })).toMatchObject({ accepted: ['x'], duplicate: [] });
    await world.time.advance(2_000);
    expect(await bot.send({ id: 'x', displayName: 'More mining', detectedDateTime: world.time.now() })).toMatchObject({
      duplicate: ['x'],
    });
    await world.time.advance(2_000);
    expect(bot.channel()).toHaveLength(1);
    expect(bot.channel()[0]?.card.title).toBe('More mining');
  });

  it('of a tenant that appears later reaches the admins first and the channels then', async () => {
    const later = '22222222-2222-4222-8222-222222222222';
    await bot.send({ partnerTenantId: later });
    await world.time.advance(2_000);
    expect(world.slack.messages.map(({ to }) => to)).toEqual([ada]);
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    await bot.submit(ada, form, { id: later, name: 'Later', partnerType: 'directBill' });
    const values = {
      kind: 'group',
      firstName: 'L',
      email: 'soc@later.com',
      phone: '+33142685300',
      locale: 'en',
      timezone: 'UTC',
      channels: ['C1'],
    };
    await bot.save(ada, 'update Later', values);
    await world.time.advance(10_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(
      expect.arrayContaining(['Mining', 'Security alerts for Later']),
    );
  });
});

describe('the outbox', () => {
  it('keeps the pace, the high ones first', async () => {
    await bot.send(...Array.from({ length: 5 }, () => ({ severity: 'low' })), {
      severity: 'high',
      displayName: 'URGENT',
    });
    await world.time.advance(10_000);
    expect(bot.channel()[0]?.card.title).toBe('URGENT');
    const times = bot.channel().map(({ at }) => Date.parse(at));
    expect(
      times
        .slice(1)
        .map((at, index) => at - (times[index] ?? 0))
        .every((gap) => gap >= 1_020),
    ).toBe(true);
    expect(times).toHaveLength(6);
  });

  it('obeys Retry-After without holding up another channel', async () => {
    let refusals = 1;
    world.slack.fault = () =>
      refusals-- > 0 ? { error: new ChatError('unreachable', 'rate_limited', 30_000), after: false } : null;
    await bot.send({});
    await world.time.advance(1_100);
    expect(world.teams.messages).toHaveLength(1);
    await bot.send({});
    await world.time.advance(29_800);
    expect(world.teams.messages).toHaveLength(2);
    expect(world.slack.calls).toBe(1);
    await world.time.advance(200);
    expect(world.slack.calls).toBe(2);
    expect(bot.channel()).toHaveLength(1);
  });

  it('looks before it posts again when the answer was lost: once on Slack, a marked repeat on Teams', async () => {
    let lost = 2;
    const fault = () =>
      lost-- > 0 ? { error: new ChatError('unreachable', 'timeout', null, true), after: true } : null;
    world.slack.fault = fault;
    await bot.send({});
    await world.time.advance(20_000);
    expect(bot.channel()).toHaveLength(1);
    lost = 1;
    world.slack.heals();
    world.teams.fault = fault;
    await bot.send({});
    await world.time.advance(20_000);
    expect(text(world.teams.messages.at(-1)?.card.text)).toMatch(/may see this card twice/);
  });

  it('goes on after a crash where it was', async () => {
    world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_500', null, true), after: false });
    await bot.send({}, {});
    await world.time.advance(3_000);
    await bot.crash();
    world.slack.heals();
    await bot.start();
    await world.time.advance(10_000);
    expect(bot.channel()).toHaveLength(2);
    expect(world.teams.messages).toHaveLength(2);
  });

  it('tells the admins of a channel that refuses for good, and of an alert that no channel takes', async () => {
    world.slack.channels.delete('C1');
    world.teams.channels.delete(teamsChannel.address);
    await bot.send({});
    await world.time.advance(10_000);
    const told = world.slack.messages
      .filter(({ to }) => to === ada)
      .map(({ card }) => `${card.title} ${text(card.text)}`);
    expect(told.join('\n')).toMatch(/A channel no longer accepts alerts/);
    expect(told.join('\n')).toMatch(/No channel accepts messages/);
  });
});

describe('a storm', () => {
  it('becomes one card, but for the high ones, and closes when all is answered', async () => {
    await bot.send(...Array.from({ length: 60 }, (_, n) => ({ severity: n % 2 ? 'low' : 'medium' })), {
      displayName: 'URGENT',
    });
    await world.time.advance(30_000);
    expect(bot.channel()).toHaveLength(2);
    const digest = bot.channel()[1]?.card;
    expect(digest?.title).toBe('60 alerts in 1 minute');
    expect(text(digest?.text)).toContain('Medium: 30 · Low: 30');
    expect(text(digest?.text[0])).toBe('Mining (60)');
    await bot.send({ severity: 'low' });
    await world.time.advance(5_000);
    expect(bot.channel()).toHaveLength(2);
    expect(bot.channel()[1]?.card.title).toBe('61 alerts in 1 minute');
    const all = bot.channel()[1]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
    expect(text(cardOf(await bot.press(sam, 'alerts.acknowledgeAll', all?.value ?? '')).text)).toContain(
      '61 alerts are acknowledged',
    );
    await world.time.advance(5_000);
    expect(bot.channel()[1]?.card.title).toBe('61 security alerts, all acknowledged');
  });
});

describe('nobody acknowledges', () => {
  it('reminds in the thread at 1, 4, 12, 20 and 24 hours, and the admins too', async () => {
    await bot.send({});
    const told: [number, string][] = [];
    let known = 0;
    for (let hour = 0; hour <= 25; hour++) {
      await bot.tick();
      await world.time.advance(10_000);
      const news = world.slack.messages.slice(known);
      known = world.slack.messages.length;
      for (const { to, thread, card, deliveryId } of news)
        if (card.title !== 'Your CSP security contact' && !deliveryId.startsWith('reminder'))
          told.push([hour, `${to} ${thread}`]);
      await world.time.advance(3_590_000);
    }
    const thread = 'slack:C1 slack-1';
    expect(told).toEqual([
      [0, 'slack:C1 null'],
      ...[1, 4, 12, 20, 24].flatMap((hour) => [
        [hour, thread],
        [hour, `${ada} null`],
      ]),
    ]);
  });
});

describe('people', () => {
  it('raise, drill, and read the report', async () => {
    const raised = await bot.save(sam, 'raise', { displayName: 'Call from Microsoft', severity: 'high' });
    expect(cardOf(raised).title).toBe('Alert raised');
    await bot.drill(sam);
    await world.time.advance(5_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual([
      'Call from Microsoft',
      'Drill to check that we can be reached',
    ]);
    await bot.press(sam, 'alerts.acknowledge', bot.channel()[0]?.card.buttons[0]?.value ?? '');
    expect(text(cardOf(await bot.say(sam, 'report')).text)).toMatch(/Only the managers/);
    const report = cardOf(await bot.say(ada, 'report'));
    expect(report.summary).toBe(
      'Average < 1\u00A0min — limit 24\u00A0h\u00A0✓. Contoso in November 2026: 1 of 1 acknowledged.',
    );
    expect(report.facts.map(({ value }) => value)).toEqual(['1 of 1 acknowledged · average wait: less than a minute']);
    await bot.press(ada, 'alerts.csv', `${contoso} 2026-11`);
    expect(world.slack.files[0]?.content).toMatch(
      /^\uFEFFnumber,source,id,.*\r\n1,"person","raised-[a-z0-9]+","Call from Microsoft"/,
    );
  });

  async function changed() {
    const values = {
      kind: 'group',
      firstName: 'SOC',
      email: 'evil@contoso.com',
      phone: '+33142685300',
      locale: 'en',
      timezone: 'UTC',
      channels: [],
    };
    await bot.save(ada, 'update', values);
  }

  it('tell all admins that a change was not theirs', async () => {
    await changed();
    await world.time.advance(3_000);
    const notice = bot.channel()[0];
    expect(notice?.card.title).toBe('The security contact was changed');
    await bot.send({});
    await world.time.advance(3_000);
    expect(bot.channel()).toHaveLength(2);
    await bot.press(sam, 'contact.notUs', notice?.card.buttons[0]?.value ?? '');
    await world.time.advance(3_000);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContain('Somebody reported a change with “Not us”');
    const facts = text(world.slack.messages.at(-1)?.card.facts);
    expect(facts).toMatch(/^Changed by: Ada.*^Changed on: .*^E-mail:.*^Channels: /ms);
    expect(facts).toContain(
      'was soc@contoso.com <mailto:soc@contoso.com>\n  now evil@contoso.com <mailto:evil@contoso.com>',
    );
    const again = () => bot.press(sam, 'contact.notUs', notice?.card.buttons[0]?.value ?? '');
    await again();
    const [newest, before] = cardOf(await bot.say(eve, 'history')).rows;
    expect(text(newest?.title)).toMatch(/Sam.*reported a change with “Not us”/);
    expect(text(newest?.detail)).toMatch(/History entry: .*1.*Changed on.*Changed by: .*Ada.*Changed: .*E-mail/s);
    expect(text(before?.title)).toMatch(/Ada.*changed the contact/);
  });

  it('alarm each admin in their own language', async () => {
    await world.store.change((tx) =>
      tx.put('people', { id: ada, name: 'Ada', locale: 'fr', timezone: 'Europe/Paris' }),
    );
    await changed();
    await bot.press(sam, 'contact.notUs', `${contoso} 1`);
    await world.time.advance(3_000);
    expect(bot.inPrivate(ada).at(-1)?.card.title).toContain('Une modification est contestée');
  });

  it('find a closed alert in the archive', async () => {
    await bot.send({ id: 'old' });
    await world.time.advance(2_000);
    const id = bot.channel()[0]?.card.buttons[0]?.value ?? '';
    await bot.resolve(sam, id, { reason: 'ignore' });
    await world.time.advance(25 * 3_600_000);
    await bot.tick();
    expect(await world.store.read((reader) => reader.list('alerts'))).toEqual([]);
    expect(await world.store.read((reader) => reader.list('deliveries'))).toMatchObject([
      { about: { kind: 'welcome' } },
    ]);
    expect(await bot.send({ id: 'old' })).toMatchObject({ duplicate: ['old'] });
    expect(text(cardOf(await bot.say(sam, 'alerts 1')).text)).toMatch(/Resolved.* by .*\(ignored\)/);
    expect(cardOf(await bot.say(ada, 'report')).facts[0]?.label).toBe('High severity');
  });
});
