/** Whatever happens to a connection: what was acknowledged is stored, what was refused is not, and no number is left out. */
import { describe, expect, it, vi } from 'vitest';
import { type Store, StoreUnwritable } from '../../../../src/ports/store.ts';
import { databaseOf } from '../../../support/database.ts';
import { databaseProxy, type StatementFault } from '../../../support/database-proxy.ts';
import { drives } from '../../../support/programs.ts';
import { second } from '../../../support/time.ts';
import { diceOf } from '../../../year/dice.ts';
import { patient } from '../../process/child.ts';
import { actingAt } from './replicas.ts';

/** The statement that commits a batch. */
const commit = /commit_batch/;

const add = (store: Store, id: string) =>
  store.change(async (tx) => {
    await tx.put('people', { id, name: id });
    await tx.appendHistory({ at: '', by: null, byName: id, deed: 'tenant.setUp', tenantId: null, changes: [] });
  });

const stored = (store: Store) =>
  store.read(async (reader) => ({
    people: (await reader.list('people')).map(({ id }) => id),
    told: (await reader.oldestHistory(100_000)).map(({ number, byName }) => `${number} ${byName}`),
  }));

/** A store that acts behind a proxy, and what says what a replica would load. */
async function behindProxy() {
  const database = await databaseOf();
  const proxy = await databaseProxy(database.cluster.port);
  const doubts: string[] = [];
  const acting = await actingAt(proxy.urlOf(database.url), { events: { doubt: (outcome) => doubts.push(outcome) } });
  await add(acting.store, 'a');
  async function loaded() {
    await acting.close();
    return stored((await actingAt(database.url)).store);
  }
  return { ...database, ...acting, proxy, doubts, loaded };
}

describe.runIf(drives('postgresql'))('a commit whose answer is lost', () => {
  // A statement that is cut once it is sent may come before the question what became of it, or after it: then it changes nothing. Below.
  const faults: readonly { fault: StatementFault; outcome: 'committed' | 'lost' }[] = [
    { fault: { kind: 'cut', when: 'before' }, outcome: 'lost' },
    { fault: { kind: 'cut', when: 'middle' }, outcome: 'lost' },
    { fault: { kind: 'cut', when: 'answered' }, outcome: 'committed' },
    { fault: { kind: 'hold', when: 'before' }, outcome: 'lost' },
    { fault: { kind: 'hold', when: 'sent' }, outcome: 'committed' },
  ];

  // At the same time: a connection that is held ends after five seconds.
  it('is found out to be lost or committed, wherever the connection was cut or held', async () => {
    const scenes: Scene[] = [];
    for (const fault of faults) scenes.push({ ...fault, ...(await behindProxy()) });
    await Promise.all(scenes.map(isFoundOut));
  });

  type Scene = (typeof faults)[number] & Awaited<ReturnType<typeof behindProxy>>;
  async function isFoundOut({ fault, outcome, store, proxy, doubts, loaded }: Scene): Promise<void> {
    const what = JSON.stringify(fault);
    proxy.once(commit, fault);
    const added = add(store, 'b');
    if (outcome === 'committed') await added;
    else await expect(added, what).rejects.toThrow(StoreUnwritable);
    expect(doubts, what).toEqual([outcome]);
    await add(store, 'c');
    const ids = outcome === 'committed' ? ['a', 'b', 'c'] : ['a', 'c'];
    const all = { people: ids, told: ids.map((id, index) => `${index + 1} ${id}`) };
    expect(await stored(store), what).toEqual(all);
    expect(await loaded(), what).toEqual(all);
  }

  it('is found out where the question is cut too', async () => {
    const { store, proxy, doubts, loaded } = await behindProxy();
    let questions = 0;
    proxy.each((text) => {
      if (commit.test(text)) return { kind: 'cut', when: 'answered' };
      if (/FOR UPDATE$/.test(text) && ++questions < 3) return { kind: 'cut', when: 'sent' };
      return text === 'COMMIT' && ++questions < 5 ? { kind: 'cut', when: 'answered' } : null;
    });
    await add(store, 'b');
    proxy.each(null);
    expect(doubts).toEqual(['committed']);
    await add(store, 'c');
    expect((await loaded()).told).toEqual(['1 a', '2 b', '3 c']);
  });

  it('is known by its own mark too: a fail-over may have lost the question alone', async () => {
    const { store, proxy, sql, schema, loaded } = await behindProxy();
    proxy.once(commit, { kind: 'cut', when: 'answered' });
    await add(store, 'b');
    await sql(`UPDATE ${schema}.state s SET mark = l.mark FROM ${schema}.log l WHERE l.position = s.position`);
    await add(store, 'c');
    expect((await loaded()).told).toEqual(['1 a', '2 b', '3 c']);
  });

  it('is asked again where the server only reads by then, until it takes the question', async () => {
    const { store, proxy, doubts, readOnly, loaded } = await behindProxy();
    await readOnly(true);
    const asked = Promise.withResolvers<void>();
    let cut = false;
    proxy.each((text) => {
      if (/FOR UPDATE$/.test(text)) asked.resolve();
      if (cut || !commit.test(text)) return null;
      cut = true;
      return { kind: 'cut', when: 'before' };
    });
    // It may be refused before the server takes writes again.
    const refused = expect(add(store, 'b')).rejects.toThrow(StoreUnwritable);
    await asked.promise;
    await readOnly(false);
    await refused;
    expect(doubts).toEqual(['lost']);
    await add(store, 'c');
    expect((await loaded()).told).toEqual(['1 a', '2 c']);
  });
});

