import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { load } from '../../../adapters/store/embedded/folder/load.ts';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { RestoreUnfinished, StateDamaged } from '../../../adapters/store/errors.ts';
import { readSnapshot } from '../../../adapters/store/lines/snapshot.ts';
import { type Migration, stateVersion, upgrades } from '../../../adapters/store/memory/migrations/migrate.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { folder, opened, people, putPeople } from './folder.ts';
import { watchedFs } from './watched-fs.ts';

const never = () => Number.POSITIVE_INFINITY;
const nothing: Migration = (state) => state;

/** A copy of a folder while its owner lives: as kill -9 leaves it. */
function killed(living: string): string {
  const dir = join(folder(), 'state');
  cpSync(living, dir, { recursive: true });
  return dir;
}

/** Half a write at the end of the journal. */
function tear(journal: string, half = '0badc0de {"n":2,"ro'): void {
  const bytes = readFileSync(journal);
  const end = bytes.lastIndexOf('\n') + 1;
  writeFileSync(journal, Buffer.concat([bytes.subarray(0, end), Buffer.from(half)]));
}

const entry = (number: number, byName: string): HistoryEntry => ({
  ...{ number, at: '', by: null, byName, deed: 'tenant.setUp', tenantId: null, changes: [], previous: '', hash: '' },
});

/** What a folder holds, told by the state and by its archive: `old old` or `new new`. */
async function held(dir: string): Promise<string> {
  const store = await opened(dir);
  const [state] = await people(store);
  const [archived] = await store.trail.read('history-2026-01');
  await store.close();
  return `${state} ${archived?.byName}`;
}

async function stateWith(dir: string, name: string): Promise<void> {
  const store = await opened(dir);
  await store.trail.append('history-2026-01', [entry(1, name)]);
  await putPeople(store, name);
  await store.close();
}

test('a restore that is killed at any step leaves the old state with its archive, or the new one with its own', {
  timeout: 120_000,
}, async () => {
  const base = folder();
  await stateWith(join(base, 'new'), 'new');
  const donor = await opened(join(base, 'new'));
  const backup = join(base, 'new.backup');
  await donor.backup(backup);
  await donor.close();
  await stateWith(join(base, 'old'), 'old');
  const outcomes: string[] = [];
  for (let step = 0; outcomes.length === step; step++) {
    const dir = killed(join(base, 'old'));
    const watched = await watchedFs(dir);
    watched.dieAfter(step);
    const done = await restore(backup, dir).then(
      () => true,
      () => false,
    );
    watched.end();
    const after = readdirSync(dir);
    if (after.some((name) => name.startsWith('restored-')))
      await expect(readState(dir), `step ${step}`).rejects.toThrow(RestoreUnfinished);
    outcomes.push(await held(dir));
    const left = readdirSync(dir).filter(
      (name) => !/^(db\.json|journal-\d+\.jsonl|archive|lock\.db|begun)$/.test(name),
    );
    expect(
      left.map((name) => name.replace(/-.*/, '')),
      `step ${step}`,
    ).toEqual(outcomes.at(-1) === 'new new' ? ['replaced'] : []);
    if (outcomes.at(-1) === 'new new')
      expect(await held(join(dir, left[0] ?? '')), `the copy at step ${step}`).toBe('old old');
    if (done) break;
  }
  const firstNew = outcomes.indexOf('new new');
  expect(firstNew).toBeGreaterThan(15);
  expect(outcomes.length - firstNew).toBeGreaterThan(8);
  expect(new Set(outcomes.slice(0, firstNew))).toEqual(new Set(['old old']));
  expect(new Set(outcomes.slice(firstNew))).toEqual(new Set(['new new']));
});

test('a write that was cut off is none, also before journals that were begun and never used', async () => {
  const living = folder();
  await putPeople(await opened(living, { compactAt: never }), 'a');
  const dir = killed(living);
  tear(join(dir, 'journal-1.jsonl'));
  writeFileSync(join(dir, 'journal-2.jsonl'), '');
  writeFileSync(join(dir, 'journal-3.jsonl'), Buffer.alloc(100));
  expect(await people({ read: async (what) => what(await readState(dir)) })).toEqual(['a']);
  const store = await opened(dir);
  await putPeople(store, 'b');
  expect(await people(await opened(killed(dir)))).toEqual(['a', 'b']);
});

test.each(['0', '0badc0de {"n":2,"ro'])(
  'a write that was cut off before a journal with changes is damage: %s',
  async (half) => {
    const living = folder();
    await putPeople(await opened(living, { compactAt: never }), 'a');
    const dir = killed(living);
    const line = readFileSync(join(dir, 'journal-1.jsonl'));
    tear(join(dir, 'journal-1.jsonl'), half);
    writeFileSync(join(dir, 'journal-2.jsonl'), line);
    await expect(opened(dir)).rejects.toThrow(/journal-1\.jsonl is damaged at byte \d+: its last line is not whole/);
  },
);

