import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChosenMessage } from '../../../src/domain/alert/alert.ts';
import { textIn } from '../../support/slack-person.ts';
import { type Answer, deliver, interactionBody } from '../../support/slack-wire.ts';
import { asks, later, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig();
  all.answers(asks({ id: 'alerts.raise' }));
});
afterEach(() => all.stop());

const said = { ts: '1764000000.000100', user: 'U2BOB', text: 'Somebody mines.' };
const ada = () => all.person('U1ADA');
const done = () => all.bot.done.at(-1);

/** What the bot gets of a message. */
async function chosen(message: object, more: object = {}): Promise<ChosenMessage | undefined> {
  const before = all.bot.done.length;
  const answer = await ada().chooses({ ...said, ...message }, more);
  expect([answer.status, answer.text]).toEqual([200, '']);
  await vi.waitFor(() => expect(all.bot.done.length).toBe(before + 1));
  const action = done();
  return action?.kind === 'press' ? action.message : undefined;
}

describe('“Raise as alert”', () => {
  it('opens the form, and the bot knows who wrote what, and where it is', async () => {
    expect(await chosen({})).toEqual({
      id: 'slack:C0GENERAL/1764000000.000100',
      text: 'Somebody mines.',
      author: 'u2bob',
      link: 'https://x.slack.com/archives/C0GENERAL/p1764000000000100',
      thread: { channel: { platform: 'slack', address: 'C0GENERAL' }, message: '1764000000.000100' },
    });
    expect(done()).toMatchObject({
      from: 'slack:T0HOME/U1ADA',
      fromChannel: { address: 'C0GENERAL' },
      button: 'alerts.raiseFrom',
    });
    await vi.waitFor(() => expect(ada().window()?.view).toMatchObject({ callback_id: 'alerts.raise' }));
  });

  it('reads a text as people read it: names, addresses, and nothing escaped', async () => {
    await all.store.change((tx) => tx.put('people', { id: 'slack:T0HOME/U2BOB', name: 'Bob Miller' }));
    const text =
      '<@U2BOB> <@U9GONE|zoe> <#C1|soc> <!here> <!subteam^S1|@soc>\n<https://evil.example/x|Sign in> <http://contoso.com|contoso.com> <mailto:a@b.example|a@b.example>\nR&amp;D &lt;b&gt; a < b';
    const message = await chosen({ text });
    expect(message?.text).toBe(
      '@Bob Miller @zoe #soc @here @soc\nSign in (https://evil.example/x) contoso.com a@b.example\nR&D <b> a < b',
    );
    expect(message?.author).toBe('Bob Miller');
  });

  it('reads once what was escaped twice: a text about HTML keeps its entities', async () => {
    const message = await chosen({ text: 'write &amp;lt;b&amp;gt; for &lt;b&gt;, and &amp;amp; for &amp;' });
    expect(message?.text).toBe('write &lt;b&gt; for <b>, and &amp; for &');
  });

  it.each([
    ['<https://evil.example/contoso.com|contoso.com>', 'contoso.com (https://evil.example/contoso.com)'],
    [
      '<https://evil.example/https://contoso.com|https://contoso.com>',
      'https://contoso.com (https://evil.example/https://contoso.com)',
    ],
    ['<https://evil.example|>', 'https://evil.example'],
    ['<https://contoso.com/|contoso.com>', 'contoso.com'],
    ['<https://contoso.com/a|https://contoso.com/a>', 'https://contoso.com/a'],
    ['<mailto:eve@evil.example|a@b.example>', 'a@b.example (mailto:eve@evil.example)'],
    ['<tel:+331|+331>', '+331'],
  ])('leaves out an address only where the words of the link are the address: %s', async (text, read) => {
    expect((await chosen({ text }))?.text).toBe(read);
  });

  it('keeps the addresses of links in blocks and of titles in attachments', async () => {
    const link = { type: 'link', text: 'contoso.com', url: 'https://evil.example/contoso.com' };
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] }];
    const attachments = [{ title: 'Sign in', title_link: 'https://evil.example/x' }];
    expect((await chosen({ text: '', blocks, attachments }))?.text).toBe(
      'contoso.com (https://evil.example/contoso.com)\nSign in (https://evil.example/x)',
    );
  });

  it('takes the words of blocks and attachments where a message has no text', async () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Firing' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '*CPU* of <@U2BOB>' },
        fields: [{ type: 'mrkdwn', text: 'vm-7' }],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'see ' },
              { type: 'link', url: 'https://status.example' },
              { type: 'emoji', name: 'tada' },
            ],
          },
        ],
      },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Ack' }, value: 'x' }] },
      { type: 'divider' },
    ];
    const attachments = [{ title: 'Graph', fallback: 'Graph: high', fields: [{ title: 'Load', value: '97 %' }] }];
    const robot = { user: null, username: 'Grafana', bot_id: 'B1', subtype: 'bot_message', bot_profile: { name: 'G' } };
    const message = await chosen({ ...robot, text: '', blocks, attachments });
    expect(message?.text).toBe('Firing\n*CPU* of @U2BOB\nvm-7\nsee https://status.example:tada:\nGraph\nLoad\n97 %');
    expect(message?.author).toBe('Grafana');
  });

  const app = { user: 'U0APP', bot_id: 'B1', text: 'New incident' };
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'Somebody mines in *vm-7*.' } };
  const forwarded = {
    is_share: true,
    channel_id: 'C7',
    author_name: 'Bob',
    text: 'Who mines?',
    fallback: '[9:41 AM] bob: Who mines?',
  };
  const ofAnApp = {
    ...forwarded,
    text: '',
    fallback: '[no preview available]',
    message_blocks: [{ channel: 'C7', message: { blocks: [section] } }],
  };
  const rich = (...elements: object[]) => [{ type: 'rich_text', elements }];
  const quote = {
    type: 'rich_text_quote',
    elements: [
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'b' },
    ],
  };
  const item = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
  const list = { type: 'rich_text_list', style: 'bullet', elements: [item('one'), item('two')] };
  const mentions = [
    { type: 'user' },
    { type: 'broadcast', range: 'here' },
    { type: 'text', text: ' in ' },
    { type: 'channel', channel_id: 'C7' },
    { type: 'usergroup', usergroup_id: 'S1' },
    { type: 'emoji', name: 'fire' },
  ];
  const table = {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'vm-7' },
        { type: 'raw_text', text: 'mines' },
      ],
    ],
  };

  it.each([
    ['an app with blocks', { ...app, blocks: [section] }, 'Somebody mines in *vm-7*.'],
    ['an app with a profile alone', { bot_profile: { name: 'G' }, blocks: [section] }, 'Somebody mines in *vm-7*.'],
    ['an app without words in its blocks', { ...app, blocks: [{ type: 'divider' }] }, 'New incident'],
    ['an app with a quotation', { ...app, blocks: rich(quote) }, 'a b'],
    [
      'an app with mentions',
      { ...app, blocks: rich({ type: 'rich_text_section', elements: mentions }) },
      '@here in #C7@subteam^S1:fire:',
    ],
    ['an app with a table', { ...app, blocks: [table] }, 'vm-7\nmines'],
    [
      'an app with attachments',
      { ...app, attachments: [{ title: 'New incident', text: 'Load 97 %' }] },
      'New incident\nLoad 97 %',
    ],
    ['an app with the same in both', { ...app, attachments: [{ text: 'New incident' }] }, 'New incident'],
    [
      'an app with equal values',
      {
        ...app,
        attachments: [
          { title: 'vm-7', fields: [{ title: 'Load', value: 'high' }] },
          { title: 'vm-8', fields: [{ title: 'Load', value: 'high' }] },
        ],
      },
      'New incident\nvm-7\nLoad\nhigh\nvm-8\nLoad\nhigh',
    ],
    ['a person', { text: 'see *this*', blocks: [section] }, 'see *this*'],
    ['who forwards with a comment', { text: 'look', attachments: [forwarded] }, 'look\nBob\nWho mines?'],
    ['who forwards without one', { text: '', attachments: [forwarded] }, 'Bob\nWho mines?'],
    ['who forwards an app', { text: 'look', attachments: [ofAnApp] }, 'look\nBob\nSomebody mines in *vm-7*.'],
    [
      'who forwards a list of an app',
      { text: '', attachments: [{ message_blocks: [{ message: { blocks: rich(list) } }] }] },
      'one\ntwo',
    ],
    ['who forwards a file', { text: '', attachments: [{ ...forwarded, text: '' }] }, 'Bob\n[9:41 AM] bob: Who mines?'],
    ['who forwards it twice', { text: 'look', attachments: [forwarded, forwarded] }, 'look\nBob\nWho mines?'],
  ])('has the words that people saw of %s', async (_, message, read) => {
    expect((await chosen(message))?.text).toBe(read);
  });

  it.each([
    ['of a file alone', { text: '', files: [{ id: 'F1' }] }, ''],
    ['of odd blocks', { text: null, blocks: [null, 7, 'x', { elements: { text: 5 } }], attachments: 'x' }, ''],
    ['of nobody', { user: undefined, bot_profile: undefined }, 'Somebody mines.'],
  ])('takes a message %s', async (_, message, text) => {
    const got = await chosen(message);
    expect(got?.text).toBe(text);
    if ('user' in message) expect(got?.author).toBe('');
  });

  it('cleans what is written, and takes 40,000 characters and deep blocks at once', async () => {
    expect((await chosen({ text: `a\u202eb\u200b${'<'.repeat(40_000)}` }))?.text).toMatch(/^ab<+$/);
    let deep: object = { type: 'section', text: { text: 'found' } };
    for (let n = 0; n < 500; n += 1) deep = { elements: [deep] };
    const wide = Array.from({ length: 3_000 }, () => ({ text: { text: 'x' } }));
    expect((await chosen({ text: '', blocks: [deep, ...wide] }))?.text.length).toBeLessThan(2_000);
  });

  it('of a reply names the thread, and a message of a chat between people has none', async () => {
    const reply = await chosen({ thread_ts: '1763000000.000001' });
    expect(reply?.thread?.message).toBe('1763000000.000001');
    expect(reply?.link).toContain('?thread_ts=1763000000.000001&cid=C0GENERAL');
    expect((await chosen({}, { channel: { id: 'D123', name: 'directmessage' } }))?.thread).toBeNull();
  });

  it.each([
    ['without a time', { ts: undefined }, {}],
    ['with a made-up time', { ts: '../evil' }, {}],
    ['without a channel', {}, { channel: null }],
    ['with another name', {}, { callback_id: 'other' }],
    ['without a message', {}, { message: null }],
  ])('%s is refused', async (_, message, more) => {
    const answer = await ada().chooses({ ...said, ...message }, more);
    expect(answer.status).toBe(400);
    expect(all.bot.done).toEqual([]);
  });

  it('is there before the name of the author where Slack is slow to tell it', async () => {
    all.slack.fail('users.info', { kind: 'hang' });
    expect((await chosen({}))?.author).toBe('');
  });

  it('opens a window that says “one moment” while the answer is late, and fills it', async () => {
    const answer = later<ReturnType<typeof asks>>();
    all.answers(() => answer.promise);
    await ada().chooses(said);
    await vi.waitFor(() => expect(textIn(ada().window()?.view)).toContain('One moment'));
    answer.keep(asks({ id: 'alerts.raise' }));
    await vi.waitFor(() => expect(ada().window()?.view).toMatchObject({ callback_id: 'alerts.raise' }));
  });

  it('gives a button where Slack opened no window, which knows the message', async () => {
    all.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await chosen({});
    await vi.waitFor(() => expect(textIn(ada().message())).toContain('Open the form'));
    const first = done();
    await ada().press('alerts.raiseFrom', { on: 'message' });
    await vi.waitFor(() => expect(ada().window()?.view).toMatchObject({ callback_id: 'alerts.raise' }));
    expect(done()).toMatchObject({ value: first?.kind === 'press' ? first.value : '' });
  });

  it('the same request a second time does nothing', async () => {
    const payload = {
      type: 'message_action',
      callback_id: 'raise.message',
      message: said,
      channel: { id: 'C0GENERAL' },
    };
    const who = {
      user: { id: 'U1ADA', team_id: 'T0HOME' },
      team: { id: 'T0HOME' },
      trigger_id: all.slack.trigger('U1ADA'),
    };
    const send = (): Promise<Answer> => deliver(all.door, interactionBody({ ...payload, ...who }));
    expect([(await send()).status, (await send()).status]).toEqual([200, 401]);
    await vi.waitFor(() => expect(all.bot.done).toHaveLength(1));
  });
});

describe('“Raise an alert”', () => {
  it('opens the plain form', async () => {
    expect((await ada().shortcut()).status).toBe(200);
    await vi.waitFor(() => expect(ada().window()?.view).toMatchObject({ callback_id: 'alerts.raise' }));
    expect(done()).toMatchObject({ kind: 'press', button: 'alerts.raise', value: '', fromChannel: null });
  });

  it('answers in the private chat where Slack opened no window', async () => {
    all.answers(shows('No'));
    all.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await ada().shortcut();
    await vi.waitFor(() => expect(ada().message()).toMatchObject({ channel: 'DU1ADA' }));
  });
});

it('what people need after their form has closed stands in their private chat too', async () => {
  const bob = all.person('U2BOB');
  await bob.command('raise');
  all.answers({ ...shows('Alert raised', { instead: true }), lasting: 'everywhere' });
  await bob.save();
  expect(textIn(bob.window()?.view)).toContain('Alert raised');
  await vi.waitFor(() =>
    expect(bob.message()).toMatchObject({ channel: 'DU2BOB', text: 'Alert raised, in a sentence.' }),
  );
});
