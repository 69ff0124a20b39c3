import type { World } from '../ports.ts';

const first = 60_000;
const most = 60 * 60_000;

/** When a queue may be tried with something that it refused before. In memory: after a start it may be. */
export interface Retries {
  mayTry(queue: string): boolean;
  /** Something that had been refused was taken: the rest may follow, one on each success. */
  taken(queue: string): void;
  /** It was refused again: nothing else of the queue is tried for a while, twice as long each time. */
  refused(queue: string): void;
}

export function createRetries({ uptimeMs: now }: Pick<World, 'uptimeMs'>): Retries {
  const waits = new Map<string, { from: number; ms: number }>();
  return {
    mayTry: (queue) => {
      const wait = waits.get(queue);
      return !wait || now() - wait.from >= wait.ms;
    },
    taken: (queue) => void waits.delete(queue),
    refused: (queue) => {
      const before = waits.get(queue)?.ms ?? first / 2;
      waits.set(queue, { from: now(), ms: Math.min(most, before * 2) });
    },
  };
}
