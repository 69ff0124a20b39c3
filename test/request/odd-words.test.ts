import { beforeEach, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { parseCommand } from '../../src/request/parse-command.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

it.each([
  ['/help', 'help', ''],
  ['/security-contact history Contoso', 'history', 'Contoso'],
  ['/security-contact', 'show', ''],
  ['security-contact check', 'check', ''],
  ['/aide', 'help', ''],
])('%s is the command that it names', (typed, verb, rest) => {
  expect(parseCommand(typed)).toMatchObject({ verb, rest });
});

it.each(['stop', 'STOP!', 'unsubscribe', 'Stop reminders', 'arrêter', 'me désabonner'])(
  '“%s” is answered with what can be put off, and where',
  async (typed) => {
    const card = cardOf(await bot.say(ada, typed));
    expect(card.title).toBe(messages('en').help.stop.title);
    expect(card.buttons.map(({ id }) => id)).toEqual(['reminders.list', 'help.show']);
  },
);

it('“stop the alerts of Contoso” is a sentence like any other', async () => {
  expect(text(await bot.say(ada, 'stop the alerts of Contoso'))).not.toContain(messages('en').help.stop.title);
});

it('an emoji alone is greeted back', async () => {
  expect(cardOf(await bot.say(ada, '👋')).title).toBe(messages('en').faq.smalltalkTitle);
});
