import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import type { Card } from '../../../src/view/view.ts';
import { textIn } from '../../support/slack-person.ts';
import { text } from '../../support/text.ts';
import { elapsed } from '../../support/time.ts';
import { asks, cardOf, later, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig({ socket: { ackMs: 3_000 } });
});
afterEach(async () => {
  const { faults } = all.socket;
  await all.stop();
  expect(faults).toEqual([]);
});

/** Keeps the process from doing anything else. */
function busyFor(ms: number): void {
  const until = elapsed() + ms;
  while (elapsed() < until);
}

/** Ada presses a button, and has no answer before the bot's reply is let go. */
async function pressesAndWaits() {
  const ada = all.person('U1ADA');
  await ada.command('show');
  const held = later<Reply>();
  all.answers(() => held.promise);
  const press = ada.press('contact.confirm');
  await vi.waitFor(() => expect(all.bot.done).toHaveLength(2));
  return { ada, press, held };
}

/** Waits until so many connections have had their hello. */
const connected = (count = 1) => vi.waitFor(() => expect(all.socket.connected()).toBe(count), { timeout: 5_000 });

describe('an envelope', () => {
  it('of a command is acknowledged with the answer, and /slack/events is nowhere', async () => {
    const answer = await all.person('U1ADA').command('show');
    expect(answer.json).toMatchObject({ response_type: 'ephemeral', text: 'Hello, in a sentence.' });
    const byHttp = await fetch(all.door.url, { method: 'POST', body: 'ssl_check=1' });
    expect(byHttp.status).toBe(404);
  });

  it('of a press is acknowledged without an answer, once all is done', async () => {
    const { ada, press, held } = await pressesAndWaits();
    expect(all.socket.counts.acknowledged).toBe(1);
    held.keep(shows('Confirmed'));
    expect((await press).json).toBeNull();
    expect(ada.message()?.text).toBe('Confirmed, in a sentence.');
  });

  it('of a sent form is acknowledged with what is wrong, and one of a search with the choices', async () => {
    all.answers(asks());
    const ada = all.person('U1ADA');
    await ada.command('update');
    expect((await ada.seeks('timezone', 'par')).json).toMatchObject({ options: [{ value: 'par' }] });
    all.answers(asks({ problems: { email: 'No such host.' } }));
    await ada.save({ email: 'x@contoso.example' });
    expect(ada.errors()).toMatchObject({ email: expect.stringContaining('No such host.') });
  });

  it('is acknowledged within 3 s, however long it takes', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    const held = later<Reply>();
    all.answers(() => held.promise);
    const before = elapsed();
    const [command, press] = await Promise.all([ada.command('show'), ada.press('contact.confirm')]);
    expect(elapsed() - before).toBeLessThan(3_000);
    expect(text((await ada.command('ack 17')).json)).not.toContain(messages('en').slack.loading);
    expect(text(command.json)).toContain(messages('en').slack.loading);
    expect(press.json).toBeNull();
    held.keep(shows('Late'));
    await vi.waitFor(() => expect(all.bot.owed).toHaveLength(3));
  });

  it('of a command that can save without its form is not acknowledged before it is done, and a window says so', async () => {
    const held = later<Reply>();
    all.answers(() => held.promise);
    const ada = all.person('U1ADA');
    const command = ada.command('resolve 17 fraud keys rotated');
    await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain(messages('en').slack.loading), {
      timeout: 2_000,
    });
    expect(all.socket.counts.acknowledged).toBe(0);
    held.keep(shows('Resolved'));
    expect((await command).json).toBeNull();
    await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain('Resolved'));
  });

  it('of words to the bot is acknowledged with their answer there, when the store is too slow to note it', async () => {
    const { change } = all.store;
    const held = later<void>();
    let notes = 0;
    Object.assign(all.store, {
      change: async (...what: Parameters<typeof change>) => {
        notes += 1;
        await held.promise;
        return change(...what);
      },
    });
    const ada = all.person('U1ADA');
    await ada.say('confirm');
    expect(all.socket.counts).toMatchObject({ acknowledged: 1, repeated: 0 });
    await vi.waitFor(() => expect(ada.message()?.text).toBe('Hello, in a sentence.'));
    held.keep();
    expect([notes, all.bot.done.length, all.slack.called('chat.postMessage').length]).toEqual([1, 1, 1]);
  });

  it('of a press is acknowledged with its answer, whatever follows the answer', async () => {
    const ada = all.person('U1ADA');
    await ada.openHome();
    await vi.waitFor(() => expect(ada.home()).not.toBeNull());
    const held = later<Card>();
    all.answers({ ...shows('Confirmed'), followUp: () => held.promise });
    const published = all.slack.called('views.publish').length;
    expect((await ada.press('contact.confirm', { on: 'home' })).json).toBeNull();
    expect(textIn(ada.window()?.view)).toContain('Confirmed');
    expect((await ada.shortcut()).json).toBeNull();
    held.keep(cardOf('What follows'));
    await vi.waitFor(() =>
      expect(ada.messages().filter(({ text }) => text.startsWith('What follows'))).toHaveLength(2),
    );
    await vi.waitFor(() => expect(all.slack.called('views.publish')).toHaveLength(published + 1));
  });

  it('of a sent form is acknowledged with an apology on top of the form, when the process was busy', async () => {
    all.answers(asks());
    const ada = all.person('U1ADA');
    await ada.command('update');
    const held = later<Reply>();
    all.answers(() => {
      busyFor(400);
      return held.promise;
    });
    await ada.save({ email: 'x@contoso.example' });
    expect(textIn(ada.window()?.view)).toContain('This is taking longer than usual');
    held.keep(shows('Saved'));
    await vi.waitFor(() => expect(all.bot.owed).toHaveLength(1));
  });

  it('of a command is acknowledged with an apology, when the process was busy', async () => {
    const held = later<Reply>();
    all.answers(() => {
      busyFor(400);
      return held.promise;
    });
    expect(textIn((await all.person('U1ADA').command('ack 17')).json)).toContain('This is taking longer than usual');
    held.keep(shows('Acknowledged'));
    await vi.waitFor(() => expect(all.bot.owed).toHaveLength(1));
  });

  it('of a command that is answered too late for it has its answer at the response_url', async () => {
    all.answers(() => {
      busyFor(2_860);
      return shows('Acknowledged');
    });
    const ada = all.person('U1ADA');
    expect((await ada.command('ack 17')).json).toBeNull();
    await vi.waitFor(() => expect(ada.message()?.text).toBe('Acknowledged, in a sentence.'));
  });

  it('of a press that is not done in time is not acknowledged, and has its answer all the same', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    all.answers(() => {
      busyFor(2_860);
      return shows('Confirmed');
    });
    await expect(ada.press('contact.confirm')).rejects.toThrow('operation_timeout');
    expect(all.socket.counts.acknowledged).toBe(1);
    await vi.waitFor(() => expect(ada.message()?.text).toBe('Confirmed, in a sentence.'));
  });

  it('of an event that is not done in time is not acknowledged, and acts once', async () => {
    const held = later<void>();
    let calls = 0;
    Object.assign(all.bot, {
      arrived: () => {
        calls += 1;
        return held.promise;
      },
    });
    const event = all.person('U1ADA').event({ type: 'member_joined_channel', user: all.slack.bot.user });
    await vi.waitFor(() => expect(all.socket.counts.repeated).toBe(1), { timeout: 5_000 });
    expect(all.socket.counts.acknowledged).toBe(0);
    held.keep();
    await event;
    expect(calls).toBe(1);
  });

  it('of more than 1 MB is not taken', async () => {
    all.socket.how.again = false;
    void all
      .person('U1ADA')
      .command('x'.repeat(1_100_000))
      .catch(() => {});
    await all.person('U1ADA').command('show');
    expect(all.bot.done).toHaveLength(1);
  });

  it('is not taken while 200 others are under way', async () => {
    const held = later<Reply>();
    all.answers(() => held.promise);
    const command = (n: number) => ({
      ...{ command: '/security-contact', text: 'ack 1', team_id: 'T0HOME', user_id: 'U1ADA' },
      ...{ channel_id: 'C0GENERAL', trigger_id: `t${n}`, response_url: null },
    });
    const all220 = Array.from({ length: 220 }, (_, n) => all.socket.happens('slash_commands', command(n)));
    await vi.waitFor(() => expect(all.bot.done).toHaveLength(200), { timeout: 2_000 });
    // What Slack says after the last one has arrived, so the last one has too.
    all.socket.announces('warning');
    const isAnnounced = () => all.log.lines.some(({ message }) => message.includes('about to close'));
    await vi.waitFor(() => expect(isAnnounced()).toBe(true));
    held.keep(shows('Done'));
    expect((await Promise.all(all220)).filter((answer) => answer === null)).toHaveLength(20);
    await all.person('U1ADA').command('show');
    expect(all.log.lines.filter(({ message }) => message.includes('too many envelopes'))).toHaveLength(1);
  });

  it.each([
    ['that is no JSON', '{"type":'],
    ['that is null', 'null'],
    ['that is a list', '[]'],
    ['of bytes', Buffer.from([0, 1, 2])],
    ['of no type', '{}'],
    ['of an unknown type', '{"envelope_id":"1","type":"mind_reading","payload":{}}'],
    ['without a payload', '{"envelope_id":"1","type":"events_api"}'],
    ['of an event that is none', '{"envelope_id":"1","type":"events_api","payload":{"type":"event_callback"}}'],
    ['of a command by nobody', '{"envelope_id":"1","type":"slash_commands","payload":{"command":"/x"}}'],
  ])('%s is not acknowledged, and does no harm', async (_what, frame) => {
    all.socket.says(frame);
    expect((await all.person('U1ADA').command('show')).json).toMatchObject({ response_type: 'ephemeral' });
    expect(all.socket.counts).toMatchObject({ opened: 1, acknowledged: 1 });
  });
});

