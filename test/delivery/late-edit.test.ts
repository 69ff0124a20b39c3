import { beforeEach, describe, expect, it } from 'vitest';
import { platformOf } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, minute, second } from '../support/time.ts';
import type { ChatFault } from '../support/world.ts';

const lost = new ChatError('unreachable', 'timeout', null, true);
const x = 'webhook:default x';

describe.each([
  ['Slack', slackChannel],
  ['Teams', teamsChannel],
])('in %s', (_name, channel) => {
  let bot: TestBot;
  const queue = `${channel.platform}:${channel.address}`;
  beforeEach(async () => {
    bot = await aBot();
    await bot.channelsAre(channel);
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3 * second);
  });
  const chat = () => bot.world[platformOf(queue)];
  const cards = () => chat().messages.filter(({ to }) => to === queue);
  const shows = () => cards().map(({ card }) => newsOf(card));
  const row = async () =>
    (await bot.deliveries()).find(({ about, queue: in_ }) => about.kind === 'alert' && in_ === queue);
  /** The next edits fail so, one after the other. */
  function edits(...faults: (ChatFault | null)[]) {
    chat().fault = (to, what) => (to === queue && what === 'edit' ? (faults.shift() ?? null) : null);
  }
  const late = (lateMs: number, givenUpMs: number): ChatFault => ({ error: lost, lateMs, givenUpMs });
  const acknowledges = () => bot.press(ada, 'alerts.acknowledge', x);
  const reopens = () => bot.press(ada, 'alerts.reopen', x);
  async function resolves() {
    await bot.resolve(ada, x);
  }

  it('an edit that arrives late puts no older state over a newer one: the newest is sent once more', async () => {
    edits(late(11 * second, 8 * second));
    await acknowledges();
    await bot.world.time.advance(5 * second);
    await resolves();
    await bot.world.time.advance(5_500);
    expect(shows()[0]).toBe('Resolved');
    await bot.world.time.advance(1_000);
    expect(shows()[0]).toBe('Acknowledged');
    await bot.world.time.advance(10 * second);
    expect(shows()[0]).toBe('Resolved');
    expect(await row()).not.toHaveProperty('editDoubt');
    const { calls } = chat();
    await bot.world.time.advance(10 * minute);
    expect(chat().calls).toBe(calls);
  });

  it('what the sender changes meanwhile gathers as ever, and keeps no older state on the card for that long', async () => {
    edits(late(11 * second, 8 * second));
    await acknowledges();
    await bot.world.time.advance(5 * second);
    await bot.reopen(ada, x);
    await bot.world.time.advance(5_500);
    expect((await row())?.editedAt).toBeDefined();
    await bot.send({ id: 'x', displayName: 'It goes on' });
    await bot.world.time.advance(second);
    expect(shows()[0]).toBe('Acknowledged');
    await bot.world.time.advance(10 * second);
    expect(shows()[0]).toBe('High-severity alert');
    expect(text(cards()[0]?.card)).toContain('It goes on');
  });

  it('nothing is sent twice in ordinary times', async () => {
    const { calls } = chat();
    await acknowledges();
    await bot.world.time.advance(minute);
    await resolves();
    await bot.world.time.advance(10 * minute);
    // The line in the thread that says who resolved it is the third.
    expect(chat().calls - calls).toBe(3);
    expect(await row()).not.toHaveProperty('editDoubt');
  });

  it.each([
    ['a day ahead', day],
    ['a day back', -day],
    ['a year ahead', 365 * day],
  ])('the clock may leap %s in between', async (_how, leap) => {
    edits(late(11 * second, 8 * second));
    await acknowledges();
    await bot.world.time.advance(8_500);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + leap).toISOString());
    await resolves();
    await bot.world.time.advance(2 * second);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - leap).toISOString());
    await bot.world.time.advance(12 * second);
    expect(shows()[0]).toBe('Resolved');
  });

  it.each([200, 4_000, 8_500])(
    'an edit that was under way for %i ms when the process was killed may come after the next one',
    async (ms) => {
      edits(late(11 * second, 9 * second));
      await acknowledges();
      await bot.world.time.advance(ms);
      await bot.crash();
      await bot.start();
      await resolves();
      await bot.world.time.advance(1_500);
      expect(shows()[0]).toBe('Resolved');
      await bot.world.time.advance(11 * second);
      await bot.world.time.advance(2 * second);
      expect(shows()[0]).toBe('Resolved');
    },
  );

  it('a doubt outlasts a second kill', async () => {
    edits(late(11 * second, 9 * second));
    await acknowledges();
    await bot.world.time.advance(1_000);
    await bot.crash();
    await bot.start();
    await resolves();
    await bot.world.time.advance(2 * second);
    expect(shows()[0]).toBe('Resolved');
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(20 * second);
    expect(shows()[0]).toBe('Resolved');
    expect(await row()).not.toHaveProperty('editDoubt');
  });

  it('what is sent once more may come late too', async () => {
    edits(late(11 * second, 9 * second), null, late(10 * second, 9 * second));
    await acknowledges();
    await bot.world.time.advance(5 * second);
    await resolves();
    await bot.world.time.advance(20 * second);
    await reopens();
    await bot.world.time.advance(minute);
    expect(shows()[0]).toMatch(/^High-severity alert/);
    expect(await row()).not.toHaveProperty('editDoubt');
  });

  it('news of a sender, which are gathered, do not put it off', async () => {
    edits(late(11 * second, 8 * second));
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(minute + 8_500);
    await acknowledges();
    await bot.world.time.advance(1_200);
    await bot.send({ id: 'x', severity: 'high', displayName: 'Mining again' });
    await bot.world.time.advance(13 * second);
    expect(cards()[0]?.card.summary).toMatch(/^Acknowledged/);
  });

  it('a message that is gone meanwhile is not looked for again', async () => {
    const gone = { error: new ChatError('gone', 'message_not_found'), after: false };
    edits(late(11 * second, 8 * second), gone);
    await acknowledges();
    await bot.world.time.advance(minute);
    const { calls } = chat();
    await bot.world.time.advance(10 * minute);
    expect(chat().calls).toBe(calls);
    expect(await row()).not.toHaveProperty('editDoubt');
  });

  it('nor is one posted anew where nothing is new of its alert', async () => {
    const gone = { error: new ChatError('gone', 'message_not_found'), after: false };
    edits(late(11 * second, 8 * second), null, gone);
    await bot.send({ id: 'x', displayName: 'Changed' });
    await bot.world.time.advance(10 * minute);
    expect(cards()).toHaveLength(1);
    expect(await row()).toMatchObject({ state: 'posted' });
  });

  it('it is sent once more before what senders change of other cards', async () => {
    const others = Array.from({ length: 15 }, (_, n) => ({ id: `n${n}` }));
    await bot.send(...others);
    await bot.world.time.advance(30 * second);
    edits(late(11 * second, 4 * second));
    await acknowledges();
    await bot.world.time.advance(5 * second);
    await resolves();
    await bot.world.time.advance(6 * second);
    expect(shows()[0]).toBe('Acknowledged');
    await bot.send(...others.map((one) => ({ ...one, displayName: 'Changed' })));
    await bot.world.time.advance(8 * second);
    expect(shows()[0]).toBe('Resolved');
  });

  it('reminders in a thread follow too', async () => {
    await bot.ticksAfter(61 * minute);
    await bot.world.time.advance(5 * second);
    const reminder = cards()[1];
    const { update } = chat();
    let isFirst = true;
    chat().update = async (posted, made) => {
      if (posted.message === reminder?.message && isFirst) edits(late(11 * second, 3 * second));
      if (posted.message === reminder?.message) isFirst = false;
      return update(posted, made);
    };
    await acknowledges();
    await bot.world.time.advance(5 * second);
    await resolves();
    await bot.world.time.advance(5 * second);
    expect(isFirst).toBe(false);
    expect(reminder?.card.summary).toMatch(/^Resolved/);
    await bot.world.time.advance(4 * second);
    expect(reminder?.card.summary).toMatch(/^Acknowledged/);
    await bot.world.time.advance(30 * second);
    expect(reminder?.card.summary).toMatch(/^Resolved/);
  });
});

