import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { plainOf } from '../../src/view/view.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { about, aFaqBot, type FaqBot, readOf } from '../support/a-faq-bot.ts';
import { channels, people } from '../views/values.ts';

const question = 'Which MFA app should our customers use?';
const experts = `slack:${channels.slack.soc}`;

let bot: FaqBot;
beforeEach(async () => {
  bot = await aFaqBot();
  await bot.expertsIn();
});
const asked = () => bot.stored('faqQuestions');
const history = async () =>
  (await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }))).map(
    ({ deed, byName }) => `${byName} ${deed}`,
  );

describe('asking a person', () => {
  it('posts question, asker and language to the experts, once, and says so', async () => {
    expect((await bot.asksPerson(question, bot.outsider)).title).toBe('Your question is on its way');
    const [card, ...more] = await bot.sent(experts);
    expect(more).toEqual([]);
    for (const part of [question, 'Léa Martin', 'English']) expect(readOf(card?.card)).toContain(part);
    expect(card?.card.buttons.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['form faq.answer']);
    expect(await history()).toEqual(['Léa Martin faq.asked']);
    expect(await bot.counts()).toEqual({ asked: 1 });
  });

  it('keeps the question out of the history, which forgets nothing', async () => {
    await bot.asksPerson(question);
    const entries = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }));
    expect(text(entries)).not.toContain('MFA');
  });

  it('is not lost when the bot ends before it could post', async () => {
    bot.world.slack.fault = () => ({ error: new ChatError('unreachable', 'timeout', null, false), after: false });
    await bot.asksPerson(question);
    expect(await bot.sent(experts)).toEqual([]);
    bot.world.slack.heals();
    await bot.restarts();
    expect(await bot.sent(experts)).toHaveLength(1);
  });

  it('without a channel of experts says so, and whom to ask', async () => {
    await bot.world.store.change((tx) => tx.remove('organisation', 'organisation'));
    const card = await bot.asksPerson(question);
    expect(card.title).toBe('There are no experts to ask yet');
    expect(readOf(card)).toContain('Amélie Roussel');
    expect(await asked()).toEqual([]);
  });

  it('with a form takes the question as it is typed there', async () => {
    const opened = await bot.press('faq.ask', about('', 'en'));
    if (opened.kind !== 'form') throw new Error('no form');
    const refused = await bot.submit(opened.form, { question: ' ' });
    expect(refused.kind === 'form' && Object.keys(refused.form.problems)).toEqual(['question']);
    await bot.submit(opened.form, { question: 'Quelle application MFA doivent utiliser nos clients ?' });
    expect(await asked()).toMatchObject([{ language: 'fr' }]);
  });

  it('is done once, however often it is pressed, and five times an hour', async () => {
    await bot.asksPerson(question);
    expect(readOf(await bot.asksPerson(question.toUpperCase()))).toContain('already');
    for (const n of [2, 3, 4, 5]) await bot.asksPerson(`${question} ${n}`);
    expect(readOf(await bot.asksPerson(`${question} 6`))).toContain('asked the experts 5 questions within an hour');
    expect(await asked()).toHaveLength(5);
    expect((await bot.asksPerson(question, bot.member)).title).toBe('Your question is on its way');
    await bot.world.time.advance(3_600_001);
    expect((await bot.asksPerson(`${question} 6`)).title).toBe('Your question is on its way');
  });

  it('is refused while ten of the asker’s questions wait, however slowly they come', async () => {
    for (let n = 1; n <= 10; n++) {
      await bot.asksPerson(`${question} ${n}`);
      await bot.world.time.advance(1_800_000);
    }
    const refused = await bot.asksPerson(`${question} 11`);
    expect(readOf(refused)).toContain('10 of your questions are waiting');
    expect(await asked()).toHaveLength(10);
    expect((await bot.asksPerson(question, bot.member)).title).toBe('Your question is on its way');
    const [one] = await asked();
    await bot.answers(one?.id ?? '', { answer: 'Any.' });
    expect((await bot.asksPerson(`${question} 11`)).title).toBe('Your question is on its way');
  });

  it.each([
    ['en', 'You can ask the next question at 24 Nov 2026, 11:01 CET.'],
    ['fr', 'Vous pourrez poser la suivante à partir du 24 nov. 2026, 11:01 UTC+1.'],
  ] as const)('says in %s from when the next one may be asked, in the asker’s zone', async (locale, sentence) => {
    bot = await aFaqBot('slack', locale);
    await bot.expertsIn();
    bot.world.time.set('2026-11-24T09:00:40.000Z');
    await bot.asksPerson(question);
    bot.world.time.set('2026-11-24T09:20:00.000Z');
    for (const n of [2, 3, 4, 5]) await bot.asksPerson(`${question} ${n}`);
    const { text, summary } = await bot.asksPerson(`${question} 6`);
    expect(text.map(plainOf).at(-1)).toBe(sentence);
    expect(summary).toContain('5 questions');
    bot.world.time.set('2026-11-24T10:01:00.000Z');
    expect((await bot.asksPerson(`${question} 6`)).tone).toBe('good');
  });

  it('goes where the experts are now, when they move before anybody answered', async () => {
    await bot.asksPerson(question);
    await bot.sent(experts);
    await bot.expertsIn(channels.slack.open);
    await bot.tick();
    await bot.tick();
    expect(await bot.sent(`slack:${channels.slack.open}`)).toHaveLength(1);
  });

  it('is tried again after an hour where the channel refused, and admins are told', async () => {
    await bot.expertsIn('C0NOTYET');
    await bot.asksPerson(question);
    expect(await bot.sent('slack:C0NOTYET')).toEqual([]);
    expect(readOf((await bot.sent(bot.admin)).at(-1)?.card)).toContain('C0NOTYET');
    const facts = { kind: 'joined', name: 'experts', open: false, external: false } as const;
    bot.world.slack.channels.set('C0NOTYET', { facts, members: [] });
    await bot.tick();
    expect(await bot.sent('slack:C0NOTYET')).toEqual([]);
    await bot.ticksAfter(3_600_001);
    expect(await bot.sent('slack:C0NOTYET')).toHaveLength(1);
  });
});

