/** Reading what people entered in a form. */

import type { z } from 'zod';
import { cleaned, cleanedLine } from '../domain/text/clean-text.ts';
import type { Values } from './request.ts';

type Entered = Values[string] | undefined;

/** One line of text, without outer and repeated space. */
export function line(value: Entered): string {
  return typeof value === 'string' ? cleanedLine(value) : '';
}

/** Several lines of text, as pasted. */
export function pasted(value: Entered): string {
  return typeof value === 'string' ? cleaned(value).trim() : '';
}

/** Whether the box of a yes was ticked, in either platform's way of saying so. */
export function isTicked(value: Entered): boolean {
  return ['true', 'yes'].includes(line(value)) || (list(value) ?? []).includes('yes');
}

/** More than any field takes: those that are more are told that they are too many, and cost nothing else. */
const mostListed = 100;

/** A list, also when it came as one comma-separated string; null when the field was not there. */
export function list(value: Entered): readonly string[] | null {
  if (value === undefined) return null;
  if (value === null) return [];
  return (typeof value === 'string' ? value.split(',', mostListed) : value.slice(0, mostListed))
    .map((item) => item.trim())
    .filter(Boolean);
}

/** A count in the value of a button, which anybody may make up: how many to skip, or a number of ours. 0 for anything else. */
export function countIn(value: string | undefined): number {
  return /^\d{1,9}$/.test(value ?? '') ? Number(value) : 0;
}

/** Reads each entry of a list; `unchanged` stands for a list that was not there (null). Entries that `read` returns null for are `unreadable`. */
export function readable<T>(
  items: readonly string[] | null,
  unchanged: readonly T[],
  read: (text: string) => T | null,
) {
  if (items === null) return { read: unchanged, unreadable: [] };
  const pairs = items.map((text) => ({ text, value: read(text) }));
  return {
    read: pairs.flatMap(({ value }) => (value === null ? [] : [value])),
    unreadable: pairs.filter(({ value }) => value === null).map(({ text }) => text),
  };
}

/** A form's state, which came back from outside; null when it is none of ours. */
export function stateIn<S extends z.ZodType>(schema: S, text: string): z.infer<S> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
