import { beforeEach, describe, expect, it } from 'vitest';
import { csvOf, jsonOf, reportedOf } from '../../src/alerts/report/report-file.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, sam, slackChannel } from '../support/partner.ts';
import { day, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.tick();
});
const id = (name: string) => `webhook:default ${name}`;
async function arrives(name: string, severity: string) {
  await bot.send({ id: name, severity });
  await bot.world.time.advance(3_000);
}
async function days(count: number) {
  for (let passed = 0; passed < count; passed++) {
    await bot.ticksAfter(day);
    await bot.world.time.advance(5_000);
  }
}
/** Reminders of its first day are news too. */
async function closes(name: string) {
  for (let passed = 0; passed < 3 && (await status(name)) !== 'resolved'; passed++) await days(1);
  expect(await status(name)).toBe('resolved');
}
const status = async (name: string) => (await bot.alert(id(name)))?.status ?? 'archived';
const cardIn = (name: string) => bot.channel(`alert ${id(name)}`)[0]?.card;
const notices = () => bot.inPrivate(ada, 'closing');

describe('an alert without news for 30 days', () => {
  it.each(['medium', 'low', 'informational'])(
    'of %s severity closes by age, untouched, and says so',
    async (severity) => {
      await arrives('x', severity);
      await days(29);
      expect(await status('x')).toBe('active');
      await closes('x');
      // Of a medium one each reminder is edited too.
      await bot.world.time.advance(minute);
      expect(await bot.alert(id('x'))).toMatchObject({
        status: 'resolved',
        firstAnsweredAt: null,
        resolved: { by: null, byName: '', reason: null },
      });
      expect(cardIn('x')?.summary).toMatch(/^Closed automatically · Contoso: /);
      expect(text(cardIn('x')?.text)).toMatch(/Closed automatically on .*, after 30 days without activity/);
      expect(text(cardOf(await bot.say(ada, 'alerts 1')).rows)).toContain(
        'closed automatically, after 30 days without activity',
      );
      await days(2);
      expect(await status('x')).toBe('archived');
      expect(notices()).toEqual([]);
    },
  );

  it.each([
    ['of high severity', 'high'],
    ['that was of high severity before its sender lowered it', 'low'],
  ])('%s stays open for ever when nobody acknowledged it', async (_which, now) => {
    await arrives('x', 'high');
    await arrives('x', now);
    await days(70);
    expect([await status('x'), notices().length]).toEqual(['active', 0]);
  });

  it('of high severity that somebody acknowledged closes a day after the admins were told', async () => {
    await arrives('x', 'high');
    await bot.press(sam, 'alerts.acknowledge', id('x'));
    await days(28);
    expect(notices()).toEqual([]);
    await days(1);
    expect(text(notices()[0]?.card)).toContain('had no activity for 29 days');
    expect(text(notices()[0]?.card.rows)).toContain('Mining');
    expect(await status('x')).toBe('investigating');
    await closes('x');
    expect(notices()).toHaveLength(1);
  });

  it('of high severity stays as it is while there is no admin to tell', async () => {
    bot.world.admins.clear();
    await arrives('x', 'high');
    await bot.press(sam, 'alerts.acknowledge', id('x'));
    await days(40);
    expect(await status('x')).toBe('investigating');
    bot.world.admins.add(ada);
    await days(1);
    expect([await status('x'), notices().length]).toEqual(['investigating', 1]);
    await closes('x');
  });

  it('of high severity stays open while the word that it closes is refused, and is told anew each day until it arrives', async () => {
    await arrives('x', 'high');
    await bot.press(sam, 'alerts.acknowledge', id('x'));
    await days(28);
    // Neither the admin nor the holder can be told.
    bot.world.slack.fails('refused', 'cannot_dm_bot', ada, sam);
    await days(10);
    expect([await status('x'), notices().length]).toEqual(['investigating', 0]);
    const owed = await bot.deliveries();
    expect(owed.filter(({ about }) => about.kind === 'closing').length).toBeLessThan(12);
    bot.world.slack.fault = () => null;
    await days(1);
    expect([await status('x'), notices().length]).toEqual(['investigating', 1]);
    await closes('x');
  });

  it('of high severity stays open for a day from when the word came, however late that was', async () => {
    await arrives('x', 'high');
    await bot.press(sam, 'alerts.acknowledge', id('x'));
    await days(28);
    bot.world.slack.fails('unreachable', 'timeout', ada, sam);
    await days(1);
    await bot.world.time.advance(day / 2);
    bot.world.slack.fault = () => null;
    await bot.world.time.advance(3_600_000);
    expect(notices()).toHaveLength(1);
    await bot.ticksAfter(day / 2);
    expect(await status('x')).toBe('investigating');
    await closes('x');
    expect(notices()).toHaveLength(1);
  });

  it('can be reopened, and counts from then on', async () => {
    await arrives('x', 'low');
    await days(29);
    await closes('x');
    await bot.press(sam, 'alerts.reopen', id('x'));
    expect(await status('x')).toBe('active');
    await days(29);
    expect(await status('x')).toBe('active');
    await closes('x');
  });
});

