import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { findTenants } from '../../src/domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { stateDirOf } from '../settings/config.ts';
import { environment, given } from '../settings/settings.ts';
import { isAbsent } from '../store/embedded/durable-file.ts';
import { checkTargetFolder } from '../store/embedded/folder/lock.ts';

/** An error whose message is for the person at the terminal. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** The state folder that `npm start` would use, said on standard error: standard output may be somebody's input. */
export function stateDir(): string {
  const dir = resolve(stateDirOf(given(environment())));
  process.stderr.write(`State folder: ${dir}\n`);
  return dir;
}

/** The state folder for a command that only reads. Throws CommandError where it is not there. */
export function existingStateDir(): string {
  const dir = stateDir();
  const found = statSync(dir, { throwIfNoEntry: false });
  if (!found) throw new CommandError(`There is no state in ${dir}.`);
  if (!found.isDirectory()) throw new CommandError(`STATE_DIR names a file, not a folder: ${dir}.`);
  return dir;
}

/** The file that the command was given; it may not be there yet. */
export function fileArgument(name: string): string {
  const [file, ...more] = process.argv.slice(2);
  if (!file || more.length > 0) throw new CommandError(`Name one file: npm run ${name} -- FILE`);
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${path} is a folder. Name a file.`);
  return path;
}

/** Refuses a file in a folder that is not there, or where somebody else could put another one in its place. */
function checkFolder(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new CommandError(`There is no folder ${folder}, so ${file} cannot be written.`);
  checkTargetFolder(folder);
}

/** Refuses a file that cannot be written, or that would take the place of a part of the state. */
export function checkTarget(file: string, stateDir: string): void {
  checkFolder(file);
  const folder = dirname(file);
  const way = relative(realpathSync(stateDir), realpathSync(folder));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
    throw new CommandError(`${file} is inside the state folder. Name a file elsewhere, best on another disk.`);
}

/** Runs a command: what goes wrong is said in words on standard error, and the exit code is 1. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** For `catch`: says in words that a file is not there. */
export function missingFile(file: string): (error: unknown) => never {
  return (error) => {
    throw isAbsent(error) ? new CommandError(`There is no file ${file}.`) : error;
  };
}

/** The tenant that `wanted` means: an id or a name, or empty for the only one. */
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

/** Longer lines are read to their end, but no more than this many characters are kept: nobody asks such a question. */
const kept = 20_000;

/** The lines of a stream of bytes, without their ends (`\n`, `\r\n`); the last one counts although it has none. What is no UTF-8 becomes `�`. */
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
      begun = part.slice(0, kept);
    }
    if (more.length > 0) open = begun !== '';
  }
  const rest = decoder.decode();
  if (open || rest !== '') yield withoutReturn(joined(begun, rest));
}

function joined(a: string, b: string): string {
  return a.length >= kept ? a : (a + b).slice(0, kept);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
