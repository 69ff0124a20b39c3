/** A second server that follows a first one by streaming, asynchronously, as managed services have it for a fail-over. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Cluster, clusterFolder, clusterIn, freePort, pause, postgresProgram } from './postgres.ts';

/** Resolves with a standby of `primary` that has all of it. It is gone after the test. */
export async function standbyOf(primary: Cluster) {
  const folder = clusterFolder();
  const data = join(folder, 'data');
  const from = `host=${primary.folder} port=${primary.port} user=admin password=only-for-tests`;
  const how = ['--write-recovery-conf', '--checkpoint=fast', '--no-sync', '--wal-method=stream'];
  await postgresProgram('pg_basebackup', `--pgdata=${data}`, `--dbname=${from}`, ...how);
  const cluster = clusterIn(folder, await freePort(), {});
  onTestFinished(cluster.end);
  await cluster.start();

  /** Resolves once the standby has all that the primary has committed up to now. */
  async function caughtUp(): Promise<void> {
    const [row] = await primary.sql('SELECT pg_current_wal_flush_lsn()::text AS end');
    while (!(await hasReplayed(row?.end))) await pause();
  }
  async function hasReplayed(position: unknown): Promise<boolean> {
    const [row] = await cluster.sql('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS has', [position]);
    return row?.has === true;
  }
  await caughtUp();
  return {
    ...cluster,
    caughtUp,
    /** Receives nothing from now on: what the primary commits is missing after `promote`. */
    hold: async () => {
      await caughtUp();
      await cluster.set({ primary_conninfo: '' });
      const receivers = async () => (await cluster.sql('SELECT 1 FROM pg_stat_wal_receiver')).length;
      while ((await receivers()) > 0) await pause();
    },
    /** Receives again, and first what is missing. */
    follow: () => cluster.set({ primary_conninfo: null }),
    /** Makes it the primary, with what it has. The one before knows nothing of it: stop it, or lead the bot here with a proxy. */
    promote: async () => void (await cluster.sql('SELECT pg_promote()')),
  };
}
