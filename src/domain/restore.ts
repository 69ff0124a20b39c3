/** A backup that took the place of the state: when it was made, and when it was restored; ISO 8601, UTC. */
export interface Restore {
  madeAt: string;
  at: string;
  /** By counter: the last number in the backup, and the one that was given out next. The bot does not know what had those in between. */
  numbers: Readonly<Record<string, { last: number; next: number }>>;
}

/** After a restore, numbers go on at the next multiple of this: those since the backup are on people's screens. */
const step = 100_000;

/** Returns the number with which a counter goes on after a restore, when its last number was at most `last`. */
export function nextAfterRestore(last: number): number {
  // A counter that ends before a multiple comes from a restore itself, whose numbers may be given out already.
  return (Math.floor((last + 1) / step) + 1) * step;
}

/**
 * Returns the revision of a tenant after a restore at `at` (ISO 8601, UTC). Buttons carry its number, those of cards since the backup
 * too: it goes on at the time in seconds, which no revision of before has, so that nobody confirms what their card does not show.
 */
export function revisionAfterRestore<T extends { number: number }>(revision: T, at: string): T {
  return { ...revision, number: Math.max(revision.number + 1, Math.floor(Date.parse(at) / 1_000)) };
}

/** Returns the restore that lost the alert of this number; null for none. */
export function lostIn(restores: readonly Restore[], number: number): Restore | null {
  const isLost = ({ numbers: { alerts } }: Restore) => alerts && number > alerts.last && number < alerts.next;
  return restores.find(isLost) ?? null;
}
