import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandBody, deliver, headersFor, interactionBody } from '../../support/slack-wire.ts';
import { alone, cardOf, channel, type Rig, rig } from './rig.ts';

let all: Rig;
let now = Date.parse('2026-11-24T09:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  all = await rig({ now: () => now });
});
afterEach(() => all.stop());

/** The next process, on what the last one left. */
async function startsAgain(): Promise<void> {
  const { store } = all;
  await all.stop();
  all = await rig({ now: () => now, store });
}

const seconds = () => Math.floor(now / 1000);
const command = (text = 'show') =>
  commandBody({ text, team_id: 'T0HOME', user_id: 'U1ADA', channel_id: 'C0GENERAL', trigger_id: '1.2.x' });

describe('the last contact', () => {
  const last = () => all.platform.lastContactAt();

  it('is that of an answer of Slack’s, and of a request that is Slack’s', async () => {
    expect(last()).toBe('2026-11-24T09:00:00.000Z');
    now += 60_000;
    await deliver(all.door, command(), { secret: 'another' });
    expect(last()).toBe('2026-11-24T09:00:00.000Z');
    await deliver(all.door, command());
    expect(last()).toBe('2026-11-24T09:01:00.000Z');
  });

  it('is none before Slack answered, and none of a proxy in front of it', async () => {
    const silent = await rig({ start: false });
    expect(silent.platform.lastContactAt()).toBeNull();
    await silent.stop();
    now += 60_000;
    all.slack.fail('conversations.info', { kind: 'status', status: 502 }, { always: true });
    await expect(all.platform.chat.channel('C0GENERAL')).rejects.toThrow();
    expect(last()).toBe('2026-11-24T09:00:00.000Z');
  });
});

