import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import type { OpenStore } from '../../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { StateDamaged } from '../../../adapters/store/errors.ts';
import { verifyHistory } from '../../support/verify-history.ts';
import { folder, opened, people, person, putPeople } from './folder.ts';

/** Two rows that always count the same, and a line of history for each count. */
async function countBoth(store: OpenStore): Promise<void> {
  await store.change(async (tx) => {
    const count = Number((await tx.get('people', 'left'))?.name ?? 0) + 1;
    await tx.put('people', person('left', String(count)));
    await tx.put('people', person('right', String(count)));
    await tx.appendHistory({
      at: '2026-01-02T03:04:05Z',
      by: null,
      byName: '',
      deed: 'tenant.setUp',
      tenantId: 't',
      changes: [],
    });
  });
}

/** Returns the number of the newest entry of the history; nothing of it leaves in these tests. */
async function newestNumber(store: OpenStore): Promise<number> {
  const [newest] = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1 }));
  return newest?.number ?? 0;
}

async function countIn(dir: string): Promise<number> {
  const store = await opened(dir);
  const [left, right] = await store.read((reader) => reader.list('people'));
  const history = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1e6 }));
  expect(left?.name).toBe(right?.name);
  expect(history).toHaveLength(Number(left?.name));
  expect(verifyHistory(history.toReversed())).toBeNull();
  return history.length;
}

/** Both ways: by the bot itself, and by the command beside it. */
test.each(['the bot itself', 'a command beside the bot'])(
  'a backup by %s while it writes and compacts is one instant',
  {
    timeout: 60_000,
  },
  async (who) => {
    const dir = folder();
    const store = await opened(join(dir, 'state'), { compactAt: () => 3_000 });
    // Long enough that writing it down takes many turns of the loop.
    await store.change(async (tx) => {
      for (let i = 0; i < 1_500; i++) await tx.put('seen', { id: String(i), at: '', outcome: 'x'.repeat(1_000) });
    });
    let going = true;
    const writing = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (going) await countBoth(store);
      }),
    );
    for (let round = 0; round < 5; round++) {
      const file = join(dir, `backup-${round}.json`);
      await countBoth(store);
      const before = await newestNumber(store);
      await (who === 'the bot itself' ? store.backup(file) : embeddedState(join(dir, 'state')).backup(file));
      const after = await newestNumber(store);
      const restored = join(dir, `restored-${round}`);
      expect(await restore(file, restored)).toBeNull();
      const count = await countIn(restored);
      expect(count).toBeGreaterThanOrEqual(before);
      expect(count).toBeLessThanOrEqual(after + 4);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    going = false;
    await writing;
  },
);

test('restoring puts the old state back and keeps the replaced one, journal and all', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const store = await opened(state);
  await putPeople(store, 'old');
  await store.backup(join(dir, 'backup.json'));
  await putPeople(store, 'new');
  const killed = join(dir, 'killed');
  cpSync(state, killed, { recursive: true });
  const kept = await restore(join(dir, 'backup.json'), killed);
  expect(await people(await opened(killed))).toEqual(['old']);
  expect(kept).toMatch(/replaced-\d{4}-/);
  expect(await people(await opened(kept ?? ''))).toEqual(['new', 'old']);
  expect(statSync(kept ?? '').mode & 0o777).toBe(0o700);
});

test('the state file of a stopped bot is itself a backup', async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  await putPeople(store, 'a');
  await store.close();
  await restore(join(dir, 'state', 'db.json'), join(dir, 'elsewhere'));
  expect(await people(await opened(join(dir, 'elsewhere')))).toEqual(['a']);
});

test('a snapshot that cannot be written is told, and the changes are kept', async () => {
  const dir = folder();
  const troubles: unknown[] = [];
  const store = await opened(dir, { compactAt: () => 100, onTrouble: (error) => troubles.push(error) });
  mkdirSync(join(dir, 'db.json.tmp'));
  await putPeople(store, 'a', 'b', 'c');
  await vi.waitFor(() => expect(troubles).toHaveLength(1));
  await store.close();
  expect(troubles).toHaveLength(2);
  rmSync(join(dir, 'db.json.tmp'), { recursive: true });
  expect(await people(await opened(dir))).toEqual(['a', 'b', 'c']);
});

test('a damaged state can be replaced by a backup, and is kept', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const store = await opened(state);
  await putPeople(store, 'a');
  await store.close();
  await embeddedState(state).backup(join(dir, 'backup.json'));
  writeFileSync(join(state, 'db.json'), 'garbage');
  const kept = await restore(join(dir, 'backup.json'), state);
  expect(await people(await opened(state))).toEqual(['a']);
  expect(readFileSync(join(kept ?? '', 'db.json'), 'utf8')).toBe('garbage');
});

test('a damaged backup is refused, and the state is as it was', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const store = await opened(state);
  await putPeople(store, 'a');
  const file = join(dir, 'backup.json');
  await store.backup(file);
  await store.close();
  const bytes = readFileSync(file);
  for (const damaged of [bytes.subarray(0, 90), Buffer.from(bytes.toString().replace('"a"', '"b"'))]) {
    writeFileSync(file, damaged);
    const before = readdirSync(state);
    await expect(restore(file, state)).rejects.toThrow(StateDamaged);
    await expect(restore(file, state)).rejects.toThrow(/backup\.json is damaged at byte .*Choose another backup/);
    expect(readdirSync(state)).toEqual(before);
  }
  await expect(restore(join(dir, 'nowhere.json'), state)).rejects.toThrow(/ENOENT/);
  expect(await people(await opened(state))).toEqual(['a']);
});

test.each(['', '{}', 'PK\u0003\u0004', '{"version":1,"tenants":[]}'])(
  '%j is no backup, and is called so',
  async (text) => {
    const dir = folder();
    const file = join(dir, 'other.backup');
    writeFileSync(file, text);
    await expect(restore(file, join(dir, 'state'))).rejects.toThrow(
      `${file} is no backup of this bot. Nothing was changed. Choose another file.`,
    );
    expect(readdirSync(dir)).toEqual(['other.backup']);
  },
);

test('a backup that cannot be finished leaves an older one whole', async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  const file = join(dir, 'backup.json');
  await store.backup(file);
  const before = readFileSync(file);
  mkdirSync(`${file}.tmp`);
  await putPeople(store, 'a');
  await expect(store.backup(file)).rejects.toThrow();
  expect(readFileSync(file)).toEqual(before);
});

test('a folder without a state has no backup', async () => {
  const dir = folder();
  await expect(embeddedState(dir).backup(join(dir, 'backup.json'))).rejects.toThrow(/no state/);
  expect(existsSync(join(dir, 'backup.json'))).toBe(false);
});
