/** Commands on a state in a database, as people run them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { databaseOf } from '../../support/database.ts';
import { drives } from '../../support/programs.ts';
import { machineDate } from '../../support/time.ts';
import { command, folder, type Settings } from '../process/child.ts';
import { actingAt } from '../store/postgres/replicas.ts';

beforeEach(() => machineDate());

const ended = (name: string, settings: Settings, ...args: string[]) => {
  const { child, ended } = command(name, settings, ...args);
  child.stdin.end('who can change the contact?\n');
  return ended;
};

/** Runs a command that works, and returns what it said. */
async function works(name: string, settings: Settings, ...args: string[]) {
  const { code, out, err } = await ended(name, settings, ...args);
  expect([name, code, err]).toEqual([name, 0, expect.any(String)]);
  return { out, err };
}

const tenant = { id: '11111111-2222-4333-8444-555555555555', name: 'Fabrikam', partnerType: 'directBill' };

function written(name: string, content: unknown): string {
  const file = join(folder(), name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe.runIf(drives('postgresql'))('with DATABASE_URL', () => {
  it('commands say which database they use, without its password, and work on it', async () => {
    const { url, password, schema } = await databaseOf();
    const database = { DATABASE_URL: url };
    const register = written('register.json', { version: 1, tenants: [tenant] });
    const { out, err } = await works('import', database, register, '--json');
    expect(JSON.parse(out)).toMatchObject({ database: expect.stringContaining(`(schema ${schema})`), added: 1 });
    expect(err).toMatch(/^Database: postgres:\/\/127\.0\.0\.1:\d+\/postgres \(schema \w+\)\n$/);
    expect(out + err).not.toContain(encodeURIComponent(password));
    expect(JSON.parse((await works('export', database)).out).tenants).toMatchObject([{ name: 'Fabrikam' }]);
    expect((await works('report', database)).out).toMatch(/^\uFEFFnumber,source,id/);
    expect((await works('ask', database, '--text')).err).not.toContain('The register is not read');
    const auth = { bearer: ['env:TOKEN'] };
    const SOURCES = written('sources.json', { version: 1, sources: [{ name: 'prom', preset: 'alertmanager', auth }] });
    expect((await works('source', { ...database, SOURCES }, 'list')).out).toMatch(/prom +alertmanager/);
  });

  it('a state moves to a folder and back, and `verify` prints the same hash', async () => {
    const [first, folderState, second] = [
      { DATABASE_URL: (await databaseOf()).url },
      { STATE_DIR: join(folder(), 'state') },
      { DATABASE_URL: (await databaseOf()).url },
    ];
    const hash = async (settings: Settings) => JSON.parse((await works('verify', settings, '--json')).out).entry;
    await works('import', first, written('register.json', { version: 1, tenants: [tenant] }));
    const before = await hash(first);
    expect(before.sha256).toMatch(/^[\da-f]{64}$/);
    for (const [from, to] of [
      [first, folderState],
      [folderState, second],
    ] as const) {
      const backup = join(folder(), 'move.backup');
      await works('backup', from, backup);
      expect((await works('restore', to, backup, '--moved')).out).toBe(`Moved from ${backup}.\n`);
      expect(await hash(to)).toEqual(before);
    }
    expect((await works('export', second)).out).toBe((await works('export', first)).out);
  });

  it('import and restore name the replica that acts, and change nothing; --take-over restores all the same', async () => {
    const { url } = await databaseOf();
    const database = { DATABASE_URL: url };
    const register = written('register.json', { version: 1, tenants: [tenant] });
    await works('import', database, register);
    const backup = join(folder(), 'one.backup');
    await works('backup', database, backup);
    const { replica } = await actingAt(url, { url: 'http://10.0.0.1:3978', events: { fatal() {} } });
    for (const [name, file] of [
      ['import', register],
      ['restore', backup],
    ] as const) {
      const { code, out, err } = await ended(name, database, file);
      expect([code, out, err]).toEqual([1, '', expect.stringContaining('replica at http://10.0.0.1:3978 acts')]);
    }
    const { out } = await works('restore', database, backup, '--take-over', '--json');
    expect(JSON.parse(out)).toMatchObject({
      kept: expect.stringMatching(/^the tables replaced_/),
      historyProblem: null,
    });
    await replica.end();
  });

  it('a name of a tenant is looked up there', async () => {
    const { url } = await databaseOf();
    const slack = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: 'of-a-test', PORT: '1' };
    const settings = {
      DATABASE_URL: url,
      ALERT_WEBHOOK_SECRET: 'whsec_dGhpcy1pcy1hLXNlY3JldC1vZi1hLXRlc3Q=',
      ...slack,
    };
    await works('import', settings, written('register.json', { version: 1, tenants: [tenant] }));
    const send = (name: string) => ended('alert', settings, '--severity', 'low', '--title', 'x', '--tenant', name);
    expect((await send('nobody')).err).toContain('No partner tenant fits nobody');
    expect((await send('fabrikam')).err).toContain('No bot answers at');
  });

  it('the address may be in a file; none is used where that cannot be read, or names no database', async () => {
    const { url } = await databaseOf();
    const file = join(folder(), 'url');
    writeFileSync(file, `${url}\n`, { mode: 0o600 });
    await works('import', { DATABASE_URL_FILE: file }, written('register.json', { version: 1, tenants: [tenant] }));
    expect((await works('export', { DATABASE_URL: url })).out).toContain('Fabrikam');
    for (const [settings, said] of [
      [{ DATABASE_URL_FILE: join(folder(), 'none') }, 'DATABASE_URL_FILE'],
      [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must be a URL that begins with postgres://'],
      [{ DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:1/bot' }, 'ECONNREFUSED'],
    ] as const) {
      const { code, out, err } = await ended('export', settings);
      expect([code, out, err]).toEqual([1, '', expect.stringContaining(said)]);
      expect(err).not.toContain('hunter2');
    }
  });
});

it('--take-over is refused for a folder', async () => {
  const file = join(folder(), 'one.backup');
  writeFileSync(file, '{"version":8,"generation":0,"format":"lines"}\n');
  const { code, err } = await ended('restore', { STATE_DIR: folder() }, file, '--take-over');
  expect([code, err]).toEqual([2, expect.stringContaining('--take-over is for a state in a database')]);
});