it('news keeps an alert open, also after the admins were told', async () => {
  await arrives('x', 'high');
  await bot.press(sam, 'alerts.acknowledge', id('x'));
  await days(29);
  expect(notices()).toHaveLength(1);
  await bot.send({ id: 'x', severity: 'high', displayName: 'Mining again' });
  await days(10);
  expect(await status('x')).toBe('investigating');
  await days(18);
  await closes('x');
  expect(notices()).toHaveLength(2);
});

it('CLOSE_AFTER says after how many days', async () => {
  bot.world.settings.closeAfterDays = 7;
  await arrives('x', 'medium');
  await bot.press(sam, 'alerts.acknowledge', id('x'));
  await days(6);
  expect(await status('x')).toBe('investigating');
  await closes('x');
});

it('a clock that is a year ahead for a moment closes nothing', async () => {
  await arrives('x', 'low');
  await days(2);
  const right = bot.world.time.now();
  bot.world.time.set('2027-12-01T09:00:00.000Z');
  await bot.tick();
  await bot.ticksAfter(10_000);
  bot.world.time.set(right);
  await bot.tick();
  expect([await status('x'), notices().length]).toEqual(['active', 0]);
});

it('what was closed automatically is counted apart in the report, its CSV and its JSON', async () => {
  await arrives('x', 'low');
  await arrives('y', 'medium');
  await arrives('z', 'high');
  await bot.press(sam, 'alerts.acknowledge', id('y'));
  await days(32);
  const shown = cardOf(await bot.say(ada, 'report Contoso 2026-11'));
  expect(shown.summary).toContain('1 of 3 acknowledged, 1 overdue, 1 closed automatically.');
  expect(shown.facts.map(({ label, value }) => [label, value])).toEqual(
    expect.arrayContaining([
      ['High severity', '0 of 1 acknowledged, 1 overdue · average wait so far: 768.0 hours'],
      ['Low severity', '0 of 1 acknowledged, 1 closed automatically · average wait: 720.0 hours'],
      ['Closed automatically', '2'],
    ]),
  );
  const reported = await reportedOf(aTenant({}, ''), '2026-11', bot.world);
  const json = JSON.parse(jsonOf(reported, bot.world.time.now()));
  expect([json.closedByAge, json.unanswered]).toEqual([2, 1]);
  expect(json.alerts.map(({ id, closedByAge, reason }: Record<string, string>) => [id, closedByAge, reason])).toEqual([
    ['x', 'yes', ''],
    ['y', 'yes', ''],
    ['z', 'no', ''],
  ]);
  const [head, ...lines] = csvOf(reported).trim().split('\r\n');
  expect(head?.endsWith(',closedByAge,tenant,tenantId')).toBe(true);
  expect(lines.map((line) => line.includes(',"yes","Contoso",'))).toEqual([true, true, false]);
});

it('many that are due are closed in slices, and the digest that stands for them is over', async () => {
  await bot.send(...Array.from({ length: 90 }, () => ({ severity: 'low' })));
  await bot.world.time.advance(120_000);
  await days(29);
  await bot.world.time.advance(day);
  const open = () => bot.world.store.read((reader) => reader.count('alerts.open', ''));
  await bot.tick();
  expect(await open()).toBe(40);
  await bot.tick();
  expect(await open()).toBe(0);
  const [digest] = await bot.stored('digests');
  expect(digest).toMatchObject({ unanswered: 0 });
});

it('the card for many does not say of those that closed automatically that somebody sent them to the archive', async () => {
  bot.world.settings.stormLimit = 2;
  await bot.send(...['a', 'b', 'c', 'd'].map((name) => ({ id: name, severity: 'low' })));
  await bot.world.time.advance(10_000);
  await days(32);
  const many = bot.channel('digest ')[0];
  const labels = many?.card.facts.map(({ label }) => label);
  expect(labels).toContain('Resolved');
  expect(labels).not.toContain('Archived without an answer');
});
