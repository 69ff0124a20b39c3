/** Replaces rows in every file of a state folder, line by line, so that nothing is left of the old ones. */
import { existsSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ifAbsent, writeWhole } from '../../durable-file.ts';
import { checkedLine, contentOf, isGood } from '../../lines/checked-line.ts';
import { endOfData, endsWithFeed, linesOf, stretchesOf } from '../../lines/read-lines.ts';
import { asStored, type Document, historyLines } from '../../memory/document.ts';
import { stateVersion } from '../../memory/migrations/migrate.ts';
import { added, type Replacing, type Rewriting, rewritten, type TakeStored, takeDocument } from '../../rewriting.ts';
import { archiveFolder, lengthOfSegment, unfinishedMark } from '../archive/archive.ts';
import { generationsIn, journalName } from '../journal/journal.ts';
import { load, snapshotName } from './load.ts';
import { ownFolder } from './lock.ts';
import { writeFresh } from './replace-state.ts';
import { finishRestore } from './restore.ts';

type RowChange = Replacing['change'];

/**
 * Rewrites a state folder of this version while this process owns it. What is added to the live state comes first, and the rest of it last:
 * after a crash the history says what is missing where, and the live state still has what another run needs to replace the rest. Rejects with
 * StateInUse and StateDamaged.
 */
export async function rewriteFolder(dir: string, rewriting: Rewriting): Promise<void> {
  const lock = ownFolder(dir);
  try {
    await finishRestore(dir);
    await removeDrafts(dir);
    const loaded = await load(dir, stateVersion, undefined, lock.check);
    takeDocument(loaded.db.data, rewriting.take);
    const files = await filesIn(dir);
    for (const file of files) await readFileOf(file, rewriting.take);
    const replacing = rewriting.settle();
    lock.check();
    const live = added(loaded.db.data, replacing);
    await putLive(dir, live);
    for (const file of files) await rewriteFile(file, replacing.change);
    await putLive(dir, rewritten(live, replacing.change));
  } finally {
    lock.free();
  }
}

/** Writes the live state anew, and removes the journals of the old one. */
async function putLive(dir: string, document: Document): Promise<void> {
  const older = generationsIn(dir);
  await writeFresh(dir, document, (older.at(-1) ?? 0) + 1);
  for (const generation of older) await rm(join(dir, journalName(generation)), { force: true });
}

/** Hands on every row of the archives and of the copies of a state folder. */
export async function takeFiles(dir: string, take: TakeStored): Promise<void> {
  for (const file of await filesIn(dir)) await readFileOf(file, take);
}

/** A file of lines with a checksum. */
interface StateFile {
  path: string;
  /** What a line has: a row with its collection, changes of many rows, an archived alert, an entry of the audit trail. */
  kind: 'snapshot' | 'journal' | 'archived' | typeof historyLines;
  segment: string;
  copy: string;
}

/** The names of copies that an upgrade and a restore make. */
const copyName = /^(before-version|replaced)-/;

/** Removes the drafts of files and copies that a process left which was killed: they have rows too. */
async function removeDrafts(dir: string): Promise<void> {
  for (const one of await readdir(dir, { withFileTypes: true, recursive: true }).catch(ifAbsent([])))
    if (one.isFile() ? one.name.endsWith('.tmp') : one.name.endsWith('.unfinished'))
      await rm(join(one.parentPath, one.name), { recursive: true, force: true });
}

/** Resolves with the files of the archives and of all copies. */
async function filesIn(dir: string): Promise<StateFile[]> {
  const copies = (await readdir(dir, { withFileTypes: true })).filter(
    (one) => one.isDirectory() && copyName.test(one.name),
  );
  const own = await segmentsIn(join(dir, archiveFolder), '');
  const ofCopies = await Promise.all(
    copies.map(async ({ name: copy }) => {
      const folder = join(dir, copy);
      const journals = generationsIn(folder).map((generation): StateFile => {
        return { path: join(folder, journalName(generation)), kind: 'journal', segment: '', copy };
      });
      const snapshot: StateFile = { path: join(folder, snapshotName), kind: 'snapshot', segment: '', copy };
      return [
        ...(existsSync(snapshot.path) ? [snapshot] : []),
        ...journals,
        ...(await segmentsIn(join(folder, archiveFolder), copy)),
      ];
    }),
  );
  return [...own, ...ofCopies.flat()];
}

