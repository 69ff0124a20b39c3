import type { Locale } from '../domain/tenant/locales.ts';
import { commonLocale, locales } from '../domain/tenant/locales.ts';
import { memoize } from '../domain/text/memoize.ts';
import type { Time } from '../view/view.ts';

/** Returns an instant for people: its words say day, month, year, time and zone. */
export function moment(at: string, locale: Locale, timezone: string): Time {
  return { kind: 'time', at, fallback: whole(at, locale, timezone) };
}

/** Returns the day of an instant for people, where the time of day is of no use. */
export function day(at: string, locale: Locale, timezone: string): Time {
  return { kind: 'time', at, fallback: dayAlone(at, locale, timezone), dayOnly: true };
}

/** Returns a month such as `2026-11` in words: November 2026. */
export function monthName(month: string, locale: Locale): string {
  return monthAlone(`${month}-15T12:00:00Z`, locale, 'UTC');
}

/** Returns a month such as `2026-11` in short words: Nov 2026. */
export function shortMonthName(month: string, locale: Locale): string {
  return shortMonth(`${month}-15T12:00:00Z`, locale, 'UTC');
}

/** Returns a date of the calendar such as `2026-11-24`, which is the same day everywhere, in words that stay in one line. */
export function dateInWords(date: string, locale: Locale): string {
  return dayAlone(`${date}T12:00:00Z`, locale, 'UTC').replaceAll(' ', '\u00A0');
}

/** Returns the time of day as a clock shows it in that zone: `03:12`. */
export function timeOfDay(at: string, timezone: string): string {
  return hours(at, commonLocale, timezone);
}

// Results are kept: a card names several instants, and shows them again whenever somebody looks at it.
const whole = written({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const shortMonth = written({ month: 'short', year: 'numeric' });
const monthAlone = written({ month: 'long', year: 'numeric' });
const hours = written({ hour: '2-digit', minute: '2-digit' });
const dayAlone = written({ dateStyle: 'medium' });

function written(options: Intl.DateTimeFormatOptions) {
  const formatIn = memoize(
    200,
    (locale: Locale, timeZone: string) => new Intl.DateTimeFormat(locales[locale].tag, { ...options, timeZone }),
  );
  return memoize(2_000, (at: string, locale: Locale, timezone: string) =>
    formatIn(locale, timezone)
      .format(new Date(at))
      .replace(/^1(?=\s)/, locales[locale].firstOfMonth),
  );
}
