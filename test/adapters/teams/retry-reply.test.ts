import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { card } from '../../../src/view/view.ts';
import { cardReply, contactBot, formReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import type { Fault } from '../../support/teams-faults.ts';
import { type TeamsPerson, textIn } from '../../support/teams-person.ts';
import { member, type Running, runTeams } from '../../support/teams-run.ts';
import { text } from '../../support/text.ts';
import { elapsed } from '../../support/time.ts';

const ada = member(1, 'Ada');
const say = messages('en').teams;
let bot: StubBot;
let run: Running;
let person: TeamsPerson;
/** Milliseconds that went by while nobody did anything: two tries of an answer are a moment apart. */
let passed = 0;

async function start(with_: StubBot): Promise<void> {
  passed = 0;
  bot = with_;
  const timers = {
    wait: async (ms: number) => {
      passed += ms;
      return true;
    },
  };
  run = await runTeams(bot, { options: { timers, elapsed: () => elapsed() + passed } });
  person = run.person(ada);
}
afterEach(async () => {
  vi.restoreAllMocks();
  await run.close();
});

const answer = (status: number, code: string, retryAfter?: string): Fault => ({
  ...{ kind: 'answer', status, code },
  ...(retryAfter ? { retryAfter } : {}),
});
const faults: [string, Fault][] = [
  ['is busy', answer(429, 'Throttled', '2')],
  ['is busy and does not say for how long', answer(429, 'Throttled')],
  ['asks to try again', answer(412, 'PreconditionFailed')],
  ['answers 500', answer(500, 'ServiceError')],
  ['answers 502', answer(502, 'BadGateway')],
  ['answers 503', answer(503, 'ServiceUnavailable')],
  ['answers 504', answer(504, 'GatewayTimeout')],
  ['does not know the token', answer(401, 'Unauthorized')],
  ['breaks the connection', { kind: 'reset' }],
  ['sends a page', { kind: 'page' }],
  ['hangs', { kind: 'hang' }],
  ['loses its answer', { kind: 'lost answer' }],
  ['does not know the chat', answer(404, 'ConversationNotFound')],
  ['does not take the card', answer(400, 'BadSyntax')],
];
const sending = /^POST .*activities/;
const down = answer(503, 'ServiceUnavailable');

describe.each(faults)('although Teams %s once', (_what, fault) => {
  it('a command is answered', async () => {
    await start(contactBot());
    run.teams.fail(sending, fault);
    await person.says('show');
    expect(textIn(person.card())).toContain('security@contoso.example');
    expect(text(person.cards())).not.toContain('K7Q2-9F4M');
    expect(bot.owed).toEqual([]);
  });

  it('a press is answered', async () => {
    await start(stubBot((done) => cardReply(done.kind === 'press' ? 'History' : 'Contact')));
    run.teams.fail(sending, fault);
    const data = { action: 'contact.history', value: 't' };
    await person.invoke('adaptiveCard/action', { action: { type: 'Action.Execute', data } }, { replyToId: 'm1' });
    await run.platform.stop();
    expect(textIn(person.card())).toContain('History');
  });

  it('a command in a channel is answered there, to the asker alone', async () => {
    await start(contactBot());
    const there = run.inside(ada, run.channel([ada]));
    await there.says('show');
    run.teams.fail(sending, fault, 1);
    await there.says('show');
    const isRefused = fault.kind === 'answer' && fault.status === 404;
    expect(run.teams.messages(there.here.id).map(({ text }) => text)).toEqual(isRefused ? [say.answeredPrivately] : []);
    expect(there.cards()).toHaveLength(fault.kind === 'lost answer' ? 3 : 2);
  });

  it('a command in a channel without targeted messages is answered in private, and the channel says so', async () => {
    await start(contactBot());
    run.teams.targeted.state.refuse = { status: 400, code: 'BadArgument' };
    const there = run.inside(ada, run.channel([ada]));
    await there.says('show');
    run.teams.fail(sending, fault, 1);
    await there.says('show');
    expect(there.texts()).toEqual([say.answeredPrivately, say.answeredPrivately]);
    expect(there.cards()).toHaveLength(fault.kind === 'lost answer' ? 3 : 2);
  });
});

it('what Teams does not take within ten seconds is kept, says that it is late, and was done once', async () => {
  await start(stubBot(() => cardReply('Confirmed')));
  run.teams.fail(sending, down, 99);
  await person.says('confirm');
  const text = [messages('en').apology.late];
  expect(bot.owed).toEqual([{ to: person.identity, card: card('Confirmed', 'Confirmed.', { text }) }]);
  expect(bot.done).toHaveLength(1);
  expect(run.teams.requests.filter(({ path }) => path.includes('activities'))).toHaveLength(3);
  expect(passed).toBeLessThan(10_000);
});

describe('an answer of two cards', () => {
  const two = [
    card('First', 'First.', { text: ['a'.repeat(400), 'One.'] }),
    card('Second', 'Second.', { text: ['Two.'] }),
  ];
  beforeEach(() => start(stubBot(() => ({ kind: 'cards', cards: two }))));

  it('that Teams does not take is kept whole, and comes so', async () => {
    run.teams.fail(sending, down, 3);
    await person.says('two questions');
    const [first, second] = two;
    const late = { ...first, text: [messages('en').apology.late, ...(first?.text ?? [])] };
    expect(bot.owed).toEqual([
      { to: person.identity, card: late },
      { to: person.identity, card: second },
    ]);
  });

  it.each([
    ['the private chat', () => person],
    ['a channel', () => run.inside(ada, run.channel([ada]))],
  ])('that is too long for Teams comes shortened, both of them: in %s', async (_, where) => {
    const there = where();
    run.teams.fail(sending, answer(413, 'MessageSizeTooBig'));
    await there.says('two questions');
    expect(there.cards().map(({ content }) => textIn(content))).toEqual(['First\nOne.', 'Second\nTwo.']);
    expect(bot.owed).toEqual([]);
  });
});

it('a press is not told that the answer is there when Teams does not take it', async () => {
  await start(stubBot(() => cardReply('History')));
  run.teams.fail(sending, down, 99);
  const data = { action: 'contact.history', value: 't' };
  const { body } = await person.invoke('adaptiveCard/action', { action: { data } }, { replyToId: 'm1' });
  expect(body.value).toBe(say.answerComes);
  await run.platform.stop();
  expect(bot.owed).toHaveLength(1);
});

it('a channel without targeted messages is told that a private answer comes later', async () => {
  await start(contactBot());
  run.teams.targeted.state.refuse = { status: 403, code: 'BotNotInConversationRoster' };
  const there = run.inside(ada, run.channel([ada]));
  run.teams.fail(/^POST .*a:.*activities/, answer(429, 'Throttled', '30'), 9);
  await there.says('show');
  expect(there.texts()).toEqual([say.answerComes]);
  expect(bot.owed).toMatchObject([{ to: there.identity }]);
});

it('a form that could not be offered is kept as the button that opens it', async () => {
  await start(stubBot(() => formReply()));
  run.teams.fail(sending, down, 99);
  await person.says('update Contoso');
  const [owed] = bot.owed;
  run.teams.heal();
  if (owed) await run.platform.chat.post({ kind: 'person', id: owed.to }, owed.card, { deliveryId: 'd', thread: null });
  await person.press('teams.again');
  expect(bot.done.at(-1)).toMatchObject({ kind: 'command', words: 'update Contoso' });
  expect(person.dialog()).not.toBeNull();
});

it('a refused form that could not be shown is kept with what was typed', async () => {
  await start(contactBot());
  const value = { action: 'contact.update', state: '{}', email: 'nobody', firstName: 'SOC' };
  run.teams.fail(sending, down, 99);
  await person.send(person.activity({ type: 'message', value, replyToId: 'gone' }));
  expect(bot.owed).toMatchObject([{ to: person.identity, form: { notice: 'Nothing was saved.' } }]);
  expect(bot.owed[0]?.form?.fields).toMatchObject([{ name: 'email', value: 'nobody' }]);
});

it('an answer that cannot be drawn is not said to have failed: it may have been done', async () => {
  await start(stubBot(() => ({ kind: 'cards', cards: [undefined as never] })));
  await person.says('confirm');
  const { apology, welcome } = messages('en');
  const [title, text, ...buttons] = textIn(person.card()).split('\n');
  expect([title, text]).toEqual([`⛔ ${apology.title}`, apology.unshown('K7Q2-9F4M')]);
  expect(buttons).toContain(welcome.help);
});

describe('a connection that was idle and is dead', () => {
  const idleFor = (ms: number) => {
    vi.spyOn(performance, 'now').mockImplementation(() => elapsed() + ms);
  };

  it('is replaced at once for questions, and never used for a post, which may have been made', async () => {
    await start(contactBot());
    await run.inside(ada, run.channel([ada])).says('show');
    idleFor(60_000);
    run.teams.fail(/members/, { kind: 'reset' });
    expect(await run.platform.chat.person(person.identity, true)).toMatchObject({ kind: 'member' });
    idleFor(120_000);
    run.teams.fail(/^POST .*conversations /, { kind: 'lost answer' });
    const to = { kind: 'channel', channel: { platform: 'teams', address: '19:alerts@thread.tacv2' } } as const;
    const post = run.platform.chat.post(to, card('Alert', 'An alert.'), { deliveryId: 'd', thread: null });
    await expect(post).rejects.toMatchObject({ kind: 'unreachable', maybeDone: true });
    expect(run.teams.messages('19:alerts@thread.tacv2').filter(({ summary }) => summary === 'An alert.')).toHaveLength(
      1,
    );
    expect(passed).toBe(0);
  });

  it('is told from one that breaks while Teams works on a post, which may have been made', async () => {
    await start(contactBot());
    await run.inside(ada, run.channel([ada])).says('show');
    run.teams.fail(/^POST .*conversations /, { kind: 'lost answer' });
    const to = { kind: 'channel', channel: { platform: 'teams', address: '19:alerts@thread.tacv2' } } as const;
    const error = { kind: 'unreachable', maybeDone: true };
    const post = run.platform.chat.post(to, card('Alert', 'An alert.'), { deliveryId: 'd', thread: null });
    await expect(post).rejects.toMatchObject(error);
  });
});
