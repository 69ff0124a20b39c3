/**
 * Finds in stored rows the times that our own clock wrote: every text as `toISOString` makes it, unless its field is named here. So a new
 * field with a time is brought back by itself after the clock was ahead; one that may lie ahead has to be named.
 */

const dayMs = 86_400_000;
/**
 * How far ahead (ms) these fields may be set: the longest snooze or override, the hour of grace of a finding, the next question about an
 * alert.
 */
const aheadMs: Readonly<Record<string, number>> = { until: 31 * dayMs, quietUntil: 3_600_000, due: 14 * dayMs };
/** Dates of somebody's calendar, such as `2026-12-25`: it may be tomorrow there. */
const dates: ReadonlySet<string> = new Set(['slot', 'messaged', 'reminded', 'week', 'date', 'seenAt']);
const eastMs = 14 * 3_600_000;
/**
 * Not read: what a sender says, what a person writes or was answered, the times of a platform's clock, those that are computed again, the
 * shifts of a calendar, and what has to stay equal to a value elsewhere.
 */
const skipped: ReadonlySet<string> = new Set([
  ...['content', 'detectedAt', 'note', 'text', 'reason', 'title', 'name', 'byName', 'outcome', 'askedThereAt'],
  ...['pausedUntil', 'escalateAt', 'calendars', 'about', 'to'],
]);

/**
 * Returns the latest of our own times in a row, as the earliest instant at which it can have been written: ISO 8601; empty when there is
 * none.
 */
export function newestTime(row: object): string {
  let newest = '';
  for (const [key, value] of Object.entries(row)) {
    if (value === null || skipped.has(key)) continue;
    const time = typeof value === 'object' ? newestTime(value) : writtenAt(key, value);
    if (time > newest) newest = time;
  }
  return newest;
}

function writtenAt(key: string, value: unknown): string {
  if (typeof value !== 'string') return '';
  if (dates.has(key)) return /^\d{4}-\d\d-\d\d$/.test(value) ? earlier(`${value}T00:00:00.000Z`, eastMs) : '';
  if (!isInstant(value)) return '';
  const ahead = aheadMs[key];
  return ahead === undefined ? value : earlier(value, ahead);
}

/** Every row that is written comes through here, so the length decides first. */
function isInstant(text: string): boolean {
  return text.length === 24 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
}

function earlier(at: string, ms: number): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(time - ms).toISOString();
}

/**
 * Returns a row in which each time that can only have been written after `now` is `now`; a time until which something lasts is a day
 * later.
 */
export function withoutFutureTimes<Row extends object>(row: Row, now: string): Row {
  // The copy has the shape of the row, which TypeScript cannot follow through the names of its fields.
  return copied(row, now) as Row;
}

function copied(value: unknown, now: string): unknown {
  if (Array.isArray(value)) return value.map((one) => (isAhead('', one, now) ? now : copied(one, now)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (skipped.has(key)) return [key, inner];
      return [key, isAhead(key, inner, now) ? back(key, now) : copied(inner, now)];
    }),
  );
}

function isAhead(key: string, value: unknown, now: string): boolean {
  return writtenAt(key, value) > now;
}

function back(key: string, now: string): string {
  if (dates.has(key)) return now.slice(0, 10);
  return key === 'until' ? new Date(Date.parse(now) + dayMs).toISOString() : now;
}
