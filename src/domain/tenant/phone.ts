import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { memoize } from '../text/memoize.ts';

/** Returns a number in E.164; null when it is no international number that can exist. `00` counts as `+`. */
export function phoneOf(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim().replace(/^00/, '+'));
  return number?.isValid() && !number.ext ? number.number : null;
}

/** Returns a number of E.164 as people write it: `+33 1 99 00 12 34`. */
export const spokenPhone = memoize(
  2_000,
  (phone: string) => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone,
);
