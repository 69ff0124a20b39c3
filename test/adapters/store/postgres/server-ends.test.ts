/** The server crashes, or another one with less takes its place: the replica that acts goes on, and nothing that was acknowledged is lost. */
import { describe, expect, it } from 'vitest';
import { type Store, StoreUnwritable } from '../../../../src/ports/store.ts';
import { databaseOf, ownCluster } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { standbyOf } from '../../../support/postgres-standby.ts';
import { drives } from '../../../support/programs.ts';
import { actingAt } from './replicas.ts';

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
      await expect(add(store, 'b')).rejects.toThrow(StoreUnwritable);
      await cluster.start();
    } else await cluster.restart('immediate');
    await expect.poll(() => store.writable(), { timeout: 5_000 }).toBe(true);
    await add(store, 'c');
    await close();
    expect(await people((await actingAt(url)).store)).toBe('a c');
  });

  it.each([1, 50])('a standby is promoted without the last %i commits: they are put back', async (missing) => {
    const primary = await ownCluster();
    const database = await databaseOf(primary);
    const proxy = await databaseProxy(primary.port);
    const back: number[] = [];
    const { store, close } = await actingAt(proxy.urlOf(database.url), { events: { putBack: (n) => back.push(n) } });
    await add(store, 'a');
    const standby = await standbyOf(primary);
    await standby.hold();
    const lost = Array.from({ length: missing }, (_, n) => `b${String(n).padStart(2, '0')}`);
    for (const id of lost) await add(store, id);
    await primary.kill();
    await standby.promote();
    proxy.to(standby.port);
    await expect.poll(() => store.writable(), { timeout: 5_000 }).toBe(true);
    await add(store, 'c');
    expect(back).toEqual([missing]);
    await close();
    const there = database.url.replace(`:${primary.port}/`, `:${standby.port}/`);
    expect(await people((await actingAt(there)).store)).toBe(['a', ...lost, 'c'].join(' '));
  });
});
