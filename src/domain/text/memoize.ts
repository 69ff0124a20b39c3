/**
 * Returns the same function, remembering up to `most` of its last answers: for what costs more to work out than to look up.
 * `key` names the arguments; without it they are texts, and name themselves.
 */
export function remembered<A extends readonly unknown[], T>(
  most: number,
  work: (...args: A) => T,
  key: (...args: A) => string = (...args) => args.join(' '),
): (...args: A) => T {
  const known = new Map<string, T>();
  return (...args) => {
    const name = key(...args);
    const old = known.get(name);
    if (old !== undefined) return old;
    const fresh = work(...args);
    if (known.size >= most) known.clear();
    known.set(name, fresh);
    return fresh;
  };
}
