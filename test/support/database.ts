/** A database for one test: a schema and a role of its own on the server that all tests of this process share, or on one that it names. */
import { onTestFinished } from 'vitest';
import { type Cluster, type ClusterOptions, startCluster } from './postgres.ts';

let shared: Promise<Cluster> | null = null;
let last = 0;

/** The server of this process, which the first test that asks starts. A test that stops it or breaks it starts one of its own. */
export function sharedCluster(): Promise<Cluster> {
  shared ??= startCluster();
  return shared;
}

/** A server for one test, which may stop it or break it. It is gone after the test. */
export async function ownCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const cluster = await startCluster(options);
  onTestFinished(cluster.end);
  return cluster;
}

export type TestDatabase = Awaited<ReturnType<typeof databaseOf>>;

/**
 * Resolves with the address of an empty schema, for a role that may make it and owns all that it makes. Both are dropped
 * when the test ends, after what was opened later.
 *
 * @example const { url, sql } = await databaseOf();
 */
export async function databaseOf(given?: Cluster) {
  const cluster = given ?? (await sharedCluster());
  last += 1;
  const name = `t${process.pid}_${last}`;
  const password = 'its own:password@/';
  await cluster.sql(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'; GRANT CREATE ON DATABASE postgres TO ${name}`);
  const cut = () => cluster.sql('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [name]);
  onTestFinished(async () => {
    if (given) return;
    await cut();
    await cluster.sql(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
  });
  return {
    cluster,
    url: `${cluster.urlFor(name, password)}?schema=${name}`,
    schema: name,
    user: name,
    password,
    /** Runs one statement as the superuser: what a database's owner does by hand. */
    sql: cluster.sql,
    /** Ends all connections of this role, as a server does that restarts. */
    cut,
    /** Lets every later session of this role only read, and ends the others; or takes it back. */
    readOnly: async (only: boolean) => {
      await cluster.sql(`ALTER ROLE ${name} SET default_transaction_read_only = ${only}`);
      await cut();
    },
    /** The most connections of this role from now on; -1 for any number. */
    connectionLimit: (most: number) => cluster.sql(`ALTER ROLE ${name} CONNECTION LIMIT ${most}`),
    /** Changes the password of this role; sessions that are open go on. */
    changePassword: (to: string) => cluster.sql(`ALTER ROLE ${name} PASSWORD '${to}'`),
    /** Takes every right from this role, but to log in; its tables go to the superuser. */
    takeRights: () => cluster.sql(`REASSIGN OWNED BY ${name} TO admin; DROP OWNED BY ${name}`),
  };
}
