/** One option of a command. */
export interface CommandOption {
  type: 'string' | 'boolean';
  /** What it does, as the help says it: no capital letter first, no full stop at the end. */
  help: string;
  /** What the help writes for its value, such as `FILE`. */
  value?: string;
  /** The allowed values; absent for any. */
  choices?: readonly string[];
  /** The option is required. */
  required?: true;
}

/** The options of a command by their names, without the two dashes. */
export type CommandOptions = Readonly<Record<string, CommandOption>>;

type OptionValue<O extends CommandOption> = O['type'] extends 'boolean'
  ? boolean
  : O['type'] extends 'string'
    ?
        | (O extends { choices: readonly (infer Choice extends string)[] } ? Choice : string)
        | (O extends { required: true } ? never : undefined)
    : string | boolean | undefined;

/** What a person typed behind the command's name, checked. */
export interface CommandInput<O extends CommandOptions> {
  /** A value for each option: false or undefined for one that was not given. */
  values: { [Name in keyof O]: OptionValue<O[Name]> };
  /** The arguments that belong to no option, as many as the command takes. */
  positionals: readonly string[];
}

/** What a command prints on standard output when it has ended: one of the two. */
export interface CommandOutput {
  /** For people, with its line ends. */
  text: string;
  /** For programs, with `--json`; left out where the text is JSON itself. */
  json?: unknown;
  /** Lines for standard error, without their ends. They come before the rest. */
  hints?: readonly string[];
  /** The command did not work: the exit code is 1. */
  failed?: boolean;
}

/**
 * One command of `security-contact`. Its summary and its place in the list stand in `table.ts`. What it does is found by
 * `run`, which prints nothing on standard output: it resolves with what is to be printed, so that a failure leaves
 * standard output empty; a command that answers as it reads resolves with nothing. What a slow command hints at it returns too, since a
 * line of progress stands at the terminal meanwhile.
 */
export interface CommandDefinition<O extends CommandOptions = CommandOptions> {
  /** What the help says below the usage, in whole sentences. */
  about: string;
  /**
   * The names of its arguments in their order, such as `FILE`; in brackets when it may be left out: `[FILE]`. None when they are absent.
   */
  positionals?: readonly string[];
  options: O;
  /** It may take seconds, so that at a terminal it shows how far it is. */
  slow?: true;
  /** Lines that can be typed as they are. */
  examples: readonly string[];
  /** Rejects with CommandError (exit code 1) or UsageError (2) when the person at the terminal has to do something else. */
  run(input: CommandInput<O>): Promise<CommandOutput | undefined>;
}

/** Returns the command itself. It gives `run` the types of the options. */
export function defineCommand<const O extends CommandOptions>(command: CommandDefinition<O>): CommandDefinition<O> {
  return command;
}

/** The option `--json`, for every command of which a program wants to read the result. */
export const jsonOption = {
  type: 'boolean',
  help: 'prints one JSON document; an error too, as {"error":"…"}',
} as const satisfies CommandOption;

/** The person at the terminal has to do something else: the message says what. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** The command line is wrong: the message says what. The usage is printed below it, and the exit code is 2. */
export class UsageError extends CommandError {
  override name = 'UsageError';
}

/** Returns the message of an error; of anything else that was thrown, its text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
