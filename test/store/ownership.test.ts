import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restore } from '../../adapters/store/lowdb/backup.ts';
import { readState } from '../../adapters/store/lowdb/peek.ts';
import { StateInUse } from '../../adapters/store/lowdb/state-errors.ts';
import { folder, opened, people, putPeople } from './folder.ts';

test('a second process on the folder is refused in words, and the first goes on', async () => {
  const dir = folder();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-writer.ts'), dir], {
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
  const other = spawn(process.execPath, [join(import.meta.dirname, 'kill-writer.ts'), dir]);
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
