/** What a restore makes of the rows of a backup, and which numbers a state gave out. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lastNumbersIn } from '../../../adapters/store/embedded/folder/restore.ts';
import type { Document, Tables } from '../../../adapters/store/memory/document.ts';
import { restoreRows } from '../../../adapters/store/memory/restored-rows.ts';
import type { StoredSource } from '../../../src/domain/alert/source.ts';
import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import type { Numbered } from '../../../src/store/next-number.ts';
import { folder, opened } from './folder.ts';

const made = '2026-11-20T01:00:00.000Z';
const now = '2026-11-24T09:00:00.000Z';
const delivery: Delivery = Object({
  id: 'd1',
  state: 'waiting',
  message: null,
  attempts: 0,
  about: { kind: 'welcome' },
});
const counters = (values: Partial<Record<Numbered | 'store level', number>>): Tables['counters'] =>
  new Map(Object.entries(values).map(([id, value]) => [id, { id, value }]));

function restored(tables: Tables, madeAt: string | null = made, replaced: [Numbered, number][] = []) {
  const document: Document = { version: 5, generation: 1, tables, history: [] };
  restoreRows(document, madeAt, new Map(replaced), now);
  const { counters: numbers, restores, deliveries } = document.tables;
  return {
    numbers: Object.fromEntries([...(numbers?.values() ?? [])].map(({ id, value }) => [id, value])),
    restores: restores?.get('restores')?.list ?? [],
    delivery: deliveries?.get('d1'),
  };
}

it('every counter goes on after the larger one of its two last numbers, and each is noted with the time of the backup', () => {
  const tables = { counters: counters({ alerts: 1, reminders: 99_999, digests: 150_000, 'store level': 3 }) };
  expect(
    restored(tables, made, [
      ['alerts', 250_000],
      ['digests', 5],
      ['answers', 2],
    ]),
  ).toEqual({
    numbers: { alerts: 299_999, reminders: 199_999, digests: 199_999, answers: 99_999, 'store level': 3 },
    restores: [
      {
        ...{ madeAt: made, at: now },
        numbers: {
          alerts: { last: 1, next: 300_000 },
          reminders: { last: 99_999, next: 200_000 },
          digests: { last: 150_000, next: 200_000 },
          answers: { last: 0, next: 100_000 },
        },
      },
    ],
    delivery: undefined,
  });
});

it('the restores before it stay noted', () => {
  const first = { madeAt: '2026-10-01T00:00:00.000Z', at: '2026-10-02T00:00:00.000Z', numbers: {} };
  const restores = new Map([['restores' as const, { id: 'restores' as const, list: [first] }]]);
  const { restores: list } = restored({ counters: counters({ alerts: 1 }), restores });
  expect(list).toEqual([first, expect.objectContaining({ madeAt: made })]);
});

it('a restore of a state without messages or numbers changes no card, and is not noted', () => {
  expect(restored({}).restores).toEqual([]);
  expect(restored({ counters: counters({ alerts: 1 }) }).restores).toHaveLength(1);
  expect(restored({ deliveries: new Map([['d1', delivery]]) }).restores).toHaveLength(1);
});

it.each<[string, string | null, Record<string, string>, string]>([
  ['that says when it was made', made, { heardAt: now }, made],
  ['that does not: the newest time in it', null, { heardAt: made, addedAt: '2026-11-19T00:00:00.000Z' }, made],
  ['whose newest time is this very moment', null, { heardAt: now }, now],
  ['with a time that is yet to come', null, { heardAt: '2027-01-01T00:00:00.000Z' }, now],
])('what waited is in doubt since the backup was made, in one %s', (_which, madeAt, times, since) => {
  const row = (id: string, heardAt: string): [string, StoredSource] => [id, Object({ id, ...times, heardAt })];
  const rows = [
    row('a', '2026-11-18T00:00:00.000Z'),
    row('b', times.heardAt ?? ''),
    row('c', '2026-11-17T00:00:00.000Z'),
  ];
  const found = restored({ deliveries: new Map([['d1', delivery]]), sources: new Map(rows) }, madeAt);
  const asked = times.heardAt?.startsWith('2027') ? '2026-11-18T00:00:00.000Z' : since;
  expect(found.delivery).toMatchObject({ state: 'sending', doubt: true, askedAt: asked });
  expect(found.restores).toMatchObject([{ madeAt: asked, at: now }]);
});

it('where nothing in it has a time, what waited is in doubt from now on', () => {
  expect(restored({ deliveries: new Map([['d1', delivery]]) }, null).delivery).toMatchObject({ askedAt: now });
});

it('the revision of a tenant goes on at the time of the restore', () => {
  const tenants = new Map([['t', Object({ id: 't', name: 'Contoso', revision: { number: 4, at: made } })]]);
  restored({ tenants });
  expect(tenants.get('t')).toEqual({
    ...{ id: 't', name: 'Contoso' },
    revision: { number: Date.parse(now) / 1_000, at: made },
  });
});

it('the last numbers of a damaged state are the largest in its snapshot and its journals that can be read', async () => {
  const dir = folder();
  const line = (...rows: string[]) => `00000000 {"rows":{"counters":[${rows.join(',')}]}}\n`;
  const counter = (id: string, value: number) => `{"id":"${id}","value":${value}}`;
  writeFileSync(join(dir, 'db.json'), `damaged\n${line(counter('alerts', 123_456), counter('reminders', 5))}`);
  writeFileSync(
    join(dir, 'journal-1.jsonl'),
    line(counter('reminders', 7), counter('alerts', 99), counter('formerMembers', 8), counter('other', 8)),
  );
  writeFileSync(
    join(dir, 'journal-2.jsonl'),
    `${line(counter('reminders', 6))}{"id":"people","name":"{\\"id\\":\\"reminders\\",\\"value\\":900}"}\n${line(counter('digests', 1))}`,
  );
  const expected = new Map([
    ['alerts', 123_456],
    ['digests', 1],
    // A state before version 6 may have had this counter for escalations.
    ['escalations', 7],
    ['formerMembers', 8],
    ['reminders', 7],
  ]);
  expect(await lastNumbersIn(dir)).toEqual(expected);
  rmSync(join(dir, 'db.json'));
  writeFileSync(join(dir, 'journal-1.jsonl'), 'damaged\nagain\n');
  expect(await lastNumbersIn(dir)).toEqual(
    new Map(
      [...expected]
        .filter(([id]) => id === 'digests')
        .concat([
          ['escalations', 6],
          ['reminders', 6],
        ]),
    ),
  );
});

it('the last numbers of a whole state are those of its counters, also of one that gave out a single one', async () => {
  const dir = join(folder(), 'state');
  const store = await opened(dir);
  await store.change(async (tx) => {
    for (const [id, value] of Object.entries({ alerts: 13, reminders: 1, questions: 4 }))
      await tx.put('counters', { id, value });
  });
  await store.close();
  expect(await lastNumbersIn(dir)).toEqual(
    new Map([
      ['alerts', 13],
      ['reminders', 1],
      ['questions', 4],
    ]),
  );
  expect(await lastNumbersIn(folder())).toEqual(new Map());
});
