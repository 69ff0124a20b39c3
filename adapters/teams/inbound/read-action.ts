import { z } from 'zod';
import type { Interaction } from '../../../src/request/interaction.ts';
import { repeatButton } from '../../answer.ts';
import type { Turn } from '../api/turn.ts';
import { nothing } from '../render/field.ts';

type Doing = 'from' | 'locale' | 'place' | 'key';
/** An interaction without who did it and where. */
export type Deed = { [K in Interaction['kind']]: Omit<Extract<Interaction, { kind: K }>, Doing> }[Interaction['kind']];

/** The data of our buttons and forms, with the inputs that Teams adds by their id. */
const Data = z.looseObject({
  action: z.string().min(1).max(100),
  value: z.string().max(2_100).optional(),
  /** Only a form's save has one. */
  state: z.string().max(4_000).optional(),
  /** Fields that were shown: Teams leaves out the empty ones. */
  lists: z.array(z.string()).max(50).default([]),
  singles: z.array(z.string()).max(50).default([]),
  /** The command that a form answered; it is asked again when its dialog opens. */
  words: z.string().max(2_100).optional(),
});

/** Reads a pressed button or a sent form; returns null for one that is not ours. */
export function actionOf(value: unknown): Deed | null {
  const parsed = Data.safeParse(value);
  if (!parsed.success) return null;
  const { action, value: about, state, lists, singles, words, msteams: _, ...inputs } = parsed.data;
  if (words !== undefined) return { kind: 'command', words };
  if (action === repeatButton.teams) return { kind: 'command', words: about ?? '' };
  if (state === undefined) return { kind: 'press', button: action, value: about ?? '' };
  return { kind: 'submit', form: action, state, values: valuesOf(inputs, lists, singles) };
}

/** The data of a button that sends the same form again. */
export function dataOf({ form, state, values }: Extract<Deed, { kind: 'submit' }>): object {
  const named = Object.entries(values);
  const lists = named.flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
  const singles = named.flatMap(([name]) => (lists.includes(name) ? [] : [name]));
  const inputs = named.flatMap(([name, value]) => (value === null ? [] : [[name, [value].flat().join(',')]]));
  return { ...Object.fromEntries(inputs), action: form, state, lists, singles };
}

function valuesOf(inputs: Readonly<Record<string, unknown>>, lists: readonly string[], singles: readonly string[]) {
  const entered = Object.entries(inputs).flatMap(([name, value]) =>
    isText(value) ? [[name, String(value)] as const] : [],
  );
  const typed = new Map(entered);
  const rest = entered.filter(([name]) => !lists.includes(name));
  return Object.fromEntries<string | readonly string[] | null>([
    ...singles.map((name) => [name, null] as const),
    ...rest,
    ...lists.map((name) => [name, listOf(typed.get(name) ?? '')] as const),
  ]);
}

function listOf(text: string): string[] {
  return text.split(',').filter((item) => item !== '' && item !== nothing);
}

function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Returns what somebody did in Teams as an interaction of the core: a form submitted, or a button pressed. */
export function interactionOf({ from, locale, place, key }: Turn, deed: Deed): Interaction {
  return { from, locale, place, key, ...deed };
}
