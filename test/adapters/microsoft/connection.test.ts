/** What the bot asks Microsoft by itself: when, what comes of it, and what it counts. */
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scopeOf } from '../../../adapters/microsoft/api/user-token.ts';
import { connectMicrosoft } from '../../../adapters/microsoft/connection.ts';
import { sourcesOf } from '../../../adapters/microsoft/file/source-settings.ts';
import type { MicrosoftTenant } from '../../../adapters/microsoft/file/tenant.ts';
import { openMicrosoft } from '../../../adapters/microsoft/open-microsoft.ts';
import { signInFile } from '../../../adapters/microsoft/sign-in/sign-in-file.ts';
import { settingsDirectory } from '../../../adapters/world/admins-from-settings.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import type { Directory } from '../../../src/ports/world.ts';
import { aBot, type TestBot, text } from '../../support/a-bot.ts';
import type { EntraPerson } from '../../support/entra-tokens.ts';
import { activeAlert } from '../../support/graph-partner.ts';
import { graphFaults, type MicrosoftFault } from '../../support/microsoft-faults.ts';
import { microsoftFile, microsoftTenant } from '../../support/microsoft-file.ts';
import { ada, aTenant, contoso, eve, sam, tina } from '../../support/partner.ts';
import { requirements } from '../../support/score-door.ts';
import { refreshTokenOf } from '../../support/sign-in.ts';
import { sourceDoor, sourceFolder } from '../../support/source-door.ts';
import { day, hour, minute, second, today } from '../../support/time.ts';
import { fakeWorld } from '../../support/world.ts';
import { clientId, clientSecret, personId, tenantId } from './api/microsoft-api.ts';
import { aDirectory, adaInTeams, rolesTenant, samId } from './roles/a-directory.ts';

let made: Awaited<ReturnType<typeof aDirectory>>;
let world: ReturnType<typeof fakeWorld>;
let bugs: unknown[];
beforeEach(async () => {
  made = await aDirectory();
  world = fakeWorld(made.store);
  bugs = [];
  world.onBug = (error) => void bugs.push(error);
});
afterEach(() => made.api.stop());

/** Asks in rounds, which the test begins. */
function asking({ tenants = [rolesTenant()], firstMet = (id: Identity) => id, stateDir = 'none' } = {}) {
  const { api, store } = made;
  const waits: number[] = [];
  /** Each signal has a loop of its own: those that wait, and how many there are. */
  const waiting: ((whole: boolean) => void)[] = [];
  const loops =
    1 +
    Number(tenants.some(({ roles }) => roles)) +
    tenants.filter(({ alerts }) => alerts).length +
    tenants.filter(({ mail }) => mail).length +
    tenants.filter(({ alerts }) => alerts?.by === 'user').length;
  let done = () => {};
  const timers = {
    wait(ms: number): Promise<boolean> {
      // Limits of requests.
      if (ms <= 10 * second) return api.world.timers.wait(ms);
      return new Promise((resolve) => {
        if (waiting.push(resolve) < loops) return;
        waits.push(ms);
        done();
      });
    },
  };
  const connection = { ...api.world, timers, store, hide: () => {}, stateDir };
  const microsoft = connectMicrosoft({ login: api.entra.login, api: api.graph.api, tenants }, connection);
  let ended: Promise<void> | null = null;
  const goOn = (whole: boolean) => {
    for (const resolve of waiting.splice(0)) resolve(whole);
  };
  return {
    waits,
    directory: microsoft.directory(settingsDirectory([]), firstMet),
    /** How many wait for their next minute. */
    idle: () => waiting.length,
    /** Lets those that wait go on. */
    goOn: () => goOn(true),
    /** Resolves when everything that was due has been asked. */
    round(): Promise<void> {
      const whole = new Promise<void>((resolve) => {
        done = resolve;
      });
      if (ended) goOn(true);
      else ended = microsoft.ask(world, firstMet);
      return whole;
    },
    end() {
      goOn(false);
      return ended;
    },
  };
}

/** A simulated week has 10,080 rounds; every run of the tests takes a day of it. */
const quietDays = process.env.LONG ? 7 : 1;

