/**
 * Returns for how many milliseconds from `now` on a platform wants no call: HTTP's `Retry-After`, in seconds or as a
 * date. Null when it names no time that is still to come. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(value: string | null | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  // Date.parse would take a bare number for a year.
  const ms = /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return ms > 0 ? ms : null;
}
