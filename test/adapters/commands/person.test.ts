/** What is stored of a person, and erasing it, as an operator runs it: in a folder, and in a database. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../../adapters/commands/person.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { databaseAt } from '../../../adapters/store/postgres/connection.ts';
import type { StoredState } from '../../../adapters/store/state.ts';
import type { TrailCheck } from '../../../adapters/store/verify-history.ts';
import type { StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import type { Tx } from '../../../src/ports/store.ts';
import { databaseOf } from '../../support/database.ts';
import { aTenant, contoso, sam } from '../../support/partner.ts';
import { drives } from '../../support/programs.ts';
import { mona, ofMona, stateWithMona } from '../../support/stored-person.ts';
import { folder } from '../store/folder.ts';
import { actingAt, placeAt, stateAt } from '../store/postgres/replicas.ts';

let dir: string;
beforeEach(async () => {
  dir = join(folder(), 'state');
  vi.stubEnv('STATE_DIR', dir);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await stateWithMona(dir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const run = (erase = false, also?: string, identity = mona) =>
  command.run({ values: { erase, also, json: false }, positionals: [identity] });

/** The files below a folder in which the text stands. */
function filesWith(text: string, below: string): string[] {
  const files = readdirSync(below, { recursive: true, encoding: 'utf8' }).map((name) => join(below, name));
  return files.filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}

const trailOf = (state: StoredState) => state.verify();

function whole(check: TrailCheck) {
  if (check.kind !== 'whole') throw new Error('broken');
  return check;
}

describe('in a state folder', () => {
  it('prints what is stored by collection, of the archives and copies too, and nothing of others', async () => {
    const { text = '', json } = (await run()) ?? {};
    expect(json).toMatchObject({ identity: mona, names: ['Mona Berg'], maybeSame: [] });
    expect(json).toMatchObject({ addresses: ['mona.berg@contoso.com', '+33140000001'] });
    for (const part of [
      'people: 1',
      'notes: 1',
      'alerts: 1',
      'archived (alerts-2026-08): 1',
      'history (history-2026-08): 3',
    ])
      expect(text).toContain(part);
    expect(text).toContain('archived (alerts-2026-07, copy dropped): 1');
    expect(text).toMatch(/people \(copy before-version-8-2026-09-01\): 1/);
    expect(text).toContain('"timezone":"Europe/Paris"');
    expect(text).not.toMatch(/UADA|commitment/);
  });

  it('erases name, address and identity everywhere, so that not one byte of them is left, and the history is whole', async () => {
    expect(ofMona.every((word) => word === 'mona berg' || filesWith(word, dir).length > 5)).toBe(true);
    const { differences } = whole(await embeddedState(dir).verify());
    const { text = '', json } = (await run(true)) ?? {};
    expect(json).toMatchObject({ former: 'former member 1', entries: [1, 2, 3, 4, 6], channels: ['soc'] });
    expect(text).toMatch(/stay in Slack and Teams, here in soc/);
    expect(text).toMatch(/Backups that were made before/);
    for (const word of ofMona) expect([word, filesWith(word, dir)]).toEqual([word, []]);
    const state = embeddedState(dir);
    expect(await trailOf(state)).toMatchObject({
      kind: 'whole',
      erased: [4, 6],
      unproven: [1, 2, 3],
      differences,
    });
    const backup = join(folder(), 'after.backup');
    await state.backup(backup);
    for (const word of ofMona) expect(readFileSync(backup).includes(word)).toBe(false);
    const { people, alert, deliveries, entries } = await state.read(async (reader) => ({
      people: await reader.list('people'),
      alert: await reader.get('alerts', 'webhook:default 7'),
      deliveries: await reader.list('deliveries'),
      entries: await reader.history({ tenantId: null, before: null, limit: 2 }),
    }));
    expect(people).toEqual([
      { id: 'former:1', name: 'former member 1' },
      { id: sam, name: 'Sam' },
    ]);
    expect(alert?.acknowledged).toMatchObject({ by: 'former:1', byName: 'former member 1' });
    expect(deliveries.map(({ id }) => id)).toEqual(['a > slack:C1']);
    expect(entries).toMatchObject([
      { deed: 'person.erased', byName: 'npm run person' },
      { byName: 'Sam', by: sam },
    ]);
    // The bot starts with it, and the next erasure has another number.
    const store = await openStore({ dir, onFatal: () => {} });
    await store.close();
    await expect(run(true, undefined, sam)).rejects.toThrow('on call for Contoso');
  });

  it('erased once more there is nothing, and nothing is changed', async () => {
    await run(true);
    const before = await trailOf(embeddedState(dir));
    await expect(run(true)).rejects.toThrow('Nothing is stored');
    expect(await trailOf(embeddedState(dir))).toEqual(before);
    expect((await run())?.text).toContain('Nothing else is stored');
  });

  it('finds by further names and addresses that are given', async () => {
    const store = await openStore({ dir, onFatal: () => {} });
    await store.change((tx) => tx.put('cursors', { id: 'a', value: 'Ask Moni, moni@example.org' }));
    await store.close();
    await run(true, 'Moni, moni@example.org');
    for (const word of ['Moni', 'moni@example.org']) expect(filesWith(word, dir)).toEqual([]);
  });

  it('is refused while a bot has the folder', async () => {
    const store = await openStore({ dir, onFatal: () => {} });
    await expect(run(true)).rejects.toThrow(/in use|uses/);
    await store.close();
  });

  const tenantWith = (more: Partial<StoredTenant>) => (tx: Tx) => tx.put('tenants', { ...aTenant(), ...more });
  const contactWith = (contact: object) => tenantWith({ contact: { ...aTenant().contact, ...contact } });
  const until = '2126-01-01T00:00:00.000Z';
  const ofSam = {
    ...{ id: 'a', subject: contoso, tenantId: contoso, tenantName: 'Contoso', entry: 1 },
    how: 'pair',
    ...{ by: sam, byName: 'Sam', askedAt: until, until },
  } as const;
  const held = async (tx: Tx) => {
    const alert = await tx.get('alerts', 'webhook:default 7');
    if (alert) await tx.put('alerts', { ...alert, status: 'investigating', resolved: null });
  };
  it.each<[string, (tx: Tx) => Promise<void>, string]>([
    ['a manager', tenantWith({ manager: mona }), 'manager of Contoso'],
    [
      'the contact',
      contactWith({ kind: 'person', firstName: 'Mona', lastName: 'Berg' }),
      'security contact of Contoso',
    ],
    ['whoever is on the list', contactWith({ onCall2: [mona] }), 'on call for Contoso'],
    ['whoever is in a calendar', contactWith({ calendarNames: { 'Mona B.': mona } }), 'on call for Contoso'],
    [
      'whoever was put on call',
      tenantWith({ overrides: [{ at: until, until, who: mona, by: sam, instead: [] }] }),
      'on call',
    ],
    ['whoever holds an open alert', held, 'open alerts 7'],
    [
      'whoever a waiting change names',
      (tx) => tx.put('approvals', { ...ofSam, what: 'setup', set: { manager: mona }, changes: [] }),
      'wait for an approval: Contoso',
    ],
    [
      'a proven admin',
      (tx) => tx.put('provenAdmins', { id: mona, tenantId: 't', provenAt: until }),
      'Global Administrator',
    ],
  ])('%s is refused, with what to change first, and nothing is changed', async (_who, make, why) => {
    const store = await openStore({ dir, onFatal: () => {} });
    await store.change(make);
    await store.close();
    await expect(run(true)).rejects.toThrow(why);
    expect(filesWith('Mona Berg', dir).length).toBeGreaterThan(5);
  });

  it('an admin of ADMINS is refused, and what is no person of a platform', async () => {
    vi.stubEnv('ADMINS', mona);
    await expect(run(true)).rejects.toThrow('ADMINS names them');
    await expect(run(true, undefined, 'former:1')).rejects.toThrow('IDENTITY is that of a person');
  });
});

