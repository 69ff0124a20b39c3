/** Replicas on one database that are killed, frozen, cut off and stopped while their platforms misbehave and people work; then everything is counted. */
import { vi } from 'vitest';
import { readDatabaseUrl } from '../../adapters/settings/database-url.ts';
import { databaseState } from '../../adapters/store/postgres/state.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { databaseOf, ownCluster } from '../support/database.ts';
import { databaseProxy } from '../support/database-proxy.ts';
import { elapsed } from '../support/time.ts';
import { diceOf } from '../year/dice.ts';
import { type Double, disorderIn, doublesIn, numberOf, repeatsIn } from './campaign/count.ts';
import { staleAfter, type Tally, talliesOf } from './campaign/ending.ts';
import { createFaults, type FaultCounts, type TakeOver } from './campaign/faults.ts';
import { createLedger, misdeedsIn } from './campaign/ledger.ts';
import { type PlatformCall, spoil } from './campaign/mischief.ts';
import { createPeople } from './campaign/people.ts';
import { createReplicas, leftBeforeFreeze, overlapsIn, type Term } from './campaign/replicas.ts';
import { type Keeping, setScene } from './campaign/scene.ts';
import { createSender } from './campaign/sender.ts';

interface Table {
  seed: number;
  faults: number;
  seconds: number;
  counts: FaultCounts;
  /** Milliseconds until another one acted, by what ended the one before. */
  takeOvers: Record<string, number[]>;
  terms: readonly Term[];
  accepted: number;
  /** Ids of findings that came again. */
  repeats: number;
  /** What people did, and notes and hand-overs of which they read that they are done. */
  actions: number;
  notes: number;
  handOvers: number;
  slack: Tally;
  teams: Tally;
  /** Calls that had left a replica before it froze, and were not carried out by then. */
  leftBefore: number;
  /** Cards that a channel has twice without a mark: those of which such a call is one, and the others. */
  doublesByThose: readonly Told[];
  doubles: readonly Told[];
  /** Cards that show another state than the row 40 s after the last change, or when no edit can arrive any more. */
  stale: readonly string[];
  misdeeds: readonly string[];
  miscounted: readonly string[];
  disorder: readonly string[];
  /** The least time (ms) between two calls for one channel, and the channel. */
  leastGap: readonly [number, string];
  overlaps: readonly string[];
  /** `whole`, or what is wrong with the audit trail. */
  trail: string;
  said: readonly string[];
}

/** A double, and when its calls came, what was wrong with them, and how late they were carried out. */
interface Told {
  alertId: string;
  channel: string;
  posts: readonly string[];
}

/** A database on a server of its own, behind a proxy. */
async function onDatabase() {
  const cluster = await ownCluster();
  const [database, proxy] = [await databaseOf(cluster), await databaseProxy(cluster.port)];
  const place = readDatabaseUrl(database.url);
  if (typeof place === 'string') throw new Error(place);
  const state = databaseState(place);
  const keeping: Keeping = {
    settings: { DATABASE_URL: proxy.urlOf(database.url) },
    // The server may be away.
    state: { read: (what) => vi.waitFor(() => state.read(what), { timeout: 60_000, interval: 200 }) },
  };
  async function leaseAfter(term: number) {
    const [row] = await cluster.sql(`SELECT term, url FROM ${database.schema}.state WHERE term > $1`, [term]);
    return row ? { term: Number(row.term), url: String(row.url) } : null;
  }
  return { cluster, proxy, keeping, verify: state.verify, leaseAfter };
}

