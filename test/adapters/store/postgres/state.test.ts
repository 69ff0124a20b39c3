/** What commands do with a state in a database: backup, restore, moving both ways, import, verify. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { embeddedState } from '../../../../adapters/store/embedded/state.ts';
import { checkedLine } from '../../../../adapters/store/lines/checked-line.ts';
import type { StoredState } from '../../../../adapters/store/state.ts';
import type { HistoryEntry, NewEntry } from '../../../../src/domain/history.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import type { Archive, Store } from '../../../../src/ports/store.ts';
import { archivedAlert } from '../../../support/archived-alerts.ts';
import { databaseOf } from '../../../support/database.ts';
import { contoso } from '../../../support/partner.ts';
import { drives } from '../../../support/programs.ts';
import { folder, opened, person } from '../folder.ts';
import { actingAt, replicaAt, stateAt } from './replicas.ts';

/** Ids that PostgreSQL's text cannot hold as they are, and names that JSON writes in several ways. */
const hostile = ['\0', '\ud800', 'a\udfffb', '\u2028', 'é\\"', '💥', '__proto__', ' ', ''];

const entry: NewEntry = {
  ...{ at: '2026-01-01T00:00:00Z', by: null, byName: '', deed: 'tenant.setUp', tenantId: null, changes: [] },
};

const archived = (id: string, note: string): Archived => {
  const alert = archivedAlert(contoso, '2026-09-05T10:00:00.000Z', 1);
  return { id, alert: { ...alert, id, content: { ...alert.content, description: note } }, deliveries: [] };
};

/** Rows, a history of which a part is in the archive, and archived alerts of which one was archived twice. */
async function fill({ store, archive, trail }: { store: Store; archive: Archive; trail: Archive<HistoryEntry> }) {
  for (const [index, id] of hostile.entries())
    await store.change(async (tx) => {
      await tx.put('people', person(id, `${id} ${index}`));
      await tx.put('counters', { id: 'alerts', value: index + 1 });
      const change = { field: 'name', before: null, after: id };
      await tx.appendHistory({
        ...{ at: '2026-09-01T00:00:00.000Z', by: null, byName: id },
        ...{ deed: 'tenant.setUp', tenantId: contoso, changes: [change] },
      });
    });
  await archive.append('alerts-2026-08', [archived('only', '')]);
  await archive.append(
    'alerts-2026-09',
    hostile.map((id) => archived(id, 'first')),
  );
  await archive.append('alerts-2026-09', [archived(hostile[1] ?? '', 'again')]);
  const oldest = await store.read((reader) => reader.oldestHistory(4));
  await trail.append('history-2026-09', oldest);
  await trail.append('history-2026-09', oldest.slice(0, 1));
  await store.change((tx) => tx.forgetHistory(4));
}

/** All that a state holds, as people and the bot read it. */
async function contents(state: StoredState) {
  const trail = await state.verify();
  const rest = await state.read(async (reader, archive) => ({
    people: await reader.list('people'),
    counters: await reader.list('counters'),
    restores: await reader.list('restores'),
    history: await reader.history({ tenantId: null, before: null, limit: 100 }),
    archive: await Promise.all((await archive.segments()).map(async (name) => [name, await archive.read(name)])),
  }));
  return { trail, ...rest };
}

/** A filled embedded state whose owner has ended, and its backup. */
async function embedded() {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  await fill({ store, archive: store.archive, trail: store.trail });
  await store.close();
  const state = embeddedState(join(dir, 'state'));
  const backup = join(dir, 'of-the-folder.backup');
  await state.backup(backup);
  return { dir, state, backup };
}

/** A database with one person, whose bot has ended. */
async function small(...names: string[]) {
  const database = await databaseOf();
  const { store, close } = await actingAt(database.url);
  for (const name of names) await store.change((tx) => tx.put('people', person(name)));
  await close();
  return { ...database, state: stateAt(database.url) };
}

/** The commands of docs/postgres.md, for this schema and these tables. */
function haveBack(schema: string, tables: string): string {
  const [, sql = ''] = /## Restore a backup.*?```sql\n(.*?)```/s.exec(readFileSync('docs/postgres.md', 'utf8')) ?? [];
  return sql.replaceAll('security_contact', schema).replaceAll(/replaced_2026\w+?(?=_)/g, tables);
}

const namesIn = (state: StoredState) => state.read(async (reader) => (await reader.list('people')).map(({ id }) => id));

