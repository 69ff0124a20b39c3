/**
 * Returns a cache of at most `max` entries, of which the one that was set first is evicted first. Each lives `keepMs` milliseconds by
 * `now`; without them until it is evicted.
 */
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
    /** Returns the value; null when none was set, or when it has expired. */
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

/**
 * Returns a function that does `work` once, and returns its promise to every caller; `forget` makes the next call do it again, as a
 * failure does. Where `now` is given, what is older than `keepMs` milliseconds by it is done again too.
 */
export function memoize<T>(work: () => Promise<T>, keepMs = Number.POSITIVE_INFINITY, now: () => number = () => 0) {
  let known: { at: number; value: Promise<T> } | null = null;
  const forget = () => {
    known = null;
  };
  const get = (): Promise<T> => {
    const age = known ? now() - known.at : keepMs;
    if (known && age >= 0 && age < keepMs) return known.value;
    const made = { at: now(), value: work() };
    made.value.catch(() => {
      if (known === made) forget();
    });
    known = made;
    return made.value;
  };
  return { get, forget };
}
