/** Makers of form fields. */
import { limits } from '../domain/tenant/partner-tenant.ts';
import type { Choice, Field, Question } from './view.ts';

interface Line {
  required: boolean;
  hint: string | null;
  format: 'plain' | 'email' | 'phone';
  maxLength: number;
  multiline: boolean;
}

/** Returns a line of text, as long as a name may be; to be completed by what `more` says. */
export function line(name: string, label: string, value: string, more: Partial<Line>): Field {
  const plain: Line = { required: false, hint: null, format: 'plain', maxLength: limits.name, multiline: false };
  return { kind: 'text', name, label, value, ...plain, ...more };
}

/** Returns a choice of one of a few options, which has to be chosen. */
export function choice(
  name: string,
  label: string,
  value: string | null,
  options: readonly Choice[],
  hint: string | null,
): Field {
  return { kind: 'choice', name, label, value, choices: options, hint, required: true };
}

/** Returns a tick list, or nothing when there is nothing to tick. */
export function ticks(
  name: string,
  label: string,
  value: readonly string[],
  options: readonly Choice[],
  more: { confirm?: Question } = {},
): Field[] {
  return options.length === 0
    ? []
    : [{ kind: 'ticks', name, label, value, choices: options, hint: null, required: false, ...more }];
}

/** Returns the options of a choice from their labels by value. */
export function choices(labels: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
