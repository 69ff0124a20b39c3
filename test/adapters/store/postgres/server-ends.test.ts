/** The server crashes, or another one with less takes its place: the replica that acts goes on, and nothing that was acknowledged is lost. */
import { describe, expect, it, vi } from 'vitest';
import { type Store, StoreUnwritable } from '../../../../src/ports/store.ts';
import { archivedAlert } from '../../../support/archived-alerts.ts';
import { databaseOf, ownCluster } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { contoso } from '../../../support/partner.ts';
import { standbyOf } from '../../../support/postgres-standby.ts';
import { drives } from '../../../support/programs.ts';
import { patient } from '../../process/child.ts';
import { actingAt, replicaAt } from './replicas.ts';

const add = (store: Store, ...ids: string[]) =>
  Promise.all(ids.map((id) => store.change((tx) => tx.put('people', { id, name: id }))));
const people = (store: Store) =>
  store.read(async (reader) => (await reader.list('people')).map(({ id }) => id).join(' '));

describe.runIf(drives('postgresql'))('a server that ends', () => {
  it.each(['kill', 'restart'] as const)('%s: refused meanwhile in words, and the same replica goes on', async (how) => {
    const cluster = await ownCluster();
    const { url } = await databaseOf(cluster);
    const { store, close } = await actingAt(url);
    await add(store, 'a');
    if (how === 'kill') {
      await cluster.kill();
      const refused = expect(add(store, 'b')).rejects.toThrow(StoreUnwritable);
      await cluster.start();
      await refused;
    } else await cluster.restart('immediate');
    await expect.poll(() => store.writable()).toBe(true);
    await add(store, 'c');
    await close();
    expect(await people((await actingAt(url)).store)).toBe('a c');
  });

  /** The last of them takes half a minute. */
  const lostCommits = process.env.LONG ? [1, 50, 5_000] : [1, 50];

  it.each(lostCommits)(
    'a standby is promoted without the last %i commits: they are put back',
    { timeout: 240_000 },
    async (missing) => {
      const primary = await ownCluster();
      const database = await databaseOf(primary);
      const proxy = await databaseProxy(primary.port);
      const back: number[] = [];
      const { store, close } = await actingAt(proxy.urlOf(database.url), { events: { putBack: (n) => back.push(n) } });
      await add(store, 'a');
      const standby = await standbyOf(primary);
      await standby.hold();
      const lost = Array.from({ length: missing }, (_, n) => `b${String(n).padStart(4, '0')}`);
      for (const id of lost) await add(store, id);
      await primary.kill();
      await standby.promote();
      proxy.to(standby.port);
      await expect.poll(() => store.writable(), { timeout: 120_000 }).toBe(true);
      await add(store, 'c');
      expect(back).toEqual([missing]);
      await close();
      const there = database.url.replace(`:${primary.port}/`, `:${standby.port}/`);
      expect(await people((await actingAt(there)).store)).toBe(['a', ...lost, 'c'].join(' '));
    },
  );

  it.runIf(process.env.LONG)(
    'a standby is promoted, and whoever acted is dead too: the next one says which alerts are lost, and goes on',
    async () => {
      const primary = await ownCluster();
      const database = await databaseOf(primary);
      const [proxy, ofTheDead] = [await databaseProxy(primary.port), await databaseProxy(primary.port)];
      const { store } = await actingAt(ofTheDead.urlOf(database.url), { events: { fatal() {} } });
      const [first, ...lost] = Array.from({ length: 3 }, () => archivedAlert(contoso, '2026-09-05T10:00:00.000Z', 1));
      const put = (...alerts: (typeof first)[]) =>
        store.change(async (tx) => {
          for (const alert of alerts) if (alert) await tx.put('alerts', alert);
        });
      await put(first);
      const standby = await standbyOf(primary);
      const alertsLost = vi.fn();
      const follower = replicaAt(proxy.urlOf(database.url), { events: { alertsLost } });
      await standby.hold();
      await put(...lost);
      const { schema } = database;
      const follows = `SELECT 1 FROM ${schema}.replica r JOIN ${schema}.state s ON r.position = s.position`;
      await vi.waitUntil(async () => (await database.sql(follows)).length > 0, patient);
      await ofTheDead.refuse();
      await primary.kill();
      await standby.promote();
      proxy.to(standby.port);
      const next = await follower.turn();
      if (!next) throw new Error('it left');
      expect(alertsLost.mock.calls).toEqual([[lost.map(({ id }) => id)]]);
      expect(await next.read((reader) => reader.list('alerts'))).toEqual([first]);
      await add(next, 'after');
      await next.close();
    },
  );

  it('it lost more than whoever acts still has: that one says which alerts are lost, and ends', async () => {
    const { url, schema, sql } = await databaseOf();
    const [fatal, alertsLost] = [vi.fn(), vi.fn()];
    const { store } = await actingAt(url, { events: { fatal, alertsLost } });
    const alert = archivedAlert(contoso, '2026-09-05T10:00:00.000Z', 1);
    await store.change((tx) => tx.put('alerts', alert));
    await sql(
      `DELETE FROM ${schema}.rows; DELETE FROM ${schema}.log; UPDATE ${schema}.state SET mark = gen_random_uuid(), position = 0, counts = '{}'`,
    );
    await expect(add(store, 'a')).rejects.toThrow('lost more than this process still has');
    expect(alertsLost.mock.calls).toEqual([[[alert.id]]]);
    expect(fatal).toHaveBeenCalledOnce();
    await sql(`UPDATE ${schema}.state SET until = '-infinity'`);
    const next = await actingAt(url);
    await add(next.store, 'after');
    expect(await people(next.store)).toBe('after');
  });
});
