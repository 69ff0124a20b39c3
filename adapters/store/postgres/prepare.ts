/** Makes the tables, and brings those of an older version up to date. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Database, Statement } from './connection.ts';

const folder = new URL('./sql/', import.meta.url);

/**
 * Runs the numbered files of `sql/` that the database has not had yet, in one transaction under a lock, so that several replicas may start
 * at once. While a newer version starts an older one may act: a file only adds what that one does not mind. Where the schemas are there
 * already it needs no right to make them. An empty database gets a state of this version.
 */
export async function prepare(database: Database, version: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^\d+-.*\.sql$/.test(name)).sort();
  if (await isPrepared(database, names.length)) return;
  await database.transaction(async (query) => {
    await query("SELECT pg_advisory_xact_lock(hashtextextended('security-contact {schema}', 0))");
    for (const schema of ['{schema}', '{views}']) await makeSchema(query, schema);
    await query(
      'CREATE TABLE IF NOT EXISTS {schema}.made (number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())',
    );
    const [row] = await query('SELECT coalesce(max(number), 0) FROM {schema}.made');
    const last = Number(row?.[0]);
    for (const name of names) {
      const number = Number.parseInt(name, 10);
      if (number <= last) continue;
      await query(await readFile(new URL(name, folder), 'utf8'));
      await query('INSERT INTO {schema}.made (number) VALUES ($1)', [number]);
    }
    await query('INSERT INTO {schema}.state (version, mark, generation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      ...[version, randomUUID(), randomUUID()],
    ]);
  });
}

/** Resolves with whether nothing is left to be made: a database that takes no writes can be followed all the same. */
async function isPrepared(database: Database, files: number): Promise<boolean> {
  const [row] = await database.query("SELECT to_regclass('{schema}.made') IS NOT NULL");
  if (row?.[0] !== true) return false;
  const [made] = await database.query('SELECT max(number), (SELECT count(*) FROM {schema}.state) FROM {schema}.made');
  return Number(made?.[0]) >= files && Number(made?.[1]) === 1;
}

async function makeSchema(query: Statement, schema: string): Promise<void> {
  const [row] = await query(`SELECT to_regnamespace('${schema}') IS NOT NULL`);
  if (row?.[0] !== true) await query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
}