describe('the experts see what the asker was shown', () => {
  const shown = async () => {
    const fact = (await bot.sent(experts)).at(-1)?.card.facts.find(({ label }) => label === 'Shown');
    return fact ? plainOf(fact.value) : null;
  };

  it('the answer that did not help, and why', async () => {
    const opened = await bot.press('faq.unhelpful', about(question, 'en', 'what-is'));
    if (opened.kind !== 'form') throw new Error('no form');
    const done = cardOf(await bot.submit(opened.form, { reason: 'incomplete', note: 'x' }));
    await bot.press('faq.ask', done.buttons[0]?.value ?? '');
    expect(await shown()).toBe('What is the CSP security contact? (Something is missing)');
  });

  it('nothing where there was nothing near, and the questions that may have been meant', async () => {
    bot.meets({ kind: 'unknown' });
    const unknown = cardOf(await bot.say(`faq ${question}`));
    await bot.press('faq.ask', unknown.buttons[0]?.value ?? '');
    expect(await shown()).toBeNull();
    bot.meets({ kind: 'unsure', entries: ['our-contact', 'what-is'] });
    const unsure = cardOf(await bot.say('faq which mail'));
    const none = cardOf(await bot.press('faq.none', unsure.buttons.at(-1)?.value ?? ''));
    await bot.press('faq.ask', none.buttons[0]?.value ?? '');
    expect(await shown()).toBe('Who is our security contact?\nWhat is the CSP security contact?');
  });

  it('and nothing of what they typed anew in the form', async () => {
    const opened = await bot.press('faq.ask', about('', 'en'));
    if (opened.kind !== 'form') throw new Error('no form');
    await bot.submit(opened.form, { question });
    expect(await shown()).toBeNull();
  });
});

