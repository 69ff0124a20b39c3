import { beforeEach, describe, expect, it } from 'vitest';
import { findByWord } from '../../src/alerts/commands/find-alert.ts';
import { reportOf } from '../../src/domain/alert/report.ts';
import type { NewEntry } from '../../src/domain/history.ts';
import { alertsFor } from '../../src/store/alerts-of-month.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { contoso, sam } from '../support/partner.ts';
import { day } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const id = (name: string) => `webhook:default ${name}`;
async function resolve(name: string) {
  await bot.world.time.advance(3_000);
  await bot.resolve(sam, id(name));
  await bot.world.time.advance(3_000);
}
async function days(count: number) {
  for (let passed = 0; passed < count; passed++) {
    await bot.ticksAfter(day + 1_000);
  }
}
const averageOf = async (month: string) =>
  reportOf(month, await alertsFor(contoso, month, bot.world), bot.world.time.now()).average30DaysHours;
const old = { id: 'old', detectedDateTime: '2025-01-01T00:00:00Z' };

it('an alert that came late is kept like any other, and its repeat is known', async () => {
  await bot.send(old);
  await resolve('old');
  await days(3);
  expect((await findByWord('1', bot.world))?.closed).toBe(true);
  expect(await bot.send(old)).toMatchObject({ accepted: [], duplicate: ['old'] });
});

it('what was resolved is forgotten when its month ended longer ago than RETENTION_DAYS, and not before', async () => {
  bot = await aBot({ clock: '2026-11-10T00:00:00.000Z' });
  bot.world.settings.retentionDays = 60;
  await bot.send(old, { id: 'other' });
  await resolve('old');
  await days(2);
  expect(await bot.world.archive.segments()).toEqual(['alerts-2026-11']);
  // A month longer, for the 30 days that the report of the next month looks back on.
  bot.world.time.set('2027-02-27T00:00:00.000Z');
  await bot.tick();
  expect(await bot.world.archive.segments()).toEqual(['alerts-2026-11']);
  bot.world.time.set('2027-03-02T00:00:00.000Z');
  await days(2);
  expect(await bot.world.archive.segments()).toEqual([]);
  expect(await findByWord('1', bot.world)).toBeNull();
  expect((await bot.send(old, { id: 'other' })).accepted).toEqual(['old']);
});

it('the average of 30 days has the late ones too, in the archive as before', async () => {
  bot = await aBot({ clock: '2026-11-20T00:00:00.000Z' });
  await bot.send(
    { id: 'late', detectedDateTime: '2026-09-10T00:00:00Z' },
    { id: 'quick', detectedDateTime: '2026-11-20T00:00:00Z' },
  );
  await resolve('late');
  await resolve('quick');
  const before = await averageOf('2026-11');
  expect(before).toBeGreaterThan(800);
  await days(2);
  expect(await bot.world.archive.segments()).toEqual(['alerts-2026-11']);
  expect(await averageOf('2026-11')).toBe(before);
});

it('a report has what was resolved months later', async () => {
  bot = await aBot({ clock: '2026-11-20T00:00:00.000Z' });
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3_000);
  bot.world.time.set('2027-02-20T00:00:00.000Z');
  await resolve('x');
  await days(2);
  expect(await bot.world.archive.segments()).toEqual(['alerts-2027-02']);
  const alerts = await alertsFor(contoso, '2026-11', bot.world);
  expect(reportOf('2026-11', alerts, bot.world.time.now())).toMatchObject({ count: 1, answered: 1 });
});

