/**
 * Returns the row as the disk would give it back: as JSON would make it, for plain data without the detour over text.
 * It is a copy, so that the caller may change its own object later.
 */
export function copyRow<T>(row: T): T;
/** Copies a value inside a row, whose type is not known. */
export function copyRow(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(copyRow);
  if (!isPlain(value)) return JSON.parse(JSON.stringify([value]))[0];
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const inner = value[name];
    if (inner !== undefined) copy[name] = copyRow(inner);
  }
  return copy;
}

/**
 * Returns whether this is a plain object: no class decides how it is written as JSON, and no name of it would set the
 * prototype.
 */
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !Object.hasOwn(value, '__proto__')
  );
}
