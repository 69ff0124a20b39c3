/** In a channel or group chat the bot answers there, and nobody but the asker sees it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connector } from '../../../adapters/teams/api/connector.ts';
import { cardMessage, confidential } from '../../../adapters/teams/render/message.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { button, card, sentence } from '../../../src/view/view.ts';
import { cardReply, contactBot, formReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import type { FakeConversation } from '../../support/teams-conversations.ts';
import { type TeamsPerson, teamsPerson, textIn } from '../../support/teams-person.ts';
import { alone, member, otherTenant, type Running, runTeams, toChannel } from '../../support/teams-run.ts';
import { day, hour, isoNow, now } from '../../support/time.ts';

const ada = member(1, 'Ada');
const bob = member(2, 'Bob');
const none = { status: 403, code: 'BotNotInConversationRoster' };
const say = messages('en').teams;
let bot: StubBot;
let run: Running;
let channel: FakeConversation;
let person: TeamsPerson;
/** Milliseconds that went by. */
let passed = 0;

async function start(with_: StubBot): Promise<void> {
  passed = 0;
  bot = with_;
  run = await runTeams(bot, {
    options: {
      now: () => new Date(now() + passed).toISOString(),
      timers: {
        wait: async (ms) => {
          passed += ms;
          return true;
        },
      },
      elapsed: () => now() + passed,
    },
    later: () => passed,
  });
  channel = run.channel([ada, bob]);
  person = run.inside(ada, channel);
}
beforeEach(() => start(contactBot()));
afterEach(async () => {
  vi.useRealTimers();
  await run.close();
});

const sent = (method = 'POST') =>
  run.teams.requests.filter((one) => one.method === method && one.path.includes('activities'));
const seenBy = (who: typeof ada, id = channel.id) => run.teams.seenBy(id, who);
const textOf = ({ text, attachments }: { text?: string; attachments?: { content: object }[] }) =>
  text ?? textIn(attachments?.[0]?.content);
const own = () => run.teams.messages(`a:${ada.aadObjectId}`);
/** Does what the outbox does with an answer that was kept. */
async function brings(kept: StubBot['owed'][number] | undefined) {
  if (!kept) throw new Error('nothing was kept');
  const { to: id, card: shown, askedIn } = kept;
  return run.platform.chat.post({ kind: 'person', id, ...(askedIn ? { askedIn } : {}) }, shown, alone);
}

