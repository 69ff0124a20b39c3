/** What people and monitoring see of replicas: /readyz, /metrics, the log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { bot, folder, patient, type Settings } from '../adapters/process/child.ts';
import { databaseOf } from '../support/database.ts';
import { drives } from '../support/programs.ts';
import { fakeSlack } from '../support/slack.ts';
import { machineDate } from '../support/time.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

/** Replicas on one database. */
async function replicas() {
  const [database, slack] = [await databaseOf(), await fakeSlack()];
  onTestFinished(slack.stop);
  const settings: Settings = {
    ...{ HOST: '127.0.0.1', METRICS_PORT: '0', DATABASE_URL: database.url, NODE_ENV: 'production' },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
  };
  async function start(given: Settings = {}) {
    const running = await bot({ ...settings, STATE_DIR: folder(), ...given });
    const portIn = () => /"port":(\d+),"msg":"metrics server/.exec(running.said.out)?.[1];
    const inside = given.METRICS_PORT === undefined ? await vi.waitUntil(portIn) : running.port;
    const base = `http://127.0.0.1:${inside}`;
    return {
      ...running,
      acts: () => running.said.out.includes('"msg":"acting"'),
      async ready() {
        const got = await fetch(`${base}/readyz`);
        return { status: got.status, ...(await got.json()).checks };
      },
      /** The values of metrics without a label, by their names. */
      async metrics(): Promise<Record<string, number>> {
        const text = await (await fetch(`${base}/metrics`)).text();
        return Object.fromEntries(
          Array.from(text.matchAll(/^security_contact_bot_(\w+) (\S+)$/gm), ([, name, value]) => [name, Number(value)]),
        );
      },
    };
  }
  return { start, database };
}

/** Two replicas, of which the first acts, and the second follows. */
async function two() {
  const { start, database } = await replicas();
  const first = await start();
  await vi.waitUntil(first.acts, patient);
  const second = await start();
  await vi.waitFor(async () => expect(await second.ready()).toMatchObject({ status: 200 }), patient);
  return { start, first, second, database };
}

if (drives('postgresql')) {
  it('each names its role, the metrics of the one that follows say nothing of what only the other one does, and a gentle hand-over leaves no line about trouble in any log', async () => {
    const { first, second } = await two();
    expect(second.said.out).toMatch(/"port":\d+,"mode":"\w+","msg":"listening"/);
    expect(await first.ready()).toMatchObject({ status: 200, role: 'acts', store: 'ok', slack: 'ok' });
    expect(await second.ready()).toEqual({
      ...{ status: 200, role: 'follows', database: 'ok', acting: `ok (${first.url}, term 1)` },
    });
    const [acting, following] = [await first.metrics(), await second.metrics()];
    expect(acting).toMatchObject({ replica_acting: 1, replica_term: 1, replica_lag_seconds: 0 });
    expect([acting.store_commit_seconds_count, acting.store_limit_bytes]).toEqual([expect.any(Number), 400_000_000]);
    await vi.waitFor(async () => expect((await second.metrics()).replica_lag_seconds).toBeLessThan(2), patient);
    expect(following).toMatchObject({ replica_acting: 0, replica_term: 1, http_body_bytes: 0 });
    const gauges = Object.keys(following).filter((name) => !/_total$/.test(name));
    expect(gauges.toSorted()).toEqual(['http_body_bytes', 'replica_acting', 'replica_lag_seconds', 'replica_term']);

    first.child.kill('SIGTERM');
    await vi.waitUntil(second.acts, patient);
    await first.ended;
    for (const { said } of [first, second]) expect(said.out).not.toMatch(/"event":"(replica|database)\./);
  });

  it('one that follows is not ready while who acts does not answer, or the database; on a port that strangers may reach it names no address', async () => {
    const { start, first, second, database } = await two();
    const open = await start({ METRICS_PORT: '' });
    const ready = { status: 200, role: 'follows', database: 'ok', acting: 'ok' };
    await vi.waitFor(async () => expect(await open.ready()).toEqual(ready), patient);
    first.child.kill('SIGSTOP');
    await vi.waitFor(
      async () =>
        expect(await second.ready()).toMatchObject({ status: 503, database: 'ok', acting: /^it does not answer/ }),
      patient,
    );
    first.child.kill('SIGCONT');
    await vi.waitFor(async () => expect(await second.ready()).toMatchObject({ status: 200 }), patient);
    await database.connectionLimit(0);
    await database.cut();
    await vi.waitFor(async () => {
      expect(await second.ready()).toMatchObject({ status: 503, database: /too many connections for role/ });
      expect(await first.ready()).toMatchObject({
        ...{ status: 503, role: 'acts', store: /^the database takes no change now: too many connections/ },
      });
      // What only the database knows is left out.
      expect(await first.metrics()).toMatchObject({ replica_acting: 1 });
      expect(await open.ready()).toMatchObject({ status: 503, database: 'it cannot be used now' });
    }, patient);
  });

  it('one that has not looked at the database yet does not say that nobody acts', async () => {
    const { start, database } = await replicas();
    await database.connectionLimit(0);
    expect(await (await start()).ready()).toMatchObject({ status: 503, role: 'follows', acting: 'not known yet' });
  });

  it('the log names a replica that has other settings, once, and none that has the same', async () => {
    const { start, database } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const same = await start({ LOG_LEVEL: 'debug' });
    const other = await start({ STORM_LIMIT: '77' });
    const told = (url: string) =>
      new RegExp(`"event":"replica.differs","url":"${url}".*"sameSettings":false.*other settings`, 'g');
    for (const one of [first, same]) await vi.waitFor(() => expect(one.said.out).toMatch(told(other.url)), patient);
    await vi.waitFor(() => expect(other.said.out.match(/replica.differs/g)).toHaveLength(2), patient);
    // Each has looked again meanwhile.
    const noted = async () => (await database.sql(`SELECT min(seen)::text AS seen FROM ${database.schema}.replica`))[0];
    const isLater = (before: unknown) =>
      database.sql(
        `SELECT min(seen) > $1::timestamptz + interval '3 s' AS later
      FROM ${database.schema}.replica`,
        [before],
      );
    const { seen } = (await noted()) ?? {};
    await vi.waitFor(async () => expect(await isLater(seen)).toEqual([{ later: true }]), patient);
    const times = [first, same, other].map(({ said }) => said.out.match(/replica.differs/g)?.length);
    expect(times).toEqual([1, 1, 2]);
  });

  it('one that follows and stands still ends with 1 where something starts it again, and one that only follows does not', async () => {
    const { start } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const hang = pathToFileURL(join(import.meta.dirname, '../adapters/process/hang.ts')).href;
    const supervised = { SUPERVISED: 'on', NODE_OPTIONS: `--import=${hang}` };
    const STATE_DIR = join(folder(), 'state');
    const blocked = await start({ ...supervised, STATE_DIR, HANG: 'loop' });
    const follows = await start({ ...supervised, HANG: 'nothing' });
    blocked.child.stdin.write('\n');
    const { code, out } = await blocked.ended;
    expect(code).toBe(1);
    expect(out).toMatch(/"event":"standstill","main":"at blockLoop .*"msg":"looks at the database stand still/);
    expect(readFileSync(join(STATE_DIR, 'standstills'), 'utf8').trim().split('\n')).toHaveLength(1);
    await vi.waitUntil(() => follows.said.out.includes('the thread woke 35 times'), patient);
    expect([follows.child.exitCode, await follows.ready()]).toEqual([null, expect.objectContaining({ status: 200 })]);
  });
}
