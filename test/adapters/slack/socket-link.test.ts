import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freely } from '../../../adapters/http/outgoing.ts';
import { standardSocketLimits } from '../../../adapters/slack/api/one-socket.ts';
import { SocketLink } from '../../../adapters/slack/api/socket-link.ts';
import { type FakeSlack, fakeSlack } from '../../support/slack.ts';
import { type SlackSocket, slackSocket } from '../../support/slack-socket.ts';
import { notedLog, stubBot } from '../../support/stub-bot.ts';
import { elapsed, now } from '../../support/time.ts';

let slack: FakeSlack;
let socket: SlackSocket;
let link: SocketLink;
let time = 0;
const waits: number[] = [];
const log = notedLog();
const bot = stubBot(() => Promise.reject(new Error('nobody asks')));
/** As short as a test can wait. */
const limits = { ...standardSocketLimits, hello: 300, pong: 300, look: 50, goodbye: 100 };

beforeEach(async () => {
  slack = await fakeSlack();
  socket = await slackSocket(slack);
  time = 0;
  log.lines.length = 0;
  link = linkWith(socket.appToken);
});
afterEach(async () => {
  await link.close();
  await Promise.all([slack.stop(), socket.stop()]);
});

/** `pauses`: after the nth failure. */
function linkWith(
  token: string,
  given = limits,
  pauses = (_failures: number) => 10,
  serve: ConstructorParameters<typeof SocketLink>[0]['serve'] = async (_bot, frame) => ({
    envelope: Object(frame).envelope_id,
    answer: '',
  }),
): SocketLink {
  const made = new SocketLink({
    ...{
      token,
      apiUrl: slack.apiUrl,
      log,
      outgoing: freely,
      now,
      limits: given,
      reconnected: () => {},
      elapsed: () => time,
    },
    serve,
    backoff: (failures) => {
      waits.push(failures);
      return pauses(failures);
    },
  });
  waits.length = 0;
  return made;
}

const connects = () => vi.waitFor(() => expect(link.problem()).toBeNull(), { timeout: 5_000 });
const says = (text: string) => vi.waitFor(() => expect(link.notReady()).toContain(text), { timeout: 5_000 });
const warned = (text: string) =>
  vi.waitFor(() => expect(log.lines.map(({ level, message }) => `${level} ${message}`).join('\n')).toContain(text));

it.each([
  ['invalid_auth', 'xapp-wrong', 'Slack refuses SLACK_APP_TOKEN (invalid_auth)'],
  ['not_allowed_token_type', 'xoxb-bot', 'SLACK_APP_TOKEN is no app-level token (not_allowed_token_type)'],
])('a token that gets %s is said so, and tried again', async (_code, token, sentence) => {
  link = linkWith(token);
  link.start(bot);
  await says(sentence);
  await warned(`warn Slack Socket Mode connection ended: ${sentence}`);
  await vi.waitFor(() => expect(waits.slice(0, 3)).toEqual([1, 2, 3]));
});

it('a token without the scope is said so, until it has it', async () => {
  socket.how.scopes.clear();
  link.start(bot);
  await says('SLACK_APP_TOKEN lacks the scope connections:write (missing_scope)');
  socket.how.scopes.add('connections:write');
  await connects();
  expect(link.notReady()).toBeNull();
});

it.each([
  ['off in the app', 'link_disabled', 'Socket Mode is off (link_disabled)'],
  ['in use too often', 'too_many_websockets', 'ten connections are open already (too_many_websockets)'],
])('Socket Mode that is %s is said so, and tried again', async (_what, reason, sentence) => {
  link.start(bot);
  await connects();
  socket.disconnects(reason);
  await warned(`Slack Socket Mode connection ended: ${sentence}`);
  await connects();
});

it.each(['silent', 'disconnected', 'cut'] as const)(
  'a connection that is %s in the handshake is given up, and another one made',
  async (what) => {
    socket.how[what] = 2;
    link.start(bot);
    await connects();
    expect(waits).toEqual([1, 2]);
  },
);

it('a connection that hangs is given up, and another one made', async () => {
  link.start(bot);
  await connects();
  socket.hang();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(2), { timeout: 5_000 });
  await connects();
});

