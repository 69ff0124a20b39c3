import { describe, expect, it } from 'vitest';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { cardProblems } from '../support/adaptive-card-validator.ts';
import { blockKitProblems } from '../support/block-kit-validator.ts';
import { text } from '../support/text.ts';
import { onSlack } from './on-slack.ts';
import { most, onTeams } from './on-teams.ts';
import { complete } from './samples/show.ts';
import { scene } from './scene.ts';

describe.each(['en', 'fr'] as const)('in %s', (locale) => {
  it.each(
    faqLoader()
      .faq()
      .entries.map(({ id }) => id),
  )('the answer “%s” fits both platforms, without a gap', async (entry) => {
    const here = await scene('slack', locale);
    await complete(here);
    const reply = await here.press('faq.show', JSON.stringify({ language: locale, entry, text: 'x'.repeat(300) }));
    expect(onSlack(reply, locale).flatMap(blockKitProblems)).toEqual([]);
    expect(onTeams(reply, locale, 'chat', most).flatMap(cardProblems)).toEqual([]);
    expect(text(reply)).not.toMatch(/\{\w+\}/);
  });
});
