/** One store for all senders: what each may hold, what is refused, who is told, and how room comes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ShareFull } from '../../src/alerts/sources/room.ts';
import { openDrills } from '../../src/domain/alert/alert.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { StoreFull } from '../../src/ports/store.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

const bob = 'slack:T1/UBOB';
const adminChannel = { platform: 'slack', address: 'CNOC' } as const;

let bot: TestBot;
let from: ReturnType<typeof sourcesOf>;

beforeEach(async () => {
  bot = await aBot({ admins: [ada, bob] });
  bot.knows(bob, 'Bob');
  bot.world.settings.sources = [aSource('loud'), aSource('quiet')];
  from = sourcesOf(bot.world);
});

type Send = () => (source: string, more: Record<string, unknown>) => Promise<unknown>;
let sent = 0;
/** Alerts of some 4 kB each. */
const alerts = (count: number, severity = 'low') =>
  Array.from({ length: count }, () => ({ id: `n${++sent}`, severity, description: 'x'.repeat(3_500) }));
const usage = () => bot.world.store.read((reader) => reader.usage());
/** Lets the store be that full, in percent. */
const fill = async (percent: number) => bot.world.store.limit(Math.floor(((await usage()).bytes / percent) * 100));
/** What no source holds, so that a few rows more count for little. */
const large = () => bot.world.store.change((tx) => tx.put('counters', { id: 'x'.repeat(200_000), value: 0 }));
const pass = async (ms = 10_000) => {
  await bot.tick(ms);
};
const told = (who = ada, kind = 'shareFull') => bot.inPrivate(who, kind);
const open = () => bot.world.store.read((reader) => reader.count('alerts.open', ''));