async function segmentsIn(folder: string, copy: string): Promise<StateFile[]> {
  return (await readdir(folder).catch(ifAbsent([]))).toSorted().flatMap((name): StateFile[] => {
    const [, dropped, segment, of] = /^(dropped-)?((alerts|history)-\d{4}-\d\d)\.jsonl$/.exec(name) ?? [];
    if (segment === undefined) return [];
    const kind = of === 'alerts' ? 'archived' : historyLines;
    return [{ path: join(folder, name), kind, segment, copy: dropped ? [copy, 'dropped'].join(' ').trim() : copy }];
  });
}

/** Yields what the lines of a file hold: null for the first line of a snapshot, which has none. Leaves out a line that was never finished. */
async function* contentsOf({ path, kind }: StateFile): AsyncGenerator<{ bytes: Buffer; content: unknown }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const end = kind === 'journal' ? await endOfData(handle, size) : ((await lengthOfSegment(path)) ?? size);
    for await (const lines of linesOf(stretchesOf(handle, 0, end)))
      for (const line of lines) {
        const bytes = endsWithFeed(line.bytes) ? line.bytes.subarray(0, -1) : line.bytes;
        const isHead = kind === 'snapshot' && line.at === 0;
        if (!endsWithFeed(line.bytes) && !isGood(bytes)) continue;
        yield { bytes, content: isHead ? null : contentOf(path, line) };
      }
  } finally {
    await handle.close();
  }
}

async function readFileOf(file: StateFile, take: TakeStored): Promise<void> {
  const { segment, copy } = file;
  const keep: RowChange = (collection, row) => {
    if (collection !== '') take({ collection, row, segment, copy });
    return row;
  };
  for await (const { content } of contentsOf(file)) if (content !== null) changed(file.kind, content, keep);
}

/** Writes a file anew with its rows replaced. A file of which none changes stays as it is. */
async function rewriteFile(file: StateFile, change: RowChange): Promise<void> {
  const { path, kind } = file;
  let changes = false;
  const written = { lines: 0, sum: 0 };
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const { bytes, content } of contentsOf(file)) {
      const after = content === null ? content : changed(kind, content, change);
      changes ||= after !== content;
      if (after === undefined) continue;
      const isEnd = kind === 'snapshot' && content !== null && !Array.isArray(content);
      const line = isEnd
        ? checkedLine(JSON.stringify({ end: written }))
        : after === content
          ? Buffer.concat([bytes, feed])
          : checkedLine(JSON.stringify(after));
      const out = Buffer.from(line);
      if (!isEnd) Object.assign(written, { lines: written.lines + 1, sum: crc32(out, written.sum) });
      yield out;
    }
  }
  const unchanged = new Error('nothing in it changed');
  await writeWhole(path, lines(), async () => {
    if (!changes) throw unchanged;
  }).catch((error: unknown) => {
    if (error !== unchanged) throw error;
  });
  if (changes) await rm(unfinishedMark(path), { force: true });
}

const feed = Buffer.from('\n');

/** Returns the content of a line with its rows replaced, the same where none changes; undefined for a line that goes. */
function changed(kind: StateFile['kind'], content: unknown, change: RowChange): unknown {
  if (kind === 'journal') return changedBatch(asStored<JournalRows>(content), change);
  if (kind === 'snapshot') {
    if (!Array.isArray(content)) return content;
    const [collection, row] = asStored<[string, object]>(content);
    const after = change(collection, row);
    if (after === null) return undefined;
    return after === row ? content : [collection, after];
  }
  return change(kind, asStored<object>(content)) ?? undefined;
}

/** A line of a journal, as far as it has rows. A removed row is its id alone. */
interface JournalRows {
  rows: Record<string, (object | string)[]>;
  history: object[];
  held?: unknown;
  growth?: unknown;
}

function changedBatch(batch: JournalRows, change: RowChange): JournalRows {
  let changes = false;
  const noted = <T>(before: T, after: T): T => {
    changes ||= after !== before;
    return after;
  };
  const idOf = (id: string) => asStored<{ id: string }>(change('', { id })).id;
  const rows = Object.entries(batch.rows).map(([collection, list]) => [
    collection,
    list.flatMap(
      (row) => noted<object | string | null>(row, typeof row === 'string' ? idOf(row) : change(collection, row)) ?? [],
    ),
  ]);
  const history = batch.history.map((entry) => noted(entry, change(historyLines, entry) ?? entry));
  // Without the counts of bytes, which are others now, a reader counts itself.
  const { held: _held, growth: _growth, ...rest } = batch;
  return changes ? { ...rest, rows: Object.fromEntries(rows), history } : batch;
}
