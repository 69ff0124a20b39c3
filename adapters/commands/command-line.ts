import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { nearest } from '../../src/domain/text/words.ts';
import { version } from '../process/version.ts';
import { type CommandDefinition, type CommandOption, messageOf, UsageError } from './command.ts';
import { withProgress } from './progress-line.ts';
import { type CommandEntry, commands } from './table.ts';

/**
 * Runs the command that was typed, and sets the exit code: 0 when it worked, 1 when it did not, 2 when the command line
 * is wrong. `args` is what was typed behind the name of the program. It rejects only where a command has a bug.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  // Nobody reads what is said there: that is no reason to end.
  process.stderr.on('error', () => {});
  const [name = 'help', ...rest] = args;
  if (name === '--version') return print(`${version}\n`);
  const asksForHelp = /^(help|--help|-h)$/.test(name);
  const wanted = asksForHelp ? rest[0] : name;
  if (wanted === undefined) return print(generalHelp(commands));
  const entry = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
  if (!entry) return refuse(new UsageError(notThere(wanted)), generalUsage, rest.includes('--json'));
  const { command } = await entry.load();
  return asksForHelp ? print(helpOf(wanted, command)) : runCommand(wanted, command, rest);
}

function notThere(name: string): string {
  if (name.startsWith('-')) return `Unknown: ${name}.${meant(name, ['help', 'version'])}`;
  return `There is no command ${name}.${meant(name, Object.keys(commands))}`;
}

async function runCommand(name: string, command: CommandDefinition, args: readonly string[]): Promise<void> {
  const { values, positionals, help, problems } = readArguments(command, args);
  if (help) return print(helpOf(name, command));
  const asJson = values.json === true;
  try {
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    const work = () => command.run({ values, positionals });
    const output = await (command.slow && !asJson ? withProgress(work) : work());
    if (!output) return;
    for (const hint of output.hints ?? []) process.stderr.write(`${hint}\n`);
    if (output.failed) process.exitCode = 1;
    await print(asJson && 'json' in output ? `${JSON.stringify(output.json)}\n` : output.text);
  } catch (error) {
    if (readerLeft(error)) return;
    await refuse(error, usageOf(name, command), asJson);
  }
}

async function refuse(error: unknown, usage: string, asJson: boolean): Promise<void> {
  const message = messageOf(error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
  if (asJson) await print(`${JSON.stringify({ error: message })}\n`);
  else process.stderr.write(error instanceof UsageError ? `${message}\n${usage}\n` : `${message}\n`);
}

async function print(text: string): Promise<void> {
  try {
    await pipeline([text], process.stdout, { end: false });
  } catch (error) {
    if (readerLeft(error)) return;
    process.stderr.write(`Standard output cannot be written: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** Returns whether the program that reads standard output has ended, as in `… | head -1`. That is no failure. */
function readerLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

const program = 'security-contact';

/** Returns the help of the whole program: what it is, and its commands. */
function generalHelp(commands: Readonly<Record<string, CommandEntry>>): string {
  const list = Object.entries(commands).map(([name, { summary }]): [string, string] => [name, summary]);
  return `${generalUsage}

Runs the security contact bot, and works on its data.

Commands:
${inColumns(list)}

${program} help COMMAND, or COMMAND --help: how a command is used, with an example.
${program} --version: which version this is.

The settings come from the environment and from the file .env in the working folder. The state is in the
database that DATABASE_URL names, else in STATE_DIR; without that setting in ./state, in local mode in ./state-local, both in the
working folder.
In the folder of the bot, \`npm run COMMAND -- …\` is the same; serve is \`npm start\`, slack \`npm run slack:app -- …\`, and teams
\`npm run teams:package -- …\`.

${exitCodes}
`;
}

/** The first line of the general help. */
const generalUsage = `Usage: ${program} COMMAND [...]`;

const exitCodes = 'Exit codes: 0 it worked; 1 it did not work; 2 the command line is wrong.';

/** Returns the first line of a command's help. */
export function usageOf(name: string, { positionals = [], options }: CommandDefinition): string {
  const all = Object.entries(options).map(([option, about]) => {
    const words = [`--${option}`, ...valueIn(about)].join(' ');
    return about.required ? words : `[${words}]`;
  });
  return ['Usage:', program, name, ...positionals, ...all].join(' ');
}

/** Returns the help of one command. */
function helpOf(name: string, command: CommandDefinition): string {
  const options = Object.entries(command.options).map(([option, about]): [string, string] => [
    [`--${option}`, ...valueIn(about)].join(' '),
    about.help,
  ]);
  return `${usageOf(name, command)}

${command.about}

Options:
${inColumns([...options, ['--help, -h', 'prints this']])}

${command.examples.length > 1 ? 'Examples' : 'Example'}:
${command.examples.map((line) => `  ${line}`).join('\n')}

${exitCodes}
`;
}

function valueIn({ type, choices, value }: CommandOption): string[] {
  return type === 'boolean' ? [] : [choices?.join('|') ?? value ?? 'TEXT'];
}

function inColumns(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= 24));
  const first = (left: string) => (left.length > width ? `${left}\n  ${' '.repeat(width)}` : left.padEnd(width));
  return rows.map(([left, right]) => `  ${first(left)}  ${right}`).join('\n');
}

/** What was typed behind a command's name. */
interface TypedArguments {
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
function readArguments(command: CommandDefinition, args: readonly string[]): TypedArguments {
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
  const tooFew = all.length > 0 ? [`Missing: ${all.join(' and ')}.`] : [];
  return surplus.length > 0 ? [...tooFew, `Too much: ${surplus.join(' ')}.`] : tooFew;
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
function meant(word: string, among: readonly string[]): string {
  if (among.length === 0) return '';
  const dashes = /^-*/.exec(word)?.[0] ?? '';
  const near = nearest(word.slice(dashes.length), among);
  return near.mistakes <= Math.ceil(near.word.length / 3) ? ` Is ${dashes}${near.word} meant?` : '';
}
