import { afterEach, beforeEach, expect, it } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { contactBot, type StubBot } from '../../support/stub-bot.ts';
import { type TeamsPerson, textIn } from '../../support/teams-person.ts';
import { member, type Running, runTeams } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
const quote =
  '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Bob</strong><p itemprop="preview">who answers alerts?</p></blockquote>';
let bot: StubBot;
let run: Running;
let person: TeamsPerson;

beforeEach(async () => {
  bot = contactBot();
  run = await runTeams(bot);
  person = run.person(ada);
});
afterEach(() => run.close());

const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });

it.each([
  ['quotes in HTML', 'Bob who answers alerts? show Contoso', html(`<div>${quote}<p>show&nbsp;Contoso</p></div>`)],
  ['quotes by a mark', '<quoted messageId="17"/> show Contoso', {}],
  ['refers to a message', '<attachment id="17"></attachment>\r\nshow Contoso', {}],
  ['quotes by lines', '> who answers alerts?\n\nshow Contoso', {}],
  ['says it in HTML too', 'show Contoso', html('<p>show Contoso</p>')],
])('a message that %s says what stands below it', async (_what, text, more) => {
  await person.says(text, more);
  expect(bot.done).toMatchObject([{ words: 'show Contoso' }]);
});

it.each([
  ['please <at>Security Contact</at> show Contoso', 'show Contoso'],
  ['<at>Security Contact</at>: show Contoso', 'show Contoso'],
  ['<at>Security Contact</at>, show Contoso', 'show Contoso'],
  ['show Contoso <at>Security Contact</at>', 'show Contoso'],
  ['hello\n<at>Security Contact</at>\r\n show Contoso', 'show Contoso'],
])('%j is a command', async (text, heard) => {
  const there = run.inside(ada, run.channel([ada]));
  await there.says('', { text });
  expect(bot.done).toMatchObject([{ words: heard }]);
});

it.each([
  [
    '<at>Security Contact</at>\r\n note 1 keys rotated\r\n- <at>Bob</at>\r\n phoned\r\n\r\n- R&D knows',
    {},
    'note 1 keys rotated\n- Bob phoned\n\n- R&D knows',
  ],
  [
    'Bob who answers alerts? <at>Security Contact</at> note 1 keys',
    html(`${quote}<p>Security Contact note 1 keys<br>rotated &amp; tested</p><p>by Bob</p>`),
    'note 1 keys\nrotated & tested\nby Bob',
  ],
])('%j is a note of several lines', async (text, more, heard) => {
  const there = run.inside(ada, run.channel([ada]));
  await there.says('', { text, ...more });
  expect(bot.done).toMatchObject([{ words: heard }]);
});

it('a reply in a channel that mentions the bot below what it quotes is a command', async () => {
  const there = run.inside(ada, run.channel([ada]));
  const text = 'Bob who answers alerts? <at>Security Contact</at> show';
  const content = `${quote}<p><span itemtype="http://schema.skype.com/Mention" itemid="0">Security Contact</span> show</p>`;
  await there.says('', { text, ...html(content) });
  expect(bot.done).toMatchObject([{ words: 'show' }]);
});

it.each([
  ['show', 'show'],
  ['', 'help'],
])('a file with the words “%s” is not read, which the answer says', async (text, heard) => {
  const attachments = [
    { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'a.txt', content: {} },
  ];
  await person.says(text, { attachments });
  expect(bot.done).toMatchObject([{ words: heard }]);
  expect(textIn(person.card())).toContain(messages('en').apology.files);
});
