import type { Locale } from './domain/locales.ts';
import { words } from './messages/words.ts';
import type { Request } from './request/request.ts';

/** The same asker, answered in the language of what they said. */
export function inLanguage(request: Request, language: Locale): Request {
  request.answersIn(language);
  return { ...request, actor: { ...request.actor, locale: language }, words: words(language) };
}

/** The same, and what they press and send next is answered in it too. */
export function answeredIn(request: Request, language: Locale): Request {
  request.heard(language);
  return inLanguage(request, language);
}