describe('a source that holds a tenth', () => {
  it('is refused while the store is more than half full, high alerts too, and nobody else is', async () => {
    await from.send('loud', alerts(30));
    await fill(40);
    await from.send('loud', alerts(1));
    await fill(51);
    await bot.world.time.advance(minute);
    await expect(from.send('loud', alerts(1))).rejects.toThrow(ShareFull);
    expect((await from.row('loud'))?.heardAt).toBe(bot.world.time.now());
    await expect(from.send('loud', alerts(1, 'high'))).rejects.toThrow(ShareFull);
    expect((await from.send('quiet', alerts(1))).accepted).toHaveLength(1);
    expect((await bot.send(...alerts(1))).accepted).toHaveLength(1);
    await bot.say(sam, 'raise');
    expect(await open()).toBe(33);
    await bot.drill(ada);
    expect(await bot.world.store.read((reader) => reader.count('alerts.open', openDrills))).toBe(1);
  });

  it('still has its repeats taken, versions that are more severe, and the news that an alert is over', async () => {
    await from.send('loud', [{ id: 'known', severity: 'low' }, ...alerts(30)]);
    await fill(60);
    expect(await from.send('loud', [{ id: 'known', severity: 'low' }])).toEqual({ accepted: [], duplicate: ['known'] });
    await from.send('loud', [{ id: 'known', severity: 'high' }]);
    await from.send('loud', [{ id: 'known', severity: 'high', over: { at: null } }]);
    expect(await bot.alert('webhook:loud known')).toMatchObject({
      content: { severity: 'high' },
      resolvedBySender: { at: null },
    });
  });

  it.each<[string, Send]>([
    ['source', () => (name, more) => from.send(name, [more])],
    ['sender of the signed route', () => (name, more) => bot.send({ ...more, source: name })],
  ])('is refused its other new versions, each %s: they make the cards and their threads longer', async (_which, of) => {
    const send = of();
    await send('loud', { id: 'known', severity: 'medium' });
    await from.send('loud', alerts(30));
    await bot.send(...alerts(30));
    await pass(minute);
    await fill(60);
    for (const more of [{ severity: 'low' }, { severity: 'medium', displayName: 'Another name' }])
      await expect(send('loud', { id: 'known', ...more })).rejects.toThrow(ShareFull);
    expect((await from.send('quiet', alerts(1))).accepted).toHaveLength(1);
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    await send('loud', { id: 'known', severity: 'low' });
    expect((await bot.alert('webhook:loud known'))?.content.severity).toBe('low');
  });

  it('in a body that is refused has the news that an alert is over taken all the same, and nothing else', async () => {
    await from.send('loud', [{ id: 'ends' }, { id: 'changes', severity: 'low' }, ...alerts(30)]);
    await fill(60);
    const before = await bot.alert('webhook:loud changes');
    const body = [
      { id: 'changes', severity: 'low', displayName: 'Another name' },
      { id: 'ends', over: { at: null } },
      { id: 'new', over: { at: null } },
    ];
    for (let times = 0; times < 2; times++) await expect(from.send('loud', body)).rejects.toThrow(ShareFull);
    expect(await bot.alert('webhook:loud ends')).toMatchObject({ resolvedBySender: { at: null }, status: 'active' });
    expect((await bot.alert('webhook:loud ends'))?.timeline).toHaveLength(2);
    expect([await bot.alert('webhook:loud changes'), await bot.alert('webhook:loud new')]).toEqual([before, null]);
    bot.world.store.limit((await usage()).bytes - 1);
    await expect(from.send('loud', [{ id: 'changes', over: { at: null } }, ...alerts(1)])).rejects.toThrow(StoreFull);
    expect(await bot.alert('webhook:loud changes')).toMatchObject({ resolvedBySender: { at: null } });
  });

  it('has no such limit while the store is exactly half full, and has it from one byte more', async () => {
    await from.send('loud', alerts(30));
    await from.send('loud', [{ id: 'known', severity: 'low' }]);
    const half = (await usage()).bytes;
    bot.world.store.limit(half * 2);
    await from.send('loud', [{ id: 'known', severity: 'low', displayName: 'Another name' }]);
    bot.world.store.limit((await usage()).bytes * 2 - 1);
    await expect(from.send('loud', [{ id: 'known', severity: 'low' }])).rejects.toThrow(ShareFull);
  });

  it('counts as one whatever the bodies of the signed route name, and whoever has the name of a source there', async () => {
    await bot.send(...alerts(30).map((one, n) => ({ ...one, source: `s${n}` })));
    await fill(60);
    await expect(bot.send({ source: 'another' })).rejects.toThrow(ShareFull);
    expect((await from.send('quiet', alerts(1))).accepted).toHaveLength(1);
  });

  it('is told to the admins by name once a day, with what it holds and what helps', async () => {
    await from.send('loud', alerts(30));
    await from.send('quiet', alerts(1));
    await pass();
    expect(told()).toEqual([]);
    await fill(60);
    for (let n = 0; n < 5; n++) await pass(minute);
    expect(told().map(({ card }) => card.summary)).toEqual([
      'The source “loud” has used up its share of my storage, so I am refusing its new alerts.',
    ]);
    expect(text(told()[0]?.card.text)).toMatch(
      /“loud” uses 0\.\d MB of my 0\.\d MB.*You can also archive its alerts that nobody has answered/s,
    );
    expect(told()[0]?.card.buttons.map(({ id, value }) => [id, value])).toEqual([['alerts.archive', 'webhook:loud']]);
    await bot.world.time.advance(day);
    await pass(minute);
    expect(told()).toHaveLength(2);
  });

  it('is told to the first admin who comes, where none could be told before', async () => {
    for (const one of [ada, bob]) bot.world.admins.delete(one);
    await from.send('loud', alerts(30));
    await fill(60);
    for (let n = 0; n < 2; n++) await pass(minute);
    bot.world.admins.add(bob);
    for (let n = 0; n < 3; n++) await pass(minute);
    expect([told(ada).length, told(bob).length]).toEqual([0, 1]);
  });

  it('is told of each source that does, at once', async () => {
    for (const name of ['loud', 'quiet']) await from.send(name, alerts(20));
    await fill(60);
    await pass(minute);
    await pass(minute);
    expect(
      told()
        .flatMap(({ card }) => card.buttons.map(({ value }) => value))
        .toSorted(),
    ).toEqual(['webhook:loud', 'webhook:quiet']);
  });

  it('that has nothing to archive is told without a word of it, and so is a store that fills', async () => {
    await from.send('loud', alerts(30, 'high'));
    await fill(85);
    for (let n = 0; n < 5; n++) await pass(minute);
    const said = [...told(), ...told(ada, 'storeFull')].map(({ card }) => card);
    expect(said.map(({ title }) => title)).toEqual([
      'A source has used up its share of my storage',
      'My storage is nearly full',
    ]);
    for (const { text: lines, rows, buttons } of said) {
      expect(text(lines)).not.toContain('archive');
      expect([...rows.map(({ button }) => button), ...buttons].filter((one) => one !== null)).toEqual([]);
    }
  });

  it('is taken again as soon as its alerts are resolved, which go to the archive at once', async () => {
    await from.send('loud', alerts(30));
    await bot.world.time.advance(minute);
    await fill(90);
    await expect(from.send('loud', alerts(1, 'high'))).rejects.toThrow(ShareFull);
    const all = bot
      .channel()
      .flatMap(({ card }) => card.buttons)
      .find(({ id }) => id === 'alerts.resolveAll');
    const form = formOf(await bot.press(sam, 'alerts.resolveAll', all?.value ?? ''));
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    await pass(minute);
    await pass(minute);
    expect((await from.send('loud', alerts(1, 'high'))).accepted).toHaveLength(1);
    expect(await open()).toBe(1);
  });

  it('whose alerts went to the archive unanswered has a card for many that says so, and offers nothing', async () => {
    await from.send('loud', alerts(30));
    await bot.world.time.advance(minute);
    await fill(60);
    await bot.submit(ada, formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud')), { note: '' }, 'k1');
    await pass(minute);
    const [many] = bot.channel('digest ');
    expect(many?.card).toMatchObject({
      ...{ title: '30 security alerts, none open', tone: 'neutral' },
      ...{ buttons: [], rows: [] },
    });
  });

  it('whose alerts people resolved in part has a card for many that says so too once the others went to the archive', async () => {
    const sent = alerts(30);
    await from.send('loud', sent);
    await bot.world.time.advance(minute);
    await fill(60);
    for (const { id } of sent.slice(0, 29)) await bot.resolve(sam, `webhook:loud ${id}`);
    await bot.submit(ada, formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud')), { note: '' }, 'k1');
    await pass(minute);
    const [many] = bot.channel('digest ');
    expect(many?.card).toMatchObject({ title: '30 security alerts, none open', tone: 'neutral' });
    expect(many?.card.facts.map(({ label }) => label)).toEqual(['Resolved', 'Archived without an answer']);
  });

  it('one of which went to the archive has its own card say by whom, in the colour of what nobody answered', async () => {
    await from.send('loud', [{ id: 'one', severity: 'medium' }]);
    await large();
    await bot.world.time.advance(minute);
    await bot.submit(ada, formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud')), { note: '' }, 'k1');
    await pass(minute);
    const [own] = bot.channel('alert ');
    expect(own?.card.tone).toBe('neutral');
    expect(text(own?.card)).toMatch(/Archived by .*Ada/);
  });

  it('one of which may have arrived as it went to the archive shows that where it did arrive', async () => {
    await bot.channelsAre({ platform: 'slack', address: 'C1' });
    let left = 1;
    bot.world.slack.fault = (to, what) =>
      to === 'slack:C1' && what === 'post' && left-- > 0
        ? { error: new ChatError('unreachable', 'timeout', null, true), after: true }
        : null;
    const { find } = bot.world.slack;
    bot.world.slack.find = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    await from.send('loud', [{ id: 'one', severity: 'medium' }]);
    await bot.world.time.advance(30_000);
    expect(bot.channel()).toHaveLength(1);
    await bot.submit(ada, formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud')), { note: '' }, 'k1');
    await bot.tick();
    bot.world.slack.find = find;
    for (let n = 0; n < 3; n++) await pass(minute);
    expect(bot.channel().map(({ card }) => [card.tone, card.buttons.map(({ id }) => id)])).toEqual([
      ['neutral', ['alerts.reopen']],
    ]);
  });

  it('leaves for the archive only once its cards say that it is resolved, and cannot be reopened there', async () => {
    await from.send('loud', [{ id: 'one', severity: 'high' }]);
    await large();
    await bot.world.time.advance(minute);
    await fill(60);
    await bot.resolve(sam, 'webhook:loud one', {
      reason: 'fraud',
      note: '',
    });
    await bot.tick();
    expect(await bot.alert('webhook:loud one')).toMatchObject({ status: 'resolved' });
    await bot.ticksAfter(10_000);
    expect(await bot.alert('webhook:loud one')).toBeNull();
    const reply = cardOf(await bot.press(sam, 'alerts.reopen', 'webhook:loud one'));
    expect(text(reply.text)).toContain('archived, so nobody can change or reopen it');
  });

  it('resolved alerts stay for a day while the store has room', async () => {
    await from.send('loud', [{ id: 'one', severity: 'high' }]);
    await bot.world.time.advance(minute);
    await bot.resolve(sam, 'webhook:loud one', {
      reason: 'fraud',
      note: '',
    });
    await pass(minute);
    await bot.press(sam, 'alerts.reopen', 'webhook:loud one');
    expect(await bot.alert('webhook:loud one')).toMatchObject({ status: 'active' });
  });
});

it('from 80 % on a body without a high alert is refused, and one with a high alert is taken whole', async () => {
  await large();
  await fill(79);
  await from.send('loud', alerts(1));
  await fill(81);
  await bot.world.time.advance(minute);
  await expect(from.send('quiet', alerts(2, 'medium'))).rejects.toThrow(StoreFull);
  expect((await from.row('quiet'))?.heardAt).toBe(bot.world.time.now());
  expect((await from.send('quiet', [...alerts(2), ...alerts(1, 'high')])).accepted).toHaveLength(3);
  // What a person raises is taken all the same, however harmless it is.
  const form = formOf(await bot.say(sam, 'raise'));
  await bot.submit(sam, form, { displayName: 'Odd sign-in', severity: 'low', description: '' });
  expect(await open()).toBe(5);
  await fill(100);
  await expect(from.send('quiet', alerts(1, 'high'))).rejects.toThrow(StoreFull);
});

it('marks of what was done do not count: however many there are, alerts are taken', async () => {
  await from.send('quiet', alerts(1));
  bot.world.store.limit((await usage()).bytes * 4);
  const mark = { id: 'large', at: bot.world.time.now(), outcome: 'x'.repeat(1_000_000) };
  await bot.world.store.change((tx) => tx.put('seen', mark));
  expect((await from.send('quiet', alerts(1))).accepted).toHaveLength(1);
});

describe('an admin sends the lesser alerts of a source to the archive', () => {
  beforeEach(async () => {
    await bot.organisation({ adminChannel });
    bot.hasChannel(adminChannel, { name: 'noc' }, [ada, bob]);
    await from.send('loud', [...alerts(20), ...alerts(5, 'informational'), ...alerts(5, 'medium')]);
    await from.send('loud', [
      { id: 'high', severity: 'high' },
      { id: 'taken', severity: 'low' },
    ]);
    await from.send('loud', [{ id: 'was', severity: 'high' }]);
    await from.send('loud', [{ id: 'was', severity: 'low' }]);
    await from.send('quiet', [{ id: 'mine', severity: 'low' }]);
    await bot.world.time.advance(2 * minute);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:loud taken');
    await fill(60);
  });

  const archive = async (note = 'A test ran wild.') => {
    const form = formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud'));
    return cardOf(await bot.submit(ada, form, { note }, 'k1'));
  };
  const ids = () => bot.world.store.read(async (reader) => (await reader.list('alerts')).map(({ id }) => id));

  it('all at once, but for high ones, ones that were high, answered ones and those of others', async () => {
    await expect(from.send('loud', alerts(1))).rejects.toThrow(ShareFull);
    expect((await archive()).summary).toMatch(/30 alerts.*I will tell all other administrators/);
    for (let n = 0; n < 4; n++) await pass(minute);
    expect(await ids()).toEqual(['webhook:loud high', 'webhook:loud taken', 'webhook:loud was', 'webhook:quiet mine']);
    expect((await from.send('loud', alerts(1))).accepted).toHaveLength(1);
  });

  it('and they count as not answered, with who did it in their story', async () => {
    await archive();
    for (let n = 0; n < 4; n++) await pass(minute);
    const timeline = text(cardOf(await bot.say(ada, 'alerts 1')));
    expect(timeline).toContain('archived without an answer, to free up space');
    expect(timeline).toContain('A test ran wild.');
    const report = await bot.say(ada, 'report');
    expect(text(report)).not.toContain('Closed automatically');
    expect(text(report)).toContain('1 of 23 acknowledged, 2 not due yet, 20 archived');
    expect(text(report)).toContain('0 of 5 acknowledged, 5 archived');
  });

  it('and the card for many says so, and calls none of them resolved', async () => {
    await archive();
    for (let n = 0; n < 2; n++) await pass(minute);
    const [many] = bot.channel('digest ');
    const labels = many?.card.facts.map(({ label }) => label);
    expect(labels).toContain('Archived without an answer');
    expect(labels).not.toContain('Resolved');
  });

  it('which the admin channel and every other admin are told, with Not us, and the history has', async () => {
    await archive();
    await bot.submit(ada, formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud')), { note: '' }, 'k1');
    await pass(minute);
    const notices = bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('contactChanged'));
    expect(notices.map(({ to }) => to).sort()).toEqual([bob, 'slack:CNOC'].sort());
    const [notice] = notices;
    expect(notice?.card.title).toBe('Alerts were archived');
    expect(text(notice?.card.facts)).toMatch(/30.*loud/s);
    expect(text(notice?.card)).not.toContain('webhook:');
    // No sender can hold it up.
    const ranks = (await bot.deliveries()).map(({ about, rank }) => ({ kind: about.kind, rank }));
    const high = ranks.find(({ kind, rank }) => kind === 'alert' && rank < 3)?.rank ?? 0;
    expect(Math.max(...ranks.filter(({ kind }) => kind === 'contactChanged').map(({ rank }) => rank))).toBeLessThan(
      high,
    );
    const history = text(cardOf(await bot.say(sam, 'history')));
    expect(history).toMatch(/archived the unanswered alerts of a source.*30.*loud/s);
    const notUs = notice?.card.buttons.find(({ id }) => id === 'contact.notUs');
    await bot.press(eve, 'contact.notUs', notUs?.value ?? '');
    await bot.world.time.advance(minute);
    expect(told(bob, 'notUs').map(({ card }) => card.summary)).toEqual([
      expect.stringContaining('Somebody archived the unanswered alerts.'),
    ]);
  });

  it('for 30 days: after them Not us is about nothing any more', async () => {
    await archive();
    await pass(minute);
    const notice = bot.world.slack.messages.find(({ deliveryId }) => deliveryId.startsWith('contactChanged'));
    const notUs = notice?.card.buttons.find(({ id }) => id === 'contact.notUs')?.value ?? '';
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 31 * day).toISOString());
    expect(text(await bot.press(eve, 'contact.notUs', notUs))).toContain('so I warned nobody');
  });

  it('and while no partner tenant is set up neither the form nor the answer says that anybody is told', async () => {
    bot = await aBot({ admins: [ada, bob], tenants: [] });
    bot.knows(bob, 'Bob');
    bot.world.settings.sources = [aSource('loud')];
    from = sourcesOf(bot.world);
    await from.send('loud', alerts(2));
    const form = formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud'));
    expect(form.intro.at(-1)).toContain('I will not tell anybody');
    const { summary } = cardOf(await bot.submit(ada, form, { note: '' }, 'k1'));
    expect(summary).toContain('2 alerts');
    expect(summary).not.toContain('inform');
    await pass(minute);
    expect(told(bob, 'contactChanged')).toEqual([]);
    expect(await open()).toBe(0);
  });

  it('hundreds in one tick', async () => {
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    await from.send(
      'loud',
      Array.from({ length: 200 }, (_, n) => ({ id: `more ${n}`, severity: 'low' })),
    );
    await bot.world.time.advance(minute);
    await fill(600);
    await archive();
    await bot.tick().catch(() => {});
    expect(await open()).toBe(4);
    expect((await ids()).length).toBe(4);
  });

  it('of the signed route, and none of a source of the file', async () => {
    await bot.send({ id: 'signed', severity: 'low', source: 'loud' }, { id: 'too', severity: 'medium' });
    await bot.send({ id: 'high', severity: 'high' });
    const form = formOf(await bot.press(ada, 'alerts.archive', 'signed'));
    const done = cardOf(await bot.submit(ada, form, { note: '' }, 'k1'));
    expect(done.summary).toMatch(/^I will resolve 2 alerts from the webhook \/webhooks\/alerts within a minute/);
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    await pass(minute);
    expect(await bot.alert('webhook:default too')).toMatchObject({ status: 'resolved' });
    for (const one of ['webhook:default high', 'webhook:quiet mine'])
      expect(await bot.alert(one)).toMatchObject({ status: 'active' });
    expect(await open()).toBe(35);
  });

  it('however far above its limit the store is, and all are told of it', async () => {
    await fill(150);
    await archive();
    // What else would add something waits for room.
    for (let n = 0; n < 4; n++) {
      await bot.tick().catch(() => {});
      await bot.world.time.advance(minute);
    }
    expect(await ids()).toHaveLength(4);
    expect(told(bob, 'contactChanged')).toHaveLength(1);
  });

  it('of which nobody is reminded any more, and none becomes overdue', async () => {
    for (const id of ['high', 'was']) await bot.press(sam, 'alerts.acknowledge', `webhook:loud ${id}`);
    await archive();
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    for (let passed = 0; passed < 26; passed++) await pass(hour);
    const sent = [...bot.world.slack.messages, ...bot.world.teams.messages].map(({ deliveryId }) => deliveryId);
    expect(sent.filter((one) => /^(escalation|escalations|overdue)/.test(one))).toEqual([]);
  });

  it('with a note of at most 500 characters', async () => {
    const form = formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud'));
    const again = formOf(await bot.submit(ada, form, { note: 'n'.repeat(501) }, 'k1'));
    expect(Object.keys(again.problems)).toEqual(['note']);
    expect(again.fields[0]).toMatchObject({ value: 'n'.repeat(501) });
    expect(cardOf(await bot.submit(ada, again, { note: 'n'.repeat(500) }, 'k2')).summary).toContain('30 alerts');
  });

  it('nothing, and nobody is told, where all were answered while the form was open', async () => {
    const form = formOf(await bot.press(ada, 'alerts.archive', 'webhook:quiet'));
    await bot.press(sam, 'alerts.acknowledge', 'webhook:quiet mine');
    expect(text(await bot.submit(ada, form, { note: '' }, 'k1'))).toContain('nothing to archive');
    await pass(minute);
    expect(told(bob, 'contactChanged')).toEqual([]);
    expect(await bot.alert('webhook:quiet mine')).toMatchObject({ status: 'investigating' });
  });

  it('what came after the form was sent stays', async () => {
    await archive();
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    await from.send('loud', [{ id: 'later', severity: 'low' }]);
    for (let n = 0; n < 3; n++) await pass(minute);
    expect(await bot.alert('webhook:loud later')).toMatchObject({ status: 'active' });
  });

  it('also when the bot is killed before it did it', async () => {
    await archive();
    await bot.crash();
    await bot.start();
    for (let n = 0; n < 4; n++) await pass(minute);
    expect(await ids()).toHaveLength(4);
  });

  it('again, once there is something again; where there is nothing it says so', async () => {
    await archive();
    for (let n = 0; n < 3; n++) await pass(minute);
    expect(text(await bot.press(ada, 'alerts.archive', 'webhook:loud'))).toContain('nothing to archive');
    expect(text(await bot.press(ada, 'alerts.archive', 'webhook:nobody'))).toContain('nothing to archive');
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    await from.send('loud', alerts(3));
    await fill(60);
    const list = cardOf(await bot.say(ada, 'alerts sources'));
    const buttons = list.rows.map(({ title, button }) => [String(title).split(' ')[0], button?.value ?? null]);
    expect(buttons).toContainEqual(['loud', 'webhook:loud']);
    expect(text(list.rows)).toContain('3 alerts can be archived');
    await bot.send({ id: 'signed', severity: 'low' });
    await fill(60);
    const titles = cardOf(await bot.say(ada, 'alerts sources')).rows.map(({ title }) => String(title).split(' · ')[0]);
    expect(titles).toEqual(['loud', 'quiet', 'Webhook /webhooks/alerts']);
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    const roomy = cardOf(await bot.say(ada, 'alerts sources'));
    expect(text(roomy.rows)).not.toMatch(/uses|alerts.archive/);
    expect(roomy.rows).toHaveLength(2);
  });

  it('from the message that the store is nearly full, which names who holds how much', async () => {
    await fill(85);
    await pass(minute);
    const near = bot.world.slack.messages.find(({ deliveryId }) => deliveryId.startsWith('storeFull'));
    expect(near?.card.rows.map(({ title, button }) => [title, button?.id ?? null])).toEqual([
      ['loud', 'alerts.archive'],
      ['quiet', 'alerts.archive'],
    ]);
    expect(text(near?.card.text)).toContain('you can also archive alerts that nobody has answered');
    expect(text(near?.card.rows[0]?.detail)).toMatch(
      /uses 0\.\d MB · its share of my storage is used up · 30 alerts can be archived/,
    );
    expect(text(near?.card.rows[1]?.detail)).toContain('uses 0.1 MB');
  });

  it('from that message, which names the five sources that hold most', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    bot.world.settings.sources = [...bot.world.settings.sources, ...names.map((name) => aSource(name))];
    for (const [n, name] of names.entries()) await from.send(name, alerts(n + 2));
    await fill(85);
    await pass(minute);
    const near = bot.world.slack.messages.find(({ deliveryId }) => deliveryId.startsWith('storeFull'));
    expect(near?.card.rows.map(({ title }) => title)).toEqual(['loud', 'e', 'd', 'c', 'b']);
  });

  it('from that message also where another source has nothing to archive', async () => {
    bot.world.store.limit(Number.POSITIVE_INFINITY);
    bot.world.settings.sources = [...bot.world.settings.sources, aSource('urgent')];
    await from.send('urgent', alerts(1, 'high'));
    await fill(85);
    await pass(minute);
    const near = bot.world.slack.messages.find(({ deliveryId }) => deliveryId.startsWith('storeFull'));
    expect(near?.card.rows.map(({ button }) => button?.value ?? null)).toContain(null);
    expect(text(near?.card.text)).toContain('you can also archive alerts that nobody has answered');
  });

  it('only with the tenant’s own history untouched: nobody without the right may', async () => {
    const form = formOf(await bot.press(ada, 'alerts.archive', 'webhook:loud'));
    bot.world.admins.delete(ada);
    expect(text(await bot.submit(ada, form, { note: '' }))).toMatch(/Global Administrator/);
    expect(text(await bot.press(sam, 'alerts.archive', 'webhook:loud'))).toMatch(/Global Administrator/);
    expect((await bot.tenant(contoso))?.disowned).toBeUndefined();
    expect((await ids()).length).toBe(34);
  });
});
