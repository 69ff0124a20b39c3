import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load } from '../../../adapters/store/embedded/folder/load.ts';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { StateDamaged } from '../../../adapters/store/errors.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { folder, opened, people, person } from './folder.ts';

/** A folder as a killed process leaves it: the snapshot with one person, and nine changes in the journal. */
async function killedFolder(): Promise<{ dir: string; journal: string; full: Buffer }> {
  const living = folder();
  const first = await opened(living);
  await first.change((tx) => tx.put('people', person('0')));
  await first.close();
  const store = await opened(living);
  for (let i = 1; i < 10; i++) await store.change((tx) => tx.put('people', person(String(i), 'é€x'.repeat(i))));
  const dir = join(folder(), 'state');
  cpSync(living, dir, { recursive: true });
  const journal = join(dir, 'journal-2.jsonl');
  const padded = readFileSync(journal);
  return { dir, journal, full: padded.subarray(0, padded.lastIndexOf('\n') + 1) };
}

const digits = (count: number) => Array.from({ length: count }, (_, i) => String(i));

test('a journal cut at any byte gives back exactly the whole changes before the cut', { timeout: 60_000 }, async () => {
  const { dir, journal, full } = await killedFolder();
  for (let cut = 0; cut <= full.length; cut++) {
    writeFileSync(journal, full.subarray(0, cut));
    // A change that lacks nothing but its line feed is whole.
    const whole = full.toString('latin1', 0, cut + 1).split('\n').length - 1;
    expect(await people({ read: async (what) => what(await readState(dir)) }), `cut at ${cut}`).toEqual(
      digits(1 + whole),
    );
  }
});

test('after a cut the store goes on, and both are there the next time', { timeout: 60_000 }, async () => {
  const { dir, full } = await killedFolder();
  const cuts = Array.from({ length: full.length / 11 }, (_, i) => i * 11);
  for (const cut of [...cuts, full.length - 1, full.length]) {
    const copy = join(folder(), 'copy');
    cpSync(dir, copy, { recursive: true });
    writeFileSync(join(copy, 'journal-2.jsonl'), full.subarray(0, cut));
    const store = await opened(copy);
    const before = await people(store);
    await store.change((tx) => tx.put('people', person('new')));
    expect(await people({ read: async (what) => what(await readState(copy)) })).toEqual([...before, 'new']);
    await store.close();
    expect(await people({ read: async (what) => what(await readState(copy)) })).toEqual([...before, 'new']);
  }
});

test.each([0x01, 0x20, 0x41, 0x80, 0xff])(
  'no byte of the journal altered by %i goes unnoticed',
  { timeout: 60_000 },
  async (mask) => {
    const { dir, journal, full } = await killedFolder();
    for (let at = 0; at < full.length; at++) {
      const altered = Buffer.from(full);
      altered[at] = (altered[at] ?? 0) ^ mask;
      writeFileSync(journal, altered);
      const outcome = await load(dir, stateVersion).catch((error: unknown) => error);
      if (at === full.length - 1) {
        // The last line feed says nothing that the checksum does not: it is mended.
        expect(await people({ read: async (what) => what(await readState(dir)) })).toEqual(digits(10));
        continue;
      }
      expect(outcome, `byte ${at}`).toBeInstanceOf(StateDamaged);
      expect(String(outcome)).toContain(journal);
    }
  },
);

test('an altered journal refuses to start, says where and what to do, and is left as it is', async () => {
  const { dir, journal, full } = await killedFolder();
  const second = full.indexOf('\n') + 1;
  const altered = Buffer.from(full);
  altered[second + 20] = 0x21;
  writeFileSync(journal, altered);
  await expect(opened(dir)).rejects.toThrow(
    new RegExp(`journal-2\\.jsonl is damaged at byte ${second}: .*npm run restore -- FILE`),
  );
  expect(readFileSync(journal)).toEqual(altered);
});

test('a line that is missing from the journal is noticed', async () => {
  const { dir, journal, full } = await killedFolder();
  const lines = full.toString().split('\n');
  writeFileSync(journal, lines.toSpliced(3, 1).join('\n'));
  await expect(readState(dir)).rejects.toThrow(/line 4 is missing/);
});

test('a last write of which only later blocks reached the disk is an unfinished one', async () => {
  const { dir, journal, full } = await killedFolder();
  const holed = Buffer.from(full);
  holed.fill(0, full.length - 40, full.length - 10);
  writeFileSync(journal, holed);
  expect((await load(dir, stateVersion)).position.torn).toEqual([{ file: journal, length: expect.any(Number) }]);
  const store = await opened(dir);
  expect(await people(store)).toEqual(digits(9));
});

test('the zeros that a killed process leaves behind its last line are no damage', async () => {
  const { dir, journal, full } = await killedFolder();
  writeFileSync(journal, Buffer.concat([full, Buffer.alloc(5_000)]));
  const { length, torn } = (await load(dir, stateVersion)).position;
  expect({ length, torn }).toEqual({ length: full.length, torn: [] });
  const store = await opened(dir);
  expect(await people(store)).toEqual(digits(10));
});
