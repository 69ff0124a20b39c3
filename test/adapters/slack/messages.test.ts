import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { textIn } from '../../support/slack-person.ts';
import { deliverEvent } from '../../support/slack-wire.ts';
import { asks, later, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig();
});
afterEach(() => all.stop());

const direct = (text: string, more: object = {}) => ({
  type: 'message',
  channel_type: 'im',
  channel: 'DU1ADA',
  user: 'U1ADA',
  text,
  ts: '1.1',
  ...more,
});

describe('a direct message', () => {
  it('is a command, and is answered there', async () => {
    const ada = all.person('U1ADA');
    await ada.say('show <http://contoso.example|contoso.example> R&amp;D');
    expect(all.bot.done[0]).toMatchObject({
      kind: 'command',
      words: 'show contoso.example R&D',
      fromChannel: null,
      from: 'slack:T0HOME/U1ADA',
    });
    await vi.waitFor(() =>
      expect(ada.message()).toMatchObject({ channel: 'DU1ADA', text: 'Hello, in a sentence.', only: null }),
    );
    expect(all.slack.called('chat.postMessage')[0]?.args).toMatchObject({ unfurl_links: 'false', parse: 'none' });
  });

  it('in a thread is answered in the thread', async () => {
    const ada = all.person('U1ADA');
    await ada.say('show', { thread_ts: '5.5' });
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ thread_ts: '5.5' }));
  });

  it('that needs a form is answered with the button that opens it', async () => {
    const ada = all.person('U1ADA');
    all.answers(asks());
    await ada.say('update Contoso');
    await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain('needs a form'));
    await ada.press('slack.again');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'command', words: 'update Contoso' });
  });

  it.each([
    ['of a bot', { bot_id: 'B7' }],
    ['of the bot itself', { user: 'U0BOT' }],
    ['that was edited', { subtype: 'message_changed' }],
    ['in a group', { channel_type: 'mpim' }],
  ])('%s is left alone', async (_what, more) => {
    await deliverEvent(all.door, direct('show', more), { id: 'Ev1', team: 'T0HOME' });
    expect(all.bot.done).toEqual([]);
  });
});

describe('a mention', () => {
  it('is a command without the mention, and answered for the asker alone', async () => {
    const bob = all.person('U2BOB');
    await bob.mention('show Contoso');
    expect(all.bot.done[0]).toMatchObject({
      words: 'show Contoso',
      fromChannel: { platform: 'slack', address: 'C0GENERAL' },
    });
    await vi.waitFor(() => expect(bob.message()).toMatchObject({ only: 'U2BOB', channel: 'C0GENERAL' }));
  });

  it('by somebody of another organisation is theirs, also when their team is all that tells', async () => {
    all.slack.addUser('U9OUT', { team_id: 'T9OTHER' });
    await all.person('U9OUT').mention('show', { user_team: 'T9OTHER' });
    expect(all.bot.done[0]).toMatchObject({ from: 'slack:T9OTHER/U9OUT' });
  });
});

describe('an event that Slack repeats', () => {
  const once = { id: 'Ev77', team: 'T0HOME' };

  it('acts and answers once, also while the first is under way', async () => {
    const { promise, keep } = later<void>();
    all.answers(async () => {
      await promise;
      return shows('Done');
    });
    const received = vi.spyOn(all.http, 'receive');
    const first = deliverEvent(all.door, direct('confirm'), once);
    const second = deliverEvent(all.door, direct('confirm'), { ...once, retry: 1 });
    await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(2));
    keep();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    await deliverEvent(all.door, direct('confirm'), { ...once, retry: 2 });
    await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(1));
    expect(all.bot.done).toHaveLength(1);
  });

  it('is not answered again after a restart', async () => {
    await deliverEvent(all.door, direct('confirm'), once);
    await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(1));
    const mark = await all.store.read((reader) => reader.get('seen', 'slack:Ev77'));
    expect(mark).toMatchObject({ outcome: null, by: 'slack:T0HOME/U1ADA' });
    const restarted = await rig({ store: all.store });
    try {
      expect((await deliverEvent(restarted.door, direct('confirm'), { ...once, retry: 1 })).status).toBe(200);
      expect([restarted.bot.done, restarted.slack.called('chat.postMessage')]).toEqual([[], []]);
    } finally {
      await restarted.stop();
    }
  });

  it('gives the bot the key under which it was first handled', async () => {
    await deliverEvent(all.door, direct('confirm'), once);
    expect(all.bot.done[0]?.key).toBe('Ev77');
  });

  it('is acknowledged only when it was handled: a store that cannot be read has Slack send it again', async () => {
    const { store } = all;
    const read = vi.spyOn(store, 'read').mockRejectedValueOnce(new Error('broken'));
    expect((await deliverEvent(all.door, direct('show'), once)).status).toBe(500);
    read.mockRestore();
    expect((await deliverEvent(all.door, direct('show'), { ...once, retry: 1 })).status).toBe(200);
    await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(1));
  });

  it('acts when Slack sends it again, if acting failed the first time', async () => {
    await deliverEvent(all.door, direct('show'), { ...once, id: 'Ev-before' });
    const read = vi.spyOn(all.store, 'read').mockRejectedValueOnce(new Error('broken'));
    expect((await deliverEvent(all.door, direct('confirm'), once)).status).toBe(500);
    expect(all.bot.done).toHaveLength(1);
    read.mockRestore();
    expect((await deliverEvent(all.door, direct('confirm'), { ...once, retry: 1 })).status).toBe(200);
    await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(2));
    expect(all.bot.done.map(({ key }) => key)).toEqual(['Ev-before', 'Ev77']);
  });

  it('is answered although the disk is full', async () => {
    all.store.diskFull(true);
    await deliverEvent(all.door, direct('show'), once);
    await vi.waitFor(() => expect(all.slack.called('chat.postMessage')).toHaveLength(1));
  });
});

