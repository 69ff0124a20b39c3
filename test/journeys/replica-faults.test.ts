/** Replicas that are frozen as a claim is committed, cut off, led to a server with less, or of several versions. */
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Migration, upgrades, versionAfter } from '../../adapters/store/memory/migrations/migrate.ts';
import { messages } from '../../src/messages/messages.ts';
import { folder, patient, run } from '../adapters/process/child.ts';
import { actingAt, replicaAt } from '../adapters/store/postgres/replicas.ts';
import { databaseOf, ownCluster } from '../support/database.ts';
import { databaseProxy } from '../support/database-proxy.ts';
import type { Cluster } from '../support/postgres.ts';
import { standbyOf } from '../support/postgres-standby.ts';
import { drives } from '../support/programs.ts';
import { relay } from '../support/relay.ts';
import { post } from '../support/sender.ts';
import { machineDate } from '../support/time.ts';
import { follows, named, type ReplicaStage, replicaStage, sends } from './replica-stage.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

const portOf = (url: string) => Number(new URL(url).port);

/** Two replicas of which the first reaches the database and Slack by ways that a test cuts, and listens behind another one. */
async function twoApart() {
  const stage = await replicaStage();
  const database = await databaseProxy(stage.database.cluster.port);
  const [platform, door] = [await relay(portOf(stage.slack.apiUrl)), await relay()];
  const first = await stage.start({
    DATABASE_URL: database.urlOf(stage.database.url),
    SLACK_API_URL: `${platform.url}/api/`,
    REPLICA_URL: door.url,
  });
  door.to(first.port);
  await vi.waitUntil(first.acts, patient);
  const second = await stage.start();
  await follows(second);
  return { ...stage, first, second, way: { database, platform, door } };
}

/** The calls that post in the tenant's channel, whatever became of them. */
const postsIn = ({ slack }: Pick<ReplicaStage, 'slack'>) =>
  slack.called('chat.postMessage').filter(({ args }) => args.channel === 'CSOC').length;

/** What admins got with this title, in the words of the message. */
const toldOf = ({ slack }: Pick<ReplicaStage, 'slack'>, title: string) =>
  slack.messages
    .filter(({ blocks }) => JSON.stringify(blocks).includes(title))
    .map((one) => JSON.stringify(one.blocks));