describe('what Slack sends again', () => {
  it('on a second connection acts once, and has the same answer', async () => {
    all.socket.how.twice = true;
    const ada = all.person('U1ADA');
    await ada.command('show');
    await ada.press('contact.confirm');
    await ada.say('hello');
    await vi.waitFor(() => expect(all.socket.counts.acknowledged).toBe(6));
    expect(all.bot.done.map(({ kind }) => kind)).toEqual(['command', 'press', 'command']);
    expect(new Set(all.bot.done.map(({ key }) => key)).size).toBe(3);
  });

  it('after its connection was cut acts once: it waits for the first', async () => {
    all.socket.how.again = true;
    const { ada, press, held } = await pressesAndWaits();
    all.socket.cut();
    await vi.waitFor(() => expect(all.socket.counts.repeated).toBe(1));
    held.keep(shows('Confirmed'));
    await press;
    expect(all.bot.done).toHaveLength(2);
    expect(ada.messages().filter(({ text }) => text.startsWith('Confirmed'))).toHaveLength(1);
  });

  it('has the same key in the next process', async () => {
    const payload = { type: 'event_callback', event_id: 'Ev1', team_id: 'T0HOME' };
    const event = { type: 'message', channel_type: 'im', channel: 'DU1ADA', user: 'U1ADA', text: 'hi', ts: '1.1' };
    await all.socket.happens('events_api', { ...payload, event });
    const { store } = all;
    await all.stop();
    const before = all.bot.done;
    all = await rig({ socket: {}, store });
    await all.socket.happens('events_api', { ...payload, event });
    expect([before.length, all.bot.done.length]).toEqual([1, 0]);
  });
});

