import type { World } from './world.ts';

/** What comes within that time; null when it does not. Somebody waits for an answer that can do without it. */
export function inTime<T>(what: Promise<T>, ms: number, { timers }: Pick<World, 'timers'>): Promise<T | null> {
  return Promise.race([what, timers.wait(ms).then(() => null)]);
}
