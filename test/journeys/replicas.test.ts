import { beforeEach, expect, it, vi } from 'vitest';
import { patient } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { post } from '../support/sender.ts';
import { slackPerson } from '../support/slack-person.ts';
import { commandBody, deliver } from '../support/slack-wire.ts';
import { tenantId } from '../support/teams-run.ts';
import { elapsed, machineDate, now } from '../support/time.ts';
import { isNotice, onTeams } from './on-teams.ts';
import { follows, named, type RunningReplica, replicaStage, sends } from './replica-stage.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

/** Requests of each kind that come to all replicas. */
const many = process.env.LONG ? 34 : 4;

/** Stops the one that acts while alerts are sent to the other. Resolves with the statuses but 202, and with when (ms) that one acted. */
async function stopped(first: RunningReplica, second: RunningReplica) {
  const stopping = { over: false };
  const sending = (async () => {
    const refused: number[] = [];
    for (let n = 0; !stopping.over; n++) refused.push(...(await sends(n, [second])));
    return refused;
  })();
  first.child.kill('SIGTERM');
  const stoppedAt = elapsed();
  // A load balancer that asks takes it out before its port closes.
  await vi.waitFor(async () => expect(await first.ready()).toMatchObject({ status: 503, role: 'stops' }), patient);
  await vi.waitUntil(second.acts, patient);
  const took = elapsed() - stoppedAt;
  expect((await first.ended).code).toBe(0);
  stopping.over = true;
  return { refused: await sending, took };
}

if (drives('postgresql')) {
  it('whichever is asked answers, and one acts; when that one is killed the other goes on, and each alert stands once', async () => {
    const { two, cardsOf } = await replicaStage();
    const { first, second } = await two();
    expect(await first.ready()).toMatchObject({ status: 200, role: 'acts' });

    expect(await sends(1, [second])).toEqual([]);
    await vi.waitUntil(() => cardsOf(1).length > 0, patient);

    const killedAt = elapsed();
    first.child.kill('SIGKILL');
    const refused = await sends(2, [second]);
    // A lease is ten seconds; how long a take-over takes is measured by `npm run bench -- postgres`.
    expect(elapsed() - killedAt).toBeLessThan(20_000);
    expect(new Set(refused)).toEqual(new Set([503]));
    expect(second.acts()).toBe(true);
    await sends(1, [second]);
    await vi.waitUntil(() => cardsOf(2).length > 0, patient);
    expect([cardsOf(1).length, cardsOf(2).length]).toEqual([1, 1]);
  });

  it('when the one that acts is stopped, no request is refused', async () => {
    const { two, cardsOf } = await replicaStage();
    const { first, second } = await two();
    const { refused, took } = await stopped(first, second);
    expect(refused).toEqual([]);
    // It did not wait for the lease to end.
    expect(took).toBeLessThan(8_000);
    await vi.waitUntil(() => cardsOf(0).length > 0, patient);
  });

  it('what comes to all replicas at once, and again after a take-over, is done once', async () => {
    const { two, start, cardsOf, slack, teams } = await replicaStage();
    const { first, second } = await two();
    const all = [first, second, await start()];
    for (const one of all.slice(1)) await follows(one);
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
    async function toAll(replicas: readonly RunningReplica[]): Promise<number[][]> {
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
    // The lease passes: what was signed before it ended is not let in again.
    await sends(0, all.slice(1));
    expect(await toAll(all.slice(1))).toEqual(bySlack.map(() => [401, 401]));
    await vi.waitUntil(() => cardsOf(many - 1).length > 0, { timeout: 90_000 });
    expect(alerts.map((_, n) => cardsOf(n).length)).toEqual(alerts.map(() => 1));
    // Each message is answered once, and there is a welcome.
    expect(teams.messages(raw.here.id).filter((one) => !isNotice(one))).toHaveLength(byTeams.length + 1);
  }, 180_000);

  it('and neither while an answer to somebody is under way, which may take as long as a call', async () => {
    const { two, slack } = await replicaStage();
    const { first, second } = await two();
    slack.fail('chat.postMessage', { kind: 'hang' });
    const door = { url: `${first.url}/slack/events`, signingSecret: 'of-a-test' };
    await slackPerson(slack, door, 'UONCALL').say('help');
    await vi.waitUntil(() => slack.asked('chat.postMessage'), patient);
    const { refused, took } = await stopped(first, second);
    expect(refused).toEqual([]);
    // Ten seconds for the call, and none for the lease.
    expect(took).toBeLessThan(18_000);
  });
}
