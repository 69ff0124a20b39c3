/** One replica: it follows what another one commits, and acts once it has the lease. */
import { randomUUID } from 'node:crypto';
import { withTimeout } from '../../process/timers.ts';
import { StateDamaged, StateTooNew } from '../errors.ts';
import { type ActingStore, actingStore } from './acting-store.ts';
import { type DatabaseClock, databaseClock } from './clock.ts';
import { type Database, inWords, textOf } from './connection.ts';
import { createFollower, type FollowerEvents, type FollowerOptions } from './follower.ts';
import { awaySeconds, quietSeconds } from './known-replicas.ts';
import { holdLease, leaseInterval, type Place } from './lease.ts';
import { type StateRow, stateNow } from './load.ts';
import { prepare } from './prepare.ts';
import type { WriterEvents } from './writer.ts';

/** The time (ms) from one look at the database to the next, while this replica follows. */
const lookMs = 500;
/** The time (ms) between two notes that this replica is there. */
const noteMs = 2_000;
/** What a replica is, and what it tells. */
export interface ReplicaOptions extends Omit<FollowerOptions, 'events'> {
  /** The address at which the others reach this one. */
  url: string;
  /** The bot's version, and a digest of its settings, for people who compare replicas. */
  version: string;
  settings(): string;
  events: ReplicaEvents;
}

/** What happens to a replica. */
export interface ReplicaEvents extends FollowerEvents, WriterEvents {
  /** The process has to end at once: somebody else may act, or the state is not as it was written. */
  fatal(error: Error): void;
  /** The database could not be asked; it is asked again. */
  trouble(error: unknown): void;
  /** The database answered. */
  reached(): void;
  /** One look at the database has ended, failed or not. */
  looked(): void;
  /** Another replica has another version, or other settings. Told once for each. */
  differs(other: { url: string; version: string; sameSettings: boolean }): void;
}

/** A replica. */
export type Replica = ReturnType<typeof openReplica>;

/** Begins to follow, and to try for the lease. Nobody is called, and nothing is served. */
export function openReplica(options: ReplicaOptions) {
  const { database, events } = options;
  const [id, clock] = [randomUUID(), databaseClock()];
  const follower = createFollower(options, () => steps.wake());
  const taking = { database, clock, id, url: options.url, events };
  const { promise: turn, resolve: begun, reject: failed } = Promise.withResolvers<ActingStore | null>();
  let looked: StateRow | null = null;
  let trouble: string | null = 'it was not reached yet';
  let role: 'following' | 'acting' | 'leaving' = 'following';
  let isPrepared = false;
  let taken: Awaited<ReturnType<typeof takeLease>> = null;

  /** Looks who acts, follows them, and takes over where nobody does. */
  async function step(): Promise<void> {
    if (role === 'acting') return note(null);
    if (!isPrepared) await prepare(database, follower.known);
    isPrepared = true;
    looked = await lookAt(taking);
    trouble = null;
    // One that stops acts until its calls have ended.
    if (role === 'leaving') return looked.owner === id && !looked.isFree ? note(null) : undefined;
    const isReady = await follower.look(looked);
    await note(follower.position());
    if (isReady && (looked.isFree || looked.owner === id)) await act();
  }

  /** Takes the lease where nobody was quicker, and makes the store. Without success it gives the lease back. */
  async function act(): Promise<void> {
    let store: ActingStore | null = null;
    taken = await takeLease(taking, async (place) => store?.renewed(place));
    if (!taken) return;
    const { state, lease } = taken;
    try {
      store = actingStore(await follower.takeOver(state, lease), lease, database, events);
    } catch (error) {
      await lease.giveBack();
      throw error;
    }
    if (role === 'leaving') return store.close();
    role = 'acting';
    looked = { ...state, term: lease.term, owner: id, url: options.url, isFree: false };
    begun(store);
  }

  const { note, forget } = noting(options, { id, known: follower.known });
  const steps = repeating(step, events.looked, (error) => {
    if (error instanceof StateTooNew || error instanceof StateDamaged) {
      failed(error);
      return events.fatal(error);
    }
    trouble = inWords(error);
    events.trouble(error);
  });

  return {
    id,
    clock,
    /** Resolves with the store once this replica acts; with null when it leaves before. Rejects with StateTooNew or StateDamaged. */
    turn: () => turn,
    /** Returns who acts, by the last look; null for nobody, or where nobody can tell. */
    acting: () => (looked && looked.url !== null && !looked.isFree ? { term: looked.term, url: looked.url } : null),
    /** Returns why the database cannot be asked; null while it can. */
    trouble: () => trouble,
    /** Returns for how many milliseconds this replica has not known all that was committed; null before it knew anything. */
    lagMs: () => (role === 'following' ? follower.lagMs() : 0),
    acts: () => role === 'acting',
    /** The last term that this replica saw. */
    term: () => looked?.term ?? null,
    /** Acts no more, and looks only who does. A store that is open has to be closed; a take-over that still loads ends here. */
    async leave(): Promise<void> {
      const hasStore = role === 'acting';
      role = 'leaving';
      begun(null);
      steps.wake();
      if (!hasStore) await taken?.lease.giveBack();
      // A replica that ends does not follow. A database that is away holds nobody up.
      if (!taken) void forget();
    },
    /** Ends all of it. Whoever acts closes the store first. */
    async end(): Promise<void> {
      await steps.stop();
      await forget();
      await database.end();
    },
  };
}

