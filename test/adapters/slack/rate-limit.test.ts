import { expect, it } from 'vitest';
import { createMethodLimit } from '../../../adapters/slack/api/find-delivery.ts';
import { second } from '../../support/time.ts';

/** A limit, and the time, which goes on when it is told to. */
function aLimit() {
  let at = 0;
  const { take, expect: foresee, pause } = createMethodLimit(() => at);
  return {
    waits: (who: string) => take(who, false),
    urgent: (who: string) => take(who, true),
    foresee,
    pause,
    passes: (ms: number) => {
      at += ms;
    },
    /** So many calls, all of which go at once. */
    goes: (count: number) => {
      for (let n = 0; n < count; n++) expect(take(`call ${n}`, false)).toBe(0);
    },
  };
}

/** 50 calls were made, one a second: the first leaves the window after 60.5 s, and 50 s have passed. */
function used() {
  const limit = aLimit();
  for (let n = 0; n < 50; n++) {
    limit.goes(1);
    limit.passes(second);
  }
  return limit;
}

it('50 calls go at once, and the next one when the first leaves the window', () => {
  const { waits, goes, passes } = aLimit();
  goes(50);
  expect(waits('a')).toBe(60_500);
  passes(60_499);
  expect(waits('a')).toBe(1);
  passes(1);
  expect(waits('a')).toBe(0);
});

it('each that waits has the place of one call that leaves, who asked first goes first, and asking again changes nothing', () => {
  const { waits } = used();
  expect(['a', 'b', 'c', 'b', 'a', 'c'].map(waits)).toEqual([10_500, 11_500, 12_500, 11_500, 10_500, 12_500]);
});

it('who has more than 50 others before it waits for a second round', () => {
  const { waits } = used();
  for (let n = 0; n < 50; n++) expect(waits(`call ${n}`)).toBe(10_500 + n * second);
  expect([waits('x'), waits('y')]).toEqual([71_000, 72_000]);
});

it('an urgent call goes before all others, and after the urgent ones that asked before it', () => {
  const { waits, urgent } = used();
  expect([waits('a'), urgent('b'), urgent('c'), waits('d')]).toEqual([10_500, 10_500, 11_500, 13_500]);
  expect([waits('a'), urgent('b'), urgent('c'), waits('d')]).toEqual([12_500, 10_500, 11_500, 13_500]);
});

it('a turn that is given before its call can be made holds the place, an urgent one before others', () => {
  const { waits, urgent, foresee } = used();
  foresee('later', false, 5 * second);
  foresee('soon', true, 5 * second);
  expect([waits('a'), urgent('b')]).toEqual([12_500, 11_500]);
  expect([waits('later'), urgent('soon')]).toEqual([11_500 + second, 10_500]);
});

it('who has gone has no place any more', () => {
  const { waits, goes, passes } = aLimit();
  goes(2);
  passes(20 * second);
  goes(48);
  expect(waits('a')).toBe(40_500);
  passes(40_500);
  expect([waits('a'), waits('b'), waits('c')]).toEqual([0, 0, 20_000]);
});

it('a turn is kept for 15 s after its time, and then given up', () => {
  const { waits, goes, passes } = aLimit();
  goes(1);
  passes(20 * second);
  goes(49);
  expect(waits('a')).toBe(40_500);
  passes(40_500 + 15_000);
  expect(waits('b')).toBe(5_000);
  passes(1);
  expect(waits('b')).toBe(0);
});

it('so is one that was given before its call can be made', () => {
  const { waits, goes, foresee, passes } = aLimit();
  goes(49);
  foresee('a', false, 30 * second);
  passes(45 * second);
  expect(waits('b')).toBe(15_500);
  passes(1);
  expect(waits('b')).toBe(0);
});

it('a pause holds back every call, also those that the window would let go before', () => {
  const { waits, urgent, pause, passes } = used();
  pause(100 * second);
  expect([waits('a'), urgent('b')]).toEqual([100_000, 100_000]);
  passes(70 * second);
  expect([waits('a'), urgent('b'), waits('c')]).toEqual([30_000, 30_000, 30_000]);
});

it('after a pause as few calls go in a window as Slack took, until it refused none for ten minutes', () => {
  const { waits, goes, pause, passes } = aLimit();
  goes(30);
  pause(20 * second);
  passes(20 * second);
  expect(waits('a')).toBe(40_500);
  passes(40_500);
  expect(waits('a')).toBe(0);
  goes(28);
  expect(waits('b')).toBe(60_500);
  passes(600_000 - 60_500 - 1);
  goes(29);
  expect(waits('b')).toBe(60_500);
  passes(1);
  goes(20);
});

it('a second refusal makes it fewer still, and one call goes in each window at least', () => {
  const { waits, goes, pause, passes } = aLimit();
  goes(10);
  pause(1);
  passes(60_500);
  goes(1);
  pause(second);
  passes(second);
  expect(waits('a')).toBe(59_500);
  passes(59_500);
  expect([waits('a'), waits('b')]).toEqual([0, 60_500]);
});
