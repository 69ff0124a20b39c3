import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { databaseOf } from '../../support/database.ts';
import { drives } from '../../support/programs.ts';
import { fakeSlack } from '../../support/slack.ts';
import { machineDate } from '../../support/time.ts';
import { bot, folder, patient } from './child.ts';

it.runIf(drives('postgresql'))(
  'a password of the database that is replaced in its file is used for the next connection',
  async () => {
    onTestFinished(machineDate());
    const [database, slack] = [await databaseOf(), await fakeSlack()];
    onTestFinished(slack.stop);
    const file = join(folder(), 'database-url');
    writeFileSync(file, database.url);
    const running = await bot({
      ...{ DATABASE_URL_FILE: file, HOST: '127.0.0.1', NODE_ENV: 'production', STATE_DIR: folder() },
      ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'of-a-test', SLACK_API_URL: slack.apiUrl },
    });
    const ready = async () => (await fetch(`${running.url}/readyz`)).status;
    await vi.waitFor(async () => expect(await ready()).toBe(200), patient);
    await database.changePassword('a-new-one');
    await database.cut();
    await vi.waitFor(async () => expect(await ready()).toBe(503), patient);
    writeFileSync(file, database.url.replace(/:[^:@]*@/, ':a-new-one@'));
    await vi.waitFor(async () => expect(await ready()).toBe(200), patient);
    expect(running.child.exitCode).toBeNull();
    expect(running.said.out).not.toContain('a-new-one');
  },
);
