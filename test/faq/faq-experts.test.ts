import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { plainOf } from '../../src/view/view.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { about, aFaqBot, type FaqBot, readOf } from '../support/a-faq-bot.ts';
import { channels, people } from '../views/values.ts';

const question = 'Which MFA app should our customers use?';
const experts = `slack:${channels.slack.soc}`;

let on: FaqBot;
beforeEach(async () => {
  on = await aFaqBot();
  await on.expertsIn();
});
const asked = () => on.world.store.read((reader) => reader.list('faqQuestions'));
const history = async () =>
  (await on.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }))).map(
    ({ deed, byName }) => `${byName} ${deed}`,
  );

describe('asking a person', () => {
  it('posts question, asker and language to the experts, once, and says so', async () => {
    expect((await on.asksPerson(question, on.outsider)).title).toBe('Your question is on its way');
    const [card, ...more] = await on.sent(experts);
    expect(more).toEqual([]);
    for (const part of [question, 'Léa Martin', 'English']) expect(readOf(card?.card)).toContain(part);
    expect(card?.card.buttons.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['form faq.answer']);
    expect(await history()).toEqual(['Léa Martin faq.asked']);
    expect(await on.counts()).toEqual({ asked: 1 });
  });

  it('keeps the question out of the history, which forgets nothing', async () => {
    await on.asksPerson(question);
    const entries = await on.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }));
    expect(text(entries)).not.toContain('MFA');
  });

  it('is not lost when the bot ends before it could post', async () => {
    on.world.slack.fault = () => ({ error: new ChatError('unreachable', 'timeout', null, false), after: false });
    await on.asksPerson(question);
    expect(await on.sent(experts)).toEqual([]);
    on.world.slack.heals();
    await on.restarts();
    expect(await on.sent(experts)).toHaveLength(1);
  });

  it('without a channel of experts says so, and whom to ask', async () => {
    await on.world.store.change((tx) => tx.remove('organisation', 'organisation'));
    const card = await on.asksPerson(question);
    expect(card.title).toBe('No experts to ask yet');
    expect(readOf(card)).toContain('Amélie Roussel');
    expect(await asked()).toEqual([]);
  });

  it('with a form takes the question as it is typed there', async () => {
    const opened = await on.press('faq.ask', about('', 'en'));
    if (opened.kind !== 'form') throw new Error('no form');
    const refused = await on.submit(opened.form, { question: ' ' });
    expect(refused.kind === 'form' && Object.keys(refused.form.problems)).toEqual(['question']);
    await on.submit(opened.form, { question: 'Quelle application MFA doivent utiliser nos clients ?' });
    expect(await asked()).toMatchObject([{ language: 'fr' }]);
  });

  it('is done once, however often it is pressed, and five times an hour', async () => {
    await on.asksPerson(question);
    expect(readOf(await on.asksPerson(question.toUpperCase()))).toContain('already');
    for (const n of [2, 3, 4, 5]) await on.asksPerson(`${question} ${n}`);
    expect(readOf(await on.asksPerson(`${question} 6`))).toContain('5 questions to the experts within an hour');
    expect(await asked()).toHaveLength(5);
    expect((await on.asksPerson(question, on.member)).title).toBe('Your question is on its way');
    await on.world.time.advance(3_600_001);
    expect((await on.asksPerson(`${question} 6`)).title).toBe('Your question is on its way');
  });

  it('is refused while ten of the asker’s questions wait, however slowly they come', async () => {
    for (let n = 1; n <= 10; n++) {
      await on.asksPerson(`${question} ${n}`);
      await on.world.time.advance(1_800_000);
    }
    const refused = await on.asksPerson(`${question} 11`);
    expect(readOf(refused)).toContain('10 of your questions are still waiting');
    expect(await asked()).toHaveLength(10);
    expect((await on.asksPerson(question, on.member)).title).toBe('Your question is on its way');
    const [one] = await asked();
    await on.answers(one?.id ?? '', { answer: 'Any.' });
    expect((await on.asksPerson(`${question} 11`)).title).toBe('Your question is on its way');
  });

  it.each([
    ['en', 'You can ask the next one from 24 Nov 2026, 11:01 CET.'],
    ['fr', 'Vous pourrez poser la suivante à partir du 24 nov. 2026, 11:01 UTC+1.'],
  ] as const)('says in %s from when the next one may be asked, in the asker’s zone', async (locale, sentence) => {
    on = await aFaqBot('slack', locale);
    await on.expertsIn();
    on.world.time.set('2026-11-24T09:00:40.000Z');
    await on.asksPerson(question);
    on.world.time.set('2026-11-24T09:20:00.000Z');
    for (const n of [2, 3, 4, 5]) await on.asksPerson(`${question} ${n}`);
    const { text, summary } = await on.asksPerson(`${question} 6`);
    expect(text.map(plainOf).at(-1)).toBe(sentence);
    expect(summary).toContain('5 questions');
    on.world.time.set('2026-11-24T10:01:00.000Z');
    expect((await on.asksPerson(`${question} 6`)).tone).toBe('good');
  });

  it('goes where the experts are now, when they move before anybody answered', async () => {
    await on.asksPerson(question);
    await on.sent(experts);
    await on.expertsIn(channels.slack.open);
    await on.tick();
    await on.tick();
    expect(await on.sent(`slack:${channels.slack.open}`)).toHaveLength(1);
  });

  it('is tried again after an hour where the channel refused, and admins are told', async () => {
    await on.expertsIn('C0NOTYET');
    await on.asksPerson(question);
    expect(await on.sent('slack:C0NOTYET')).toEqual([]);
    expect(readOf((await on.sent(on.admin)).at(-1)?.card)).toContain('C0NOTYET');
    const facts = { kind: 'joined', name: 'experts', open: false, external: false } as const;
    on.world.slack.channels.set('C0NOTYET', { facts, members: [] });
    await on.tick();
    expect(await on.sent('slack:C0NOTYET')).toEqual([]);
    await on.world.time.advance(3_600_001);
    await on.tick();
    expect(await on.sent('slack:C0NOTYET')).toHaveLength(1);
  });
});

