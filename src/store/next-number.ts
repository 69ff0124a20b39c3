import type { Tx } from '../ports/store.ts';

/** The counters whose numbers name something, so that each number is given out once. Other counters hold a level or a time. */
export const numbered = [
  'alerts',
  'answers',
  'asked',
  'deliveries',
  'digests',
  'outgoing',
  'reminders',
  'overdue',
  'questions',
  'escalations',
  'formerMembers',
] as const;
/** The name of a counter whose numbers name something. */
export type Numbered = (typeof numbered)[number];

/** Takes the next number of a counter, and resolves with it: 1, 2, 3 … */
export async function nextNumber(tx: Tx, id: Numbered): Promise<number> {
  const value = ((await tx.get('counters', id))?.value ?? 0) + 1;
  await tx.put('counters', { id, value });
  return value;
}
