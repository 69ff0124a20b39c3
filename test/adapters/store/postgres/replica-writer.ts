/**
 * A replica as a process of its own, at the database of the first argument: it counts up while it acts, until somebody ends it. It says
 * what happens to it line by line, `<term> <count>` once a count is durable, and `at <time of the database> <time of this machine>` each second.
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { readDatabaseUrl } from '../../../../adapters/settings/database-url.ts';
import { type Migration, upgrades } from '../../../../adapters/store/memory/migrations/migrate.ts';
import { databaseAt, inWords } from '../../../../adapters/store/postgres/connection.ts';
import { openReplica } from '../../../../adapters/store/postgres/replica.ts';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { isoNow, second } from '../../../support/time.ts';

const [, , url = '', isNewer = ''] = process.argv;
const place = readDatabaseUrl(url);
if (typeof place === 'string') throw new Error(place);
const say = (...words: unknown[]) => void writeSync(1, `${words.join(' ')}\n`);
const sameRows: Migration = (state) => state;

const replica = openReplica({
  database: databaseAt(place),
  ...{ url: `http://127.0.0.1:${process.pid}`, version: 'test', settings: () => '' },
  steps: isNewer ? [...upgrades, sameRows] : upgrades,
  events: {
    fatal(error) {
      say('ends', error.name);
      process.exit(1);
    },
    reached() {},
    trouble: (error) => say('trouble', inWords(error)),
    upgraded: (version) => say('upgraded', version),
    alertsLost: (ids) => say('lost', ...ids),
    committed: () => {},
    looked: () => {},
    differs: () => {},
    doubt: (outcome) => say('doubt', outcome),
    putBack: (batches) => say('back', batches),
  },
});
setInterval(() => say('at', replica.clock.now(), isoNow()), second);
say('begins');
const store = await replica.turn();
if (!store) throw new Error('it left');
const { term } = store.lease;
say('acts', term);

const countUp = () =>
  store.change(async (tx) => {
    const count = Number((await tx.get('people', 'count'))?.name ?? 0) + 1;
    await tx.put('people', { id: 'count', name: String(count) });
    await tx.appendHistory({
      ...{ at: isoNow(), by: null, byName: term, deed: 'tenant.setUp', tenantId: null },
      changes: [{ field: 'count', before: count - 1, after: count }],
    });
    return count;
  });

for (;;) {
  try {
    say(term, await countUp());
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
    say('refused', error.message);
  }
  await setTimeout(20);
}
