import { expect, it, onTestFinished, vi } from 'vitest';
import { databaseOf } from '../../support/database.ts';
import { drives } from '../../support/programs.ts';
import { fakeSlack } from '../../support/slack.ts';
import { elapsed, machineDate } from '../../support/time.ts';
import { actingAt } from '../store/postgres/replicas.ts';
import { bot, folder, patient } from './child.ts';

it.runIf(drives('postgresql')).each([
  ['loads', ''],
  ['takes over, and loads what an older version left', 'version = version - 1,'],
])('a replica that is told to stop while it %s ends at once, and has no lease', async (_, older) => {
  onTestFinished(machineDate());
  const [database, slack] = [await databaseOf(), await fakeSlack()];
  onTestFinished(slack.stop);
  await (await actingAt(database.url)).close();
  const { schema, sql } = database;
  // A state that takes long to load.
  await sql(`ALTER TABLE ${schema}.rows RENAME TO loaded;
    CREATE VIEW ${schema}.rows AS SELECT loaded.* FROM ${schema}.loaded, pg_sleep(40);
    GRANT SELECT ON ${schema}.rows TO ${database.user};
    UPDATE ${schema}.state SET ${older} owner = NULL`);
  const running = await bot({
    ...{ DATABASE_URL: database.url, HOST: '127.0.0.1', NODE_ENV: 'production', STATE_DIR: folder() },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
  });
  const loads = "SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND wait_event = 'PgSleep'";
  await vi.waitFor(async () => expect(await sql(loads, [database.user])).toHaveLength(1), patient);
  running.child.kill('SIGTERM');
  const toldAt = elapsed();
  expect((await running.ended).code).toBe(0);
  // It does not wait for the rows.
  expect(elapsed() - toldAt).toBeLessThan(20_000);
  expect(await sql(`SELECT owner, until < clock_timestamp() AS free FROM ${schema}.state`)).toEqual([
    { owner: null, free: true },
  ]);
});