describe('what HTTP would answer with 500 or 503', () => {
  beforeEach(async () => {
    await all.stop();
    all = await rig({ socket: { ackMs: 300 }, start: false });
  });

  it('is not acknowledged, so that it comes again', async () => {
    all.platform.start(all.bot);
    await connected();
    await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
    let calls = 0;
    Object.assign(all.bot, {
      arrived: async () => {
        calls += 1;
        if (calls === 1) throw new Error('a bug');
      },
    });
    await all.person('U1ADA').event({ type: 'member_joined_channel', user: all.slack.bot.user });
    expect([calls, all.socket.counts.repeated]).toEqual([2, 1]);
  });

  it('holds for an event while Slack does not take the bot’s token', async () => {
    all.platform.start(all.bot);
    await connected();
    all.slack.revoke('token_revoked');
    await all.person('U1ADA').event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [all.slack.bot.user] } });
    const said = all.person('U1ADA').say('hello');
    await vi.waitFor(() => expect(all.socket.counts.repeated).toBe(1));
    all.slack.grant();
    await said;
    expect(all.bot.done).toHaveLength(1);
  });

  it('never comes to that at a start: the bot connects once it knows its workspace', async () => {
    all.slack.fail('auth.test', { kind: 'status', status: 503 });
    all.platform.start(all.bot);
    await connected();
    expect(all.slack.called('auth.test')).toHaveLength(1);
    expect(all.slack.asked('auth.test')).toBe(true);
    expect((await all.person('U1ADA').command('show')).json).toMatchObject({ text: 'Hello, in a sentence.' });
  });
});

