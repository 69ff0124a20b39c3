import type { Check } from '../domain/finding.ts';
import type { Tx } from '../ports.ts';

/** What was found, in place of the look before. Who changed while it went on has to be looked at again. */
export async function noteCheck(tx: Tx, seen: Check, before: Check | null): Promise<void> {
  const changedAt = (await tx.get('checks', seen.id))?.changedAt;
  const again = changedAt !== undefined && changedAt !== before?.changedAt;
  await tx.put('checks', again ? { ...seen, changedAt } : seen);
}
