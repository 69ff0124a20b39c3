import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { featureSettings, Settings } from '../../../adapters/settings/settings.ts';
import { openTrail } from '../../../adapters/store/embedded/archive/archive.ts';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import type { OpenStore } from '../../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { chained } from '../../../adapters/store/history-chain.ts';
import { readSnapshot } from '../../../adapters/store/lines/snapshot.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { archiveHistory, forgetOldHistory } from '../../../src/register/history/archive.ts';
import { historyPage } from '../../../src/store/history.ts';
import { folder, opened } from './folder.ts';

const settings = featureSettings(Settings.parse({ RETENTION_DAYS: '120' }));
const dayMs = 24 * 3_600_000;
const all = { tenantId: null, before: null, limit: 100_000 };

/** Returns how many entries have not left for the archive. */
async function keptLive(store: OpenStore): Promise<number> {
  return (await store.read((reader) => reader.oldestHistory(1_000))).length;
}

/** An entry a day from the first of 2025 on, with what is old moved and dropped as of the last of them. */
async function daysOf(store: OpenStore, days: number, world = { retentionDays: 120 }): Promise<void> {
  let at = '';
  await store.change(async (tx) => {
    for (let day = 0; day < days; day++) {
      at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString();
      await tx.appendHistory({ at, by: null, byName: 'x', deed: 'contact.confirmed', tenantId: 't', changes: [] });
    }
  });
  const outside = { store, trail: store.trail, clock: { now: () => at }, settings: { ...settings, ...world } };
  await archiveHistory(outside);
  // One segment a day.
  for (let day = 1; day < 13; day++)
    await forgetOldHistory({
      ...outside,
      trusted: { id: 'clock', at, runMs: day * dayMs, doubt: null, wall: at, steadySince: 0 },
    });
}

test('what is old is neither in the document nor in memory, and the chain is whole', async () => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300, { retentionDays: 4_000 });
  expect(await keptLive(store)).toBeLessThan(63);
  expect(await embeddedState(dir).verify()).toMatchObject({ kind: 'whole', first: 1, newest: { number: 300 } });
  await store.close();
  expect((await readSnapshot(join(dir, 'db.json'), stateVersion)).document.history.length).toBeLessThan(63);
  const again = await opened(dir);
  expect(await keptLive(again)).toBeLessThan(63);
  const numbers = (await historyPage(all, { store: again, trail: again.trail })).map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: 300 }, (_, i) => 300 - i));
});

test('after segments were dropped the chain goes on from the last hash that went', async () => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300);
  const verdict = await embeddedState(dir).verify();
  expect(verdict).toMatchObject({ kind: 'whole', first: 152, newest: { number: 300 } });
  await store.change((tx) => tx.put('trailStart', { id: 'trail', number: 151, hash: 'f'.repeat(64) }));
  expect(await embeddedState(dir).verify()).toEqual({ kind: 'broken', number: 152, where: 'history-2025-06' });
});

test('an entry that was dropped and still lies in a segment is not looked at, also where it is broken', async () => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300);
  const [dropped] = (await openTrail(dir).read('history-2025-06')).slice(0, 1);
  const number = (dropped?.number ?? 0) + 1;
  const [, gone] = await openTrail(dir).read('history-2025-06');
  await store.change((tx) => tx.put('trailStart', { id: 'trail', number, hash: gone?.hash ?? '' }));
  await alter(dir, store);
  expect(await embeddedState(dir).verify()).toMatchObject({ kind: 'whole', first: number + 1 });
});

test('a backup has the archive, and restoring brings it back', async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  await daysOf(store, 300);
  const before = await embeddedState(join(dir, 'state')).verify();
  await embeddedState(join(dir, 'state')).backup(join(dir, 'one.json'));
  await store.backup(join(dir, 'two.json'));
  for (const file of ['one.json', 'two.json']) {
    await restore(join(dir, file), join(dir, `${file}-state`));
    expect(await embeddedState(join(dir, `${file}-state`)).verify()).toEqual(before);
    expect(await openTrail(join(dir, `${file}-state`)).segments()).toEqual(await store.trail.segments());
  }
});

test.each([
  ['altered in the archive', 'history-2025-06', 153, alter],
  ['taken out of the archive', 'history-2025-06', 153, (dir: string) => rewrite(dir, (lines) => lines.toSpliced(1, 1))],
  ['a whole segment that was removed', 'history-2025-07', 152, remove],
])('an entry %s shows', async (_how, where, number, tamper) => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300);
  await tamper(dir, store);
  expect(await embeddedState(dir).verify()).toEqual({ kind: 'broken', number, where });
});

