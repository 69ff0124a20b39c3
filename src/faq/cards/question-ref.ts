import { z } from 'zod';
import { entryOf, type FaqEntry, isOwnRecord } from '../../domain/faq/entry.ts';
import { unhelpfulReasons } from '../../domain/faq/question.ts';
import { FaqLanguage, type Locale, locales } from '../../domain/tenant/locales.ts';
import { cleaned } from '../../domain/text/clean-text.ts';
import { messages } from '../../messages/messages.ts';
import type { Faq, World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { stateIn } from '../../request/form-input.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { inLanguage } from '../../request/viewer-locale.ts';
import { button, type Row } from '../../view/view.ts';

/** A question has this shape in the value of a button. */
const QuestionRef = z.object({
  text: z.string().overwrite(cleaned).default(''),
  /** It is true when the text was too long for a button, and is only the beginning. */
  cut: z.boolean().default(false),
  language: FaqLanguage,
  entry: z.string().nullable().default(null),
  /** The card «is it one of these?» with this id offered the question; null when none did. */
  turn: z.string().nullable().default(null),
  /** This entry had been answered before the question was asked; null when none was. */
  after: z.string().nullable().default(null),
  /** Somebody said that the entry did not help for this reason; null when nobody did. */
  reason: z.enum(unhelpfulReasons).nullable().default(null),
});
/** The buttons and forms of the FAQ carry a question that somebody asked in this shape. */
export type QuestionRef = z.infer<typeof QuestionRef>;

/** The most characters of a button's value. */
const maxLength = 500;

/**
 * Returns a question as the JSON value of a button, at most 500 characters. A text that does not fit keeps its beginning and its end, and
 * is marked `cut`.
 */
export function packed({ text, cut, language, entry, turn, after, reason }: QuestionRef): string {
  const letters = [...text];
  const given = Object.entries({ turn, after, reason }).filter(([, value]) => value !== null);
  const about = { language, entry, ...Object.fromEntries(given) };
  const pack = (length: number) =>
    JSON.stringify({ ...about, text: endsOf(letters, length), cut: cut || length < letters.length });
  let length = Math.min(letters.length, maxLength);
  while (pack(length).length > maxLength) length = Math.floor(length * 0.9);
  return pack(length);
}

/** Returns `length` letters of a text: of its beginning, and of its end, where the question of a long message often stands. */
function endsOf(letters: readonly string[], length: number): string {
  if (length >= letters.length) return letters.join('');
  const first = Math.ceil(length / 2);
  return `${letters.slice(0, first).join('')} … ${letters.slice(letters.length - (length - first)).join('')}`;
}

/** Returns a question as somebody has just typed it, in the language in which the FAQ answers readers of `locale`. */
export function typed(text: string, locale: Locale): QuestionRef {
  return { text, cut: false, language: locales[locale].faq, entry: null, turn: null, after: null, reason: null };
}

/** Reads the question that a button or a form carries; null when the value is not one that `packed` made. */
export function unpacked(value: string): QuestionRef | null {
  return stateIn(QuestionRef, value);
}

type UseQuestion = (request: Request, asked: QuestionRef) => Promise<Reply>;

/**
 * Answers a button or a form that carries a question, in the language of that question. Says that it is gone where `value` carries none.
 */
export async function withQuestion(asker: Request, value: string, use: UseQuestion): Promise<Reply> {
  const asked = unpacked(value);
  return asked ? use(inLanguage(asker, asked.language), asked) : goneAnswer(asker);
}

function goneAnswer({ messages }: Request): Reply {
  return refusal(messages, [messages.faq.gone], { title: messages.rights.outdatedTitle });
}

type UseEntry = (request: Request, asked: QuestionRef, entry: FaqEntry) => Promise<Reply>;

/** Answers a button or a form about an answer as `withQuestion` does, with the entry that was the answer. */
export async function withEntry(asker: Request, value: string, world: World, use: UseEntry): Promise<Reply> {
  const entry = entryOf(world.faq(), unpacked(value)?.entry ?? null);
  if (!entry) return goneAnswer(asker);
  return withQuestion(asker, value, (request, asked) => use(request, asked, entry));
}

/**
 * Returns a row for each entry that exists and each question about the own record, with a button that shows its answer. The button also
 * carries `asked`, the question of the person.
 */
export function questionRows(ids: readonly string[], asked: QuestionRef, world: World): Row[] {
  return ids.flatMap((id): Row[] => {
    const title = titleOf(world.faq(), id, asked.language);
    if (title === null) return [];
    const { show } = messages(asked.language).faq;
    const value = packed({ ...asked, entry: id });
    return [{ title, detail: '', button: button('press', 'faq.show', show, value) }];
  });
}

/** Returns the question that an entry, or the own record, answers; null when the entry is gone. */
export function titleOf(faq: Pick<Faq, 'entries'>, id: string, language: FaqLanguage): string | null {
  if (isOwnRecord(id)) return messages(language).faq.ownRecord.questions[id];
  return entryOf(faq, id)?.[language].question ?? null;
}
