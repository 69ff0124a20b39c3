/** The title of an answer to a slip says what happened; “You cannot do that” is for a missing right alone. */
import { beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ locale: 'en' });
});

describe('the title of', () => {
  it.each([
    ['shwo', 'I did not understand “shwo”'],
    ['reopen', 'Nothing to reopen'],
    ['reopen all', 'Nothing to reopen'],
    ['ack', 'Nothing to acknowledge'],
    ['resolve', 'No open alerts'],
    ['take 1 2', 'Which alert?'],
    ['ack 99', 'There is no such alert'],
    ['ack 1 2 bananas', 'I did not understand “bananas”'],
  ])('“%s” says what happened', async (typed, title) => {
    const card = cardOf(await bot.say(ada, typed));
    expect(card.title).toBe(title);
    expect(text(card)).not.toContain('You cannot do that');
  });

  it('a missing right says that', async () => {
    await bot.send({});
    expect(cardOf(await bot.say(eve, 'ack 1')).title).toBe('You cannot do that');
  });
});

it('numbers that name several alerts are answered together', async () => {
  await bot.send({}, {});
  expect(cardOf(await bot.say(sam, 'ack 1 2')).buttons.map(({ id }) => id)).toContain('alerts.acknowledgeMany');
});

it.each(['say', 'press'] as const)(
  'to resolve a resolved alert says who did it and when, with Reopen: %s',
  async (how) => {
    await bot.send({});
    await bot.resolve(sam, 'webhook:default a1');
    const reply =
      how === 'say' ? await bot.say(ada, 'resolve 1') : await bot.press(ada, 'alerts.resolve', 'webhook:default a1');
    const card = cardOf(reply);
    expect(text(card)).toContain('Already resolved by Sam');
    expect(text(card)).toMatch(/24 Nov/);
    expect(card.buttons.map(({ id }) => id)).toContain('alerts.reopen');
  },
);

describe('a guest', () => {
  beforeEach(() => bot.knows(eve, { why: 'guest' }));

  it('reads on Home who may use the bot', async () => {
    const card = cardOf(await bot.opens(eve));
    expect(card).toMatchObject({ title: 'Who can use this bot', tone: 'neutral' });
    expect(text(card)).toContain('it is for members of the organisation');
  });

  it('is refused what they typed', async () => {
    expect(cardOf(await bot.say(eve, 'show')).title).toBe('You cannot do that');
  });
});

describe('a button or a form that no card has any more', () => {
  it.each(['en', 'fr'] as const)('is answered with that, and its card stays: %s', async (locale) => {
    const old = await aBot({ locale });
    const { cardTooOld } = messages(locale).rights;
    for (const reply of [
      await old.press(ada, 'old.thing', ''),
      await old.handle({
        kind: 'submit',
        form: 'old.form',
        state: '',
        values: {},
        from: ada,
        locale,
        fromChannel: null,
        key: null,
      }),
    ]) {
      expect(reply).toMatchObject({ kind: 'card', instead: false, brief: cardTooOld });
      expect(text(cardOf(reply))).toContain(cardTooOld);
    }
  });
});