test('a next journal that cannot be begun leaves none, and what is cut off later is none', async () => {
  const dir = folder();
  let due = false;
  const onTrouble = vi.fn();
  const store = await opened(dir, { compactAt: () => (due ? 0 : Number.POSITIVE_INFINITY), onTrouble });
  await putPeople(store, 'a');
  const handle = await open(join(folder(), 'any'), 'w');
  vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockRejectedValueOnce(
    Object.assign(new Error('EIO'), { code: 'EIO' }),
  );
  await handle.close();
  due = true;
  await putPeople(store, 'b');
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledTimes(1));
  vi.restoreAllMocks();
  expect(readdirSync(dir).filter((name) => name.startsWith('journal'))).toEqual(['journal-1.jsonl']);
  await putPeople(store, 'c');
  const after = killed(dir);
  tear(join(after, 'journal-1.jsonl'));
  expect(await people(await opened(after))).toEqual(['a', 'b', 'c']);
});

test('an upgrade that is killed at any step leaves a state that both versions open', { timeout: 60_000 }, async () => {
  const living = folder();
  await putPeople(await opened(living, { steps: [], compactAt: never }), 'a', 'b');
  const base = killed(living);
  tear(join(base, 'journal-1.jsonl'));
  let upgraded = false;
  for (let step = 0; !upgraded; step++) {
    const dir = killed(base);
    const watched = await watchedFs(dir);
    watched.dieAfter(step);
    upgraded = await opened(dir, { steps: [nothing] }).then(
      () => true,
      () => false,
    );
    watched.end();
    const after = killed(dir);
    // The older version did not know that a write may be cut off before a journal that is empty.
    const older = await load(dir, 1).catch((error: Error) => error);
    if (!(older instanceof Error)) {
      const newest = join(dir, `journal-${older.position.generation}.jsonl`);
      expect(
        older.position.torn.filter(({ file }) => file !== newest),
        `step ${step}`,
      ).toEqual([]);
    }
    expect(await people(await opened(after, { steps: [nothing] })), `step ${step}`).toEqual(['a', 'b']);
  }
});

test('after an unclean end all is in a new snapshot, flushed, before anything is served', async () => {
  const living = folder();
  await putPeople(await opened(living, { compactAt: never }), 'a', 'b');
  const dir = killed(living);
  const { lasting, end } = await watchedFs(dir);
  const store = await opened(dir);
  end();
  expect(lasting().slice(-5)).toEqual([
    'write db.json.tmp',
    'sync db.json.tmp',
    'rename db.json.tmp > db.json',
    'sync .',
    'rm journal-1.jsonl',
  ]);
  const { document } = await readSnapshot(join(dir, 'db.json'), stateVersion);
  expect([...(document.tables.people?.keys() ?? [])]).toEqual(['a', 'b']);
  expect(readdirSync(dir).filter((name) => name.startsWith('journal'))).toEqual(['journal-2.jsonl']);
  expect(await people(store)).toEqual(['a', 'b']);
});

test('after a clean end a start writes no snapshot', async () => {
  const dir = folder();
  const first = await opened(dir);
  await putPeople(first, 'a');
  await first.close();
  const { log } = await watchedFs(dir);
  await opened(dir);
  expect(log.filter((what) => what.includes('db.json'))).toEqual([]);
});

test('after an unclean end a full disk keeps nobody from starting, and is told', async () => {
  const living = folder();
  await putPeople(await opened(living, { compactAt: never }), 'a');
  const dir = killed(living);
  tear(join(dir, 'journal-1.jsonl'));
  const handle = await open(join(folder(), 'any'), 'w');
  vi.spyOn(Object.getPrototypeOf(handle), 'writeFile').mockRejectedValue(
    Object.assign(new Error('full'), { code: 'ENOSPC' }),
  );
  await handle.close();
  const troubles: unknown[] = [];
  const store = await opened(dir, { onTrouble: (error) => troubles.push(error) });
  expect(troubles).toHaveLength(1);
  await putPeople(store, 'b');
  expect(await people(await opened(killed(dir)).catch(() => store))).toEqual(['a', 'b']);
  vi.restoreAllMocks();
  expect(await people(await opened(killed(dir)))).toEqual(['a', 'b']);
});

test('a version that knows fewer steps is refused, and says so', async () => {
  const dir = folder();
  await (await opened(dir)).close();
  await expect(load(dir, upgrades.length)).rejects.toThrow(/knows only/);
  await expect(load(dir, stateVersion)).resolves.not.toBeInstanceOf(StateDamaged);
});
