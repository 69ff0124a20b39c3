import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { button, card, type Text } from '../../../src/view/view.ts';
import { cardReply, contactBot, formReply, type StubBot, stubBot, text } from '../../support/stub-bot.ts';
import { type TeamsPerson, textIn } from '../../support/teams-person.ts';
import { alone, member, type Running, runTeams, tenantId, toChannel } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
/** Teams takes no targeted messages. */
const noneTaken = { status: 403, code: 'BotNotInConversationRoster' };
let bot: StubBot;
let run: Running;
let person: TeamsPerson;

async function start(with_: StubBot, local = false): Promise<void> {
  bot = with_;
  run = await runTeams(bot, { local });
  person = run.person(ada);
}
afterEach(() => run.close());

it('a form in the chat offers people of Teams, and nobody of Slack', async () => {
  await start(
    stubBot(() => formReply()),
    true,
  );
  const known = [
    { id: 'slack:T1/UGRACE', name: 'Grace of Slack' },
    { id: `teams:${tenantId}/${member(2, 'Hedy').aadObjectId}`, name: 'Hedy of Teams' },
  ];
  await run.options.store.change(async (tx) => {
    for (const one of known) await tx.put('people', one);
  });
  await person.says('update');
  const shown = JSON.stringify(person.card());
  expect(shown).toContain('Hedy of Teams');
  expect(shown).not.toContain('Grace of Slack');
});

describe('words', () => {
  beforeEach(() => start(contactBot()));

  it('reach the bot with who said them, where, and in what language', async () => {
    await person.says('show Contoso', { locale: 'fr-FR' });
    expect(bot.done).toEqual([
      {
        kind: 'command',
        words: 'show Contoso',
        from: person.identity,
        locale: 'fr',
        fromChannel: null,
        key: expect.any(String),
      },
    ]);
    expect(textIn(person.card())).toContain('security@contoso.example');
  });

  it('that are long are read by their first 1,500 and last 500 characters, without what nobody sees, which the answer says', async () => {
    const long = `sh\u200bow ${'a'.repeat(1_495)}${'b'.repeat(40_000)}${'c'.repeat(500)}`;
    await person.says(long, { locale: 'fr-FR' });
    expect(bot.done.at(-1)).toMatchObject({ words: `show ${'a'.repeat(1_495)} … ${'c'.repeat(500)}` });
    expect(textIn(person.card())).toContain(messages('fr').apology.cut);
    await person.says(`show ${'d'.repeat(1_995)}`, { locale: 'fr-FR' });
    expect(bot.done.at(-1)).toMatchObject({ words: `show ${'d'.repeat(1_995)}` });
    expect(textIn(person.card())).not.toContain(messages('fr').apology.cut);
  });

  it('in a channel without targeted messages are answered in private, with one neutral line there', async () => {
    run.teams.targeted.state.refuse = noneTaken;
    person = run.inside(ada, run.channel([ada]));
    await person.says('show');
    expect(bot.done[0]).toMatchObject({
      words: 'show',
      fromChannel: { platform: 'teams', address: '19:alerts@thread.tacv2' },
      thread: 'root',
    });
    expect(person.texts()).toEqual(['I answered you in our private chat.']);
    expect(JSON.stringify(run.teams.messages(person.here.id))).not.toContain('security@contoso.example');
    expect(run.teams.messages(`a:${ada.aadObjectId}`)).toHaveLength(1);
  });

  it('in a channel without them, by somebody who never added the bot, get a line that says how', async () => {
    run.teams.targeted.state.refuse = noneTaken;
    run.teams.state.refuseChats = true;
    person = run.inside(ada, run.channel([ada]));
    await person.says('show');
    expect(person.texts()).toEqual([expect.stringContaining('we have no chat yet')]);
    expect(run.teams.messages(`a:${ada.aadObjectId}`)).toEqual([]);
  });

  it.each([
    ['is said to be there only when it is', false, 'I answered you in our private chat.'],
    ['that cannot be sent is not said to be there: the presser alone reads how to get it', true, 'we have no chat yet'],
  ])('a private answer to a press in a channel without them %s', async (_what, refuses, says) => {
    run.teams.targeted.state.refuse = noneTaken;
    run.teams.state.refuseChats = refuses;
    person = run.inside(ada, run.channel([ada]));
    const action = { type: 'Action.Execute', verb: 'alerts.steps', data: { action: 'alerts.steps', value: 'a1' } };
    const { body } = await person.invoke('adaptiveCard/action', { action, trigger: 'manual' }, { replyToId: 'm1' });
    expect(Object(body).value).toContain(says);
    expect(run.teams.messages(`a:${ada.aadObjectId}`)).toHaveLength(refuses ? 0 : 1);
    expect(run.teams.messages(person.here.id)).toEqual([]);
  });

  it('that take longer than a second are seen to be worked on, in the private chat', async () => {
    const answer = Promise.withResolvers<Reply>();
    await run.close();
    await start(stubBot(() => answer.promise));
    const writing = () => run.teams.requests.filter(({ body }) => body.type === 'typing').map(({ path }) => path);
    const asked = person.says('show');
    await vi.waitFor(() => expect(writing()).toHaveLength(1), { timeout: 5_000 });
    expect(writing()).toEqual([expect.stringContaining(person.here.id)]);
    answer.resolve(cardReply('Contact'));
    await asked;
    expect(textIn(person.card())).toContain('Contact');
  });

  it('keep the names of others whom they mention', async () => {
    const text = '<at>Security Contact</at>&nbsp;show <at>Bob</at>';
    const entities = [
      {
        type: 'mention',
        mentioned: { id: '28:aaaaaaaa-0000-4000-8000-000000000001' },
        text: '<at>Security Contact</at>&nbsp;',
      },
      { type: 'mention', mentioned: { id: '29:bob' }, text: '<at>Bob</at>' },
      'nonsense',
    ];
    await person.says('', { text, entities });
    expect(bot.done[0]).toMatchObject({ words: 'show Bob' });
  });
});

