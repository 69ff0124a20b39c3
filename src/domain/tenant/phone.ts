import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { memoize } from '../text/memoize.ts';

/** The number in E.164, or null when it is no international number that can exist. `00` counts as `+`. */
export function phoneOf(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim().replace(/^00/, '+'));
  return number?.isValid() && !number.ext ? number.number : null;
}

/** `+33142685300` as people write it: `+33 1 99 00 12 34`. */
export const spokenPhone = memoize(
  2_000,
  (phone: string) => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone,
);
