import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { answerChallenge, replicaKeys } from '../../../adapters/http/challenge.ts';
import { databaseOf, ownCluster, type TestDatabase } from '../../support/database.ts';
import { drives } from '../../support/programs.ts';
import { fakeSlack } from '../../support/slack.ts';
import { machineDate } from '../../support/time.ts';
import { bot, folder, patient, type Settings } from '../process/child.ts';
import { actingAt, replicaAt } from '../store/postgres/replicas.ts';
import { doctor } from './doctor-run.ts';

const hosted = {
  ...{ SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_SIGNING_SECRET: 'the-signing-secret', ADMINS: 'slack:T0/U0' },
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};
const ofDatabase = ['database', 'database:rights', 'database:writes', 'clock:database', 'replicas'];

/** The states of these checks. */
const statesOf = ({ check }: Awaited<ReturnType<typeof doctor>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, check(name)?.state]));

const anyHead = { method: 'POST', path: '/replica', query: '', headers: {}, requestId: '', sender: '127.0.0.1' };

/** An address at which something lives as a replica of these settings does. `acts` has it say that it acts, in the first term. */
async function alive(settings: Settings) {
  const secrets = [settings.DATABASE_URL, settings.SLACK_BOT_TOKEN, settings.SLACK_SIGNING_SECRET];
  const now = { acts: false };
  let url = '';
  const { answer } = answerChallenge(
    () => (now.acts ? { term: '1', url } : null),
    replicaKeys(secrets.flatMap((secret) => secret ?? [])),
  );
  const server = createServer(async (request, response) => {
    if (request.url !== '/replica') return response.end('{"alive":true}');
    const { status, body } = await answer({ ...anyHead, body: await buffer(request) });
    return response.writeHead(status).end(String(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, now };
}

/** How many seconds ago one was last seen that is there: it is still there when doctor has taken its time on a busy machine. */
const lately = -20;

/** The replicas that a database knows, as somebody left them: each was last seen so many seconds ago. */
async function leave(
  { sql, schema }: TestDatabase,
  replicas: readonly { url: string; seen: number; started?: number; holds?: number; version?: string }[],
) {
  await sql(`DELETE FROM ${schema}.replica`);
  for (const { url, seen, started = 100, holds, version = '1.0.0' } of replicas) {
    const [row] =
      await sql(`INSERT INTO ${schema}.replica (id, url, version, state_version, settings, position, started, seen)
      VALUES (gen_random_uuid(), '${url}', '${version}', 8, 'a', 0, clock_timestamp() - interval '${started} s',
        clock_timestamp() - interval '${seen} s') RETURNING id::text`);
    if (holds !== undefined)
      await sql(`UPDATE ${schema}.state SET owner = '${row?.id}', url = '${url}', term = 1, since = clock_timestamp(),
        until = clock_timestamp() + interval '${holds} s'`);
  }
}

it('without DATABASE_URL nothing is said of a database', async () => {
  const { check } = await doctor({ STATE_DIR: folder() }, '--offline');
  for (const name of ofDatabase)
    expect(check(name)).toMatchObject({ state: 'off', detail: 'DATABASE_URL is not set.' });
});

it('a database that does not answer is wrong, and what only it can tell is not looked at', async () => {
  const found = await doctor({ ...hosted, DATABASE_URL: 'postgres://bot:the-password@127.0.0.1:9/x' });
  expect(found.check('database')).toMatchObject({
    ...{ state: 'failed', detail: expect.stringContaining('ECONNREFUSED') },
    fix: 'Start the server, correct the host and the port in DATABASE_URL, or let this machine reach them.',
  });
  for (const name of [...ofDatabase.slice(1), 'state', 'backup'])
    expect([name, found.check(name)?.detail]).toEqual([name, 'Not looked at: see database.']);
  expect(found.out).not.toContain('the-password');
});

it('a DATABASE_URL with a mistake is no reason to look at a state folder, and --offline asks no database', async () => {
  const wrong = await doctor({ ...hosted, DATABASE_URL: 'postgres://db.example/x?sslmode=disable' }, '--offline');
  const unset = 'Not looked at: the settings need a correction first.';
  for (const name of ['database', 'replicas', 'state', 'storage']) expect(wrong.check(name)?.detail).toBe(unset);
  const offline = await doctor({ ...hosted, DATABASE_URL: 'postgres://127.0.0.1:9/x' }, '--offline');
  for (const name of ['database', 'replicas', 'state', 'storage'])
    expect(offline.check(name)?.detail).toBe('Not looked at: --offline.');
});

if (drives('postgresql')) {
  // The database goes by the machine's clock.
  beforeEach(() => machineDate());

  it('a database with nothing in it is right, and stays as it is', async () => {
    const { url, sql, schema } = await databaseOf();
    const found = await doctor({ ...hosted, DATABASE_URL: url });
    expect(statesOf(found, [...ofDatabase, 'state', 'disk'])).toEqual({
      ...{ database: 'ok', 'database:rights': 'ok', 'database:writes': 'ok', 'clock:database': 'ok', replicas: 'off' },
      ...{ state: 'ok', disk: 'off' },
    });
    expect(found.check('database')?.detail).toMatch(/answers, on this machine, without TLS: PostgreSQL 1\d/);
    expect(found.check('state')?.detail).toMatch(/Nothing is stored there yet/);
    expect(await sql(`SELECT to_regnamespace('${schema}') AS made`)).toEqual([{ made: null }]);
  });

  it('names replicas that are not alike or do not answer, and that nobody acts', async () => {
    const { url } = await databaseOf();
    const settings = { ...hosted, DATABASE_URL: url };
    const asked = async () => (await doctor(settings)).check('replicas');
    const [first, second] = [await alive(settings), await alive(settings)];
    const [one, two] = [first.url, second.url];
    const { close } = await actingAt(url, { url: one, version: '1.0.0', settings: () => 'a' });
    first.now.acts = true;
    const alike = replicaAt(url, { url: two, version: '1.0.0', settings: () => 'a' });
    const said = new RegExp(`^${one} acts since .* \\(term 1\\)\\. 1 follows\\. All answer, have version 1\\.0\\.0`);
    await vi.waitFor(
      async () => expect(await asked()).toMatchObject({ state: 'ok', detail: expect.stringMatching(said) }),
      patient,
    );
    const other = replicaAt(url, { version: '1.0.1', settings: () => 'b' });
    await vi.waitFor(async () => expect((await asked())?.state).toBe('failed'), patient);
    const { detail, fix } = (await asked()) ?? {};
    expect(detail).toMatch(
      new RegExp(`^${one} acts since .* \\(term 1\\)\\. 2 follow\\. http://127\\.0\\.0\\.1:1 is at a port that `),
    );
    expect(detail).toContain(`Their settings differ: ${one}, ${two} | http://127.0.0.1:1.`);
    expect(detail).toContain(
      `They have the versions 1.0.0 (${one}, ${two}), 1.0.1 (http://127.0.0.1:1): that is right during`,
    );
    expect(fix).toMatch(/^See whether it runs .* compare the settings, secrets.* Upgrade all/);
    await other.end();
    await alike.end();
    await close();
    expect(await asked()).toMatchObject({
      ...{ state: 'off', detail: 'No replica runs.', fix: expect.stringContaining('restore its backup first.') },
    });
  });

  it('says that nobody acts while only the lease of one that was killed holds, also where another one answers at its address', async () => {
    const database = await databaseOf();
    const settings = { ...hosted, DATABASE_URL: database.url };
    await (await actingAt(database.url)).close();
    const asked = async () => (await doctor(settings)).check('replicas');
    const [first, second] = [await alive(settings), await alive(settings)];
    const holder = { url: first.url, seen: 6, holds: 60 };
    const follower = { url: second.url, seen: lately };
    const nobody = new RegExp(
      `^Nobody acts: the one at ${first.url} was last seen \\d+ s ago, and its lease holds for another \\d+ s\\.`,
    );

    await leave(database, [holder, follower, { url: first.url, seen: lately, started: 2 }]);
    const restarted = await asked();
    expect(restarted).toMatchObject({
      state: 'failed',
      fix: expect.stringMatching(/^Wait 12 seconds: another one takes/),
    });
    expect(restarted?.detail).toMatch(nobody);
    expect(restarted?.detail).toMatch(/ 2 follow\.$/);

    await leave(database, [holder, follower]);
    expect((await asked())?.detail).toMatch(nobody);
    await leave(database, [{ ...holder, seen: lately }, follower]);
    expect(await asked()).toMatchObject({
      ...{
        state: 'failed',
        fix: expect.stringMatching(/^See whether it runs \(service, machine\)\. If it was killed less than/),
      },
      detail: expect.stringMatching(
        /has the lease since .* does not prove that it acts: it runs, but does not act\. It was last seen/,
      ),
    });
    await leave(database, [holder]);
    expect((await asked())?.fix).toMatch(/^Start one: npm start, or the service\./);
  });

  it('names one that was killed, which is wrong after a minute, and versions', async () => {
    const database = await databaseOf();
    const settings = { ...hosted, DATABASE_URL: database.url };
    await (await actingAt(database.url)).close();
    const asked = async () => (await doctor(settings)).check('replicas');
    const [first, second] = [await alive(settings), await alive(settings)];
    first.now.acts = true;
    const [holder, follower] = [
      { url: first.url, seen: lately, holds: 60 },
      { url: second.url, seen: lately },
    ];
    const gone = { url: 'http://127.0.0.1:4052', seen: 37 };
    await leave(database, [holder, follower, gone]);
    const found = await asked();
    expect(found).toMatchObject({
      state: 'off',
      fix: expect.stringMatching(/^Start http:.*:4052, or restart it if it still runs; ignore it if you/),
    });
    expect(found?.detail).toMatch(
      /acts since .* 1 follows\. http:\S+:4052 was last seen \d+ s ago, and has not said that it stopped\.$/,
    );
    await leave(database, [holder, follower, { ...gone, seen: 61 }]);
    expect(await asked()).toMatchObject({ state: 'failed', fix: found?.fix });
    await leave(database, [holder, { ...follower, version: '1.0.1' }]);
    expect(await asked()).toMatchObject({
      ...{ state: 'off', fix: 'Upgrade all to one version.' },
      detail: expect.stringMatching(/acts since .* that is right during an upgrade\.$/),
    });
  });

  it('names missing rights, a row that somebody changed, and a database that only reads', async () => {
    const database = await databaseOf();
    const settings: Settings = { ...hosted, DATABASE_URL: database.url };
    const { close } = await actingAt(database.url);
    await close();
    expect((await doctor(settings)).check('history')).toMatchObject({ state: 'ok', detail: 'It is empty.' });
    await database.sql(`INSERT INTO ${database.schema}.rows VALUES ('tenants', 'x', 1, '{"id":"x"}')`);
    await database.readOnly(true);
    const damaged = await doctor(settings);
    expect(damaged.check('state')).toMatchObject({
      ...{
        state: 'failed',
        detail: expect.stringContaining('Row x of tenants'),
        fix: expect.stringContaining('pg_dump'),
      },
    });
    expect(damaged.check('history')?.detail).toBe('Not looked at: see state.');
    expect(damaged.check('database:writes')?.detail).toMatch(/^It only reads/);
    await database.readOnly(false);
    await database.takeRights();
    await database.sql(`GRANT USAGE ON SCHEMA ${database.schema}, ${database.schema}_views TO ${database.user}`);
    const { check } = await doctor(settings);
    expect(check('database:rights')).toMatchObject({
      ...{
        state: 'failed',
        detail: expect.stringMatching(/may not create tables in the schema .*, nor read and write/),
      },
    });
    expect(check('state')?.detail).toBe('Not looked at: see database.');
  });

  it('names what would lose confirmed changes, a clock that is off, and a password that is wrong', async () => {
    const cluster = await ownCluster({
      settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
    });
    const { url, changePassword } = await databaseOf(cluster);
    const settings: Settings = { ...hosted, DATABASE_URL: url };
    expect((await doctor(settings)).check('database:writes')).toMatchObject({
      detail: 'fsync is off. full_page_writes is off. synchronous_commit is off.',
      fix: expect.stringMatching(/Set fsync = on .* Set full_page_writes = on .* Set synchronous_commit = on/),
    });
    for (const [ahead, state, detail] of [
      [1_000, 'ok', /^It agrees with the database to 1\.\d seconds\.$/],
      [5_000, 'failed', /^This machine’s clock is 5\.\d seconds ahead of the database’s/],
      [-5_000, 'failed', /^This machine’s clock is \d\.\d seconds behind the database’s/],
    ] as const)
      expect((await doctor({ ...settings, TEST_DATE_AHEAD: String(ahead) })).check('clock:database')).toMatchObject({
        ...{ state, detail: expect.stringMatching(detail) },
      });
    await changePassword('another');
    expect((await doctor(settings)).check('database')).toMatchObject({
      ...{ state: 'failed', fix: expect.stringContaining('Correct the user and the password in DATABASE_URL') },
    });
  });

  it('knows a replica of this machine that follows', async () => {
    const [{ url: DATABASE_URL, sql, schema }, slack] = [await databaseOf(), await fakeSlack()];
    onTestFinished(slack.stop);
    const settings: Settings = {
      ...{ HOST: '127.0.0.1', DATABASE_URL, NODE_ENV: 'production', HEARTBEAT_URL: 'http://127.0.0.1:9/beat' },
      ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    };
    const first = await bot({ ...settings, STATE_DIR: folder() });
    await vi.waitUntil(() => first.said.out.includes('"msg":"acting"'), patient);
    const second = await bot({ ...settings, STATE_DIR: folder() });
    await vi.waitFor(async () => expect((await fetch(`${second.url}/readyz`)).status).toBe(200), patient);
    const at = async (port: number) => (await doctor({ ...settings, PORT: String(port) })).check;
    const [acting, following] = [await at(first.port), await at(second.port)];
    expect(acting('bot')?.detail).toBe(`It answers at ${first.url}, acts, and is ready.`);
    expect(following('bot')?.detail).toBe(`It answers at ${second.url}, follows, and is ready.`);
    for (const name of ['heartbeat', 'slack:events'])
      expect(following(name)).toMatchObject({
        state: 'off',
        detail: expect.stringMatching(/^The replica of this machine follows/),
      });
    expect(following('replicas')?.state).toBe('ok');

    first.child.kill('SIGKILL');
    await first.ended;
    const leaseHolds = (seconds: number) =>
      sql(`UPDATE ${schema}.state SET until = clock_timestamp() + interval '${seconds} s'`);
    // For as long as doctor needs to see it.
    await leaseHolds(90);
    const again = await bot({ ...settings, STATE_DIR: folder(), PORT: String(first.port) });
    const gone = /, and is not ready: acting: the process that acted at this address is gone: once/;
    await vi.waitFor(
      async () =>
        expect((await at(first.port))('bot')).toMatchObject({ state: 'failed', detail: expect.stringMatching(gone) }),
      patient,
    );
    const nobody = new RegExp(`^Nobody acts: the one at ${first.url} was last seen .* 2 follow\\.$`);
    await vi.waitFor(async () => {
      const found = (await at(second.port))('replicas');
      expect(found).toMatchObject({ state: 'failed', detail: expect.stringMatching(nobody) });
    }, patient);
    await leaseHolds(0);
    await vi.waitFor(async () => expect((await at(second.port))('replicas')?.state).toBe('ok'), patient);

    again.child.kill('SIGSTOP');
    expect((await at(first.port))('bot')).toMatchObject({
      ...{ state: 'failed', fix: expect.stringMatching(/^Restart it: systemctl restart/) },
      detail: `A process listens at ${first.url}, and gives no answer within 8 seconds: it hangs, or is frozen.`,
    });
    again.child.kill('SIGKILL');
  });
}
