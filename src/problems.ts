/** What is wrong with a form, by field name. */
import type { Words } from './messages/words.ts';

export type Problems = Record<string, string>;

export function text(value: string, limit: number, required: boolean, words: Words): string | null {
  const say = words.contactForm.problems;
  if (value === '') return required ? say.required : null;
  return value.length > limit ? say.tooLong(limit) : null;
}

export function chosen(items: readonly unknown[], limit: number, words: Words): string | null {
  return items.length > limit ? words.contactForm.problems.tooMany(limit) : null;
}

export function first(items: readonly string[], say: (item: string) => string): string | null {
  const [item] = items;
  return item === undefined ? null : say(item);
}

/** Without the fields that have no problem. */
export function only(problems: Record<string, string | null>): Problems {
  return Object.fromEntries(Object.entries(problems).flatMap(([field, say]) => (say === null ? [] : [[field, say]])));
}
