import { type Subject, storeContract } from '../../../contracts/store.ts';
import { databaseOf, type TestDatabase } from '../../../support/database.ts';
import { pgbouncerOf } from '../../../support/pgbouncer.ts';
import { drives } from '../../../support/programs.ts';
import { actingAt } from './replicas.ts';

/** The store of a replica that acts, at an empty database. */
async function acting(address: (database: TestDatabase) => Promise<string>, limit?: number): Promise<Subject> {
  const database = await databaseOf();
  const url = await address(database);
  let now = await actingAt(url, { limit });
  return {
    store: now.store,
    async reopen() {
      await now.close();
      now = await actingAt(url, { limit });
      return now.store;
    },
    refuse: database.readOnly,
    end: () => now.close(),
  };
}

if (drives('postgresql')) storeContract('PostgreSQL', (limit) => acting(async ({ url }) => url, limit));
if (drives('postgresql') && drives('pgbouncer'))
  storeContract('PostgreSQL behind PgBouncer, two connections', (limit) => acting(pgbouncerOf, limit));
