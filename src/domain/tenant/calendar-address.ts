/** The address of a calendar, which is a secret: anybody who has it can read who is on call. */
import { z } from 'zod';
import { memoize } from '../text/memoize.ts';
import { sha256 } from '../text/sha256.ts';

/** The most characters of an address. Google's and Outlook's have up to about 250. */
export const longestAddress = 500;

/** Matches `https` and a host with a dot; no name and password, no blank. */
const pattern = /^https:\/\/(?:[a-z0-9_-]{1,63}\.){1,20}[a-z0-9-]{2,63}(?::\d{1,5})?(?:[/?][^\s<>"\\]*)?$/i;

/** An address of a calendar: `https`, or `webcal`, which calendar programs write for it. */
export const CalendarAddress = z
  .string()
  .max(longestAddress)
  .overwrite((address) => address.trim().replace(/^webcals?:/i, 'https:'))
  .regex(pattern, { error: 'must be the address of a calendar, which begins with https:// or webcal://' });

/**
 * Returns what is stored in place of an address: its host, and the first eight characters of a hash of the whole, so that two can be
 * told apart: `calendar.google.com (1a2b3c4d)`.
 */
export const calendarLabel = memoize(
  200,
  (address: string) => `${calendarHost(address)} (${sha256(address).slice(0, 8)})`,
);

/** Returns what people read in place of an address or its label: the host. */
export function calendarHost(address: string): string {
  return (/^(?:https:\/\/)?([^/? ]+)/i.exec(address)?.[1] ?? '').toLowerCase();
}