describe.runIf(drives('postgresql'))('replicas', () => {
  it.each(process.env.LONG ? [3, 11, 20, 60] : [11])(
    'frozen for %i s as the claim of a card is committed, before its call: within the lease it goes on, after it it calls nobody and ends; the card stands once',
    async (seconds) => {
      const isOver = seconds > 10;
      const { first, second, way, cardsOf, slack } = await twoApart();
      const { promise: claimed, resolve: claims } = Promise.withResolvers<void>();
      way.database.each((_text, bytes) => {
        if (!/a-1.*"state\\*":\\*"sending/s.test(bytes.toString())) return null;
        way.database.each(null);
        first.child.kill('SIGSTOP');
        claims();
        return null;
      });
      expect((await post(first.url, [named(1)])).status).toBe(202);
      await claimed;
      await setTimeout(seconds * 1_000);
      if (isOver) await vi.waitUntil(second.acts, patient);
      else expect(second.acts()).toBe(false);
      const before = way.platform.received();
      first.child.kill('SIGCONT');
      if (isOver) {
        expect(await first.ended).toMatchObject({ code: 1, out: expect.stringContaining('"type":"LeaseLost"') });
        expect(way.platform.received()).toBe(before);
      }
      await vi.waitUntil(() => cardsOf(1).length > 0, { timeout: 60_000 });
      await sends(2, [second]);
      await vi.waitUntil(() => cardsOf(2).length > 0, { timeout: 60_000 });
      expect([cardsOf(1).length, cardsOf(2).length, postsIn({ slack }), second.acts()]).toEqual([1, 1, 2, isOver]);
    },
    180_000,
  );

  it('the one that acts, cut off from Slack alone, goes on to act, and its metrics say so', async () => {
    const { first, second, way, cardsOf, database } = await twoApart();
    way.platform.cut();
    expect(await sends(1, [second])).toEqual([]);
    const failed = /delivery_attempts_total\{platform="slack",outcome="network"\} [2-9]/;
    await vi.waitFor(async () => expect(await (await fetch(`${first.url}/metrics`)).text()).toMatch(failed), patient);
    await setTimeout(process.env.LONG ? 12_000 : 3_000);
    const lease = `SELECT term::int, until > clock_timestamp() + interval '5 s' AS renewed FROM ${database.schema}.state`;
    expect(await database.sql(lease)).toEqual([{ term: 2, renewed: true }]);
    expect([(await first.ready()).role, (await second.ready()).role]).toEqual(['acts', 'follows']);
    await way.platform.heal();
    await vi.waitUntil(() => cardsOf(1).length > 0, patient);
    expect([second.acts(), cardsOf(1).length]).toEqual([false, 1]);
  });

  it('the one that acts, cut off from the others alone, goes on to act, and those say 503 with Retry-After', async () => {
    const { first, second, way, cardsOf } = await twoApart();
    way.door.cut();
    const refused = await post(second.url, [named(1)]);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    await vi.waitFor(async () => expect(await second.ready()).toMatchObject({ status: 503, database: 'ok' }), patient);
    expect(await sends(2, [first])).toEqual([]);
    await vi.waitUntil(() => cardsOf(2).length > 0, patient);
    await way.door.heal();
    await sends(1, [second]);
    await vi.waitUntil(() => cardsOf(1).length > 0, patient);
    expect([second.acts(), cardsOf(1).length, cardsOf(2).length]).toEqual([false, 1, 1]);
  });
});

describe.runIf(drives('postgresql'))('a standby is promoted that lacks alerts which were accepted', () => {
  /** A primary with a standby that receives nothing from now on, and one that acts. */
  async function behind() {
    const primary = await ownCluster();
    const stage = await replicaStage({ database: await databaseOf(primary) });
    const [proxy, ofOther] = [await databaseProxy(primary.port), await databaseProxy(primary.port)];
    const first = await stage.start({ DATABASE_URL: proxy.urlOf(stage.database.url) });
    await vi.waitUntil(first.acts, patient);
    const standby = await standbyOf(primary);
    return { ...stage, primary, standby, proxy, ofOther, first };
  }
  const words = messages('en').database;

  it('they are stored again, and the admins hear of it', async () => {
    const { primary, standby, proxy, first, slack, cardsOf, database } = await behind();
    const commits = async ({ sql }: Pick<Cluster, 'sql'>) =>
      Number((await sql(`SELECT position FROM ${database.schema}.state`))[0]?.position);
    await standby.hold();
    for (const n of [1, 2, 3]) expect(await sends(n, [first])).toEqual([]);
    await vi.waitUntil(() => cardsOf(3).length > 0, patient);
    const missing = (await commits(primary)) - (await commits(standby));
    expect(missing).toBeGreaterThan(2);
    await primary.kill();
    await standby.promote();
    proxy.to(standby.port);
    await sends(4, [first]);
    await vi.waitUntil(() => toldOf({ slack }, words.putBack.title).length > 0, patient);
    await vi.waitUntil(() => cardsOf(4).length > 0, patient);
    const told = toldOf({ slack }, words.putBack.title).map((text) => /lost (\d+) changes/.exec(text)?.[1]);
    // What became of the last card may have been committed meanwhile.
    expect([[missing], [missing + 1]]).toContainEqual(told.map(Number));
    expect([1, 2, 3, 4].map((n) => cardsOf(n).length)).toEqual([1, 1, 1, 1]);
  }, 120_000);

  it.runIf(process.env.LONG)(
    'and who acted is dead too: the next one says which, and goes on',
    async () => {
      const { primary, standby, ofOther, first, slack, cardsOf, start, database } = await behind();
      const second = await start({ DATABASE_URL: ofOther.urlOf(database.url) });
      await follows(second);
      await standby.hold();
      await sends(1, [first]);
      await vi.waitUntil(() => cardsOf(1).length > 0, patient);
      const knows = `SELECT 1 FROM ${database.schema}.replica r JOIN ${database.schema}.state s USING (position) WHERE r.url = $1`;
      await vi.waitUntil(async () => (await database.sql(knows, [second.url])).length > 0, patient);
      first.child.kill('SIGKILL');
      await primary.kill();
      await standby.promote();
      ofOther.to(standby.port);
      await sends(2, [second]);
      await vi.waitUntil(() => toldOf({ slack }, words.lost.title).length > 0, { timeout: 60_000 });
      expect(toldOf({ slack }, words.lost.title)).toEqual([
        expect.stringContaining(words.lost.alert('a-1', 'default')),
      ]);
      await vi.waitUntil(() => cardsOf(2).length > 0, { timeout: 60_000 });
    },
    180_000,
  );
});

describe.runIf(drives('postgresql'))('versions side by side', () => {
  /** A delivery of a kind that this version does not know, and a row of a collection that it does not have. */
  const novel = { id: 'novel', kind: 'novel' };
  const novelDelivery = {
    ...{
      id: 'novel > slack:T0HOME/UONCALL',
      about: { kind: 'novel' },
      to: { kind: 'person', id: 'slack:T0HOME/UONCALL' },
    },
    ...{ queue: 'slack:T0HOME/UONCALL', rank: 0, number: 1_000_000, want: 1, message: null, digestId: null, shown: 0 },
    ...{ attempts: 0, reason: null, since: '2026-01-02T03:04:05.000Z', doneAt: null, state: 'waiting' },
  };
  const novelties: Migration = ({ collections, history }) => ({
    collections: { ...collections, novelties: [novel], deliveries: [...(collections.deliveries ?? []), novelDelivery] },
    history,
  });

  it('an older one that follows ends once a newer one has taken over, and one that starts does too; neither touches what it does not know', async () => {
    const { settings, database, slack, two } = await replicaStage();
    const proxy = await databaseProxy(database.cluster.port);
    const { first, second } = await two({}, { DATABASE_URL: proxy.urlOf(database.url) });
    const newer = replicaAt(database.url, { steps: [...upgrades, novelties] });
    await vi.waitFor(() => expect(newer.acting()).not.toBeNull(), patient);
    // It does not see that nobody acts.
    proxy.freeze();
    first.child.kill('SIGTERM');
    const store = await newer.turn();
    expect((await first.ended).code).toBe(0);
    const rows = `SELECT collection, id, body::text FROM ${database.schema}.rows WHERE id LIKE 'novel%' ORDER BY 1`;
    const before = await database.sql(rows);
    expect(before.map(({ collection }) => collection)).toEqual(['deliveries', 'novelties']);
    const calls = slack.calls.length;
    proxy.thaw();
    const ends = { code: 1, out: expect.stringContaining('"type":"StateTooNew"') };
    expect(await second.ended).toMatchObject(ends);
    await store?.close();
    // Nobody acts now, and it is asked to.
    expect(await run('adapters/main.ts', { ...settings, STATE_DIR: folder() }).ended).toMatchObject(ends);
    expect(await database.sql(rows)).toEqual(before);
    expect(slack.calls.slice(calls)).toEqual([]);
  });

  it('a newer one does not follow an older format, upgrades when it takes over, and the older ones end', async () => {
    const older = { steps: upgrades.slice(0, -1), events: { fatal: vi.fn() } };
    const { database, start, cardsOf } = await replicaStage(older);
    const acting = await actingAt(database.url, older);
    const newer = await start();
    await vi.waitFor(
      async () => expect(await newer.ready()).toMatchObject({ role: 'follows', database: 'ok' }),
      patient,
    );
    const version = async () => (await database.sql(`SELECT version FROM ${database.schema}.state`))[0]?.version;
    // It has noted what it knows twice, and had the time to load.
    const known = `SELECT position, state_version FROM ${database.schema}.replica WHERE url = $1 AND seen > started + interval '3 s'`;
    const nothing = [{ position: null, state_version: versionAfter(upgrades) }];
    await vi.waitFor(async () => expect(await database.sql(known, [newer.url])).toEqual(nothing), patient);
    expect(await version()).toBe(versionAfter(older.steps));
    await acting.close();
    await sends(1, [newer]);
    await vi.waitUntil(() => cardsOf(1).length > 0, patient);
    expect([newer.acts(), await version()]).toEqual([true, versionAfter(upgrades)]);
    await expect(replicaAt(database.url, older).turn()).rejects.toMatchObject({ name: 'StateTooNew' });
  });
});
