import { parseArgs } from 'node:util';
import { nearest } from '../../src/domain/text/words.ts';
import type { CommandDefinition, CommandOption } from './command.ts';

/** What was typed behind a command's name. */
export interface TypedArguments {
  /** A value for each option of the command: false or undefined for one that was not given. */
  values: Record<string, string | boolean | undefined>;
  positionals: readonly string[];
  /** Somebody wants the help. */
  help: boolean;
  /** What is wrong, one sentence each; empty when all is right. */
  problems: readonly string[];
}

const helpOption = { type: 'boolean', short: 'h' } as const;

/** Reads what was typed behind a command's name, and finds all that is wrong with it at once. Throws nothing. */
export function readArguments(command: CommandDefinition, args: readonly string[]): TypedArguments {
  const { options } = command;
  const known = new Map<string, CommandOption>(Object.entries(options));
  const typed = Object.entries(options).map(([name, { type }]) => [name, { type }] as const);
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(typed), help: helpOption },
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  const values = Object.fromEntries(
    [...known].map(([name, { type }]): [string, string | boolean | undefined] => {
      const last = given.findLast((option) => option.name === name);
      return [name, type === 'boolean' ? last !== undefined : last?.value];
    }),
  );
  const strangers = given.filter(({ name }) => name !== 'help' && !known.has(name)).map(({ rawName }) => rawName);
  const problems = [
    ...missing(command, values, positionals, strangers.length > 0),
    ...strangers.map((name) => `Unknown: ${name}.${meant(name, Object.keys(options))}`),
    ...given.flatMap(({ name, value, inlineValue }) => {
      const option = known.get(name);
      return option ? problemOf(name, option, value, inlineValue === true) : [];
    }),
  ];
  return { values, positionals, help: given.some(({ name }) => name === 'help'), problems };
}

/** Returns what is missing, and what is too much. After an unknown option, its value counts as an argument: it is not named as well. */
function missing(
  { options, positionals: names = [] }: CommandDefinition,
  values: TypedArguments['values'],
  positionals: readonly string[],
  strangers: boolean,
): string[] {
  const needed = names.filter((name, at) => !name.startsWith('[') && !positionals[at]);
  const lacking = Object.entries(options).flatMap(([name, { required }]) =>
    required && values[name] === undefined ? [`--${name}`] : [],
  );
  const all = [...needed, ...lacking];
  const surplus = strangers ? [] : positionals.slice(names.length);
  return [
    ...(all.length > 0 ? [`Missing: ${all.join(' and ')}.`] : []),
    ...(surplus.length > 0 ? [`Too much: ${surplus.join(' ')}.`] : []),
  ];
}

function problemOf(name: string, { type, choices }: CommandOption, value: string | undefined, inline: boolean) {
  if (type === 'boolean') return value === undefined ? [] : [`--${name} takes no value.`];
  // As in `--title --severity high`. A value that begins so is written with `=`.
  if (!value || (!inline && /^-./.test(value))) return [`--${name} has no value.`];
  return choices && !choices.includes(value) ? [`--${name} must be ${inList(choices)}.`] : [];
}

function inList(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Returns a sentence with the word of `among` that was probably meant, with a space before it; empty when none is near. */
export function meant(word: string, among: readonly string[]): string {
  if (among.length === 0) return '';
  const dashes = /^-*/.exec(word)?.[0] ?? '';
  const near = nearest(word.slice(dashes.length), among);
  return near.mistakes <= Math.ceil(near.word.length / 3) ? ` Is ${dashes}${near.word} meant?` : '';
}
