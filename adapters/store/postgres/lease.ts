/** The right to act, which one replica has at a time. */

import { withTimeout } from '../../process/timers.ts';
import { LeaseLost } from '../errors.ts';
import type { DatabaseClock } from './clock.ts';
import type { Database } from './connection.ts';

/** How long (ms) a lease lasts by the database's clock, and how often it is renewed. */
const leaseMs = 10_000;
const renewMs = 2_000;
/** The length of a lease, in SQL. */
export const leaseInterval = `interval '${leaseMs} ms'`;

/**
 * Lengthens the lease of its owner, and removes what nobody needs any more. The log always keeps its newest entry. Of its oldest some are
 * looked at, more than are committed between two renewals: to read all of it would take longer the more there is, and commits would wait.
 */
const renewStatement = `
WITH mine AS (
  UPDATE {schema}.state SET until = clock_timestamp() + ${leaseInterval} WHERE term = $1 AND owner = $2 RETURNING position, mark),
oldest AS (SELECT position, at FROM {schema}.log ORDER BY position LIMIT 4000),
old AS (
  DELETE FROM {schema}.log l USING mine, oldest
  WHERE l.position = oldest.position AND oldest.at < clock_timestamp() - interval '10 minutes' AND l.position < mine.position),
gone AS (DELETE FROM {schema}.replica r USING mine WHERE r.seen < clock_timestamp() - interval '1 hour')
SELECT position, mark, (extract(epoch FROM clock_timestamp()) * 1000)::float8 FROM mine`;

/** For how long (ms) after a take-over calls of an owner that did not give it back may still arrive. */
const settleMs = 12_000;

const overdue =
  'The lease ended before it could be renewed: this process stood still, or the database is away (see database.unreachable). ' +
  'Another replica may act by now.';

/** Where the database stands: the batches that were committed, and the value that the last one left. */
export interface Place {
  position: number;
  mark: string;
}

interface LeaseParts {
  database: Database;
  clock: DatabaseClock;
  term: string;
  owner: string;
  /** False where whoever acted before did not give it back: their last calls may still arrive. */
  wasGivenBack: boolean;
  /** When the statement was sent that took it, by `performance.now()`. */
  takenAt: number;
  /** Called once, when the lease is over or somebody else has it. */
  onLost(error: LeaseLost): void;
  /** Called with where the database stands, after each renewal. Never rejects. */
  onRenewed(place: Place): Promise<void>;
  /** Called when a renewal failed, for the log. */
  onTrouble(error: unknown): void;
}

/** A lease that is held. */
export type Lease = ReturnType<typeof holdLease>;

/**
 * Holds a lease that was taken: renews it until it is given back. It is counted by this machine's monotonic time, from before each renewal
 * was sent, so that it is over here no later than in the database.
 */
export function holdLease({ database, clock, term, owner, takenAt, wasGivenBack, ...on }: LeaseParts) {
  let overAt = takenAt + leaseMs;
  let lost: LeaseLost | null = null;
  let stopped = false;
  let renewing: Promise<void> | null = null;

  function end(why: string): LeaseLost {
    if (lost) return lost;
    clearInterval(timer);
    lost = new LeaseLost(why);
    if (!stopped) on.onLost(lost);
    return lost;
  }

  /** Throws LeaseLost where this replica may not act any more: to be called right before anything leaves it. */
  function check(): void {
    if (lost) throw lost;
    if (performance.now() >= overAt) throw end(overdue);
  }

  async function renew(): Promise<void> {
    const sentAt = performance.now();
    const [row] = await database.query(renewStatement, [term, owner]);
    if (!row) return void end('Another replica acts.');
    const [position, mark, nowMs] = row;
    overAt = Math.max(overAt, sentAt + leaseMs);
    clock.heard(Number(nowMs), sentAt);
    await on.onRenewed({ position: Number(position), mark: String(mark) });
  }

  const timer = setInterval(() => {
    try {
      check();
    } catch {
      return;
    }
    renewing ??= renew()
      .catch(on.onTrouble)
      .finally(() => {
        renewing = null;
      });
  }, renewMs);

  return {
    term,
    owner,
    wasGivenBack,
    check,
    /** Ends it here, for a reason that was found elsewhere. Returns the error. */
    end,
    /** Records that a commit lengthened it, which was sent at `sentAt`. */
    committed(sentAt: number): void {
      overAt = Math.max(overAt, sentAt + leaseMs);
    },
    /** Gives it back, so that another replica acts at once. Nothing may be written any more. Where that fails it ends by itself. */
    async giveBack(): Promise<void> {
      if (stopped || lost) return;
      stopped = true;
      clearInterval(timer);
      lost = new LeaseLost('The lease was given back.');
      await renewing;
      const isSettled = wasGivenBack || performance.now() - takenAt > settleMs;
      const until = isSettled ? "'-infinity'" : 'clock_timestamp()';
      // Without an owner a renewal that is still on its way does not take it again. A replica that ends does not follow.
      const given = database.query(
        `WITH gone AS (DELETE FROM {schema}.replica WHERE id = $2)
        UPDATE {schema}.state SET until = ${until}, owner = NULL WHERE term = $1 AND owner = $2`,
        [term, owner],
      );
      await withTimeout(renewMs, given, () => null).catch(on.onTrouble);
    },
  };
}
