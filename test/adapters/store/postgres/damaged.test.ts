/** Somebody changes the tables past the bot: that is named at the next load and by `verify`, and never believed. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sumOf } from '../../../../adapters/store/postgres/rows.ts';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import { archivedAlert } from '../../../support/archived-alerts.ts';
import { databaseOf } from '../../../support/database.ts';
import { contoso } from '../../../support/partner.ts';
import { drives } from '../../../support/programs.ts';
import { actingAt, replicaAt } from './replicas.ts';

type Acting = Awaited<ReturnType<typeof actingAt>>['store'];

const add = (store: Acting, id: string) =>
  store.change(async (tx) => {
    await tx.put('people', { id, name: id });
    await tx.appendHistory({ at: '', by: null, byName: id, deed: 'tenant.setUp', tenantId: null, changes: [] });
  });

const archived = (id: string): Archived => {
  const alert = archivedAlert(contoso, '2026-09-05T10:00:00.000Z', 1);
  return { id, alert: { ...alert, id }, deliveries: [] };
};

/** A replica that acts on three people and four entries of the history, the oldest of which is in the archive, as is one alert. */
async function filled() {
  const database = await databaseOf();
  const fatal = vi.fn();
  const acting = await actingAt(database.url, { events: { fatal } });
  const { store } = acting;
  for (const id of ['a', 'b', 'c']) await add(store, id);
  await store.archive.append('alerts-2026-09', [archived('x')]);
  const oldest: readonly HistoryEntry[] = await store.read((reader) => reader.oldestHistory(1));
  await store.trail.append('history-2026-09', oldest);
  await store.change((tx) => tx.forgetHistory(1));
  await add(store, 'd');
  const harm = (sql: string) => database.sql(sql.replaceAll('THE.', `${database.schema}.`));
  return { ...database, ...acting, fatal, harm };
}

const forged = JSON.stringify({ id: 'e', name: 'Eve' });
const harms: readonly (readonly [what: string, sql: string, said: string])[] = [
  ['a row is changed', `UPDATE THE.rows SET body = '{"id":"a","name":"Eve"}' WHERE id = 'a'`, 'Row a of people'],
  ['a row gets another id', `UPDATE THE.rows SET id = 'z"' WHERE id = 'a'`, 'Row z" of people'],
  ['a row gets another collection', `UPDATE THE.rows SET collection = 'seen' WHERE id = 'a'`, 'Row a of seen'],
  ['a row is removed', `DELETE FROM THE.rows WHERE id = 'a'`, 'The collection people'],
  [
    'a row is added, with its checksum',
    `INSERT INTO THE.rows VALUES ('people', 'e', ${sumOf('people', forged)}, '${forged}')`,
    'The collection people',
  ],
  ['all rows are removed', 'TRUNCATE THE.rows', 'The collection people'],
  [
    'an entry is changed',
    `UPDATE THE.history SET body = replace(body::text, '"c"', '"e"')::json WHERE number = 3`,
    'Entry 3 of the history',
  ],
  ['an entry gets another number', 'UPDATE THE.history SET number = 9 WHERE number = 3', 'Entry 9 of the history'],
  ['the newest entry is cut off', 'DELETE FROM THE.history WHERE number = 4', 'The collection history'],
  ['an entry is cut out', 'DELETE FROM THE.history WHERE number = 3', 'The collection history'],
];

describe.runIf(drives('postgresql'))('tables that were changed past the bot', () => {
  it.each(harms)('%s', async (_what, sql, said) => {
    const { url, store, close, harm } = await filled();
    expect(await store.verify()).toMatchObject({ kind: 'whole', first: 1, newest: { number: 4 } });
    await harm(sql);
    const damage = { name: 'StateDamaged', message: expect.stringContaining(`${said} in the database is damaged`) };
    // Whoever acts goes on with what it has in memory, and says what it would be at the next load.
    await expect(store.verify()).rejects.toMatchObject(damage);
    await close();
    const fatal = vi.fn();
    await expect(replicaAt(url, { events: { fatal } }).turn()).rejects.toMatchObject(damage);
    expect(fatal.mock.calls).toMatchObject([[damage]]);
  });

  it('an archived alert or entry is changed: named by whoever reads it', async () => {
    const { store, harm } = await filled();
    await harm(`UPDATE THE.archived SET body = replace(body::text, 'resolved', 'active')::json`);
    await expect(store.archive.read('alerts-2026-09')).rejects.toThrow('Row x of alerts-2026-09 in the database');
    await harm(`UPDATE THE.trail SET body = replace(body::text, '"a"', '"e"')::json`);
    await expect(store.verify()).rejects.toThrow('Row 1 of history-2026-09 in the database is damaged');
    await harm('TRUNCATE THE.trail');
    expect(await store.verify()).toMatchObject({ kind: 'broken', number: 1 });
  });

  it('an archived alert is removed, or set aside: named by `verify`', async () => {
    const { store, harm } = await filled();
    const id = 'x "\0\ud800';
    await store.archive.append('alerts-2026-09', [archived(id)]);
    const same = ['"segment":"alerts-2026-10"', '\0'].join();
    await store.change((tx) => tx.put('closed', { id, number: 1, same, segment: 'alerts-2026-09' }));
    expect(await store.verify()).toMatchObject({ kind: 'whole' });
    await harm('UPDATE THE.archived SET dropped = true');
    await expect(store.verify()).rejects.toThrow(
      /Row x .* of alerts-2026-09 in the database is damaged: it is missing/,
    );
    await harm('DELETE FROM THE.archived');
    await expect(store.verify()).rejects.toThrow('it is missing');
  });

  it('the row that says who acts is removed: that one ends, and no other begins anew', async () => {
    const { url, store, fatal, harm } = await filled();
    await harm('DELETE FROM THE.state');
    await expect(add(store, 'e')).rejects.toThrow();
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce());
    const next = replicaAt(url, { events: { fatal } });
    await expect(next.turn()).rejects.toThrow('The collection people in the database is damaged: it has 4 rows');
  });

  it('the log is changed: a follower ends, and loads the rows when it is started again', async () => {
    const { url, store, harm, sql, schema } = await filled();
    const fatal = vi.fn();
    const follower = replicaAt(url, { events: { fatal } });
    follower.turn().catch(() => {});
    await vi.waitUntil(() => follower.lagMs() !== null);
    // The batch is changed in the moment in which it is committed.
    await sql(`
      CREATE FUNCTION ${schema}.harm() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.bodies[1] := '{"id":"f","name":"Eve"}'; RETURN NEW; END $$;
      CREATE TRIGGER harm BEFORE INSERT ON ${schema}.log FOR EACH ROW EXECUTE FUNCTION ${schema}.harm()`);
    onTestFinished(async () => void (await harm('DROP FUNCTION THE.harm CASCADE')));
    await add(store, 'f');
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce());
    expect(fatal.mock.calls).toMatchObject([
      [{ message: expect.stringMatching(/^Entry \d of the log in the database/) }],
    ]);
    await follower.end();
    const again = replicaAt(url);
    await vi.waitUntil(() => again.lagMs() !== null);
  });
});
