import type { Locale } from '../domain/partner-tenant.ts';
import type { Inline } from '../view.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant for people: day, month, year, time and zone. */
export function moment(at: string, locale: Locale, timezone: string): Inline {
  return { kind: 'time', at, fallback: format(locale, timezone).format(new Date(at)) };
}

/** The day of an instant, for where the time of day is of no use. */
export function day(at: string, locale: Locale, timezone: string): Inline {
  const fallback = new Date(at).toLocaleDateString(languages[locale], { timeZone: timezone, dateStyle: 'medium' });
  return { kind: 'time', at, fallback, dayOnly: true };
}

const languages = { en: 'en-GB', fr: 'fr-FR' } as const;

/** Making a formatter costs more than using it a hundred times. */
function format(locale: Locale, timezone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timezone}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(languages[locale], {
    timeZone: timezone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  formats.set(key, made);
  return made;
}
