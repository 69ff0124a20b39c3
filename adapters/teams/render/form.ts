import { signs } from '../../../src/view/signs.ts';
import { asName, type Field, type Form, plainOf } from '../../../src/view/view.ts';
import { type AdaptiveCard, adaptiveCard, heading } from './card.ts';
import { inert } from './escape.ts';
import { type FieldWorld, hintOf, input, isList } from './field.ts';
import { type Element, paragraph, paragraphs } from './text.ts';

/** Returns a form as a card. In a dialog the title is the dialog's, so `titled` is false there. */
export function renderForm(form: Form, world: FieldWorld, titled: boolean): AdaptiveCard {
  return adaptiveCard(
    spoken(form),
    [
      ...(titled ? [heading(form.title, 'neutral')] : []),
      ...notice(form),
      ...form.intro.flatMap((text) => paragraphs(text)),
      ...form.fields.flatMap((field) => block(field, form.problems[field.name] ?? null, world)),
    ],
    [save(form, world)],
    [],
  );
}

/** The most fields that are named when a form opens: people do not listen to more. */
const maxSpoken = 4;

/** Returns what screen readers say when the form opens: its title, what is wrong or what it is about, and what it asks for. */
function spoken({ title, notice, intro, fields }: Form): string {
  const about = notice === null ? intro.slice(0, 1) : [notice];
  const labels = fields.length <= maxSpoken ? [fields.map(({ label }) => asName(label)).join(', ')] : [];
  return [title, ...about.map(plainOf), ...labels].reduce(
    (said, part) => `${/[.?!:…]$/.test(said) ? said : `${said}.`} ${part}`,
  );
}

function notice({ notice }: Form): Element[] {
  if (notice === null) return [];
  return [
    {
      type: 'Container',
      style: 'attention',
      bleed: true,
      items: [paragraph([signs.warning, ...[notice].flat()], { weight: 'Bolder' })],
    },
  ];
}

/** Returns a field with its hint, below the heading of its section; the problem of one that is wrong is in its label. */
function block(field: Field, problem: string | null, world: FieldWorld): Element[] {
  const { section } = field;
  const heading = section === undefined ? [] : [sectionHeading(section)];
  if (problem !== null)
    return [...heading, { type: 'Container', style: 'attention', items: wrong(field, problem, world) }];
  const below = hintOf(field, world);
  const hint = below === null ? [] : [paragraph(below, { isSubtle: true, size: 'Small' }, { spacing: 'Small' })];
  return [...heading, input(field, world), ...hint];
}

function sectionHeading(section: string): Element {
  const text = { text: inert(section), weight: 'Bolder', size: 'Medium', style: 'heading', wrap: true };
  return { type: 'TextBlock', ...text, separator: true, spacing: 'Large' };
}

/**
 * Returns an input whose label says what is wrong: screen readers read the label with the field, and a text next to it
 * only on the way there. The client's own complaint says the same.
 */
function wrong(field: Field, problem: string, world: FieldWorld): Element[] {
  const said = inert(world.words.error(problem));
  const { label, errorMessage, ...shown } = input(field, world);
  if (!('id' in shown))
    return [shown, paragraph(`⚠ ${world.words.error(problem)}`, { color: 'Attention', weight: 'Bolder' })];
  const complaint = errorMessage === undefined ? {} : { errorMessage: said };
  return [{ ...shown, label: `${label} – ⚠ ${said}`, ...complaint }];
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
