/**
 * Whether anybody has an alert that no channel takes, or the card for many, as far as it was looked at: null when somebody
 * has it or will get it, otherwise which admins could not be given it. Absent when its deliveries changed since the last
 * look: the next tick looks.
 */
export type Stranded = string | null;

/** The key under which what has to be looked at is found. */
export const notLookedAt = '?';

/** What is noted when none of these admins could be given it; there may be none. */
export function strandedFor(queues: readonly string[]): string {
  return `of ${queues.toSorted().join(' ')}`;
}

/** Its key in the index; null when somebody has it. */
export function keyOfStranded({ stranded }: { stranded?: Stranded }): string | null {
  return stranded === undefined ? notLookedAt : stranded;
}
