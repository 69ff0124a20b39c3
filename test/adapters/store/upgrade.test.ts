import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTrail } from '../../../adapters/store/embedded/archive/archive.ts';
import { StateDamaged, StateTooNew } from '../../../adapters/store/embedded/errors.ts';
import { load } from '../../../adapters/store/embedded/folder/load.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { type Migration, stateVersion, upgrades } from '../../../adapters/store/embedded/migrations/migrate.ts';
import type { PlainState } from '../../../adapters/store/embedded/migrations/v2-reminders-count-on-arrival.ts';
import { readSnapshot } from '../../../adapters/store/embedded/snapshot/snapshot.ts';
import { verifyHistory } from '../../support/verify-history.ts';
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

describe('from version 2', () => {
  const written = join(import.meta.dirname, 'version-2');

  /** As a bot of version 2 leaves it when it is killed: one JSON document, and a journal. */
  function versionTwo(): string {
    const dir = join(folder(), 'state');
    mkdirSync(dir, { mode: 0o700 });
    cpSync(join(written, 'snapshot.txt'), join(dir, 'db.json'));
    cpSync(join(written, 'journal.txt'), join(dir, 'journal-2.jsonl'));
    return dir;
  }

  async function isWhole(dir: string, people: number, first: string, number = 17): Promise<void> {
    const store = await opened(dir);
    const rows = await store.read((reader) => reader.list('people'));
    expect(rows).toHaveLength(people);
    expect(rows.find(({ id }) => id === 'slack:T1/U0')?.name).toBe(first);
    expect(rows.find(({ id }) => id === 'slack:T1/U89')?.name).toBe(`Person “89”, ${'é€ "quoted" '.repeat(4)}`);
    expect(await store.read((reader) => reader.get('counters', 'alerts'))).toEqual({ id: 'alerts', value: number });
    const history = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }));
    expect(verifyHistory(history.toReversed())).toBeNull();
    expect(history).toHaveLength(3);
    await store.close();
  }

  test('a state that was one JSON document opens, becomes lines, and is kept as it was', async () => {
    const dir = versionTwo();
    const told: string[] = [];
    await (await opened(dir, { onUpgrade: (version, kept) => told.push(`${version} ${kept}`) })).close();
    await isWhole(dir, 89, 'from the journal');
    expect(readFileSync(join(dir, 'db.json'), 'utf8')).toMatch(/^\{"version":5,"generation":\d+,"format":"lines"\}\n/);
    const copy = readdirSync(dir).find((name) => name.startsWith('before-version-5-')) ?? '';
    expect(told).toEqual([`${stateVersion} ${join(dir, copy)}`]);
    for (const [name, from] of [
      ['db.json', 'snapshot.txt'],
      ['journal-2.jsonl', 'journal.txt'],
    ] as const)
      expect(readFileSync(join(dir, copy, name))).toEqual(readFileSync(join(written, from)));
  });

  test('a backup that was one JSON document is restored, its archive too', async () => {
    const dir = join(folder(), 'state');
    await restore(join(written, 'backup.txt'), dir);
    await isWhole(dir, 89, 'from the journal', 99_999);
    expect(await openTrail(dir).read('history-2026-09')).toMatchObject([{ byName: 'old' }]);
  });

  test('no byte of such a document that is altered goes unnoticed, and no cut', { timeout: 60_000 }, async () => {
    const dir = versionTwo();
    const file = join(dir, 'db.json');
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 13) {
      for (const damaged of [bytes.subarray(0, at), Buffer.from(bytes).fill((bytes[at] ?? 0) ^ 0x21, at, at + 1)]) {
        writeFileSync(file, damaged);
        const outcome = await load(dir, stateVersion).catch((error: unknown) => error);
        expect(outcome instanceof StateDamaged || outcome instanceof StateTooNew, `byte ${at}`).toBe(true);
      }
    }
  });
});

describe('to version 2', () => {
  const nag = { id: 'nag-1', items: ['a', 'b'], more: 0, before: { b: null }, revision: 1 };
  const round = { id: 'slack:C1', slot: '2026-11-24', messaged: '2026-11-24', nag: 'nag-1', older: [] };
  const told = { 'slack:C1': { times: 1, date: '2026-11-24' }, 'slack:C2': { times: 2, date: '2026-11-20' } };
  const finding = { id: 'b', told };
  const owed = (state: string, message: string | null) => ({
    id: 'nag nag-1 > slack:C1',
    about: { kind: 'nag', nagId: 'nag-1' },
    state,
    message,
  });
  const after = (deliveries: { id: string }[], nags: { id: string }[] = [nag]) => {
    const first: PlainState = { collections: { nags, rounds: [round], findings: [finding], deliveries }, history: [] };
    return upgrades.reduce((state, step) => step(state), first).collections;
  };

  test('a reminder that arrived knows what it was made for', () => {
    expect(after([owed('posted', 'm')])).toMatchObject({
      nags: [{ id: 'nag-1', items: ['a', 'b'], due: ['b'], revision: 1 }],
      rounds: [round],
      findings: [finding],
    });
  });

  test('what one told that still waits does not count: it is owed anew', () => {
    expect(after([owed('waiting', null)])).toMatchObject({
      rounds: [{ nag: null, messaged: '' }],
      findings: [{ id: 'b', told: { 'slack:C2': told['slack:C2'] } }],
      deliveries: [{ state: 'dropped' }],
    });
  });

  test('rows of the first days of version 1 are understood too', () => {
    const weekly = {
      id: 'weekly',
      about: { kind: 'weekly', tenantId: 'x', week: '' },
      state: 'waiting',
      message: null,
    };
    expect(after([weekly], [{ id: 'nag-1' }])).toMatchObject({ nags: [{ id: 'nag-1', due: [] }], deliveries: [] });
  });
});
