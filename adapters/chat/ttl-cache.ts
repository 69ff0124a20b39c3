/** Returns a cache of at most `max` entries, of which the one that was set first is evicted first. Each lives `keepMs` milliseconds by `now`; without them until it is evicted. */
export function createTtlCache<T>(
  max: number,
  { keepMs, now }: { keepMs: number; now: () => number } = { keepMs: Number.POSITIVE_INFINITY, now: () => 0 },
) {
  const entries = new Map<string, { value: T; until: number }>();

  function makeRoom(): void {
    for (const [key, { until }] of entries) {
      if (until > now() && entries.size < max) return;
      entries.delete(key);
    }
  }

  return {
    /** Returns the value; null where none was set, or where it is kept no longer. */
    get: (key: string) => {
      const entry = entries.get(key);
      return entry && entry.until > now() ? entry.value : null;
    },
    set: (key: string, value: T) => {
      entries.delete(key);
      makeRoom();
      entries.set(key, { value, until: now() + keepMs });
    },
    delete: (key: string) => void entries.delete(key),
  };
}
