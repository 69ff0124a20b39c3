/** A database for one test: a schema and a role of its own on the server that all tests of this process share, or on one that it names. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Cluster, type ClusterOptions, giveAway, startCluster } from './postgres.ts';
import { mountSmallDisk } from './small-disk.ts';

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
    /** The server takes no write from now on, or takes them again, at the latest when the test ends. */
    readOnly: async (only: boolean) => {
      if (only) onTestFinished(() => cluster.readOnly(false));
      await cluster.readOnly(only);
    },
    /** The most connections of this role from now on; -1 for any number. */
    connectionLimit: (most: number) => cluster.sql(`ALTER ROLE ${name} CONNECTION LIMIT ${most}`),
    /** Changes the password of this role; sessions that are open go on. */
    changePassword: (to: string) => cluster.sql(`ALTER ROLE ${name} PASSWORD '${to}'`),
    /** Takes every right from this role, but to log in; its tables go to the superuser. */
    takeRights: () => cluster.sql(`REASSIGN OWNED BY ${name} TO admin; DROP OWNED BY ${name}`),
  };
}

/**
 * From now on the tables that this database makes stand on a disk of this size (as mount takes it: `4m`). Resolves with
 * its folder, for `fillDisk`; with null where this process may not mount one. Its log is on the server's own disk.
 */
export async function smallTables(database: TestDatabase, size: string): Promise<string | null> {
  const { cluster, schema, user, cut } = database;
  const dir = join(cluster.folder, `disk-${schema}`);
  if (!mountSmallDisk(dir, size)) return null;
  giveAway(dir);
  await cluster.sql(`CREATE TABLESPACE ${schema} LOCATION '${dir}'`);
  onTestFinished(async () => {
    await cut();
    await cluster.sql(`DROP OWNED BY ${user} CASCADE`);
    await cluster.sql(`DROP TABLESPACE ${schema}`);
  });
  await cluster.sql(
    `GRANT CREATE ON TABLESPACE ${schema} TO ${user}; ALTER ROLE ${user} SET default_tablespace = ${schema}`,
  );
  return dir;
}

/**
 * A server for one test whose write-ahead log stands on a disk of this size, `disk`, and only grows, since a replica that
 * does not come still wants all of it; null where this process may not mount one.
 */
export async function clusterWithSmallLog(size: string) {
  const disk = mkdtempSync(join(tmpdir(), 'postgres-log-'));
  onTestFinished(() => rmSync(disk, { recursive: true }));
  if (!mountSmallDisk(disk, size)) return null;
  const walFolder = join(disk, 'log');
  mkdirSync(walFolder);
  giveAway(walFolder);
  const cluster = await ownCluster({ walFolder, settings: { min_wal_size: '2MB', max_wal_size: '4MB' } });
  await cluster.sql("SELECT pg_create_physical_replication_slot('absent', true)");
  return { disk, cluster };
}
