/** What PostgreSQL, its proxy and PgBouncer do when the tests of the store ask for a fault. */
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { certified } from '../../../support/certificate.ts';
import { clusterWithSmallLog, databaseOf, ownCluster, smallTables } from '../../../support/database.ts';
import { databaseProxy, type StatementFault } from '../../../support/database-proxy.ts';
import { pgbouncerOf } from '../../../support/pgbouncer.ts';
import { standbyOf } from '../../../support/postgres-standby.ts';
import { drives } from '../../../support/programs.ts';
import { fillDisk } from '../../../support/small-disk.ts';

/** A connection that ends with the test. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** How the driver says that a connection broke: it depends on who closes it first. */
const broken = /Connection terminated|ECONNRESET/;

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

describe.runIf(drives('postgresql'))('PostgreSQL that is in trouble', () => {
  it('as a standby lacks what was committed after it was held, and takes writes once promoted', async () => {
    const primary = await ownCluster();
    await primary.sql('CREATE TABLE told AS SELECT 1 AS id');
    const standby = await standbyOf(primary);
    await primary.sql('INSERT INTO told VALUES (2)');
    await standby.hold();
    await primary.sql('INSERT INTO told VALUES (3)');
    await primary.kill();
    await expect(standby.sql('INSERT INTO told VALUES (4)')).rejects.toThrow('read-only');
    await standby.promote();
    await standby.sql('INSERT INTO told VALUES (4)');
    expect(await standby.sql('SELECT id FROM told ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
  });

  it('speaks TLS alone where it has a certificate', async () => {
    const { url, user, password, cluster } = await databaseOf(
      await ownCluster({ tls: certified({ name: 'localhost' }) }),
    );
    await expect(connected(url)).rejects.toThrow('no encryption');
    const ssl = { rejectUnauthorized: false };
    const client = new pg.Client({ host: 'localhost', port: cluster.port, user, password, database: 'postgres', ssl });
    await client.connect();
    onTestFinished(() => client.end());
    const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true }]);
  });

  it('says 53100 when the disk of its tables is full, and goes on when there is room', async ({ skip }) => {
    const database = await databaseOf();
    const disk = await smallTables(database, '4m');
    if (!disk) return skip('no right to mount a small disk');
    const client = await connected(database.url);
    await client.query(`CREATE SCHEMA ${database.schema}; CREATE TABLE ${database.schema}.rows (body text)`);
    const insert = () =>
      client.query(
        `INSERT INTO ${database.schema}.rows SELECT repeat(md5(random()::text), 200) FROM generate_series(1, 100)`,
      );
    const free = fillDisk(disk);
    await expect(insert()).rejects.toMatchObject({ code: '53100' });
    free();
    await insert();
  });

  it('ends when the disk of its log is full, and recovers when there is room', async ({ skip }) => {
    const small = await clusterWithSmallLog('16m');
    if (!small) return skip('no right to mount a small disk');
    const { cluster, disk } = small;
    await cluster.sql('CREATE TABLE told (body text)');
    const free = fillDisk(disk);
    const insert = (rows: number) =>
      cluster.sql('INSERT INTO told SELECT md5(random()::text) FROM generate_series(1, $1::int)', [rows]);
    await expect(insert(100_000)).rejects.toThrow();
    expect(cluster.log()).toContain('No space left on device');
    free();
    await cluster.kill();
    await cluster.start();
    await insert(10);
  });

  it('says 53300 when it has no connection left, and 28P01 for an old password', async () => {
    const { url, connectionLimit, changePassword } = await databaseOf();
    await connectionLimit(1);
    await connected(url);
    await expect(connected(url)).rejects.toMatchObject({ code: '53300' });
    await changePassword('another');
    await expect(connected(url)).rejects.toMatchObject({ code: '28P01' });
  });

  it('says 25006 while it only reads, and 42501 without rights', async () => {
    const { url, schema, readOnly, takeRights } = await databaseOf();
    const create = async () => (await connected(url)).query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const before = await connected(url);
    await readOnly(true);
    await expect(before.query(`CREATE SCHEMA ${schema}`)).rejects.toMatchObject({ code: '25006' });
    await expect(create()).rejects.toMatchObject({ code: '25006' });
    await readOnly(false);
    await create();
    await takeRights();
    await expect(create()).rejects.toMatchObject({ code: '42501' });
  });
});

describe.runIf(drives('pgbouncer') && drives('postgresql'))('PgBouncer', () => {
  it('gives all clients together two connections, and keeps nothing of a session', async () => {
    const database = await databaseOf();
    const url = await pgbouncerOf(database);
    const clients = await Promise.all(Array.from({ length: 6 }, () => connected(url)));
    const pids = await Promise.all(
      clients.map(async (client) => (await client.query('SELECT pg_backend_pid(), pg_sleep(0.01)')).rows[0]),
    );
    expect(new Set(pids.map(({ pg_backend_pid }) => pg_backend_pid)).size).toBe(2);
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
    await expect(insert(2)).rejects.toThrow(broken);
    await insert(3);
    expect(await stored()).toEqual(kept);
  });

  it('cuts a connection as soon as the statement is on its way: it is carried out', async () => {
    const { proxy, insert, stored } = await through();
    proxy.once(/^INSERT/, { kind: 'cut', when: 'sent' });
    await expect(insert(1)).rejects.toThrow(broken);
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
      await expect(answer).rejects.toThrow(broken);
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
