import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listening } from '../../support/loopback.ts';
import { fakeSlack } from '../../support/slack.ts';
import { slackPerson } from '../../support/slack-person.ts';
import { slackSocket } from '../../support/slack-socket.ts';
import { deliver } from '../../support/slack-wire.ts';
import { elapsed, second } from '../../support/time.ts';
import { bot, command, folder, patient, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';
import { playedBot } from './played-bot.ts';
import { appToken, botToken, slackApi } from './slack-api.ts';

const guid = '00000000-aaaa-4aaa-8aaa-000000000000';

async function connected(more: Settings = {}) {
  const { state, apiUrl } = await slackApi();
  const settings: Settings = {
    STATE_DIR: join(folder(), 'state'),
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    ADMINS: 'slack:T0/U0',
    ...more,
  };
  return { state, settings };
}

it('is green for a new bot that is connected by Socket Mode, and only asks', async () => {
  const { state, settings } = await connected();
  const { ok, check, names } = await doctor(settings);
  expect(ok).toBe(true);
  // How old its Node is depends on the machine: see node.test.ts.
  expect(names.filter((name) => name !== 'node' && check(name)?.state === 'ok')).toEqual([
    ...[
      'settings',
      'settings:ADMINS',
      'state',
      'disk',
      'slack:token',
      'slack:scopes',
      'clock:slack',
      'slack:socket-mode',
      'admins',
    ],
  ]);
  expect(check('slack:token')?.detail).toBe('Slack takes it: the bot security_contact in the workspace Contoso.');
  expect(state.asked.toSorted()).toEqual([
    'POST apps.connections.open',
    'POST auth.test',
    'POST auth.test',
    'POST users.info',
  ]);
});

it('says it to people in a line a check, with what may still be done', async () => {
  const { settings } = await connected();
  const { ADMINS, ...rest } = settings;
  const { out, code } = await command('doctor', { ...rest, STATE_DIR: folder() }).ended;
  expect(ADMINS).toBeDefined();
  expect(code).toBe(0);
  expect(out).toContain('✓ slack:socket-mode: Slack takes SLACK_APP_TOKEN.');
  expect(out).toContain('\n    → Send setup to the bot (in Slack: /security-contact setup)');
  expect(out).toMatch(/– teams:secret, teams:token, .*: Microsoft Teams is not connected\.\n/);
  expect(out).toMatch(/\n\nNothing that was looked at is wrong\. \d+ lines above with → may still be done\.\n$/);
});

const faults: [string, (of: Awaited<ReturnType<typeof connected>>) => void, string, RegExp, RegExp][] = [
  [
    'a token that Slack does not know',
    ({ settings }) => {
      settings.SLACK_BOT_TOKEN = 'xoxb-another-token';
    },
    'slack:token',
    /does not know this token \(invalid_auth\)/,
    /Bot User OAuth Token/,
  ],
  [
    'a revoked token',
    ({ state }) => {
      state.fault = { method: 'auth.test', what: { error: 'token_revoked' } };
    },
    'slack:token',
    /was revoked/,
    /install it/,
  ],
  [
    'an app that was removed',
    ({ state }) => {
      state.fault = { method: 'auth.test', what: { error: 'account_inactive' } };
    },
    'slack:token',
    /removed from the workspace/,
    /install it/,
  ],
  [
    'an error that is no code',
    ({ state }) => {
      state.fault = { method: 'auth.test', what: { error: 'say \u001b[31m xoxb-another-token' } };
    },
    'slack:token',
    /see the code \(no code\)/,
    /install it/,
  ],
  [
    'a page of a proxy',
    ({ state }) => {
      state.fault = { method: 'auth.test', what: 'page' };
    },
    'slack:token',
    /is not Slack/,
    /without a sign-in/,
  ],
  [
    'a broken connection',
    ({ state }) => {
      state.fault = { method: 'auth.test', what: 'reset' };
    },
    'slack:token',
    /breaks the connection/,
    /^Unless your Slack is at (http:\/\/127\.0\.0\.1:\d+\/api\/), remove SLACK_API_URL\. If it is: Let this machine reach \1:/,
  ],
  [
    'an outage',
    ({ state }) => {
      state.fault = { method: 'apps.connections.open', what: 'down' };
    },
    'slack:socket-mode',
    /status 503/,
    /slack-status/,
  ],
  [
    'missing scopes',
    ({ state }) => {
      state.scopes.delete('im:write');
      state.scopes.delete('commands');
      state.scopes.delete('usergroups:read');
      state.scopes.add('pins:read');
    },
    'slack:scopes',
    /^Not granted: commands, im:write\. Slack was asked at http:\/\/127\.0\.0\.1:\d+\/api\/, as SLACK_API_URL says\.$/,
    /install the app again/,
  ],
  [
    'an app-level token that Slack does not know',
    ({ settings }) => {
      settings.SLACK_APP_TOKEN = 'xapp-another-token';
    },
    'slack:socket-mode',
    /does not know this token/,
    /connections:write/,
  ],
  [
    'an app-level token without its scope',
    ({ state }) => {
      state.appScopes.clear();
    },
    'slack:socket-mode',
    /lacks the scope connections:write/,
    /make a token/,
  ],
  [
    'Socket Mode that is off',
    ({ state }) => {
      state.socketMode = false;
    },
    'slack:socket-mode',
    /perhaps Socket Mode is off \(access_denied\)/,
    /Enable Socket Mode/,
  ],
];

it.each(faults)('finds %s', async (_, spoil, name, detail, fix) => {
  const rig = await connected();
  spoil(rig);
  const { failed, check } = await doctor(rig.settings);
  expect(failed).toEqual([name]);
  expect(check(name)?.detail).toMatch(detail);
  expect(check(name)?.fix).toMatch(fix);
});

it.each([
  [-400, 'ahead of'],
  [90, 'behind'],
])('finds a clock that is %i s off the one of Slack', async (ahead, direction) => {
  const { state, settings } = await connected();
  state.ahead = ahead;
  const began = elapsed();
  const { failed, check } = await doctor(settings);
  const took = (elapsed() - began) / second;
  expect(failed).toEqual(['clock:slack']);
  const { detail = '', fix } = check('clock:slack') ?? {};
  const [, seconds, said] = /is (\d+) seconds (ahead of|behind) Slack/.exec(detail) ?? [];
  // Slack's answer may lie unread for as long as a busy machine takes for all of it.
  expect(Math.abs(Number(seconds) - Math.abs(ahead))).toBeLessThanOrEqual(1 + took / 2);
  expect([said, fix]).toEqual([direction, expect.stringMatching(/timedatectl/)]);
});

it('takes being asked too often for no fault', async () => {
  const { state, settings } = await connected();
  state.fault = { method: 'apps.connections.open', what: 'busy' };
  const { ok, check } = await doctor(settings);
  expect([ok, check('slack:socket-mode')?.state]).toEqual([true, 'off']);
});

it('cleans and cuts the names that Slack tells', async () => {
  const { state, settings } = await connected();
  state.team = `\u001b[31mContoso\u202e\n${'x'.repeat(500)}`;
  const { check } = await doctor(settings);
  expect(check('slack:token')?.detail).toMatch(/workspace \[31mContoso x{50,80}\.$/);
});

it('asks nobody with --offline', async () => {
  const { state, settings } = await connected();
  const { ok, check } = await doctor(settings, '--offline');
  expect(ok).toBe(true);
  expect(state.asked).toEqual([]);
  for (const name of ['slack:token', 'slack:scopes', 'clock:slack', 'slack:socket-mode', 'admins'])
    expect(check(name)).toMatchObject({ state: 'off', detail: 'Not looked at: --offline.' });
});

it.each<[string, string, object | null, RegExp]>([
  ['nobody', 'slack:T0/UNOBODY', null, /UNOBODY: Slack knows nobody of this id\./],
  ['another workspace', 'slack:T0OTHER/U0', null, /slack:T0OTHER\/U0: the bot is in the workspace T0\./],
  ['somebody from elsewhere', 'slack:T0/U1', { team_id: 'T1' }, /U1: is of another organisation\./],
  ['a guest', 'slack:T0/U1', { team_id: 'T0', is_restricted: true }, /U1: is a guest\./],
  ['a bot', 'slack:T0/U1', { team_id: 'T0', is_bot: true }, /U1: is a bot\./],
  ['somebody who left', 'slack:T0/U1', { team_id: 'T0', deleted: true }, /U1: is deactivated\./],
  ['a platform that is not connected', `teams:${guid}/${guid}`, null, /: Microsoft Teams is not connected\./],
])('finds %s among the administrators', async (_, admin, user, detail) => {
  const { state, settings } = await connected({ ADMINS: `slack:T0/U0,${admin}` });
  if (user) state.users.set('U1', user);
  const { failed, check } = await doctor(settings);
  expect(failed).toEqual(['admins']);
  expect(check('admins')?.detail).toMatch(detail);
  expect(check('admins')?.detail).not.toContain('slack:T0/U0:');
  expect(check('admins')?.fix).toMatch(/^Correct or remove them\. .*Send setup/);
});

it('takes an administrator of any workspace of the Enterprise Grid', async () => {
  const { state, settings } = await connected({ ADMINS: 'slack:T0OTHER/U0' });
  state.enterprise = 'E0';
  state.users.set('U0', { team_id: 'T9', enterprise_user: { enterprise_id: 'E0' } });
  expect((await doctor(settings)).check('admins')).toMatchObject({ state: 'ok' });
});

it('says that Teams tells of nobody, and holds its administrators against TEAMS_TENANTS', async () => {
  const teams = { MicrosoftAppId: guid, MicrosoftAppTenantId: guid, MicrosoftAppPassword: 'a-password-of-a-test' };
  const away = {
    ToChannelFromBotLoginUrl: 'http://127.0.0.1:1/',
    ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:1/',
  };
  const { settings } = await connected({ ...teams, ...away, ADMINS: `slack:T0/U0,teams:${guid}/${guid}` });
  const admins = async (more: Settings = {}) => (await doctor({ ...settings, ...more })).check('admins');
  expect(await admins()).toMatchObject({
    state: 'ok',
    detail:
      'Slack knows the one of Slack as a member. Teams tells of nobody outside of a chat: whether its 1 named user exists shows once they write to the bot.',
  });
  const other = guid.replaceAll('0', '1');
  expect(await admins({ ADMINS: `teams:${other}/${guid}` })).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining(`teams:${other}/${guid}: TEAMS_TENANTS does not name that tenant.`),
  });
});

