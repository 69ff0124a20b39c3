/** Builds forms and their fields. */
import { limits } from '../domain/tenant/partner-tenant.ts';
import type { Choice, Confirmation, Field, Form } from './view.ts';

type TextField = Extract<Field, { kind: 'text' }>;

/** Returns a field for a text, optional and as long as a name may be; `more` overrides that. */
export function line(name: string, label: string, value: string, more: Partial<TextField>): TextField {
  const plain = { required: false, hint: null, format: 'plain', maxLength: limits.name, multiline: false } as const;
  return { kind: 'text', name, label, value, ...plain, ...more };
}

type Choices = readonly Choice[];

/** Returns a choice of one of a few options, which has to be chosen. */
export function choice(name: string, label: string, value: string | null, choices: Choices, hint: string | null) {
  return { kind: 'choice', name, label, value, choices, hint, required: true } as const;
}

type Confirmed = { confirm?: Confirmation };

/** Returns a tick list, or nothing when there is nothing to tick. */
export function ticks(name: string, label: string, value: readonly string[], options: Choices, more: Confirmed = {}) {
  return options.length === 0
    ? []
    : [{ kind: 'ticks', name, label, value, choices: options, hint: null, required: false, ...more } as const];
}

/** Returns a checkbox, ticked when `allowed`. */
export function yesField(name: string, label: string, { yes, allowed }: { yes: string; allowed: boolean }): Field {
  const choices = [{ value: 'yes', label: yes }];
  return { kind: 'ticks', name, label, value: allowed ? ['yes'] : [], choices, hint: null, required: false };
}

/** Returns the options of a choice from their labels by value. */
export function choices(labels: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

type Rest = Pick<Form, 'intro' | 'fields' | 'problems' | 'state'> & { notice?: Form['notice'] };

/** Says how many fields are to be corrected, and names them. */
type ToCorrect = (count: number, labels: readonly string[]) => string;

/**
 * Returns a form by its id, with the title and buttons that `say` has. Where a field has a problem and the form no notice of its own, its
 * notice names the fields that are to be corrected.
 */
export function form(
  id: string,
  say: Pick<Form, 'title' | 'submit' | 'cancel'>,
  toCorrect: ToCorrect,
  rest: Rest,
): Form {
  const { title, submit, cancel } = say;
  return { id, title, submit, cancel, ...rest, notice: rest.notice ?? problemsNotice(rest, toCorrect) };
}

/** The most fields to correct that a notice names. */
const maxNamed = 3;

/** Returns the notice of a form with problems: the fields to correct, then what is wrong with others; null where nothing is. */
export function problemsNotice({ fields, problems }: Pick<Form, 'fields' | 'problems'>, toCorrect: ToCorrect) {
  const wrong = fields.filter(({ name }) => problems[name] !== undefined);
  const others = Object.entries(problems).filter(([name]) => !wrong.some((field) => field.name === name));
  const labels = wrong.length > maxNamed ? [] : wrong.map(({ label }) => label);
  const named = wrong.length > 0 ? [toCorrect(wrong.length, labels)] : [];
  return [...named, ...others.map(([, say]) => say)].join(' ') || null;
}