describe.runIf(drives('postgresql'))('in a database', () => {
  it('erases them from every table and its files, and is refused while a replica runs', async () => {
    const backup = join(folder(), 'one.backup');
    await embeddedState(dir).backup(backup);
    const { url, schema, cluster } = await databaseOf();
    const state = stateAt(url);
    await state.restore(backup);
    // A second time, so that the replaced tables are kept.
    await state.restore(backup);
    const database = databaseAt(placeAt(url));
    await database.query(
      `CREATE TABLE {schema}.before_version_8 AS SELECT collection, id, crc, body, facts FROM {schema}.rows
       UNION ALL SELECT 'history', number::text, crc, body, facts FROM {schema}.history`,
    );
    vi.stubEnv('DATABASE_URL', url);
    vi.stubEnv('STATE_DIR', '');
    const acting = await actingAt(url);
    await acting.store.change((tx) => tx.put('people', { id: mona, name: 'Mona Berg', timezone: 'UTC' }));
    await expect(run(true)).rejects.toThrow(/acts|runs/);
    await acting.close();

    const texts = async () => {
      const tables = await database.query(
        "SELECT relname, pg_relation_filepath(oid), reltoastrelid FROM pg_class WHERE relnamespace = to_regnamespace('{schema}') AND relkind = 'r'",
      );
      const rows = await Promise.all(
        tables.map(async ([name]) => String(await database.query(`SELECT t::text FROM {schema}.${name} t`))),
      );
      return {
        all: rows.join('\n'),
        files: tables.map(([, path]) => String(path)),
        names: tables.map(([name]) => name),
      };
    };
    const { differences } = whole(await state.verify());
    const before = await texts();
    expect(before.names).toEqual(
      expect.arrayContaining(['before_version_8', expect.stringMatching(/^replaced_.*_trail$/)]),
    );
    for (const word of ofMona) if (word !== 'mona berg') expect(before.all).toContain(word);

    expect((await run(true))?.json).toMatchObject({ former: 'former member 1', entries: [1, 2, 3, 4, 6] });
    const after = await texts();
    for (const word of ofMona) expect([word, after.all.includes(word)]).toEqual([word, false]);
    await cluster.sql('CHECKPOINT');
    const data = join(cluster.folder, 'data');
    for (const file of after.files) {
      const bytes = readFileSync(join(data, file));
      for (const word of ofMona)
        expect([schema, file, word, bytes.includes(word)]).toEqual([schema, file, word, false]);
    }
    expect(await trailOf(state)).toMatchObject({
      kind: 'whole',
      erased: [4, 6],
      unproven: [1, 2, 3],
      differences,
    });
    const later = join(folder(), 'after.backup');
    await state.backup(later);
    for (const word of ofMona) expect(readFileSync(later).includes(word)).toBe(false);
    await (await actingAt(url)).close();
    await database.end();
  });
});
