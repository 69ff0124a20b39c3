import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../src/request/interaction.ts';
import { textIn } from '../../support/slack-person.ts';
import { deliverEvent } from '../../support/slack-wire.ts';
import { cardOf, later, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig();
});
afterEach(() => all.stop());

describe('when something goes wrong', () => {
  it('inside the bot, the person gets a sentence with a reference that is in the log', async () => {
    all.answers(() => Promise.reject(new Error('a bug')));
    const answer = await all.person('U1ADA').command('show');
    expect(textIn(answer.json)).toContain('REF-1');
    expect(all.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ reference: 'REF-1' }) }),
    );
  });

  it('slowly, the person gets a sentence before Slack gives up', async () => {
    const slow = later<Reply>();
    all.answers(() => slow.promise);
    const ada = all.person('U1ADA');
    await ada.command('show');
    await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain('REF-1'), { timeout: 3_000 });
    // A stop waits for it.
    slow.keep(shows('Late'));
  });

  it('with a card that is too long for Slack, the person gets a part of it, and is told so', async () => {
    const long = { ...cardOf('Long'), text: Array.from({ length: 10 }, () => 'x'.repeat(2_900)) };
    all.answers({ kind: 'card', instead: false, card: long });
    const { json } = await all.person('U1ADA').command('show');
    expect(textIn(json)).toContain('Long');
    expect(textIn(json)).toContain('only part of it is shown');
    expect(JSON.stringify(json).length).toBeLessThan(5_000);
  });

  it('with a card that is too long all the same, the person gets a sentence and Slack gets nothing wrong', async () => {
    all.answers({ kind: 'card', instead: false, card: { ...cardOf('Long'), title: 'x'.repeat(151) } });
    expect(textIn((await all.person('U1ADA').command('show')).json)).toContain('REF-1');
  });

  it('the language of the apology is the person’s, when Slack told it', async () => {
    await all.platform.chat.person('slack:T0HOME/U2BOB', false);
    all.answers(() => Promise.reject(new Error('a bug')));
    expect(textIn((await all.person('U2BOB').command('show')).json)).toContain('Une erreur');
  });

  it('no log line holds what was typed, an address or a token', async () => {
    const ada = all.person('U1ADA');
    const shown = { ...cardOf('Hello'), text: ['Write to soc@contoso.example.'] };
    all.answers({ kind: 'card', instead: false, card: shown });
    all.slack.fail('chat.postMessage', { kind: 'refused', error: 'channel_not_found' });
    await ada.say('show secret-word soc@contoso.example');
    all.slack.fail('users.info', { kind: 'page' });
    await all.platform.chat.person('slack:T0HOME/U1ADA', true).catch(() => null);
    await vi.waitFor(() => expect(all.log.lines.some(({ level }) => level === 'warn')).toBe(true));
    expect(JSON.stringify(all.log.lines, errorsToo)).not.toMatch(/secret-word|contoso\.example|xoxb/);
  });
});

describe('while Slack cannot be reached', () => {
  it('the bot starts, says so, and connects as soon as it can', async () => {
    await all.stop();
    all = await rig({ start: false });
    all.slack.fail('auth.test', { kind: 'status', status: 503 }, { always: true });
    expect(all.platform.notReady()).toBe('not started');
    all.platform.start(all.bot);
    await vi.waitFor(() => expect(all.platform.notReady()).toBe('Slack cannot be reached (http_503)'));
    expect((await fetch(all.ready)).status).toBe(503);
    all.slack.heal();
    await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
    expect((await all.person('U1ADA').command('show')).json).toMatchObject({ text: 'Hello, in a sentence.' });
  });

  it('people get a sentence, and events are sent again', async () => {
    await all.stop();
    all = await rig({ start: false });
    const ada = all.person('U1ADA');
    expect((await ada.command('show')).json).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('starting'),
    });
    const event = { type: 'message', channel_type: 'im', channel: 'DU1ADA', user: 'U1ADA', text: 'show', ts: '1.1' };
    expect((await deliverEvent(all.door, event, { id: 'Ev1', team: 'T0HOME' })).status).toBe(503);
    all.platform.start(all.bot);
    await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
    expect((await deliverEvent(all.door, event, { id: 'Ev1', team: 'T0HOME', retry: 1 })).status).toBe(200);
    expect(all.bot.done).toHaveLength(1);
  });
});

describe('when Slack takes the token away', () => {
  const truth = /^Slack is refusing my connection \(\w+\), so nothing was done\. Trying again will not help\./;

  it('a command is answered with the truth, also while Slack cannot be reached after that', async () => {
    const ada = all.person('U1ADA');
    all.slack.revoke();
    await deliverEvent(all.door, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }, { id: 'Ev2', team: 'T0HOME' });
    expect((await ada.command('show')).json).toMatchObject({ text: expect.stringMatching(truth) });
    all.slack.fail('auth.test', { kind: 'status', status: 503 }, { always: true });
    await vi.waitFor(() => expect(all.platform.notReady()).toBe('Slack cannot be reached (http_503)'));
    expect((await ada.command('show')).json).toMatchObject({ text: expect.stringMatching(truth) });
  });

  it('a press gets the sentence too', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    all.slack.revoke();
    await deliverEvent(all.door, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }, { id: 'Ev2', team: 'T0HOME' });
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()?.text).toMatch(truth));
  });

  it('a press on the Home tab, or a shortcut, is refused, so that Slack says that it was not done', async () => {
    const ada = all.person('U1ADA');
    await ada.openHome();
    await vi.waitFor(() => expect(ada.home()).not.toBeNull());
    all.slack.revoke();
    await deliverEvent(all.door, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }, { id: 'Ev2', team: 'T0HOME' });
    const answers = [await ada.press('contact.confirm', { on: 'home' }), await ada.shortcut()];
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  });

  it('a token that Slack takes away is told, and one that is given back is used', async () => {
    all.slack.revoke();
    await deliverEvent(all.door, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }, { id: 'Ev2', team: 'T0HOME' });
    await vi.waitFor(() => expect(all.platform.notReady()).toBe('Slack refuses the token (invalid_auth)'));
    all.slack.grant();
    await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
    expect(all.bot.connects).toEqual(['slack', 'slack']);
  });
});

it('a stop waits for what goes on after Slack had its answer', async () => {
  const ada = all.person('U1ADA');
  await ada.command('show');
  const { promise, keep } = later<void>();
  all.answers(async () => {
    await promise;
    return shows('Confirmed');
  });
  await ada.press('contact.confirm');
  await vi.waitFor(() => expect(all.bot.done).toHaveLength(2));
  const stopped = all.platform.stop();
  keep();
  await stopped;
  expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.' });
});

function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, said: value.message, stack: value.stack } : value;
}
