/**
 * Exponential back-off: returns the milliseconds to wait after `failures` failures, `firstMs` after the first and doubled each time, at
 * most `maxMs`.
 */
export function doubledMs(firstMs: number, failures: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** (failures - 1));
}
