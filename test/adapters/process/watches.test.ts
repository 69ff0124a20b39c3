/** What watches the process: a check that fails counts as trouble. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { beat, troubleOf, type Vitals } from '../../../adapters/process/heartbeat.ts';
import { watchAttempts, watchHistory } from '../../../adapters/process/watches.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { hour, minute, second, today } from '../../support/time.ts';
import { patient } from './child.ts';

const rejects = async () => {
  throw new Error('EIO: i/o error, read');
};

describe('the check of the history', () => {
  it('that cannot be done is a problem, with the reason', async () => {
    const log = notedLog();
    const history = watchHistory(rejects, log);
    history.start();
    await vi.waitFor(() => expect(history.problem()).toBe('EIO: i/o error, read'), patient);
    expect(log.lines).toMatchObject([{ level: 'error', message: 'EIO: i/o error, read' }]);
  });

  it.each([
    [null, 'info'],
    ['entry 7 does not follow entry 6', 'error'],
  ])('that finds %s says so', async (problem, level) => {
    const log = notedLog();
    const history = watchHistory(async () => problem, log);
    history.start();
    await vi.waitFor(() => expect(log.lines).toMatchObject([{ level }]), patient);
    expect(history.problem()).toBe(problem);
  });
});

it('an attempt to deliver is one, and no other metric is: a busy bot with an idle outbox is noticed', () => {
  let now = 0;
  const counted: string[] = [];
  const count = (name: string) => void counted.push(name);
  const { meter, ageMs } = watchAttempts({ count, observe: () => {} }, () => now);
  now = hour;
  meter.count('alerts_total', ['webhook', 'created']);
  meter.count('alerts_overdue_total', ['high']);
  expect(ageMs()).toBe(hour);
  meter.count('delivery_attempts_total', ['slack', 'ok']);
  expect(ageMs()).toBe(0);
  now += minute;
  expect(ageMs()).toBe(minute);
  expect(counted).toEqual(['alerts_total', 'alerts_overdue_total', 'delivery_attempts_total']);
});

describe('a heartbeat', () => {
  const well: Vitals = {
    vital: async () =>
      new Map([
        ['store', null],
        ['ticks', null],
        ['slack', null],
      ]),
    platforms: [{ name: 'slack', lastContactAt: () => today }],
    oldestSeconds: async () => 0,
    attemptAgeMs: () => 0,
    now: () => today,
  };

  it.each<[string, Partial<Vitals>]>([
    ['the health check', { vital: rejects }],
    ['the age of what waits', { oldestSeconds: rejects }],
  ])('stops while %s fails after a good answer, and comes again with the next good one', async (_what, failing) => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end('OK');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const time = fakeTime(today);
    onTestFinished(() => {
      time.stop();
      server.closeAllConnections();
      server.close();
    });
    const counts = { sent: 0, failed: 0, withheld: 0 };
    let vitals = well;
    void beat({
      fetch,
      url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      trouble: () => troubleOf(vitals),
      timers: time,
      count: (outcome, times = 1) => {
        counts[outcome] += times;
      },
      log: notedLog(),
      elapsed: time.passed,
    });
    await vi.waitFor(() => expect(counts.sent).toBe(1), patient);
    vitals = { ...well, ...failing };
    await time.advance(5 * minute);
    expect([calls, counts]).toEqual([1, { sent: 1, failed: 0, withheld: 5 }]);
    vitals = well;
    await time.advance(5 * second);
    await vi.waitFor(() => expect(counts.sent).toBe(2), patient);
  });
});
