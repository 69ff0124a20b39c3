/**
 * Returns what `make` returns; null when it throws. For parsers that throw at text from outside.
 *
 * @example orNull(() => JSON.parse(text))
 */
export function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
