/** A replica is killed, or its machine dies, while it starts, loads, upgrades or takes over: the next one does the same from the beginning. */
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { databaseOf, type TestDatabase } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { drives } from '../../../support/programs.ts';
import { command, folder, patient } from '../../process/child.ts';
import { expectAllStored, writerAt } from './processes.ts';
import { actingAt, stateAt } from './replicas.ts';

type Moment = readonly [name: string, statement: RegExp, death: 'process' | 'machine'];

const moments: readonly Moment[] = [
  ['it makes the tables', /CREATE TABLE "\w+"\.state/, 'process'],
  ['it reads the rows', /^FETCH/, 'process'],
  ['it takes over', /SET term = term \+ 1/, 'machine'],
  ['it has taken over', /^COMMIT$/, 'process'],
  ['it upgrades', /^UPDATE "\w+"\.state SET version/, 'process'],
];

/** Has a replica die at this moment, and the next one start. Resolves once that has acted for a while. */
async function dies(database: TestDatabase, [name, statement, death]: Moment): Promise<void> {
  const proxy = await databaseProxy(database.cluster.port);
  const newer = name === 'it upgrades' ? ['newer'] : [];
  const reached = Promise.withResolvers<void>();
  let isTaking = false;
  proxy.each((text) => {
    isTaking ||= /SET term = term \+ 1/.test(text);
    if (!statement.test(text) || (text === 'COMMIT' && !isTaking)) return null;
    reached.resolve();
    // From here on the server hears nothing, not even that this connection has ended.
    return { kind: 'hold', when: 'sent' };
  });
  const first = writerAt(proxy.urlOf(database.url), {}, ...newer);
  await reached.promise;
  first.child.kill('SIGKILL');
  await first.ended;
  if (death === 'process') proxy.cutAll();
  expect(first.hasSaid('acts')).toBe(false);
  const next = writerAt(database.url, {}, ...newer);
  await next.says('acts');
  await vi.waitUntil(() => next.counts().length > 5);
  expect(next.hasSaid('upgraded')).toBe(newer.length > 0);
  if (newer.length === 0) await expectAllStored(database, [first, next]);
}

it.runIf(drives('postgresql'))(`killed while ${moments.map(([name]) => name).join(', ')}`, async () => {
  const databases: TestDatabase[] = [];
  for (const [name] of moments) {
    const database = await databaseOf();
    databases.push(database);
    if (name === 'it makes the tables') continue;
    const { store, close } = await actingAt(database.url);
    await store.change((tx) => tx.put('people', { id: 'before', name: 'before' }));
    await close();
  }
  await Promise.all(
    moments.map(async (moment, index) => {
      const database = databases[index];
      if (database) await dies(database, moment);
    }),
  );
});

it.runIf(drives('postgresql'))(
  'killed are who acts and who follows: the next one acts, and all is stored',
  async () => {
    const database = await databaseOf();
    const both = [writerAt(database.url), writerAt(database.url)];
    await Promise.race(both.map((writer) => writer.says('acts')));
    await vi.waitUntil(() => both.some((writer) => writer.counts().length > 5), patient);
    for (const { child } of both) child.kill('SIGKILL');
    await Promise.all(both.map(({ ended }) => ended));
    await database.sql(`UPDATE ${database.schema}.state SET until = clock_timestamp()`);
    const next = writerAt(database.url);
    await next.says('acts 2');
    await vi.waitUntil(() => next.counts().length > 5, patient);
    await expectAllStored(database, [...both, next]);
  },
);

const halves = [/^DELETE FROM "\w+"\.rows/, /^UPDATE "\w+"\.state SET version/, /^COMMIT$/];

it.runIf(drives('postgresql'))(
  'killed while it restores: nothing is replaced, and whoever is started next goes on',
  async () => {
    const { url, cluster, schema, sql } = await databaseOf();
    const backup = join(folder(), 'one.backup');
    for (const [round, half] of halves.entries()) {
      const fatal = vi.fn();
      const { store, close } = await actingAt(url, { events: { fatal } });
      await store.change((tx) => tx.put('people', { id: `p${round}`, name: '' }));
      if (round === 0) await stateAt(url).backup(backup);
      const proxy = await databaseProxy(cluster.port);
      const reached = Promise.withResolvers<void>();
      let isReplacing = false;
      proxy.each((text) => {
        isReplacing ||= /^DELETE/.test(text);
        if (!isReplacing || !half.test(text)) return null;
        reached.resolve();
        return { kind: 'hold', when: 'before' };
      });
      const restore = command('restore', { DATABASE_URL: proxy.urlOf(url) }, backup, '--take-over');
      await Promise.race([reached.promise, restore.ended.then(({ err }) => Promise.reject(new Error(err)))]);
      restore.child.kill('SIGKILL');
      await restore.ended;
      proxy.cutAll();
      await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patient);
      await close();
      await sql(`UPDATE ${schema}.state SET until = clock_timestamp()`);
    }
    const { store } = await actingAt(url);
    expect((await store.read((reader) => reader.list('people'))).map(({ id }) => id)).toEqual(['p0', 'p1', 'p2']);
    expect(
      await sql('SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename LIKE $2', [schema, 'replaced%']),
    ).toEqual([]);
  },
);
