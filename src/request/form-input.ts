/** Reads the entries of a form. */

import type { z } from 'zod';
import { cleaned, cleanedLine } from '../domain/text/clean-text.ts';
import { type Sentence, unreadableProblem } from './form-problems.ts';
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
    .map((item) => item.trim())
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
export function readList<T>(
  value: Entered,
  unchanged: readonly T[],
  read: (text: string) => T | null,
  say: Sentence,
): { items: readonly T[]; problem: string | null } {
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