describe('what is asked in a channel', () => {
  it.each(['en', 'fr'] as const)('is answered in its thread, for the asker alone, by one call: %s', async (locale) => {
    await person.says(locale === 'en' ? 'show' : 'afficher', { locale });
    expect(sent()).toMatchObject([
      {
        path: `/teams/v3/conversations/${channel.id};messageid=root/activities?isTargetedActivity=true`,
        body: { type: 'message', recipient: { id: ada.id, name: 'Ada' } },
      },
    ]);
    expect(seenBy(ada).map(textOf)).toEqual([expect.stringContaining('security@contoso.example')]);
    expect([seenBy(bob), run.teams.messages(channel.id), own()]).toEqual([[], [], []]);
  });

  it('is answered so in a group chat too', async () => {
    const group = run.teams.add({ id: '19:leads@thread.v2', kind: 'groupChat', members: [ada, bob] });
    await run.inside(ada, group).says('show');
    expect(seenBy(ada, group.id)).toHaveLength(1);
    expect([seenBy(bob, group.id), own()]).toEqual([[], []]);
  });

  it('is answered so to a guest and to somebody who never added the bot', async () => {
    run.teams.state.refuseChats = true;
    const guest = member(3, 'Zoe', { userRole: 'guest' });
    channel.members.push(guest);
    await run.inside(guest, channel).says('show');
    expect([seenBy(guest).length, run.teams.messages(channel.id).length]).toEqual([1, 0]);
  });

  it('in the private chat stays an ordinary message', async () => {
    await run.person(ada).says('show');
    expect(sent().map(({ path }) => path)).toEqual([expect.not.stringContaining('isTargeted')]);
  });

  it('is said again where the confirmation was lost, to the asker alone', async () => {
    run.teams.fail(/isTargeted/, { kind: 'lost answer' });
    await person.says('show');
    expect([seenBy(ada).length, seenBy(bob).length, own().length]).toEqual([2, 0, 0]);
  });

  it('comes there later where Teams is down, also to somebody who has no private chat, and the asker alone is told so', async () => {
    run.teams.state.refuseChats = true;
    run.teams.fail(/security@contoso|isTargeted/, { kind: 'answer', status: 503, code: 'ServiceUnavailable' }, 3);
    await person.says('show');
    expect(bot.owed).toMatchObject([{ to: person.identity }]);
    expect(seenBy(ada).map(textOf)).toEqual([say.answerComes]);
    await brings(bot.owed[0]);
    expect(seenBy(ada).map(textOf).at(-1)).toContain('security@contoso.example');
    expect([run.teams.messages(channel.id), own()]).toEqual([[], []]);
  });

  it('is shortened where Teams does not take all of it', async () => {
    run.teams.fail(/isTargeted/, { kind: 'answer', status: 413, code: 'MessageSizeTooBig' });
    await person.says('show');
    expect([seenBy(ada).length, own().length]).toEqual([1, 0]);
  });

  it('and takes longer than a person waits for comes there too, late', async () => {
    const answer = Promise.withResolvers<Reply>();
    await run.close();
    await start(stubBot(() => answer.promise));
    await person.says('report');
    expect(seenBy(ada).map(textOf)).toEqual([expect.stringContaining('This is taking longer than usual')]);
    // It is kept before it is sent, and a stop waits for that.
    const ended = vi.fn();
    const stopping = run.platform.stop().then(ended);
    await new Promise(setImmediate);
    expect(ended).not.toHaveBeenCalled();
    answer.resolve(cardReply('Report'));
    await stopping;
    expect(bot.owed).toMatchObject([{ to: person.identity, card: { title: 'Report' } }]);
    await brings(bot.owed[0]);
    expect(textOf(seenBy(ada)[1] ?? {})).toContain(messages('en').apology.late);
    expect([own(), seenBy(bob)]).toEqual([[], []]);
  });

  it('and comes late comes to the private chat where Teams takes no targeted messages', async () => {
    const answer = Promise.withResolvers<Reply>();
    await run.close();
    await start(stubBot(() => answer.promise));
    run.teams.targeted.state.refuse = none;
    await person.says('report');
    answer.resolve(cardReply('Report'));
    await vi.waitFor(() => expect(bot.owed).toHaveLength(1));
    await brings(bot.owed[0]);
    expect(own().map(textOf).at(-1)).toContain('Report');
    expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.answeredPrivately]);
  });

  it('and is a refused form that comes late keeps what was typed', async () => {
    const answer = Promise.withResolvers<Reply>();
    await run.close();
    await start(stubBot(() => answer.promise));
    const value = { action: 'contact.update', state: '{}' };
    await person.send(person.activity({ type: 'message', value, replyToId: 'm0' }));
    answer.resolve(formReply());
    await vi.waitFor(() => expect(bot.owed).toMatchObject([{ form: { id: 'contact.update' } }]));
  });

  it('and kept stays kept while Teams is down', async () => {
    run.teams.fail(/isTargeted/, { kind: 'answer', status: 503, code: 'ServiceUnavailable' }, 99);
    await person.says('show');
    await expect(brings(bot.owed[0])).rejects.toMatchObject({ kind: 'unreachable' });
    expect(own()).toEqual([]);
  });

  it('has its follow-up there', async () => {
    await run.close();
    await start(
      stubBot(() => ({
        kind: 'card',
        instead: false,
        card: sentence('Checking.', 'Checking.'),
        followUp: async () => sentence('All is well.', 'All is well.'),
      })),
    );
    await person.says('check');
    await vi.waitFor(() => expect(seenBy(ada).map(textOf)).toEqual(['Checking.', 'All is well.']));
    expect([seenBy(bob), own()]).toEqual([[], []]);
  });
});