it('asks nobody about administrators where Slack does not let it', async () => {
  const { state, settings } = await connected();
  state.scopes.delete('users:read');
  const { failed, check } = await doctor(settings);
  expect(failed).toEqual(['slack:scopes']);
  expect(check('admins')).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/\(missing_scope\): see slack:scopes/),
  });
});

/** A bot that is connected by Socket Mode. */
async function bySocketMode() {
  const slack = await fakeSlack();
  slack.addUser('U0ADMIN');
  const socket = await slackSocket(slack);
  onTestFinished(async () => {
    await socket.stop();
    await slack.stop();
  });
  const settings = {
    ...{ STATE_DIR: join(folder(), 'state'), SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.token },
    ...{ SLACK_APP_TOKEN: socket.appToken, ADMINS: 'slack:T0HOME/U0ADMIN' },
  };
  const running = await bot(settings);
  await vi.waitUntil(() => running.said.out.includes('Slack connected by Socket Mode'), patient);
  return { ...running, slack, socket, settings };
}

it('is green where the bot runs by Socket Mode, and tells when another program has its tokens', async () => {
  const { slack, socket, settings, port, said } = await bySocketMode();
  const asked = { ...settings, PORT: String(port) };
  const green = await doctor(asked);
  expect(green.ok).toBe(true);
  expect(green.check('bot')?.state).toBe('ok');
  expect(green.check('slack:events')?.detail).toMatch(/^The running bot is connected/);
  const other = new WebSocket(Object(slack.sockets.open?.(`Bearer ${socket.appToken}`)).url);
  await vi.waitUntil(() => socket.connected() === 2, patient);
  socket.announces('warning');
  await vi.waitUntil(() => said.out.includes('another program may use SLACK_APP_TOKEN too'), patient);
  const inTurns = await doctor(asked);
  expect(inTurns.failed).toEqual(['bot']);
  expect(inTurns.check('bot')?.detail).toContain('ok, but another program may use SLACK_APP_TOKEN too');
  other.close();
});

