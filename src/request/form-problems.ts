/** What is wrong with a form, by field name. */
import { shortName } from '../domain/text/words.ts';
import type { Words } from '../messages/words.ts';

/** What is wrong and how to mend it, by field name; empty when all is right. */
export type Problems = Record<string, string>;

/** What is wrong with a text of at most `limit` characters; null for nothing. */
export function text(value: string, limit: number, required: boolean, words: Words): string | null {
  const say = words.contactForm.problems;
  if (value === '') return required ? say.required : null;
  return value.length > limit ? say.tooLong(limit) : null;
}

/** What is wrong with a list of at most `limit` entries; null for nothing. */
export function chosen(items: readonly unknown[], limit: number, words: Words): string | null {
  return items.length > limit ? words.contactForm.problems.tooMany(limit) : null;
}

/** All that is wrong with one field, one sentence after the other; null for nothing. */
export function together(...problems: readonly (string | null)[]): string | null {
  return problems.filter((say) => say !== null).join(' ') || null;
}

/** A sentence about several things, by their names. */
export type Sentence = (names: string, many: boolean) => string;

/** Says which entries of a list cannot be read. A platform's own picker never sends such an entry. */
export function unreadable(items: readonly string[], say: Sentence): string | null {
  return grouped(items.slice(0, 10).map((name) => ({ name: shortName(name, 40), say })));
}

/** What is wrong with several things: each sentence once, with all that it is true of; null when none has a problem. */
export function grouped(things: readonly { name: string; say: Sentence | null }[]): string | null {
  const wrong = things.flatMap(({ name, say }) => (say ? [{ name, say, key: say('', false) }] : []));
  const sentences = [...Map.groupBy(wrong, ({ key }) => key).values()].map((same) => {
    const names = [...new Set(same.map(({ name }) => name))];
    return same[0]?.say(names.join(', '), same.length > 1) ?? null;
  });
  return together(...sentences);
}

/** Several checks of one form as one: a field may fail more than one. */
export function allOf(...checks: readonly Readonly<Record<string, string | null>>[]): Problems {
  const fields = new Set(checks.flatMap((check) => Object.keys(check)));
  return only(
    Object.fromEntries([...fields].map((field) => [field, together(...checks.map((check) => check[field] ?? null))])),
  );
}

/** Without the fields that have no problem. */
export function only(problems: Record<string, string | null>): Problems {
  return Object.fromEntries(Object.entries(problems).flatMap(([field, say]) => (say === null ? [] : [[field, say]])));
}
