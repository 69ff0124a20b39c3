/** Remembers for a while what it has met, and never more than `max` of it: the oldest goes first. */
export interface TtlCache<T> {
  get(key: string): T | null;
  set(key: string, value: T): void;
  delete(key: string): void;
}

/** `now` and `keepMs` in milliseconds. */
export function recent<T>({ keepMs, max, now }: { keepMs: number; max: number; now: () => number }): TtlCache<T> {
  const entries = new Map<string, { value: T; until: number }>();

  function forget(): void {
    for (const [key, { until }] of entries) {
      if (until > now() && entries.size < max) return;
      entries.delete(key);
    }
  }

  return {
    get: (key) => {
      const entry = entries.get(key);
      return entry && entry.until > now() ? entry.value : null;
    },
    set: (key, value) => {
      entries.delete(key);
      forget();
      entries.set(key, { value, until: now() + keepMs });
    },
    delete: (key) => {
      entries.delete(key);
    },
  };
}
