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

/**
 * Returns a form by its id, with the title and buttons that `say` has. `invalid` is its notice where a field has a problem and the form no
 * notice of its own.
 */
export function form(id: string, say: Pick<Form, 'title' | 'submit' | 'cancel'>, invalid: string, rest: Rest): Form {
  const { title, submit, cancel } = say;
  const notice = rest.notice ?? (Object.keys(rest.problems).length > 0 ? invalid : null);
  return { id, title, submit, cancel, ...rest, notice };
}
