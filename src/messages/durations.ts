import type { Messages } from './messages.ts';

const hourMs = 3_600_000;

/**
 * Returns in words how long something lasts: by whole minutes below two hours, by whole hours below three days, and by whole days above.
 */
export function duration(ms: number, { sources }: Messages): string {
  const hours = Math.floor(ms / hourMs);
  if (hours < 2) return sources.minutes(Math.floor(ms / 60_000));
  return hours < 72 ? sources.hours(hours) : sources.days(Math.floor(hours / 24));
}
