import { beforeEach, expect, it } from 'vitest';
import { findByWord } from '../../src/alerts/find-alert.ts';
import { alertsFor } from '../../src/alerts-of-month.ts';
import { reportOf } from '../../src/domain/report.ts';
import { type AlertDesk, alertDesk, contoso, formOf, sam } from './alert-desk.ts';

const day = 24 * 3_600_000;
let on: AlertDesk;
beforeEach(async () => {
  on = await alertDesk();
});
const id = (name: string) => `webhook:default ${name}`;
async function resolve(name: string) {
  await on.world.time.advance(3_000);
  await on.submit(sam, formOf(await on.press(sam, 'alerts.resolve', id(name))), { reason: 'ignore', note: '' });
  await on.world.time.advance(3_000);
}
async function days(count: number) {
  for (let passed = 0; passed < count; passed++) {
    await on.world.time.advance(day + 1_000);
    await on.tick();
  }
}
const averageOf = async (month: string) =>
  reportOf(month, await alertsFor(contoso, month, on.world), on.world.time.now()).average30DaysHours;
const old = { id: 'old', detectedDateTime: '2025-01-01T00:00:00Z' };

it('an alert that came late is kept like any other, and its repeat is known', async () => {
  await on.send(old);
  await resolve('old');
  await days(3);
  expect((await findByWord('1', on.world))?.closed).toBe(true);
  expect(await on.send(old)).toMatchObject({ accepted: [], duplicate: ['old'] });
});

it('what was resolved is forgotten when its month ended longer ago than RETENTION_DAYS, and not before', async () => {
  on.world.settings.retentionDays = 60;
  on.world.time.set('2026-11-10T00:00:00.000Z');
  await on.send(old, { id: 'other' });
  await resolve('old');
  await days(2);
  expect(await on.world.archive.segments()).toEqual(['alerts-2026-11']);
  // A month longer, for the 30 days that the report of the next month looks back on.
  on.world.time.set('2027-02-27T00:00:00.000Z');
  await on.tick();
  expect(await on.world.archive.segments()).toEqual(['alerts-2026-11']);
  on.world.time.set('2027-03-02T00:00:00.000Z');
  await on.tick();
  expect(await on.world.archive.segments()).toEqual([]);
  expect(await findByWord('1', on.world)).toBeNull();
  expect((await on.send(old, { id: 'other' })).accepted).toEqual(['old']);
});

it('the average of 30 days has the late ones too, in the archive as before', async () => {
  on.world.time.set('2026-11-20T00:00:00.000Z');
  await on.send(
    { id: 'late', detectedDateTime: '2026-09-10T00:00:00Z' },
    { id: 'quick', detectedDateTime: '2026-11-20T00:00:00Z' },
  );
  await resolve('late');
  await resolve('quick');
  const before = await averageOf('2026-11');
  expect(before).toBeGreaterThan(800);
  await days(2);
  expect(await on.world.archive.segments()).toEqual(['alerts-2026-11']);
  expect(await averageOf('2026-11')).toBe(before);
});

it('a report has what was resolved months later', async () => {
  on.world.time.set('2026-11-20T00:00:00.000Z');
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
  on.world.time.set('2027-02-20T00:00:00.000Z');
  await resolve('x');
  await days(2);
  expect(await on.world.archive.segments()).toEqual(['alerts-2027-02']);
  const alerts = await alertsFor(contoso, '2026-11', on.world);
  expect(reportOf('2026-11', alerts, on.world.time.now())).toMatchObject({ count: 1, answered: 1 });
});