it.each([
  ['', 0],
  [', also after a clock that was a day ahead for a moment', day],
])(
  'what was edited in the last 12 s before a kill is sent once more, since something else may have edited it too%s',
  async (_clock, leap) => {
    const bot = await aBot();
    await bot.channelsAre(slackChannel);
    await bot.send({ id: 'x' }, { id: 'y' }, { id: 'z' });
    await bot.world.time.advance(5 * second);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default y');
    await bot.ticksAfter(30 * second);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + leap).toISOString());
    await bot.send({ id: 'a', severity: 'medium' });
    await bot.world.time.advance(2 * second);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - leap).toISOString());
    await bot.world.time.advance(20 * second);
    const old = bot.channel().map(({ card }) => card);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default z');
    await bot.world.time.advance(8 * second);
    await bot.press(ada, 'alerts.acknowledge', x);
    await bot.world.time.advance(2 * second);
    const edits = () => bot.channel().map((one) => one.edits);
    expect(edits()).toEqual([1, 1, 1, 0]);
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(3 * second);
    for (const [n, card] of old.entries()) Object.assign(bot.channel()[n] ?? {}, { card });
    await bot.world.time.advance(11 * second);
    expect(edits()).toEqual([2, 1, 2, 0]);
    expect(bot.channel().map((one) => newsOf(one.card))).toEqual([
      ...['Acknowledged', 'Acknowledged', 'Acknowledged'],
      'Medium-severity alert',
    ]);
  },
);