describe('an expert', () => {
  beforeEach(async () => {
    await bot.asksPerson(question, bot.outsider);
    await bot.sent(experts);
  });

  it('answers; the asker gets it, the card says who and when, and so does the history', async () => {
    const done = cardOf(await bot.answers('question-1', { answer: 'Any.\nWe take Authenticator.', keep: [] }));
    expect(done.title).toBe('Answer sent');
    const [answer, ...more] = await bot.sent(bot.outsider);
    expect(more).toEqual([]);
    for (const part of ['We take Authenticator.', question, 'Tom Okafor']) expect(readOf(answer?.card)).toContain(part);
    const [card] = await bot.sent(experts);
    expect(card).toMatchObject({ edits: 1, card: { title: 'Question 1 is answered', buttons: [] } });
    expect(readOf(card?.card)).toContain('Tom Okafor');
    expect(await history()).toEqual(['Tom Okafor faq.answered', 'Léa Martin faq.asked']);
  });

  it('sees on the card that the asker’s chat refused the answer, and that it arrived later', async () => {
    const refuse = { error: new ChatError('refused', 'cannot_dm'), after: false };
    bot.world.slack.fault = (queue) => (queue === bot.outsider ? refuse : null);
    await bot.answers('question-1', { answer: 'Any.' });
    const [card] = await bot.sent(experts);
    expect(card?.card.tone).toBe('warning');
    expect(readOf(card?.card)).toContain('I have not been able to deliver this answer to Léa Martin yet');
    bot.world.slack.heals();
    await bot.say('help', bot.outsider);
    expect(await bot.sent(bot.outsider)).toHaveLength(1);
    const [later] = await bot.sent(experts);
    expect(later?.card.tone).toBe('good');
    expect(readOf(later?.card)).not.toContain('could not deliver');
  });

  it('who comes second learns who was first, and nothing is sent twice', async () => {
    const opened = await bot.press('faq.answer', 'question-1', bot.admin);
    await bot.answers('question-1', { answer: 'First.' });
    if (opened.kind !== 'form') throw new Error('no form');
    const second = readOf(await bot.submit(opened.form, { answer: 'Second.' }, bot.admin));
    expect(second).toContain('Tom Okafor');
    expect(second).toContain('I did not send your answer');
    expect(await bot.sent(bot.outsider)).toHaveLength(1);
    expect(readOf(await bot.press('faq.answer', 'question-1', bot.admin))).toContain('Already answered');
  });

  it('is a member of the channel at that moment: nobody else, not even an admin', async () => {
    const { second } = people.slack;
    expect(readOf(await bot.press('faq.answer', 'question-1', second.id))).toContain('Only members of');
    const opened = await bot.press('faq.answer', 'question-1', bot.member);
    const channel = bot.world.slack.channels.get(channels.slack.soc);
    channel?.members.splice(0);
    if (opened.kind !== 'form') throw new Error('no form');
    expect(readOf(await bot.submit(opened.form, { answer: 'x' }, bot.member))).toContain('Only members of');
    expect(await asked()).toMatchObject([{ answer: null }]);
  });

  it('is refused while the platform cannot say who is in the channel', async () => {
    const opened = await bot.press('faq.answer', 'question-1', bot.member);
    if (opened.kind !== 'form') throw new Error('no form');
    bot.world.slack.hasMember = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    expect(readOf(await bot.submit(opened.form, { answer: 'x' }, bot.member))).toContain('could not check your role');
    expect(await asked()).toMatchObject([{ answer: null }]);
  });

  it('gets the form back with what is wrong', async () => {
    const again = await bot.answers('question-1', { answer: '', keep: ['yes'] });
    expect(again.kind === 'form' && again.form.problems).toHaveProperty('answer');
    const long = await bot.answers('question-1', { answer: 'x'.repeat(2_001) });
    expect(long.kind === 'form' && long.form.problems).toHaveProperty('answer');
  });

  it('proposes the answer as an entry: admins read and remove it, and the matcher stays as it is', async () => {
    await bot.answers('question-1', { answer: 'Any app will do.', keep: ['yes'] });
    const list = cardOf(await bot.say('faq proposals'));
    expect(readOf(list)).toContain(question);
    const [row] = list.rows;
    expect(row?.title).toBe(`1 · ${question}`);
    const one = cardOf(await bot.press('faq.proposals', row?.button?.value ?? ''));
    expect(readOf(one)).toContain('Any app will do.');
    expect(cardOf(await bot.say(question)).title).toBe('I do not know the answer');
    expect(readOf(await bot.press('faq.removeProposal', 'question-1', bot.outsider))).toContain(
      'Only a Global Administrator',
    );
    for (let n = 0; n < 2; n++)
      expect(readOf(await bot.press('faq.removeProposal', 'question-1'))).toContain('You removed the proposal.');
    expect(await history()).toEqual([
      'Amélie Roussel faq.proposalRemoved',
      'Tom Okafor faq.answered',
      'Léa Martin faq.asked',
    ]);
    expect(readOf(await bot.say('faq proposals', bot.outsider))).toContain('Only a Global Administrator');
  });

  it('on the other platform than the asker answers all the same', async () => {
    const teams = await aFaqBot('teams');
    const expertsChannel = { platform: 'slack', address: channels.slack.soc } as const;
    await teams.world.store.change((tx) =>
      tx.put('organisation', { id: 'organisation', adminChannel: null, expertsChannel }),
    );
    await teams.asksPerson(question, teams.outsider);
    await teams.sent('');
    expect(teams.world.slack.messages).toHaveLength(1);
    await teams.answers('question-1', { answer: 'Any.' }, people.slack.member.id);
    expect(await teams.sent(teams.outsider)).toHaveLength(1);
  });
});

describe('forgetting', () => {
  it('forgets what was answered 90 days ago, with its cards, but no open question and no proposal', async () => {
    for (const n of [1, 2, 3]) await bot.asksPerson(`${question} ${n}`);
    await bot.sent(experts);
    await bot.answers('question-1', { answer: 'Any.' });
    await bot.answers('question-2', { answer: 'Any.', keep: ['yes'] });
    await bot.sent(experts);
    bot.world.time.set('2027-02-24T09:00:00.000Z');
    await bot.tick();
    expect((await asked()).map(({ id }) => id)).toEqual(['question-2', 'question-3']);
    const cards = await bot.world.store.read((reader) =>
      reader.scan('deliveries.question', { key: 'question-1', after: null, limit: 9 }),
    );
    expect(cards).toEqual([]);
    expect(readOf(await bot.press('faq.answer', 'question-1', bot.member))).toContain('no longer stored');
  });
});
