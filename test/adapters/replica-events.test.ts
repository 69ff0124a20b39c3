import { expect, it } from 'vitest';
import { createMetrics } from '../../adapters/process/metrics.ts';
import { replicaEvents } from '../../adapters/replica-events.ts';
import { notedLog } from '../support/stub-bot.ts';

it('logs trouble with the database at once, and the same again after a minute: it may be another outage', () => {
  const log = notedLog();
  let now = 0;
  const events = replicaEvents(
    log,
    createMetrics(),
    () => {},
    { alertsLost() {}, putBack() {} },
    () => now,
  );
  for (const [at, why] of [
    [0, 'ECONNREFUSED'],
    [500, 'ECONNREFUSED'],
    [1_000, 'timeout'],
    [60_500, 'timeout'],
    [61_000, 'timeout'],
  ] as const) {
    now = at;
    events.trouble(new Error(why));
  }
  expect(log.lines.map(({ fields }) => fields)).toEqual(
    ['ECONNREFUSED', 'timeout', 'timeout'].map((why) => ({ event: 'database.unreachable', why })),
  );
});

it('logs once that the database can be used again, after trouble that it logged', () => {
  const log = notedLog();
  const losses = { alertsLost() {}, putBack() {} };
  const events = replicaEvents(
    log,
    createMetrics(),
    () => {},
    losses,
    () => 0,
  );
  events.reached();
  events.trouble(new Error('ECONNREFUSED'));
  events.reached();
  events.reached();
  expect(log.lines.map(({ fields }) => fields)).toEqual([
    { event: 'database.unreachable', why: 'ECONNREFUSED' },
    { event: 'database.reached' },
  ]);
});
