/** A replica is killed, or its machine dies, while it starts, loads, upgrades or takes over: the next one does the same from the beginning. */
import { expect, it, vi } from 'vitest';
import { databaseOf, type TestDatabase } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { drives } from '../../../support/programs.ts';
import { expectAllStored, writerAt } from './processes.ts';
import { actingAt } from './replicas.ts';

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
