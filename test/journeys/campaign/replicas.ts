/** Three replicas of the bot on one database: started, killed, frozen, stopped, and started again when they end. */
import { once } from 'node:events';
import { onTestFinished, vi } from 'vitest';
import { elapsed } from '../../support/time.ts';
import type { Dice } from '../../year/dice.ts';
import type { PlatformCall } from './mischief.ts';
import type { Scene } from './scene.ts';

/** A time during which a replica acted, as `elapsed` tells it. */
export interface Term {
  term: number;
  replica: number;
  from: number;
  /** When it ended, and how; while it goes on, infinity. */
  to: number;
  how: string;
  /** When it was frozen, and when it went on. */
  frozen: { from: number; to: number }[];
}

export type Replica = ReturnType<Replicas['replaced']>;
export type Replicas = ReturnType<typeof createReplicas>;

/** How many there are. */
const size = 3;

/** Starts them. What people and senders do goes to one after the other. */
export function createReplicas(scene: Scene) {
  const terms: Term[] = [];
  /** What the logs have of level error and fatal, and what a stop left unfinished. */
  const said: string[] = [];
  let count = 0;
  let turn = 0;
  let all: ReturnType<typeof start>[] = [];
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });

  function start() {
    const id = ++count;
    const running = scene.starts('adapters/main.ts', { NODE_ENV: 'production' });
    const { child } = running;
    const replica = {
      id,
      url: null as string | null,
      term: null as Term | null,
      isFrozen: false,
      isEnding: false,
      ended: once(child, 'exit'),
      /** Ends it at once. */
      kill: () => end('SIGKILL'),
      /** Ends it gently. */
      stop: () => end('SIGTERM'),
      /** Stops it where it is. */
      freeze(): void {
        replica.isFrozen = child.kill('SIGSTOP');
        replica.term?.frozen.push({ from: elapsed(), to: Number.POSITIVE_INFINITY });
      },
      thaw(): void {
        const last = replica.term?.frozen.at(-1);
        if (last && replica.isFrozen) last.to = elapsed();
        replica.isFrozen = false;
        child.kill('SIGCONT');
      },
    };
    function end(signal: 'SIGKILL' | 'SIGTERM'): void {
      replica.isEnding = true;
      if (signal === 'SIGKILL') over(signal);
      child.kill(signal);
    }
    function over(how: string): void {
      if (replica.term) Object.assign(replica.term, { to: elapsed(), how });
      replica.term = null;
    }
    function heard(line: string): void {
      const { msg, term, level, event, err } = parsed(line);
      if (msg === 'acting') {
        const begun = { term: Number(term), replica: id, from: elapsed(), to: Number.POSITIVE_INFINITY, how: '' };
        replica.term = { ...begun, frozen: [] };
        terms.push(replica.term);
      }
      if (msg === 'lease given back') over(msg);
      if (Number(level) >= 50 || event === 'stop.unfinished')
        said.push(`${id} ${Math.round(elapsed())} ${event ?? ''} ${msg} ${Object(err).message ?? ''}`);
    }
    let rest = '';
    child.stdout.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) heard(line);
      running.said.out = running.said.out.slice(-20_000);
    });
    void running.listens().then((url) => {
      replica.url = url;
    });
    void replica.ended.then(([code, signal]) => {
      over(String(signal ?? `exit ${code}`));
      replica.url = null;
      const index = all.indexOf(replica);
      // As whatever runs them does.
      if (index >= 0 && !isOver) all = all.with(index, start());
    });
    return replica;
  }

  /** Those that a load balancer would ask. */
  const asked = () => all.filter(({ url }) => url !== null);
  const acting = () => all.find(({ term }) => term !== null && term === terms.at(-1)) ?? null;
  const next = () => {
    const some = asked();
    turn += 1;
    return some[turn % some.length]?.url ?? 'http://127.0.0.1:9';
  };
  scene.balances(next);
  all = Array.from({ length: size }, start);

  return {
    terms,
    said,
    all: () => all,
    acting,
    /** The one that listens at an address. */
    at: (url: string) => all.find((one) => one.url === url) ?? null,
    /** The address that is asked next. */
    next,
    /** Resolves with when somebody else than in `term` acts, as `elapsed` tells it. */
    async actsAfter(term: number): Promise<number> {
      const next = () => terms.find((one) => one.term > term);
      const found = await vi.waitUntil(next, { timeout: 90_000, interval: 20 });
      return found.from;
    },
    /** Resolves when all listen and one acts. */
    whole: () =>
      vi.waitUntil(() => acting() !== null && all.every(({ url, isFrozen }) => url !== null && !isFrozen), {
        timeout: 120_000,
        interval: 50,
      }),
    /** One of those that follow. */
    follower: (dice: Dice) => {
      const some = all.filter(({ term, isFrozen, isEnding }) => term === null && !isFrozen && !isEnding);
      return some.length > 0 ? dice.pick(some) : null;
    },
    /** A new one takes the place of one of them, which ends gently. */
    replaced(dice: Dice) {
      const index = Math.floor(dice.roll() * all.length);
      const old = all[index];
      const added = start();
      all = all.with(index, added);
      old?.thaw();
      old?.stop();
      return added;
    },
    /** All end gently, and none starts again. */
    async stop(): Promise<void> {
      isOver = true;
      for (const replica of all) replica.stop();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/** Returns the terms during which somebody else acted too, apart from one who was frozen then and ended when it went on. */
export function overlapsIn(terms: readonly Term[]): string[] {
  return terms.flatMap((one) =>
    terms.flatMap((other) => {
      if (other.from <= one.from || one.to <= other.from) return [];
      const wasFrozen = one.frozen.some(({ from, to }) => from <= other.from && one.to - to < 3_000);
      if (wasFrozen) return [];
      return [`${one.term} acted until ${Math.round(one.to - other.from)} ms after ${other.term} did (${one.how})`];
    }),
  );
}

/** Returns the calls that a replica had sent before it was frozen, and that were not carried out by then. */
export function leftBeforeFreeze(calls: readonly PlatformCall[], terms: readonly Term[]): PlatformCall[] {
  const frozen = terms.flatMap((term) => term.frozen);
  return calls.filter(({ at, lateMs }) => frozen.some(({ from }) => at < from + arrivesMs && at + lateMs >= from));
}

/** What a frozen replica has sent comes at most so long (ms) after it froze. */
const arrivesMs = 100;
