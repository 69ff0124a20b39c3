import dayjs from 'dayjs';
import type { Identity } from './domain/identity.ts';
import type { Locale } from './domain/partner-tenant.ts';
import type { Clock } from './ports.ts';

/** Who spoke French lately, one entry a person. Buttons and forms do not say in which language their card was. */
export interface LastSpoken {
  /** What somebody says in a language that is not everybody's: a French verb, or a question. */
  heard(who: Identity, language: Locale): void;
  /** French where they spoke it within the hour; null otherwise, since English verbs are everybody's. */
  of(who: Identity): Locale | null;
}

/** Kept in memory alone: after a start, the platform's word for a person's language counts. */
export function lastSpoken(clock: Clock): LastSpoken {
  const french = new Map<Identity, string>();
  return {
    heard: (who, language) => {
      if (language === 'fr') french.set(who, clock.now());
      else french.delete(who);
    },
    of: (who) => {
      const at = french.get(who);
      return at !== undefined && dayjs(clock.now()).diff(at, 'hours', true) < 1 ? 'fr' : null;
    },
  };
}
