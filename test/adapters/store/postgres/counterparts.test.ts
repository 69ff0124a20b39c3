/** What PostgreSQL, its proxy and PgBouncer do when the tests of the store ask for a fault. */
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseOf } from '../../../support/database.ts';
import { startCluster } from '../../../support/postgres.ts';
import { drives } from '../../../support/programs.ts';

/** A connection that ends with the test. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe.runIf(drives('postgresql'))('PostgreSQL', () => {
  it('gives each test a schema of its own', async () => {
    const [one, two] = [await databaseOf(), await databaseOf()];
    for (const { url, schema } of [one, two]) {
      const client = await connected(url);
      await client.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.rows (id text)`);
    }
    const client = await connected(one.url);
    await expect(client.query(`SELECT * FROM ${two.schema}.rows`)).rejects.toThrow('permission denied');
  });

  it('recovers from kill -9 with what was committed', async () => {
    const cluster = await startCluster();
    onTestFinished(cluster.end);
    await cluster.sql('CREATE TABLE kept AS SELECT 1 AS one');
    await cluster.kill();
    await expect(cluster.sql('SELECT 1')).rejects.toThrow();
    await cluster.start();
    expect(await cluster.sql('SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });
});
