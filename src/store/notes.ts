import type { Alert } from '../domain/alert/alert.ts';
import type { Note } from '../domain/alert/timeline.ts';
import type { Reader } from '../ports/store.ts';

/** Returns what people noted about an alert of the live document, in the order of time. */
export async function notesOf(reader: Reader, { id, lastNote }: Alert): Promise<readonly Note[]> {
  return lastNote ? reader.scan('notes.alert', { key: id, after: null }) : [];
}
