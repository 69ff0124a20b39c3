import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChosenMessage } from '../../../src/domain/alert/alert.ts';
import { formReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import type { TeamsPerson } from '../../support/teams-person.ts';
import { member, type Running, runTeams } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
const link = 'https://teams.microsoft.com/l/message/19:alerts@thread.tacv2/1764000000000?tenantId=1';
const said = {
  id: '1764000000000',
  createdDateTime: '2026-11-24T08:00:00Z',
  linkToMessage: link,
  from: { user: { id: 'x', displayName: 'Bob Miller', userIdentityType: 'aadUser' } },
  body: { contentType: 'html', content: '<div><p>Somebody mines.</p></div>' },
};
let bot: StubBot;
let run: Running;
let person: TeamsPerson;

beforeEach(async () => {
  bot = stubBot(() => formReply({ id: 'alerts.raise' }));
  run = await runTeams(bot);
  person = run.inside(ada, run.channel([ada]));
});
afterEach(() => run.close());

/** What the bot gets of a message. */
async function chosen(payload: unknown): Promise<ChosenMessage | undefined> {
  expect((await person.chooses(payload)).status).toBe(200);
  const action = bot.done.at(-1);
  return action?.kind === 'press' ? action.message : undefined;
}
const html = async (content: string) => (await chosen({ ...said, body: { contentType: 'html', content } }))?.text;

describe('“Raise as alert” in the menu of a message', () => {
  it('opens the form, and the bot knows who wrote what, and where it is', async () => {
    expect(await chosen(said)).toEqual({
      id: 'teams:19:alerts@thread.tacv2/1764000000000',
      text: 'Somebody mines.',
      author: 'Bob Miller',
      link,
      thread: { channel: { platform: 'teams', address: '19:alerts@thread.tacv2' }, message: 'root' },
    });
    expect(bot.done.at(-1)).toMatchObject({
      button: 'alerts.raiseFrom',
      fromChannel: { address: '19:alerts@thread.tacv2' },
    });
    expect(person.dialog()).not.toBeNull();
    expect((await run.platform.chat.knownChannels()).length).toBe(0);
  });

  it('reads HTML as people read it', async () => {
    expect(
      await html(
        `<p>Hi <at id="0">Sam</at>,&nbsp;R&amp;D &lt;b&gt; &#233;&#x1F600;</p><p>a<br/>b &copy;</p><ul><li>x</li><li>y</li></ul><img alt="graph" src="https://evil.example/x"><emoji alt="🎉"></emoji> <a title="href='https://contoso.com'" href="https://evil.example/?a=1&amp;b">Sign <b>in</b></a><attachment id="1"></attachment>`,
      ),
    ).toBe('Hi Sam, R&D <b> é😀\na\nb &copy;\nx\ny\ngraph🎉 Sign in (https://evil.example/?a=1&b)');
    const plain = { ...said, body: { contentType: 'text', content: 'a <b> &amp; b' } };
    expect((await chosen(plain))?.text).toBe('a <b> &amp; b');
  });

  it.each([
    ['<a href="https://evil.example/contoso.com">contoso.com</a>', 'contoso.com (https://evil.example/contoso.com)'],
    ["<A class=x HREF='http://evil.example/x'>https://contoso.com</A>", 'https://contoso.com (http://evil.example/x)'],
    ['<a title="x"href="https://evil.example/x">Sign in</a>', 'Sign in (https://evil.example/x)'],
    ['<a href=https://evil.example/x>Sign in', 'Sign in (https://evil.example/x)'],
    [
      '<a href="https://evil.example/1">one<a href="https://evil.example/2">two</a>',
      'one (https://evil.example/1)two (https://evil.example/2)',
    ],
    ['<a href="https://evil.example/x"><img src="y"></a>', 'https://evil.example/x'],
    ['<a href="https://contoso.com">contoso.com</a>', 'contoso.com'],
    ['<a href="https://contoso.com/a">https://contoso.com/a</a>', 'https://contoso.com/a'],
    ['<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example'],
    ['<a href="mailto:eve@evil.example">a@b.example</a>', 'a@b.example (mailto:eve@evil.example)'],
    ['<a href="https://соntoso.com">соntoso.com</a>', 'соntoso.com (https://xn--ntoso-iyeu.com/)'],
    ['<a href="javascript:alert(1)">Sign in</a>', 'Sign in'],
    ['<a href="/x">Sign in</a>', 'Sign in'],
    ['<a data-href="https://evil.example">Sign in</a>', 'Sign in'],
    ['<abbr href="https://evil.example">Sign in</abbr></a>', 'Sign in'],
  ])('keeps the address of a link where its words are another: %s', async (content, read) => {
    expect(await html(content)).toBe(read);
  });

  it('keeps the cells of a table apart', async () => {
    const head = '<thead><tr><th>machine</th><th>load</th></tr></thead>';
    expect(await html(`<table>${head}<tr><td>vm-7</td><td>97 %</td></tr><tr><td>vm-8</td></tr></table>`)).toBe(
      'machine load\nvm-7 97 %\nvm-8',
    );
  });

  it('takes any amount of HTML', async () => {
    expect(await html(`<p>${'<'.repeat(50_000)}`)).toMatch(/^<+$/);
    expect(await html(' <b> </b>'.repeat(8_000))).toBe('');
    expect(await html(`${'<div>'.repeat(10_000)}x\u202e\u200b${'</div>'.repeat(10_000)}`)).toBe('x');
    expect(await html('<a href="https://evil.example/x">x'.repeat(3_000))).toMatch(
      /^(x \(https:\/\/evil\.example\/x\))+/,
    );
    expect(await html(`<a ${'a="'.repeat(20_000)}`)).toMatch(/^<a a=/);
    expect(await html(`<a ${' a= "'.repeat(20_000)}>x`)).toBe('x');
    expect(await html('&#x110000;&#0;&#99999999;')).toBe('&#99999999;');
  });

  it.each([
    'http://teams.microsoft.com/l/message/1/2',
    'https://teams.microsoft.com.evil.example/l/message/1/2',
    'https://teams.microsoft.com@evil.example/',
    'https://evil.example/teams.microsoft.com',
    'https://teams.microsoft.com:444/l/message/1/2',
    'javascript:alert(1)',
    'https://teams.microsoft.com/l/app/evil?source=x',
    'https://teams.microsoft.com/l/call/0/0?users=eve@evil.example',
    'https://teams.microsoft.com/l/message/19:other@thread.tacv2/1764000000000',
    'https://teams.microsoft.com/l/message/19:alerts@thread.tacv2',
    'https://teams.microsoft.com/l/message/19:alerts@thread.tacv2/../../app/evil',
    'https://teams.microsoft.com/l/message/19:alerts@thread.tacv2/%2e%2e/%2e%2e/app/evil',
    'https://teams.microsoft.com/l/message/%E0%A4%A/1764000000000',
    'https://teams.microsoft.com/x/l/message/19:alerts@thread.tacv2/1764000000000',
    `${link}${'x'.repeat(1_000)}`,
    7,
    null,
  ])('shows no link to %s', async (linkToMessage) => {
    expect((await chosen({ ...said, linkToMessage }))?.link).toBe('');
  });

  it('takes a link to the message however its conversation is written', async () => {
    const linkToMessage = 'https://teams.cloud.microsoft/l/message/19%3aalerts%40thread.tacv2/1764000000000?context=x';
    expect((await chosen({ ...said, linkToMessage }))?.link).toBe(linkToMessage);
  });

  it.each([
    ['an app', { from: { application: { displayName: 'Grafana' }, user: null } }, 'Grafana'],
    ['nobody', { from: null }, ''],
    ['somebody without a name', { from: { user: { id: 'x' } } }, ''],
  ])('takes a message of %s', async (_, more, author) => {
    expect((await chosen({ ...said, ...more }))?.author).toBe(author);
  });

  it.each([
    ['without a body', { body: null }],
    ['of a file alone', { body: { contentType: 'html', content: '<attachment id="1"></attachment>' } }],
    ['of a wrong type', { body: { contentType: 7, content: 7 } }],
  ])('takes a message %s', async (_, more) => {
    expect((await chosen({ ...said, ...more }))?.text).toBe('');
  });

  it.each([[null], ['x'], [{}], [7], [undefined]])(
    'takes what is no message for one without words, of which the form says so: %j',
    async (payload) => {
      const nothing = { text: '', author: '', link: '' };
      const [one, other] = [await chosen(payload), await chosen(payload)];
      expect([one, other]).toMatchObject([nothing, nothing]);
      expect(one?.id).not.toBe(other?.id);
    },
  );

  it.each([[''], ['../..'], [7], [null]])('reads a message whose id is none: %j', async (id) => {
    expect(await chosen({ ...said, id })).toMatchObject({
      text: 'Somebody mines.',
      author: 'Bob Miller',
      link,
    });
  });

  it('knows no thread in a chat between people, and learns neither that nor a channel', async () => {
    const chat = run.teams.add({ id: '19:1_2@unq.gbl.spaces', kind: 'personal', members: [ada] });
    person = run.inside(ada, chat);
    expect((await chosen(said))?.thread).toBeNull();
    expect(await run.options.store.read((reader) => reader.list('conversations'))).toEqual([]);
  });

  it('a repeated request gets the same answer, and is asked once', async () => {
    const first = await person.chooses(said, { id: 'same' });
    const second = await person.chooses(said, { id: 'same' });
    expect(second.body).toEqual(first.body);
    expect(bot.done).toHaveLength(1);
  });
});

it('“Raise as alert” beside the message box opens the plain form', async () => {
  await person.extension('raise');
  expect(bot.done.at(-1)).toMatchObject({ kind: 'command', words: 'raise' });
  expect(person.dialog()).not.toBeNull();
});