describe('dropping', () => {
  const months = ['2026-11', '2026-12', '2027-01'];
  const segments = () => bot.world.archive.segments();
  const named = () => bot.stored('closed');
  const entry = (at: string): NewEntry => ({
    ...{ at, by: null, byName: 'x', deed: 'contact.confirmed', tenantId: contoso, changes: [] },
  });
  /** An alert and an entry of the audit trail of each month, all of them archived. */
  async function archivedOf(...all: string[]) {
    for (const month of all) {
      bot.world.time.set(`${month}-10T00:00:00.000Z`);
      await bot.send({ id: month });
      await resolve(month);
      await bot.world.store.change((tx) => tx.appendHistory(entry(bot.world.time.now())));
      await days(2);
    }
    bot.world.time.set('2027-03-20T00:00:00.000Z');
    await days(2);
  }
  const kept = () => bot.world.archive.dropped;

  it('takes more than one look at a clock that is a year ahead: all is there when it is put right', async () => {
    await archivedOf(...months);
    const before = { alerts: await segments(), trail: await bot.world.trail.segments(), named: await named() };
    expect([before.alerts.length, before.trail.length]).toEqual([3, 3]);
    await bot.world.store.change((tx) => tx.put('seen', { id: 'press', at: bot.world.time.now(), outcome: null }));
    bot.world.time.set('2028-03-20T00:00:00.000Z');
    await bot.tick();
    await bot.ticksAfter(day / 2);
    bot.world.time.set('2027-03-22T12:00:00.000Z');
    await days(2);
    expect({ alerts: await segments(), trail: await bot.world.trail.segments(), named: await named() }).toEqual(before);
  });

  it('survives a restart in doubt, and a mark that a repeat may ask for is there after it', async () => {
    await archivedOf('2026-11');
    bot.world.time.set('2028-03-20T00:00:00.000Z');
    await bot.world.store.change((tx) =>
      tx.put('seen', { id: 'press', at: '2027-03-22T00:00:00.000Z', outcome: null }),
    );
    await bot.crash();
    await bot.tick();
    await bot.crash();
    await bot.tick();
    expect(await bot.world.store.read((reader) => reader.get('seen', 'press'))).not.toBeNull();
    expect(await segments()).toEqual(['alerts-2026-11']);
  });

  it('goes on after a day in which the clock stayed there, a segment a day, and deletes each a week later', async () => {
    await archivedOf(...months);
    bot.world.time.set('2029-03-20T00:00:00.000Z');
    await bot.tick();
    const left: number[] = [];
    for (let passed = 0; passed < 8; passed++) {
      await days(1);
      left.push((await segments()).length + (await bot.world.trail.segments()).length);
    }
    expect(left).toEqual([5, 4, 3, 2, 1, 0, 0, 0]);
    expect(await named()).toEqual([]);
    expect([...kept().keys()]).toEqual(['alerts-2026-12', 'alerts-2027-01']);
    await days(8);
    expect(kept().size).toBe(0);
  });

  it('waits for a day after the last leap of a clock that leaps ahead twice', async () => {
    await archivedOf('2026-11');
    for (const ahead of ['2029-03-20T00:00:00.000Z', '2031-03-20T00:00:00.000Z']) {
      bot.world.time.set(ahead);
      await bot.tick();
      await bot.ticksAfter((2 * day) / 3);
    }
    expect(await segments()).toEqual(['alerts-2026-11']);
    await bot.ticksAfter(day / 3);
    expect(await segments()).toEqual([]);
  });

  it('needs to read nothing: a segment that is damaged goes like any other', async () => {
    await archivedOf('2026-11', '2026-12');
    const damaged = async () => {
      throw new Error('damaged');
    };
    bot.world.archive.read = damaged;
    bot.world.trail.read = damaged;
    bot.world.settings.retentionDays = 30;
    await days(6);
    expect([await segments(), await named()]).toEqual([[], []]);
    expect(await bot.world.trail.segments()).toEqual([]);
    const start = await bot.world.store.read((reader) => reader.get('trailStart', 'trail'));
    const [oldest] = await bot.world.store.read((reader) => reader.oldestHistory(1));
    expect(start).toMatchObject({ number: (oldest?.number ?? 0) - 1, hash: oldest?.previous });
  });

  it('that a crash interrupts is finished by the next tick, of alerts and of the audit trail', async () => {
    await archivedOf('2026-11');
    bot.world.settings.retentionDays = 30;
    for (const { archive, of } of [
      { archive: bot.world.archive, of: 'alerts' },
      { archive: bot.world.trail, of: 'history' },
    ]) {
      await bot.world.time.advance(day);
      const { drop } = archive;
      archive.drop = () => Promise.reject(new Error('killed'));
      await bot.tick().catch(() => {});
      archive.drop = drop;
      expect(await archive.segments()).toEqual([`${of}-2026-11`]);
      await bot.crash();
      await bot.tick();
      expect(await archive.segments()).toEqual([]);
    }
  });

  it('leaves nothing behind when it is killed at any of its writes', async () => {
    for (let fatal = 1; fatal < 8; fatal++) {
      bot = await aBot();
      await archivedOf('2026-11');
      bot.world.settings.retentionDays = 30;
      const { change } = bot.world.store;
      const { drop } = bot.world.archive;
      let writes = 0;
      const dangerous = () => {
        writes += 1;
        if (writes > fatal) throw new Error('killed');
      };
      bot.world.store.change = async (what) => {
        dangerous();
        return change(what);
      };
      bot.world.archive.drop = async (segment) => {
        dangerous();
        return drop(segment);
      };
      await bot.tick().catch(() => {});
      bot.world.store.change = change;
      bot.world.archive.drop = drop;
      await bot.crash();
      await days(4);
      expect([await segments(), await named()]).toEqual([[], []]);
      expect((await bot.send({ id: '2026-11' })).accepted).toEqual(['2026-11']);
    }
  });
});
