import dayjs from 'dayjs';
import type { Delivery } from '../domain/delivery/delivery.ts';
import { retention } from '../domain/retention.ts';
import { repeatHours } from '../domain/tenant/identity.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { forgetDelivery } from './transitions.ts';

/** The most rows of each kind that one transaction deletes, so that it does not block the store. Repeated until none is left. */
const batchSize = 200;

/**
 * Forgets all answers and marks that no repeated request can ask for any more, messages that people chose, and notes that were delivered.
 */
export async function forgetMarks({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const isDue = async (reader: Reader) =>
    Object.values(await outdatedRows(reader, now, 1)).some((rows) => rows.length > 0);
  while (await store.read(isDue)) await store.change((tx) => forgetBatch(tx, now));
}

async function forgetBatch(tx: Tx, now: string): Promise<void> {
  const { answers, marks, chosen, notes } = await outdatedRows(tx, now, batchSize);
  for (const row of answers) await tx.put('seen', { ...row, outcome: null });
  for (const { id } of marks) await tx.remove('seen', id);
  for (const { id } of chosen) await tx.remove('chosen', id);
  for (const { id } of notes) await forgetDelivery(tx, id);
}

async function outdatedRows(reader: Reader, now: string, limit: number) {
  const before = (hours: number) => dayjs(now).subtract(hours, 'hour').toISOString();
  const oldest = { key: '', after: null, limit };
  const answers = await reader.scan('seen.answered', oldest);
  const marks = await reader.scan('seen.oldest', oldest);
  const chosen = await reader.scan('chosen.oldest', oldest);
  const notes = await reader.scan('deliveries.over', oldest);
  const changes = await reader.scan('deliveries.over', { ...oldest, key: 'changes' });
  const isOver = ({ doneAt }: Delivery, hours: number) => doneAt !== null && doneAt < before(hours);
  return {
    answers: answers.filter(({ at }) => at < before(retention.answerMinutes / 60)),
    marks: marks.filter(({ at }) => at < before(repeatHours)),
    chosen: chosen.filter(({ at }) => at < before(retention.chosenHours)),
    notes: [
      ...notes.filter((one) => isOver(one, retention.noteHours)),
      ...changes.filter((one) => isOver(one, retention.noticeDays * 24)),
    ],
  };
}
