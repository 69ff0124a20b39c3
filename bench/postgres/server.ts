/** PostgreSQL as Debian sets it up, on this machine. */
import { startCluster } from '../../test/support/postgres.ts';

export type Server = Awaited<ReturnType<typeof startServer>>;

/** Starts a server of its own, which ends with this process. It counts statements. */
export async function startServer() {
  const settings = { shared_buffers: '128MB', max_wal_size: '1GB', shared_preload_libraries: 'pg_stat_statements' };
  const cluster = await startCluster({ settings, walSegmentMb: 16 });
  await cluster.sql("CREATE ROLE bench LOGIN PASSWORD 'bench'");
  await cluster.sql('CREATE EXTENSION pg_stat_statements; GRANT CREATE ON DATABASE postgres TO bench');
  let schemas = 0;
  return {
    version: String((await cluster.sql('SHOW server_version'))[0]?.server_version),
    /** Returns a DATABASE_URL that names an empty schema. */
    newUrl: () => `${cluster.urlFor('bench', 'bench')}?schema=bench_${++schemas}`,
    /** Writes out what was changed, and counts rows for the planner, so that neither happens in what is measured next. */
    settle: () => cluster.sql('CHECKPOINT').then(() => cluster.sql('ANALYZE')),
    end: cluster.end,
  };
}