it('asks for patience where a Socket Mode connection is being made anew', async () => {
  const { socket, settings, url, said } = await bySocketMode();
  socket.how.isOn = false;
  socket.disconnects('link_disabled');
  await vi.waitUntil(() => said.out.includes('link_disabled'), patient);
  // The bot is ready for half a minute more, and doctor may take as long: what the bot says now is played to it.
  const { checks } = Object(await (await fetch(`${url}/readyz`)).json());
  expect(checks.slack).toMatch(/^ok, but reconnecting for \d+ s: .*link_disabled/);
  socket.how.isOn = true;
  const PORT = await playedBot({
    ready: true,
    // Sources have checks of their own, by name or counted.
    checks: { ...checks, sources: '4, of which 1 is silent', 'source:prom': 'silent since yesterday' },
    metrics: 'security_contact_bot_slack_socket_connected 0\n',
  });
  const { failed, check } = await doctor({ ...settings, PORT });
  expect(failed).toEqual([]);
  expect(check('bot')?.detail).toMatch(/and is ready, but: slack: ok, but reconnecting for \d+ s: .*link_disabled/);
  expect(check('bot')?.detail).not.toContain('silent');
  expect(check('slack:events')).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/anew: ok, but reconnecting .*link_disabled/),
    fix: 'Run this again in half a minute.',
  });
});

