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
