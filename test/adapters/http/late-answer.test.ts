import { afterEach, expect, it, vi } from 'vitest';
import { answer } from '../../../adapters/chat/answer.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Interaction, Reply } from '../../../src/request/interaction.ts';
import { card } from '../../../src/view/view.ts';
import { formReply, notedLog, stubBot } from '../../support/stub-bot.ts';

const doing = { from: 'slack:T0HOME/U1ADA', locale: 'en', fromChannel: null, key: 'k' } as const;
const confirm: Interaction = { ...doing, kind: 'command', words: 'confirm Contoso' };
const world = () => ({
  ids: { reference: () => 'K7Q2-9F4M' },
  log: notedLog(),
  locale: 'en' as const,
  track: () => {},
});
afterEach(() => void vi.useRealTimers());

/** What the person gets at once, and what comes after the bot is done. */
async function asked(sent: Interaction, reply: Reply) {
  vi.useFakeTimers();
  let done: (reply: Reply) => void = () => {};
  const bot = stubBot(
    () =>
      new Promise<Reply>((resolve) => {
        done = resolve;
      }),
  );
  const first = answer(bot, sent, world());
  await vi.advanceTimersByTimeAsync(2_500);
  const atOnce = await first;
  expect(bot.owed).toEqual([]);
  done(reply);
  await vi.advanceTimersByTimeAsync(0);
  return { atOnce, owed: bot.owed };
}

it('what takes longer than a person waits is told when it is done', async () => {
  const { atOnce, owed } = await asked(confirm, { kind: 'card', instead: true, card: card('Confirmed', 'Confirmed.') });
  expect(atOnce).toMatchObject({ kind: 'card', card: { text: [messages('en').apology.slow('K7Q2-9F4M')] } });
  expect(owed).toMatchObject([{ to: doing.from, card: { title: 'Confirmed', text: [messages('en').apology.late] } }]);
});

it('a form that takes longer comes as the button that opens it', async () => {
  const { owed } = await asked(confirm, formReply());
  expect(owed[0]?.card.buttons).toMatchObject([{ kind: 'form', id: 'slack.again', value: 'confirm Contoso' }]);
});

it('a refused form that takes longer keeps what was typed', async () => {
  const sent = { ...doing, kind: 'submit', form: 'contact.update', state: '', values: { email: 'nobody' } } as const;
  const refused = formReply({ notice: 'Nothing was saved.' });
  const { owed } = await asked(sent, refused);
  expect(owed).toMatchObject([{ form: { notice: 'Nothing was saved.' } }]);
});

it('the Home tab that takes longer is not told in the private chat', async () => {
  const { owed } = await asked({ ...doing, kind: 'home' }, { kind: 'cards', cards: [card('Home', 'Home.')] });
  expect(owed).toEqual([]);
});

it('what follows an answer comes after it, also when the answer is late', async () => {
  const followUp = async () => card('Checked', 'All is well.');
  const { owed } = await asked(confirm, { kind: 'card', instead: false, card: card('Known', 'Known.'), followUp });
  expect(owed.map(({ card: { title } }) => title)).toEqual(['Known', 'Checked']);
});

it('an answer of several cards that takes longer comes with all of them', async () => {
  const { owed } = await asked(confirm, { kind: 'cards', cards: [card('First', 'First.'), card('Second', 'Second.')] });
  expect(owed).toMatchObject([
    { card: { title: 'First', text: [messages('en').apology.late] } },
    { card: { title: 'Second', text: [] } },
  ]);
});

it.each(['show', 'alerts', 'alerts 17', 'report', 'reminders', 'what is mfa?'])(
  '«%s» only shows something, so nothing is said to be saved perhaps',
  async (asks) => {
    const { atOnce } = await asked({ ...confirm, words: asks }, formReply());
    expect(atOnce).toMatchObject({ kind: 'card', card: { text: [messages('en').apology.slowRead('K7Q2-9F4M')] } });
  },
);