it.each([
  ['a card that all see, below it', false],
  ['a card that nobody else sees, in its place', true],
])('what follows a press on %s, is begun once the answer is there', async (_, isOwn) => {
  let seen: string[] = [];
  const followUp = async () => {
    seen = seenBy(ada).map(textOf);
    return sentence('All is well.', 'All is well.');
  };
  await run.close();
  await start(
    stubBot((done): Reply => {
      if (done.kind !== 'press') return cardReply('Contact');
      return { kind: 'card', instead: isOwn, card: sentence('Checking.', 'Checking.'), followUp };
    }),
  );
  if (isOwn) await person.says('show');
  const action = { type: 'Action.Execute', data: { action: 'reminders.check', value: 't' } };
  const replyToId = seenBy(ada)[0]?.id ?? 'm0';
  run.teams.fail(/isTargeted/, { kind: 'answer', status: 503, code: 'ServiceUnavailable' });
  await person.invoke('adaptiveCard/action', { action }, { replyToId });
  await run.platform.stop();
  expect(seen).toEqual(['Checking.']);
  expect(seenBy(ada).map(textOf)).toEqual(['Checking.', 'All is well.']);
});

it('a question that is delivered again is answered once, and once more after a restart, since it changed nothing', async () => {
  const said = person.activity({ type: 'message', text: 'show', id: 'q1' });
  await Promise.all([person.send(said), person.send(said)]);
  await person.send(said);
  expect([seenBy(ada).length, bot.done.length]).toEqual([1, 1]);
  const { teams, options } = run;
  const again = await runTeams(bot, { teams, options: { store: options.store } });
  await teamsPerson({ ...again.place }, ada, channel).send(said);
  expect([seenBy(ada).length, seenBy(bob).length, own().length]).toEqual([2, 0, 0]);
  await again.close();
});

it('a chat of two people, where the extension was used, gets no message at all', async () => {
  const pair = run.teams.add({ id: '19:1_2@unq.gbl.spaces', kind: 'personal', members: [ada, bob], botIsIn: false });
  const done: Reply = { kind: 'card', instead: true, lasting: 'everywhere', card: card('Raised', 'Raised.') };
  const { teams } = run;
  const other = await runTeams(
    stubBot(() => done),
    { teams },
  );
  const there = teamsPerson({ ...other.place }, ada, pair);
  const data = { action: 'alerts.raise', state: '{}' };
  await there.invoke('composeExtension/submitAction', { commandId: 'raise', data });
  await other.close();
  expect(teams.requests.filter(({ path }) => path.includes('isTargeted') || path.includes(pair.id))).toEqual([]);
  expect(teams.messages(`a:${ada.aadObjectId}`)).toHaveLength(1);
});

describe.each([
  [400, 'BadArgument'],
  [400, 'Bad argument'],
  [403, 'BotNotInConversationRoster'],
  [403, 'THREADACCESSDENIED-209'],
  [404, 'ConversationNotFound'],
])('where Teams answers a targeted message with %i %s', (status, code) => {
  beforeEach(() => {
    run.teams.targeted.state.refuse = { status, code };
  });

  it('the answer is in the private chat, and the channel has one neutral line', async () => {
    await person.says('show');
    expect(own().map(textOf)).toEqual([expect.stringContaining('security@contoso.example')]);
    expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.answeredPrivately]);
  });

  it('none is tried for a day, also by others and in other threads, and then again', async () => {
    await person.says('show');
    const tried = () => sent().filter(({ path }) => path.includes('isTargeted')).length;
    const first = tried();
    passed = day - 2 * hour;
    await run.inside(bob, channel).says('show');
    expect(tried()).toBe(first);
    run.teams.targeted.state.refuse = null;
    passed = day + hour;
    await person.says('show');
    expect(tried()).toBe(first + 1);
    expect(seenBy(ada)).toHaveLength(run.teams.messages(channel.id).length + 1);
  });

  it('it is still tried in another channel', async () => {
    await person.says('show');
    run.teams.targeted.state.refuse = null;
    const other = run.channel([ada], { id: '19:other@thread.tacv2' });
    await run.inside(ada, other).says('show');
    expect(seenBy(ada, other.id)).toHaveLength(1);
  });

  it('the channel is told nothing where nobody saw the question', async () => {
    const recipient = { id: '28:aaaaaaaa-0000-4000-8000-000000000001', name: 'Security Contact', isTargeted: true };
    await person.says('show', { recipient });
    expect([own().length, run.teams.messages(channel.id).length]).toEqual([1, 0]);
  });
});

