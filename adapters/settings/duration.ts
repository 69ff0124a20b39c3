const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const shape = /^P(?=.)(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/**
 * Reads a duration of ISO 8601 without months and years, which have no fixed length: `P1D`, `PT26H`, `P1DT12H`. Returns milliseconds;
 * null for any other text.
 */
export function durationMs(said: string): number | null {
  const parts = shape.exec(said);
  if (!parts) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * 24 * hourMs + hours * hourMs + minutes * minuteMs + seconds * 1_000;
}
