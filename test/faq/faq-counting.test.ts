import { beforeEach, describe, expect, it } from 'vitest';
import { addedUp, noCount } from '../../src/domain/faq/question.ts';
import { faqWeeklyLine } from '../../src/faq/statistics/record.ts';
import { messages } from '../../src/messages/messages.ts';
import { cardOf } from '../support/a-bot.ts';
import { about, aFaqBot, type FaqBot } from '../support/a-faq-bot.ts';

let bot: FaqBot;
beforeEach(async () => {
  bot = await aFaqBot();
  bot.meets({ kind: 'unsure', entries: ['what-is', 'which-fields', 'what-mail'] });
});
const line = () =>
  bot.world.store.read((reader) => faqWeeklyLine(reader, { from: '2026-11-01', until: '2026-12-31' }, messages('en')));

describe('what was asked back', () => {
  it('and then chosen was answered: once, whatever else is chosen of the same card', async () => {
    const card = cardOf(await bot.say('faq the contact'));
    expect(await line()).toMatch(/0 answered, 1 unclear, 0 unanswered/);
    for (const { value } of [...card.buttons.slice(0, 3), ...card.buttons.slice(0, 3)])
      await bot.press('faq.show', value);
    expect(await line()).toMatch(/1 answered, 0 unclear, 0 unanswered/);
    await bot.say('faq the contact');
    expect(await line()).toMatch(/1 answered, 1 unclear, 0 unanswered/);
  });

  it('a related question below the answer is not counted as one that was asked', async () => {
    const [offer] = cardOf(await bot.say('faq the contact')).buttons;
    const [related] = cardOf(await bot.press('faq.show', offer?.value ?? '')).rows;
    await bot.press('faq.show', related?.button?.value ?? '');
    expect(await bot.counts()).toEqual({ askedBack: 1, settled: 1, answered: 1 });
  });

  it('and was none of these has no answer: once, however often that is pressed', async () => {
    const none = cardOf(await bot.say('faq the zebra contact')).buttons.at(-1);
    await bot.press('faq.none', none?.value ?? '');
    await bot.press('faq.none', none?.value ?? '');
    expect(await line()).toMatch(/0 answered, 0 unclear, 1 unanswered/);
    expect(await bot.stored('faqMisses')).toMatchObject([{ count: 1 }]);
  });

  it('and helped is counted for each answer, once a day', async () => {
    const helped = (entry: string) => bot.press('faq.helpful', about('who?', 'en', entry));
    for (const entry of ['who-can-update', 'what-is', 'who-can-update']) await helped(entry);
    expect(await bot.counts()).toMatchObject({ helpful: 2 });
  });

  it('is a miss too when one was looked at and then none of them was it, and adds up all the same', async () => {
    const card = cardOf(await bot.say('faq the zebra contact'));
    await bot.press('faq.show', card.buttons[0]?.value ?? '');
    await bot.press('faq.none', card.buttons.at(-1)?.value ?? '');
    expect(await line()).toMatch(/1 answered, 0 unclear, 0 unanswered/);
    expect(await bot.misses()).toEqual(['the zebra contact']);
  });

  it('yesterday and chosen today counts for both days together', async () => {
    const card = cardOf(await bot.say('faq the contact'));
    bot.world.time.set('2026-11-25T09:00:00.000Z');
    await bot.press('faq.show', card.buttons[0]?.value ?? '');
    expect(await line()).toMatch(/1 answered, 0 unclear, 0 unanswered/);
  });

  it('is added up with days that were counted before that was', () => {
    const { settled: _, ...before } = { ...noCount, id: '2026-11-01', askedBack: 2 };
    expect(addedUp([before, { ...noCount, id: '2026-11-02', settled: 1 }])).toMatchObject({ askedBack: 2, settled: 1 });
  });
});

describe('“No, it did not”', () => {
  const says = async (reason: string, note: string) => {
    const opened = await bot.press('faq.unhelpful', about('who?', 'en', 'who-can-update'));
    if (opened.kind !== 'form') throw new Error('no form');
    await bot.submit(opened.form, { reason, note });
  };

  it('is counted once a day for a person and an answer; another reason is kept', async () => {
    for (let n = 0; n < 3; n++) await says('incomplete', '');
    await says('wrong', 'There are two.');
    expect(await bot.counts()).toEqual({ unhelpful: 1 });
    const kept = await bot.stored('faqMisses');
    expect(kept.map(({ unhelpful, count }) => `${unhelpful?.reason} ${count}`)).toEqual(['incomplete 1', 'wrong 1']);
    bot.world.time.set('2026-11-25T09:00:00.000Z');
    await says('incomplete', '');
    const again = await bot.stored('faqMisses');
    expect(again.map(({ unhelpful, count }) => `${unhelpful?.reason} ${count}`)).toEqual(['incomplete 2', 'wrong 1']);
  });
});
