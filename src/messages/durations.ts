import type { Messages } from './messages.ts';

const hourMs = 3_600_000;

/**
 * Returns in words how long something lasts: by whole minutes below two hours, but 60 are one hour; by whole hours below three
 * days, and by whole days above.
 */
export function duration(ms: number, { sources }: Messages): string {
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.floor(ms / 60_000);
  if (hours < 2 && minutes !== 60) return sources.minutes(minutes);
  return hours < 72 ? sources.hours(hours) : sources.days(Math.floor(hours / 24));
}
