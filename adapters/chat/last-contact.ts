/** Remembers when a platform was in contact last: it answered a call, or sent something that proved to be from it. */
export type LastContact = ReturnType<typeof createLastContact>;

/** Returns a memory without a contact. `now` returns epoch milliseconds. */
export function createLastContact(now: () => number) {
  let last: number | null = null;
  return {
    /** Notes that the platform is in contact now. */
    note: () => {
      last = now();
    },
    /** Returns the time of the last contact, ISO 8601 in UTC; null before the first one since the start. */
    at: () => (last === null ? null : new Date(last).toISOString()),
  };
}
