import { fold } from '../../domain/text/words.ts';
import { typedAnywhere } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { commandOf } from '../../request/parse-command.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { typed } from './question-ref.ts';
import { questionRows } from './question-rows.ts';

const top = ['what-is', 'who-can-view', 'who-can-update', 'respond-how-fast'];
const examples = ['show', 'history', 'help'] as const;

/** Makes the answer to a message that is no question: one polite line, and the questions that people ask most. */
export function smalltalkCard({ actor, platform, words }: Request, said: string, world: World): Card {
  const { faq } = words;
  const asked = typed('', actor.locale);
  const thanks = typedAnywhere((typed) => typed.thanks);
  const thanked = fold(said)
    .split(/\P{L}+/u)
    .some((word) => thanks.includes(word));
  return card(thanked ? faq.thanksTitle : faq.smalltalkTitle, faq.smalltalk, {
    text: [faq.smalltalk],
    rows: questionRows(top, asked, '', world),
    buttons: [button('press', 'faq.topics', faq.allTopics, ''), button('press', 'help.show', faq.help, '')],
    footer: faq.commands(examples.map((verb) => commandOf(verb, actor.locale, platform))),
  });
}
