/** The whole bot as `npm start` composes it, with a folder of its own, between a made-up Slack and a made-up Teams. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { ChatPlatform } from '../../adapters/chat/platform.ts';
import type { OpenedMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import { clock } from '../../adapters/process/timers.ts';
import { configFrom } from '../../adapters/settings/config.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { type Store, StoreUnwritable } from '../../src/ports/store.ts';
import type { AdminRole, Clock, Directory } from '../../src/ports/world.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import type { HurriedTime } from '../support/hurried-time.ts';
import { type FakeSlack, fakeSlack } from '../support/slack.ts';
import { slackSocket } from '../support/slack-socket.ts';
import { notedLog } from '../support/stub-bot.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { moveDate, today } from '../support/time.ts';
import { onSlack } from './on-slack.ts';
import { onTeams } from './on-teams.ts';
import type { Person } from './person.ts';
import { startBot } from './start-bot.ts';
import { isSocketMode } from './ways.ts';

export type Stage = Awaited<ReturnType<typeof stage>>;
export { tenantId };

export const contosoId = '44444444-4444-4444-8444-444444444444';
export const desk = {
  kind: 'group',
  firstName: 'Desk',
  middleName: 'Desk',
  email: 'desk@contoso.example',
  phone: '+33142685300',
  timezone: 'Europe/Paris',
};

const signingSecret = 'a-signing-secret-of-a-test';

/** Who is a Global Administrator, and what goes wrong with asking. */
export interface Admins extends Directory {
  /** The administrators who get messages, and who may act unless `roles` says something else. */
  all: Set<Identity>;
  roles: Map<Identity, AdminRole>;
  /** The tenant in Entra that is asked about everybody; null for none. */
  entraTenant: string | null;
  /** Null: nothing. */
  trouble: (() => Promise<never>) | null;
}

export interface Staging {
  env?: Readonly<Record<string, string>>;
  /** The clock by which alerts are delivered and people reminded, in place of that by which requests are signed. */
  time?: HurriedTime;
  /** The clock by which the whole bot goes, in place of the machine's. */
  clock?: Clock;
  /** What Microsoft is asked; nothing by default. Then it also says who is an administrator. */
  microsoft?: OpenedMicrosoft | null;
}

/** The stage with a partner tenant that has a contact, once both platforms are connected. */
export async function contosoStage(): Promise<Stage> {
  const on = await stage();
  await on.knows();
  await on.ready();
  return on;
}