describe('the experts see what the asker was shown', () => {
  const shown = async () => {
    const fact = (await on.sent(experts)).at(-1)?.card.facts.find(({ label }) => label === 'Shown');
    return fact ? plainOf(fact.value) : null;
  };

  it('the answer that did not help, and why', async () => {
    const opened = await on.press('faq.unhelpful', about(question, 'en', 'what-is'));
    if (opened.kind !== 'form') throw new Error('no form');
    const done = cardOf(await on.submit(opened.form, { reason: 'incomplete', note: 'x' }));
    await on.press('faq.ask', done.buttons[0]?.value ?? '');
    expect(await shown()).toBe('What is the CSP security contact? (Something is missing)');
  });

  it('nothing where there was nothing near, and the questions that may have been meant', async () => {
    on.meets({ kind: 'unknown' });
    const unknown = cardOf(await on.say(`faq ${question}`));
    await on.press('faq.ask', unknown.buttons[0]?.value ?? '');
    expect(await shown()).toBeNull();
    on.meets({ kind: 'unsure', entries: ['our-contact', 'what-is'] });
    const unsure = cardOf(await on.say('faq which mail'));
    const none = cardOf(await on.press('faq.none', unsure.buttons[0]?.value ?? ''));
    await on.press('faq.ask', none.buttons[0]?.value ?? '');
    expect(await shown()).toBe('Who is our security contact?\nWhat is the CSP security contact?');
  });

  it('and nothing of what they typed anew in the form', async () => {
    const opened = await on.press('faq.ask', about('', 'en'));
    if (opened.kind !== 'form') throw new Error('no form');
    await on.submit(opened.form, { question });
    expect(await shown()).toBeNull();
  });
});

