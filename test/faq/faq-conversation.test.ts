import { beforeEach, describe, expect, it } from 'vitest';
import type { FaqContext } from '../../src/ports/world.ts';
import { cardOf } from '../support/a-bot.ts';
import { aFaqBot, type FaqBot } from '../support/a-faq-bot.ts';

let bot: FaqBot;
let contexts: FaqContext[];
beforeEach(async () => {
  bot = await aFaqBot();
  const faq = bot.world.faq();
  contexts = [];
  bot.world.faq = () => ({
    ...faq,
    match: (text, context) => {
      contexts.push(context);
      return faq.match(text, context);
    },
  });
});

/** The entry after which the last question was asked. */
const after = () => contexts.at(-1)?.after;

describe('the entry that was answered last', () => {
  it('is known when the same person asks again, and to nobody else', async () => {
    await bot.say('who may change the security contact?');
    expect(after()).toBeNull();
    await bot.say('and if he is away?', bot.member);
    expect(after()).toBeNull();
    await bot.say('and if he is away?');
    expect(after()).toBe('who-can-update');
  });

  it('is known for ten minutes', async () => {
    await bot.say('who may change the security contact?');
    await bot.world.time.advance(9.9 * 60_000);
    await bot.say('and for resellers?');
    expect(after()).toBe('who-can-update');
    await bot.world.time.advance(10 * 60_000);
    await bot.say('and for resellers?');
    expect(after()).not.toBe('who-can-update');
  });

  it('is also the one that was chosen from a list', async () => {
    await bot.press('faq.show', JSON.stringify({ text: '', language: 'en', entry: 'phone-24x7' }));
    await bot.say('and at night?');
    expect(after()).toBe('phone-24x7');
  });

  it('is forgotten at a start: a follow-up stands alone then', async () => {
    await bot.say('who may change the security contact?');
    bot.restart();
    await bot.start();
    await bot.say('and if he is away?');
    expect(after()).toBeNull();
  });
});

describe('a follow-up', () => {
  it('gets what it may mean after the answer before it, never an answer by that alone', async () => {
    await bot.say('what phone number must we give for the security contact?');
    const card = cardOf(await bot.say('and what about the e-mail address?'));
    const titles = [card.title, ...card.rows.map(({ title }) => title)];
    expect(titles.join()).toMatch(/e-mail address/i);
  });

  it('that nothing comes near is still offered something', async () => {
    await bot.say('who may change the security contact?');
    const card = cardOf(await bot.say('and if he is away?'));
    expect(card.title).toBe('I am not sure which question you mean');
    expect(card.rows.length).toBeGreaterThan(0);
  });

  it('alone, without an answer before it, is offered nothing that the conversation brought', async () => {
    expect(cardOf(await bot.say('and if he is away?')).title).toBe('I do not know the answer');
  });
});

it('what is far from everything gets no suggestions, and the way to a person', async () => {
  await bot.expertsIn();
  const card = cardOf(await bot.say('how do I unjam the coffee machine on the third floor'));
  expect(card.title).toBe('I do not know the answer');
  expect(card.rows).toEqual([]);
  expect(card.buttons.map(({ id }) => id)).toEqual(['faq.ask', 'faq.topics', 'help.show']);
});

it('what is near is asked about in few words', async () => {
  bot.meets({ kind: 'unsure', entries: ['who-can-view'] });
  expect(cardOf(await bot.say('that one?')).text).toEqual(['Is this your question?']);
  bot.meets({ kind: 'unsure', entries: ['who-can-view', 'what-is'] });
  expect(cardOf(await bot.say('that one?')).text).toEqual(['Is your question one of these?']);
});

it('two questions of one message are both answered, each with its card', async () => {
  bot.meets({ kind: 'answers', entries: ['who-can-update', 'respond-how-fast'] });
  const reply = await bot.say('who can change it and how fast must we answer?');
  expect(reply.kind === 'cards' && reply.cards.map(({ title }) => title)).toEqual([
    'Who may add or change the security contact?',
    expect.stringMatching(/^How /),
  ]);
  expect(reply.kind === 'cards' && reply.cards.flatMap(({ rows }) => rows).filter(({ button }) => button)).toEqual([]);
  expect(await bot.counts()).toEqual({ answered: 1 });
});
