import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import type { OpenStore } from '../../../adapters/store/embedded/open-store.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { folder, opened, people, person, putPeople } from './folder.ts';

/** A file system of 3 MB; null where this process may not mount one. */
function smallDisk(): string | null {
  const dir = join(folder(), 'small');
  return mountSmallDisk(dir, '3m') ? dir : null;
}

async function fill(store: OpenStore, prefix: string, most: number): Promise<{ told: string[]; errors: unknown[] }> {
  const told: string[] = [];
  const errors: unknown[] = [];
  for (let i = 0; i < most && errors.length < 20; i++) {
    const id = `${prefix}${String(i).padStart(5, '0')}`;
    await store
      .change((tx) => tx.put('people', person(id, 'x'.repeat(400))))
      .then(
        () => told.push(id),
        (error) => errors.push(error),
      );
  }
  return { told, errors };
}

test.for([
  { how: 'without compaction', compactAt: () => Number.POSITIVE_INFINITY },
  { how: 'with compactions that fail for want of space', compactAt: () => 200_000 },
])(
  'a full disk, $how: refused in words, no phantom, nothing lost, goes on when there is space',
  {
    timeout: 60_000,
  },
  async ({ compactAt }, { skip }) => {
    const disk = smallDisk();
    // Without root there is no small disk; faults.test.ts then still plays ENOSPC.
    if (!disk) return skip();
    const dir = join(disk, 'state');
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(1_200_000));
    const store = await opened(dir, { compactAt });
    const before = await fill(store, 'a', 100_000);
    expect(before.told.length).toBeGreaterThan(500);
    expect(before.errors).toHaveLength(20);
    expect(before.errors.every((error) => error instanceof StoreUnwritable)).toBe(true);
    expect(await people(store)).toEqual(before.told);
    expect(await store.writable()).toBe(false);

    rmSync(join(disk, 'ballast'));
    expect(await store.writable()).toBe(true);
    const after = await fill(store, 'b', 50);
    expect(after.told).toHaveLength(50);
    await store.close();
    expect(await people(await opened(dir, { compactAt }))).toEqual([...before.told, ...after.told]);
  },
);

test('a disk that is too small for the archive of a backup keeps the state that it had', async ({ skip }) => {
  const disk = smallDisk();
  if (!disk) return skip();
  const large = await opened(join(folder(), 'state'));
  await putPeople(large, 'restored');
  const entry = { at: '', by: null, byName: '', deed: 'tenant.setUp', tenantId: null, changes: [] } as const;
  const rows = Array.from({ length: 4_000 }, (_, n) => ({
    ...entry,
    number: n + 1,
    byName: 'x'.repeat(1_000),
    previous: '',
    hash: '',
  }));
  await large.trail.append('history-2026-01', rows);
  const file = join(folder(), 'backup.json');
  await large.backup(file);

  const dir = join(disk, 'state');
  const store = await opened(dir);
  await putPeople(store, 'a');
  await store.trail.append('history-2026-02', rows.slice(0, 3));
  await store.close();
  const before = readdirSync(dir).toSorted();
  await expect(restore(file, dir)).rejects.toThrow(StoreUnwritable);
  expect(readdirSync(dir).toSorted()).toEqual(before);
  const again = await opened(dir);
  expect(await people(again)).toEqual(['a']);
  expect(await again.trail.segments()).toEqual(['history-2026-02']);
});
