import type { Identity } from '../domain/tenant/identity.ts';
import { commonLocale, type Locale } from '../domain/tenant/locales.ts';
import { messages } from '../messages/messages.ts';
import type { Clock } from '../ports/world.ts';
import type { Request } from './interaction.ts';
import { lastValues } from './last-answer.ts';

/** Returns the request with its answer in this language. The answer names the language to the platform. */
export function inLanguage(request: Request, language: Locale): Request {
  request.answersIn(language);
  return { ...request, actor: { ...request.actor, locale: language }, messages: messages(language) };
}

/** Returns the request with its answer in this language, which the asker just typed and which their next presses and forms are answered in. */
export function answeredIn(request: Request, language: Locale): Request {
  request.heard(language);
  return inLanguage(request, language);
}

/** Remembers for an hour the language that a person typed last, since buttons and forms do not say the language of their card. */
export function lastSpoken(clock: Clock) {
  const { note: heard, of } = lastValues<Locale>(60, clock);
  /** Returns null for the common language too, whose verbs everybody types: then the platform's setting of the person counts. */
  const spokenBy = (who: Identity): Locale | null => (of(who) === commonLocale ? null : of(who));
  return { heard, of: spokenBy };
}
