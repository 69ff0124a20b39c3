/** Tells what is wrong with a telephone number that was typed, and which number of a country it may be. */
import {
  type CountryCode,
  getCountries,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/min';

declare global {
  namespace Intl {
    interface Locale {
      /** Returns the time zones of the locale's region. TypeScript does not know it yet. */
      getTimeZones?(): string[] | undefined;
    }
  }
}

/** Returns the country of a number in E.164; null where it tells none. */
export function countryOfPhone(phone: string): CountryCode | null {
  return parsePhoneNumberFromString(phone)?.country ?? null;
}

/** Returns the country of a time zone, such as `FR` for `Europe/Paris`; null for one that no country or several have. */
export function countryOfZone(timezone: string): CountryCode | null {
  const [only = null, ...others] = getCountries().filter((country) =>
    new Intl.Locale('und', { region: country }).getTimeZones?.()?.includes(timezone),
  );
  return others.length === 0 ? only : null;
}

/** Returns the number with the code of that country, as people write it, for one that was typed without any; null where there is none. */
export function nationalPhone(text: string, country: CountryCode | null): string | null {
  if (country === null || isInternational(text)) return null;
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() && !number.ext ? number.formatInternational() : null;
}

/** Returns whether a number with its country code is too long or too short for its country; null for a number without one. */
export function phoneLengthOf(text: string): 'short' | 'long' | 'right' | null {
  if (!isInternational(text)) return null;
  const length = validatePhoneNumberLength(text.trim().replace(/^00/, '+'));
  if (length === 'TOO_SHORT') return 'short';
  if (length === 'TOO_LONG') return 'long';
  return length === undefined || length === 'INVALID_LENGTH' ? 'right' : null;
}

function isInternational(text: string): boolean {
  return /^\s*(?:\+|00)/.test(text);
}