describe.runIf(drives('postgresql'))('a state in a database', () => {
  it('moves there and back, and holds the same: rows, history, archive, hash', async () => {
    const { dir, state, backup } = await embedded();
    const before = await contents(state);
    expect(before).toMatchObject({ trail: { kind: 'whole', first: 1, newest: { number: 9 } } });
    const { url, state: there } = await small();
    expect(await there.restore(backup, { moved: true })).toBeNull();
    expect(await contents(there)).toEqual(before);
    const { store, close } = await actingAt(url);
    expect(await store.read((reader) => reader.list('people'))).toEqual(before.people);
    await close();
    const back = join(dir, 'of-the-database.backup');
    expect(await there.backup(back)).toBeNull();
    const home = embeddedState(join(dir, 'home'));
    await home.restore(back, { moved: true });
    expect(await contents(home)).toEqual(before);
  });

  it('is moved there once: what holds anything refuses it, and so does a backup of a bot that ran', async () => {
    const { backup } = await embedded();
    const { state, url, schema, sql } = await small('there');
    await expect(state.restore(backup, { moved: true })).rejects.toThrow(/holds a state already.* Nothing was changed/);
    expect(await namesIn(state)).toEqual(['there']);
    const { close } = await actingAt(url);
    const live = join(folder(), 'live.backup');
    await state.backup(live);
    const empty = await small();
    await expect(empty.state.restore(live, { moved: true })).rejects.toThrow('made while a bot used the state');
    await close();
    // Whoever follows acts at any moment.
    await sql(`INSERT INTO ${schema}.replica VALUES (gen_random_uuid(), '', '', 8, '', 0, now(), clock_timestamp())`);
    await state.backup(live);
    await expect(empty.state.restore(live, { moved: true })).rejects.toThrow('made while a bot used the state');
    await sql(`DELETE FROM ${schema}.replica`);
    await state.backup(live);
    await empty.state.restore(live, { moved: true });
    expect(await namesIn(empty.state)).toEqual(['there']);
  });

  it('is replaced by a backup as a whole, with numbers that leap, and is kept', async () => {
    const { backup, state: from } = await embedded();
    const { state, schema, sql } = await small('before');
    const kept = await state.restore(backup);
    const name = /^the tables (replaced_\w+)_…$/.exec(kept ?? '')?.[1];
    expect(await sql(`SELECT body->>'id' AS id FROM ${schema}.${name}_rows`)).toEqual([{ id: 'before' }]);
    const [is, was] = [await contents(state), await contents(from)];
    expect([is.people, is.trail, is.archive]).toEqual([was.people, was.trail, was.archive]);
    expect(is.counters).toEqual([{ id: 'alerts', value: 99_999 }]);
    expect(is.restores).toMatchObject([{ list: [{ numbers: { alerts: { last: 9, next: 100_000 } } }] }]);
    await state.restore(backup);
    expect((await contents(state)).counters).toEqual([{ id: 'alerts', value: 199_999 }]);
    await sql(haveBack(schema, name ?? ''));
    expect(await namesIn(state)).toEqual(['before']);
    expect(await contents(state)).toMatchObject({ archive: [], counters: [], trail: { first: 0 } });
  });

  it('is left alone while a replica acts, which is named; when it is taken over that one ends, and the others load anew', async () => {
    const { backup } = await embedded();
    const { url, state } = await small('before');
    const fatal = vi.fn();
    const { store, replica } = await actingAt(url, { url: 'http://10.0.0.1:3978', events: { fatal } });
    for (const refused of [() => state.restore(backup), () => state.open(async () => {})])
      await expect(refused()).rejects.toThrow(/replica at http:\/\/10\.0\.0\.1:3978 acts on this database/);
    expect(await namesIn(state)).toEqual(['before']);
    const other = replicaAt(url, { url: 'http://10.0.0.2:3978' });
    await vi.waitUntil(() => other.lagMs() !== null);
    await state.restore(backup, { takeOver: true });
    await expect(store.change((tx) => tx.put('people', person('late')))).rejects.toThrow();
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce());
    await replica.end();
    const next = await other.turn();
    expect(next?.lease.wasGivenBack).toBe(false);
    expect((await next?.read((reader) => reader.list('people')))?.length).toBe(hostile.length);
    await next?.close();
    expect(await namesIn(state)).not.toContain('late');
  });

  it('stays as it was where a backup cannot be restored to its end', async () => {
    const { backup } = await embedded();
    const lines = readFileSync(backup, 'utf8').split('\n').slice(0, -2);
    const body = `${[...lines, checkedLine('["archived",{"id":"x","segment":"nowhere"}]').trimEnd()].join('\n')}\n`;
    writeFileSync(
      backup,
      `${body}${checkedLine(JSON.stringify({ end: { lines: lines.length + 1, sum: crc32(body) } }))}`,
    );
    const { url, state } = await small('before');
    await expect(state.restore(backup)).rejects.toThrow('whose name is none');
    expect(await namesIn(state)).toEqual(['before']);
    const { store, close } = await actingAt(url);
    await store.change((tx) => tx.put('people', person('after')));
    await close();
    expect(await namesIn(state)).toEqual(['after', 'before']);
  });

  it('can be replaced when it is damaged, and gives out none of its numbers again', async () => {
    const { backup } = await embedded();
    const { url, state, schema, sql } = await small('before');
    const { store, close } = await actingAt(url);
    await store.change((tx) => tx.put('counters', { id: 'alerts', value: 250_000 }));
    await close();
    await sql(`UPDATE ${schema}.rows SET body = '{"id":"before","name":"Eve"}' WHERE collection = 'people'`);
    for (const work of [() => state.verify(), () => state.backup(join(folder(), 'x.backup')), () => namesIn(state)])
      await expect(work()).rejects.toThrow('Row before of people in the database is damaged');
    await state.restore(backup);
    expect((await contents(state)).counters).toEqual([{ id: 'alerts', value: 299_999 }]);
  });

  it('shows what was changed past the bot: a row that is gone, one that was added, a history that was cut', async () => {
    for (const [harm, said] of [
      [`DELETE FROM SCHEMA.rows WHERE id = 'one'`, 'The collection people in the database is damaged: it has 1 rows'],
      [
        `INSERT INTO SCHEMA.rows SELECT 'people', 'three', crc, body FROM SCHEMA.rows WHERE id = 'one'`,
        'it stands under another id',
      ],
      ['DELETE FROM SCHEMA.history', 'The collection history in the database is damaged: it has 0 rows'],
    ] as const) {
      const { url, state, schema, sql } = await small('one', 'two');
      const { store, close } = await actingAt(url);
      await store.change((tx) => tx.appendHistory(entry));
      await close();
      await sql(harm.replaceAll('SCHEMA', schema));
      await expect(state.verify()).rejects.toThrow(said);
    }
  });

  it('drops and erases a month of many rows, also one that came again', async () => {
    const { url, schema, sql } = await small();
    const { store } = await actingAt(url);
    const month = 'alerts-2026-08';
    const ids = ['', ...Array.from({ length: 1_001 }, (_, n) => `x${n}`)];
    const rows = ids.map((id) => archived(id, ''));
    for (const some of [rows.slice(0, 700), rows]) {
      await store.archive.append(month, some);
      await store.archive.drop(month);
      expect(await store.archive.segments()).toEqual([]);
    }
    expect(await sql(`SELECT count(*)::int AS rows FROM ${schema}.archived`)).toEqual([{ rows: ids.length }]);
    await store.archive.erase(month);
    expect(await sql(`SELECT 1 FROM ${schema}.archived`)).toEqual([]);
  });

  it('is backed up as of one instant while a replica commits', async () => {
    const { url, state } = await small();
    const { store } = await actingAt(url);
    let count = 0;
    let going = true;
    const writing = (async () => {
      while (going) {
        count += 1;
        await store.change(async (tx) => {
          for (const id of ['left', 'right']) await tx.put('people', person(id, String(count)));
          await tx.appendHistory(entry);
        });
      }
    })();
    for (let round = 0; round < 10; round++) {
      const before = count - 1;
      const file = join(folder(), 'one.backup');
      await state.backup(file);
      const here = embeddedState(join(folder(), 'state'));
      await here.restore(file);
      const trail = await here.verify();
      const names = await here.read(async (reader) => (await reader.list('people')).map(({ name }) => Number(name)));
      const newest = trail.kind === 'whole' ? trail.newest.number : null;
      expect(names).toEqual(newest === 0 ? [] : [newest, newest]);
      expect(newest).toBeGreaterThanOrEqual(before);
    }
    going = false;
    await writing;
  });

  it('says when the last backup was made, and since when it is', async () => {
    const { state, readOnly } = await small('one');
    expect(await state.lastBackupAt()).toBeNull();
    expect(await state.backup(join(folder(), 'one.backup'))).toBeNull();
    const [at, begun] = [Date.parse((await state.lastBackupAt()) ?? ''), await state.begunAt()];
    expect(at).toBeGreaterThan(begun ?? Number.POSITIVE_INFINITY);
    await readOnly(true);
    expect(await state.backup(join(folder(), 'two.backup'))).toContain('read-only');
  });

  it('says which database cannot be reached, to whoever reads it and to whoever changes it', async () => {
    const state = stateAt('postgres://bot:secret@127.0.0.1:1/security');
    for (const work of [() => namesIn(state), () => state.open(async () => {})])
      await expect(work()).rejects.toThrow(
        /^postgres:\/\/127\.0\.0\.1:1\/security .* cannot be reached: .*ECONNREFUSED/,
      );
  });

  it('is not there before somebody makes it', async () => {
    const { url } = await databaseOf();
    const state = stateAt(url);
    for (const work of [() => namesIn(state), () => state.verify(), () => state.backup(join(folder(), 'x.backup'))])
      await expect(work()).rejects.toThrow('There is no state in postgres://');
    expect([await state.begunAt(), await state.lastBackupAt()]).toEqual([null, null]);
    const store = await state.open(async () => {});
    await store.change((tx) => tx.put('people', person('first')));
    await store.close();
    expect(await namesIn(state)).toEqual(['first']);
  });
});
