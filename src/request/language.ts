import dayjs from 'dayjs';
import type { Identity } from '../domain/tenant/identity.ts';
import { commonLocale, type Locale } from '../domain/tenant/locales.ts';
import { words } from '../messages/words.ts';
import type { Clock } from '../ports/world.ts';
import type { Request } from './request.ts';

/** Returns the same asker, answered in the language of what they said. */
export function inLanguage(request: Request, language: Locale): Request {
  request.answersIn(language);
  return { ...request, actor: { ...request.actor, locale: language }, words: words(language) };
}

/** Returns the same asker, answered in that language now and when they next press or send something. */
export function answeredIn(request: Request, language: Locale): Request {
  request.heard(language);
  return inLanguage(request, language);
}

/** Remembers for an hour which language a person last typed, since buttons and forms do not say in which language their card was. */
export interface LastSpoken {
  /** Notes the language of a verb or a question that somebody typed. */
  heard(who: Identity, language: Locale): void;
  /** Returns the language that they spoke within the hour; null for none, and for the common one, whose verbs everybody types. */
  of(who: Identity): Locale | null;
}

/** Keeps one entry for each person in memory alone: after a start, the platform's word for a person's language counts. */
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
