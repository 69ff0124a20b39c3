import { z } from 'zod';
import { withChosen } from '../../../src/view/view.ts';
import { repeatButton } from '../../chat/late-answer.ts';
import type { UserAction } from '../../chat/user-action.ts';
import { noneValue } from '../render/field.ts';

/** The data of our buttons and forms, with the inputs that Teams adds by their id. */
const ActionData = z.looseObject({
  action: z.string().min(1).max(100),
  value: z.string().max(2_100).default(''),
  /** Only a form's save has one. */
  state: z.string().max(4_000).optional(),
  /** Fields that were shown: Teams leaves out the empty ones. */
  lists: z.array(z.string()).max(50).default([]),
  singles: z.array(z.string()).max(50).default([]),
  /** The input whose value goes into the button's; absent for none. */
  menu: z.string().max(100).optional(),
  /** The command that a form answered; it is asked again when its dialog opens. */
  words: z.string().max(2_100).optional(),
});

/** Reads the data of a pressed button or a sent form; returns null for what is not ours. */
export function actionOf(data: unknown): UserAction | null {
  const parsed = ActionData.safeParse(data);
  if (!parsed.success) return null;
  const { action, state, lists, singles, menu, words, msteams: _, value: sent, ...inputs } = parsed.data;
  if (words !== undefined) return { kind: 'command', words };
  const chosen = menu === undefined ? null : inputs[menu];
  const value = menu === undefined ? sent : withChosen(sent, typeof chosen === 'string' ? chosen : null);
  if (action === repeatButton.teams) return { kind: 'command', words: value };
  if (state === undefined) return { kind: 'press', button: action, value };
  return { kind: 'submit', form: action, state, values: valuesOf(inputs, lists, singles) };
}

/** Returns the data of a button that sends the same form again. */
export function dataOf({ form, state, values }: Extract<UserAction, { kind: 'submit' }>): object {
  const named = Object.entries(values);
  const lists = named.flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
  const singles = named.flatMap(([name]) => (lists.includes(name) ? [] : [name]));
  const inputs = named.flatMap(([name, value]) => (value === null ? [] : [[name, [value].flat().join(',')]]));
  return { ...Object.fromEntries(inputs), action: form, state, lists, singles };
}

function valuesOf(inputs: Readonly<Record<string, unknown>>, lists: readonly string[], singles: readonly string[]) {
  const entered = Object.entries(inputs).flatMap(([name, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)] as const] : [],
  );
  const texts = new Map(entered);
  return Object.fromEntries<string | readonly string[] | null>([
    ...singles.map((name) => [name, null] as const),
    ...entered,
    ...lists.map((name) => [name, listOf(texts.get(name) ?? '')] as const),
  ]);
}

function listOf(text: string): string[] {
  return text.split(',').filter((item) => item !== '' && item !== noneValue);
}
