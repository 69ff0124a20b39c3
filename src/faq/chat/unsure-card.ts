import { button, card } from '../../card.ts';
import type { World } from '../../ports.ts';
import type { Request } from '../../request/request.ts';
import type { Card } from '../../view.ts';
import { packed, type Question } from './question.ts';
import { questionRows } from './question-rows.ts';

/** «Did you mean»: at most three, and none of them. */
export function unsureCard({ words }: Request, asked: Question, entries: readonly string[], world: World): Card {
  const { faq } = words;
  const rows = questionRows(entries.slice(0, 3), asked, '', world);
  const text = faq.unsure(rows.length);
  return card(faq.unsureTitle, text, {
    text: [text],
    rows,
    buttons: [button('press', 'faq.none', faq.none, packed({ ...asked, entry: null }))],
  });
}
