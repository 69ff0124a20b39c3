/** The SQL of docs/postgres.md, as its reader runs it: one after the other, by whom the page says. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, it } from 'vitest';
import type { Delivery } from '../../../../src/domain/delivery/delivery.ts';
import { archivedAlert } from '../../../support/archived-alerts.ts';
import { ownCluster } from '../../../support/database.ts';
import { aTenant, contoso } from '../../../support/partner.ts';
import { drives } from '../../../support/programs.ts';
import { actingAt } from './replicas.ts';

/** The blocks of SQL under a heading of the page. */
function blocks(heading: string): string[] {
  const [, rest = ''] = readFileSync('docs/postgres.md', 'utf8').split(`\n${heading}\n`);
  const [section = ''] = rest.split(/\n#{2,3} /);
  return Array.from(section.matchAll(/^```sql\n(.*?)^```$/gms), ([, sql = '']) => sql);
}

/** Runs the statements of a block, each by itself. Resolves with the rows of the last. */
async function runs(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of sql.split(/;\n/).filter((one) => one.trim() !== ''))
      ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** What JSON can hold in a text, and PostgreSQL cannot. */
const unshowable = 'NUL \0, halves \ud800 \udfff, and \\u0000 as it stands';
const shown = 'NUL \ufffd, halves \ufffd \ufffd, and \\u0000 as it stands';

const alertRow = () => {
  const alert = archivedAlert(contoso, '2026-11-20T10:00:00.000Z', 2);
  return { ...alert, id: `a ${unshowable}`, content: { ...alert.content, displayName: unshowable } };
};

const deliveryRow = (alertId: string): Delivery => ({
  ...{
    id: `d ${unshowable}`,
    about: { kind: 'alert', alertId },
    to: { kind: 'channel', channel: { platform: 'slack', address: 'C1' } },
  },
  ...{
    queue: 'slack:C1',
    rank: 1,
    number: 7,
    state: 'posted',
    message: 'm',
    digestId: null,
    want: 1,
    shown: 1,
    attempts: 1,
  },
  ...{ reason: unshowable, since: '2026-11-20T10:00:00.000Z', doneAt: null },
});

it.runIf(drives('postgresql'))(
  'makes a database in which the bot begins, and a role that reads the views, whatever stands in the rows, and nothing else',
  async () => {
    const cluster = await ownCluster();
    const admin = cluster.urlFor('admin', 'only-for-tests');
    const inDatabase = (url: string) => url.replace(/\/postgres$/, '/security_contact');
    const [server = '', database = ''] = blocks('### 2. The role and the database');
    await runs(admin, server);
    await runs(inDatabase(admin), database);

    const bot = inDatabase(cluster.urlFor('security_contact', 'the-password'));
    const { store } = await actingAt(bot);
    const alert = alertRow();
    await store.change(async (tx) => {
      await tx.put('tenants', aTenant({ name: unshowable }));
      await tx.put('alerts', alert);
      await tx.put('deliveries', deliveryRow(alert.id));
      const entry = { at: '2026-11-20T10:00:00.000Z', by: null, byName: unshowable, deed: 'tenant.setUp' } as const;
      for (const changes of [[], [{ field: unshowable, before: null, after: 'x' }]])
        await tx.appendHistory({ ...entry, tenantId: contoso, changes });
    });
    await store.archive.append('alerts-2026-11', [{ id: alert.id, alert, deliveries: [] }]);
    await store.trail.append('history-2026-11', await store.read((reader) => reader.oldestHistory(1)));
    await store.change((tx) => tx.forgetHistory(1));

    const [role = '', grants = '', example = ''] = blocks('## Query it');
    await runs(admin, role);
    await runs(bot, grants);
    const reader = inDatabase(cluster.urlFor('security_contact_reader', 'another-password'));
    const view = (name: string) => runs(reader, `SELECT * FROM security_contact_views.${name}`);
    expect(await view('alerts')).toMatchObject([
      { id: `a ${shown}`, title: shown, status: 'resolved', tenant_id: contoso },
    ]);
    expect(await view('archived_alerts')).toMatchObject([{ segment: 'alerts-2026-11', title: shown }]);
    expect(await view('deliveries')).toMatchObject([
      { number: '7', kind: 'alert', alert_id: `a ${shown}`, reason: shown },
    ]);
    expect(await view('tenants')).toMatchObject([{ id: contoso, name: shown }]);
    expect(await view('history')).toMatchObject([
      { number: '2', by_name: shown, fields: shown, segment: 'live' },
      { number: '1', by_name: shown, fields: '', segment: 'history-2026-11' },
    ]);
    expect(await runs(reader, example)).toEqual([]);

    const refused = { code: '42501' };
    const others = await runs(bot, "SELECT tablename FROM pg_tables WHERE schemaname LIKE 'security_contact%'");
    expect(others.length).toBeGreaterThan(6);
    for (const { tablename } of others)
      await expect(runs(reader, `SELECT * FROM security_contact.${tablename}`)).rejects.toMatchObject(refused);
    for (const sql of [
      'DELETE FROM security_contact_views.alerts',
      'CREATE SCHEMA other',
      'CREATE TABLE security_contact_views.other (one int)',
      'CREATE TABLE public.other (one int)',
      'CREATE TEMPORARY TABLE other (one int)',
    ])
      await expect(runs(reader, sql)).rejects.toMatchObject(refused);
    // Views that a later version makes can be read too.
    await runs(bot, 'CREATE VIEW security_contact_views.later AS SELECT 1 AS one');
    expect(await view('later')).toEqual([{ one: 1 }]);
  },
);
