import { beforeEach, expect, it } from 'vitest';
import type { NewEntry } from '../../src/domain/history.ts';
import { archiveHistory, forgetOldHistory } from '../../src/register/history/archive.ts';
import { historyPage } from '../../src/store/history.ts';
import type { Card } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

let bot: TestBot;
let world: FakeWorld;

const at = (iso: string) => world.time.set(`${iso}T09:00:00.000Z`);
const entry = (tenantId: string | null, day: string): NewEntry => ({
  at: `${day}T09:00:00.000Z`,
  by: ada,
  byName: 'Ada',
  deed: 'contact.confirmed',
  tenantId,
  changes: [],
});
const record = (...days: string[]) =>
  world.store.change(async (tx) => {
    for (const day of days) await tx.appendHistory(entry(contoso, day));
  });
const live = () => world.store.read(async (reader) => (await reader.oldestHistory(1_000)).map(({ number }) => number));
const paged = async (before: number | null = null, tenantId: string | null = contoso, limit = 100) =>
  (await historyPage({ tenantId, before, limit }, world)).map(({ number }) => number);

const declared = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };

beforeEach(async () => {
  bot = await aBot({ tenants: [] });
  world = bot.world;
});

it('entries of past months leave for a segment each, and are read as one history with what stays', async () => {
  await record('2026-08-30', '2026-09-01', '2026-09-30', '2026-10-30', '2026-11-02');
  await archiveHistory(world);
  expect(await live()).toEqual([4, 5]);
  expect(await world.trail.segments()).toEqual(['history-2026-08', 'history-2026-09']);
  expect(await paged()).toEqual([5, 4, 3, 2, 1]);
  expect(await paged(3)).toEqual([2, 1]);
  expect(await paged(5, contoso, 2)).toEqual([4, 3]);
  expect(await paged(null, 'another')).toEqual([]);
});

it('the newest entry stays, however old: the next one is chained to it', async () => {
  await record('2025-12-01', '2026-01-01');
  await archiveHistory(world);
  expect(await live()).toEqual([2]);
  await record('2026-11-24');
  const [newest, before] = await historyPage({ tenantId: null, before: null, limit: 2 }, world);
  expect(newest?.previous).toBe(before?.hash);
});

/** Entries of alerts, all of one minute, which the card shows as one row for each person. */
const answers = (...by: (typeof ada)[]) =>
  world.store.change(async (tx) => {
    await tx.put('tenants', aTenant());
    for (const [n, one] of by.entries())
      await tx.appendHistory({
        ...entry(contoso, '2026-11-24'),
        ...{
          by: one,
          byName: one,
          deed: 'alert.acknowledged',
          changes: [{ field: 'alert', before: null, after: n + 1 }],
        },
      });
  });
const older = (card: Card) => card.buttons.filter(({ id, label }) => id === 'contact.history' && label === 'Older');

it('a page that ends with the first entry offers nothing older', async () => {
  await answers(...Array(30).fill(ada));
  expect(older(cardOf(await bot.say(ada, 'history')))).toEqual([]);
  await answers(ada);
  expect(older(cardOf(await bot.say(ada, 'history')))).toHaveLength(1);
});

it('what two people did in one minute stands under the name of each', async () => {
  await answers(ada, sam);
  const { rows } = cardOf(await bot.say(ada, 'history'));
  expect(rows.map((row) => text([row.title, row.detail]).match(/slack:T1\/U\w+/)?.[0])).toEqual([sam, ada]);
});

it('an entry that a crash left in both places is told once, and leaves at the next try', async () => {
  await record('2026-08-01', '2026-08-02', '2026-11-01');
  const both = await world.store.read((reader) => reader.oldestHistory(2));
  await world.trail.append('history-2026-08', both);
  expect(await paged()).toEqual([3, 2, 1]);
  await archiveHistory(world);
  expect(await live()).toEqual([3]);
  expect(await paged()).toEqual([3, 2, 1]);
});

it('segments older than the setting go whole, and the hash of their last entry stays', async () => {
  await record('2025-08-01', '2025-09-01', '2025-09-20', '2026-08-01', '2026-11-01');
  await archiveHistory(world);
  for (const day of [1, 2, 3])
    await forgetOldHistory({
      ...world,
      trusted: {
        id: 'clock',
        at: world.time.now(),
        runMs: day * 24 * 3_600_000,
        doubt: null,
        wall: '',
        steadySince: 0,
      },
    });
  expect(await world.trail.segments()).toEqual(['history-2026-08']);
  expect(await paged()).toEqual([5, 4]);
  const start = await world.store.read((reader) => reader.get('trailStart', 'trail'));
  const [oldest] = await world.trail.read('history-2026-08');
  expect(start).toEqual({ id: 'trail', number: 3, hash: oldest?.previous });
});

it('a segment that a crash left after it was given up is read no more', async () => {
  await record('2025-08-01', '2025-08-02', '2026-11-01');
  await archiveHistory(world);
  await world.store.change((tx) => tx.put('trailStart', { id: 'trail', number: 2, hash: 'x' }));
  expect(await paged()).toEqual([3]);
});

it('a clock that went back leaves no gap when the oldest segments go', async () => {
  await record('2026-09-01', '2026-08-01', '2026-09-02', '2026-11-01');
  await archiveHistory(world);
  expect(await world.trail.segments()).toEqual(['history-2026-09']);
  expect(await paged()).toEqual([4, 3, 2, 1]);
});

it('people page through the history as if it were in one place', async () => {
  at('2026-08-01');
  await bot.save(ada, 'setup', declared);
  await record(...Array.from({ length: 9 }, (_, day) => `2026-08-0${day + 1}`));
  at('2026-11-24');
  await archiveHistory(world);
  expect(await live()).toEqual([10]);
  const first = text(await bot.say(ada, 'history'));
  expect(first).toContain('Entries 10 to 6');
  expect(first).toContain(`${contoso} 6`);
  const older = text(await bot.press(ada, 'contact.history', `${contoso} 6`));
  expect(older).toContain('Entries 5 to 1');
});

it('a set-up form that is older than the history at hand is compared by its fields, and saved', async () => {
  at('2026-08-01');
  const form = formOf(await bot.say(ada, 'setup'));
  await record('2026-08-01', '2026-08-02', '2026-11-01');
  at('2026-11-24');
  await archiveHistory(world);
  expect(text(await bot.submit(ada, form, declared))).toContain('Partner tenant saved');
  expect(await bot.tenant()).toMatchObject({ name: 'Contoso' });
});
