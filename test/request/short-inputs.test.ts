/** One, two or three words are answered in the person's own language, unless they are words of another one alone. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aBot } from '../support/a-bot.ts';
import { ada } from '../support/partner.ts';

/** `most`: how many of the list may be answered in the other language. */
it.each([
  ['en', 0],
  ['fr', 0],
] as const)('all of the list in “%s” are answered in it, one after the other', async (locale, most) => {
  const inputs: string[] = JSON.parse(readFileSync(new URL(`short-inputs/${locale}.json`, import.meta.url), 'utf8'));
  const bot = await aBot({ locale });
  const wrong: string[] = [];
  for (const typed of inputs) {
    const reply = await bot.say(ada, typed);
    if (reply.locale !== locale) wrong.push(typed);
  }
  expect(inputs.length).toBeGreaterThanOrEqual(150);
  expect(wrong.slice(most)).toEqual([]);
});
