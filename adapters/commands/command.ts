import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { findTenants } from '../../src/domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { stateDirOf } from '../settings/config.ts';
import { environment, given } from '../settings/settings.ts';
import { isAbsent } from '../store/embedded/durable-file.ts';
import { checkTargetFolder } from '../store/embedded/folder/lock.ts';

/** The person at the terminal has to do something else: the message says what. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Returns the state folder that `npm start` would use, and names it on standard error: standard output may be another program's input. */
export function stateDir(): string {
  const dir = resolve(stateDirOf(given(environment())));
  process.stderr.write(`State folder: ${dir}\n`);
  return dir;
}

/** Returns the state folder for a command that only reads. Throws CommandError where it is not there. */
export function existingStateDir(): string {
  const dir = stateDir();
  const found = statSync(dir, { throwIfNoEntry: false });
  if (!found) throw new CommandError(`There is no state in ${dir}.`);
  if (!found.isDirectory()) throw new CommandError(`STATE_DIR names a file, not a folder: ${dir}.`);
  return dir;
}

/** Returns the absolute path of the one file that the command was given; it may not be there yet. Throws CommandError. */
export function fileArgument(name: string): string {
  const [file, ...more] = process.argv.slice(2);
  if (!file || more.length > 0) throw new CommandError(`Name one file: npm run ${name} -- FILE`);
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${path} is a folder. Name a file.`);
  return path;
}

/**
 * Throws CommandError or FolderNotOurs for a file that cannot be written, that somebody else could replace by another one, or
 * that would take the place of a part of the state.
 */
export function checkTarget(file: string, stateDir: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new CommandError(`There is no folder ${folder}, so ${file} cannot be written.`);
  checkTargetFolder(folder);
  const way = relative(realpathSync(stateDir), realpathSync(folder));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
    throw new CommandError(`${file} is inside the state folder. Name a file elsewhere, best on another disk.`);
}

/** Runs a command. An error's message goes to standard error, and the exit code is 1. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** Returns the message of an error; of anything else that was thrown, its text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads the options of the command line. Throws CommandError, which ends with `usage`, for one that is unknown or has no value. */
export function optionsOf<T extends NonNullable<ParseArgsConfig['options']>>(options: T, usage: string) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new CommandError(`${messageOf(error)}\n${usage}`);
  }
}

/** For `catch`: throws CommandError where the error says that the file is not there, and the error itself otherwise. */
export function missingFile(file: string): (error: unknown) => never {
  return (error) => {
    throw isAbsent(error) ? new CommandError(`There is no file ${file}.`) : error;
  };
}

/** Returns the tenant that `wanted` means: an id or a name, or empty for the only one. Throws CommandError unless exactly one fits. */
export function oneTenant(tenants: readonly StoredTenant[], wanted: string): StoredTenant {
  const found = findTenants(tenants, wanted);
  const [tenant] = found;
  if (tenant && found.length === 1) return tenant;
  if (tenants.length === 0) throw new CommandError('There is no partner tenant yet.');
  const names = (tenant ? found : tenants).map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new CommandError(
    `${tenant ? '' : `No partner tenant fits ${wanted}. `}Name one of these with --tenant:\n${names}`,
  );
}

/** Of a longer line only so many characters are kept: nobody asks such a question. */
const longestLine = 20_000;

/** Yields the lines of a stream of bytes, without their ends (`\n`, `\r\n`); the last one counts although it has none. What is no UTF-8 becomes `�`. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let begun = '';
  let open = false;
  for await (const chunk of bytes) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const [first = '', ...more] = text.split('\n');
    begun = joined(begun, first);
    open ||= text !== '';
    for (const part of more) {
      yield withoutReturn(begun);
      begun = part.slice(0, longestLine);
    }
    if (more.length > 0) open = begun !== '';
  }
  const rest = decoder.decode();
  if (open || rest !== '') yield withoutReturn(joined(begun, rest));
}

function joined(a: string, b: string): string {
  return a.length >= longestLine ? a : (a + b).slice(0, longestLine);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