/** Has `faults` things go wrong, lets the bot finish, and counts. The same seed throws the same dice; the machine's own timing differs. */
export async function replicaCampaign({ faults, seed }: { faults: number; seed: number }): Promise<Table> {
  const dice = diceOf(seed);
  const { cluster, proxy, keeping, verify, leaseAfter } = await onDatabase();
  const scene = await setScene(keeping);
  const began = elapsed();
  const { slack, teams } = scene;
  const ledger = createLedger();
  const sender = createSender(dice, () => {});
  const people = createPeople(scene, dice, ledger, () => {});
  slack.pace.ms = teams.pace.ms = 1_000;
  const spoilt = spoil(scene, dice);
  const replicas = createReplicas(scene);
  await replicas.whole();
  const wrong = createFaults({ replicas, leaseAfter, cluster, proxy }, dice);
  const always = { goesOn: () => true, begins: () => {} };
  const atWork = atOnce([
    () => sender.sends(replicas.next, dice.pick([0, 1, 1, 2])),
    () => people.work(dice.pick([1, 2, 4]), always),
  ]);
  for (let n = 1; n <= faults; n++) {
    await pause(dice.between(500, 4_000));
    await wrong.next();
    if (n % 50 === 0) replicas.replaced(dice);
  }
  await wrong.end();
  await atWork.stop();

  // The last changes are made while edits still go wrong; then the platforms behave, but for what is on its way.
  await sender.sends(replicas.next, 3);
  await people.work(12, always);
  spoilt.ends();
  await people.work(0, always);
  const isFollowed = (alert: Alert) => sender.accepted().has(numberOf(alert));
  const stale = await staleAfter(elapsed(), { scene, sender, isFollowed, next: replicas.next });
  const tallies = await talliesOf({ scene, sender, isFollowed }, ledger, spoilt.counts);
  const state = await scene.state();
  const [all, written] = [await state.list('alerts'), await state.list('notes')];
  const left = new Set(leftBeforeFreeze(spoilt.calls, replicas.terms));
  const doubles = doublesIn(scene, all, spoilt.calls);
  const isByThose = ({ posts }: Double) => posts.some((post) => left.has(post));
  await replicas.stop();
  const trail = await verify();
  const ids = [...sender.accepted().values()].reduce((sum, one) => sum + one, 0);
  const { actions, notes, handOvers } = people.counts;
  return {
    ...{ seed, faults, seconds: Math.round((elapsed() - began) / 1_000), counts: wrong.counts },
    takeOvers: timesOf(wrong.takeOvers),
    ...{ terms: replicas.terms, accepted: sender.accepted().size, repeats: ids - sender.accepted().size },
    ...{ actions, notes, handOvers, ...tallies, stale },
    misdeeds: misdeedsIn(ledger.entries(), { alerts: all, notes: written }, true),
    miscounted: repeatsIn(all, sender),
    leftBefore: left.size,
    doublesByThose: doubles.filter(isByThose).map(told),
    doubles: doubles.filter((one) => !isByThose(one)).map(told),
    disorder: disorderIn(await state.list('deliveries'), spoilt.calls),
    ...{ leastGap: leastGapIn(spoilt.calls), overlaps: overlapsIn(replicas.terms) },
    ...{ trail: trail.kind, said: replicas.said },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Does each of these over and over, beside each other, until `stop` is called. */
function atOnce(works: readonly (() => Promise<void>)[]) {
  let isOver = false;
  const running = Promise.all(
    works.map(async (work) => {
      while (!isOver) {
        await work();
        await pause(700);
      }
    }),
  );
  return {
    async stop(): Promise<void> {
      isOver = true;
      await running;
    },
  };
}

function told({ alertId, channel, posts }: Double): Told {
  const calls = posts.map(({ at, fault, lateMs }) => `${Math.round(at)} ${fault ?? 'ok'} ${lateMs}`);
  return { alertId, channel, posts: calls };
}

/** Returns the times by fault, the shortest first. */
function timesOf(all: readonly TakeOver[]): Record<string, number[]> {
  const groups = Map.groupBy(all, ({ after }) => after);
  return Object.fromEntries([...groups].map(([name, some]) => [name, some.map(({ ms }) => ms).sort((a, b) => a - b)]));
}

/**
 * Returns the least time between two calls for one channel; chats of people have none. An edit whose answer was lost is the same call:
 * `adapters/teams/api/http-once.ts` sends it again at once. An answer that one person alone sees goes out at once, past the queue.
 */
function leastGapIn(calls: readonly PlatformCall[]): [number, string] {
  const last = new Map<string, PlatformCall>();
  let least: [number, string] = [Number.POSITIVE_INFINITY, ''];
  for (const call of calls) {
    const [channel] = /19:\w+@thread\.tacv2|^C\w+$/.exec(call.where) ?? [];
    if (channel === undefined || call.where.includes('isTargetedActivity=true')) continue;
    const before = last.get(channel);
    last.set(channel, call);
    if (before && !isSentAgain(call, before) && call.at - before.at < least[0])
      least = [Math.round(call.at - before.at), channel];
  }
  return least;
}

function isSentAgain({ kind, where, card }: PlatformCall, before: PlatformCall): boolean {
  const isLost = before.fault === 'reset' || before.fault === 'lost answer';
  return kind === 'edits' && isLost && before.where === where && before.card === card;
}
