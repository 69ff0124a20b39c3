import fs from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FlushFailed } from '../../../adapters/store/errors.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { folder, opened, people, person, putPeople } from './folder.ts';

/** What every file handle inherits, so that a fault can be put into one call. */
let handles: FileHandle;
beforeEach(async () => {
  const handle = await open(join(folder(), 'any'), 'w');
  handles = Object.getPrototypeOf(handle);
  await handle.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const fault = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

/** The next write into the journal leaves half of it and fails. */
function tearNextWrite(code: string): void {
  const real = fs.writeSync;
  let calls = 0;
  vi.spyOn(fs, 'writeSync').mockImplementation((...args: unknown[]) => {
    const [file, bytes, from, length, at] = args as [number, Buffer, number, number, number];
    if (++calls === 1) return real(file, bytes, from, length >> 1, at);
    if (calls === 2) throw fault(code);
    return real(file, bytes, from, length, at);
  });
  syncBuiltinESMExports();
}

test.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('a write that fails half-way with %s leaves no trace', async (code) => {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a');
  tearNextWrite(code);
  await expect(putPeople(store, 'b')).rejects.toThrow(StoreUnwritable);
  expect(await people(store)).toEqual(['a']);
  expect(fs.readFileSync(join(dir, 'journal-1.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  await putPeople(store, 'c');
  await store.close();
  expect(await people(await opened(dir))).toEqual(['a', 'c']);
});

test('a batch that could not be written is lost for all of it, also for who only looked', async () => {
  const store = await opened(folder());
  await putPeople(store, 'warm');
  tearNextWrite('ENOSPC');
  const put = store.change((tx) => tx.put('people', person('b')));
  const look = store.change((tx) => tx.get('people', 'b'));
  await expect(put).rejects.toThrow(StoreUnwritable);
  await expect(look).rejects.toThrow(StoreUnwritable);
});

test('when even cutting back fails, the next change cuts first', async () => {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a-person-with-a-long-name');
  tearNextWrite('EIO');
  vi.spyOn(handles, 'truncate').mockRejectedValueOnce(fault('EIO'));
  await expect(putPeople(store, 'b-person-with-a-very-very-long-name')).rejects.toThrow(StoreUnwritable);
  await putPeople(store, 'c');
  await store.close();
  expect(await people(await opened(dir))).toEqual(['a-person-with-a-long-name', 'c']);
});

test('a flush that fails is fatal: told once, and nothing is written any more', async () => {
  const dir = folder();
  const fatal: Error[] = [];
  const store = await opened(dir, { onFatal: (error) => fatal.push(error) });
  await putPeople(store, 'a');
  const flush = vi.spyOn(handles, 'datasync').mockRejectedValueOnce(fault('EIO'));
  await expect(putPeople(store, 'b')).rejects.toThrow(FlushFailed);
  expect(fatal).toEqual([expect.any(FlushFailed)]);
  expect(await people(store)).toEqual(['a']);
  await expect(putPeople(store, 'c')).rejects.toThrow(StoreUnwritable);
  expect(await store.writable()).toBe(false);
  expect(flush).toHaveBeenCalledTimes(1);
  expect(fatal).toHaveLength(1);
  const files = () => ['db.json', 'journal-1.jsonl'].map((name) => fs.readFileSync(join(dir, name)));
  const before = files();
  await store.close();
  expect(files()).toEqual(before);
  expect((await people(await opened(dir))).slice(0, 1)).toEqual(['a']);
});

test('a compaction that the disk refuses loses nothing, and is tried again', async () => {
  const dir = folder();
  let due = false;
  const onTrouble = vi.fn();
  const store = await opened(dir, { compactAt: () => (due ? 0 : Number.POSITIVE_INFINITY), onTrouble });
  await putPeople(store, 'a');
  const refusing = vi.spyOn(handles, 'writeFile').mockRejectedValue(fault('ENOSPC'));
  due = true;
  await putPeople(store, 'b');
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledTimes(1), { timeout: 15_000 });
  expect(fs.readdirSync(dir)).not.toContain('db.json.tmp');
  await putPeople(store, 'c');
  // Not at once again: no next journal was begun for it.
  expect(fs.readdirSync(dir)).not.toContain('journal-3.jsonl');
  refusing.mockRestore();
  // Tried again once the journals have grown by a megabyte.
  await store.change((tx) => tx.put('people', person('d', 'x'.repeat(1 << 20))));
  await vi.waitFor(() => expect(fs.readdirSync(dir)).not.toContain('journal-1.jsonl'), { timeout: 15_000 });
  await store.close();
  expect(await people(await opened(dir))).toEqual(['a', 'b', 'c', 'd']);
});

test('a compaction that the disk refuses is not tried again at each of the next hundred changes', async () => {
  const onTrouble = vi.fn();
  const store = await opened(folder(), { compactAt: () => 0, onTrouble });
  const refusing = vi.spyOn(handles, 'writeFile').mockRejectedValue(fault('ENOSPC'));
  await putPeople(store, 'first');
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledTimes(1), { timeout: 15_000 });
  const tries = refusing.mock.calls.length;
  for (let n = 0; n < 100; n++) await putPeople(store, `p${n}`);
  expect([onTrouble.mock.calls.length, refusing.mock.calls.length]).toEqual([1, tries]);
});

test('a stop at any step of a failed compaction loses nothing', async () => {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a');
  vi.spyOn(handles, 'writeFile').mockRejectedValue(fault('ENOSPC'));
  await store.close();
  vi.restoreAllMocks();
  expect(fs.readdirSync(dir)).toEqual(expect.arrayContaining(['journal-1.jsonl', 'journal-2.jsonl']));
  const again = await opened(dir);
  expect(await people(again)).toEqual(['a']);
  await putPeople(again, 'b');
  await again.close();
  expect(fs.readdirSync(dir).filter((name) => name.startsWith('journal'))).toEqual(['journal-4.jsonl']);
  expect(await people(await opened(dir))).toEqual(['a', 'b']);
});
