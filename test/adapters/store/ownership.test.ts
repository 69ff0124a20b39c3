import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { StateInUse, StateTaken } from '../../../adapters/store/errors.ts';
import { folder, opened, people, putPeople } from './folder.ts';

test('a second process on the folder is refused in words, and the first goes on', async () => {
  const dir = folder();
  const child = spawn(process.execPath, [join(import.meta.dirname, './kill-writer.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(opened(dir)).rejects.toThrow(StateInUse);
  await expect(opened(dir)).rejects.toThrow(/in use by another process/);
  await once(child.stdout, 'data');
  expect(child.exitCode).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'close');
  // The kernel has freed the lock: no waiting, no stale file to remove.
  expect((await people(await opened(dir))).length).toBeGreaterThan(0);
});

test('one process cannot open a folder twice, and can after a close', async () => {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a');
  await expect(opened(dir)).rejects.toThrow(StateInUse);
  await putPeople(store, 'b');
  await store.close();
  expect(await people(await opened(dir))).toEqual(['a', 'b']);
});

test('an attempt inside the process does not open the folder to others', async () => {
  const dir = folder();
  await opened(dir);
  await expect(opened(dir)).rejects.toThrow(StateInUse);
  const other = spawn(process.execPath, [join(import.meta.dirname, './kill-writer.ts'), dir]);
  let said = '';
  other.stderr.on('data', (bytes) => {
    said += bytes;
  });
  expect(await once(other, 'close')).toEqual([1, null]);
  expect(said).toContain('StateInUse');
});

test('a folder that failed to open is free again', async () => {
  const dir = folder();
  const file = join(dir, 'backup.json');
  const store = await opened(join(dir, 'state'));
  await store.backup(file);
  await expect(restore(file, join(dir, 'state'))).rejects.toThrow(StateInUse);
  await store.close();
  await restore(file, join(dir, 'state'));
  await opened(join(dir, 'state'));
});

test('the state of a running bot can be read beside it, whatever the bot is doing', async () => {
  const dir = folder();
  const store = await opened(dir, { compactAt: () => 1 });
  let going = true;
  const writing = (async () => {
    for (let i = 0; going; i++) await putPeople(store, `p${i % 50}`);
  })();
  for (let i = 0; i < 300; i++) {
    await putPeople(store, `mine-${i}`);
    expect(await (await readState(dir)).get('people', `mine-${i}`)).not.toBeNull();
  }
  going = false;
  await writing;
});

test('a closed store takes nothing more', async () => {
  const store = await opened(folder());
  await Promise.all([store.close(), store.close()]);
  await expect(putPeople(store, 'late')).rejects.toThrow(/closed/);
  expect(await store.writable()).toBe(false);
});

test('closing settles what was asked for before', async () => {
  const dir = folder();
  const store = await opened(dir);
  const work = putPeople(store, ...Array.from({ length: 600 }, (_, i) => `p${i}`));
  await store.close();
  await work;
  expect(await people(await opened(dir))).toHaveLength(600);
});

/** The writer of `kill-writer.ts` in a process of its own, what it was told is durable, and what it said when it ended. */
function writer(dir: string) {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [join(import.meta.dirname, './kill-writer.ts'), dir],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const heard = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    heard.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    heard.err += text;
  });
  return {
    child,
    heard,
    /** The count of each writer that was last said to be durable, by whole lines. */
    counts: () =>
      new Map(
        heard.out.split('\n').flatMap((line) => (/^w\d \d+$/.test(line) ? [line.split(' ') as [string, string]] : [])),
      ),
  };
}

test('who removes lock.db under a running process gets no two owners: the first ends in words, and all it answered is there', async () => {
  const dir = folder();
  const first = writer(dir);
  await once(first.child.stdout, 'data');
  const ended = once(first.child, 'close');
  rmSync(join(dir, 'lock.db'));
  const second = writer(dir);
  const [code] = await ended;
  expect(code).not.toBe(0);
  expect(first.heard.err).toMatch(/StateTaken: The file lock\.db in .* was removed or replaced/);
  await once(second.child.stdout, 'data');
  expect(second.child.exitCode).toBeNull();
  second.child.kill('SIGKILL');
  await once(second.child, 'close');
  const store = await opened(dir);
  for (const { counts } of [first, second])
    for (const [id, count] of counts())
      expect(Number((await store.read((reader) => reader.get('people', id)))?.name)).toBeGreaterThanOrEqual(
        Number(count),
      );
  expect(await embeddedState(dir).verify()).toMatchObject({ kind: 'whole' });
});

/** The files in the folder that this process has open. Linux tells them. */
function openIn(dir: string): string[] {
  if (process.platform !== 'linux') return [];
  const descriptors = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(join('/proc/self/fd', fd))];
    } catch {
      // It was closed meanwhile, as the one is that lists them.
      return [];
    }
  });
  return descriptors.filter((file) => file.startsWith(`${dir}/`));
}

// Node 26 ends a process in which a file is collected as garbage that nobody closed.
test('an owner whose folder was taken leaves no file open, and the files of the next owner alone', async () => {
  const dir = folder();
  const first = await opened(dir, { onFatal: () => {} });
  await putPeople(first, 'a');
  rmSync(join(dir, 'lock.db'));
  const second = await opened(dir);
  await putPeople(second, 'b');
  await expect(putPeople(first, 'c')).rejects.toThrow(StateTaken);
  const states = () => readdirSync(dir).filter((name) => !name.startsWith('lock.db'));
  const files = () => states().map((name) => [name, readFileSync(join(dir, name), 'utf8')]);
  const before = files();
  await first.close();
  expect(files()).toEqual(before);
  await second.close();
  expect(openIn(dir)).toEqual([]);
});

test('an owner that writes nothing notices within a second that its lock was replaced, and writes nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const dir = folder();
  const fatal: Error[] = [];
  const first = await opened(dir, { onFatal: (error) => fatal.push(error) });
  await putPeople(first, 'a');
  rmSync(join(dir, 'lock.db'));
  const second = await opened(dir);
  await putPeople(second, 'b');
  vi.advanceTimersByTime(1_000);
  expect(fatal).toEqual([expect.any(StateTaken)]);
  await expect(putPeople(first, 'c')).rejects.toThrow(StateTaken);
  await first.close();
  await putPeople(second, 'd');
  await second.close();
  expect(fatal).toHaveLength(1);
  expect(await people(await opened(dir))).toEqual(['a', 'b', 'd']);
});
