import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StateTooNew } from '../../../adapters/store/embedded/errors.ts';
import { type Migration, upgrades } from '../../../adapters/store/embedded/migrations/migrate.ts';
import { readSnapshot } from '../../../adapters/store/embedded/snapshot/snapshot.ts';
import { folder, opened, people, person, putPeople } from './folder.ts';

/** Made up: version 2 writes names in capitals, version 3 adds an exclamation mark. */
const capitals = renaming((name) => name.toUpperCase());
const loud = renaming((name) => `${name}!`);

function renaming(change: (name: string) => string): Migration {
  return ({ collections, history }) => {
    const rows = (collections.people ?? []) as { id: string; name: string }[];
    const people = rows.map(({ id, name }) => person(id, change(name)));
    return { collections: { ...collections, people }, history };
  };
}

const names = async (store: Awaited<ReturnType<typeof opened>>) =>
  (await store.read((reader) => reader.list('people'))).map((row) => row.name);

/** As a killed process of version 1 leaves it: `a` in the snapshot, `b` in the journal only. */
async function older(): Promise<string> {
  const living = folder();
  const first = await opened(living, { steps: [] });
  await putPeople(first, 'a');
  await first.close();
  await putPeople(await opened(living, { steps: [] }), 'b');
  const dir = join(folder(), 'state');
  cpSync(living, dir, { recursive: true });
  return dir;
}

test('an older state is upgraded step by step, its journal too, and kept as a copy', async () => {
  const dir = await older();
  const store = await opened(dir, { steps: [capitals, loud] });
  expect(await names(store)).toEqual(['A!', 'B!']);
  await putPeople(store, 'c');
  await store.close();
  expect((await readSnapshot(join(dir, 'db.json'), 3)).document.version).toBe(3);

  const copies = readdirSync(dir).filter((name) => name.startsWith('before-version-3-'));
  expect(copies).toHaveLength(1);
  expect(await people(await opened(join(dir, copies[0] ?? ''), { steps: [] }))).toEqual(['a', 'b']);

  const again = await opened(dir, { steps: [capitals, loud] });
  expect(await names(again)).toEqual(['A!', 'B!', 'c']);
});

test('a step that throws leaves the older state as it was', async () => {
  const dir = await older();
  const failing: Migration = () => {
    throw new Error('cannot be upgraded');
  };
  await expect(opened(dir, { steps: [failing] })).rejects.toThrow('cannot be upgraded');
  expect(await people(await opened(dir, { steps: [] }))).toEqual(['a', 'b']);
});

test('a newer state is refused in words and left as it is', async () => {
  const dir = await older();
  await (await opened(dir, { steps: [capitals] })).close();
  const file = join(dir, 'db.json');
  const before = readFileSync(file);
  await expect(opened(dir, { steps: [] })).rejects.toThrow(StateTooNew);
  await expect(opened(dir, { steps: [] })).rejects.toThrow(
    /has state version 2, and this version of the bot knows only 1/,
  );
  expect(readFileSync(file)).toEqual(before);
});

test('a newer state is called newer also when its format is unknown', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'db.json'), '{ "version": 7, "rows": [] }');
  await expect(opened(dir)).rejects.toThrow(StateTooNew);
});

describe.each([4, 5])('to version %i', (version) => {
  /** These steps lead to the version before, the newest that an older bot knows. */
  const before = upgrades.slice(0, version - 2);

  test('a state of the version before opens, its rows stay as they are, and it is kept', async () => {
    const dir = folder();
    const older = await opened(dir, { steps: before });
    await putPeople(older, 'a', 'b');
    await older.close();
    const store = await opened(dir, { steps: upgrades.slice(0, version - 1) });
    expect(await people(store)).toEqual(['a', 'b']);
    await store.close();
    const copies = readdirSync(dir).filter((name) => name.startsWith(`before-version-${version}-`));
    expect(copies).toHaveLength(1);
    expect(await people(await opened(join(dir, copies[0] ?? ''), { steps: before }))).toEqual(['a', 'b']);
  });

  test('a bot that does not know its kinds of delivery refuses the state', async () => {
    const dir = folder();
    await (await opened(dir, { steps: upgrades.slice(0, version - 1) })).close();
    await expect(opened(dir, { steps: before })).rejects.toThrow(StateTooNew);
  });
});
