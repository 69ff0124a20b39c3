/** What a replica does where what it follows was cut, replaced or answered too late. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { sumOf } from '../../../../adapters/store/postgres/rows.ts';
import type { Store } from '../../../../src/ports/store.ts';
import { databaseOf } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { drives } from '../../../support/programs.ts';
import { patient } from '../../process/child.ts';
import { actingAt, replicaAt } from './replicas.ts';

const add = (store: Store, ...ids: string[]) =>
  Promise.all(ids.map((id) => store.change((tx) => tx.put('people', { id, name: id }))));
const people = (store: Store) =>
  store.read(async (reader) => (await reader.list('people')).map(({ name }) => name).join(' '));

/** One that acts, and one that follows it, each through a proxy of its own. `acts` lets the follower act, and resolves with its store. */
async function pair() {
  const database = await databaseOf();
  const [before, beforeFollower] = [
    await databaseProxy(database.cluster.port),
    await databaseProxy(database.cluster.port),
  ];
  const [fatal, alertsLost] = [vi.fn(), vi.fn()];
  const acting = await actingAt(before.urlOf(database.url), { events: { fatal } });
  await add(acting.store, 'a', 'b');
  const follower = replicaAt(beforeFollower.urlOf(database.url), { events: { alertsLost } });
  const run = (sql: string) => database.sql(sql.replaceAll('THE.', `${database.schema}.`));
  const follows = () =>
    vi.waitUntil(
      async () => (await run('SELECT 1 FROM THE.replica r JOIN THE.state s ON r.position = s.position')).length > 0,
      patient,
    );
  await follows();
  async function acts() {
    await run("UPDATE THE.state SET until = '-infinity', owner = NULL");
    const store = await follower.turn();
    if (!store) throw new Error('it left');
    onTestFinished(() => store.close());
    return store;
  }
  return { ...database, ...acting, before, beforeFollower, fatal, alertsLost, follower, run, follows, acts };
}

if (drives('postgresql')) {
  it('a follower that was away for longer than the log lasts loads anew', async () => {
    const { store, beforeFollower, run, acts, follower } = await pair();
    beforeFollower.freeze();
    await add(store, 'c');
    await add(store, 'd');
    await run("UPDATE THE.log SET at = at - interval '11 minutes'");
    await vi.waitFor(async () => expect(await run('SELECT 1 FROM THE.log')).toHaveLength(1), patient);
    beforeFollower.thaw();
    await vi.waitUntil(() => (follower.lagMs() ?? Number.POSITIVE_INFINITY) < 500, patient);
    await add(store, 'e');
    expect(await people(await acts())).toBe('a b c d e');
  });

  const other = JSON.stringify({ id: 'b', name: 'other' });
  it.each([
    // As after a fail-over to a server that has had another batch at the same place.
    ['another mark', 'UPDATE THE.log SET mark = state.mark FROM THE.state', 1],
    ['another generation', 'UPDATE THE.state SET generation = gen_random_uuid()', 0],
  ])('a follower whose place has %s loads anew', async (_what, sql, tellsOfAlerts) => {
    const { run, acts, before, alertsLost, fatal } = await pair();
    before.freeze();
    await run(`UPDATE THE.state SET mark = gen_random_uuid();
      UPDATE THE.rows SET body = '${other}', crc = ${sumOf('people', other)} WHERE id = 'b'; ${sql}`);
    await vi.waitFor(() => expect(alertsLost).toHaveBeenCalledTimes(tellsOfAlerts), patient);
    expect(await people(await acts())).toBe('a other');
    before.thaw();
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patient);
  });

  it('one that acted is not behind while it stops, however long ago it followed', async () => {
    const { replica } = await actingAt((await databaseOf()).url);
    await replica.leave();
    expect(replica.lagMs()).toBe(0);
  });

  it('a take-over whose answer is lost is made again, at once', async () => {
    const { url, cluster, schema, sql } = await databaseOf();
    const proxy = await databaseProxy(cluster.port);
    let takes = 0;
    let cuts = 0;
    let looks = 0;
    proxy.each((text) => {
      if (takes === 1 && /^SELECT version.*state$/s.test(text)) looks += 1;
      if (/SET term = term \+ 1/.test(text)) takes += 1;
      if (text !== 'COMMIT' || takes === 0 || cuts > 0) return null;
      cuts += 1;
      return { kind: 'cut', when: 'answered' };
    });
    const { store } = await actingAt(proxy.urlOf(url));
    expect([takes, store.lease.term]).toEqual([2, '2']);
    // There are twenty in the ten seconds of a lease.
    expect(looks).toBeLessThan(5);
    expect(looks).toBeGreaterThan(0);
    await add(store, 'a');
    expect(await sql(`SELECT term FROM ${schema}.state`)).toEqual([{ term: '2' }]);
  });

  it('a renewal that arrives after the lease was given back does not take it again', async () => {
    const { url, cluster, schema, sql } = await databaseOf();
    const proxy = await databaseProxy(cluster.port);
    const { close } = await actingAt(proxy.urlOf(url));
    // Counts the statements that arrive, whether or not they change anything.
    await sql(`
      CREATE SEQUENCE ${schema}.arrived;
      CREATE FUNCTION ${schema}.count_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN PERFORM nextval('${schema}.arrived'); RETURN NULL; END $$;
      CREATE TRIGGER arrived BEFORE UPDATE ON ${schema}.state EXECUTE FUNCTION ${schema}.count_up()`);
    onTestFinished(
      async () => void (await sql(`DROP FUNCTION ${schema}.count_up CASCADE; DROP SEQUENCE ${schema}.arrived`)),
    );
    const renews = Promise.withResolvers<void>();
    proxy.each((text) => {
      if (!/^WITH mine AS/m.test(text)) return null;
      renews.resolve();
      // The client waits for five seconds, and then closes its connection: what it sent is still on its way.
      return { kind: 'delay', ms: 5_500 };
    });
    await renews.promise;
    await close();
    const arrived = async () => (await sql(`SELECT last_value FROM ${schema}.arrived`))[0]?.last_value;
    await vi.waitFor(async () => expect(await arrived()).toBe('2'), patient);
    expect(await sql(`SELECT until::text FROM ${schema}.state`)).toEqual([{ until: '-infinity' }]);
  });

  it('calls of one that died may still arrive, also for whoever acts after the next one has stopped', async () => {
    const { url, schema, sql } = await databaseOf();
    await (await actingAt(url)).close();
    await sql(`UPDATE ${schema}.state SET until = clock_timestamp()`);
    for (let n = 0; n < 2; n++) {
      const { store, close } = await actingAt(url);
      expect(store.lease.wasGivenBack).toBe(false);
      await close();
    }
  });
}
