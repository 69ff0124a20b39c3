import { constants, mkdirSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import * as fs from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * The bytes after which a large file is flushed while it is written: the journal's own flushes then never wait for all
 * of it.
 */
const flushEvery = 4 << 20;

/** Keeps `open` from following a link. Windows has no such flag, and no such links. */
const noLink = constants.O_NOFOLLOW ?? 0;

/**
 * Makes the folder and those above it, each for this user alone (0700); does nothing when it is there. Throws Node's own
 * error, also below /proc, where Node's own `recursive` never ends.
 */
export function makeFolder(dir: string): void {
  const whole = resolve(dir);
  if (isFolder(whole)) return;
  if (dirname(whole) !== whole) makeFolder(dirname(whole));
  try {
    mkdirSync(whole, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(whole)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Makes durable what was created, renamed or removed in the folder. It does nothing on Windows, which has no handle for
 * a folder and needs none.
 */
export async function flushFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(fs.open(dir, 'r'), (handle) => handle.sync());
}

/** Resolves with what `work` makes of the file that is being opened, and closes it in any case. */
export async function withFile<T>(opening: Promise<FileHandle>, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const handle = await opening;
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a new file for writing and reading that only its owner may read. It removes what is there under the name, and
 * follows no link.
 */
export async function createPrivate(file: string): Promise<FileHandle> {
  await fs.rm(file, { force: true });
  return fs.open(file, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | noLink, 0o600);
}

/** Opens a file that exists, for writing and reading. Rejects for a link. */
export function openPlain(file: string): Promise<FileHandle> {
  return fs.open(file, constants.O_RDWR | noLink);
}

/**
 * Writes the file so that at every instant it is either the old one or the new one, whole. `check` looks at the draft
 * once it is durable: when it rejects, the old file stays. Resolves with the length in bytes.
 */
export async function writeWhole(
  file: string,
  slices: Iterable<Buffer> | AsyncIterable<Buffer>,
  check: (draft: string) => Promise<void> = async () => {},
): Promise<number> {
  const draft = `${file}.tmp`;
  try {
    const length = await writeDraft(draft, slices);
    await check(draft);
    await fs.rename(draft, file);
    await flushFolder(dirname(file));
    return length;
  } catch (error) {
    // On a full disk the draft itself may be what fills it.
    await fs.rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}

function writeDraft(draft: string, slices: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<number> {
  return withFile(createPrivate(draft), async (handle) => {
    let length = 0;
    let flushed = 0;
    for await (const slice of slices) {
      await handle.writeFile(slice);
      length += slice.length;
      if (length - flushed < flushEvery) continue;
      await handle.datasync();
      flushed = length;
    }
    await handle.sync();
    return length;
  });
}

/**
 * Copies a file durably, readable by its owner alone (0600). It writes nothing twice where the file system can share
 * blocks.
 */
export async function copyDurably(from: string, to: string): Promise<void> {
  await fs.copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await fs.chmod(to, 0o600);
  await withFile(openPlain(to), (handle) => handle.sync());
}

/** For `catch`: resolves with `instead` where the file or folder is not there, and rejects with every other error. */
export function ifAbsent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isAbsent(error)) return instead;
    throw error;
  };
}

/** Returns whether an error of Node's says that a file or folder is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