it.each([
  ['a card that Teams does not take', 400, 'BadSyntax'],
  ['a card that is too large', 413, 'MessageSizeTooBig'],
  ['somebody who is not in the list of members', 403, 'MemberNotInConversationRoster'],
  ['somebody who blocked the bot', 403, 'ConversationBlockedByUser'],
  ['a proxy', 403, 'Access denied'],
  ['a thread that is gone', 404, 'ActivityNotFoundInConversation'],
  ['no refusal that Microsoft documents', 405, 'MethodNotAllowed'],
  ['nor this one', 410, 'Gone'],
  ['nor this', 422, 'Unprocessable'],
])('a refusal that is about %s (%i %s) says nothing of the next answer', async (_, status, code) => {
  run.teams.targeted.state.refuse = { status, code };
  await person.says('show');
  expect(own().map(textOf)).toEqual([expect.stringContaining('security@contoso.example')]);
  expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.answeredPrivately]);
  run.teams.targeted.state.refuse = null;
  await run.inside(bob, channel).says('show');
  expect(seenBy(bob).map(textOf).at(-1)).toContain('security@contoso.example');
});

it('many conversations that refuse are remembered', async () => {
  run.teams.targeted.state.refuse = none;
  const others = [1, 2].map((number) => run.channel([ada], { id: `19:other${number}@thread.tacv2` }));
  for (const other of others) await run.inside(ada, other).says('show');
  const before = sent().length;
  for (const other of others) await run.inside(ada, other).says('show');
  expect(
    sent()
      .slice(before)
      .filter(({ path }) => path.includes('isTargeted')),
  ).toEqual([]);
});

it.each([
  ['', undefined],
  [' by the menu of /', true],
])(
  'somebody who asked%s where none is taken, and has no chat with the bot, is told how to get one',
  async (_, isTargeted) => {
    run.teams.state.refuseChats = true;
    run.teams.targeted.state.refuse = none;
    const recipient = { id: '28:aaaaaaaa-0000-4000-8000-000000000001', name: 'Security Contact', isTargeted };
    await person.says('show', { recipient });
    await person.says('show', { recipient });
    expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.addMeFirst, say.addMeFirst]);
    run.teams.targeted.state.refuse = null;
    await person.says('show', { recipient });
    expect(seenBy(ada).map(textOf).at(-1)).toBe(say.addMeFirst);
    expect(run.teams.messages(channel.id)).toHaveLength(2);
  },
);

it('somebody who presses where none is taken, and has no chat with the bot, is told so, however long Teams takes to say it', async () => {
  run.teams.state.refuseChats = true;
  run.teams.targeted.state.refuse = none;
  const refusal = Promise.withResolvers<void>();
  run.teams.fail(/^POST .*conversations /, { kind: 'slow', until: refusal.promise });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opened = () => run.teams.requests.filter(({ path }) => path.endsWith('/conversations'));
  const action = { type: 'Action.Execute', data: { action: 'alerts.steps', value: 'a1' } };
  const pressing = person.invoke('adaptiveCard/action', { action }, { replyToId: 'm0' });
  while (opened().length === 0) await new Promise(setImmediate);
  vi.advanceTimersByTime(1_500);
  expect((await pressing).body.value).toBe(say.answerComes);
  refusal.resolve();
  await run.platform.stop();
  expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.addMeFirst]);
  expect(bot.owed).toEqual([]);
  expect(opened()).toHaveLength(1);
});

