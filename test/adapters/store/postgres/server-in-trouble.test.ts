/** The server takes no more, answers late or not at all: refused in words, nothing that was acknowledged is lost, and it goes on by itself. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inWords } from '../../../../adapters/store/postgres/connection.ts';
import { type Store, StoreUnwritable } from '../../../../src/ports/store.ts';
import { archivedAlert } from '../../../support/archived-alerts.ts';
import { certified } from '../../../support/certificate.ts';
import {
  clusterWithSmallLog,
  databaseOf,
  ownCluster,
  smallTables,
  type TestDatabase,
} from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { contoso } from '../../../support/partner.ts';
import type { ServerSettings } from '../../../support/postgres.ts';
import { drives } from '../../../support/programs.ts';
import { fillDisk } from '../../../support/small-disk.ts';
import { diceOf } from '../../../year/dice.ts';
import { folder, patient } from '../../process/child.ts';
import { actingAt, replicaAt } from './replicas.ts';

const add = (store: Store, id: string, name = id) => store.change((tx) => tx.put('people', { id, name }));
const people = (store: Store) => store.read(async (reader) => (await reader.list('people')).map(({ id }) => id));

/** Until when the lease lasts, in seconds since 1970 by the database's clock. */
const leaseEnd = async ({ sql, schema }: TestDatabase) =>
  Number((await sql(`SELECT extract(epoch FROM until) AS s FROM ${schema}.state`))[0]?.s);

/** One that acts, and one that follows. Neither may end, which would fail the test. */
async function two(url: string, followsAt = url) {
  const { store, close } = await actingAt(url);
  await add(store, 'a');
  const trouble: string[] = [];
  const follower = replicaAt(followsAt, { events: { trouble: (error) => trouble.push(inWords(error)) } });
  await vi.waitUntil(() => follower.lagMs() !== null, patient);
  /** Ends the one that acts. Resolves with what the next one has. */
  async function next(): Promise<string[]> {
    await close();
    const after = await follower.turn();
    if (!after) throw new Error('it left');
    const found = await people(after);
    await after.close();
    return found;
  }
  return { store, follower, trouble, next };
}

interface Fault {
  name: string;
  said: RegExp;
  /** The settings of a server of its own, where the fault is of the whole server. */
  settings?: ServerSettings;
  /** The follower hears of it too. Both replicas come through the proxy. */
  begin(database: TestDatabase, proxy: Proxy): Promise<unknown>;
  end(database: TestDatabase): Promise<unknown>;
}

type Proxy = Awaited<ReturnType<typeof databaseProxy>>;

/** Takes connections until the server has none left. */
async function takeAll(url: string): Promise<void> {
  for (let isFree = true; isFree; ) {
    const client = new pg.Client(url).on('error', () => {});
    isFree = await client.connect().then(
      () => true,
      () => false,
    );
  }
}

const faults: readonly Fault[] = [
  {
    ...{ name: 'no connection is left', said: /too many connections for role .*\(53300\)/ },
    async begin({ connectionLimit, cut }) {
      await connectionLimit(0);
      await cut();
    },
    end: ({ connectionLimit }) => connectionLimit(-1),
  },
  {
    ...{
      name: 'the server has no connection left',
      said: /(too many clients|connection slots are reserved).*\(53300\)/,
    },
    settings: { max_connections: 12 },
    async begin({ cluster, cut }, proxy) {
      const { url } = await databaseOf(cluster);
      await takeAll(url);
      // Neither replica may be quicker to connect again.
      await proxy.refuse();
      await cut();
      await takeAll(url);
      await proxy.accept();
    },
    end: ({ sql }) => sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> 'admin'"),
  },
  {
    ...{ name: 'the role loses its rights', said: /permission denied for table \w+ \(42501\)/ },
    begin: ({ sql, schema, user }) => sql(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${user}`),
    end: ({ sql, schema, user }) => sql(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${user}`),
  },
];

const ifLong = it.runIf(process.env.LONG);