describe('an expert', () => {
  beforeEach(async () => {
    await on.asksPerson(question, on.outsider);
    await on.sent(experts);
  });

  it('answers; the asker gets it, the card says who and when, and so does the history', async () => {
    const done = cardOf(await on.answers('question-1', { answer: 'Any.\nWe take Authenticator.', keep: [] }));
    expect(done.title).toBe('Answer sent');
    const [answer, ...more] = await on.sent(on.outsider);
    expect(more).toEqual([]);
    for (const part of ['We take Authenticator.', question, 'Tom Okafor']) expect(readOf(answer?.card)).toContain(part);
    const [card] = await on.sent(experts);
    expect(card).toMatchObject({ edits: 1, card: { title: 'Question 1 · answered', buttons: [] } });
    expect(readOf(card?.card)).toContain('Tom Okafor');
    expect(await history()).toEqual(['Tom Okafor faq.answered', 'Léa Martin faq.asked']);
  });

  it('sees on the card that the asker’s chat refused the answer, and that it arrived later', async () => {
    const refuse = { error: new ChatError('refused', 'cannot_dm'), after: false };
    on.world.slack.fault = (queue) => (queue === on.outsider ? refuse : null);
    await on.answers('question-1', { answer: 'Any.' });
    const [card] = await on.sent(experts);
    expect(card?.card.tone).toBe('warning');
    expect(readOf(card?.card)).toContain('I could not deliver this answer to Léa Martin yet');
    on.world.slack.heals();
    await on.say('help', on.outsider);
    expect(await on.sent(on.outsider)).toHaveLength(1);
    const [later] = await on.sent(experts);
    expect(later?.card.tone).toBe('good');
    expect(readOf(later?.card)).not.toContain('could not deliver');
  });

  it('who comes second learns who was first, and nothing is sent twice', async () => {
    const opened = await on.press('faq.answer', 'question-1', on.admin);
    await on.answers('question-1', { answer: 'First.' });
    if (opened.kind !== 'form') throw new Error('no form');
    const second = readOf(await on.submit(opened.form, { answer: 'Second.' }, on.admin));
    expect(second).toContain('Tom Okafor');
    expect(second).toContain('Your answer was not sent');
    expect(await on.sent(on.outsider)).toHaveLength(1);
    expect(readOf(await on.press('faq.answer', 'question-1', on.admin))).toContain('Already answered');
  });

  it('is a member of the channel at that moment: nobody else, not even an admin', async () => {
    const { second } = people.slack;
    expect(readOf(await on.press('faq.answer', 'question-1', second.id))).toContain('Only members of');
    const opened = await on.press('faq.answer', 'question-1', on.member);
    const channel = on.world.slack.channels.get(channels.slack.soc);
    channel?.members.splice(0);
    if (opened.kind !== 'form') throw new Error('no form');
    expect(readOf(await on.submit(opened.form, { answer: 'x' }, on.member))).toContain('Only members of');
    expect(await asked()).toMatchObject([{ answer: null }]);
  });

  it('is refused while the platform cannot say who is in the channel', async () => {
    const opened = await on.press('faq.answer', 'question-1', on.member);
    if (opened.kind !== 'form') throw new Error('no form');
    on.world.slack.hasMember = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    expect(readOf(await on.submit(opened.form, { answer: 'x' }, on.member))).toContain('could not check your role');
    expect(await asked()).toMatchObject([{ answer: null }]);
  });

  it('gets the form back with what is wrong', async () => {
    const again = await on.answers('question-1', { answer: '', keep: ['yes'] });
    expect(again.kind === 'form' && again.form.problems).toHaveProperty('answer');
    const long = await on.answers('question-1', { answer: 'x'.repeat(2_001) });
    expect(long.kind === 'form' && long.form.problems).toHaveProperty('answer');
  });

  it('proposes the answer as an entry: admins read and remove it, and the matcher stays as it is', async () => {
    await on.answers('question-1', { answer: 'Any app will do.', keep: ['yes'] });
    const list = cardOf(await on.say('faq proposals'));
    expect(readOf(list)).toContain(question);
    const [row] = list.rows;
    expect(row?.title).toBe(`1 · ${question}`);
    const one = cardOf(await on.press('faq.proposals', row?.button?.value ?? ''));
    expect(readOf(one)).toContain('Any app will do.');
    expect(cardOf(await on.say(question)).title).toBe('I don’t know');
    expect(readOf(await on.press('faq.removeProposal', 'question-1', on.outsider))).toContain(
      'Only a Global Administrator',
    );
    for (let n = 0; n < 2; n++)
      expect(readOf(await on.press('faq.removeProposal', 'question-1'))).toContain('The proposal is removed.');
    expect(await history()).toEqual([
      'Amélie Roussel faq.proposalRemoved',
      'Tom Okafor faq.answered',
      'Léa Martin faq.asked',
    ]);
    expect(readOf(await on.say('faq proposals', on.outsider))).toContain('Only a Global Administrator');
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
    for (const n of [1, 2, 3]) await on.asksPerson(`${question} ${n}`);
    await on.sent(experts);
    await on.answers('question-1', { answer: 'Any.' });
    await on.answers('question-2', { answer: 'Any.', keep: ['yes'] });
    await on.sent(experts);
    on.world.time.set('2027-02-24T09:00:00.000Z');
    await on.tick();
    expect((await asked()).map(({ id }) => id)).toEqual(['question-2', 'question-3']);
    const cards = await on.world.store.read((reader) =>
      reader.scan('deliveries.question', { key: 'question-1', after: null, limit: 9 }),
    );
    expect(cards).toEqual([]);
    expect(readOf(await on.press('faq.answer', 'question-1', on.member))).toContain('not kept any more');
  });
});
