import { z } from 'zod';
import { unhelpfulReasons } from '../../domain/faq/question.ts';
import { FaqLanguage, type Locale, locales } from '../../domain/tenant/locales.ts';
import { cleaned } from '../../domain/text/clean-text.ts';
import { stateIn } from '../../request/form-input.ts';

/** What travels in the buttons of an answer: the question, its language, and the entry that it is about. */
const Question = z.object({
  text: z.string().overwrite(cleaned).default(''),
  /** Whether the text is only the beginning: a button carries no more. */
  cut: z.boolean().default(false),
  language: FaqLanguage,
  entry: z.string().nullable().default(null),
  /** Which «did you mean» it was chosen from; null for none. */
  turn: z.string().nullable().default(null),
  /** Why the entry did not help; null where nobody said that. */
  reason: z.enum(unhelpfulReasons).nullable().default(null),
});
export type Question = z.infer<typeof Question>;

/** Longest value of a button, in JSON. */
const longest = 500;

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

/** The question that a button or a form carries; null when it is none of ours. */
export function unpacked(value: string): Question | null {
  return stateIn(Question, value);
}