it('tells of a Socket Mode connection that does not come back', async () => {
  const { settings } = await connected();
  const PORT = await playedBot({
    ready: false,
    checks: { store: 'ok', slack: 'no connection for 40 s: link_disabled' },
    metrics: 'security_contact_bot_slack_socket_connected 0\n',
  });
  const { failed, check } = await doctor({ ...settings, PORT });
  expect(failed).toEqual(['bot', 'slack:events']);
  expect(check('slack:events')).toMatchObject({
    detail: 'The running bot is not connected: no connection for 40 s: link_disabled.',
    fix: expect.stringMatching(/^Turn Socket Mode on/),
  });
});

it('takes another program at METRICS_PORT for no bot, and tells nothing by its answers', async () => {
  const { settings } = await connected();
  const PORT = await playedBot({ ready: true, checks: {}, metrics: '' });
  const stranger = await listening(async (_, response) => void response.end('<html>Welcome</html>'));
  onTestFinished(stranger.stop);
  const METRICS_PORT = new URL(stranger.origin).port;
  const HEARTBEAT_URL = 'http://127.0.0.1:1/ping/a-secret-of-a-test';
  const { failed, check } = await doctor({ ...settings, PORT, METRICS_PORT, HEARTBEAT_URL });
  expect(failed).toEqual(['bot']);
  expect(check('bot')).toMatchObject({
    detail: `Another program answers at ${stranger.origin}.`,
    fix: 'Stop that program, or set METRICS_PORT to another number, for the bot too.',
  });
});

it('tells over HTTP what the running bot has taken and refused', async () => {
  const slack = await fakeSlack();
  onTestFinished(slack.stop);
  const settings = {
    ...{ STATE_DIR: join(folder(), 'state'), SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.token },
    ...{ SLACK_SIGNING_SECRET: 'signing-secret-of-a-test', ADMINS: 'slack:T0HOME/U0ADMIN' },
  };
  mkdirSync(settings.STATE_DIR, { mode: 0o700 });
  const { url, port } = await bot(settings);
  const asked = { ...settings, PORT: String(port) };
  const eventsOf = async () => (await doctor(asked)).check('slack:events');
  expect(await eventsOf()).toMatchObject({ state: 'off', detail: expect.stringMatching(/^Nothing of Slack has come/) });
  const way = { url: `${url}/slack/events`, signingSecret: settings.SLACK_SIGNING_SECRET };
  expect((await deliver({ ...way, signingSecret: 'of another app' }, 'payload={}')).status).toBe(401);
  expect(await eventsOf()).toMatchObject({
    state: 'failed',
    fix: expect.stringMatching(/Compare SLACK_SIGNING_SECRET/),
  });
  await slackPerson(slack, way, 'U0ADMIN').say('help');
  expect(await eventsOf()).toEqual({
    name: 'slack:events',
    state: 'ok',
    detail: 'The running bot has taken 1 request of Slack since it started.',
    fix: '',
  });
});