describe.runIf(drives('postgresql'))('a server that refuses', () => {
  it.each(faults)('$name', async ({ said, settings, begin, end }) => {
    const database = await databaseOf(settings && (await ownCluster({ settings })));
    const proxy = await databaseProxy(database.cluster.port);
    const { store, trouble, next } = await two(proxy.urlOf(database.url));
    await begin(database, proxy);
    // By then the pool knows that its connections ended: a statement sent on one of them would be in doubt, not refused.
    await vi.waitFor(() => expect(trouble.join()).toMatch(said), patient);
    const refused = add(store, 'refused');
    await expect(refused).rejects.toThrow(StoreUnwritable);
    await expect(refused).rejects.toThrow(said);
    await end(database);
    await vi.waitUntil(store.writable, patient);
    await add(store, 'b');
    expect(await next()).toEqual(['a', 'b']);
  });

  it('the disk of its tables is full: the lease is renewed all the same', async ({ skip }) => {
    const database = await databaseOf();
    const disk = await smallTables(database, '8m');
    if (!disk) return skip('no right to mount a small disk');
    const { store, next } = await two(database.url);
    const free = fillDisk(disk);
    const stored = ['a'];
    const refused = vi.fn();
    for (let n = 0; refused.mock.calls.length === 0; n++)
      await add(store, `b${n}`, 'x'.repeat(30_000)).then(() => stored.push(`b${n}`), refused);
    const [[error] = []] = refused.mock.calls;
    expect(error).toBeInstanceOf(StoreUnwritable);
    expect(String(error)).toContain('the disk of the database is full');
    const before = await leaseEnd(database);
    await vi.waitFor(async () => expect(await leaseEnd(database)).toBeGreaterThan(before + 3), patient);
    free();
    await add(store, 'c');
    expect(await next()).toEqual([...stored, 'c'].toSorted());
  });

  // Half a minute: the server ends, and a lease passes.
  const name =
    'the disk of its log is full, and it ends: who acts ends once, and who follows waits until there is room';
  ifLong(name, { timeout: 120_000 }, async ({ skip }) => {
    const small = await clusterWithSmallLog('16m');
    if (!small) return skip('no right to mount a small disk');
    const { cluster, disk } = small;
    const { url } = await databaseOf(cluster);
    const [fatal, trouble, refused] = [vi.fn(), vi.fn(), vi.fn()];
    const { store } = await actingAt(url, { events: { fatal } });
    const follower = replicaAt(url, { events: { trouble } });
    await vi.waitUntil(() => follower.lagMs() !== null, patient);
    const free = fillDisk(disk);
    const stored: string[] = [];
    for (let n = 0; refused.mock.calls.length === 0; n++)
      await add(store, `b${n}`, 'x'.repeat(100_000)).then(() => stored.push(`b${n}`), refused);
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patient);
    await vi.waitFor(() => expect(trouble).toHaveBeenCalled(), patient);
    free();
    await cluster.kill();
    await cluster.start();
    const next = await follower.turn();
    if (!next) throw new Error('it left');
    // The one in doubt may be there.
    expect((await people(next)).filter((id) => id !== `b${stored.length}`)).toEqual(stored.toSorted());
    await add(next, 'c');
    await next.close();
  });
});

