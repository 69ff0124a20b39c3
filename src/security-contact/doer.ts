import type { HistoryEntry } from '../domain/history.ts';
import type { Words } from '../messages/words.ts';
import type { Inline } from '../view.ts';

/** Who did it: a person, or the command line. */
export function doer({ by, byName }: Pick<HistoryEntry, 'by' | 'byName'>, { history }: Words): Inline {
  return by ? { kind: 'person', id: by, name: byName } : history.importer;
}
