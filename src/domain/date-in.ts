import { remembered } from './remembered.ts';

/** Making a formatter costs more than using it a hundred times, and a megabyte for every few. */
const formatIn = remembered(
  200,
  (timeZone: string) => timeZone,
  (timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }),
);

/**
 * The calendar's date of an instant in a zone, `2026-11-24`. Every card asks for that of now, several times; the date is
 * the same for a whole minute, since days begin with one.
 */
export const dateIn = remembered(
  2_000,
  (at: string, timezone: string) => `${at.replace(/:\d\d\.\d{3}Z$/, 'Z')} ${timezone}`,
  (at, timezone) => formatIn(timezone).format(new Date(at)),
);