const requests = () => made.api.graph.requests;
const tokens = () => made.api.entra.tokens.asked.length;
const leavers = () => made.store.read((reader) => reader.list('leavers'));
const asked = () => requests().map(({ method, path }) => `${method} ${path}`);
const account = (id: string) => `GET /v1.0/users/${id}?$select=accountEnabled`;
const save = (more: Parameters<typeof aTenant>[0]) => made.store.change((tx) => tx.put('tenants', aTenant(more)));
const scoreTenant: MicrosoftTenant = rolesTenant({ id: contoso, roles: false, people: new Map(), score: true });
/** Registers the app in the tenant whose score is asked. */
const registerScore = (roles = ['PartnerSecurity.Read.All']) =>
  made.api.entra.tokens.register({ tenantId: contoso, clientId, secrets: [{ value: clientSecret }], roles });

describe('the look for leavers', () => {
  const manager: Identity = `teams:${tenantId}/77777777-0000-4000-8000-000000000007`;
  const onCall: Identity = `teams:${tenantId}/88888888-0000-4000-8000-000000000008`;
  const four = [personId, samId, '77777777-0000-4000-8000-000000000007', '88888888-0000-4000-8000-000000000008'];

  it('asks once a night about people on call, managers, linked and proven people, each account once', async () => {
    // Ada is linked by her Slack account, and proven by her account in Teams; nothing links Eve and Tina.
    await save({ manager, contact: { onCall: [sam, onCall, eve, tina] } });
    await made.store.change((tx) => tx.put('provenAdmins', { id: adaInTeams, tenantId, provenAt: today }));
    const bot = asking();
    await bot.round();
    expect(asked().toSorted()).toEqual(four.map(account).toSorted());
    expect(tokens()).toBe(1);
    for (let n = 0; n < 5; n += 1) await bot.round();
    expect(requests()).toHaveLength(4);
    expect(bot.waits).toEqual(Array.from({ length: 6 }, () => minute));
  });

  it('asks nobody again after a restart in the same night, and everybody in the next, from 2 o’clock on', async () => {
    await asking().round();
    await asking().round();
    expect(requests()).toHaveLength(2);
    const bot = asking();
    await world.time.advance(17 * hour - second);
    await bot.round();
    expect(requests()).toHaveLength(2);
    await world.time.advance(second);
    await bot.round();
    expect(requests()).toHaveLength(4);
    await world.time.advance(6 * day);
    await bot.round();
    expect(requests()).toHaveLength(6);
  });

  it('finds who is disabled or deleted at two nights, and who is there again', async () => {
    made.account.accountEnabled = false;
    const { users } = made.api.graph.tenant(tenantId);
    const samsAccount = users.get(samId);
    users.delete(samId);
    const bot = asking();
    await bot.round();
    expect(await leavers()).toMatchObject([
      { id: ada, goneAt: null },
      { id: sam, goneAt: null },
    ]);
    await world.time.advance(day);
    await bot.round();
    const goneAt = world.time.now();
    expect(await leavers()).toMatchObject([
      { id: ada, goneAt },
      { id: sam, goneAt },
    ]);
    if (samsAccount) users.set(samId, samsAccount);
    await world.time.advance(day);
    await bot.round();
    expect(await leavers()).toMatchObject([{ id: ada, goneAt }]);
  });

  it('looks again each night for people found gone: proven ones, and those whom nothing names any more', async () => {
    const sams: Identity = `teams:${tenantId}/${samId}`;
    await made.store.change(async (tx) => {
      await tx.put('provenAdmins', { id: sams, tenantId, provenAt: today });
      for (const id of [sams, adaInTeams])
        await tx.put('leavers', { id, firstAt: today, lookedAt: today, goneAt: today });
    });
    const { users } = made.api.graph.tenant(tenantId);
    users.delete(personId);
    const bot = asking({ tenants: [rolesTenant({ people: new Map() })] });
    await bot.round();
    expect(await leavers()).toMatchObject([{ id: adaInTeams, lookedAt: world.time.now(), goneAt: today }]);
    users.set(personId, made.account);
    await world.time.advance(day);
    await bot.round();
    expect(await leavers()).toEqual([]);
  });

  it('does not count two looks that are less than 20 hours apart', async () => {
    world.time.set('2026-11-24T20:00:00.000Z');
    made.account.accountEnabled = false;
    const bot = asking();
    await bot.round();
    await world.time.advance(7 * hour);
    await bot.round();
    expect(requests()).toHaveLength(4);
    expect(await leavers()).toMatchObject([{ id: ada, goneAt: null }]);
  });

  const odd = (accountEnabled: unknown) => ({ kind: 'answer', status: 200, body: { accountEnabled } }) as const;
  const { unauthorized, forbidden, throttled, throttledYear, broken, badGateway, unavailable } = graphFaults;
  const { reset, half, html, huge, bomb, redirect } = graphFaults;
  const faults: Readonly<Record<string, MicrosoftFault>> = {
    ...{ unauthorized, forbidden, throttled, throttledYear, broken, badGateway, unavailable },
    ...{ reset, half, html, huge, bomb, redirect },
    proxy404: { kind: 'answer', status: 404, body: '<html>Not found</html>' },
    ...{ null: odd(null), nothing: odd(undefined), text: odd('false'), zero: odd(0) },
  };
  it.each(Object.entries(faults))(
    'learns nothing by an answer that is none, and says so once: %s',
    async (_name, fault) => {
      made.account.accountEnabled = false;
      const bot = asking();
      await bot.round();
      const before = await leavers();
      expect(before).toHaveLength(1);
      made.api.graph.faults.fail(() => true, fault, 1_000);
      await world.time.advance(day);
      await bot.round();
      expect(await leavers()).toEqual(before);
      expect(made.logged()).toMatchObject([{ tenant: 'contoso', msg: 'account in Microsoft Entra not read' }]);
      expect(bugs).toEqual([]);
    },
  );

  it('learns nothing by silence, which ends', async () => {
    made.api.graph.faults.fail(() => true, graphFaults.silence, 2);
    const round = asking().round();
    await expect.poll(() => requests().length).toBe(2);
    made.api.expire();
    await round;
    expect(await leavers()).toEqual([]);
    expect(made.logged()).toMatchObject([{ code: 'timeout' }]);
  });

  it('leaves out a tenant that the register has retired, as an account and as one that names people', async () => {
    await save({ id: tenantId, manager, retiredAt: today });
    await asking().round();
    await save({ manager, retiredAt: today });
    expect(requests()).toEqual([]);
  });

  it('waits for a store that takes no writes, without a bug', async () => {
    const { change } = made.store;
    made.store.change = () => Promise.reject(new StoreUnwritable('disk full'));
    const bot = asking();
    await bot.round();
    expect([requests().length, bugs]).toEqual([0, []]);
    made.store.change = change;
    await bot.round();
    expect(requests()).toHaveLength(2);
  });

  it('asks about 100 people with four requests at once, and about the others an hour after silence', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`);
    await save({ contact: { onCall: ids.map((id): Identity => `teams:${tenantId}/${id}`) } });
    made.api.graph.faults.fail(() => true, graphFaults.silence, 4);
    const bot = asking();
    const round = bot.round();
    await expect.poll(() => requests().length).toBe(4);
    made.api.expire();
    await round;
    expect(requests()).toHaveLength(4);
    await world.time.advance(hour);
    await bot.round();
    expect(new Set(asked()).size).toBe(102);
    expect(requests()).toHaveLength(106);
  });

  it.each(['throttled', 'broken'] as const)(
    'is cut short by %s, and asks again about those who are left',
    async (name) => {
      const ids = Array.from({ length: 20 }, (_, n) => `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`);
      await save({ contact: { onCall: ids.map((id): Identity => `teams:${tenantId}/${id}`) } });
      made.api.graph.faults.fail((what) => what.includes(ids[10] ?? ''), graphFaults[name]);
      const bot = asking();
      await bot.round();
      const first = requests().length;
      expect(first).toBeLessThan(18);
      // Microsoft knows none of these people.
      expect((await leavers()).length).toBe(first - 1);
      await world.time.advance(hour - second);
      await bot.round();
      expect(requests()).toHaveLength(first);
      await world.time.advance(second);
      await bot.round();
      expect(new Set(asked()).size).toBe(22);
      expect(requests()).toHaveLength(23);
      await world.time.advance(hour);
      await bot.round();
      expect(requests()).toHaveLength(23);
    },
  );

  it('goes on after an account of which the answer says nothing', async () => {
    made.account.accountEnabled = null;
    const bot = asking();
    await bot.round();
    await world.time.advance(hour);
    await bot.round();
    expect(requests()).toHaveLength(2);
  });

  it('is tried three times a night, also after restarts, and anew in the next', async () => {
    made.api.graph.faults.fail(() => true, graphFaults.broken, 1_000);
    const counts: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const before = requests().length;
      await asking().round();
      counts.push(requests().length - before);
      await world.time.advance(hour);
    }
    expect(counts).toEqual([2, 2, 2, 0, 0, 0]);
    await world.time.advance(18 * hour);
    await asking().round();
    expect(requests()).toHaveLength(8);
  });
});

describe('rounds', () => {
  const tenants = [rolesTenant(), scoreTenant];
  beforeEach(async () => {
    await save({ contact: { onCall: [] } });
    registerScore();
  });

  it.each([
    ['portal', 'v1.0/users'],
    ['cursors', 'securityScore'],
  ])('a bug in what has to do with %s does not keep the others from being asked', async (collection, path) => {
    const { read } = world.store;
    world.store.read = (work) =>
      read((reader) => {
        const refuse = (name: string) => {
          if (name === collection) throw new TypeError('no such thing');
        };
        return work({
          ...reader,
          get: (name, id) => {
            refuse(name);
            return reader.get(name, id);
          },
          list: (name, ...more) => {
            refuse(name);
            return reader.list(name, ...more);
          },
        });
      });
    const bot = asking({ tenants });
    await bot.round();
    await bot.round();
    expect(bugs.map(String)).toEqual(['TypeError: no such thing', 'TypeError: no such thing']);
    expect(asked().length).toBe(2);
    for (const one of asked()) expect(one).toContain(path);
  });

  it('silence about the score does not keep people from being asked about', async () => {
    made.api.graph.faults.fail((what) => what.includes('securityScore'), graphFaults.silence, 10);
    const round = asking({ tenants }).round();
    await expect.poll(() => requests().length).toBe(3);
    expect(asked().filter((one) => one.includes('/users/'))).toHaveLength(2);
    made.api.expire();
    await round;
  });

  it('silence about the alerts of one tenant keeps neither those of another nor itself busy', async () => {
    const alerts = { by: 'app', everyMs: minute, writeBack: false } as const;
    const other = { ...scoreTenant, score: false, alerts, name: 'other' };
    const both = [
      { ...other, id: tenantId, name: 'silent' },
      { ...other, id: contoso },
    ];
    world.settings.sources = both.flatMap(sourcesOf);
    made.api.app.roles = ['PartnerSecurity.Read.All'];
    made.api.graph.faults.fail((what) => what.includes('securityAlerts'), graphFaults.silence);
    const bot = asking({ tenants: both });
    void bot.round();
    for (let polls = 2; polls < 5; polls += 1) {
      await expect.poll(() => requests().filter(({ status }) => status === 200).length).toBe(polls - 1);
      expect(requests().length).toBe(polls);
      await expect.poll(() => bot.idle()).toBe(2);
      await world.time.advance(minute);
      bot.goOn();
    }
    made.api.expire();
    await expect.poll(() => bot.idle()).toBe(3);
    expect(bugs).toEqual([]);
  });

  it('end with the timers', async () => {
    const bot = asking({ tenants });
    await bot.round();
    await bot.end();
    expect(requests()).toHaveLength(4);
  });

  it('of a quiet week send 56 requests of the score, one a night for each person, and 1.5 tokens an hour', async () => {
    world.time.set('2026-11-23T00:00:00.000Z');
    const bot = asking({ tenants });
    for (let n = 0; n < 7 * 24 * 6; n += 1) {
      await bot.round();
      await world.time.advance(10 * minute);
      made.api.state.jumpedMs += 10 * minute;
    }
    const ofScore = requests().filter(({ path }) => path.includes('securityScore'));
    expect([ofScore.length, requests().length - ofScore.length]).toEqual([56, 14]);
    expect(tokens()).toBeLessThanOrEqual(1.5 * 7 * 24);
  });
});

describe('the score', () => {
  const portal = () => made.store.read((reader) => reader.get('portal', contoso));
  beforeEach(() => save({}));

  it('is what the requirements of the tenant say', async () => {
    registerScore();
    const bot = asking({ tenants: [scoreTenant] });
    await bot.round();
    expect(await portal()).toMatchObject({ onFile: 'yes', averageHours: 3.5, score: { current: 60.5, max: 100 } });
    made.api.graph.tenant(contoso).partner.requirements = requirements('noncomplaint').value;
    await world.time.advance(6 * hour);
    await bot.round();
    expect(await portal()).toMatchObject({ onFile: 'no', noSince: world.time.now() });
  });

  it('is asked as the person who signed in, and the other tenants go on while Entra says no of one', async () => {
    const folder = sourceFolder();
    const byUser = { by: 'user', everyMs: 5 * minute, writeBack: false } as const;
    const tenants = [contoso, tenantId].map((id) => ({ ...scoreTenant, id, name: `t-${id[0]}`, alerts: byUser }));
    await save({ id: tenantId });
    for (const app of [registerScore([]), made.api.app])
      Object.assign(app, { scopes: ['PartnerSecurity.Read.All'], redirectUris: ['http://localhost'] });
    const people: EntraPerson[] = [];
    for (const tenant of tenants) {
      const { id } = tenant;
      const ada = { tenantId: id, objectId: personId, upn: 'ada@contoso.example', withMfa: true, trouble: null };
      people.push(ada);
      made.api.entra.tokens.people.push(ada);
      const asked = { tenantId: id, clientId, secret: clientSecret, scope: scopeOf(tenant) };
      const refreshToken = await refreshTokenOf(made.api.entra, asked);
      const who = { name: ada.upn, objectId: personId };
      await signInFile(dirname(folder.path('x')), tenant).write({ refreshToken, signedInAt: today, who });
      made.api.graph.tenant(id).partner.demandsMfa = true;
    }
    for (const one of people.slice(0, 1)) one.trouble = 'conditionalAccess';
    await asking({ tenants, stateDir: dirname(folder.path('x')) }).round();
    expect(await portal()).toMatchObject({ onFile: 'unknown' });
    expect(await made.store.read((reader) => reader.get('portal', tenantId))).toMatchObject({ onFile: 'yes' });
    const lines = made.api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'score.failed');
    const step = expect.stringContaining('npm run microsoft -- sign-in t-');
    expect(lines).toMatchObject([{ kind: 'signIn', code: 'AADSTS53003', step }]);
    folder.remove();
  });

  it('is unknown without the permission, which is told', async () => {
    registerScore(['User.Read.All']);
    await asking({ tenants: [scoreTenant] }).round();
    expect(await portal()).toMatchObject({ onFile: 'unknown', known: null });
    const lines = made.api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'score.failed');
    expect(lines).toMatchObject([
      { tenant: 'contoso', kind: 'permission', step: expect.stringMatching(/permission PartnerSecurity\.Read\.All/) },
    ]);
  });
});

describe('answers', () => {
  const answered = { ...rolesTenant(), id: contoso, roles: false, people: new Map() };
  const alerts = { by: 'app', everyMs: 5 * minute, writeBack: true } as const;
  const id = `microsoft:${contoso} x`;
  const writes = () => asked().filter((one) => one.endsWith('/x'));
  beforeEach(async () => {
    registerScore(['PartnerSecurity.ReadWrite.All']);
    world.settings.sources = sourcesOf({ ...answered, alerts });
    const { alerts: there } = made.api.graph.tenant(contoso).partner;
    there.set('x', { id: 'x', status: 'active', displayName: 'Mining' });
    await made.store.change(async (tx) => {
      await tx.put('closed', { id, number: 1, segment: 'alerts-2026-11' });
      const at = world.time.now();
      await tx.put('writeBacks', { id, status: 'resolved', reason: 'fraud', since: at, attempts: 0, dueAt: at });
    });
  });

  it('are written back in a loop of their own, and asked for again after ten seconds', async () => {
    const bot = asking({ tenants: [{ ...answered, alerts }] });
    await bot.round();
    await expect
      .poll(writes)
      .toEqual(['GET', 'PATCH'].map((method) => `${method} /beta/security/partner/securityAlerts/x`));
    // The loop may not have begun to wait yet.
    await expect
      .poll(async () => {
        await world.time.advance(10 * second);
        made.api.expire();
        return made.store.read((reader) => reader.list('writeBacks'));
      })
      .toEqual([]);
    expect(made.api.graph.tenant(contoso).partner.alerts.get('x')).toMatchObject({ status: 'resolved' });
    expect(bugs).toEqual([]);
  });

  it('wait where no tenant of the file has them written back', async () => {
    const bot = asking({ tenants: [{ ...answered, alerts: { ...alerts, writeBack: false } }] });
    await bot.round();
    expect([
      writes(),
      await made.store.read((reader) => reader.count('writeBacks.due', `microsoft:${contoso}`)),
    ]).toEqual([[], 1]);
  });
});

describe('what admins hear', () => {
  const tenants = [rolesTenant(), rolesTenant({ ...scoreTenant, name: 'score' })];
  let bot: TestBot;
  beforeEach(async () => {
    bot = await aBot({ admins: [tina], chats: { people: { [tina]: 'Tina' } } });
    world = bot.world;
    made.store = bot.world.store;
    registerScore();
  });
  const news = () => bot.inPrivate(tina, 'microsoftNews');
  const titles = () => news().map(({ card }) => card.title);

  /** Lets time pass with a round, a tick and a person's role looked up every 10 minutes. */
  async function passes(ms: number, rounds: ReturnType<typeof asking>, directory: Directory) {
    for (let passed = 0; passed < ms; passed += 10 * minute) {
      await directory.roleOf(ada, true).catch(() => {});
      await rounds.round();
      await bot.tick(10 * minute);
      made.api.state.jumpedMs += 10 * minute;
    }
  }

  it('of Microsoft wholly away for a day is three messages, also where the bot restarts, and all catches up', async () => {
    let rounds = asking({ tenants });
    await passes(hour, rounds, rounds.directory);
    made.api.graph.faults.fail(() => true, graphFaults.broken, 10_000);
    made.api.entra.tokens.faults.fail(() => true, graphFaults.broken, 10_000);
    await passes(7 * hour, rounds, rounds.directory);
    expect(titles()).toEqual(['Microsoft is not answering']);
    rounds = asking({ tenants });
    await passes(17 * hour, rounds, rounds.directory);
    expect(titles()).toEqual(['Microsoft is not answering', 'Microsoft is still not answering']);
    made.api.graph.faults.heal();
    made.api.entra.tokens.faults.heal();
    await passes(7 * hour, rounds, rounds.directory);
    expect(titles()).toEqual([
      'Microsoft is not answering',
      'Microsoft is still not answering',
      'Microsoft is answering again',
    ]);
    const portal = await made.store.read((reader) => reader.get('portal', contoso));
    expect(portal).toMatchObject({ onFile: 'yes' });
    expect(await rounds.directory.roleOf(ada, true)).toBe('admin');
    expect(bugs.concat(bot.bugs)).toEqual([]);
  });

  it('of a missing permission is told once for each tenant, and is over once it is granted', async () => {
    for (const app of made.api.entra.tokens.apps) app.roles.splice(0);
    const rounds = asking({ tenants });
    await passes(7 * hour, rounds, rounds.directory);
    expect(titles()).toEqual([
      'My app in Microsoft Entra lacks a permission',
      'My app in Microsoft Entra lacks a permission',
    ]);
    const said = news().map(({ card }) => text(card));
    expect(said.join()).toContain('User.Read.All');
    expect(said.join()).toContain('PartnerSecurity.Read.All');
    for (const app of made.api.entra.tokens.apps) app.roles.push('User.Read.All', 'PartnerSecurity.Read.All');
    made.api.graph.revokeTokens();
    await passes(7 * hour, rounds, rounds.directory);
    expect(titles()).toEqual(['Microsoft is answering again', 'Microsoft is answering again']);
  });

  it('costs the store nothing while people are looked up', async () => {
    made.api.graph.faults.fail(() => true, graphFaults.broken, 10_000);
    const { directory } = asking({ tenants });
    let writes = 0;
    const { change } = made.store;
    made.store.change = (...args) => {
      writes += 1;
      return change(...args);
    };
    for (let n = 0; n < 50; n += 1) await directory.roleOf(ada, true).catch(() => {});
    expect(writes).toBe(0);
  });
});

it('the bot counts its requests by signal and outcome, and when each signal was last answered', async () => {
  const folder = sourceFolder();
  const path = folder.write(
    'microsoft.json',
    microsoftFile(
      [
        microsoftTenant({ id: tenantId, clientId, roles: true, people: { [ada]: personId, [sam]: samId } }),
        microsoftTenant({ id: contoso, clientId, name: 'score', score: true }),
      ],
      { login: made.api.entra.login, api: made.api.graph.api },
    ),
  );
  registerScore();
  const env = { APP_SECRET: clientSecret };
  const microsoft = openMicrosoft(path, env, { sourceNames: [], isLocal: false });
  made.api.graph.faults.fail((what) => what.includes(samId), graphFaults.broken);
  const door = await sourceDoor({ sources: [], microsoft });
  const metric = async (name: string) =>
    (await door.metrics()).split('\n').filter((line) => line.startsWith(`security_contact_bot_microsoft_${name}{`));
  expect(await metric('last_success_timestamp_seconds')).toEqual([]);
  const ending = door.askMicrosoft();
  await expect
    .poll(async () => (await metric('requests_total')).toSorted())
    .toEqual([
      'security_contact_bot_microsoft_requests_total{signal="roles",outcome="ok"} 1',
      'security_contact_bot_microsoft_requests_total{signal="roles",outcome="unavailable"} 1',
      'security_contact_bot_microsoft_requests_total{signal="score",outcome="ok"} 2',
    ]);
  const at = Date.parse(today) / 1_000;
  expect((await metric('last_success_timestamp_seconds')).toSorted()).toEqual([
    `security_contact_bot_microsoft_last_success_timestamp_seconds{signal="roles"} ${at}`,
    `security_contact_bot_microsoft_last_success_timestamp_seconds{signal="score"} ${at}`,
  ]);
  expect(door.log()).not.toContain(clientSecret);
  await door.close();
  await ending;
  folder.remove();
});

it('the bot as it is composed takes the alerts of Microsoft, as a source that nobody may send to', async () => {
  const folder = sourceFolder();
  registerScore();
  const { partner } = made.api.graph.tenant(contoso);
  partner.alerts.set(activeAlert.id, activeAlert);
  const file = microsoftFile([microsoftTenant({ id: contoso, clientId, alerts: { every: 'PT1M' } })], {
    ...{ login: made.api.entra.login, api: made.api.graph.api },
  });
  const env = { APP_SECRET: clientSecret };
  const microsoft = openMicrosoft(folder.write('microsoft.json', file), env, { sourceNames: [], isLocal: false });
  const door = await sourceDoor({ sources: [], microsoft });
  const ending = door.askMicrosoft();
  await expect.poll(async () => (await door.alerts()).length).toBe(1);
  expect(await door.alerts()).toMatchObject([{ id: `microsoft:${contoso} ${activeAlert.id}`, tenantId: contoso }]);
  expect((await door.ask('/webhooks/alerts/contoso')).status).toBe(401);
  expect((await door.monitor('/readyz')).json).toMatchObject({ checks: { 'source:contoso': 'ok' } });
  expect(await door.metrics()).toContain('microsoft_requests_total{signal="alerts",outcome="ok"} 1');
  expect(door.log()).not.toMatch(new RegExp(`${clientSecret}|eyJ`));
  await door.close();
  await ending;
  folder.remove();
});

it('asks no more than it has to while a tenant with all signals is quiet', async () => {
  const tenant = rolesTenant({
    score: true,
    alerts: { by: 'app', everyMs: 5 * minute, writeBack: false },
    mail: { mailbox: 'security@contoso.example', senders: ['no-reply@microsoft.com'], high: [] },
  });
  made.api.app.roles.push('PartnerSecurity.Read.All');
  const mailbox = { mails: [], readers: new Set([clientId]), epoch: 1 };
  made.api.graph.tenant(tenantId).mail.mailboxes.set('security@contoso.example', mailbox);
  await save({ id: tenantId });
  world.settings.sources = sourcesOf(tenant);
  const bot = asking({ tenants: [tenant] });
  for (let minutes = 0; minutes < quietDays * 24 * 60; minutes += 1) {
    await bot.round();
    made.api.state.jumpedMs += minute;
    await world.time.advance(minute);
  }
  const count = (part: RegExp) => asked().filter((one) => part.test(one)).length;
  const sent = {
    alerts: count(/securityAlerts/),
    score: count(/securityScore/),
    mail: count(/messages/),
    accounts: count(/accountEnabled/),
  };
  // Both people are looked for at once, and then each night.
  const mostAccounts = 2 * (quietDays + 1);
  expect(sent).toEqual({
    alerts: 288 * quietDays,
    score: 8 * quietDays,
    mail: 1_440 * quietDays,
    accounts: mostAccounts,
  });
  expect(tokens()).toBeLessThanOrEqual(36 * quietDays);
  expect(requests()).toHaveLength(sent.alerts + sent.score + sent.mail + sent.accounts);
  expect(requests().every(({ status }) => status === 200)).toBe(true);
}, 120_000);
