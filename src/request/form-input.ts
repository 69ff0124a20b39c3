/** Reads the entries of a form. */
import type { z } from 'zod';
import { cleaned, cleanedLine } from '../domain/text/clean-text.ts';
import { shortName } from '../domain/text/words.ts';
import type { Messages } from '../messages/messages.ts';
import type { Values } from './interaction.ts';

type Entered = Values[string] | undefined;

/** Returns an entry as one line, without outer and repeated spaces; empty for a list and for no entry. */
export function line(value: Entered): string {
  return typeof value === 'string' ? cleanedLine(value) : '';
}

/** Returns an entry of several lines, without outer spaces; empty for a list and for no entry. */
export function pasted(value: Entered): string {
  return typeof value === 'string' ? cleaned(value).trim() : '';
}

/** Returns true when the box of a yes was ticked. One platform sends `true`, the other `yes` or a list with it. */
export function isTicked(value: Entered): boolean {
  return ['true', 'yes'].includes(line(value)) || (list(value) ?? []).includes('yes');
}

/** The most items that are read of a list: more than any field takes, so that a longer list is refused and costs nothing else. */
const maxItems = 100;

/** Returns an entry as a list, also when it came as one comma-separated string; null when the form did not show the field. */
export function list(value: Entered): readonly string[] | null {
  if (value === undefined) return null;
  if (value === null) return [];
  return (typeof value === 'string' ? value.split(',', maxItems) : value.slice(0, maxItems))
    .flatMap((item) => (typeof item === 'string' ? [item.trim()] : []))
    .filter(Boolean);
}

/** Returns the whole number from 0 to 999,999,999 that a button's value is; 0 for any other value, since anybody may make one up. */
export function countIn(value: string | undefined): number {
  return /^\d{1,9}$/.test(value ?? '') ? Number(value) : 0;
}

/**
 * Reads each item of a list entry; `read` returns null for an item that it cannot read. Returns the items that were read, and a
 * problem that names the others. Returns `unchanged` where the form did not show the field.
 */
export function readList<T>(value: Entered, unchanged: readonly T[], read: (text: string) => T | null, say: Sentence) {
  const texts = list(value);
  if (texts === null) return { items: unchanged, problem: null };
  const unreadable = texts.filter((text) => read(text) === null);
  return { items: texts.flatMap((text) => read(text) ?? []), problem: unreadableProblem(unreadable, say) };
}

/** Reads the state of a form, which came back from outside; returns null for a state that does not fit the schema. */
export function stateIn<S extends z.ZodType>(schema: S, text: string): z.infer<S> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Sentences that say which entries of a form are wrong and how to correct them, by field name; empty when all entries are right. */
export type Problems = Record<string, string>;

/** Returns the problem of a text that is missing or has more than `limit` characters; null when it has none. */
export function textProblem(value: string, limit: number, messages: Messages, { optional = false } = {}) {
  const say = messages.contactForm.problems;
  if (value === '') return optional ? null : say.required;
  return value.length > limit ? say.tooLong(limit) : null;
}

/** Returns the problem of a list that has more than `limit` items; null when it has none. */
export function listProblem(items: readonly unknown[], limit: number, messages: Messages): string | null {
  return items.length > limit ? messages.contactForm.problems.tooMany(limit) : null;
}

/** Joins the problems of one field, one sentence after the other; returns null when there is none. */
export function joinProblems(...problems: readonly (string | null)[]): string | null {
  return problems.filter((say) => say !== null).join(' ') || null;
}

/** Makes a sentence about one thing or, with `many`, about several, from their names in a row. */
export type Sentence = (names: string, many: boolean) => string;

/** Returns the problem of list items that cannot be read, at most 10 by name. A platform's own picker never sends such an item. */
function unreadableProblem(items: readonly string[], say: Sentence): string | null {
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