describe('a button', () => {
  beforeEach(() => start(contactBot()));

  it('changes its card at once for the person, and for good for everybody', async () => {
    await person.says('show');
    const answer = await person.press('contact.confirm');
    expect(textIn(answer.body.value)).toContain('Confirmed just now.');
    expect(bot.done[1]).toMatchObject({ kind: 'press', button: 'contact.confirm', value: 't', fromChannel: null });
    await run.platform.stop();
    expect(run.teams.messages(person.here.id)).toMatchObject([{ edited: true }]);
  });

  const followed = { id: 'a delivery', want: 2 };
  const taken = { kind: 'card', instead: true, followed, card: card('Taken', 'Taken.') } as const;
  const pressed = { action: 'alerts.acknowledge', value: 'x' };

  it('leaves its card to the outbox in an old client too, which gets no second edit and no second message', async () => {
    const buttons = [button('press', 'alerts.acknowledge', 'Acknowledge', 'x')];
    await run.close();
    await start(stubBot((done) => (done.kind === 'press' ? taken : cardReply('Alert', { buttons }))));
    await person.says('show');
    const replyToId = person.cards()[0]?.message.id;
    await person.send(person.activity({ type: 'message', value: pressed, replyToId }));
    await run.platform.stop();
    expect(bot.done[1]).toMatchObject({ kind: 'press', button: 'alerts.acknowledge' });
    expect(run.teams.messages(person.here.id)).toHaveLength(1);
    expect(run.teams.messages(person.here.id)[0]).not.toHaveProperty('edited');
  });

  it('changes its card for the person alone where the outbox edits that anyway', async () => {
    const buttons = [button('press', 'alerts.acknowledge', 'Acknowledge', 'x')];
    await run.close();
    await start(stubBot((done) => (done.kind === 'press' ? taken : cardReply('Alert', { buttons }))));
    await person.says('show');
    const answer = await person.press('alerts.acknowledge');
    expect(textIn(answer.body.value)).toContain('Taken');
    await run.platform.stop();
    expect(run.teams.messages(person.here.id)[0]).not.toHaveProperty('edited');
  });

  it('works in an old client, which sends it as a message', async () => {
    await person.says('show');
    const replyToId = person.cards()[0]?.message.id;
    const value = { action: 'contact.confirm', value: 't' };
    await person.send(person.activity({ type: 'message', value, replyToId }));
    expect(bot.done[1]).toMatchObject({ kind: 'press', button: 'contact.confirm' });
    expect(textIn(person.card())).toContain('Confirmed just now.');
    expect(run.teams.messages(person.here.id)).toHaveLength(1);
  });

  it.each([{}, { nonsense: true }, { action: 7 }, 'text', ['list']])(
    'with the data %j is answered with a way out',
    async (value) => {
      await person.send(person.activity({ type: 'message', value }));
      expect(person.texts()).toEqual([expect.stringContaining('“help”')]);
      expect(bot.done).toEqual([]);
    },
  );
});