it.runIf(drives('postgresql'))(
  'a connection cut while lost commits are put back: the rest follows, and all are counted',
  async () => {
    const database = await databaseOf();
    const proxy = await databaseProxy(database.cluster.port);
    let back = 0;
    const putBack = (batches: number) => {
      back += batches;
    };
    const { store, close } = await actingAt(proxy.urlOf(database.url), { events: { putBack } });
    for (const id of ['a', 'b', 'c', 'd']) await add(store, id);
    // As a fail-over leaves it that lost the last three.
    await database.sql(
      `DELETE FROM THE.log WHERE position > 1; DELETE FROM THE.history WHERE number > 1; DELETE FROM THE.rows WHERE id <> 'a';
    UPDATE THE.state SET position = 1, mark = log.mark, counts = '{"people":1,"history":1}' FROM THE.log`.replaceAll(
        'THE',
        database.schema,
      ),
    );
    let commits = 0;
    proxy.each((text) => (commit.test(text) && ++commits === 3 ? { kind: 'cut', when: 'before' } : null));
    await vi.waitUntil(store.writable, patient);
    expect(commits).toBeGreaterThan(4);
    expect(back).toBe(3);
    await close();
    expect((await stored((await actingAt(database.url)).store)).told).toEqual(['1 a', '2 b', '3 c', '4 d']);
  },
);

/** `CUTS=1000 SEED=7` by hand, which takes some minutes: the store asks again a quarter of a second after a cut. */
const cuts = Number(process.env.CUTS ?? 20);
const timeout = 60_000 + cuts * second;

it.runIf(drives('postgresql'))(
  `${cuts} connections cut at random: each change is told as it is`,
  { timeout },
  async () => {
    const { store, proxy, loaded } = await behindProxy();
    const dice = diceOf(Number(process.env.SEED ?? 1));
    let left = cuts;
    proxy.each(() => {
      if (left === 0 || !dice.chance(0.3)) return null;
      left -= 1;
      return { kind: 'cut', when: dice.pick(['before', 'middle', 'sent', 'answered']) };
    });
    const acknowledged = ['a'];
    for (let n = 0; left > 0; n++) {
      const ids = Array.from({ length: 5 }, (_, at) => `b${n}-${at}`);
      const results = await Promise.allSettled(ids.map((id) => add(store, id)));
      for (const [at, result] of results.entries()) {
        if (result.status === 'fulfilled') acknowledged.push(ids[at] ?? '');
        else expect(result.reason).toBeInstanceOf(StoreUnwritable);
      }
    }
    const { people, told } = await loaded();
    expect(people).toEqual(acknowledged.toSorted());
    expect(told).toEqual(acknowledged.map((id, index) => `${index + 1} ${id}`));
  },
);
