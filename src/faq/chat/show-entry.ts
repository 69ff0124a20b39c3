import type { Asking, CommandHandler, PressHandler } from '../../asking.ts';
import type { Reply } from '../../interaction.ts';
import type { World } from '../../ports.ts';
import { refusal } from '../../rights.ts';
import { answerCard } from './answer-card.ts';
import { entryOf, inLanguage, type Question, unpacked } from './question.ts';

/** Entries with this tag are about this organisation: the register's card goes with them. */
const aboutUs = 'register';

/** The answer of an entry, in the language of the question. */
export async function showEntry(asking: Asking, asked: Question, show: CommandHandler, world: World): Promise<Reply> {
  const entry = entryOf(asked.entry, world);
  if (!entry) return refusal(asking.words, [asking.words.faq.gone]);
  const card = await answerCard(asking, entry, asked, world);
  if (!entry.tags.includes(aboutUs)) return { kind: 'card', instead: false, card };
  const shown = await show(asking, '', world);
  return shown.kind === 'card' ? { kind: 'cards', cards: [card, shown.card] } : { kind: 'card', instead: false, card };
}

/** A question that was chosen: one of those that may be meant, a related one, or one of a topic. */
export function pressEntry(show: CommandHandler): PressHandler {
  return async (asking, value, world) => {
    const asked = unpacked(value);
    if (!asked) return refusal(asking.words, [asking.words.faq.gone]);
    return showEntry(inLanguage(asking, asked.language), asked, show, world);
  };
}
