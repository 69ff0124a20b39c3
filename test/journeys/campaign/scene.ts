/** The bot as `npm start` runs it, between two platforms that may misbehave: started, killed, and what an operator does while it is away. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import type { StoredState } from '../../../adapters/store/state.ts';
import { type Identity, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { bot, command, folder, patient, run, type Settings } from '../../adapters/process/child.ts';
import { secret } from '../../support/sender.ts';
import { fakeSlack } from '../../support/slack.ts';
import { slackPerson } from '../../support/slack-person.ts';
import type { FakeMessage as FakeSlackMessage } from '../../support/slack-workspace.ts';
import { fakeTeams } from '../../support/teams.ts';
import type { FakeMessage as FakeTeamsMessage } from '../../support/teams-conversations.ts';
import { tenantId } from '../../support/teams-run.ts';
import { appId } from '../../support/teams-tokens.ts';
import { onTeams } from '../on-teams.ts';
import { desk } from '../stage.ts';

/** Each tenant has a channel of its own on both platforms, so that the pace of one does not slow down the campaign. */
export const tenants = 6;
export const tenantOf = (n: number) => `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`;
/** The customer by which CIPP names a tenant, and CIPP's credential. */
export const customerOf = (n: number) => `customer${n}.example`;
export const cippKey = 'a-key-of-a-test';

/** The addresses of the channels of one tenant. */
interface Room {
  slack: string;
  teams: string;
}

/** Who may answer alerts in Slack: the first is on call. */
const onSlack = ['U1ONCALL', 'U2SECOND'] as const;

/** The sources' file: CIPP, none of whose alerts go into a card for many. `key` is the path of its credential. */
const sources = (key: string) => ({
  version: 1,
  sources: [
    {
      ...{ name: 'cipp', preset: 'cipp', auth: { bearer: [`file:${key}`] }, pace: { alerts: 1_000, in: 'PT1M' } },
      tenant: {
        byCustomer: Object.fromEntries(Array.from({ length: tenants }, (_, n) => [customerOf(n), tenantOf(n)])),
      },
    },
  ],
});

/** A message as everybody in its channel sees it. */
export interface Shown {
  card: string;
  /** It stands in a thread. */
  isReply: boolean;
}

const shownOnSlack = ({ blocks, thread_ts }: FakeSlackMessage): Shown => ({
  card: JSON.stringify(blocks),
  isReply: thread_ts !== null,
});

const shownOnTeams = ({ attachments, thread }: FakeTeamsMessage): Shown => ({
  card: JSON.stringify(attachments ?? []),
  isReply: String(thread).includes(';messageid='),
});

export type Scene = Awaited<ReturnType<typeof setScene>>;

/** Where the bot has its state. */
export interface Keeping {
  /** Those that say so to the bot. */
  settings: Settings;
  state: Pick<StoredState, 'read'>;
}

function inFolder(): Keeping {
  const STATE_DIR = folder();
  return { settings: { STATE_DIR }, state: embeddedState(STATE_DIR) };
}

async function does(name: string, settings: Settings, ...args: string[]): Promise<void> {
  expect(await command(name, settings, ...args).ended).toMatchObject({ code: 0 });
}

/** How long (ms) a person in Teams waits for an answer. */
const timeoutMs = 5_000;

