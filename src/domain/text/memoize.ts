/** The same function, remembering its last answers: for what costs more to work out than to look up. `key` names the arguments. */
export function remembered<A extends readonly unknown[], T>(
  most: number,
  key: (...args: A) => string,
  work: (...args: A) => T,
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
