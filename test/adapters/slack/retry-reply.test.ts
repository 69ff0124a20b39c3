import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { Fault } from '../../support/slack.ts';
import { textIn } from '../../support/slack-person.ts';
import { now } from '../../support/time.ts';
import { asks, cardOf, type Rig, rig, shows } from './rig.ts';

let all: Rig;
/** Milliseconds that went by while nobody did anything: two tries of an answer are a moment apart. */
let passed = 0;
const timers = {
  wait: async (ms: number) => {
    passed += ms;
    return true;
  },
};
beforeEach(async () => {
  passed = 0;
  all = await rig({ timers, there: () => now() + passed });
});
afterEach(() => all.stop());

const faults: [string, Fault][] = [
  ['is busy', { kind: 'rate limited', seconds: 2 }],
  ['is busy and does not say for how long', { kind: 'rate limited', seconds: null }],
  ['says so in words', { kind: 'refused', error: 'ratelimited' }],
  ['has an internal error', { kind: 'refused', error: 'internal_error' }],
  ['answers 500', { kind: 'status', status: 500 }],
  ['answers 502', { kind: 'status', status: 502 }],
  ['answers 503', { kind: 'status', status: 503 }],
  ['answers 504', { kind: 'status', status: 504 }],
  ['breaks the connection', { kind: 'reset' }],
  ['sends a page', { kind: 'page' }],
  ['says nothing of use', { kind: 'answer', body: {} }],
  ['hangs', { kind: 'hang' }],
];

describe.each(faults)('although Slack %s once', (_what, fault) => {
  it('a direct message is answered there', async () => {
    const ada = all.person('U1ADA');
    all.slack.fail('chat.postMessage', fault);
    await ada.say('show');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Hello, in a sentence.' }), { timeout: 5_000 });
    expect(all.bot.owed).toEqual([]);
  });

  it('a mention is answered for the asker alone', async () => {
    const ada = all.person('U1ADA');
    all.slack.fail('chat.postEphemeral', fault);
    await ada.mention('show');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ only: 'U1ADA' }), { timeout: 5_000 });
  });
});

it('an answer that Slack does not take within ten seconds is kept, and says that it is late', async () => {
  const ada = all.person('U1ADA');
  all.slack.fail('chat.postMessage', { kind: 'status', status: 503 }, { always: true });
  all.answers(shows('Confirmed'));
  await ada.say('confirm');
  await vi.waitFor(() => expect(all.bot.owed).toHaveLength(1));
  const confirmed = cardOf('Confirmed');
  expect(all.bot.owed).toEqual([
    { to: 'slack:T0HOME/U1ADA', card: { ...confirmed, text: [messages('en').apology.late, ...confirmed.text] } },
  ]);
  expect(all.bot.done).toHaveLength(1);
  expect(passed).toBeLessThan(10_000);
});

it('all cards of an answer that Slack does not take are kept', async () => {
  all.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 30 });
  all.answers({ kind: 'cards', cards: [cardOf('First'), cardOf('Second')] });
  await all.person('U1ADA').say('two questions');
  await vi.waitFor(() => expect(all.bot.owed.map(({ card }) => card.title)).toEqual(['First', 'Second']));
});

it('one for which Slack wants to be left alone longer is kept at once', async () => {
  all.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 30 });
  await all.person('U1ADA').say('show');
  await vi.waitFor(() => expect(all.bot.owed).toHaveLength(1));
  expect(passed).toBe(0);
});

it('a form that could not be offered is kept as the button that opens it', async () => {
  const ada = all.person('U1ADA');
  all.answers(asks());
  all.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 30 });
  await ada.say('update Contoso');
  await vi.waitFor(() => expect(all.bot.owed).toHaveLength(1));
  expect(all.bot.owed[0]?.card.buttons).toMatchObject([{ kind: 'form', id: 'slack.again', value: 'update Contoso' }]);
});

it('a press whose response_url and channel fail is answered all the same', async () => {
  const ada = all.person('U1ADA');
  await ada.command('show');
  all.slack.fail('response_url', { kind: 'status', status: 500 });
  all.slack.fail('chat.postEphemeral', { kind: 'status', status: 503 });
  all.answers(shows('Confirmed'));
  await ada.press('contact.confirm');
  await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.' }));
});

it('who cannot be told in the channel is told in the direct message', async () => {
  const bob = all.person('U2BOB');
  all.slack.fail('chat.postEphemeral', { kind: 'refused', error: 'user_not_in_channel' });
  await bob.mention('show');
  await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(1));
  expect(all.slack.called('conversations.open')).toHaveLength(1);
});

it('an answer that a channel refuses in a thread comes as a direct message, in no thread', async () => {
  const bob = all.person('U2BOB');
  all.slack.fail('chat.postEphemeral', { kind: 'refused', error: 'user_not_in_channel' });
  await bob.mention('show', { thread_ts: '1764000000.000100' });
  await vi.waitFor(() => expect(bob.message()).toMatchObject({ channel: 'DU2BOB', thread_ts: null }));
});

it('the Home tab is drawn although Slack fails once', async () => {
  const ada = all.person('U1ADA');
  all.slack.fail('views.publish', { kind: 'status', status: 500 });
  all.answers({ kind: 'cards', cards: [cardOf('Welcome')] });
  await ada.openHome();
  await vi.waitFor(() => expect(textIn(ada.home())).toContain('Welcome'));
});