it('a button whose answer is another card keeps its own, and the answer follows for the presser alone', async () => {
  const history = button('press', 'contact.history', 'History', 't');
  await start(
    stubBot(
      (done): Reply => (done.kind === 'press' ? cardReply('History') : cardReply('Contact', { buttons: [history] })),
    ),
  );
  const channel = run.channel([ada]);
  person = run.inside(ada, channel);
  await person.says('hello');
  await run.platform.chat.post(toChannel(channel.id), card('Alert', 'An alert.', { buttons: [history] }), alone);
  const answer = await person.press('contact.history');
  expect(answer.body).toMatchObject({
    type: 'application/vnd.microsoft.activity.message',
    value: 'The answer is below.',
  });
  expect(bot.done.at(-1)).toMatchObject({ fromChannel: { address: channel.id } });
  await vi.waitFor(() => expect(textIn(person.card())).toContain('History'));
  expect(run.teams.messages(channel.id)).toHaveLength(1);
  expect(run.teams.seenBy(channel.id, ada)).toHaveLength(3);
});

describe('a card that a whole channel has', () => {
  const press = button('press', 'contact.history', 'History', 't');
  const inPlace = (title: string, brief?: Text): Reply => ({
    kind: 'card',
    instead: true,
    card: card(title, `${title}.`),
    brief,
  });
  const inChannel = async (reply: Reply, how: 'execute' | 'submit') => {
    await start(stubBot((done): Reply => (done.kind === 'press' ? reply : cardReply('Contact'))));
    const channel = run.channel([ada]);
    person = run.inside(ada, channel);
    await person.says('hello');
    const posted = await run.platform.chat.post(
      toChannel(channel.id),
      card('Alert', 'An alert.', { buttons: [press] }),
      alone,
    );
    const data = { action: press.id, value: press.value };
    const answer =
      how === 'execute'
        ? await person.press(press.id)
        : await person.send(person.activity({ type: 'message', value: data, replyToId: posted.message }));
    const shared = () => run.teams.messages(channel.id).find(({ id }) => id === posted.message);
    return { answer, shared };
  };

  it.each(['execute', 'submit'] as const)('stays, even when the answer would take its place: %s', async (how) => {
    const { shared } = await inChannel(inPlace('History'), how);
    await vi.waitFor(() => expect(textIn(person.card())).toContain('History'));
    expect(shared()).not.toHaveProperty('edited');
    expect(textIn(shared()?.attachments?.[0]?.content)).toContain('Alert');
  });

  it('and changes for everybody anyway answers a press in a sentence', async () => {
    const { answer, shared } = await inChannel(inPlace('Alert', ['Taken by ', 'you.']), 'execute');
    expect(answer.body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: 'Taken by you.' });
    expect(shared()).not.toHaveProperty('edited');
  });

  it('does so in a message for the presser alone where the client sends a message', async () => {
    await inChannel(inPlace('Alert', 'Taken by you.'), 'submit');
    await vi.waitFor(() => expect(textIn(person.card())).toBe('Taken by you.'));
  });
});

