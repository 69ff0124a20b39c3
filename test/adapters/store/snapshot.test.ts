import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { load } from '../../../adapters/store/embedded/folder/load.ts';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { StateDamaged, StateTooNew } from '../../../adapters/store/errors.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { folder, opened, people, person, putPeople } from './folder.ts';

async function stopped(): Promise<{ dir: string; file: string; bytes: Buffer }> {
  const dir = folder();
  const store = await opened(dir);
  await putPeople(store, 'a', 'b', 'é');
  await store.change((tx) =>
    tx.appendHistory({
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

test('after a stop the state is one file of readable lines, closed to others', async () => {
  const { dir, bytes } = await stopped();
  const [head = '', ...lines] = bytes.toString().split('\n');
  expect(JSON.parse(head)).toEqual({ version: stateVersion, generation: 2, format: 'lines' });
  const [checksum, json = ''] = lines[0]?.split(/ (.*)/) ?? [];
  expect(checksum).toBe(crc32(json).toString(16).padStart(8, '0'));
  const rows = lines.slice(0, -1).map((line) => JSON.parse(line.slice(9)));
  expect(rows).toMatchObject([
    ['people', { id: 'a', name: 'a' }],
    ['people', {}],
    ['people', {}],
    ['history', { number: 1, byName: 'Ada' }],
    { end: { lines: 5 } },
  ]);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of ['db.json', 'journal-2.jsonl', 'lock.db', 'begun']) {
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

test.each([
  ['is missing', (lines: string[]) => lines.toSpliced(2, 1)],
  ['is there twice', (lines: string[]) => lines.toSpliced(2, 0, lines[2] ?? '')],
  ['stands before another', (lines: string[]) => lines.toSpliced(1, 2, lines[2] ?? '', lines[1] ?? '')],
  ['follows the last', (lines: string[]) => lines.toSpliced(-1, 0, lines[1] ?? '')],
])('a whole line of the state file that %s is noticed', async (_how, change) => {
  const { dir, file, bytes } = await stopped();
  writeFileSync(file, change(bytes.toString().split('\n')).join('\n'));
  await expect(readState(dir)).rejects.toThrow(
    /db\.json is damaged at byte \d+: (its last line tells|something follows)/,
  );
});

test('rows of any length come back, from the state, from a backup, and from a restored one', {
  timeout: 60_000,
}, async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  const rows = Array.from({ length: 3_000 }, (_, n) => person(`p${n}`, 'é€x'.repeat(1 + ((n * 7919) % 700))));
  // Longer than what is read and written at once, a few times over.
  rows.push(person('long', 'ü'.repeat(1_500_000)), person('longer', 'y'.repeat(700_000)));
  await store.change(async (tx) => {
    for (const row of rows) await tx.put('people', row);
  });
  await store.backup(join(dir, 'live.backup'));
  await store.close();
  const all = async (of: string) => {
    const again = await opened(of);
    const found = await again.read((reader) => reader.list('people'));
    await again.close();
    return new Map(found.map((row) => [row.id, row.name]));
  };
  const wanted = new Map(rows.map((row) => [row.id, row.name]));
  expect(await all(join(dir, 'state'))).toEqual(wanted);
  await restore(join(dir, 'live.backup'), join(dir, 'restored'));
  expect(await all(join(dir, 'restored'))).toEqual(wanted);
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
  await expect(opened(first.dir)).rejects.toThrow(/journal-2\.jsonl is missing\. Nothing was changed/);
  const second = await stopped();
  rmSync(second.file);
  await expect(opened(second.dir)).rejects.toThrow(/db\.json is missing, but .*journal-2\.jsonl is there/);
  rmSync(join(second.dir, 'journal-2.jsonl'));
  await expect(opened(second.dir)).rejects.toThrow(/db\.json is missing.* so are its journals.*remove .*begun/);
  rmSync(join(second.dir, 'begun'));
  expect(await people(await opened(second.dir))).toEqual([]);
});

test('a folder whose very first start was cut short starts as an empty one', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'journal-1.jsonl'), '');
  writeFileSync(join(dir, 'db.json.tmp'), '{"vers');
  writeFileSync(join(dir, 'lock.db'), '');
  expect(await people(await opened(dir))).toEqual([]);
});
