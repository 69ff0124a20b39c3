import type { Store } from './ports.ts';

/**
 * What was worked out once, for as long as all that it goes by is the same: rows, lists of rows and words, compared by
 * identity. So that a tick costs next to nothing for thousands of tenants of which none changed. Only a saving: a store may give new
 * objects each time.
 */
export interface WhileSame<T> {
  /** Null when something is not the same. */
  get(store: Store, by: readonly unknown[]): T | null;
  set(store: Store, by: readonly unknown[], value: T): void;
}

export function whileSame<T>(): WhileSame<T> {
  const known = new WeakMap<Store, { by: readonly unknown[]; value: T }>();
  return {
    get(store, by) {
      const last = known.get(store);
      const same = last?.by.length === by.length && last.by.every((one, index) => one === by[index]);
      return last && same ? last.value : null;
    },
    set: (store, by, value) => void known.set(store, { by, value }),
  };
}

/** From an instant until before another, ISO 8601. */
export interface Span {
  from: string;
  until: string;
}

/** The clock may have been set back. */
export function isWithin(now: string, { from, until }: Span): boolean {
  return from <= now && now < until;
}
