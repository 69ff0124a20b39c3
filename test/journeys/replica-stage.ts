/** Replicas of the bot on one database, each a process of its own, with a tenant whose contact has one Slack channel. */
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import { type Migration, upgrades } from '../../adapters/store/memory/migrations/migrate.ts';
import { bot, folder, patient, type Settings } from '../adapters/process/child.ts';
import { actingAt } from '../adapters/store/postgres/replicas.ts';
import { databaseOf, type TestDatabase } from '../support/database.ts';
import { aTenant, contoso } from '../support/partner.ts';
import { alert, post, secret } from '../support/sender.ts';
import { fakeSlack } from '../support/slack.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { isoNow } from '../support/time.ts';

/** The first person in front of Teams. */
const tina = `teams:${tenantId}/22222222-0000-4000-8000-000000000001`;

export type ReplicaStage = Awaited<ReturnType<typeof replicaStage>>;
export type RunningReplica = Awaited<ReturnType<ReplicaStage['start']>>;

/** The database of the replicas, an own one where none is given, and the version that writes to it first. */
interface Before {
  database?: TestDatabase;
  steps?: readonly Migration[];
}

/** Sets the stage. `UONCALL` is an admin in Slack, and Tina one in Teams. */
export async function replicaStage({ database: given, steps = upgrades }: Before = {}) {
  const [database, slack, teams] = [given ?? (await databaseOf()), await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  slack.addUser('UONCALL');
  slack.addChannel('CSOC', { is_private: true, members: [slack.bot.user, 'UONCALL'] });
  const { store, close } = await actingAt(database.url, { steps });
  const channels = [{ platform: 'slack', address: 'CSOC' } as const];
  await store.change((tx) => tx.put('tenants', aTenant({ contact: { channels, onCall: [] } }, isoNow())));
  await close();
  const settings: Settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url, NODE_ENV: 'production', DRILL_SCHEDULE: 'off' },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    ...{ MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId, MicrosoftAppPassword: 'secret', ...teams.overrides },
    ...{ ALERT_WEBHOOK_SECRET: secret, STORM_LIMIT: '100000', ADMINS: `slack:T0HOME/UONCALL,${tina}` },
  };

  /** Starts a replica; it listens. */
  async function start(more: Settings = {}) {
    const running = await bot({ ...settings, STATE_DIR: folder(), ...more });
    return {
      ...running,
      acts: () => running.said.out.includes('"msg":"acting"'),
      async ready() {
        const got = await fetch(`${running.url}/readyz`);
        const { checks } = await got.json();
        return { status: got.status, role: 'acts', ...checks };
      },
    };
  }

  return {
    ...{ slack, teams, database, settings, start },
    /** Starts two, each with settings of its own: the first acts, and the second follows. */
    async two(ofFirst: Settings = {}, ofSecond: Settings = {}) {
      const first = await start(ofFirst);
      await vi.waitUntil(first.acts, patient);
      const second = await start(ofSecond);
      await follows(second);
      return { first, second };
    },
    /** The cards of an alert in the tenant's channel. */
    cardsOf: (n: number) =>
      slack.messages.filter(
        ({ channel, thread_ts, blocks }) =>
          channel === 'CSOC' && thread_ts === null && JSON.stringify(blocks).includes(`Number ${n}.`),
      ),
  };
}

/** Resolves once the replica is ready to pass requests on. */
export async function follows({ ready }: RunningReplica): Promise<void> {
  await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 200, role: 'follows' }), patient);
}

/** What is sent to raise the alert of this number. */
export const named = (n: number) => alert({ id: `a-${n}`, displayName: `Number ${n}.`, partnerTenantId: contoso });

/** Sends an alert to one replica after the other until one says that it is taken. Returns the statuses before that. */
export async function sends(n: number, to: readonly Pick<RunningReplica, 'url'>[]): Promise<number[]> {
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
