import { shortName } from '../domain/text/words.ts';
import type { Words } from '../messages/words.ts';

/** Sentences that say which entries of a form are wrong and how to correct them, by field name; empty when all entries are right. */
export type Problems = Record<string, string>;

/** Returns the problem of a text that is missing or has more than `limit` characters; null when it has none. */
export function textProblem(value: string, limit: number, required: boolean, words: Words): string | null {
  const say = words.contactForm.problems;
  if (value === '') return required ? say.required : null;
  return value.length > limit ? say.tooLong(limit) : null;
}

/** Returns the problem of a list that has more than `limit` items; null when it has none. */
export function listProblem(items: readonly unknown[], limit: number, words: Words): string | null {
  return items.length > limit ? words.contactForm.problems.tooMany(limit) : null;
}

/** Joins the problems of one field, one sentence after the other; returns null when there is none. */
export function joinProblems(...problems: readonly (string | null)[]): string | null {
  return problems.filter((say) => say !== null).join(' ') || null;
}

/** Makes a sentence about one thing or, with `many`, about several, from their names in a row. */
export type Sentence = (names: string, many: boolean) => string;

/** Returns the problem of list items that cannot be read, at most 10 by name. A platform's own picker never sends such an item. */
export function unreadableProblem(items: readonly string[], say: Sentence): string | null {
  return groupProblems(items.slice(0, 10).map((name) => ({ name: shortName(name, 40), say })));
}

/** Returns the problems of several things: each sentence once, with the names of all things that it is about; null when there is none. */
export function groupProblems(things: readonly { name: string; say: Sentence | null }[]): string | null {
  const wrong = things.flatMap(({ name, say }) => (say ? [{ name, say, key: say('', false) }] : []));
  const sentences = [...Map.groupBy(wrong, ({ key }) => key).values()].map((same) => {
    const names = [...new Set(same.map(({ name }) => name))];
    return same[0]?.say(names.join(', '), same.length > 1) ?? null;
  });
  return joinProblems(...sentences);
}

/** Joins several checks of one form: a field that fails more than one gets all their sentences. */
export function joinChecks(...checks: readonly Readonly<Record<string, string | null>>[]): Problems {
  const fields = [...new Set(checks.flatMap((check) => Object.keys(check)))];
  const joined = fields.map((field) => [field, joinProblems(...checks.map((check) => check[field] ?? null))] as const);
  return onlyProblems(Object.fromEntries(joined));
}

/** Returns the problems without the fields that have none. */
export function onlyProblems(problems: Record<string, string | null>): Problems {
  return Object.fromEntries(Object.entries(problems).flatMap(([field, say]) => (say === null ? [] : [[field, say]])));
}
