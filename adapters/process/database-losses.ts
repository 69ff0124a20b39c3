import type { FoundLosses } from '../../src/ports/world.ts';

/**
 * Returns what keeps in memory what this replica found that the database lost, until it acts and can tell the admins. `now` is the time of
 * the database.
 */
export function databaseLosses(now: () => string) {
  let writes = 0;
  let foundAt = '';
  const ids = new Set<string>();
  return {
    putBack(batches: number): void {
      writes += batches;
    },
    alertsLost(lost: readonly string[]): void {
      for (const id of lost) ids.add(id);
      foundAt = now();
    },
    waiting: (): FoundLosses => ({
      putBack: writes,
      lost: ids.size === 0 ? null : { alertIds: [...ids], at: foundAt },
    }),
    told({ putBack, lost }: FoundLosses): void {
      writes -= putBack;
      for (const id of lost?.alertIds ?? []) ids.delete(id);
    },
  };
}
