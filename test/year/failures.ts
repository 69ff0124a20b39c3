/**
 * Returns the failures of a year as a person reads them: the first of each kind, tenant and finding (they differ in their times
 * alone), at most 20, and then how many there are in all.
 */
export function firstFailures(failures: readonly string[], most = 20): string[] {
  const ofEach = [...Map.groupBy(failures, (one) => one.replace(/\[\[.*|\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '')).values()];
  const first = ofEach.slice(0, most).flatMap(([one]) => one ?? []);
  return failures.length > first.length ? [...first, `${failures.length} failures in all`] : first;
}
