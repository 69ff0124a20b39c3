import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isAbsent } from '../store/durable-file.ts';
import { checkTargetFolder } from '../store/embedded/folder/lock.ts';
import type { StoredState } from '../store/state.ts';
import { CommandError } from './command.ts';

/** Returns the absolute path of a file that was named; it may not be there yet. Throws CommandError for a folder. */
export function filePath(named: string | undefined): string {
  const path = resolve(named ?? '');
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${path} is a folder. Name a file.`);
  return path;
}

/**
 * Throws CommandError or FolderNotOurs for a file that cannot be written, that somebody else could replace by another one, or
 * that would take the place of a part of the state.
 */
export function checkTarget(file: string, state: Pick<StoredState, 'contains'>): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new CommandError(`There is no folder ${folder}, so ${file} cannot be written.`);
  // The new file takes the place of what is there: never of a device, nor of the link /dev/stdout.
  const there = statSync(file, { throwIfNoEntry: false });
  if (folder === '/dev' || there?.isFile() === false) throw new CommandError(`${file} is no ordinary file. Name one.`);
  checkTargetFolder(folder);
  if (state.contains(folder))
    throw new CommandError(`${file} is inside the state folder. Name a file elsewhere, best on another disk.`);
}

/** For `catch`: throws CommandError where the error says that the file is not there, and the error itself otherwise. */
export function missingFile(file: string): (error: unknown) => never {
  return (error) => {
    throw isAbsent(error) ? new CommandError(`There is no file ${file}.`) : error;
  };
}
