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
import { commandBody, deliver } from '../support/slack-wire.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { elapsed, isoNow, machineDate, now } from '../support/time.ts';
import { isNotice, onTeams } from './on-teams.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

/** The first person in front of Teams. */
const tina = `teams:${tenantId}/22222222-0000-4000-8000-000000000001`;
/** Requests of each kind that come to all replicas. */
const many = process.env.LONG ? 34 : 4;

/** Replicas on one database, with a tenant whose contact has one Slack channel. */
async function replicas() {
  const [database, slack, teams] = [await databaseOf(), await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  slack.addUser('UONCALL');
  slack.addChannel('CSOC', { is_private: true, members: [slack.bot.user, 'UONCALL'] });
  const { store, close } = await actingAt(database.url);
  const channels = [{ platform: 'slack', address: 'CSOC' } as const];
  await store.change((tx) => tx.put('tenants', aTenant({ contact: { channels, onCall: [] } }, isoNow())));
  await close();
  const settings: Settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url, NODE_ENV: 'production', DRILL_SCHEDULE: 'off' },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    ...{ MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId, MicrosoftAppPassword: 'secret', ...teams.overrides },
    ...{ ALERT_WEBHOOK_SECRET: secret, STORM_LIMIT: '100000', ADMINS: `slack:T0HOME/UONCALL,${tina}` },
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
  return { start, cardsOf, slack, teams, database };
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
  // A load balancer that asks takes it out before its port closes.
  await vi.waitFor(async () => expect(await ready(first.url)).toEqual({ status: 503, role: 'stops' }), {
    interval: 20,
  });
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

  it('what comes to all replicas at once, and again after a take-over, is done once', async () => {
    const { start, cardsOf, slack, teams } = await replicas();
    const first = await start();
    await vi.waitUntil(first.acts, patient);
    const all = [first, await start(), await start()];
    for (const { url } of all.slice(1))
      await vi.waitFor(async () => expect((await ready(url)).status).toBe(200), patient);
    const place = { teams, url: '', tenantId, signed: true };
    const side = onTeams(teams, place, async () => {});
    const raw = side.raw(side.person('Tina'));
    const timestamp = Math.floor(now() / 1_000);
    const command = (n: number) =>
      commandBody({
        text: 'confirm',
        team_id: slack.team,
        user_id: 'UONCALL',
        channel_id: 'CSOC',
        trigger_id: `t${n}`,
      });
    const bySlack = Array.from({ length: many }, (_, n) => command(n));
    const byTeams = Array.from({ length: many }, () =>
      raw.activity({ type: 'message', text: 'confirm', textFormat: 'plain' }),
    );
    const alerts = Array.from({ length: many }, (_, n) => named(n));

    /** Resolves with how Slack's requests were answered, each by all replicas. */
    async function toAll(replicas: readonly Replica[]): Promise<number[][]> {
      const answers: number[][] = [];
      for (const body of bySlack) {
        const doors = replicas.map(({ url }) => ({ url: `${url}/slack/events`, signingSecret: 'of-a-test' }));
        const all = await Promise.all(doors.map((door) => deliver(door, body, { timestamp })));
        answers.push(all.map(({ status }) => status).sort());
      }
      for (const one of alerts) await Promise.all(replicas.map(({ url }) => post(url, [one])));
      for (const activity of byTeams)
        for (const { url } of replicas) {
          place.url = `${url}/api/messages`;
          await raw.send(activity);
        }
      return answers;
    }

    expect(await toAll(all)).toEqual(bySlack.map(() => [200, 401, 401]));
    first.child.kill('SIGKILL');
    await sends(0, all.slice(1));
    expect(await toAll(all.slice(1))).toEqual(bySlack.map(() => [401, 401]));
    await vi.waitUntil(() => cardsOf(`Number ${many - 1}.`).length > 0, { timeout: 90_000 });
    expect(alerts.map((_, n) => cardsOf(`Number ${n}.`).length)).toEqual(alerts.map(() => 1));
    // Each message is answered once, and there is a welcome.
    expect(teams.messages(raw.here.id).filter((one) => !isNotice(one))).toHaveLength(byTeams.length + 1);
  }, 180_000);

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