describe('the news that a token is gone', () => {
  const news = (event: object, more: object = {}) =>
    all.socket.happens('events_api', { type: 'event_callback', event_id: 'Ev9', team_id: 'T0HOME', event, ...more });

  it.each([
    ['of another workspace', { team_id: 'T0OTHER' }, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }],
    ['of another organisation', { team_id: 'T0OTHER', enterprise_id: 'E0OTHER' }, { type: 'app_uninstalled' }],
    ['of a user', {}, { type: 'tokens_revoked', tokens: { oauth: ['U1ADA'], bot: [] } }],
  ])('%s changes nothing', async (_what, more, event) => {
    await news(event, more);
    expect(all.platform.notReady()).toBeNull();
  });

  it.each([
    ['of the bot', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } }],
    ['of the whole app', { type: 'app_uninstalled' }],
  ])('%s disconnects it', async (_what, event) => {
    all.slack.revoke('token_revoked');
    await news(event);
    expect(all.platform.notReady()).toContain('Slack refuses the token');
  });
});

describe('a connection', () => {
  it('of another app than the bot’s is not ready, and /readyz says so', async () => {
    all.socket.how.app = 'A0OTHER';
    all.socket.cut();
    await vi.waitFor(() => expect(all.platform.notReady()).not.toBeNull());
    await vi.waitFor(async () =>
      expect((await (await fetch(all.ready)).json()).checks.slack).toBe(
        'SLACK_APP_TOKEN is of another app (A0OTHER) than SLACK_BOT_TOKEN (A0): take both from one app',
      ),
    );
  });

  it('that Slack announces to close is replaced first, and what came on it is acknowledged there', async () => {
    const { press, held } = await pressesAndWaits();
    all.socket.announces('refresh_requested');
    await connected(2);
    expect([all.platform.notReady(), all.platform.impaired()]).toEqual([null, null]);
    held.keep(shows('Confirmed'));
    await press;
    await connected(1);
    expect(all.socket.counts).toMatchObject({ opened: 2, repeated: 0 });
    expect(all.reconnects.count).toBe(1);
  });

  it('that is cut is replaced, and /readyz says ok but reconnecting meanwhile', async () => {
    all.socket.how.silent = 1;
    all.socket.cut();
    await vi.waitFor(() => expect(all.platform.impaired()).not.toBeNull());
    const { checks, ready } = await (await fetch(all.ready)).json();
    expect([ready, checks.slack]).toEqual([true, 'ok, but reconnecting for 0 s: Slack cannot be reached (closed)']);
    all.socket.cut();
    await connected();
    await vi.waitFor(() => expect(all.platform.impaired()).toBeNull());
    expect(all.platform.socket?.isConnected()).toBe(true);
    await all.person('U1ADA').command('show');
  });

  it('is one, however often it is cut and renewed', async () => {
    for (let round = 1; round <= 10; round++) {
      all.socket.announces('warning');
      if (round % 2 === 0) all.socket.cut(1);
      await vi.waitFor(() => expect(all.socket.counts.opened).toBeGreaterThan(round), { timeout: 5_000 });
      await connected();
      await all.person('U1ADA').command('show');
    }
    expect(all.bot.done).toHaveLength(10);
  });
});

describe('a stop', () => {
  it('acknowledges what is under way, and tells who comes meanwhile that it is about to end', async () => {
    const { ada, press, held } = await pressesAndWaits();
    const stopped = all.platform.stop();
    const { json } = await ada.command('ack 17');
    expect(json).toEqual({ response_type: 'ephemeral', text: messages('en').slack.ending });
    // Nothing can be said where it was chosen: Slack says itself that it was not done.
    const shortcut = expect(ada.shortcut()).rejects.toThrow('operation_timeout');
    held.keep(shows('Confirmed'));
    await Promise.all([press, stopped, shortcut]);
    expect(all.bot.done).toHaveLength(2);
    await connected(0);
  });

  it('ends also while Slack keeps the connection open, or before it said hello', async () => {
    all.socket.how.keepsTcp = true;
    all.socket.cut();
    await vi.waitFor(() => expect(all.socket.counts.opened).toBe(2));
    const before = elapsed();
    await all.platform.stop();
    expect(elapsed() - before).toBeLessThan(2_500);
    all.socket.how.silent = 1;
    await all.stop();
    all = await rig({ socket: {}, start: false });
    all.socket.how.silent = 1;
    all.platform.start(all.bot);
    await vi.waitFor(() => expect(all.slack.called('apps.connections.open')).toHaveLength(1));
    await all.platform.stop();
    await connected(0);
  });

  it('ends while Slack does not say where to connect', async () => {
    await all.stop();
    all = await rig({ socket: {}, start: false });
    all.slack.fail('apps.connections.open', { kind: 'hang' });
    all.platform.start(all.bot);
    await vi.waitFor(() => expect(all.slack.asked('apps.connections.open')).toBe(true));
    await all.platform.stop();
    expect(all.socket.counts.opened).toBe(0);
  });
});
