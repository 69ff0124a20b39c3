/** The bot as `npm start` runs it, between two platforms that may misbehave: started, killed, and what an operator does while it is away. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { bot, command, folder, patient, run } from '../../adapters/process/child.ts';
import { secret } from '../../support/sender.ts';
import { fakeSlack } from '../../support/slack.ts';
import { slackPerson } from '../../support/slack-person.ts';
import { fakeTeams } from '../../support/teams.ts';
import { tenantId } from '../../support/teams-run.ts';
import { appId } from '../../support/teams-tokens.ts';
import { onTeams } from '../on-teams.ts';
import { desk } from '../stage.ts';

/** Each tenant has a channel of its own on both platforms, so that the pace of one does not slow down the campaign. */
export const tenants = 6;
export const tenantOf = (n: number) => `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`;

/** The addresses of the channels of one tenant. */
interface Room {
  slack: string;
  teams: string;
}

const onCallOnSlack = 'U1ONCALL';

export type Scene = Awaited<ReturnType<typeof setScene>>;

/** A state folder with the tenants in it, and somebody on call on each platform. */
export async function setScene() {
  const [slack, teams] = [await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  const place = { teams, url: '', tenantId, signed: true };
  const door = { url: '', signingSecret: 'a-signing-secret-of-a-test' };
  const STATE_DIR = folder();
  const settings = {
    STATE_DIR,
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
    [door.url, place.url] = [`${url}/slack/events`, `${url}/api/messages`];
    return url;
  };

  const first = await bot(settings);
  moves(first.url);
  await vi.waitFor(async () => expect((await fetch(`${first.url}/readyz`)).status).toBe(200), patient);
  const side = onTeams(teams, place, async () => {});
  const tina = side.person('Tina');
  await side.raw(tina).says('help');
  slack.addUser(onCallOnSlack);
  /** All channels that each tenant ever had. What waits for one that was replaced comes to the one in its place. */
  const rooms: Room[][] = [];
  for (let n = 0; n < tenants; n++) {
    rooms.push([]);
    for (const suffix of ['', 'b']) {
      const id = `C${n}${suffix.toUpperCase()}`;
      slack.addChannel(id, { is_private: true, members: [slack.bot.user, onCallOnSlack] });
      rooms[n]?.push({ slack: id, teams: (await side.channel(`soc ${n}${suffix}`, 'closed', [tina])).address });
    }
  }
  first.child.kill('SIGTERM');
  await once(first.child, 'close');
  /** Which of its channels each tenant has now. */
  let current = rooms.map(() => 0);

  const does = async (name: string, ...args: string[]) =>
    expect(await command(name, settings, ...args).ended).toMatchObject({ code: 0 });

  async function imports(): Promise<void> {
    const file = join(STATE_DIR, 'register.json');
    const all = rooms.map((both, n) => {
      const room = both[current[n] ?? 0];
      const channels = [
        { platform: 'slack', address: room?.slack },
        { platform: 'teams', address: room?.teams },
      ];
      const onCall = [`slack:${slack.team}/${onCallOnSlack}`, tina.identity];
      return {
        id: tenantOf(n),
        name: `Contoso ${n}`,
        partnerType: 'directBill',
        contact: { ...desk, channels, onCall },
      };
    });
    writeFileSync(file, JSON.stringify({ version: 1, tenants: all }));
    await does('import', file);
  }
  await imports();

  return {
    slack,
    teams,
    rooms,
    /** The alerts and the deliveries as they are on disk, also beside a bot that runs. */
    alerts: async () => (await readState(STATE_DIR)).list('alerts'),
    deliveries: async () => (await readState(STATE_DIR)).list('deliveries'),
    /** The person on call in Slack. */
    sam: slackPerson(slack, door, onCallOnSlack),
    /** The person on call in Teams, in that channel. */
    tina: (address: string) => side.raw(tina, teams.conversations.get(address)),
    /** A process of the bot; `program` composes it. */
    starts(program = 'test/journeys/campaign/leaping-bot.ts', more: Readonly<Record<string, string>> = {}) {
      const running = run(program, { ...settings, ...more });
      const port = () => /"port":(\d+)/.exec(running.said.out)?.[1];
      const listens = async () =>
        moves(`http://127.0.0.1:${await vi.waitUntil(port, { timeout: 60_000, interval: 10 })}`);
      return { child: running.child, said: running.said, listens: () => listens().catch(() => null) };
    },
    /** Gives a tenant its other channels. The bot must be away. */
    async replacesChannels(n: number): Promise<void> {
      current = current.map((one, tenant) => (tenant === n ? 1 - one : one));
      await imports();
    },
    /** Makes a backup; what it returns puts it in the place of the state, while the bot is away. */
    async backsUp(): Promise<() => Promise<void>> {
      const file = join(folder(), 'a.backup');
      await does('backup', file);
      const before = current;
      return async () => {
        await does('restore', file);
        current = before;
      };
    },
    /** The messages of each channel that a tenant had, the oldest first, by platform. */
    messages(n: number) {
      const ofTenant = rooms[n] ?? [];
      return {
        slack: ofTenant.map((room) =>
          slack.messages.filter(({ channel }) => channel === room.slack).map(({ blocks }) => JSON.stringify(blocks)),
        ),
        teams: ofTenant.map((room) =>
          teams.messages(room.teams).map(({ attachments }) => JSON.stringify(attachments ?? [])),
        ),
      };
    },
  };
}