/** Resolves with what `state` says, and has the clock hear the time. */
async function lookAt({
  database,
  clock,
  events,
}: Pick<TakingParts, 'database' | 'clock' | 'events'>): Promise<StateRow> {
  const sentAt = performance.now();
  const state = await stateNow(database.query);
  clock.heard(state.nowMs, sentAt);
  events.reached();
  return state;
}

interface TakingParts {
  database: Database;
  clock: DatabaseClock;
  id: string;
  /** Null for a command, to which nothing can be passed on. */
  url: string | null;
  events: Pick<ReplicaEvents, 'fatal' | 'trouble' | 'reached'>;
}

/**
 * Takes the lease where nobody has it, by `force` also from who has it. Resolves with it, and with what the state said before; with null
 * where somebody has it.
 */
export async function takeLease(
  { database, clock, id, url, events }: TakingParts,
  onRenewed: (place: Place) => Promise<void>,
  force = false,
) {
  const takenAt = performance.now();
  const state = await database.transaction(async (query) => {
    const found = await stateNow(query, ' FOR UPDATE');
    // Who took it and did not hear the answer takes it once more.
    const takes = found.isFree || found.owner === id || force;
    if (takes) await query(takeStatement, [id, url]);
    return takes ? found : null;
  });
  if (!state) return null;
  const term = String(Number(state.term) + 1);
  const { fatal: onLost, trouble: onTrouble } = events;
  const renewed = (place: Place) => {
    events.reached();
    return onRenewed(place);
  };
  const { wasGivenBack } = state;
  return {
    state,
    lease: holdLease({
      database,
      clock,
      term,
      owner: id,
      takenAt,
      wasGivenBack,
      onLost,
      onTrouble,
      onRenewed: renewed,
    }),
  };
}

/** Returns `note`, which stores that this replica is there and tells which others differ, and `forget`, which removes that. */
function noting(
  { database, url, version, events, ...given }: ReplicaOptions,
  { id, known }: { id: string; known: number },
) {
  let notedAt = Number.NEGATIVE_INFINITY;
  /** The others that differed last time. */
  let told = new Set<string>();
  async function note(position: number | null): Promise<void> {
    if (performance.now() - notedAt < noteMs) return;
    notedAt = performance.now();
    // A database that takes no writes can be followed all the same.
    const values = [id, url, version, known, given.settings(), position];
    const noted = await database.query(noteStatement, values).catch(() => null);
    for (const row of noted ?? []) {
      const other = { url: textOf(row[1]), version: textOf(row[2]), sameSettings: row[3] === true };
      if (!told.has(JSON.stringify(row))) events.differs(other);
    }
    if (noted) told = new Set(noted.map((row) => JSON.stringify(row)));
  }
  async function forget(): Promise<void> {
    notedAt = Number.POSITIVE_INFINITY;
    await database.query('DELETE FROM {schema}.replica WHERE id = $1', [id]).catch(() => []);
  }
  return { note, forget };
}

/**
 * Does `step` over and over, and `ended` after each, failed or not, with a pause, which `wake` ends. `stop` resolves when the last one is
 * done.
 */
function repeating(step: () => Promise<void>, ended: () => void, failed: (error: unknown) => void) {
  let stopped = false;
  let pause = Promise.withResolvers<void>();
  async function run(): Promise<void> {
    while (!stopped) {
      await step().catch(failed);
      ended();
      await withTimeout(lookMs, pause.promise, () => {});
      pause = Promise.withResolvers();
    }
  }
  const running = run();
  return {
    wake: () => pause.resolve(),
    async stop(): Promise<void> {
      stopped = true;
      pause.resolve();
      await running;
    },
  };
}

/** Those that were killed at this address are forgotten: a process has it to itself. Who has the lease stays, until it ends. */
const noteStatement = `
WITH gone AS (
  DELETE FROM {schema}.replica r WHERE url = $2 AND id <> $1 AND seen < clock_timestamp() - interval '${quietSeconds} s'
    AND NOT EXISTS (SELECT FROM {schema}.state s WHERE s.owner = r.id AND s.until >= clock_timestamp())),
noted AS (
  INSERT INTO {schema}.replica (id, url, version, state_version, settings, position, started, seen)
  VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, seen = EXCLUDED.seen, settings = EXCLUDED.settings)
SELECT id::text, url, version, settings = $5 FROM {schema}.replica
WHERE id <> $1 AND seen > clock_timestamp() - interval '${awaySeconds} s' AND (version, settings) <> ($3, $5)`;

const takeStatement = `
UPDATE {schema}.state SET term = term + 1, owner = $1, url = $2, since = clock_timestamp(), until = clock_timestamp() + ${leaseInterval}`;
