import { type Field, type Form, plainOf } from '../../../src/view/view.ts';
import { type AdaptiveCard, adaptiveCard, heading } from './card.ts';
import { inert } from './escape.ts';
import { type FieldWorld, hintOf, input, isList } from './field.ts';
import { type Element, paragraph } from './text.ts';

/** Returns a form as a card. In a dialog the title is the dialog's, so `titled` is false there. */
export function renderForm(form: Form, world: FieldWorld, titled: boolean): AdaptiveCard {
  return adaptiveCard(
    spoken(form),
    [
      ...(titled ? [heading(form.title, 'neutral')] : []),
      ...notice(form),
      ...form.intro.map((text) => paragraph(text)),
      ...form.fields.flatMap((field) => block(field, form.problems[field.name] ?? null, world)),
    ],
    [save(form, world)],
    [],
  );
}

/** Returns what a screen reader says of a form: its title, what is wrong with it, and what it asks for. */
function spoken({ title, notice, fields }: Form): string {
  const parts = [title, ...(notice === null ? [] : [plainOf(notice)]), ...fields.map(({ label }) => label)];
  return parts.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(' ');
}

function notice({ notice }: Form): Element[] {
  if (notice === null) return [];
  return [{ type: 'Container', style: 'attention', bleed: true, items: [paragraph(notice, { weight: 'Bolder' })] }];
}

/**
 * Returns a field with its hint; with a problem the three are one block, as the clients themselves show what is
 * missing.
 */
function block(field: Field, problem: string | null, world: FieldWorld): Element[] {
  const below = hintOf(field, world);
  const hint = below === null ? [] : [paragraph(below, { isSubtle: true, size: 'Small' }, { spacing: 'Small' })];
  if (problem === null) return [input(field, world), ...hint];
  const wrong = paragraph(`⚠ ${problem}`, { color: 'Attention', weight: 'Bolder' }, { spacing: 'Small' });
  return [{ type: 'Container', style: 'attention', items: [input(field, world), wrong, ...hint] }];
}

/**
 * Returns the button that sends the form. It names the fields that were shown, since Teams leaves out empty ones:
 * `lists` are answered by a list.
 */
function save(form: Form, world: FieldWorld): Element {
  const shown = form.fields.filter((field) => 'id' in input(field, world));
  return {
    type: 'Action.Submit',
    title: inert(form.submit),
    style: 'positive',
    data: {
      action: form.id,
      state: form.state,
      lists: shown.filter(isList).map(({ name }) => name),
      singles: shown.filter((field) => !isList(field)).map(({ name }) => name),
    },
  };
}
