/**
 * Returns a function that remembers up to `maxResults` results of `work`, for what costs more to work out than to look up. The arguments
 * are texts or numbers.
 */
export function memoize<A extends readonly (string | number)[], T>(maxResults: number, work: (...args: A) => T) {
  const results = new Map<string, T>();
  return (...args: A): T => {
    const name = args.join('\0');
    const known = results.get(name);
    if (known !== undefined) return known;
    const result = work(...args);
    if (results.size >= maxResults) results.clear();
    results.set(name, result);
    return result;
  };
}
