import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryAfterMs } from '../../../adapters/http/retry-after.ts';
import { createTimers } from '../../../adapters/process/timers.ts';

describe('a wait', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const day = 24 * 60 * 60_000;

  it.each([0.5, 1, 2, 25, 40])('of %s days is over when they have passed, and not before', async (days) => {
    let over: boolean | null = null;
    void createTimers()
      .wait(days * day)
      .then((whole) => {
        over = whole;
      });
    await vi.advanceTimersByTimeAsync(days * day - 1);
    expect(over).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toBe(true);
  });

  it('of weeks ends early when the bot stops, and leaves nothing behind', async () => {
    const timers = createTimers();
    const wait = timers.wait(40 * day);
    await vi.advanceTimersByTimeAsync(3 * day);
    timers.stop();
    expect(await wait).toBe(false);
    expect(await timers.wait(40 * day)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-25T09:00:00Z');

  it.each([
    ['30', 30_000],
    [' 1.5 ', 1_500],
    ['2200000', 2_200_000_000],
    ['Wed, 25 Nov 2026 09:00:30 GMT', 30_000],
    ['Wed, 25 Nov 2026 08:59:00 GMT', null],
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%o is %s ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });
});