describe('a signature', () => {
  it.each([
    ['of another secret', { secret: 'another' }],
    ['301 s old', { timestamp: Date.parse('2026-11-24T09:00:00Z') / 1000 - 301 }],
    ['301 s ahead', { timestamp: Date.parse('2026-11-24T09:00:00Z') / 1000 + 301 }],
    ['without a time-stamp', { headers: { 'x-slack-request-timestamp': '' } }],
    ['with a time-stamp that is no number', { headers: { 'x-slack-request-timestamp': 'soon' } }],
    ['that is missing', { headers: { 'x-slack-signature': '' } }],
    ['of another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ])('%s is refused, and nothing happens', async (_what, how) => {
    const answer = await deliver(all.door, command(), how);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    expect(all.bot.done).toEqual([]);
  });

  it.each([-300, -299, 299, 300])('%i s off is taken, also right after the first start', async (offset) => {
    expect((await deliver(all.door, command(), { timestamp: seconds() + offset })).status).toBe(200);
  });

  it.each([
    [-1, 401],
    [0, 200],
  ])('of %i s before the bot started again gets %i: who remembers it has ended', async (offset, status) => {
    await deliver(all.door, command());
    await startsAgain();
    const timestamp = seconds() + offset;
    now += 60_000;
    expect((await deliver(all.door, command(), { timestamp })).status).toBe(status);
  });

  it.each([
    ['that an earlier process may have taken', 50, 401],
    ['of when no process was there', 100, 200],
  ])('%s, %i s after its last request, gets %i', async (_what, after, status) => {
    const last = seconds();
    await deliver(all.door, command());
    now += 200_000;
    await startsAgain();
    expect((await deliver(all.door, command('help'), { timestamp: last + after })).status).toBe(status);
  });

  it('is taken although the disk is full', async () => {
    all.store.diskFull(true);
    expect((await deliver(all.door, command())).status).toBe(200);
    expect(all.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('counts once, also with something appended that Bolt would ignore', async () => {
    const headers = headersFor(all.door, command());
    expect((await deliver(all.door, command(), { headers })).status).toBe(200);
    expect((await deliver(all.door, command(), { headers })).status).toBe(401);
    const longer = { ...headers, 'x-slack-signature': `${headers['x-slack-signature']}=x` };
    expect((await deliver(all.door, command(), { headers: longer })).status).toBe(401);
    expect(all.bot.done).toHaveLength(1);
  });

  it('from the future cannot be used again when its time has come', async () => {
    const headers = headersFor(all.door, command(), { timestamp: seconds() + 300 });
    await deliver(all.door, command(), { headers });
    now += 599_000;
    expect((await deliver(all.door, command(), { headers })).status).toBe(401);
  });

  it('is remembered only when it was right: a stranger cannot use up a request that Slack will send', async () => {
    const { 'x-slack-signature': signature } = headersFor(all.door, command());
    const forged = { 'x-slack-signature': signature ?? '' };
    expect((await deliver(all.door, command('confirm'), { headers: forged })).status).toBe(401);
    expect((await deliver(all.door, command())).status).toBe(200);
  });

  it('is asked of certificate checks and challenges too', async () => {
    const unsigned = { headers: { 'x-slack-signature': '' } };
    expect((await deliver(all.door, 'ssl_check=1', unsigned)).status).toBe(401);
    expect((await deliver(all.door, 'ssl_check=1')).status).toBe(200);
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const type = { contentType: 'application/json' };
    expect((await deliver(all.door, challenge, { ...type, ...unsigned })).status).toBe(401);
    expect((await deliver(all.door, challenge, type)).json).toEqual({ challenge: 'abc' });
  });
});

describe('a body', () => {
  const who = { user: { id: 'U1ADA', team_id: 'T0HOME' }, team: { id: 'T0HOME' } };
  const json = { contentType: 'application/json' };
  it.each([
    ['of another type', command(), { contentType: 'text/plain' }, 415],
    ['of a type that only begins like a form', command(), { contentType: 'application/x-www-form-urlencoded2' }, 415],
    [
      'of a form that names its charset',
      command(),
      { contentType: 'application/x-www-form-urlencoded; charset=utf-8' },
      200,
    ],
    ['that is empty', '', {}, 400],
    ['that is no JSON', '{"type":', json, 400],
    ['that is null', 'null', json, 400],
    ['that is a list', '[]', json, 400],
    ['without a person', commandBody({ team_id: 'T0HOME' }), {}, 400],
    ['with the same field twice', `${command()}&user_id=U2BOB`, {}, 400],
    ['with an id that is none', commandBody({ team_id: 'T0HOME', user_id: '../x', channel_id: 'C1' }), {}, 400],
    ['whose payload is no JSON', 'payload=%7Bnot', {}, 400],
    ['of a press without a button', interactionBody({ type: 'block_actions', ...who, actions: [] }), {}, 400],
    [
      'of a press whose value is longer than Slack’s',
      interactionBody({ type: 'block_actions', ...who, actions: [{ action_id: 'a', value: 'x'.repeat(2_001) }] }),
      {},
      400,
    ],
    ['of a press by nobody', interactionBody({ type: 'block_actions', actions: [{ action_id: 'a' }] }), {}, 400],
    ['of a form without a state', interactionBody({ type: 'view_submission', ...who, view: { id: 'V1' } }), {}, 400],
    ['of a kind that nobody knows', interactionBody({ type: 'mind_reading', ...who }), {}, 404],
    ['of a closed window', interactionBody({ type: 'view_closed', ...who, view: { id: 'V1' } }), {}, 200],
    [
      'of an event without an event',
      JSON.stringify({ type: 'event_callback', event_id: 'E1', team_id: 'T0HOME' }),
      json,
      400,
    ],
    [
      'of an event that we did not ask for',
      event({ type: 'channel_rename', channel: { id: 'C1', name: 'x' } }),
      json,
      200,
    ],
    ['of an event full of nulls', event({ type: 'message', user: null, channel: null, item: null }), json, 200],
    ['of an event from nobody', event({ type: 'app_mention', text: 'hi' }), json, 200],
    ['of a rate limit notice', JSON.stringify({ type: 'app_rate_limited', team_id: 'T0HOME' }), json, 200],
    ['of an unknown sort of JSON', JSON.stringify({ type: 'surprise' }), json, 404],
    ['of a press as JSON', JSON.stringify({ type: 'block_actions', ...who }), json, 404],
    ['of a challenge in a form', interactionBody({ type: 'url_verification', challenge: 'x' }), {}, 404],
  ])('%s', async (_what, body, how, status) => {
    expect((await deliver(all.door, body, how)).status).toBe(status);
    expect((await deliver(all.door, command('still there'))).status).toBe(200);
  });

  it('larger than 1 MB is 413', async () => {
    expect((await deliver(all.door, command('x'.repeat(1 << 20)))).status).toBe(413);
  });
});

describe('whose team', () => {
  it('a person is of counts, not the team where it happened', async () => {
    all.slack.addUser('U9OUT', { team_id: 'T9OTHER' });
    await all.platform.chat.post(channel('C0GENERAL'), cardOf('Alert'), alone);
    const outsider = all.person('U9OUT');
    await outsider.press('contact.confirm');
    await vi.waitFor(() => expect(all.bot.done[0]).toMatchObject({ from: 'slack:T9OTHER/U9OUT' }));
    expect(await all.platform.chat.person('slack:T9OTHER/U9OUT', false)).toMatchObject({ why: 'other organisation' });
  });
});

function event(what: object): string {
  return JSON.stringify({ type: 'event_callback', event_id: `E${Math.random()}`, team_id: 'T0HOME', event: what });
}
