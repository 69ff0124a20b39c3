import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { type Migration, upgrades, versionAfter } from '../../../../adapters/store/memory/migrations/migrate.ts';
import { databaseOf } from '../../../support/database.ts';
import { drives } from '../../../support/programs.ts';
import { patient } from '../../process/child.ts';
import { actingAt, replicaAt } from './replicas.ts';

/** The next version, which calls everybody by another name. */
const renames: Migration = ({ collections, history }) => {
  const people = (collections.people ?? []).map((row) => (typeof row === 'string' ? row : { ...row, name: 'New' }));
  return { collections: { ...collections, people }, history };
};
const newer = [...upgrades, renames];
const next = versionAfter(newer);
const named = (name: string) => ({ id: 'ada', name }) as const;
const person = (store: Awaited<ReturnType<typeof actingAt>>['store']) =>
  store.read((reader) => reader.get('people', 'ada'));

/** The commands of docs/postgres.md, for this schema. */
function goBack(schema: string): string {
  const [, sql = ''] = /## Go back a version.*?```sql\n(.*?)```/s.exec(readFileSync('docs/postgres.md', 'utf8')) ?? [];
  const ours = sql.replaceAll('security_contact', schema).replaceAll('before_version_9', `before_version_${next}`);
  return ours.replace('version = 8', `version = ${next - 1}`);
}

it.runIf(drives('postgresql'))(
  'a newer replica upgrades when it takes over, older ones end, and the older version can be put back',
  async () => {
    const { url, schema, sql } = await databaseOf();
    const old = await actingAt(url);
    await old.store.change(async (tx) => {
      await tx.put('people', named('Ada'));
      const entry = { at: '2026-01-02T03:04:05.000Z', by: null, byName: 'Ada', deed: 'tenant.setUp' } as const;
      await tx.appendHistory({ ...entry, tenantId: null, changes: [] });
    });
    const fatal = vi.fn();
    const alsoOld = replicaAt(url, { events: { fatal } });
    alsoOld.turn().catch(() => {});
    await vi.waitFor(() => expect(alsoOld.lagMs()).not.toBeNull(), patient);
    const upgraded = vi.fn();
    const replica = replicaAt(url, { steps: newer, events: { upgraded } });
    await vi.waitFor(() => expect(replica.acting()).not.toBeNull(), patient);
    // It does not follow the older format.
    expect([replica.lagMs(), upgraded.mock.calls]).toEqual([null, []]);
    await alsoOld.end();

    await old.close();
    const store = await replica.turn();
    if (!store) throw new Error('it left');
    expect(await person(store)).toEqual(named('New'));
    expect(upgraded.mock.calls).toEqual([[next, `before_version_${next}`]]);
    const late = replicaAt(url, { events: { fatal } });
    await expect(late.turn()).rejects.toMatchObject({ name: 'StateTooNew' });
    expect(fatal.mock.calls).toMatchObject([[{ name: 'StateTooNew' }]]);

    await store.change((tx) => tx.put('people', { id: 'bob', name: 'Bob' }));
    await store.close();
    await replica.end();
    await sql(goBack(schema));
    const back = await actingAt(url);
    expect(await person(back.store)).toEqual(named('Ada'));
    expect(await back.store.read((reader) => reader.list('people'))).toHaveLength(1);
    expect(await back.store.verify()).toMatchObject({ kind: 'whole', newest: { number: 1 } });
  },
);
