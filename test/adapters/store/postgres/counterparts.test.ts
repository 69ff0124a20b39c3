/** What PostgreSQL, its proxy and PgBouncer do when the tests of the store ask for a fault. */
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { databaseOf, ownCluster } from '../../../support/database.ts';
import { databaseProxy, type StatementFault } from '../../../support/database-proxy.ts';
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
    const cluster = await ownCluster();
    await cluster.sql('CREATE TABLE kept AS SELECT 1 AS one');
    await cluster.kill();
    await expect(cluster.sql('SELECT 1')).rejects.toThrow();
    await cluster.start();
    expect(await cluster.sql('SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });
});

describe.runIf(drives('postgresql'))('the proxy before PostgreSQL', () => {
  /** A table of one column, and a client that comes through the proxy. */
  async function through() {
    const { url, schema, sql } = await databaseOf();
    const owner = await connected(url);
    await owner.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.told (id int)`);
    const { port } = new URL(url);
    const proxy = await databaseProxy(Number(port));
    const insert = async (id: number) => {
      const client = await connected(proxy.urlOf(url));
      await client.query(`INSERT INTO ${schema}.told VALUES ($1)`, [id]);
    };
    const stored = async () => (await sql(`SELECT id FROM ${schema}.told ORDER BY id`)).map(({ id }) => id);
    return { proxy, insert, stored };
  }
  const cuts: readonly { fault: StatementFault; kept: number[] }[] = [
    { fault: { kind: 'cut', when: 'before' }, kept: [1, 3] },
    { fault: { kind: 'cut', when: 'middle' }, kept: [1, 3] },
    { fault: { kind: 'cut', when: 'answered' }, kept: [1, 2, 3] },
  ];

  it.each(cuts)('cuts a connection $fault.when: the client hears no answer', async ({ fault, kept }) => {
    const { proxy, insert, stored } = await through();
    await insert(1);
    proxy.once(/^INSERT/, fault);
    await expect(insert(2)).rejects.toThrow('Connection terminated');
    await insert(3);
    expect(await stored()).toEqual(kept);
  });

  it('cuts a connection as soon as the statement is on its way: it is carried out', async () => {
    const { proxy, insert, stored } = await through();
    proxy.once(/^INSERT/, { kind: 'cut', when: 'sent' });
    await expect(insert(1)).rejects.toThrow('Connection terminated');
    await expect.poll(stored).toEqual([1]);
  });

  it.each([['before', []] as const, ['sent', [1]] as const])(
    'leaves a connection half open: %s',
    async (when, kept) => {
      const { proxy, insert, stored } = await through();
      proxy.once(/^INSERT/, { kind: 'hold', when });
      const ended = vi.fn();
      const answer = insert(1).finally(ended);
      await expect.poll(stored).toEqual(kept);
      expect(ended).not.toHaveBeenCalled();
      proxy.cutAll();
      await expect(answer).rejects.toThrow('Connection terminated');
      expect(await stored()).toEqual(kept);
    },
  );

  it('knows a statement that was prepared, and one of three megabytes', async () => {
    const { url } = await databaseOf();
    const proxy = await databaseProxy(Number(new URL(url).port));
    const client = await connected(proxy.urlOf(url));
    const seen: string[] = [];
    proxy.each((text) => {
      seen.push(text);
      return null;
    });
    const prepared = { name: 'long', text: 'SELECT length($1)' };
    for (const length of [1, 3_000_000, 2])
      expect((await client.query(prepared, ['x'.repeat(length)])).rows).toEqual([{ length }]);
    await client.query('SELECT 1');
    expect(seen).toEqual([prepared.text, prepared.text, prepared.text, 'SELECT 1']);
  });

  it('refuses connections, and takes them again', async () => {
    const { proxy, insert, stored } = await through();
    await proxy.refuse();
    await expect(insert(1)).rejects.toThrow('ECONNREFUSED');
    await proxy.accept();
    await insert(2);
    expect(await stored()).toEqual([2]);
  });

  it('passes nothing on while it is frozen, and all of it later', async () => {
    const { proxy, insert, stored } = await through();
    proxy.freeze();
    const late = insert(1);
    expect(await stored()).toEqual([]);
    proxy.thaw();
    await late;
    expect(await stored()).toEqual([1]);
  });
});
