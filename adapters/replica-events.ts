/** What happens to a replica, in the log and in the metrics. */
import type { HostLog } from './process/log.ts';
import type { Metrics } from './process/metrics.ts';
import { version } from './process/version.ts';
import { inWords } from './store/postgres/connection.ts';
import type { ReplicaEvents } from './store/postgres/replica.ts';

/** Returns what logs and counts what happens to a replica. `fatal` ends the process, and `losses` tells the admins. */
export function replicaEvents(
  log: HostLog,
  metrics: Metrics,
  fatal: ReplicaEvents['fatal'],
  losses: Pick<ReplicaEvents, 'alertsLost' | 'putBack'>,
): Omit<ReplicaEvents, 'looked'> {
  let trouble = '';
  // Alarms are for these: they begin at zero, so that Prometheus sees the first one as an increase.
  for (const outcome of ['committed', 'lost', 'unknown']) metrics.count('store_doubts_total', [outcome], 0);
  return {
    fatal,
    trouble(error) {
      const why = inWords(error);
      if (why !== trouble)
        log.warn({ event: 'database.unreachable', why }, 'database cannot be used now: it is tried again');
      trouble = why;
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
