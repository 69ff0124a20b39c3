/**
 * Returns a function that remembers up to `maxResults` results of `work`, for what costs more to work out than to look up.
 * `key` names the arguments; without it they are texts, and are joined.
 */
export function memoize<A extends readonly unknown[], T>(
  maxResults: number,
  work: (...args: A) => T,
  key: (...args: A) => string = (...args) => args.join(' '),
): (...args: A) => T {
  const results = new Map<string, T>();
  return (...args) => {
    const name = key(...args);
    const known = results.get(name);
    if (known !== undefined) return known;
    const result = work(...args);
    if (results.size >= maxResults) results.clear();
    results.set(name, result);
    return result;
  };
}
