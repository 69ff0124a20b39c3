import { expect, it } from 'vitest';
import { replaceableWork } from '../../adapters/compose/replaceable.ts';
import type { Timers } from '../../src/ports/world.ts';
import { fakeTime } from '../support/fake-time.ts';
import { minute, second, today } from '../support/time.ts';

/** Work that notes each round, a minute apart, and takes a while (ms) to end, but for the last one. */
function aWork(takes: number, last = Number.POSITIVE_INFINITY) {
  const time = fakeTime(today);
  const rounds: string[] = [];
  let count = 0;
  const { run, restart } = replaceableWork(time, async (pauses: Timers) => {
    const name = `work ${++count}`;
    do rounds.push(name);
    while (await pauses.wait(minute));
    if (count < last) await time.wait(takes);
    rounds.push(`${name} ended`);
  });
  return { time, rounds, running: run(), restart };
}

it('work that takes the place of another begins once that has ended, and its pauses are its own', async () => {
  const { time, rounds, running, restart } = aWork(second, 2);
  await time.advance(minute);
  restart();
  await time.advance(0);
  expect(rounds).toEqual(['work 1', 'work 1']);
  await time.advance(second);
  await time.advance(minute);
  expect(rounds).toEqual(['work 1', 'work 1', 'work 1 ended', 'work 2', 'work 2']);
  time.stop();
  await running;
  expect(rounds.filter((round) => round === 'work 2')).toHaveLength(2);
});

it('work that does not end is waited for half a minute, and not at all when the bot stops', async () => {
  const { time, rounds, running, restart } = aWork(10 * minute);
  await time.advance(0);
  restart();
  await time.advance(29 * second);
  expect(rounds).toEqual(['work 1']);
  await time.advance(second);
  expect(rounds).toEqual(['work 1', 'work 2']);
  restart();
  await time.advance(second);
  time.stop();
  await running;
  expect(rounds).not.toContain('work 3');
});
