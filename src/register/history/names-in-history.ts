import type { Change, HistoryEntry } from '../../domain/history.ts';
import { Channel, Identity } from '../../domain/tenant/identity.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader } from '../../ports/store.ts';
import { type Names, namesOf } from '../../request/names.ts';
import type { Inline } from '../../view/view.ts';

/** The names of all people and channels that these changes mention, also of those that are gone. */
export function namesInChanges(reader: Reader, changes: readonly Change[]): Promise<Names> {
  const values = changes.flatMap(({ before, after }) => [before, after].flat());
  return namesOf(
    reader,
    values.flatMap((value) => Identity.safeParse(value).data ?? []),
    values.flatMap((value) => Channel.safeParse(value).data ?? []),
  );
}

/** Returns the name of whoever an entry is by: a person, the bot, or the command line. */
export function doer({ by, byName, deed }: Pick<HistoryEntry, 'by' | 'byName' | 'deed'>, { history }: Words): Inline {
  if (by) return { kind: 'person', id: by, name: byName };
  return deed === 'reminder.sent' ? history.bot : history.importer;
}
