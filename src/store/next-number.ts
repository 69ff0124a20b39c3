import type { Tx } from '../ports/store.ts';

/** Takes the next number of a counter, and resolves with it: 1, 2, 3 … */
export async function nextNumber(
  tx: Tx,
  id: 'alerts' | 'answers' | 'deliveries' | 'digests' | 'nags' | 'overdue' | 'questions' | 'reminders',
): Promise<number> {
  const value = ((await tx.get('counters', id))?.value ?? 0) + 1;
  await tx.put('counters', { id, value });
  return value;
}
