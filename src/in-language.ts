import type { Asking } from './asking.ts';
import type { Locale } from './domain/partner-tenant.ts';
import { words } from './messages/words.ts';

/** The same asker, answered in the language of what they said. */
export function inLanguage(asking: Asking, language: Locale): Asking {
  asking.answersIn(language);
  return { ...asking, actor: { ...asking.actor, locale: language }, words: words(language) };
}

/** The same, and what they press and send next is answered in it too. */
export function answeredIn(asking: Asking, language: Locale): Asking {
  asking.heard(language);
  return inLanguage(asking, language);
}