/** A state with the tenants in it, and somebody on call on each platform. */
export async function setScene(keeping: Keeping = inFolder()) {
  const [slack, teams] = [await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  /** Says where the next request goes. */
  let next = () => '';
  let isBalanced = false;
  const place = {
    ...{ teams, tenantId, signed: true, timeoutMs },
    get url() {
      return `${next()}/api/messages`;
    },
  };
  const door = {
    signingSecret: 'a-signing-secret-of-a-test',
    get url() {
      return `${next()}/slack/events`;
    },
  };
  const outside = folder();
  const [SOURCES, key] = [join(outside, 'sources.json'), join(outside, 'key')];
  writeFileSync(key, cippKey);
  writeFileSync(SOURCES, JSON.stringify(sources(key)));
  const settings: Settings = {
    ...keeping.settings,
    SOURCES,
    HOST: '127.0.0.1',
    PORT: '0',
    STORM_LIMIT: '100000',
    DRILL_SCHEDULE: 'off',
    ALERT_WEBHOOK_SECRET: secret,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: door.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: 'secret',
    ...teams.overrides,
  };
  const moves = (url: string) => {
    if (!isBalanced) next = () => url;
    return url;
  };

  const first = await bot(settings);
  moves(first.url);
  await vi.waitFor(async () => expect((await fetch(`${first.url}/readyz`)).status).toBe(200), patient);
  const side = onTeams(teams, place, async () => {});
  const tina = side.person('Tina');
  const onTeamsToo = [tina, side.person('Tom')];
  for (const person of onTeamsToo) await side.raw(person).says('help');
  for (const id of onSlack) slack.addUser(id);
  /** All channels that each tenant ever had. What waits for one that was replaced comes to the one in its place. */
  const rooms: Room[][] = [];
  for (let n = 0; n < tenants; n++) {
    rooms.push([]);
    for (const suffix of ['', 'b']) {
      const id = `C${n}${suffix.toUpperCase()}`;
      slack.addChannel(id, { is_private: true, members: [slack.bot.user, ...onSlack] });
      rooms[n]?.push({ slack: id, teams: (await side.channel(`soc ${n}${suffix}`, 'closed', onTeamsToo)).address });
    }
  }
  first.child.kill('SIGTERM');
  await once(first.child, 'close');
  /** Which of its channels each tenant has now. */
  let current = rooms.map(() => 0);

  async function imports(): Promise<void> {
    const file = join(outside, 'register.json');
    const all = rooms.map((both, n) => {
      const room = both[current[n] ?? 0];
      const channels = [
        { platform: 'slack', address: room?.slack },
        { platform: 'teams', address: room?.teams },
      ];
      const onCall = [`slack:${slack.team}/${onSlack[0]}`, tina.identity];
      return {
        id: tenantOf(n),
        name: `Contoso ${n}`,
        partnerType: 'directBill',
        contact: { ...desk, channels, onCall },
      };
    });
    writeFileSync(file, JSON.stringify({ version: 1, tenants: all }));
    await does('import', settings, file);
  }
  await imports();

  return {
    slack,
    teams,
    rooms,
    /** The state as it is stored, also beside a bot that runs. */
    state: () => keeping.state.read(async (reader) => reader),
    alerts: () => keeping.state.read((reader) => reader.list('alerts')),
    deliveries: () => keeping.state.read((reader) => reader.list('deliveries')),
    /** What people do goes to the address that `to` returns at each request. */
    balances(to: () => string): void {
      isBalanced = true;
      next = to;
    },
    /** Those who may answer in Slack, in any of its channels, and in Teams, in their own chat with the bot or in a channel. */
    onSlack: onSlack.map((id) => (channel?: string) => slackPerson(slack, door, id, channel)),
    onTeams: onTeamsToo.map(
      (person) => (address?: string) => side.raw(person, address ? teams.conversations.get(address) : undefined),
    ),
    /** The address of each tenant's channels now. */
    room: (n: number) => rooms[n]?.[current[n] ?? 0] ?? { slack: '', teams: '' },
    /** A process of the bot; `program` composes it. */
    starts(program = 'test/journeys/campaign/leaping-bot.ts', more: Readonly<Record<string, string>> = {}) {
      const running = run(program, { ...settings, ...more });
      const port = () => /"port":(\d+)/.exec(running.said.out)?.[1];
      const listens = async () => `http://127.0.0.1:${await vi.waitUntil(port, { timeout: 60_000, interval: 10 })}`;
      return { child: running.child, said: running.said, listens: () => listens().then(moves, () => null) };
    },
    /** Gives a tenant its other channels. The bot must be away. */
    async replacesChannels(n: number): Promise<void> {
      current = current.map((one, tenant) => (tenant === n ? 1 - one : one));
      await imports();
    },
    /** Makes a backup; what it returns puts it in the place of the state, while the bot is away. */
    async backsUp(): Promise<() => Promise<void>> {
      const file = join(folder(), 'a.backup');
      await does('backup', settings, file);
      const before = current;
      return async () => {
        await does('restore', settings, file);
        current = before;
      };
    },
    /** What the bot wrote in a person's own chat with it. */
    chat(id: Identity): Shown[] {
      const user = userOf(id);
      return platformOf(id) === 'slack'
        ? slack.messages.filter(({ channel }) => channel === `D${user}`).map(shownOnSlack)
        : teams.messages(`a:${user}`).map(shownOnTeams);
    },
    /** The messages of each channel that a tenant had, the oldest first, by platform. */
    messages(n: number): Record<'slack' | 'teams', Shown[][]> {
      const ofTenant = rooms[n] ?? [];
      return {
        slack: ofTenant.map((room) =>
          slack.messages.filter(({ channel, only }) => channel === room.slack && only === null).map(shownOnSlack),
        ),
        teams: ofTenant.map((room) => teams.messages(room.teams).map(shownOnTeams)),
      };
    },
  };
}
