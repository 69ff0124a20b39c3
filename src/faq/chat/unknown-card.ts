import { button, card } from '../../card.ts';
import type { World } from '../../ports.ts';
import type { Request } from '../../request/request.ts';
import type { Button, Card } from '../../view.ts';
import { expertsChannel } from './experts.ts';
import { packed, type Question, unpacked } from './question.ts';
import { questionRows } from './question-rows.ts';

/** «I don't know», with what is nearest and a way to a person. */
export async function unknownCard(
  { words }: Request,
  asked: Question,
  nearest: readonly string[],
  world: World,
): Promise<Card> {
  const { faq } = words;
  const hasExperts = (await world.store.read(expertsChannel)) !== null;
  const summary = nearest.length > 0 ? faq.unknown : faq.unknownAlone;
  return card(faq.unknownTitle, summary, {
    // The title has said already that there is no answer.
    text: [nearest.length > 0 ? faq.nearest : faq.again],
    rows: questionRows(nearest.slice(0, 3), asked, '', world),
    buttons: [
      ...(hasExperts ? [askButton(faq, asked)] : []),
      button('press', 'faq.topics', faq.allTopics, '', hasExperts ? {} : { style: 'primary' }),
    ],
    footer: hasExperts ? faq.askNote : faq.askNobody,
  });
}

/** What is too long for a button is asked by a form, where it can be completed. */
export function askButton(faq: Request['words']['faq'], asked: Question): Button {
  const value = packed(asked);
  const carried = unpacked(value);
  return button(carried && isWhole(carried) ? 'press' : 'form', 'faq.ask', faq.ask, value, { style: 'primary' });
}

/** Whether a button carries all of what was asked. */
export function isWhole({ cut, text }: Question): boolean {
  return !cut && text.trim() !== '';
}
