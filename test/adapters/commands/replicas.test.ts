/** What `security-contact replicas` says, while replicas of this process come and go. */
import { beforeEach, expect, it, vi } from 'vitest';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { databaseOf } from '../../support/database.ts';
import { drives } from '../../support/programs.ts';
import { machineDate } from '../../support/time.ts';
import { command, patient, type Settings } from '../process/child.ts';
import { actingAt, replicaAt } from '../store/postgres/replicas.ts';

// The database goes by the machine's clock.
beforeEach(() => machineDate());

const replicas = (settings: Settings, ...args: string[]) => command('replicas', settings, ...args).ended;

it('without DATABASE_URL it says that there are none', async () => {
  const { code, out, err } = await replicas({});
  expect([code, out]).toEqual([1, '']);
  expect(err).toBe(
    'DATABASE_URL is not set, so there are no replicas: the embedded store has one bot (npm run doctor).\n',
  );
});

it('a database that cannot be reached is exit code 1, and no password is said', async () => {
  const { code, out, err } = await replicas({ DATABASE_URL: 'postgres://bot:the-password@127.0.0.1:9/x' });
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('The database cannot be asked: connect ECONNREFUSED 127.0.0.1:9');
  expect(err).not.toContain('the-password');
});

if (drives('postgresql')) {
  it('says who acts, since when, who follows and how far behind, who is away, and who has other settings', async () => {
    const database = await databaseOf();
    const asked = async () => {
      const { code, out, err } = await replicas({ DATABASE_URL: database.url }, '--json');
      expect([code, err]).toEqual([
        0,
        expect.stringMatching(/^Database: postgres:\/\/127\.0\.0\.1:\d+\/postgres \(schema/),
      ]);
      return JSON.parse(out);
    };
    expect(await asked()).toEqual({ database: expect.any(String), acting: null, replicas: [] });
    expect((await replicas({ DATABASE_URL: database.url })).out).toBe(
      'Nobody acts, and no replica was seen within an hour.\n',
    );

    const common = { version: '1.0.0', settings: () => 'a' };
    const { close } = await actingAt(database.url, { ...common, url: 'http://10.0.0.1:80' });
    const following = replicaAt(database.url, { url: 'http://10.0.0.2:80', version: '1.0.1', settings: () => 'b' });
    const row = { stateVersion, seenSecondsAgo: expect.any(Number), startedAt: expect.stringMatching(/^2.*Z$/) };
    const first = { ...row, url: 'http://10.0.0.1:80', role: 'acts', version: '1.0.0', behindBatches: 0 };
    const second = { ...row, url: 'http://10.0.0.2:80', role: 'follows', version: '1.0.1', behindBatches: 0 };
    await vi.waitFor(async () => {
      const acting = {
        url: 'http://10.0.0.1:80',
        since: expect.stringMatching(/^2.*Z$/),
        term: 1,
        leaseSeconds: expect.any(Number),
        alive: true,
      };
      const said = [
        { ...first, sameSettings: true },
        { ...second, sameSettings: false },
      ];
      expect(await asked()).toEqual({ database: expect.any(String), acting, replicas: said });
    }, patient);
    const { out } = await replicas({ DATABASE_URL: database.url });
    expect(out).toMatch(
      /^http:\/\/10\.0\.0\.1:80 acts since 2.*Z \(term 1\)\.\n {2}acts {5}http.*, seen [\d.]+ s ago\n/,
    );
    expect(out).toMatch(
      /\n {2}follows {2}http:\/\/10\.0\.0\.2:80 {2}1\.0\.1, 0 behind, seen [\d.]+ s ago, other settings\n$/,
    );

    // One that was killed says nothing more, and is forgotten after an hour, with the next renewal of the lease. One that was started
    // again at its address takes its place.
    await database.sql(`INSERT INTO ${database.schema}.replica VALUES
      (gen_random_uuid(), 'http://10.0.0.3:80', '1.0.0', 8, 'b', (SELECT position FROM ${database.schema}.state), now(), now() - interval '11 s'),
      (gen_random_uuid(), 'http://10.0.0.2:80', '1.0.0', 8, 'b', NULL, now() - interval '1 day', now() - interval '11 s'),
      (gen_random_uuid(), 'http://10.0.0.4:80', '1.0.0', 8, 'a', NULL, now(), now() - interval '61 minutes')`);
    await vi.waitFor(async () => expect((await asked()).replicas).toHaveLength(3), patient);
    const [, , away] = (await asked()).replicas;
    expect(away).toMatchObject({ url: 'http://10.0.0.3:80', role: 'away', sameSettings: false });
    expect((await replicas({ DATABASE_URL: database.url })).out).toMatch(
      /\n {2}away {5}http:\S+:80 {2}1\.0\.0, seen 1[\d.]+ s ago\n$/,
    );

    await following.end();
    await close();
    expect((await replicas({ DATABASE_URL: database.url })).out).toMatch(/^Nobody acts\.\n {2}away /);
  });

  it('what was committed since a replica was last seen is none of its lag, and one that gave its lease back does not follow', async () => {
    const { url, sql, schema } = await databaseOf();
    const { store, replica, close } = await actingAt(url, { url: 'http://10.0.0.1:80' });
    const listed = async () => JSON.parse((await replicas({ DATABASE_URL: url }, '--json')).out).replicas;
    for (const id of ['a', 'b', 'c', 'd']) await store.change((tx) => tx.put('people', { id, name: id }));
    // It knew two of the four, and was seen after the third.
    await sql(`UPDATE ${schema}.log SET at = at + interval '1 hour' WHERE position = 4`);
    await sql(`INSERT INTO ${schema}.replica VALUES
      (gen_random_uuid(), 'http://10.0.0.2:80', '1.0.0', 8, '', 2, now(), clock_timestamp())`);
    expect((await listed())[1]).toMatchObject({ url: 'http://10.0.0.2:80', behindBatches: 1 });
    replica.leave();
    await store.close();
    expect((await listed()).map(({ url }: { url: string }) => url)).toEqual(['http://10.0.0.2:80']);
    await close();
  });

  it.each([
    [6, false],
    [1, true],
  ])(
    'of one that was killed it says that nobody acts, as soon as another one runs at its address: %#',
    async (seen, isReplaced) => {
      const { url, sql, schema } = await databaseOf();
      await (await actingAt(url)).close();
      await sql(`INSERT INTO ${schema}.replica VALUES
      ('00000000-0000-0000-0000-000000000001', 'http://10.0.0.1:80', '1.0.0', 8, '', 0,
        now() - interval '1 m', now() - interval '${seen} s')`);
      if (isReplaced)
        await sql(`INSERT INTO ${schema}.replica VALUES
        (gen_random_uuid(), 'http://10.0.0.1:80', '1.0.0', 8, '', NULL, now(), now())`);
      await sql(`UPDATE ${schema}.state SET owner = '00000000-0000-0000-0000-000000000001', url = 'http://10.0.0.1:80',
      until = clock_timestamp() + interval '8 s'`);
      const { out } = await replicas({ DATABASE_URL: url });
      expect(out).toMatch(
        /^Nobody acts: the one at http:\S+ was last seen \d s ago, and its lease holds for another [5-8] s\.\n/,
      );
      expect(out).toMatch(/\n {2}lease .*, last seen [\d.]+ s ago; lease ends in [\d.]+ s\n/);
      expect(/\n {2}follows .*, loading, seen/.test(out)).toBe(isReplaced);
      const { acting, replicas: all } = JSON.parse((await replicas({ DATABASE_URL: url }, '--json')).out);
      expect([acting.alive, all[0].role]).toEqual([false, 'lease']);
    },
  );

  it('one that was killed is forgotten once another one runs at its address, but for the one that has the lease', async () => {
    const { url, sql, schema } = await databaseOf();
    await (await actingAt(url)).close();
    const killed = (id: number, at: string) =>
      sql(`INSERT INTO ${schema}.replica VALUES
      ('00000000-0000-0000-0000-00000000000${id}', '${at}', '1.0.0', 8, '', 0, now() - interval '1 h', now() - interval '5 s')`);
    const [one, two] = ['http://10.0.0.1:80', 'http://10.0.0.2:80'];
    for (const [id, at] of [one, one, two].entries()) await killed(id, at);
    await sql(`UPDATE ${schema}.state SET owner = '00000000-0000-0000-0000-000000000000', url = '${one}',
      until = clock_timestamp() + interval '1 h'`);
    const again = replicaAt(url, { url: one });
    const rolesAt = async () => {
      const { out } = await replicas({ DATABASE_URL: url }, '--json');
      return JSON.parse(out).replicas.map(({ url: at, role }: { url: string; role: string }) => [at, role]);
    };
    const left = [
      [one, 'lease'],
      [two, 'away'],
      [one, 'follows'],
    ];
    await vi.waitFor(async () => expect(await rolesAt()).toEqual(left), patient);
    await sql(`UPDATE ${schema}.state SET until = clock_timestamp()`);
    const store = await again.turn();
    const known = async () => (await sql(`SELECT url FROM ${schema}.replica ORDER BY url`)).map(({ url }) => url);
    await vi.waitFor(async () => expect(await known()).toEqual([one, two]), patient);
    await store?.close();
    await again.end();
    expect(await rolesAt()).toEqual([[two, 'away']]);
  });

  it('one that stops gently does not follow any more, while it still passes requests on', async () => {
    const { url, sql, schema } = await databaseOf();
    const { close } = await actingAt(url);
    const following = replicaAt(url, { url: 'http://10.0.0.2:80' });
    const noted = async () => (await sql(`SELECT 1 FROM ${schema}.replica WHERE url = 'http://10.0.0.2:80'`)).length;
    await vi.waitFor(async () => expect(await noted()).toBe(1), patient);
    await following.leave();
    await vi.waitFor(async () => expect(await noted()).toBe(0), patient);
    await close();
  });

  it('one that finishes calls after it was told to stop still acts', async () => {
    const { url, sql, schema } = await databaseOf();
    const { replica, close } = await actingAt(url);
    await replica.leave();
    await sql(`UPDATE ${schema}.replica SET seen = seen - interval '1 m'`);
    const alive = async () => JSON.parse((await replicas({ DATABASE_URL: url }, '--json')).out).acting.alive;
    await vi.waitFor(async () => expect(await alive()).toBe(true), patient);
    await close();
  });
}
