import { open } from 'node:fs/promises';
import { withFile } from './durable-file.ts';
import { CannotMove, NoBackup, StateDamaged } from './errors.ts';
import { readSnapshot, rowLine, scanSnapshot, writeLines } from './lines/snapshot.ts';
import { asStored, type Document } from './memory/document.ts';
import { stateVersion, upgraded, upgrades } from './memory/migrations/migrate.ts';
import { lookingAtArchives, type StoredArchives } from './stored-archives.ts';

/**
 * Every backup has this generation. No state in use has it, so that no bot starts from a copied backup, without its
 * journals and archive.
 */
export const backupGeneration = 0;

/** What a backup says about itself, in its first row. */
export interface Made {
  /** When it was made: ISO 8601, UTC. */
  at: string;
  /** No bot used the state when it was read. Undefined in backups of older versions. */
  stopped?: boolean;
}

/** The state of one instant: its version, and the lines of its rows and history, in parts. */
interface Looked {
  made: Made;
  version: number;
  lines: Iterable<Iterable<string>> | AsyncIterable<Iterable<string>>;
}

/**
 * Writes the state with every row of the archive into one file (0600), and reads it back before it takes its place. A
 * row that moves into the archive meanwhile is in both, never in none. `look` looks at the state. Resolves with what the backup says
 * about itself; rejects with StateDamaged.
 */
export function writeBackup(file: string, archives: StoredArchives, look: () => Promise<Looked>): Promise<Made> {
  return lookingAtArchives(archives, async (checkSegments) => {
    const { made, version, lines } = await look();
    const head = { version, generation: backupGeneration };
    await writeLines(file, head, parts(lines, archives, made), async (draft) => {
      await readBack(draft);
      await checkSegments();
    });
    return made;
  });
}

/**
 * Yields the lines of a backup. A row that was archived again is there twice, and replaces the earlier one in a restored
 * segment too.
 */
async function* parts(lines: Looked['lines'], archives: StoredArchives, made: Made): AsyncGenerator<Iterable<string>> {
  const { alerts, trail } = archives;
  yield [rowLine('made', { id: 'made', ...made })];
  yield* lines;
  for (const segment of await alerts.segments())
    for await (const row of alerts.rows(segment)) yield [rowLine('archived', { ...row, segment })];
  for (const segment of await trail.segments())
    for await (const entry of trail.rows(segment))
      yield [rowLine('archivedTrail', { id: String(entry.number), segment, entry })];
}

/**
 * Rejects with NoBackup, StateDamaged or StateTooNew unless the file is a backup of which every line is there as it was written; with
 * CannotMove where it should be `moved`, and is not known to be of a stopped bot.
 */
export async function checkBackup(file: string, moved: boolean): Promise<void> {
  if (!(await beginsAsBackup(file))) throw new NoBackup(file);
  const made = await readBack(file);
  if (!moved || made?.stopped) return;
  const why =
    made?.stopped === false ? 'was made while a bot used the state' : 'does not say whether a bot used the state';
  throw new CannotMove(`${file} ${why}`, 'Stop that bot for good, make a new backup, and move that one');
}

async function readBack(file: string): Promise<Made | null> {
  let made: Made | null = null;
  try {
    await scanSnapshot(file, stateVersion, (collection, row) => {
      if (collection === 'made') made = asStored(row);
    });
    return made;
  } catch (error) {
    if (!(error instanceof StateDamaged)) throw error;
    throw new StateDamaged(error.file, error.offset, error.what, 'Choose another backup');
  }
}

/** Resolves with whether a file begins as backups of every version do. */
function beginsAsBackup(file: string): Promise<boolean> {
  return withFile(open(file, 'r'), async (handle) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(60), 0, 60, 0);
    return /^\{"version":\d+,"generation":\d/.test(buffer.toString('latin1', 0, bytesRead));
  });
}

/** Matches the name of a segment, a month of one kind. It may become the name of a file, so nothing else may pass. */
const segmentName = /^(alerts|history)-\d{4}-\d\d$/;

/** Where the archived rows of a backup go. */
export interface ArchivedRows {
  /** Takes the next row of a segment, as it is stored. */
  add(segment: string, row: unknown): void;
  /** Puts down what was added; called after each stretch of the file. */
  write(): Promise<void>;
}

/**
 * Reads a backup: resolves with its state, upgraded, and with when it was made (null where it does not say so), and hands on what is
 * archived. Rejects with StateDamaged or StateTooNew.
 */
export async function readBackup(
  file: string,
  archived: ArchivedRows,
): Promise<{ state: Document; made: Made | null }> {
  let made: Made | null = null;
  const add = (kind: string, segment: unknown, row: unknown): void => {
    if (typeof segment !== 'string' || segmentName.exec(segment)?.[1] !== kind)
      throw new StateDamaged(file, 0, 'it has a part of the archive whose name is none', 'Choose another backup');
    archived.add(segment, row);
  };
  const apart = (collection: string, stored: object): boolean => {
    const { segment, ...row } = asStored<Made & { segment?: unknown; entry?: unknown }>(stored);
    if (collection === 'archived') add('alerts', segment, row);
    else if (collection === 'archivedTrail') add('history', segment, row.entry);
    else if (collection === 'made') made = row;
    else return false;
    return true;
  };
  const { document } = await readSnapshot(file, stateVersion, apart, archived.write);
  return { state: upgraded(document, upgrades), made };
}
