import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { bot, folder, patient, type Settings } from '../adapters/process/child.ts';
import { actingAt } from '../adapters/store/postgres/replicas.ts';
import { databaseOf } from '../support/database.ts';
import { aTenant, contoso } from '../support/partner.ts';
import { drives } from '../support/programs.ts';
import { alert, post, secret } from '../support/sender.ts';
import { fakeSlack } from '../support/slack.ts';
import { slackPerson } from '../support/slack-person.ts';
import { elapsed, isoNow, machineDate } from '../support/time.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

/** Replicas on one database, with a tenant whose contact has one Slack channel. */
async function replicas() {
  const [database, slack] = [await databaseOf(), await fakeSlack()];
  onTestFinished(slack.stop);
  slack.addUser('UONCALL');
  slack.addChannel('CSOC', { is_private: true, members: [slack.bot.user, 'UONCALL'] });
  const { store, close } = await actingAt(database.url);
  const channels = [{ platform: 'slack', address: 'CSOC' } as const];
  await store.change((tx) => tx.put('tenants', aTenant({ contact: { channels, onCall: [] } }, isoNow())));
  await close();
  const settings: Settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url, NODE_ENV: 'production', DRILL_SCHEDULE: 'off' },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    ...{ ALERT_WEBHOOK_SECRET: secret, STORM_LIMIT: '100000', ADMINS: 'slack:T0HOME/UONCALL' },
  };
  const start = async () => {
    const running = await bot({ ...settings, STATE_DIR: folder() });
    const acts = () => running.said.out.includes('"msg":"acting"');
    return { ...running, acts };
  };
  const cardsOf = (name: string) =>
    slack.messages.filter(
      ({ channel, thread_ts, blocks }) =>
        channel === 'CSOC' && thread_ts === null && JSON.stringify(blocks).includes(name),
    );
  return { start, cardsOf, slack, database };
}

type Replica = Awaited<ReturnType<Awaited<ReturnType<typeof replicas>>['start']>>;

const ready = async (url: string) => {
  const { status, json } = await fetch(`${url}/readyz`).then(async (got) => ({
    status: got.status,
    json: await got.json(),
  }));
  return { status, role: json.checks.role ?? 'acts' };
};

const named = (n: number) => alert({ id: `a-${n}`, displayName: `Number ${n}.`, partnerTenantId: contoso });

/** Sends an alert to one replica after the other until one says that it is taken. Returns the statuses before that. */
async function sends(n: number, to: readonly Replica[]): Promise<number[]> {
  const before: number[] = [];
  for (let turn = 0; ; turn++) {
    const { url = '' } = to[turn % to.length] ?? {};
    const status = await post(url, [named(n)]).then(
      ({ status }) => status,
      () => 0,
    );
    if (status === 202) return before;
    before.push(status);
    await setTimeout(100);
  }
}

/** Stops the one that acts while alerts are sent to the other. Resolves with the statuses but 202, and with when (ms) that one acted. */
async function stopped(first: Replica, second: Replica) {
  const stopping = { over: false };
  const sending = (async () => {
    const refused: number[] = [];
    for (let n = 0; !stopping.over; n++) refused.push(...(await sends(n, [second])));
    return refused;
  })();
  first.child.kill('SIGTERM');
  const stoppedAt = elapsed();
  await vi.waitUntil(second.acts, patient);
  const took = elapsed() - stoppedAt;
  expect((await first.ended).code).toBe(0);
  stopping.over = true;
  return { refused: await sending, took };
}

if (drives('postgresql')) {
  it('whichever is asked answers, and one acts; when that one is killed the other goes on, and each alert stands once', async () => {
    const { start, cardsOf } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const second = await start();
    await vi.waitFor(async () => expect(await ready(second.url)).toEqual({ status: 200, role: 'follows' }), patient);
    expect(await ready(first.url)).toEqual({ status: 200, role: 'acts' });

    expect(await sends(1, [second])).toEqual([]);
    await vi.waitUntil(() => cardsOf('Number 1.').length > 0, patient);

    const killedAt = elapsed();
    first.child.kill('SIGKILL');
    const refused = await sends(2, [second]);
    expect(elapsed() - killedAt).toBeLessThan(14_000);
    expect(new Set(refused)).toEqual(new Set([503]));
    expect(second.acts()).toBe(true);
    await sends(1, [second]);
    await vi.waitUntil(() => cardsOf('Number 2.').length > 0, patient);
    expect([cardsOf('Number 1.').length, cardsOf('Number 2.').length]).toEqual([1, 1]);
  });

  it('when the one that acts is stopped, no request is refused', async () => {
    const { start, cardsOf } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const second = await start();
    await vi.waitFor(async () => expect(await ready(second.url)).toEqual({ status: 200, role: 'follows' }), patient);
    const { refused, took } = await stopped(first, second);
    expect(refused).toEqual([]);
    expect(took).toBeLessThan(3_000);
    await vi.waitUntil(() => cardsOf('Number 0.').length > 0, patient);
  });

  it('and neither while an answer to somebody is under way, which may take as long as a call', async () => {
    const { start, slack } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const second = await start();
    await vi.waitFor(async () => expect(await ready(second.url)).toEqual({ status: 200, role: 'follows' }), patient);
    slack.fail('chat.postMessage', { kind: 'hang' });
    const door = { url: `${first.url}/slack/events`, signingSecret: 'of-a-test' };
    await slackPerson(slack, door, 'UONCALL').say('help');
    await vi.waitUntil(() => slack.asked('chat.postMessage'), patient);
    const { refused, took } = await stopped(first, second);
    expect(refused).toEqual([]);
    expect(took).toBeLessThan(13_000);
  });
}
