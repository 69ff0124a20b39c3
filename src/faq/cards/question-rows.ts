import { words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { button } from '../../view/build-card.ts';
import type { Row, Text } from '../../view/view.ts';
import { entryOf } from '../matcher/find-entry.ts';
import { packed, type Question } from './question-ref.ts';

/** Returns a row for each entry that exists, with a button that shows its answer. The button also carries `asked`, the question of the person. */
export function questionRows(ids: readonly string[], asked: Question, detail: Text, world: World): Row[] {
  return ids.flatMap((id): Row[] => {
    const entry = entryOf(world.faq(), id);
    if (!entry) return [];
    const { show } = words(asked.language).faq;
    const value = packed({ ...asked, entry: id });
    return [{ title: entry[asked.language].question, detail, button: button('press', 'faq.show', show, value) }];
  });
}
