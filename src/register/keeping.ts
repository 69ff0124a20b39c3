/** `after`, with the values of `before` for the names that are not given. */
export function keeping<T extends object>(before: T | null, after: T, given: object): T {
  const kept = Object.entries(before ?? {}).filter(([name]) => name in after && !(name in given));
  return { ...after, ...Object.fromEntries(kept) };
}
