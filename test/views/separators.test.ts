import { describe, expect, it } from 'vitest';
import { Locale } from '../../src/domain/tenant/locales.ts';
import { en } from '../../src/messages/en/words.ts';
import { fr } from '../../src/messages/fr/words.ts';
import { messages } from '../../src/messages/messages.ts';
import { withIds } from '../../src/messages/separators.ts';
import { plainOf } from '../../src/view/view.ts';

describe('a count from 1,000 on', () => {
  it('has separators, as the language writes them', () => {
    expect(messages('en').alerts.reminders.waiting(9_966, null, null)).toBe('9,966 alerts not acknowledged');
    expect(messages('fr').alerts.reminders.waiting(9_966, null, null)).toContain('9\u202f966');
    expect(messages('en').alerts.reminders.waiting(999, null, null)).toBe('999 alerts not acknowledged');
    expect(messages('en').alerts.acknowledgeAllQuestion(1_234_567, null).title).toContain('1,234,567');
    expect(plainOf(messages('en').alerts.seen(1_204, 'Monday'))).toBe('Received 1,204 times, most recently on Monday');
  });

  it('has none on the digest card, whose numbers are integers by contract', () => {
    for (const locale of Locale.options) {
      const { digest } = messages(locale).alerts;
      expect(digest.summary(9_966, 1_204, '')).toMatch(/9966.*1204/);
      expect(digest.acknowledgeCount(9_966)).toContain('(9966)');
    }
  });

  it('leaves what else has the same digits as it was typed', () => {
    expect(messages('en').sources.held.summary(1_204, 'cipp-1204')).toContain('1,204 alerts from cipp-1204 ');
  });
});

describe('a number that names an alert, a question or an entry', () => {
  it('stands as people type it', () => {
    for (const locale of Locale.options) expect(messages(locale).alerts.numbered(1_204)).toMatch(/ 1204$/);
  });

  it('is known by its parameter’s name in every language', () => {
    for (const one of [en, fr]) expect(namedNumber(one).filter((path) => !withIds.has(path))).toEqual([]);
  });
});

/** The paths of the messages that have a parameter called `number`. */
function namedNumber(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return /\bnumber\b/.test(String(value).split('=>')[0] ?? '') ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => namedNumber(part, path === '' ? name : `${path}.${name}`));
}
