import type { CommandDefinition, CommandOption } from './command.ts';
import type { CommandEntry } from './table.ts';

const program = 'security-contact';

/** Returns the help of the whole program: what it is, and its commands. */
export function generalHelp(commands: Readonly<Record<string, CommandEntry>>): string {
  const list = Object.entries(commands).map(([name, { summary }]): [string, string] => [name, summary]);
  return `${generalUsage}

Runs the security contact bot, and works on its data.

Commands:
${inColumns(list)}

${program} help COMMAND, or COMMAND --help: how a command is used, with an example.
${program} --version: which version this is.

The settings come from the environment and from the file .env in the working folder. The state is in STATE_DIR; without
that setting in ./state, in local mode in ./state-local, both in the working folder.
In the folder of the bot, \`npm run COMMAND -- …\` is the same; serve is \`npm start\`, slack \`npm run slack:app -- …\`, and teams
\`npm run teams:package -- …\`.

${exitCodes}
`;
}

/** The first line of the general help. */
export const generalUsage = `Usage: ${program} COMMAND [...]`;

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
export function helpOf(name: string, command: CommandDefinition): string {
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
  return rows
    .map(
      ([left, right]) => `  ${left.length > width ? `${left}\n  ${' '.repeat(width)}` : left.padEnd(width)}  ${right}`,
    )
    .join('\n');
}