it('a connection that Slack closes, but for TCP, is noticed before its pings go unanswered', async () => {
  socket.how.keepsTcp = true;
  link = linkWith(socket.appToken, { ...limits, pong: 60_000 });
  link.start(bot);
  await connects();
  socket.closes();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(2), { timeout: 5_000 });
  await connects();
});

it('a rate limit is waited out', async () => {
  slack.fail('apps.connections.open', { kind: 'rate limited', seconds: 1 });
  link.start(bot);
  await says('Slack cannot be reached (rate_limited)');
  expect(slack.asked('apps.connections.open')).toBe(true);
  await connects();
  expect(waits).toEqual([1]);
});

it.each([
  ['a proxy’s page', { kind: 'page' }],
  ['a status', { kind: 'status', status: 502 }],
  ['a reset', { kind: 'reset' }],
  ['an answer without an address', { kind: 'answer', body: { ok: true } }],
  ['an address that is none', { kind: 'answer', body: { ok: true, url: 'nowhere' } }],
  ['an address of somebody else', { kind: 'answer', body: { ok: true, url: 'wss://slack.com.example/' } }],
  ['an address without TLS', { kind: 'answer', body: { ok: true, url: 'ws://wss.slack.com/' } }],
  ['an address where nobody listens', { kind: 'answer', body: { ok: true, url: 'ws://127.0.0.1:9/' } }],
] as const)('%s in place of an address is got over', async (_what, fault) => {
  slack.fail('apps.connections.open', fault);
  link.start(bot);
  await connects();
  expect(waits).toEqual([1]);
});

it('short gaps are ordinary; the bot is not ready after 30 s', async () => {
  link.start(bot);
  await connects();
  socket.how.isOn = false;
  socket.disconnects('link_disabled');
  await vi.waitFor(() => expect(link.isConnected()).toBe(false));
  time += 30_000;
  expect(link.downMs()).toBe(30_000);
  expect(link.notReady()).toBeNull();
  time += 1_000;
  expect(link.notReady()).toContain('reconnecting for 31 s: Socket Mode is off');
});

it('a connection that ends at once is not opened again at once; one that lasted is', async () => {
  link.start(bot);
  await connects();
  socket.cut();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(2));
  await connects();
  expect(waits).toEqual([1]);
  time += 30_000;
  socket.cut();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(3));
  expect(waits).toEqual([1]);
});

it('a hello ends the row of failures: the next failure is the first again', async () => {
  socket.how.cut = 3;
  link.start(bot);
  await connects();
  expect(waits).toEqual([1, 2, 3]);
  socket.cut();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(2));
  await connects();
  expect(waits).toEqual([1, 2, 3, 1]);
});

const counted = (word: string) => log.lines.filter(({ message }) => message.includes(word)).length;

it('another program with the same token is noticed, told once, and so is its end', async () => {
  const other = linkWith(socket.appToken);
  other.start(bot);
  await vi.waitFor(() => expect(other.isConnected()).toBe(true));
  link = linkWith(socket.appToken, { ...limits, recount: 100 });
  link.start(bot);
  await connects();
  expect(link.shared()).toContain('another program may use SLACK_APP_TOKEN too');
  expect([other.shared(), link.notReady()]).toEqual([null, null]);
  await vi.waitFor(() => expect(socket.counts.opened).toBeGreaterThan(3), { timeout: 5_000 });
  expect(counted('another program may use')).toBe(1);
  await other.close();
  await vi.waitFor(() => expect(link.shared()).toBeNull(), { timeout: 5_000 });
  expect(counted('no longer shared')).toBe(1);
  const { opened } = socket.counts;
  time += 30_000;
  socket.announces('warning');
  await vi.waitFor(() => expect(socket.counts.opened).toBe(opened + 1), { timeout: 5_000 });
});

it('its own connections, two of them while one takes over from the other, are no other program', async () => {
  link.start(bot);
  await connects();
  for (const opened of [2, 3, 4]) {
    socket.announces(opened === 3 ? 'refresh_requested' : 'warning');
    await vi.waitFor(() => expect(socket.counts.opened).toBe(opened), { timeout: 5_000 });
    await vi.waitFor(() => expect(socket.connected()).toBe(1), { timeout: 5_000 });
  }
  expect([link.shared(), counted('another program')]).toEqual([null, 0]);
});