it('a form that a channel’s card opens in local mode stands in the private chat, and the channel says so', async () => {
  const answerIt = button('form', 'contact.update', 'Update', 't');
  await start(contactBot(), true);
  const channel = run.channel([ada]);
  person = run.inside(ada, channel);
  await person.says('show');
  await run.platform.chat.post(toChannel(channel.id), card('Alert', 'An alert.', { buttons: [answerIt] }), alone);
  const before = person.texts().length;
  await person.press('contact.update');
  expect(bot.done.at(-1)).toMatchObject({ kind: 'press', fromChannel: { address: channel.id } });
  expect(person.texts().slice(before)).toEqual(['I answered you in our private chat.']);
  expect(textIn(run.teams.messages(`a:${ada.aadObjectId}`).at(-1)?.attachments?.[0]?.content)).toContain('First name');
});

it('a question unfolds before a press counts', async () => {
  const confirm = { title: 'Done there?', text: 'Partner Center says the same?', yes: 'Yes, it does', no: 'Not yet' };
  await start(
    stubBot(() => cardReply('Contact', { buttons: [button('press', 'contact.attest', 'Done', 't', { confirm })] })),
  );
  await person.says('show');
  expect(person.card().actions).toMatchObject([{ type: 'Action.ShowCard', title: 'Done' }]);
  await person.press('contact.attest');
  expect(bot.done.at(-1)).toMatchObject({ kind: 'press', button: 'contact.attest', value: 't' });
});

describe('a form as a dialog', () => {
  beforeEach(() => start(contactBot()));

  it('opens from a card, comes back refused with what was typed, and ends with what was saved', async () => {
    await person.says('show');
    await person.press('contact.update');
    expect(textIn(person.dialog())).toContain('Nobody but you sees this form.');
    expect(textIn(person.dialog())).toContain('Add me to the team, mention me in the channel');
    await person.press('contact.update', { firstName: 'SOC', email: 'nobody' });
    expect(bot.done.at(-1)).toMatchObject({
      kind: 'submit',
      form: 'contact.update',
      state: '{"tenant":"t"}',
      values: { firstName: 'SOC', email: 'nobody', kind: 'person', onCall: [] },
    });
    expect(textIn(person.dialog())).toMatch(/Nothing was saved.*Write a whole address/s);
    expect(JSON.stringify(person.dialog())).toContain('"value":"nobody"');
    await person.press('contact.update', { email: 'soc@contoso.example' });
    expect(textIn(person.dialog())).toContain('Saved.');
    await person.press('contact.confirm');
    expect(bot.done.at(-1)).toMatchObject({ kind: 'press', button: 'contact.confirm' });
    expect(textIn(person.dialog())).toContain('Confirmed just now.');
  });

  it('is as large as what it asks', async () => {
    const opened = async (fields: number) => {
      await run.close();
      const asked = Array.from({ length: fields }, (_, n) => text(`f${n}`, `Field ${n}`, { hint: 'A hint.' }));
      await start(stubBot(() => formReply({ fields: asked })));
      const answer = await person.invoke('task/fetch', { data: { action: 'contact.update', value: '' } });
      return answer.body.task.value;
    };
    expect(await opened(2)).toMatchObject({ height: 'medium', title: 'Update the contact' });
    expect(await opened(9)).toMatchObject({ height: 'large', title: 'Update the contact' });
  });

  it('opens from the message extension', async () => {
    await person.extension('contact.update');
    expect(bot.done).toMatchObject([{ kind: 'press', button: 'contact.update', value: '' }]);
    const data = { action: 'contact.update', state: '{}', email: 'soc@contoso.example' };
    const answer = await person.invoke('composeExtension/submitAction', { commandId: 'contact.update', data });
    expect(textIn(answer.body.task.value.card.content)).toContain('Saved.');
  });

  it('takes a verb from the message extension too', async () => {
    await person.extension('help');
    expect(bot.done).toMatchObject([{ kind: 'command', words: 'help' }]);
  });
});

it('a command that is answered by a form gets a button that asks the same again', async () => {
  await start(stubBot(() => formReply()));
  await person.says('update Contoso');
  expect(person.card().actions).toHaveLength(1);
  await person.press('contact.update');
  expect(bot.done[1]).toMatchObject({ kind: 'command', words: 'update Contoso' });
  expect(person.dialog()).not.toBeNull();
});

