/** What Microsoft says of a partner tenant's requirements: whether a security contact is on file, and how fast alerts are answered. */

/** Whether Microsoft sees a security contact on file. `unknown` is never a no. */
export type OnFile = 'yes' | 'no' | 'unknown';

/** What Microsoft answered at one time; null for what it did not say. */
export interface PortalAnswer {
  onFile: OnFile;
  /** The average time to an answer to alerts, in hours. */
  averageHours: number | null;
  score: SecurityScore | null;
}

/** Microsoft's score of a partner's security. The maximum differs by partner. */
export type SecurityScore = Record<'current' | 'max', number>;

/** What Microsoft said, and when (ISO 8601). */
type Dated<T> = T & { at: string };

/** What is known of Microsoft's answers about one partner tenant. No row where nobody asks for them. */
export interface StoredPortal {
  /** The partner tenant's id. */
  id: string;
  /** When Microsoft was last asked (ISO 8601), whatever came of it, and the time (ms) from then until it is asked again. */
  askedAt: string;
  waitMs: number;
  /** Microsoft refused then, until somebody mends that. Absent for all others. */
  refused?: true;
  /** The answer then. */
  onFile: OnFile;
  /** The last answer that was no `unknown`; null before the first. */
  known: Dated<{ onFile: 'yes' | 'no' }> | null;
  /** The time of the first no since the last yes; null without a no. */
  noSince: string | null;
  /** The last average that Microsoft said, and when; null before the first. */
  averageHours: number | null;
  averageAt: string | null;
  /** The last score that Microsoft said; null before the first. */
  score: Dated<SecurityScore> | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How often (ms) Microsoft is asked about a tenant. */
const everyMs = 6 * hourMs;
/** The most (ms) that the bot waits when Microsoft asks for a break. */
const maxBreakMs = hourMs;

/** Returns whether Microsoft is to be asked now. After the clock was set back, nothing waits for a time that lies far ahead. */
export function isAskDue(row: StoredPortal | null, now: string): boolean {
  if (!row) return true;
  const passed = Date.parse(now) - Date.parse(row.askedAt);
  return passed >= row.waitMs || passed < -maxBreakMs;
}

/**
 * Returns the row once Microsoft is asked at `now`; it has to be stored before the first request, so that no restart asks more often. What
 * is asked early, after a break, takes the place of the next time too: on average Microsoft is asked once in six hours.
 */
export function withAsk(id: string, row: StoredPortal | null, now: string): StoredPortal {
  const known: StoredPortal = row ?? { ...unasked, id, askedAt: now, waitMs: everyMs };
  const { refused, ...before } = known;
  const isEarly = before.waitMs < everyMs && !refused;
  return { ...before, askedAt: now, waitMs: isEarly ? 2 * everyMs : everyMs };
}

const unasked = {
  onFile: 'unknown',
  known: null,
  noSince: null,
  averageHours: null,
  averageAt: null,
  score: null,
} as const;

/** Returns the row after an answer. What the answer does not have stays as it was known before. */
export function withAnswer(row: StoredPortal, { onFile, averageHours, score }: PortalAnswer, at: string): StoredPortal {
  const noSince = { yes: null, no: row.noSince ?? at, unknown: row.noSince }[onFile];
  return {
    ...row,
    onFile,
    known: onFile === 'unknown' ? row.known : { onFile, at },
    noSince,
    ...(averageHours === null ? {} : { averageHours, averageAt: at }),
    score: score === null ? row.score : { ...score, at },
  };
}

/**
 * Returns the row after Microsoft asked for a break of that many milliseconds, of which an hour counts at most; null where it did not say
 * how long. A second break in a row changes no time.
 */
export function withBreak(row: StoredPortal, breakMs: number | null): StoredPortal {
  const answered = withAnswer(row, { onFile: 'unknown', averageHours: null, score: null }, row.askedAt);
  if (row.waitMs > everyMs) return answered;
  return { ...answered, waitMs: Math.min(Math.max(breakMs ?? maxBreakMs, 60_000), maxBreakMs) };
}

/** Returns the row after Microsoft refused: it is asked again in an hour, so that whoever mended that sees it soon. */
export function withRefusal(row: StoredPortal): StoredPortal {
  const answered = withAnswer(row, { onFile: 'unknown', averageHours: null, score: null }, row.askedAt);
  return { ...answered, waitMs: hourMs, refused: true };
}

/** How long (ms) Microsoft has to say no: in all, and since somebody attested, as nobody knows how soon it hears of a change. */
const noForMs = dayMs;
const noAfterAttestationMs = 7 * dayMs;

/**
 * Returns the time since which Microsoft has said no (ISO 8601), once it has said so for 24 hours, and still did 7 days after somebody
 * attested that the contact is there; null otherwise. The passing of time alone brings no answer, so it changes nothing here.
 */
export function notOnFileSince(row: StoredPortal | null, attestedAt: string | null): string | null {
  if (row?.known?.onFile !== 'no' || row.noSince === null) return null;
  const last = Date.parse(row.known.at);
  const isLong = last - Date.parse(row.noSince) >= noForMs;
  const isAfter = attestedAt === null || last - Date.parse(attestedAt) >= noAfterAttestationMs;
  return isLong && isAfter ? row.noSince : null;
}
