import { expect, it } from 'vitest';
import { ephemeralJson } from '../../../adapters/slack/render/view.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { type Card, card } from '../../../src/view/view.ts';

const tuesday = card('Contoso', 'A contact.', { tone: 'danger', facts: [{ label: 'Changed', value: 'on Tuesday' }] });

function shown(one: Card, locale: Locale = 'en'): string {
  return ephemeralJson([one], locale);
}

it('an answer says what its card says, also where only one fact differs from a card that was shown before', () => {
  const friday = { ...tuesday, facts: [{ label: 'Changed', value: 'on Friday' }] };
  expect(shown(tuesday)).toContain('on Tuesday');
  expect(shown(friday)).toContain('on Friday');
  expect(shown(friday)).not.toContain('on Tuesday');
});

it('the same card is in the language of who asks, whoever saw it before', () => {
  expect(shown(tuesday, 'en')).toContain('Problem"');
  expect(shown(tuesday, 'fr')).toContain('Problème"');
});