it('keys commands, presses and forms by their signature: two of the same words are two deeds', async () => {
  let now = Date.parse('2026-11-24T09:00:00.000Z');
  const timed = await rig({ now: () => now, store: memoryStore() });
  try {
    const ada = timed.person('U1ADA');
    await ada.command('confirm', { trigger_id: 'the same' });
    now += 1_000;
    await ada.command('confirm', { trigger_id: 'the same' });
    expect(new Set(timed.bot.done.map(({ key }) => key)).size).toBe(2);
  } finally {
    await timed.stop();
  }
});

it.each([
  ['channel_archive', 'left'],
  ['channel_deleted', 'left'],
  ['channel_left', 'left'],
  ['group_archive', 'left'],
  ['group_deleted', 'left'],
  ['group_left', 'left'],
  ['channel_unarchive', 'arrived'],
  ['group_unarchive', 'arrived'],
])('%s tells the bot that it has %s', async (type, what) => {
  const event = { type, channel: 'C0GENERAL', user: 'U1ADA' };
  expect((await deliverEvent(all.door, event, { id: `Ev-${type}`, team: 'T0HOME' })).status).toBe(200);
  const { arrivals, departures } = all.bot;
  const general = [{ platform: 'slack', address: 'C0GENERAL' }];
  expect({ arrivals, departures }).toEqual(
    what === 'left' ? { arrivals: [], departures: general } : { arrivals: general, departures: [] },
  );
});

it('a note as a command keeps its lines and its emoji', async () => {
  await all.person('U1ADA').command('note 1 :tada: <@U2BOB|bob> phoned\nkeys  rotated');
  expect(all.bot.done).toMatchObject([
    { words: 'note 1 :tada: @bob phoned\nkeys  rotated', mentions: ['slack:T0HOME/U2BOB'] },
  ]);
});

it('what does not fit the button of a form is said', async () => {
  const ada = all.person('U1ADA');
  const asked = asks();
  all.answers({ ...Object(asked), again: `note #12345 ${'x'.repeat(1_995)}` });
  await ada.say(`note ${'x'.repeat(1_995)}`, { thread_ts: '5.5' });
  await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain('check how the text ends'));
});

describe('an odd message is understood', () => {
  it.each([
    ['words before the mention', 'please <@U0BOT> show Contoso', 'show Contoso'],
    ['the mention at the end', 'show Contoso <@U0BOT>', 'show Contoso'],
    ['a colon behind the mention', '<@U0BOT>: show Contoso', 'show Contoso'],
    ['the mention of somebody else', '<@U0BOT> show <@U2BOB>', 'show @U2BOB'],
    ['a quotation', '&gt; who is it?\n<@U0BOT> show', 'show'],
    ['an emoji in it', '<@U0BOT> raise :rotating_light: Microsoft phoned', 'raise  Microsoft phoned'],
    [
      'a note',
      '<@U0BOT> note 1 :rotating_light: <@U2BOB> phoned:\n• R&amp;D in <#C0WAR|>\n• <https://a.example|a.example>',
      'note 1 :rotating_light: @U2BOB phoned:\n• R&D in #C0WAR\n• a.example',
    ],
    ['a note behind an emoji', ':wave: <@U0BOT> note it', 'note it'],
  ])('with %s', async (_what, text, words) => {
    const event = { type: 'app_mention', channel: 'C0GENERAL', user: 'U1ADA', text, ts: '1.1' };
    await deliverEvent(all.door, event, { id: 'Ev1', team: 'T0HOME' });
    expect(all.bot.done).toMatchObject([{ words }]);
  });

  it('in a thread, which it names', async () => {
    const event = { type: 'app_mention', channel: 'C0GENERAL', user: 'U1ADA', text: '<@U0BOT> note it', ts: '6.1' };
    await deliverEvent(all.door, { ...event, thread_ts: '5.5' }, { id: 'Ev1', team: 'T0HOME' });
    expect(all.bot.done).toMatchObject([{ words: 'note it', thread: '5.5' }]);
  });

  it.each([
    ['said to the channel too', { subtype: 'thread_broadcast', thread_ts: '5.5' }, 'show', 'show'],
    ['by /me', { subtype: 'me_message' }, 'show', 'show'],
    ['of emoji alone', {}, ':tada: :+1::skin-tone-2:', '👋'],
    ['with a time', {}, 'what happened at 10:30:00 ?', 'what happened at 10:30:00 ?'],
  ])('%s', async (_what, more, text, words) => {
    await all.person('U1ADA').say(text, more);
    expect(all.bot.done).toMatchObject([{ words }]);
  });

  it.each([
    ['show', 'show'],
    ['', 'help'],
  ])('with a file and the words “%s”: only the words count, which it says', async (text, words_) => {
    const ada = all.person('U1ADA');
    await ada.say(text, { subtype: 'file_share', files: [{ id: 'F1', name: 'alert.png' }] });
    expect(all.bot.done).toMatchObject([{ words: words_ }]);
    await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain(messages('en').apology.files));
  });
});
