import { z } from 'zod';
import { entryOf } from '../../domain/faq/entry.ts';
import { unhelpfulReasons } from '../../domain/faq/question.ts';
import { FaqLanguage, type Locale, locales } from '../../domain/tenant/locales.ts';
import { cleaned } from '../../domain/text/clean-text.ts';
import { words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { stateIn } from '../../request/form-input.ts';
import { button } from '../../view/build-card.ts';
import type { Row, Text } from '../../view/view.ts';

/** The shape of a question in the value of a button. */
const Question = z.object({
  text: z.string().overwrite(cleaned).default(''),
  /** True when the text was too long for a button, and is only the beginning. */
  cut: z.boolean().default(false),
  language: FaqLanguage,
  entry: z.string().nullable().default(null),
  /** The id of the «did you mean» card that it was chosen from; null when it was not. */
  turn: z.string().nullable().default(null),
  /** Why the entry did not help; null where nobody said that. */
  reason: z.enum(unhelpfulReasons).nullable().default(null),
});
/** A question that somebody asked, as the buttons and forms of the FAQ carry it. */
export type Question = z.infer<typeof Question>;

/** Longest value of a button, in JSON. */
const longest = 500;

/** Returns a question as the JSON value of a button, at most 500 characters. A text that does not fit is shortened and marked `cut`. */
export function packed({ text, cut, language, entry, turn, reason }: Question): string {
  const letters = [...text];
  const pack = (length: number) =>
    JSON.stringify({
      language,
      entry,
      ...(turn === null ? {} : { turn }),
      ...(reason === null ? {} : { reason }),
      text: letters.slice(0, length).join(''),
      cut: cut || length < letters.length,
    });
  let length = Math.min(letters.length, longest);
  while (pack(length).length > longest) length = Math.floor(length * 0.9);
  return pack(length);
}

/** Returns a question as somebody has just typed it, in the language in which the FAQ answers readers of `locale`. */
export function typed(text: string, locale: Locale): Question {
  return { text, cut: false, language: locales[locale].faq, entry: null, turn: null, reason: null };
}

/** Reads the question that a button or a form carries; null when the value is not one that `packed` made. */
export function unpacked(value: string): Question | null {
  return stateIn(Question, value);
}

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