describe.runIf(drives('postgresql'))('a server that answers late', () => {
  it('a month of the archive is dropped slowly: changes go on meanwhile, and the lease is renewed', async () => {
    const { url, schema, sql } = await databaseOf();
    const { store } = await actingAt(url);
    const month = 'alerts-2026-08';
    const rows = Array.from({ length: 3 }, () => archivedAlert(contoso, '2026-08-05T10:00:00.000Z', 1));
    await store.archive.append(
      month,
      rows.map((alert) => ({ id: alert.id, alert, deliveries: [] })),
    );
    await sql(`
      CREATE FUNCTION ${schema}.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
      CREATE TRIGGER late AFTER UPDATE ON ${schema}.archived FOR EACH ROW EXECUTE FUNCTION ${schema}.late()`);
    onTestFinished(async () => void (await sql(`DROP FUNCTION ${schema}.late CASCADE`)));
    const ends: string[] = [];
    const dropped = store.archive.drop(month).then(() => ends.push('dropped'));
    await vi.waitUntil(
      async () => (await sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length > 0,
      patient,
    );
    await add(store, 'a').then(() => ends.push('changed'));
    await dropped;
    expect(ends).toEqual(['changed', 'dropped']);
    expect(await store.archive.segments()).toEqual([]);
  });

  it('3 % of the packets come 2 s late: nothing is lost, and the lease is kept', async () => {
    const database = await databaseOf();
    const proxy = await databaseProxy(database.cluster.port);
    const { store, next } = await two(proxy.urlOf(database.url), database.url);
    proxy.late({ rate: 0.03, ms: 2_000, dice: diceOf(7) });
    const stored = ['a'];
    await Promise.all(
      Array.from({ length: 4 }, async (_, sender) => {
        for (let n = 0; n < 25; n++) {
          const id = `b${sender}-${n}`;
          await add(store, id).then(() => stored.push(id));
        }
      }),
    );
    proxy.late(null);
    expect(await next()).toEqual(stored.toSorted());
  });

  it('nothing for 3 s: what was asked is done then', async () => {
    const database = await databaseOf();
    const proxy = await databaseProxy(database.cluster.port);
    const { store, next } = await two(proxy.urlOf(database.url));
    proxy.freeze();
    const late = add(store, 'b');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    proxy.thaw();
    await late;
    expect(await next()).toEqual(['a', 'b']);
  });

  ifLong(
    'nothing on the connections that there are, as behind a firewall that forgot them: the lease is kept',
    async () => {
      const database = await databaseOf();
      const proxy = await databaseProxy(database.cluster.port);
      const { store } = await actingAt(proxy.urlOf(database.url));
      await Promise.all(Array.from({ length: 4 }, () => store.lastBackupAt()));
      expect(proxy.connections()).toBeGreaterThan(3);
      proxy.holdAll();
      // The first renewal waits for five seconds. If the second did, the lease would be over.
      const before = await leaseEnd(database);
      await vi.waitFor(async () => expect(await leaseEnd(database)).toBeGreaterThan(before + 5), patient);
      await add(store, 'a');
    },
  );

  ifLong('nothing at all: who acts ends with its lease, and who follows waits and takes over', async () => {
    const database = await databaseOf();
    const proxy = await databaseProxy(database.cluster.port);
    const fatal = vi.fn();
    const { store } = await actingAt(proxy.urlOf(database.url), { events: { fatal } });
    await add(store, 'a');
    const trouble = vi.fn();
    const follower = replicaAt(proxy.urlOf(database.url), { events: { trouble } });
    await vi.waitUntil(() => follower.lagMs() !== null, patient);
    proxy.freeze();
    const late = add(store, 'late');
    const outcome = late.then(() => 'stored', String);
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patient);
    expect(await outcome).toMatch(/^LeaseLost/);
    expect(trouble).toHaveBeenCalled();
    expect(follower.trouble()).toMatch(/timeout/i);
    proxy.thaw();
    const next = await follower.turn();
    expect(next && (await people(next))).toContain('a');
    expect(fatal).toHaveBeenCalledOnce();
    await next?.close();
  });
});

it.runIf(drives('postgresql'))(
  'a server is known by its certificate: with another one nothing is sent to it',
  async () => {
    const authority = certified({ name: 'of the test', isAuthority: true });
    const stranger = certified({ name: 'another', isAuthority: true });
    const cluster = await ownCluster({ tls: certified({ name: 'localhost', by: authority }) });
    const { url } = await databaseOf(cluster);
    const dir = folder();
    const at = (host: string, { certificate, name }: { certificate: string; name: string }) => {
      const file = join(dir, `${name}.pem`);
      writeFileSync(file, certificate);
      return `${url.replace('127.0.0.1', host)}&sslmode=verify-full&sslrootcert=${encodeURIComponent(file)}`;
    };
    const { store, close } = await actingAt(at('localhost', authority));
    await add(store, 'a');
    await close();
    for (const [wrong, said] of [
      [at('localhost', stranger), /certificate/],
      [at('127.0.0.1', authority), /does not match certificate/],
    ] as const) {
      const trouble = vi.fn();
      const replica = replicaAt(wrong, { events: { trouble } });
      await vi.waitFor(() => expect(trouble.mock.calls.length).toBeGreaterThan(1), patient);
      expect(replica.trouble()).toMatch(said);
      await replica.end();
    }
  },
);
