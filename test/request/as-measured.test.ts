import { describe, expect, it } from 'vitest';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import { parseCommand } from '../../src/request/parse-command.ts';
import { cardOf } from '../support/a-bot.ts';
import { aFaqBot, type FaqBot } from '../support/a-faq-bot.ts';
import { type Question, questions } from '../support/questions.ts';
import { complete } from '../views/samples/show.ts';

/** Counts what the matcher is asked from here on. */
function heardBy({ world }: FaqBot): string[] {
  const heard: string[] = [];
  const real = world.faq();
  const match: typeof real.match = (text, context) => {
    heard.push(text);
    return real.match(text, context);
  };
  world.faq = () => ({ ...real, match });
  return heard;
}

describe('the matcher reads a message once', () => {
  it.each([
    ['who may change the security contact?', 1],
    ['faq who may change the security contact?', 1],
    ['help me find out who may change the security contact', 1],
    ['thanks for that, you were very helpful', 1],
    ['is there a penalty?', 1],
    ['what do zebras cost', 1],
    ['shwo Contoso', 1],
    ['udpate', 1],
    ['reminders, how do I put them off?', 1],
    ['resolv 17', 1],
    // What is surely a command is none of its business.
    ['show Contoso', 0],
    ['update the contact', 0],
    ['raise customer compromised, what now?', 0],
    ['stop', 0],
  ])('“%s”: %d times', async (said, times) => {
    const bot = await aFaqBot();
    await complete(bot);
    const heard = heardBy(bot);
    await bot.say(said);
    expect(heard).toHaveLength(times);
  });
});

/** A message that begins with a verb may be a command, and a short one a slip or small talk. Longer ones are questions. */
function mayBeTakenOtherwise({ text }: Question): boolean {
  return parseCommand(text).verb !== null || text.trim().split(/\s+/).length <= 5;
}

describe.each(['wordings-untaught', 'personas-untaught', 'near-misses-untaught', 'strangers-tuned'] as const)(
  'the set “%s”',
  (set) => {
    it('is answered in the chat as by `npm run ask`', async () => {
      const bot = await aFaqBot();
      await complete(bot);
      const faq = bot.world.faq();
      const topics = new Map(
        faq.entries.flatMap((entry) => [
          [entry.en.question, entry.id] as const,
          [entry.fr.question, entry.id] as const,
        ]),
      );
      const others: object[] = [];
      for (const { text } of questions(set).filter(mayBeTakenOtherwise)) {
        // What was answered before counts for ten minutes.
        await bot.world.time.advance(11 * 60_000);
        const { answer } = answerAsJson(faq, { question: text, after: null });
        const reply = await bot.say(text);
        const said = reply.kind === 'form' ? null : (topics.get(cardOf(reply).title) ?? null);
        const beside = faq.entries.find(({ id }) => id === said)?.near !== undefined;
        if ((beside ? null : said) !== answer) others.push({ text, chat: said, ask: answer });
      }
      expect(others).toEqual([]);
    });
  },
);

describe('small talk is nothing else', () => {
  it.each(["c'est obligatoire ?", 'is there a penalty?', 'and customers?', 'is that mandatory?', 'hello, a penalty?'])(
    '“%s” is a question: it is counted once, and kept where it has no answer',
    async (said) => {
      const bot = await aFaqBot();
      const isUnknown = /^(I do not know the answer|Je ne sais pas)$/.test(cardOf(await bot.say(said)).title);
      const counts = Object.entries(await bot.counts());
      expect(counts).toEqual([[isUnknown ? 'unknown' : expect.stringMatching(/^(answered|askedBack)$/), 1]]);
      expect(await bot.misses()).toHaveLength(isUnknown ? 1 : 0);
    },
  );
});

describe('a question that begins with a verb', () => {
  it.each([
    ['update security contact via terraform or api possible', 'api-update'],
    ['Modifier le contact de sécurité relance-t-il la vérification de notre compte ?', 'account-verification'],
    ['report: how fast must alerts be answered?', 'respond-how-fast'],
    ['reminders, how do I put them off?', 'bot-reminders'],
    ['show me the steps to change the security contact', 'how-to-update'],
  ])('“%s” is answered', async (said, id) => {
    const bot = await aFaqBot();
    await complete(bot);
    const entry = bot.world.faq().entries.find((one) => one.id === id);
    expect([entry?.en.question, entry?.fr.question]).toContain(cardOf(await bot.say(said)).title);
    expect(await bot.counts()).toEqual({ answered: 1 });
  });

  it('stays a command where it names a tenant, or where nothing answers it', async () => {
    const bot = await aFaqBot();
    await complete(bot);
    expect(await bot.say('update Contoso')).toMatchObject({ kind: 'form' });
    const fed = cardOf(await bot.say('history: who fed the office cat?'));
    expect(fed.title).toBe(cardOf(await bot.say('history')).title);
    const asked = cardOf(await bot.say('history: who changed the contact?'));
    expect(asked.title).toBe('What was changed last, and by whom?');
    expect(asked.buttons[0]?.id).toBe('contact.history');
  });
});
