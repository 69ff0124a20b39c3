import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOtherConnections } from '../../../adapters/slack/api/socket-link.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { minute, second } from '../../support/time.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Slack counts a connection that broke for a minute at most. `looks` counts how often it was asked again. */
function counting({ mayOverlap = false } = {}) {
  let time = 0;
  const log = notedLog();
  const looks = vi.fn();
  const others = createOtherConnections({ lookAgain: looks, log, recountMs: minute, elapsed: () => time, mayOverlap });
  return {
    ...others,
    looks,
    logged: () => log.lines.map(({ level }) => level),
    passes: (ms: number) => {
      time += ms;
      vi.advanceTimersByTime(ms);
    },
    /** Whether others are suspected once Slack counted so many connections while this process had `own`. */
    suspects: (total: number | null, own = 1) => {
      others.counted(total, own);
      return others.problem() !== null;
    },
  };
}

it('as many connections as broke within a minute are not taken for others', () => {
  const { broke, suspects, passes } = counting();
  broke();
  passes(30 * second);
  broke();
  expect([suspects(3), suspects(4), suspects(1), suspects(3)]).toEqual([false, true, false, false]);
  passes(30 * second - 1);
  expect(suspects(3)).toBe(false);
  passes(1);
  expect([suspects(3), suspects(1), suspects(2)]).toEqual([true, false, false]);
  passes(30 * second);
  expect(suspects(2)).toBe(true);
});

it('others that were named stay so while Slack counts them, although a connection broke since', () => {
  const { broke, suspects, logged } = counting();
  expect(suspects(2)).toBe(true);
  broke();
  expect([suspects(2), suspects(3), suspects(2)]).toEqual([true, true, true]);
  expect(logged()).toEqual(['warn']);
  expect([suspects(1), suspects(1), suspects(2)]).toEqual([false, false, false]);
  expect(logged()).toEqual(['warn', 'info']);
});

it('Slack is asked again a minute after it counted too many, whoever they were, and once', () => {
  const { broke, suspects, passes, looks, stop } = counting();
  broke();
  expect(suspects(2)).toBe(false);
  passes(30 * second);
  expect(suspects(2)).toBe(false);
  passes(minute - 1);
  expect(looks).toHaveBeenCalledTimes(0);
  passes(1);
  expect(looks).toHaveBeenCalledTimes(1);
  expect(suspects(2)).toBe(true);
  expect(suspects(1)).toBe(false);
  passes(minute);
  expect(looks).toHaveBeenCalledTimes(1);
  expect(suspects(2)).toBe(true);
  stop();
  passes(minute);
  expect(looks).toHaveBeenCalledTimes(1);
});

it('two connections of its own are no others, nor is a count that Slack does not tell', () => {
  const { suspects, logged } = counting();
  expect([suspects(2, 2), suspects(null), suspects(null, 2), suspects(0)]).toEqual([false, false, false, false]);
  expect(logged()).toEqual([]);
  expect(suspects(3, 2)).toBe(true);
});

it('after a take-over that nobody gave, another connection may be that of the replica that acted before, for five minutes', () => {
  const { suspects, problem, logged, passes } = counting({ mayOverlap: true });
  expect(suspects(2)).toBe(true);
  expect(problem()).toMatch(/^the replica that acted before may still be connected/);
  passes(5 * minute - 1);
  expect([suspects(2), logged()]).toEqual([true, []]);
  passes(1);
  expect([suspects(2), logged()]).toEqual([true, ['warn']]);
  expect(problem()).toMatch(/^another program may use SLACK_APP_TOKEN/);
  expect([suspects(1), logged()]).toEqual([false, ['warn', 'info']]);
});
