/** What happens to a replica, in the log and in the metrics. */
import type { Log } from './process/log.ts';
import type { Metrics } from './process/metrics.ts';
import { version } from './process/version.ts';
import { inWords } from './store/postgres/connection.ts';
import type { ReplicaEvents } from './store/postgres/replica.ts';

/** The shortest time (ms) between two log lines about the same trouble with the database, which is met each half second. */
const everyMs = 60_000;

/** Returns what logs and counts what happens to a replica. `fatal` ends the process, and `losses` tells the admins. */
export function replicaEvents(
  log: Log,
  metrics: Metrics,
  fatal: ReplicaEvents['fatal'],
  losses: Pick<ReplicaEvents, 'alertsLost' | 'putBack'>,
  now: () => number = () => performance.now(),
): Omit<ReplicaEvents, 'looked'> {
  let noted = { why: '', at: 0 };
  let isAway = false;
  // Alarms are for these: they begin at zero, so that Prometheus sees the first one as an increase.
  for (const outcome of ['committed', 'lost', 'unknown']) metrics.count('store_doubts_total', [outcome], 0);
  return {
    fatal,
    trouble(error) {
      const [why, at] = [inWords(error), now()];
      if (why === noted.why && at - noted.at < everyMs) return;
      noted = { why, at };
      isAway = true;
      log.warn({ event: 'database.unreachable', why }, 'database cannot be used now: it is tried again');
    },
    reached() {
      if (isAway) log.info({ event: 'database.reached' }, 'database can be used again');
      isAway = false;
    },
    differs: ({ url, version: other, sameSettings }) =>
      log.warn(
        { event: 'replica.differs', url, version: other, own: version, sameSettings },
        sameSettings ? 'another replica has another version' : 'another replica has other settings',
      ),
    upgraded: (stateVersion, kept) =>
      log.warn(
        { event: 'state.upgraded', version: stateVersion, kept },
        'state upgraded: to downgrade, see docs/postgres.md',
      ),
    alertsLost: (ids) => {
      if (ids.length === 0) return;
      losses.alertsLost(ids);
      log.error({ event: 'alerts.lost', ids }, 'alerts lost: the database lost what it had confirmed');
    },
    committed: (seconds) => metrics.observe('store_commit_seconds', [], seconds),
    doubt: (outcome) => {
      metrics.count('store_doubts_total', [outcome]);
      log.warn({ event: 'commit.doubt', outcome }, 'answer of a commit lost: it was looked up');
    },
    putBack: (batches) => {
      losses.putBack(batches);
      metrics.count('store_put_back_total', [], batches);
      log.error(
        { event: 'commits.putBack', batches },
        'the database had lost confirmed changes: they were stored again',
      );
    },
  };
}
