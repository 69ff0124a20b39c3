/** What goes wrong with the replicas and their database, by seeded dice. */

import { vi } from 'vitest';
import type { DatabaseProxy, StatementFault } from '../../support/database-proxy.ts';
import type { Cluster } from '../../support/postgres.ts';
import { elapsed } from '../../support/time.ts';
import type { Dice } from '../../year/dice.ts';
import type { Replicas } from './replicas.ts';

/** Ten faults, of which half are kill -9; they come in any order. */
const tenFaults = [
  ...['kill acting', 'kill acting', 'kill acting', 'kill follower', 'kill at take-over'],
  ...['freeze', 'freeze', 'cut', 'crash', 'stop'],
] as const;

export type FaultName = (typeof tenFaults)[number];

/** How long (ms) it took until another one acted, after what ended or froze the one that did. */
export interface TakeOver {
  after: FaultName;
  ms: number;
}

interface FaultParts {
  replicas: Replicas;
  /** Resolves with who has the lease of a term after this one; with null while nobody has. */
  leaseAfter: (term: number) => Promise<{ term: number; url: string } | null>;
  cluster: Cluster;
  proxy: DatabaseProxy;
}

/** Returns what makes things go wrong, one after the other; some while the one before has not ended yet. */
export function createFaults({ replicas, leaseAfter, cluster, proxy }: FaultParts, dice: Dice) {
  const counts: Partial<Record<FaultName, number>> = {};
  const takeOvers: TakeOver[] = [];
  /** What goes on beside the next fault. */
  const beside: Promise<unknown>[] = [];
  let deck: FaultName[] = [];

  /** What is done to the one that acts; without one to whichever there is. Resolves when another one acts. */
  async function ends(after: FaultName, end: 'kill' | 'stop'): Promise<void> {
    const who = replicas.acting();
    if (!who) return void dice.pick(replicas.all())[end]();
    const { term } = who.term ?? { term: 0 };
    const at = elapsed();
    who[end]();
    takeOvers.push({ after, ms: Math.round((await replicas.actsAfter(term)) - at) });
  }

  async function freeze(): Promise<void> {
    const acting = replicas.acting();
    const who = acting && dice.chance(0.75) ? acting : replicas.follower(dice);
    if (!who || who.isFrozen) return;
    const { term } = who.term ?? { term: null };
    const at = elapsed();
    const ms = dice.between(3_000, 20_000);
    who.freeze();
    await pause(ms);
    who.thaw();
    const next = replicas.terms.find((one) => term !== null && one.term > term);
    if (next) takeOvers.push({ after: 'freeze', ms: Math.round(next.from - at) });
  }

  async function cut(): Promise<void> {
    const when = dice.pick(['all', 'before', 'middle', 'sent', 'answered', 'hold'] as const);
    if (when === 'all') return proxy.cutAll();
    const fault: StatementFault = when === 'hold' ? { kind: 'hold', when: 'sent' } : { kind: 'cut', when };
    proxy.once(/commit_batch|^\s*WITH /, fault);
  }

  async function crash(): Promise<void> {
    if (dice.chance(0.5)) return cluster.restart('immediate');
    await cluster.kill();
    await pause(dice.between(0, 3_000));
    await cluster.start();
  }

  /** Kills whoever takes over, as soon as they have the lease or a little later. */
  async function killAtTakeOver(): Promise<void> {
    const { term } = replicas.terms.at(-1) ?? { term: 0 };
    replicas.acting()?.kill();
    const taken = await vi.waitUntil(() => leaseAfter(term).catch(() => null), { timeout: 90_000, interval: 10 });
    await pause(dice.pick([0, 0, 10, 50, 300, 1_000]));
    const at = elapsed();
    replicas.at(taken.url)?.kill();
    takeOvers.push({ after: 'kill at take-over', ms: Math.round((await replicas.actsAfter(taken.term)) - at) });
  }

  const doing: Record<FaultName, () => Promise<void>> = {
    'kill acting': () => ends('kill acting', 'kill'),
    'kill follower': async () => replicas.follower(dice)?.kill(),
    'kill at take-over': killAtTakeOver,
    ...{ freeze, cut, crash },
    stop: () => ends('stop', 'stop'),
  };

  return {
    counts,
    takeOvers,
    /** One goes wrong. Resolves when it is over, or a while later. */
    async next(): Promise<void> {
      if (deck.length === 0) deck = shuffled(tenFaults, dice);
      const name = deck.pop() ?? 'kill acting';
      counts[name] = (counts[name] ?? 0) + 1;
      // The server is down once at a time.
      const done = doing[name]();
      beside.push(done);
      done.catch(() => {});
      await (name === 'crash' || dice.chance(0.6) ? done : Promise.race([done, pause(dice.between(500, 6_000))]));
    },
    /** Resolves when everything goes on as it should. */
    async end(): Promise<void> {
      await Promise.all(beside);
      proxy.each(null);
      for (const replica of replicas.all()) if (replica.isFrozen) replica.thaw();
      await replicas.whole();
    },
  };
}

export type FaultCounts = ReturnType<typeof createFaults>['counts'];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function shuffled<T>(some: readonly T[], dice: Dice): T[] {
  const keyed = some.map((one) => ({ one, key: dice.roll() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}
