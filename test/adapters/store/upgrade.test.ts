import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lastNumbersIn } from '../../../adapters/store/embedded/folder/restore.ts';
import { StateTooNew } from '../../../adapters/store/errors.ts';
import { readSnapshot } from '../../../adapters/store/lines/snapshot.ts';
import { type Migration, upgrades } from '../../../adapters/store/memory/migrations/migrate.ts';
import type { Collections } from '../../../src/ports/collections.ts';
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
  writeFileSync(join(dir, 'db.json'), '{ "version": 9, "rows": [] }');
  await expect(opened(dir)).rejects.toThrow(StateTooNew);
});

describe.each([4, 5, 6, 7, 8])('to version %i', (version) => {
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

  test('an older bot refuses the state', async () => {
    const dir = folder();
    await (await opened(dir, { steps: upgrades.slice(0, version - 1) })).close();
    await expect(opened(dir, { steps: before })).rejects.toThrow(StateTooNew);
  });
});

describe.each([4, 5])('from version %i, whose words crossed', (version) => {
  const at = '2026-11-24T08:00:00.000Z';
  const delivery = (about: { kind: string }, id: string, more = {}) => ({
    id,
    about,
    queue: 'slack:C1',
    since: at,
    ...more,
  });
  const alert = {
    ...{
      id: 'webhook:cipp a',
      source: 'webhook:cipp',
      number: 1,
      remindFrom: at,
      closingTold: at,
      over: { at },
      story: [{ at, what: 'received' }],
    },
    ...{ reminders: ['reminders 4 > slack:C1'], offered: { at, told: true } },
  };
  const alertCard = delivery({ kind: 'alert' }, 'alert webhook:cipp a > slack:C1', {
    ...{ lateToldAt: at, turn: { share: 'x', tenant: '', place: 7 } },
  });
  const followUp = { kind: 'followUp', step: 1, was: { over: false } };
  const place = { platform: 'slack', address: 'C1' };
  const acknowledging = { by: 'slack:T1/U1', byName: 'Ada', at, place, tenants: [null, 'contoso'] };
  const resolving = { reason: 'benign', note: 'ok' };
  const tasks = [
    { ...acknowledging, upTo: 9, after: '0000000003' },
    { ...acknowledging, by: 'slack:T1/U2', byName: 'Sam', tenants: [null], resolving, upTo: 12, after: null },
  ];
  /** Rows as versions 4 and 5 wrote them, by collection. */
  const written = {
    alerts: [alert],
    nags: [{ id: 'nag-17', at }],
    untold: [{ id: '3 contoso', entry: 3 }],
    counters: ['nags', 'reminders', 'alerts'].map((id, index) => ({ id, value: index + 17 })),
    deliveries: [
      alertCard,
      delivery({ kind: 'nag', nagId: 'nag-17' } as { kind: string }, 'nag nag-17 > slack:C1'),
      delivery({ kind: 'reminders', id: 4 } as { kind: string }, 'reminders 4 > slack:C1'),
      delivery(followUp, 'followUp 1 webhook:cipp a > slack:C1'),
    ],
    digests: [
      { id: 'digest-1', queue: 'slack:C1', acknowledging: tasks, closedAt: at },
      { id: 'digest-2', queue: 'slack:C1', closedAt: at },
    ],
    findings: [{ id: 'f', told: { 'slack:C1': { times: 1, date: '2026-11-24' } }, closedAt: at }],
    rounds: [{ id: 'slack:C1', nag: 'nag-17', older: [] }],
    sources: [{ id: 'cipp', untold: { unread: 1 }, toldAt: at }],
    subscriptions: [{ id: 's', told: { from: at, until: at, first: true } }],
  };

  async function olderState(): Promise<string> {
    const dir = join(folder(), 'state');
    const older = await opened(dir, { steps: upgrades.slice(0, version - 1) });
    await older.change(async (tx) => {
      for (const [collection, rows] of Object.entries(written))
        for (const row of rows) await tx.put(collection as never, row as never);
    });
    await older.archive.append('alerts-2026-10', [{ id: alert.id, alert, deliveries: [alertCard] } as never]);
    await older.close();
    return dir;
  }

  test('every row is there, by the words of now, and ids are as they were', async () => {
    const store = await opened(await olderState());
    const rows = (collection: keyof Collections) => store.read((reader) => reader.list(collection));
    const { story, reminders, remindFrom, closingTold, over, ...rest } = alert;
    const renamedAlert = {
      ...{ ...rest, timeline: story, escalations: reminders, escalateFrom: remindFrom, closingNotifiedAt: closingTold },
      ...{ resolvedBySender: over, offered: { at, isReported: true } },
    };
    const renamedCard = delivery({ kind: 'alert' }, alertCard.id, {
      ...{ lateNotifiedAt: at, turn: { share: 'x', tenant: '', position: 7 } },
    });
    expect(await rows('alerts')).toEqual([renamedAlert]);
    expect(await rows('reminders')).toEqual(written.nags);
    expect(await rows('unsentNotices')).toEqual(written.untold);
    expect(await rows('counters')).toMatchObject([
      { id: 'alerts', value: 19 },
      { id: 'escalations', value: 18 },
      { id: 'reminders', value: 17 },
    ]);
    expect(await rows('deliveries')).toEqual([
      renamedCard,
      delivery(
        { ...followUp, was: { resolvedBySender: false } } as { kind: string },
        'followUp 1 webhook:cipp a > slack:C1',
      ),
      delivery({ kind: 'reminder', reminderId: 'nag-17' } as { kind: string }, 'nag nag-17 > slack:C1'),
      delivery({ kind: 'escalations', id: 4 } as { kind: string }, 'reminders 4 > slack:C1'),
    ]);
    expect(await rows('digests')).toEqual([
      { id: 'digest-1', queue: 'slack:C1', closedAt: at },
      { id: 'digest-2', queue: 'slack:C1', closedAt: at },
    ]);
    const selection = { upTo: 19, message: 'digest digest-1 > slack:C1' };
    expect(await rows('answering')).toEqual([
      {
        ...{ ...acknowledging, id: `${at} slack:T1/U1 digest-1`, selection: { ...selection, newest: 9 } },
        cursor: { key: 'digest-1', after: '0000000003' },
      },
      {
        ...{
          id: `${at} slack:T1/U2 digest-1`,
          by: 'slack:T1/U2',
          byName: 'Sam',
          at,
          place,
          tenants: [null],
          resolving,
        },
        ...{ selection: { ...selection, newest: 12 }, cursor: { key: 'digest-1', after: null } },
      },
    ]);
    expect(await rows('findings')).toMatchObject([{ remindersSent: { 'slack:C1': { times: 1, date: '2026-11-24' } } }]);
    expect(await rows('rounds')).toEqual([{ id: 'slack:C1', reminder: 'nag-17', older: [] }]);
    expect(await rows('sources')).toEqual([{ id: 'cipp', unreported: { unread: 1 }, reportedAt: at }]);
    expect(await rows('subscriptions')).toEqual([{ id: 's', lastDigest: { from: at, until: at, first: true } }]);
    expect(await store.archive.read('alerts-2026-10')).toEqual([
      { id: alert.id, alert: renamedAlert, deliveries: [renamedCard] },
    ]);
  });

  test('the way back: the copy that the upgrade kept is the older state, row by row', async () => {
    const dir = await olderState();
    await (await opened(dir)).close();
    const copy = readdirSync(dir).find((name) => name.startsWith('before-version-8-')) ?? '';
    const back = await opened(join(dir, copy), { steps: upgrades.slice(0, version - 1) });
    for (const [collection, rows] of Object.entries(written)) {
      const there = await back.read((reader) => reader.list(collection as keyof Collections));
      expect(there).toEqual(expect.arrayContaining([...rows]));
    }
  });

  test('a restore over an older state, whole or damaged, gives out none of its numbers again', async () => {
    for (const damaged of [false, true]) {
      const dir = await olderState();
      if (damaged) appendFileSync(join(dir, 'db.json'), 'not a row\n');
      expect(await lastNumbersIn(dir)).toEqual(
        new Map([
          ['alerts', 19],
          ['escalations', 18],
          ['reminders', damaged ? 18 : 17],
        ]),
      );
    }
  });
});
