/**
 * Says whether anybody has an alert that no channel takes, or a card for many, as of the last check: null when somebody has it or
 * will get it, otherwise which admins could not be given it. Absent when its deliveries changed since then: the next tick checks.
 */
export type Stranded = string | null;

/** The key under which an index finds what has to be checked. */
export const unchecked = '?';

/** Returns the note that none of these admins could be given it; there may be none. */
export function strandedFor(queues: readonly string[]): string {
  return `of ${queues.toSorted().join(' ')}`;
}

/** Returns the key of a row in the index of stranded ones; null when somebody has it. */
export function keyOfStranded({ stranded }: { stranded?: Stranded }): string | null {
  return stranded === undefined ? unchecked : stranded;
}