it.each([429, 412, 500, 503])('a %i is no refusal: the next answer is there again', async (status) => {
  run.teams.fail(/isTargeted/, { kind: 'answer', status, code: 'Later' }, 4);
  await person.says('show');
  run.teams.heal();
  await person.says('show');
  expect(seenBy(ada).map(textOf).at(-1)).toContain('security@contoso.example');
  expect(run.teams.messages(channel.id)).toEqual([]);
});

it('is tried at once where the bot was added meanwhile', async () => {
  const group = run.teams.add({ id: '19:leads@thread.v2', kind: 'groupChat', members: [ada] });
  const there = run.inside(ada, group);
  run.teams.targeted.state.refuse = none;
  await there.says('show');
  run.teams.targeted.state.refuse = null;
  await there.installs();
  await run.platform.stop();
  await there.says('show');
  expect(seenBy(ada, group.id).map(textOf).at(-1)).toContain('security@contoso.example');
});

it('is tried at once in each channel of a team to which the bot was added meanwhile', async () => {
  const other = run.channel([ada], { id: '19:other@thread.tacv2', name: 'Other' });
  run.teams.targeted.state.refuse = none;
  for (const one of [channel, other]) await run.inside(ada, one).says('show');
  run.teams.targeted.state.refuse = null;
  await person.installs();
  await run.platform.stop();
  for (const one of [channel, other]) {
    await run.inside(ada, one).says('show');
    expect(seenBy(ada, one.id).map(textOf).at(-1)).toContain('security@contoso.example');
  }
});

describe('a button on a targeted card', () => {
  it('changes that card, for its reader alone, without a recipient', async () => {
    await person.says('show');
    const answer = await person.press('contact.confirm');
    expect(textIn(answer.body.value)).toContain('Confirmed just now.');
    await run.platform.stop();
    expect(sent('PUT')).toMatchObject([{ path: expect.stringContaining('isTargetedActivity=true') }]);
    expect(sent('PUT')[0]?.body).not.toHaveProperty('recipient');
    expect(seenBy(ada)).toMatchObject([{ edited: true }]);
    expect(seenBy(bob)).toEqual([]);
  });

  it('does so in an old client, which sends it as a message', async () => {
    await person.says('show');
    const value = { action: 'contact.confirm', value: 't' };
    await person.send(person.activity({ type: 'message', value, replyToId: person.cards()[0]?.message.id }));
    expect(seenBy(ada).map(textOf)).toEqual([expect.stringContaining('Confirmed just now.')]);
    expect(run.teams.messages(channel.id)).toEqual([]);
  });

  it('opens a form, whose outcome is there when the dialog closes', async () => {
    await run.close();
    await start(
      stubBot((done): Reply => {
        if (done.kind === 'press') return formReply();
        if (done.kind !== 'submit')
          return cardReply('Contact', { buttons: [button('form', 'contact.update', 'Update', 't')] });
        return { kind: 'card', instead: true, lasting: true, card: card('Saved', 'Saved.') };
      }),
    );
    await person.says('show');
    await person.press('contact.update');
    await person.press('contact.update', { firstName: 'SOC', email: 'soc@contoso.example' });
    expect(bot.done.at(-1)).toMatchObject({ kind: 'submit', values: { firstName: 'SOC' } });
    await vi.waitFor(() => expect(seenBy(ada).map(textOf)).toContain('Saved'));
    expect([seenBy(bob), own()]).toEqual([[], []]);
  });

  it('is answered by a new card where the old one is gone after a day', async () => {
    await person.says('show');
    const replyToId = person.cards()[0]?.message.id;
    passed = day;
    expect(seenBy(ada)).toEqual([]);
    const value = { action: 'contact.confirm', value: 't' };
    await person.send(person.activity({ type: 'message', value, replyToId }));
    expect(seenBy(ada).map(textOf)).toEqual([expect.stringContaining('Confirmed just now.')]);
  });

  it.each(['a process before', 'this one, to somebody else'])(
    'that was sent by %s stays as it is, and the answer is below',
    async (by) => {
      await person.says('show');
      const replyToId = person.cards()[0]?.message.id;
      const presses = { type: 'message', value: { action: 'contact.confirm', value: 't' }, replyToId };
      const { teams, options } = run;
      const later = by === 'a process before' ? await runTeams(bot, { teams, options }) : run;
      const presser = teamsPerson(later.place, later === run ? bob : ada, channel);
      await presser.send(presser.activity(presses));
      await later.platform.stop();
      expect(sent('PUT')).toEqual([]);
      expect(seenBy(presser.member).map(textOf).at(-1)).toContain('Confirmed just now.');
      expect(seenBy(ada)[0]).not.toHaveProperty('edited');
      if (later !== run) await later.close();
    },
  );

  it('that a client claims of a card that all see edits nothing', async () => {
    const press = button('press', 'contact.confirm', 'Confirm', 't');
    await person.says('hello');
    const posted = await run.platform.chat.post(
      toChannel(channel.id),
      card('Alert', 'An alert.', { buttons: [press] }),
      alone,
    );
    for (const value of [
      { action: 'contact.confirm', value: 't' },
      { action: 'contact.update', state: '{}', email: 'soc@contoso.example' },
    ])
      await person.send(person.activity({ type: 'message', value, replyToId: posted.message }));
    await run.platform.stop();
    expect(sent('PUT')).toEqual([]);
    expect(run.teams.messages(channel.id).map(textOf)).toEqual([expect.stringContaining('Alert')]);
    expect(run.teams.messages(channel.id)[0]).not.toHaveProperty('edited');
  });

  it('of which the bot knows nothing gets a sentence for the presser alone', async () => {
    await person.send(person.activity({ type: 'message', value: { nonsense: true } }));
    expect(seenBy(ada).map(textOf)).toEqual([say.cardTooOld]);
    expect(run.teams.messages(channel.id)).toEqual([]);
  });
});