/** As somebody would who also mends the checksum of the line. */
async function alter(dir: string, store: OpenStore): Promise<void> {
  const rows = await store.trail.read('history-2025-06');
  rmSync(join(dir, 'archive', 'history-2025-06.jsonl'));
  await store.trail.append(
    'history-2025-06',
    rows.map((row, n) => (n === 1 ? { ...row, byName: 'Eve' } : row)),
  );
}

function rewrite(dir: string, how: (lines: string[]) => string[]): void {
  const file = join(dir, 'archive', 'history-2025-06.jsonl');
  writeFileSync(file, how(readFileSync(file, 'utf8').split('\n')).join('\n'));
}

function remove(dir: string): void {
  rmSync(join(dir, 'archive', 'history-2025-06.jsonl'));
}

test('an entry that is in both places and differs shows', async () => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300);
  const [oldest] = await store.read((reader) => reader.oldestHistory(1));
  if (!oldest) throw new Error('no entry');
  await store.trail.append('history-2025-09', [{ ...oldest, byName: 'Eve' }]);
  expect(await embeddedState(dir).verify()).toMatchObject({ kind: 'broken', number: oldest.number });
});

test('an entry that was altered with its hash shows in the archive too, while it is still in the live document', async () => {
  const dir = folder();
  const store = await opened(dir);
  await daysOf(store, 300);
  const [oldest] = await store.read((reader) => reader.oldestHistory(1));
  if (!oldest) throw new Error('no entry');
  const { number, previous, hash: _old, ...entry } = oldest;
  const altered = chained({ number: number - 1, hash: previous }, { ...entry, byName: 'Eve' });
  await store.trail.append('history-2025-09', [altered]);
  expect(await embeddedState(dir).verify()).toMatchObject({ kind: 'broken', number });
});

test('what leaves for the archive is flushed there before it is removed from the live document', async () => {
  const dir = folder();
  const store = await opened(dir);
  const handle = await open(join(dir, 'any'), 'w');
  const handles: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const real = handles.datasync;
  const flushes: string[] = [];
  const holds = (file: string, text: string) => existsSync(file) && readFileSync(file, 'utf8').includes(text);
  vi.spyOn(handles, 'datasync').mockImplementation(async function (this: FileHandle) {
    const archived = holds(join(dir, 'archive', 'history-2025-01.jsonl'), 'contact.confirmed');
    if (archived) flushes.push(holds(join(dir, 'journal-1.jsonl'), '"forgotten":') ? 'removed' : 'archived');
    return real.call(this);
  });
  await daysOf(store, 70, { retentionDays: 4_000 });
  vi.restoreAllMocks();
  expect(flushes.slice(0, 2)).toEqual(['archived', 'removed']);
});

test('kill -9 before and after each write of moving and dropping: nothing is lost, nothing is told twice', {
  timeout: 120_000,
}, async () => {
  const dir = folder();
  for (const fatal of [1, 2, 3, 4, ...Array.from({ length: 28 }, (_, n) => 28 - n)]) {
    const told = await killedAt(dir, fatal);
    const reader = await readState(dir);
    const verdict = await embeddedState(dir).verify();
    if (verdict.kind === 'broken') throw new Error(`broken at ${verdict.number} in ${verdict.where}`);
    const newest = verdict.newest.number;
    const read = async <T>(what: (from: typeof reader) => Promise<T>) => what(reader);
    const store = { read, change: () => Promise.reject() };
    const seen = await historyPage(all, { store, trail: openTrail(dir) });
    expect(newest).toBe(told);
    expect(seen.map(({ number }) => number)).toEqual(
      Array.from({ length: newest - verdict.first + 1 }, (_, i) => newest - i),
    );
  }
  expect(readdirSync(join(dir, 'archive')).length).toBeLessThan(7);
  const start = await (await readState(dir)).get('trailStart', 'trail');
  expect(start?.number).toBeGreaterThan(600);
});

/** Lets the writer go on until its nth dangerous write; the number of the last entry that it told of. */
async function killedAt(dir: string, write: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, './trail-writer.ts'), dir, String(write)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<string | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  let told = 0;
  for await (const line of createInterface(child.stdout)) told = Number(line);
  expect(await gone).toBe('SIGKILL');
  return told;
}
