import type { HistoryEntry } from '../domain/history.ts';
import type { Words } from '../messages/words.ts';
import type { Inline } from '../view.ts';

/** Who did it: a person, the bot, or the command line. */
export function doer({ by, byName, deed }: Pick<HistoryEntry, 'by' | 'byName' | 'deed'>, { history }: Words): Inline {
  if (by) return { kind: 'person', id: by, name: byName };
  return deed === 'reminder.sent' ? history.bot : history.importer;
}
