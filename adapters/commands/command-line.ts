import { pipeline } from 'node:stream/promises';
import { version } from '../process/version.ts';
import { meant, readArguments } from './arguments.ts';
import { type CommandDefinition, messageOf, UsageError } from './command.ts';
import { generalHelp, generalUsage, helpOf, usageOf } from './help.ts';
import { withProgress } from './progress-line.ts';
import { commands } from './table.ts';

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
