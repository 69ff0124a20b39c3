import dayjs from 'dayjs';
import type { Identity } from '../domain/tenant/identity.ts';
import { commonLocale, type Locale } from '../domain/tenant/locales.ts';
import { words } from '../messages/words.ts';
import type { Clock } from '../ports/world.ts';
import type { Request } from './request.ts';

/** Returns the request with its answer in this language. The answer names the language to the platform. */
export function inLanguage(request: Request, language: Locale): Request {
  request.answersIn(language);
  return { ...request, actor: { ...request.actor, locale: language }, words: words(language) };
}

/** Returns the request with its answer in this language, which the asker just typed and which their next presses and forms are answered in. */
export function answeredIn(request: Request, language: Locale): Request {
  request.heard(language);
  return inLanguage(request, language);
}

/** Remembers for an hour the language that a person typed last, since buttons and forms do not say the language of their card. */
export interface LastSpoken {
  /** Notes the language of a verb or a question that somebody typed. */
  heard(who: Identity, language: Locale): void;
  /** Returns the language that the person typed within the hour; null for none, and for the common language, whose verbs everybody types. */
  of(who: Identity): Locale | null;
}

/** Keeps one entry for each person, in memory alone: after a start, the language counts that the platform knows of a person. */
export function lastSpoken(clock: Clock): LastSpoken {
  const heard = new Map<Identity, { language: Locale; at: string }>();
  return {
    heard: (who, language) => {
      if (language === commonLocale) heard.delete(who);
      else heard.set(who, { language, at: clock.now() });
    },
    of: (who) => {
      const last = heard.get(who);
      return last && dayjs(clock.now()).diff(last.at, 'hours', true) < 1 ? last.language : null;
    },
  };
}
