import type { Locale } from '../domain/tenant/locales.ts';
import { commonLocale, locales } from '../domain/tenant/locales.ts';
import { memoize } from '../domain/text/memoize.ts';
import type { Inline } from '../view/view.ts';

/** An instant for people: day, month, year, time and zone. */
export function moment(at: string, locale: Locale, timezone: string): Inline {
  return { kind: 'time', at, fallback: whole(at, locale, timezone) };
}

/** The day of an instant, for where the time of day is of no use. */
export function day(at: string, locale: Locale, timezone: string): Inline {
  return { kind: 'time', at, fallback: dayAlone(at, locale, timezone), dayOnly: true };
}

/** `2026-11` in words: November 2026. */
export function monthName(month: string, locale: Locale): string {
  return monthAlone(`${month}-15T12:00:00Z`, locale, 'UTC');
}

/** A date of the calendar, which is the same day everywhere: `2026-11-24` in words. */
export function dateInWords(date: string, locale: Locale): string {
  return dayAlone(`${date}T12:00:00Z`, locale, 'UTC');
}

/** `03:12`, as a clock shows it in that zone. */
export function timeOfDay(at: string, timezone: string): string {
  return hours(at, commonLocale, timezone);
}

// A card names several instants, and each of them is asked for again with every look at it.
const whole = written({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const monthAlone = written({ month: 'long', year: 'numeric' });
const hours = written({ hour: '2-digit', minute: '2-digit' });
const dayAlone = written({ dateStyle: 'medium' });

function written(options: Intl.DateTimeFormatOptions) {
  const formatIn = memoize(
    200,
    (locale: Locale, timeZone: string) => new Intl.DateTimeFormat(locales[locale].tag, { ...options, timeZone }),
  );
  return memoize(2_000, (at: string, locale: Locale, timezone: string) =>
    formatIn(locale, timezone).format(new Date(at)),
  );
}
