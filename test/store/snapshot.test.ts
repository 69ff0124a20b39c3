import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load } from '../../adapters/store/lowdb/load.ts';
import { readState } from '../../adapters/store/lowdb/peek.ts';
import { StateDamaged, StateTooNew } from '../../adapters/store/lowdb/state-errors.ts';
import { stateVersion } from '../../adapters/store/lowdb/upgrade.ts';
import { folder, opened, people, putPeople } from './folder.ts';

async function stopped(): Promise<{ dir: string; file: string; bytes: Buffer }> {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a', 'b', 'é');
  await store.change((tx) =>
    tx.record({
      at: '2026-01-02T03:04:05Z',
      by: null,
      byName: 'Ada',
      deed: 'tenant.setUp',
      tenantId: 't',
      changes: [],
    }),
  );
  await store.close();
  const file = join(dir, 'db.json');
  return { dir, file, bytes: readFileSync(file) };
}

test('after a stop the state is one readable JSON file, closed to others', async () => {
  const { dir, bytes } = await stopped();
  const json = JSON.parse(bytes.toString());
  expect(json).toMatchObject({
    version: stateVersion,
    generation: 2,
    collections: { people: [{ id: 'a', name: 'a' }, {}, {}] },
  });
  expect(json.history).toMatchObject([{ number: 1, byName: 'Ada' }]);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of ['db.json', 'journal-2.jsonl', 'lock.db']) {
    expect(statSync(join(dir, name)).mode & 0o777, name).toBe(0o600);
  }
});

test.each([0x01, 0x20, 0x41, 0x80, 0xff])(
  'no byte of the state file altered by %i goes unnoticed',
  {
    timeout: 60_000,
  },
  async (mask) => {
    const { dir, file, bytes } = await stopped();
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ mask;
      writeFileSync(file, altered);
      const outcome = await load(dir, stateVersion).catch((error: unknown) => error);
      const refused = outcome instanceof StateDamaged || outcome instanceof StateTooNew;
      expect(refused, `byte ${at}: ${outcome}`).toBe(true);
    }
  },
);

test('a state file cut at any byte refuses to start, says where and what to do', { timeout: 60_000 }, async () => {
  const { dir, file, bytes } = await stopped();
  for (let cut = 0; cut < bytes.length; cut++) {
    writeFileSync(file, bytes.subarray(0, cut));
    await expect(load(dir, stateVersion), `cut at ${cut}`).rejects.toThrow(StateDamaged);
  }
  truncateSync(file, 100);
  await expect(opened(dir)).rejects.toThrow(/db\.json is damaged at byte 100: .*npm run restore -- FILE/);
  expect(statSync(file).size).toBe(100);
});

test('damage in a large state file is found to the nearest rows', async () => {
  const dir = folder();
  const store = await opened(dir);
  const ids = Array.from({ length: 1_000 }, (_, i) => `person-${i}`);
  await putPeople(store, ...ids);
  await store.close();
  const file = join(dir, 'db.json');
  const bytes = readFileSync(file);
  const at = bytes.indexOf('person-700');
  bytes[at] = 0x51;
  writeFileSync(file, bytes);
  const damage = await readState(dir).catch((error: unknown) => error);
  if (!(damage instanceof StateDamaged)) throw damage;
  expect(damage.offset).toBeLessThanOrEqual(at);
  expect(damage.offset).toBeGreaterThan(at - 5_000);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"version":1}',
  '{"version":1,"generation":1,"collections":{},"history":[]}',
  '\0\0\0',
])('a state file of %j is refused as damaged', async (text) => {
  const { dir, file } = await stopped();
  writeFileSync(file, text);
  await expect(opened(dir)).rejects.toThrow(StateDamaged);
});

test('checksums that do not cover the whole state file are refused', async () => {
  const { dir, file, bytes } = await stopped();
  writeFileSync(file, bytes.toString().replace(/\[\d+,\d+\]\]\}\n$/, ']}\n'));
  await expect(readState(dir)).rejects.toThrow(/db\.json is damaged at byte 0: it is longer or shorter/);
});

test('a folder that others could read is closed to them', async () => {
  const dir = join(folder(), 'open');
  mkdirSync(dir, { mode: 0o755 });
  await opened(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('a missing state file or journal is noticed', async () => {
  const first = await stopped();
  rmSync(join(first.dir, 'journal-2.jsonl'));
  await expect(opened(first.dir)).rejects.toThrow(/journal-2\.jsonl is damaged at byte 0: it is gone/);
  const second = await stopped();
  rmSync(second.file);
  await expect(opened(second.dir)).rejects.toThrow(StateDamaged);
});

test('a folder whose very first start was cut short starts as an empty one', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'journal-1.jsonl'), '');
  writeFileSync(join(dir, 'db.json.tmp'), '{"vers');
  expect(await people(await opened(dir))).toEqual([]);
});