it.each([
  ['Slack’s own host without TLS', 'ws://wss-primary.slack.com/link/?ticket=1'],
  ['another host', 'wss://slack.com.example/link/?ticket=1'],
])('%s is not connected to, and the log says so', async (_what, url) => {
  slack.fail('apps.connections.open', { kind: 'answer', body: { ok: true, url } });
  link.start(bot);
  await warned('the address to connect to is not one of Slack’s (foreign_address)');
  await connects();
});

it('a connection of its own that broke is no other program while Slack may still count it, and no longer', async () => {
  link = linkWith(socket.appToken, { ...limits, recount: 100 });
  link.start(bot);
  await connects();
  socket.hang();
  await vi.waitFor(() => expect(socket.counts.opened).toBe(3), { timeout: 5_000 });
  await connects();
  expect([link.shared(), counted('another program')]).toEqual([null, 0]);
  time += 100;
  await vi.waitFor(() => expect(link.shared()).toContain('another program may use'), { timeout: 5_000 });
});

it('no other host than Slack’s is connected to', async () => {
  const [, port] = /:(\d+)/.exec(Object(slack.sockets.open?.(`Bearer ${socket.appToken}`)).url) ?? [];
  slack.fail('apps.connections.open', { kind: 'answer', body: { ok: true, url: `ws://0.0.0.0:${port}/` } });
  link.start(bot);
  await warned('the address to connect to is not one of Slack’s (foreign_address)');
  await connects();
});

describe('another connection', () => {
  /** Real milliseconds, and pauses of 300 ms after a first failure. */
  beforeEach(async () => {
    await link.close();
    link = new SocketLink({
      ...{
        token: socket.appToken,
        apiUrl: slack.apiUrl,
        log,
        outgoing: freely,
        now,
        limits,
        reconnected: () => {},
        elapsed,
      },
      serve: async (_bot, frame) => ({ envelope: Object(frame).envelope_id, answer: '' }),
      backoff: (failures) => failures * 300,
    });
    link.start(bot);
    await connects();
  });
  const opened = () => slack.called('apps.connections.open').length;
  const happens = (what: () => void, ms: number) =>
    vi.waitFor(
      () => {
        what();
        expect(elapsed()).toBeGreaterThan(ms);
      },
      { timeout: 10_000, interval: 5 },
    );

  it('is opened after a pause, however often Slack announces to close one', async () => {
    await happens(() => socket.announces('warning'), elapsed() + 1_000);
    expect(opened()).toBeGreaterThan(2);
    expect(opened()).toBeLessThanOrEqual(5);
  });

  it('is opened after a pause, also when each one is cut after an envelope', async () => {
    const cutting = () => {
      if (socket.connected() === 1) void socket.happens('slash_commands', { command: '/x' }).then(() => socket.cut());
    };
    await happens(cutting, elapsed() + 1_000);
    expect(opened()).toBeGreaterThan(2);
    expect(opened()).toBeLessThanOrEqual(5);
  });

  it('is not opened before Slack wants it, whatever it announces', async () => {
    slack.fail('apps.connections.open', { kind: 'rate limited', seconds: 2 });
    socket.announces('warning');
    await warned('Slack cannot be reached (rate_limited)');
    const asked = opened();
    await happens(() => socket.announces('warning'), elapsed() + 1_000);
    socket.cut();
    await vi.waitFor(() => expect(link.isConnected()).toBe(false));
    await happens(() => expect(opened()).toBe(asked), elapsed() + 400);
    await connects();
  });
});

it('two hundred envelopes are under way at most, on all connections together', async () => {
  await link.close();
  let served = 0;
  let finish = () => {};
  const done = new Promise<null>((resolve) => {
    finish = () => resolve(null);
  });
  link = linkWith(socket.appToken, limits, undefined, () => {
    served += 1;
    return done;
  });
  link.start(bot);
  await connects();
  const envelopes = (count: number) => {
    for (let n = 0; n < count; n++) socket.says(JSON.stringify({ envelope_id: `e${n}`, type: 'events_api' }));
  };
  envelopes(150);
  await vi.waitFor(() => expect(served).toBe(150), { timeout: 5_000 });
  socket.announces('warning');
  await vi.waitFor(() => expect(socket.counts.opened).toBe(2), { timeout: 5_000 });
  await connects();
  envelopes(150);
  await warned('Slack socket paused: too many envelopes ');
  expect(served).toBe(200);
  finish();
});
