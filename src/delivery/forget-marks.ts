import dayjs from 'dayjs';
import { repeatHours } from '../domain/tenant/platforms.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { forgetDelivery } from './transitions.ts';

/** What was answered is repeated only to who asks again at once; it may be a whole card. */
const answerMinutes = 10;
/** As long as a note to people is still on their screens. */
const noteHours = 48;
/** As long as a change may be disowned: then its notice says so. */
const changeHours = 31 * 24;
const together = 200;

/** Forgets answers and marks that no repeat can ask for any more, and notes that were delivered. */
export async function forgetMarks({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = (hours: number) => dayjs(clock.now()).subtract(hours, 'hour').toISOString();
  const limits = {
    ...{ answers: before(answerMinutes / 60), marks: before(repeatHours) },
    ...{ notes: before(noteHours), changes: before(changeHours) },
  };
  const first = { key: '', after: null, limit: 1 };
  const due = await store.read(async (reader) => {
    const [mark] = await reader.scan('seen.oldest', first);
    const [answer] = await reader.scan('seen.answered', first);
    const [note] = await reader.scan('deliveries.over', first);
    const [change] = await reader.scan('deliveries.over', { ...first, key: 'changes' });
    return (
      (mark && mark.at < limits.marks) ||
      (answer && answer.at < limits.answers) ||
      (note?.doneAt && note.doneAt < limits.notes) ||
      (change?.doneAt && change.doneAt < limits.changes)
    );
  });
  if (due) await store.change((tx) => forget(tx, limits));
}

async function forget(
  tx: Tx,
  { answers, marks, notes, changes }: Record<'answers' | 'marks' | 'notes' | 'changes', string>,
): Promise<void> {
  const some = { key: '', after: null, limit: together };
  for (const { id, at } of await tx.scan('seen.oldest', some)) if (at < marks) await tx.remove('seen', id);
  for (const row of await tx.scan('seen.answered', some))
    if (row.at < answers) await tx.put('seen', { ...row, outcome: null });
  for (const { id, doneAt } of await tx.scan('deliveries.over', some))
    if (doneAt !== null && doneAt < notes) await forgetDelivery(tx, id);
  for (const { id, doneAt } of await tx.scan('deliveries.over', { ...some, key: 'changes' }))
    if (doneAt !== null && doneAt < changes) await forgetDelivery(tx, id);
}
