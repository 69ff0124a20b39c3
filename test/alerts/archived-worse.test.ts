/** Some senders keep the id of an alert that gets worse, also long after people resolved it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { day, hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.tick();
});

const open = async () => (await bot.stored('alerts')).filter(({ status }) => status !== 'resolved');
const cards = () => bot.channel('alert ');

/** Somebody resolves the newest alert, and it leaves for the archive. */
async function archived() {
  await bot.world.time.advance(3_000);
  const [newest] = (await open()).toReversed();
  if (!newest) throw new Error('no open alert');
  await bot.resolve(sam, newest.id);
  for (let passed = 0; passed < 2; passed++) {
    await bot.ticksAfter(day);
  }
  expect(await bot.alert(newest.id)).toBeNull();
}

describe('a more severe version of an archived alert', () => {
  beforeEach(async () => {
    await bot.send({ id: 'x', severity: 'low' });
    await archived();
  });

  it('is accepted, has a card of its own, and names the archived one', async () => {
    expect(await bot.send({ id: 'x', severity: 'high' })).toEqual({ accepted: ['x'], duplicate: [] });
    await bot.world.time.advance(3_000);
    expect(cards()).toHaveLength(2);
    expect(text(cards()[1]?.card.text)).toContain(
      'Alert 1 was already resolved when it was sent again with a higher severity. So this is a new alert.',
    );
    expect(await open()).toMatchObject([{ number: 2, content: { severity: 'high' } }]);
  });

  it('is acknowledged and found by number and by the id of its sender', async () => {
    await bot.send({ id: 'x', severity: 'high' });
    await bot.world.time.advance(3_000);
    const button = cards()[1]?.card.buttons.find(({ id }) => id === 'alerts.acknowledge');
    await bot.press(sam, 'alerts.acknowledge', button?.value ?? '');
    expect(await open()).toMatchObject([{ status: 'investigating' }]);
    expect(text(cardOf(await bot.say(sam, 'alerts 2')))).toContain('Mining');
    expect(text(cardOf(await bot.say(sam, 'alerts x')))).toContain('Mining');
  });

  it('counts from when it came: somebody had resolved the archived one', async () => {
    await bot.send({ id: 'x', severity: 'high', detectedDateTime: '2026-11-24T09:00:00.000Z' });
    const [alert] = await open();
    expect(alert).toMatchObject({ escalated: 0, escalateFrom: bot.world.time.now() });
    await bot.ticksAfter(hour);
    const inFourHours = new Date(Date.parse(alert?.escalateFrom ?? '') + 4 * hour).toISOString();
    expect(await open()).toMatchObject([{ escalateAt: inFourHours }]);
  });

  it('is overdue 24 hours after it came, however long ago its sender detected it', async () => {
    await bot.send({ id: 'x', severity: 'high', detectedDateTime: '2026-11-24T09:00:00.000Z' });
    const passed: [boolean, boolean][] = [];
    for (const hours of [0, 23, 1]) {
      await bot.ticksAfter(hours * hour);
      await bot.world.time.advance(3_000);
      const news = bot.inPrivate(ada).some(({ card }) => text(card.text).includes('within 24 hours'));
      passed.push([(await open())[0]?.overdue === true, news]);
    }
    expect(passed).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it('is a duplicate when it comes again, and while it is open its changes are edits', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    expect(await bot.send({ id: 'x', severity: 'medium' })).toEqual({ accepted: [], duplicate: ['x'] });
    expect(await bot.send({ id: 'x', severity: 'high' })).toEqual({ accepted: [], duplicate: ['x'] });
    expect(await open()).toMatchObject([{ number: 2, content: { severity: 'high' } }]);
  });

  it('is a duplicate when it comes again after it was archived too, and a still more severe one is not', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await archived();
    expect(await bot.send({ id: 'x', severity: 'medium' }, { id: 'x', severity: 'low' })).toEqual({
      accepted: [],
      duplicate: ['x'],
    });
    expect(await bot.send({ id: 'x', severity: 'high' })).toEqual({ accepted: ['x'], duplicate: [] });
    expect(await open()).toMatchObject([{ number: 3, continues: 2 }]);
    await archived();
    expect(await bot.send({ id: 'x', severity: 'high' })).toEqual({ accepted: [], duplicate: ['x'] });
    expect(await bot.send({ id: 'x', severity: 'medium' })).toEqual({ accepted: [], duplicate: ['x'] });
    expect(await open()).toEqual([]);
  });

  it('is accepted once in a body that has it twice', async () => {
    const done = await bot.send({ id: 'x', severity: 'medium' }, { id: 'x', severity: 'high' });
    expect(done).toEqual({ accepted: ['x'], duplicate: [] });
    expect(await open()).toMatchObject([{ content: { severity: 'medium' } }]);
  });

  it('is no alert of another sender, and none of theirs can have its id', async () => {
    await bot.send({ id: 'x', severity: 'high' });
    expect(await bot.send({ id: 'x', source: 'other', severity: 'high' })).toEqual({ accepted: ['x'], duplicate: [] });
    expect(await bot.send({ id: '~high x', severity: 'high' })).toEqual({ accepted: ['~high x'], duplicate: [] });
    await expect(bot.send({ id: 'x', source: 'default~high' })).resolves.toBeDefined();
  });
});

describe('an archived alert', () => {
  it('is a duplicate in a version that is as severe, or less', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await archived();
    for (const severity of ['medium', 'low'])
      expect(await bot.send({ id: 'x', severity })).toEqual({ accepted: [], duplicate: ['x'] });
    expect(cards()).toHaveLength(1);
  });

  it('that an older version archived, and that the archive does not have any more, is a duplicate however severe', async () => {
    const row = { id: 'webhook:default gone', number: 7, segment: 'alerts-2026-10' };
    await bot.world.store.change((tx) => tx.put('closed', row));
    expect(await bot.send({ id: 'gone', severity: 'high' })).toEqual({ accepted: [], duplicate: ['gone'] });
  });

  it('that an older version of the bot archived is compared all the same', async () => {
    await bot.send({ id: 'x', severity: 'low' }, { id: 'y', severity: 'high' });
    await archived();
    await archived();
    await bot.world.store.change(async (tx) => {
      for (const { severity: _later, ...row } of await tx.list('closed')) await tx.put('closed', row);
    });
    expect(await bot.send({ id: 'x', severity: 'medium' }, { id: 'y', severity: 'high' })).toEqual({
      accepted: ['x'],
      duplicate: ['y'],
    });
  });
});
