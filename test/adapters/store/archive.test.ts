import { appendFile, type FileHandle, open, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { openAlerts } from '../../../adapters/store/embedded/archive/archive.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import type { Archived } from '../../../src/ports/collections.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { folder } from './folder.ts';

let dir: string;
beforeEach(() => {
  dir = folder();
});

const {
  id: _id,
  source: _source,
  ...content
} = AlertIn.parse({
  id: 'x',
  displayName: 'Mining',
  severity: 'high',
  detectedDateTime: '2026-11-01T00:00:00Z',
});
const row = (id: string, revision = 1): Archived => ({
  id,
  deliveries: [],
  alert: {
    id,
    number: 1,
    source: 's',
    tenantId: null,
    content,
    origin: 'sent',
    receivedAt: '2026-11-01T00:00:00.000Z',
    status: 'resolved',
    acknowledged: null,
    resolved: null,
    firstAnsweredAt: null,
    escalateFrom: '2026-11-01T00:00:00.000Z',
    escalated: 0,
    escalateAt: null,
    revision,
    timeline: [],
    routed: 'contact',
  },
});
const segment = 'alerts-2026-11';
const file = () => join(dir, 'archive', `${segment}.jsonl`);

test('keeps rows by segment; the same id again replaces the row', async () => {
  const archive = openAlerts(dir);
  expect(await archive.read(segment)).toEqual([]);
  await archive.append(segment, [row('a'), row('b')]);
  await archive.append(segment, [row('a', 2)]);
  expect(await archive.read(segment)).toEqual([row('a', 2), row('b')]);
  expect(await archive.segments()).toEqual([segment]);
  await archive.drop(segment);
  expect(await archive.segments()).toEqual([]);
});

test('gives the rows that are wanted, as they were written last', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a'), row('b'), row('c')]);
  await archive.append(segment, [row('a', 2)]);
  expect(await archive.read(segment, ({ id }) => id !== 'b')).toEqual([row('a', 2), row('c')]);
  expect(await archive.read(segment, ({ alert }) => alert.revision === 1)).toEqual([row('b'), row('c')]);
});

test('cut at any byte gives back the whole rows before the cut, and goes on', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a'), row('b')]);
  const whole = await readFile(file());
  for (let cut = 0; cut < whole.length; cut += 7) {
    await writeFile(file(), whole.subarray(0, cut));
    const rows = whole.subarray(0, cut).toString().split('\n').length - 1;
    expect(await archive.read(segment)).toHaveLength(rows);
    await archive.append(segment, [row('c')]);
    expect(await archive.read(segment)).toHaveLength(rows + 1);
  }
});

/** As a crash leaves it: some blocks of what was being added never reached the disk, others did. */
async function crashedAppend(from: number): Promise<void> {
  const { length } = await readFile(file());
  await writeFile(`${file()}.unfinished`, String(length));
  await appendFile(file(), Buffer.concat([Buffer.alloc(from), await readFile(file())]));
}

test('what a crash left of an append, with holes and whole lines behind them, is read by nobody and cut off', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a'), row('b')]);
  await crashedAppend(700);
  expect(await archive.read(segment)).toEqual([row('a'), row('b')]);
  await archive.append(segment, [row('c')]);
  expect(await archive.read(segment)).toEqual([row('a'), row('b'), row('c')]);
  expect(await openAlerts(dir).read(segment)).toHaveLength(3);
});

test('what an append that failed half-way left is cut off by the next one', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a')]);
  const handle = await open(join(dir, 'any'), 'w');
  const handles: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const flush = vi.spyOn(handles, 'datasync').mockImplementationOnce(async () => {
    await appendFile(file(), Buffer.alloc(10));
    throw new Error('EIO: made up');
  });
  await expect(archive.append(segment, [row('b')])).rejects.toThrow(StoreUnwritable);
  flush.mockRestore();
  expect(await archive.read(segment)).toEqual([row('a')]);
  await archive.append(segment, [row('b')]);
  expect(await archive.read(segment)).toEqual([row('a'), row('b')]);
});

test('an append looks at the end of the segment alone, however long the segment is and whatever stands in it', async () => {
  const archive = openAlerts(dir);
  await archive.append(
    segment,
    Array.from({ length: 3_000 }, (_, n) => row(`a${n}`)),
  );
  const bytes = await readFile(file());
  bytes[100] = 0;
  await writeFile(file(), bytes);
  const handle = await open(join(dir, 'any'), 'w');
  const handles: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const reads = vi.spyOn(handles, 'read');
  await archive.append(segment, [row('b')]);
  expect(reads).toHaveBeenCalledTimes(1);
  reads.mockRestore();
  expect((await readFile(file())).length).toBeGreaterThan(bytes.length);
});

test('a dropped segment is read no more, is kept beside the others until it is erased, and may be damaged', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a')]);
  await writeFile(file(), 'no rows at all\n');
  await archive.drop(segment);
  expect(await archive.segments()).toEqual([]);
  expect(await archive.read(segment)).toEqual([]);
  expect(await readdir(join(dir, 'archive'))).toEqual([`dropped-${segment}.jsonl`]);
  await archive.drop(segment);
  await archive.erase(segment);
  expect(await readdir(join(dir, 'archive'))).toEqual([]);
});

test('refuses a damaged line with its place', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a')]);
  await truncate(file(), 20);
  await appendFile(file(), '\n');
  await expect(archive.read(segment)).rejects.toThrow(/alerts-2026-11.*byte 0/s);
});

test('is in the backup, and comes back with it', async () => {
  const open = await openStore({ dir: dir, onFatal: () => {} });
  await open.archive.append(segment, [row('a')]);
  const copy = join(dir, '..', 'copy.json');
  await embeddedState(dir).backup(copy);
  await open.archive.append(segment, [row('b')]);
  await open.close();
  await restore(copy, dir);
  const again = await openStore({ dir: dir, onFatal: () => {} });
  expect(await again.archive.read(segment)).toEqual([row('a')]);
  await again.close();
});
