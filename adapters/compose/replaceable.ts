/** What a bot that runs exchanges for something new, without a request that is refused or work that is done twice. */
import type { Timers } from '../../src/ports/world.ts';
import type { AlertTaker } from '../http/routes.ts';

/** Returns what takes alerts until `replace` names another one. A request ends with the one that its head was shown. */
export function replaceableTaker(first: AlertTaker) {
  let current = first;
  // The head and the whole request have the same object for their headers.
  const begun = new WeakMap<object, AlertTaker>();
  const takerOf = (headers: object) => begun.get(headers) ?? current;
  const taker: AlertTaker = {
    judge(head) {
      begun.set(head.headers, current);
      return current.judge(head);
    },
    receive: (request) => takerOf(request.headers).receive(request),
    tooLarge: async (head) => takerOf(head.headers).tooLarge?.(head),
  };
  return {
    taker,
    replace(next: AlertTaker): void {
      current = next;
    },
  };
}

/** How long (ms) what takes the place of work waits for that to end. What is under way then is done twice at most, which does no harm. */
const endMs = 30_000;

/**
 * Returns `run`, which does `work` until the pauses end, and `restart`, which ends the pauses of that work alone: once it is done, it begins
 * anew.
 */
export function replaceableWork(pauses: Timers, work: (pauses: Timers) => Promise<void>) {
  let own = endable(pauses);
  return {
    async run(): Promise<void> {
      for (;;) {
        const mine = endable(pauses);
        own = mine;
        const done = work(mine);
        await Promise.race([done, mine.ended]);
        if (!mine.isEnded()) return;
        if (!(await Promise.race([done.then(() => true), pauses.wait(endMs)]))) return;
      }
    },
    restart: () => own.end(),
  };
}

/** Returns timers whose waits end with those of `timers`, or by `end`. */
function endable(timers: Timers) {
  const waits = new Set<() => void>();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let isEnded = false;
  return {
    wait(ms: number): Promise<boolean> {
      if (isEnded) return Promise.resolve(false);
      return new Promise((done) => {
        const early = () => done(false);
        waits.add(early);
        void timers.wait(ms).then((isOver) => {
          waits.delete(early);
          done(isOver);
        });
      });
    },
    end(): void {
      isEnded = true;
      for (const early of waits) early();
      resolve();
    },
    ended,
    isEnded: () => isEnded,
  };
}
