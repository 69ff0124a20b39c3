import { accessSync, constants, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkMode } from '../local/claim-folder.ts';
import { withTimeout } from '../process/timers.ts';
import { checkFolder } from '../store/embedded/folder/lock.ts';
import { problemOf } from '../store/verify-history.ts';
import { type CheckResult, failed, fine, off } from './check.ts';
import { seeDatabase } from './database-checks.ts';
import type { Subject } from './subject.ts';

/** Minimum free disk space (bytes) to run and upgrade the bot, for a state of any size. */
const leastRoom = 500_000_000;
/** The bot writes a new snapshot next to the old one, and an upgrade keeps a copy. */
const copies = 3;

/** The part of Node's `statfs` that is used. Tests replace it by a full disk. */
export type Statfs = (path: string) => Promise<{ bavail: number; bsize: number; ffree: number; files: number }>;

/** Checks the state folder. Nothing is written, and no lock taken. */
export async function stateCheck(subject: Subject): Promise<CheckResult> {
  const { stateDir: dir, config } = subject;
  if (subject.database) return rowsCheck(subject);
  try {
    const about = statSync(dir, { throwIfNoEntry: false });
    if (!about) return unmade(dir);
    if (!about.isDirectory())
      return failed(`${dir} is a file, not a folder.`, 'Name a folder in STATE_DIR: docs/settings.md.');
    checkFolder(dir);
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    if (config) await checkMode(config);
    const found = await subject.state();
    if (found.kind === 'unreadable') throw found.error;
    const open = openTo(dir);
    if (open.length > 0 && found.kind === 'read')
      return failed(
        `Other users of this machine can read or write ${open.slice(0, 3).join(', ')}.`,
        `Close the state to them: chmod -R go= ${dir}.`,
      );
    return fine(
      found.kind === 'none'
        ? `${dir} is empty: the first start begins a state.`
        : `${dir} can be read: snapshot and journals are whole.`,
    );
  } catch (error) {
    return unusable(dir, error);
  }
}

/** Checks the rows in the database: each has a checksum. */
async function rowsCheck(subject: Subject): Promise<CheckResult> {
  const found = await subject.state();
  if (found.kind === 'unreadable') return unusableRows(found.error);
  const { placeLine } = await subject.stored();
  return fine(
    found.kind === 'none'
      ? `${placeLine}. Nothing is stored there yet: the first replica begins a state.`
      : `${placeLine}. Every row is as it was written.`,
  );
}

function unusableRows(error: unknown): CheckResult {
  const known = error instanceof Error ? rowRemedies[error.name] : undefined;
  if (known === undefined || !(error instanceof Error)) return seeDatabase;
  return failed(error.message.split(' Nothing was changed.', 1)[0] ?? '', known);
}

/** What to do about rows that cannot be used, by the name of the error. */
const rowRemedies: Readonly<Record<string, string>> = {
  StateDamaged: 'Keep a dump (pg_dump), stop all replicas, and restore the last backup: docs/postgres.md.',
  StateTooNew: 'Install the newer version of the bot again, or go back: docs/postgres.md, “Go back a version”.',
};

function unmade(dir: string): CheckResult {
  let above = dirname(dir);
  while (!existsSync(above)) above = dirname(above);
  accessSync(above, constants.W_OK | constants.X_OK);
  return fine(`${dir} is not there yet: the first start makes it.`);
}

/** Returns what of the state other users may read or write: the folder, and the files directly in it, in its archive, and among the sign-ins. */
function openTo(dir: string): string[] {
  if (process.platform === 'win32') return [];
  const self = process.getuid?.();
  const inside = [dir, join(dir, 'archive'), join(dir, 'microsoft')].flatMap((folder) =>
    existsSync(folder) ? [folder, ...readdirSync(folder).map((name) => join(folder, name))] : [],
  );
  return [...new Set(inside)].filter((path) => {
    const about = lstatSync(path, { throwIfNoEntry: false });
    // A mounted volume may belong to root, with files in it that belong to this user alone.
    return about !== undefined && about.uid === self && (about.mode & 0o077) !== 0;
  });
}