it('what was edited in the last 12 s before a kill is sent once more although the bot noted in between that it runs', async () => {
  const bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.send({ id: 'x' });
  await bot.world.time.advance(30 * second);
  await bot.press(ada, 'alerts.acknowledge', x);
  await bot.ticksAfter(8 * second);
  await bot.world.time.advance(3 * second);
  await bot.crash();
  await bot.start();
  await bot.world.time.advance(13 * second);
  expect(bot.channel().map(({ edits }) => edits)).toEqual([2]);
});

it('a card for many that somebody deleted is not posted anew where nothing is new of it', async () => {
  const bot = await aBot();
  await bot.channelsAre(slackChannel);
  bot.world.settings.stormLimit = 2;
  const lesser = (...ids: string[]) => bot.send(...ids.map((id) => ({ id, severity: 'medium' })));
  await lesser('a', 'b', 'c', 'd');
  await bot.world.time.advance(30 * second);
  const faults: (ChatFault | null)[] = [
    { error: lost, lateMs: 11 * second, givenUpMs: 8 * second },
    null,
    { error: new ChatError('gone', 'message_not_found'), after: false },
  ];
  bot.world.slack.fault = (_to, what) => (what === 'edit' ? (faults.shift() ?? null) : null);
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default a');
  await bot.world.time.advance(10 * minute);
  expect(faults).toEqual([]);
  expect(bot.channel('digest ')).toHaveLength(1);
});

it('a failure that could not be written down is remembered all the same', async () => {
  const bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3 * second);
  let left = 1;
  bot.world.slack.fault = (_to, what) =>
    what === 'edit' && left-- > 0 ? { error: lost, lateMs: 11 * second, givenUpMs: 8 * second } : null;
  await bot.press(ada, 'alerts.acknowledge', x);
  await bot.world.time.advance(7 * second);
  const { change } = bot.world.store;
  await bot.resolve(ada, x);
  bot.world.store.change = async () => {
    throw new (await import('../../src/ports/store.ts')).StoreUnwritable('the disk is full');
  };
  await bot.world.time.advance(1_500);
  bot.world.store.change = change;
  await bot.world.time.advance(30 * second);
  expect(bot.channel().map(({ card }) => newsOf(card))[0]).toBe('Resolved');
});
