import { expect, it } from 'vitest';
import { csvOf, jsonOf, reportedOf } from '../../src/alerts/report/report-file.ts';
import { forgetMarks } from '../../src/delivery/forget-marks.ts';
import { nextSlot } from '../../src/domain/time/slots.ts';
import { probeTenant } from '../../src/findings/probe.ts';
import { endSnoozes } from '../../src/reminders/snooze/snooze.ts';
import { markOnce } from '../../src/store/idempotency.ts';
import { aBot } from '../support/a-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { hour } from '../support/time.ts';

it('the mark of a press is kept for as long as Slack repeats it, a day, and is gone two hours later', async () => {
  const { world } = await aBot();
  const pressed = () => world.store.change((tx) => markOnce(tx, 'press-1', { at: world.time.now(), by: null }));
  expect(await pressed()).toBe(true);
  await world.time.advance(24 * hour);
  await forgetMarks(world);
  expect(await pressed()).toBe(false);
  await world.time.advance(2 * hour);
  await forgetMarks(world);
  expect(await pressed()).toBe(true);
});

it('of two holidays in a row neither is a working day', () => {
  const christmas = ['2026-12-24', '2026-12-25'];
  expect(nextSlot('2026-12-23T10:00:00.000Z', 'UTC', christmas).date).toBe('2026-12-28');
});

it('the month of an alert in CSV and JSON is that of its detection, also when it arrived in the next', async () => {
  const bot = await aBot();
  bot.world.time.set('2026-11-01T00:05:00.000Z');
  await bot.send({ id: 'late', detectedDateTime: '2026-10-31T23:50:00.000Z' });
  const listed = async (month: string) => {
    const reported = await reportedOf(aTenant({}, ''), month, bot.world);
    const json = JSON.parse(jsonOf(reported, bot.world.time.now()));
    return [csvOf(reported).trim().split('\r\n').length - 1, json.alerts.length, json.count];
  };
  expect(await listed('2026-10')).toEqual([1, 1, 1]);
  expect(await listed('2026-11')).toEqual([0, 0, 0]);
});

it('a snooze is over at its very instant, and not a millisecond before', async () => {
  const { world } = await aBot();
  const until = '2026-11-25T09:00:00.000Z';
  const at = world.time.now();
  await world.store.change((tx) =>
    tx.put('findings', {
      ...{ id: 'f', code: 'unconfirmed', subject: '', tenantId: contoso, since: at, openedAt: at, closedAt: null },
      ...{ snooze: { until, by: ada, byName: 'Ada', reason: '' }, remindersSent: {} },
    }),
  );
  const snoozedAt = async (now: string) => {
    world.time.set(now);
    await endSnoozes(world);
    return (await world.store.read((reader) => reader.get('findings', 'f')))?.snooze !== null;
  };
  expect(await snoozedAt('2026-11-25T08:59:59.999Z')).toBe(true);
  expect(await snoozedAt(until)).toBe(false);
});

it('a mail domain is dead when it still takes no mail exactly a day later, and not a millisecond before', async () => {
  const { world } = await aBot();
  world.domains.set('contoso.com', 'no');
  const tenant = aTenant({}, world.time.now());
  const { check } = await probeTenant(tenant, null, world);
  const deadAfter = async (ms: number) => {
    world.time.set(new Date(Date.parse(check.mail.noSince ?? '') + ms).toISOString());
    return (await probeTenant(tenant, check, world)).check.mail.dead;
  };
  expect(await deadAfter(24 * hour - 1)).toBe(false);
  expect(await deadAfter(24 * hour)).toBe(true);
});