/** `before` is for what shall be wrong from the start. */
export async function stage(
  before: (slack: FakeSlack) => void = () => {},
  { env = {}, time, clock: given, microsoft = null }: Staging = {},
) {
  // Each begins at nine, for the bot, the platforms, and whoever signs what it gets.
  const putRight = moveDate(today);
  const [slack, teams] = await Promise.all([fakeSlack(), fakeTeams()]);
  const socket = isSocketMode() ? await slackSocket(slack) : null;
  before(slack);
  const dir = mkdtempSync(join(tmpdir(), 'journey-'));
  const log = notedLog();
  const admins = createAdmins();
  const disk: { full: boolean; bug: Error | null } = { full: false, bug: null };
  const domains = new Map<string, 'yes' | 'no' | 'unknown'>();
  const mail = { takesMail: async (domain: string) => domains.get(domain) ?? ('unknown' as const) };
  const config = configFrom({
    SLACK_BOT_TOKEN: slack.token,
    ...(socket ? { SLACK_APP_TOKEN: socket.appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: 'secret',
    ...teams.overrides,
    STATE_DIR: dir,
    PORT: '0',
    HOST: '127.0.0.1',
    ...env,
  });
  const door = { url: '', signingSecret, socket };
  const place = { teams, url: '', tenantId, signed: true };
  let running: Awaited<ReturnType<typeof start>>;

  async function start() {
    const started = await startBot(config, {
      log,
      onFatal: (error) => log.error({ event: 'fatal', err: error }, 'fatal'),
      microsoft,
      clock: given,
      outside: {
        ...(microsoft ? {} : { directory: admins }),
        mail,
        ...(time ? { clock: time, timers: time, uptimeMs: time.passed } : {}),
      },
      through: (store) => onDisk(store, disk),
      watching: (platforms) => {
        for (const { name, chat } of platforms) if (name === 'teams') teams.targeted.listenTo(chat);
      },
    });
    const url = `http://127.0.0.1:${started.port}`;
    [door.url, place.url] = [`${url}/slack/events`, `${url}/api/messages`];
    return { ...started, url };
  }

  async function stop(): Promise<void> {
    const { host, outbox, platforms, opened } = running;
    const ended = host.stop();
    host.cut();
    time?.stop();
    await Promise.all([ended, ...[outbox, ...platforms].map((part) => part.stop())]);
    await opened.close();
    time?.go();
  }

  const ready = () =>
    vi.waitUntil(() => running.platforms.every((platform) => platform.notReady() === null), { timeout: 10_000 });
  const learnt = (name: string) =>
    vi.waitUntil(
      async () => (await read((reader) => reader.list('conversations'))).some((row) => row.name.endsWith(name)),
      { timeout: 10_000 },
    );
  const read: Store['read'] = (what) => running.opened.read(what);

  running = await start();
  const sides = {
    slack: onSlack(slack, door),
    teams: onTeams(teams, place, async (name) => void (await learnt(name))),
  };
  return {
    ...sides,
    /** A person who is an administrator. */
    admin(platform: 'slack' | 'teams', name: string): Person {
      const person = sides[platform].person(name);
      admins.all.add(person.identity);
      return person;
    },
    wires: { slack, teams, door, place },
    admins,
    disk,
    domains,
    log,
    ready,
    url: () => running.url,
    store: { read },
    platform(name: ChatPlatform['name']): ChatPlatform {
      const found = running.platforms.find((one) => one.name === name);
      if (!found) throw new Error(`${name} is not configured`);
      return found;
    },
    /** A partner tenant with a contact is there, as if it had been imported. */
    async knows(
      more: { name?: string; id?: string; contact?: object; complianceAttestedAt?: string } = {},
    ): Promise<void> {
      const { name = 'Contoso', id = contosoId, contact = {}, complianceAttestedAt = null } = more;
      const reading = readRegister({
        version: 1,
        tenants: [{ id, name, partnerType: 'directBill', complianceAttestedAt, contact: { ...desk, ...contact } }],
      });
      if (reading.kind !== 'register') throw new Error(JSON.stringify(reading));
      await importRegister(
        reading.file,
        { id: null, name: 'Import' },
        { store: running.opened, clock: given ?? clock },
      );
    },
    /** What the process does every now and then. */
    tick: () => running.bot.tick(),
    /** All that people can change. */
    async record() {
      return read(async (reader) => ({
        register: await exportRegister(reader),
        history: await reader.history({ tenantId: null, before: null, limit: 1_000 }),
      }));
    },
    async restarts(): Promise<void> {
      await stop();
      running = await start();
      await ready();
    },
    async closes(): Promise<void> {
      slack.heal();
      teams.heal();
      await stop();
      await Promise.all([slack.stop(), socket?.stop(), teams.close()]);
      if (teams.targeted.leaks.length > 0) throw new Error(`everybody could read: ${teams.targeted.leaks}`);
      // What Slack would not take shows in no answer.
      if (socket && socket.faults.length > 0) throw new Error(`Slack refuses: ${socket.faults}`);
      rmSync(dir, { recursive: true, force: true });
      putRight();
    },
  };
}

function createAdmins(): Admins {
  const all = new Set<Identity>();
  const known = new Map<Identity, AdminRole>();
  const admins: Admins = {
    all,
    roles: new Map(),
    entraTenant: null,
    trouble: null,
    // Who does not ask afresh gets what was last said.
    roleOf: async (id, fresh) => {
      const before = fresh ? undefined : known.get(id);
      if (before !== undefined) return before;
      const answer = admins.trouble
        ? await admins.trouble()
        : (admins.roles.get(id) ?? (all.has(id) ? 'admin' : 'none'));
      known.set(id, answer);
      return answer;
    },
    adminsToTell: async (limit) => (admins.trouble ? admins.trouble() : [...all].slice(0, limit)),
    entraAccountOf: () => null,
    entraTenantOf: () => admins.entraTenant,
  };
  return admins;
}

/** The store, but for a disk that a test may fill, and for a bug that each list of tenants runs into. */
function onDisk(store: Store, disk: { full: boolean; bug: Error | null }): Store {
  return {
    read: (what) =>
      store.read((reader) => {
        const list: typeof reader.list = async (collection) => {
          if (disk.bug && collection === 'tenants') throw disk.bug;
          return reader.list(collection);
        };
        return what({ ...reader, list });
      }),
    change: async (what, how) => {
      if (disk.full) throw new StoreUnwritable('ENOSPC');
      return store.change(what, how);
    },
  };
}
