/** What a person reads in Teams' cards. */
import { partsOf } from '../support/adaptive-card-validator.ts';
import { spaced } from './read-slack.ts';

type Json = Readonly<Record<string, unknown>>;

/** Every text in it, one a line, without the characters that have no width. */
export function readIn(thing: unknown): string {
  if (Array.isArray(thing)) return thing.map(readIn).filter(Boolean).join('\n');
  if (typeof thing !== 'object' || thing === null) return '';
  const { type, inlines, data, fallbackText, speak, fallback, ...rest }: Json = { ...thing };
  if (type === 'RichTextBlock' && Array.isArray(inlines)) return visible(inlines.map(({ text }) => text).join(''));
  return Object.entries(rest)
    .map(([name, value]) => (isText(name) && typeof value === 'string' ? visible(value) : readIn(value)))
    .filter(Boolean)
    .join('\n');
}

const isText = (name: string) => ['text', 'title', 'label'].includes(name);

/** Parted text reads as if it were whole. */
export function visible(text: string): string {
  return spaced(text.replace(/[\u200b\u200a]/g, '').replaceAll('ˋ', '`'));
}

export interface Shown {
  label: string;
  /** What is sent when it is pressed, after the question where it asks one. */
  data: Json;
}

/** The buttons that a person sees, in order. */
export function buttonsIn(part: unknown): Shown[] {
  if (Array.isArray(part)) return part.flatMap(buttonsIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, title, data, card, fallback: _, ...rest }: Json = { ...part };
  const label = visible(String(title));
  if (type === 'Action.ShowCard') return buttonsIn(card).map((yes) => ({ ...yes, label }));
  if (type === 'Action.Execute' || type === 'Action.Submit') return [{ label, data: Object(data) }];
  return Object.values(rest).flatMap(buttonsIn);
}

/** The value of an input; a list where several may be chosen. */
export function entryIn(card: Json, field: string): string | readonly string[] {
  const input = partsOf(card).find(({ id, type }) => id === field && String(type).startsWith('Input.'));
  if (!input) throw new Error(`no field ${field}`);
  const text = String(input.value ?? '');
  return input.isMultiSelect ? text.split(',').filter(Boolean) : text;
}

/** What is wrong stands in one block with its field. */
export function problemsIn(card: Json): Record<string, string> {
  const body: Json[] = Array.isArray(card.body) ? card.body : [];
  return Object.fromEntries(
    body.flatMap(({ style, items }) => {
      const [field]: Json[] = Array.isArray(items) && style === 'attention' ? items : [];
      const [, said] = readIn({ text: field?.label }).split(/ – ⚠ (?:Error:|Erreur\.) /);
      return typeof field?.id === 'string' && said !== undefined ? [[field.id, said]] : [];
    }),
  );
}