/** What to do about a state that cannot be used, by the name of the error. */
const remedies: Readonly<Record<string, string>> = {
  FolderNotOurs: 'Run this as the user of the bot, or give the folder to that user: chown -R, and mode 0700.',
  StateDamaged: 'Keep a copy of the folder, and restore the last backup: npm run restore -- FILE.',
  StateIsBackup: 'Move that file elsewhere, and use it with: npm run restore -- FILE.',
  StateTooNew:
    'Install the newer version of the bot again, or go back with a backup: docs/operate.md, “Go back a version”.',
  StateOfOtherMode:
    'Name another folder in STATE_DIR, or correct the settings of Slack and Teams: docs/operate.md, “The state folder”.',
  StateModeUnreadable: 'Write hosted or local into that file: docs/operate.md, “The state folder”.',
  RestoreUnfinished: 'Start the bot: it finishes the restore.',
};

function unusable(dir: string, error: unknown): CheckResult {
  const known = error instanceof Error ? remedies[error.name] : undefined;
  if (known !== undefined && error instanceof Error)
    return failed(error.message.split(' Nothing was changed.', 1)[0] ?? '', known);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  if (!/^E[A-Z]+$/.test(code)) throw error;
  return failed(
    `${dir} cannot be read and written by this user (${code}).`,
    'Run this as the user of the bot, or give the folder to that user: docs/operate.md, “The state folder”.',
  );
}

/** Reading the whole history takes long where there is much of it. */
const historyMs = 9_000;

/** Checks the history, and that the archive can be read: no backup can be made without it. */
export async function historyCheck(subject: Subject): Promise<CheckResult> {
  const tooLong = () => off('It takes longer than 9 seconds to check.', 'Check it with: npm run verify.');
  return withTimeout(historyMs, wholeHistoryCheck(subject), tooLong);
}

async function wholeHistoryCheck(subject: Subject): Promise<CheckResult> {
  const found = await subject.state();
  if (found.kind === 'unreadable') return off('Not looked at: see state.');
  if (found.kind === 'none') return off('Nothing is stored yet.');
  try {
    const stored = await subject.stored();
    const result = await stored.verify();
    const problem = problemOf(result);
    if (result.kind === 'broken' || problem !== null)
      return failed(problem ?? '', 'What to do then: docs/operate.md, “The audit trail”.');
    await stored.checkArchive();
    const { first, newest } = result;
    return fine(first === 0 ? 'It is empty.' : `It is whole: entries ${first} to ${newest.number}.`);
  } catch (error) {
    return subject.database ? unusableRows(error) : unusable(subject.stateDir, error);
  }
}

/** Checks the room on the disk of the state folder. */
export async function diskCheck(dir: string, disk: Statfs = statfs): Promise<CheckResult> {
  let folder = dir;
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) return off('Not looked at: see state.');
  const { bavail, bsize, ffree, files } = await disk(folder);
  const free = bavail * bsize;
  const used = folder === dir ? sizeOf(dir) : 0;
  const needed = Math.max(leastRoom, copies * used);
  const said = `${inMegabytes(free)} are free, and the state takes ${inMegabytes(used)}.`;
  const fix = `Make room on the disk of ${folder}: ${inMegabytes(needed)} should be free.`;
  // Some file systems (btrfs) have no inode limit and report 0 inodes, of which 0 are free.
  if (files > 0 && ffree === 0)
    return failed(
      'The disk takes no more files, whatever room is left on it.',
      `Remove files from the disk of ${folder}.`,
    );
  return free < needed ? failed(said, fix) : fine(said);
}

function sizeOf(dir: string): number {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(dir, name), { throwIfNoEntry: false }))
    .reduce((sum, about) => sum + (about?.isFile() ? about.size : 0), 0);
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000).toLocaleString('en-US')} MB`;
}

/** Checks how much of STATE_LIMIT is used. */
export async function storageCheck({ config, state }: Subject): Promise<CheckResult> {
  const limit = config?.settings.STATE_LIMIT;
  const found = await state();
  if (limit === undefined || found.kind === 'unreadable') return off('Not looked at: see settings and state.');
  if (found.kind === 'none') return off('Nothing is stored yet.');
  const { bytes } = await found.reader.usage();
  const percent = Math.floor((100 * bytes) / limit);
  const said = `${percent} % of STATE_LIMIT are used (${inMegabytes(bytes)} of ${inMegabytes(limit)}).`;
  const fix =
    'Resolve alerts, or set a higher STATE_LIMIT and start the bot again: docs/operate.md, “How much it stores”.';
  return percent < 80 ? fine(said) : failed(said, fix);
}