describe('somebody of another organisation', () => {
  const asks = (isTargeted?: boolean) => {
    const recipient = { id: '28:aaaaaaaa-0000-4000-8000-000000000001', name: 'Security Contact', isTargeted };
    const conversation = { id: channel.id, conversationType: 'channel', tenantId: otherTenant };
    return person.says('show', { recipient, conversation, channelData: {} });
  };

  it('reads the refusal alone', async () => {
    await asks();
    await run.platform.stop();
    expect([seenBy(ada).map(textOf), run.teams.messages(channel.id)]).toEqual([[say.otherOrganisation], []]);
  });

  it('reads it openly where Teams takes no targeted messages, but not where nobody saw the question', async () => {
    run.teams.targeted.state.refuse = none;
    await asks();
    await asks(true);
    await run.platform.stop();
    expect(run.teams.messages(channel.id).map(textOf)).toEqual([say.otherOrganisation]);
  });
});

it('local mode sends none, since Agents Playground shows them to everybody', async () => {
  const local = await runTeams(contactBot(), { local: true, options: { now: isoNow } });
  await local.inside(ada, local.channel([ada])).says('show');
  expect(local.teams.requests.filter(({ path }) => path.includes('isTargeted'))).toEqual([]);
  expect(local.teams.messages(`a:${ada.aadObjectId}`)).toHaveLength(1);
  await local.close();
});

it('a message for one person can be posted by no call that others read', () => {
  const message = confidential(cardMessage('28:bot', 'Contact', []));
  const where = { serviceUrl: 'https://smba.trafficmanager.net/', conversation: '19:a@thread.tacv2' };
  const thread = { isGroup: true, bot: { id: '' }, channelData: { channel: { id: '' } }, tenantId: '' } as const;
  const calls = ({ send, update, sendPrivately, createThread }: Connector) => [
    // @ts-expect-error: everybody in the conversation would read it.
    () => send(where, message),
    // @ts-expect-error: everybody would read what it becomes.
    () => update(where, 'm1', message),
    // @ts-expect-error: the address is not that of a personal chat.
    () => sendPrivately(where, message, 1_000),
    // @ts-expect-error: everybody in the channel would read it.
    () => createThread(where.serviceUrl, { ...thread, activity: message }),
  ];
  expect(calls).toBeTypeOf('function');
});