describe('a form in the chat, for a client that ignores dialogs', () => {
  beforeEach(() => start(contactBot(), true));

  it('is a card of its own that makes way for what was saved', async () => {
    await person.says('show');
    await person.press('contact.update');
    expect(textIn(person.card())).toContain('Click “Security alerts” on the left of Agents Playground');
    await person.press('contact.update', { firstName: 'SOC', email: 'nobody' });
    expect(textIn(person.card())).toMatch(/Nothing was saved.*Write a whole address/s);
    expect(run.teams.messages(person.here.id)).toHaveLength(2);
    await person.press('contact.update', { email: 'soc@contoso.example' });
    expect(textIn(person.card())).toContain('Saved.');
    expect(run.teams.messages(person.here.id)).toHaveLength(2);
  });

  it('comes again below when it cannot be edited', async () => {
    await person.says('update');
    await person.press('contact.update');
    run.teams.fail(/^PUT/, { kind: 'answer', status: 404, code: 'ActivityNotFoundInConversation' });
    await person.press('contact.update', { firstName: 'SOC', email: 'nobody' });
    expect(textIn(person.card())).toContain('Write a whole address');
    expect(run.teams.messages(person.here.id)).toHaveLength(3);
  });
});

describe('an invoke', () => {
  beforeEach(() => start(contactBot()));

  it.each([
    ['composeExtension/query', { composeExtension: { type: 'message', text: expect.stringContaining('help') } }],
    ['task/fetch', { task: { type: 'message', value: expect.stringContaining('help') } }],
    ['task/submit', { task: { type: 'message', value: expect.stringContaining('help') } }],
    [
      'adaptiveCard/action',
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: expect.any(String) },
    ],
    ['signin/verifyState', {}],
  ])('%s without sense is answered properly', async (name, body) => {
    const sent = person.activity({ type: 'invoke', name, value: ['nonsense'] });
    expect(await person.send(sent)).toMatchObject({ status: 200, body });
    expect(bot.done).toEqual([]);
  });
});

describe('when the bot fails', () => {
  beforeEach(() =>
    start(
      stubBot(() => {
        throw new Error('a bug with ada@contoso.example');
      }),
    ),
  );

  it('a message gets a sentence with a reference, which is in the log', async () => {
    await person.says('show');
    expect(textIn(person.card())).toContain('K7Q2-9F4M');
    expect(textIn(person.card())).not.toContain('a bug');
    expect(run.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ reference: 'K7Q2-9F4M' }) }),
    );
  });

  it('so do a dialog and a button', async () => {
    const data = { action: 'contact.update', value: '' };
    expect(textIn((await person.invoke('task/fetch', { data })).body.task.value.card.content)).toContain('K7Q2-9F4M');
    const pressed = await person.send(
      person.activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { data } } }),
    );
    expect(pressed.status).toBe(200);
    await vi.waitFor(() => expect(textIn(person.card())).toContain('K7Q2-9F4M'));
  });
});

it('greets once in a personal chat, and with one neutral line in a team', async () => {
  await start(contactBot());
  const sent = person.activity({ type: 'installationUpdate', action: 'add' });
  await person.send(sent);
  await person.send(sent);
  await person.send(person.activity({ type: 'installationUpdate', action: 'add-upgrade' }));
  expect(bot.done).toMatchObject([{ kind: 'home', from: `teams:${tenantId}/${ada.aadObjectId}` }]);
  expect(person.cards()).toHaveLength(1);
  expect(textIn(person.card())).toContain(
    'You are receiving this one-time message because you or your administrator added me to Teams.',
  );
  const channel = run.inside(ada, run.channel([ada]));
  await channel.installs();
  expect(channel.texts()).toEqual([expect.stringMatching(/^Hello\. Ada added me here\. .*Only the person who asks/)]);
});

it('greets a team without a name where Teams does not tell who added the bot', async () => {
  await start(contactBot());
  const channel = run.inside(ada, run.channel([ada]));
  run.teams.fail(/members/, { kind: 'answer', status: 429, code: 'Throttled' }, 1_000);
  await channel.installs();
  expect(channel.texts()).toEqual([expect.stringMatching(/^Hello\. I look after/)]);
});
