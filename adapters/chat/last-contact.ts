/** Remembers when a platform was in contact last: it answered a call, or sent something that proved to be from it. */
export interface LastContact {
  /** Notes that the platform is in contact now. */
  note(): void;
  /** Returns the time of the last contact, ISO 8601 in UTC; null before the first one since the start. */
  at(): string | null;
}

/** Returns a memory without a contact. `now` returns epoch milliseconds. */
export function createLastContact(now: () => number): LastContact {
  let last: number | null = null;
  return {
    note: () => {
      last = now();
    },
    at: () => (last === null ? null : new Date(last).toISOString()),
  };
}
