/** Knows by the names of their fields which times in stored rows our own clock wrote. Times of a sender are in `content`. */

const dayMs = 86_400_000;
/** These fields hold instants that are not in the future when they are written. */
const instants = new Set(
  'at since from first last receivedAt remindFrom firstAnsweredAt openedAt closedAt closedBefore stormAt doneAt askedAt failingSince lookedAt changedAt editedAt noSince provenAt drilledAt missedDrillAt retiredAt rerouting heardAt toldAt lateToldAt silentAt unnamedAt confirmedAt attestedAt phone24x7At complianceAttestedAt closingTold usedAt postedAt'.split(
    ' ',
  ),
);
/** These fields hold instants in the future, by at most so many milliseconds: the longest snooze, the hour of grace of a finding, and the next question about an alert. */
const future: Readonly<Record<string, number>> = { until: 31 * dayMs, quietUntil: 3_600_000, due: 14 * dayMs };
/** These fields hold dates by somebody's calendar: it may be tomorrow there. */
const dates = ['slot', 'messaged', 'reminded', 'week', 'date'];
const eastMs = 14 * 3_600_000;
/** These fields are not read: they are not ours, or have to stay equal to a value elsewhere. */
const skipped = ['content', 'acknowledging', 'about', 'to'];

/** Returns the latest of our own times in a row, as the earliest instant at which it can have been written: ISO 8601; empty where there is none. */
export function newestTime(row: object): string {
  let newest = '';
  for (const [key, value] of Object.entries(row)) {
    if (value === null || skipped.includes(key)) continue;
    const time = typeof value === 'object' ? newestTime(value) : writtenAt(key, value);
    if (time > newest) newest = time;
  }
  return newest;
}

function writtenAt(key: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  if (instants.has(key)) return value;
  const ahead = future[key];
  if (ahead !== undefined) return earlier(value, ahead);
  return dates.includes(key) && /^\d{4}-\d\d-\d\d$/.test(value) ? earlier(`${value}T00:00:00.000Z`, eastMs) : '';
}

function earlier(at: string, ms: number): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(time - ms).toISOString();
}

/** Returns a row in which each time that can only have been written after `now` is `now`; a time until which something lasts is a day later. */
export function withoutFutureTimes<Row extends object>(row: Row, now: string): Row {
  return copied(row, now);
}

/** Returns the value in the same shape, which TypeScript cannot follow through the names of fields. */
function copied(value: unknown, now: string): ReturnType<typeof JSON.parse> {
  if (Array.isArray(value)) return value.map((one) => copied(one, now));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (skipped.includes(key)) return [key, inner];
      return [key, writtenAt(key, inner) > now ? back(key, now) : copied(inner, now)];
    }),
  );
}

function back(key: string, now: string): string {
  if (dates.includes(key)) return now.slice(0, 10);
  return key === 'until' ? new Date(Date.parse(now) + dayMs).toISOString() : now;
}
