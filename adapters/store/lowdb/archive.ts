import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Archived } from '../../../src/collections.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { type Archive, StoreUnwritable } from '../../../src/ports.ts';
import { flushFolder } from './durable.ts';
import { StateDamaged } from './state-errors.ts';

/** Where the segments are, below the state's folder. */
export const archiveFolder = 'archive';

/** Closed alerts: `alerts-2026-11`. */
export function openAlerts(stateDir: string): Archive {
  return openArchive<Archived>(stateDir, 'alerts', ({ id }) => id);
}

/** The older part of the audit trail: `history-2026-11`. */
export function openTrail(stateDir: string): Archive<HistoryEntry> {
  return openArchive<HistoryEntry>(stateDir, 'history', ({ number }) => number);
}

/**
 * What is closed and only read, a file a month, a row a line with a CRC-32 before it like the journal's. Only the store's owner writes:
 * open it after the store. One call at a time for each segment.
 */
function openArchive<Row>(stateDir: string, kind: string, keyOf: (row: Row) => string | number): Archive<Row> {
  const dir = join(stateDir, archiveFolder);
  const fileOf = (segment: string) => join(dir, `${segment}.jsonl`);
  return {
    async append(segment, rows) {
      await makeFolder(dir, stateDir);
      await append(fileOf(segment), rows.map(encode).join('')).catch((error: unknown) => {
        throw new StoreUnwritable(`${fileOf(segment)}: ${error}`, { cause: error });
      });
      await flushFolder(dir);
    },
    read: async (segment) => {
      const { rows } = decode<Row>(fileOf(segment), await bytesOf(fileOf(segment)));
      return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
    },
    segments: async () =>
      (await filesIn(dir))
        .flatMap((name) => /^([a-z]+-\d{4}-\d\d)\.jsonl$/.exec(name)?.[1] ?? [])
        .filter((segment) => segment.startsWith(`${kind}-`))
        .sort(),
    drop: async (segment) => {
      await fs.rm(fileOf(segment), { force: true });
      await flushFolder(dir);
    },
  };
}

async function makeFolder(dir: string, parent: string): Promise<void> {
  if (await fs.mkdir(dir, { recursive: true, mode: 0o700 })) await flushFolder(parent);
}

/** Writes after the last good line: what a crash left half-written is cut off first. */
async function append(file: string, text: string): Promise<void> {
  const { length } = decode(file, await bytesOf(file));
  const handle = await fs.open(file, 'a', 0o600);
  try {
    await handle.truncate(length);
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  return fs.readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}

async function filesIn(dir: string): Promise<string[]> {
  return fs.readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

function encode(row: unknown): string {
  const json = JSON.stringify(row);
  return `${sumOf(json)} ${json}\n`;
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** The good lines and their length. A last line without its end was never finished; any other bad line is damage. */
function decode<Row>(file: string, bytes: Buffer): { rows: Row[]; length: number } {
  const rows: Row[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    const line = bytes.subarray(from, end);
    if (line.toString('latin1', 0, 8) !== sumOf(line.subarray(9))) {
      throw new StateDamaged(file, from, 'the line that begins there is not as it was written');
    }
    rows.push(JSON.parse(line.toString('utf8', 9)));
    from = end + 1;
  }
  return { rows, length: from };
}
