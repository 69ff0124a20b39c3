/** Slack's clock, as its answers tell it: whole seconds, kept going in between by time that nobody can set. */
export interface SlackClock {
  /** Notes the `Date` of an answer (RFC 9110); what is no date is passed over. */
  heard(date: string | null): void;
  /** Epoch milliseconds, at most about a second behind; null before the first answer. */
  now(): number | null;
}

/** `elapsed` is in milliseconds from any start, and never goes back. */
export function createSlackClock(elapsed: () => number): SlackClock {
  let last: { date: number; at: number } | null = null;
  return {
    heard: (text) => {
      const date = Date.parse(text ?? '');
      if (Number.isFinite(date)) last = { date, at: elapsed() };
    },
    now: () => last && last.date + elapsed() - last.at,
  };
}
