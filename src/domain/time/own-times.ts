/** The times in stored rows that our own clock wrote, by the names of their fields. A sender's are in `content`. */

const dayMs = 86_400_000;
/** Instants that are not in the future when they are written. */
const instants = new Set(
  'at since from first last receivedAt remindFrom firstAnsweredAt openedAt closedAt closedBefore stormAt doneAt askedAt failingSince lookedAt changedAt editedAt noSince provenAt missedDrillAt rerouting confirmedAt attestedAt phone24x7At complianceAttestedAt closingTold'.split(
    ' ',
  ),
);
/** Instants to come, and by how much they may be in the future: the longest snooze, and the hour of grace of a finding. */
const future: Readonly<Record<string, number>> = { until: 31 * dayMs, quietUntil: 3_600_000 };
/** Dates by somebody's calendar: it may be tomorrow there. */
const dates = ['slot', 'messaged', 'reminded', 'week', 'date'];
const eastMs = 14 * 3_600_000;
/** What is not ours, or has to stay equal to what stands elsewhere. */
const skipped = ['content', 'acknowledging', 'about', 'to'];

/** The latest of them as of when it was written at the earliest, ISO 8601; empty where there is none. */
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

/** The same row with each time that cannot have come yet at `now`; what was to last until then lasts a day. */
export function broughtBack<Row extends object>(row: Row, now: string): Row {
  return copied(row, now);
}

/** In the shape of what it was given, which TypeScript cannot follow through the names of fields. */
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
