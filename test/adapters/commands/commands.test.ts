import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastBackupAt } from '../../../adapters/store/embedded/folder/backup-time.ts';
import { readSnapshot, writeSnapshot } from '../../../adapters/store/lines/snapshot.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { hour, isoNow } from '../../support/time.ts';
import { bot, folder, patient, run, type Settings } from '../process/child.ts';

const tenant = { id: '11111111-2222-4333-8444-555555555555', name: 'Fabrikam', partnerType: 'directBill' };
const contact = {
  kind: 'person',
  firstName: 'Ana',
  lastName: 'Silva',
  email: 'soc@fabrikam.example',
  phone: '+33142685300',
};
const register = JSON.stringify({ version: 1, tenants: [{ ...tenant, contact }] });

/** Nothing listens there. */
const hosted = {
  HOST: '127.0.0.1',
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_SIGNING_SECRET: 'a-signing-secret',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};

const command = (name: string, settings: Settings, ...args: string[]) =>
  run('adapters/security-contact.mjs', settings, name, ...args).ended;

function file(content: string): string {
  const path = join(folder(), 'file.json');
  writeFileSync(path, content);
  return path;
}

async function exported(settings: Settings) {
  const { code, out } = await command('export', settings);
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('import and export', () => {
  it('are each other’s inverse, and say which state folder they used', async () => {
    const [first, second] = [{ STATE_DIR: folder() }, { STATE_DIR: folder() }];
    const { code, out, err } = await command('import', first, file(register));
    expect([code, out]).toEqual([0, 'Imported: 1 added, 0 changed, 0 already so.\n']);
    expect(err).toBe(`State folder: ${first.STATE_DIR}\n`);
    const all = await command('export', first);
    await command('import', second, file(all.out));
    expect((await command('export', second)).out).toBe(all.out);
    expect((await command('import', second, file(all.out))).out).toContain('0 added, 0 changed, 1 already so');
  });

  it('names a tenant whose name mixes alphabets, each time, and no other', async () => {
    const settings = { STATE_DIR: folder() };
    const other = { ...tenant, id: '22222222-2222-4333-8444-555555555555', name: 'Контосо' };
    const tenants = [{ ...tenant, name: 'F\u0430brikam' }, other];
    for (const _twice of [1, 2]) {
      const { code, err } = await command('import', settings, file(JSON.stringify({ version: 1, tenants })));
      expect(code).toBe(0);
      expect(err.match(/.*several alphabets.*/g)).toEqual([
        'F\u0430brikam: the name has letters of several alphabets, which can imitate another name.',
      ]);
    }
  });

  it('names a person without a last name', async () => {
    const nameless = { ...tenant, contact: { ...contact, lastName: '' } };
    const { code, err } = await command(
      'import',
      { STATE_DIR: folder() },
      file(JSON.stringify({ version: 1, tenants: [nameless] })),
    );
    expect(code).toBe(0);
    expect(err).toContain('Fabrikam: the contact is a person without lastName');
  });

  it('choose the state folder as start does', async () => {
    const cwd = folder();
    const production = { CWD: cwd, NODE_ENV: 'production' };
    await command('import', { CWD: cwd }, file(register));
    expect((await exported({ CWD: cwd })).tenants).toHaveLength(1);
    const { code, out, err } = await command('export', production);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(`There is no state in ${join(cwd, 'state')}`)]);
  });

  it.each([
    ['local mode', {}],
    ['a hosted bot', hosted],
  ])('of what was imported before the first start, %s makes its own state', async (_mode, mode) => {
    const STATE_DIR = folder();
    for (const _twice of [1, 2]) await command('import', { STATE_DIR }, file(register));
    const running = await bot({ STATE_DIR, ...mode });
    expect((await exported({ STATE_DIR })).tenants).toMatchObject([{ name: 'Fabrikam' }]);
    running.child.kill('SIGTERM');
    await running.ended;
    expect((await command('import', { STATE_DIR }, file(register))).code).toBe(0);
    const other = mode === hosted ? {} : hosted;
    const refused = await run('adapters/main.ts', { PORT: '0', PLAYGROUND: 'off', STATE_DIR, ...other }).ended;
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Nothing was changed')]);
  });

  it('name everything that is wrong with the file, and change nothing', async () => {
    const settings = { STATE_DIR: folder() };
    await command('import', settings, file(register));
    const wrong = {
      version: 1,
      tenants: [
        { ...tenant, name: 'New' },
        { ...tenant, contact: { ...contact, email: 'x', phone: '1' } },
      ],
    };
    const { code, err } = await command('import', settings, file(JSON.stringify(wrong)));
    expect(code).toBe(1);
    for (const path of ['tenants[1].id', 'tenants[1].contact.email', 'tenants[1].contact.phone'])
      expect(err).toContain(path);
    expect((await exported(settings)).tenants).toMatchObject([{ name: 'Fabrikam' }]);
  });

  it.each([
    [['/nowhere/register.json'], 1, 'There is no file /nowhere/register.json.'],
    [[], 2, 'Missing: FILE.'],
    [['a', 'b'], 2, 'Too much: b.'],
  ])('explain %j', async (args, exitCode, words) => {
    const { code, err } = await command('import', {}, ...args);
    expect([code, err]).toEqual([exitCode, expect.stringContaining(words)]);
  });

  it('take a file that begins with a byte-order mark', async () => {
    expect((await command('import', { STATE_DIR: folder() }, file(`\uFEFF${register}`))).code).toBe(0);
  });

  it('name the file when it is a folder, or is to be in one that is not there', async () => {
    const [settings, dir] = [{ STATE_DIR: folder() }, folder()];
    await command('import', settings, file(register));
    for (const name of ['import', 'restore', 'backup'])
      expect((await command(name, settings, dir)).err).toContain(`${dir} is a folder. Name a file.`);
    const lost = join(dir, 'nowhere', 'backup.json');
    expect((await command('backup', settings, lost)).err).toContain(`There is no folder ${join(dir, 'nowhere')}`);
  });

  it('explain a file that is not JSON', async () => {
    const { code, err } = await command('import', {}, file('{"version":1,'));
    expect([code, err]).toEqual([1, expect.stringContaining('is not JSON')]);
  });
});

describe('with a running bot', () => {
  it('export and backup work, import and restore exit with 1 and change nothing', async () => {
    const settings = { STATE_DIR: folder() };
    await bot(settings);
    const backup = join(folder(), 'backup.json');
    expect((await command('backup', settings, backup)).code).toBe(0);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    for (const [name, argument] of [
      ['import', file(register)],
      ['restore', backup],
    ] as const) {
      const { code, err } = await command(name, settings, argument);
      expect([code, err]).toEqual([1, expect.stringContaining('in use by another process')]);
    }
    expect((await exported(settings)).tenants).toMatchObject([{ name: 'Contoso' }]);
  });
});

describe('verify', () => {
  it('follows the history beside a running bot, and prints the hash of an entry', async () => {
    const settings = { STATE_DIR: folder() };
    expect((await command('verify', settings)).err).toContain('There is no state');
    expect((await command('verify', { STATE_DIR: '/dev/null' })).err).toContain('STATE_DIR names a file, not a folder');
    await bot(settings);
    const { code, out, err } = await command('verify', settings);
    expect([code, err]).toEqual([0, `State folder: ${settings.STATE_DIR}\n`]);
    expect(out).toMatch(/^The history is whole: entries 1 to 1\.\nSHA-256 of entry 1: [\da-f]{64}\n/);
    expect((await command('verify', settings, '1')).out).toMatch(/SHA-256 of entry 1: [\da-f]{64}\n/);
    expect(await command('verify', settings, '2')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no entry 2'),
    });
    expect(await command('verify', settings, 'x')).toMatchObject({ code: 2, err: expect.stringContaining('Usage') });
  });

  it('names the entry that was changed, and exits with 1', async () => {
    const [settings, backup] = [{ STATE_DIR: folder() }, join(folder(), 'backup.json')];
    await command('import', settings, file(register));
    await changeEntry(settings.STATE_DIR);
    expect((await command('backup', settings, backup)).code).toBe(0);
    const { code, out, err } = await command('verify', settings);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('broken at entry 1, in the live document')]);
  });

  it('says what of the record was changed behind the history, and exits with 1', async () => {
    const settings = { STATE_DIR: folder() };
    await command('import', settings, file(register));
    await changeContact(settings.STATE_DIR);
    const { code, out, err } = await command('verify', settings);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`does not say what the record holds of tenant ${tenant.id} (email)`);
  });
});

describe('a broken history', () => {
  it.each([
    ['an entry was changed', changeEntry, 'The history is broken at entry 1'],
    ['the contact was changed behind it', changeContact, `tenant ${tenant.id} (email)`],
  ])('is told in the log and by /readyz after a start, and serving goes on: %s', async (_, harm, said) => {
    const settings = { STATE_DIR: folder() };
    await command('import', settings, file(register));
    await harm(settings.STATE_DIR);
    const { url, said: log } = await bot(settings);
    const ready = () => fetch(`${url}/readyz`).then((answer) => answer.json());
    await expect
      .poll(ready, patient)
      .toMatchObject({ ready: true, checks: { history: expect.stringContaining(said) } });
    await expect.poll(() => log.out, patient).toMatch(/"level":50.*history/);
  });

  it('is told when it is restored, and restored all the same', async () => {
    const [settings, fresh, backup] = [{ STATE_DIR: folder() }, { STATE_DIR: folder() }, join(folder(), 'backup.json')];
    await command('import', settings, file(register));
    await changeEntry(settings.STATE_DIR);
    await command('backup', settings, backup);
    const { code, out, err } = await command('restore', fresh, backup);
    expect([code, out, err]).toEqual([
      0,
      expect.stringMatching(/^Restored/),
      expect.stringContaining('broken at entry 1, in the live document'),
    ]);
    expect((await exported(fresh)).tenants).toMatchObject([{ name: 'Fabrikam' }]);
  });
});

/** As somebody would who mends all checksums too. */
async function changeEntry(dir: string): Promise<void> {
  const path = join(dir, 'db.json');
  const { document } = await readSnapshot(path, stateVersion);
  await writeSnapshot(path, { ...document, history: document.history.map((entry) => ({ ...entry, byName: 'Eve' })) });
}

async function changeContact(dir: string): Promise<void> {
  const path = join(dir, 'db.json');
  const { document } = await readSnapshot(path, stateVersion);
  const { tenants } = document.tables;
  for (const [id, row] of tenants ?? [])
    if (row.contact) tenants?.set(id, { ...row, contact: { ...row.contact, email: 'eve@evil.example' } });
  await writeSnapshot(path, document);
}

describe('restore --moved', () => {
  const hashIn = async (settings: Settings) => /SHA-256.*/.exec((await command('verify', settings)).out)?.[0];

  it('takes the state of a stopped bot to an empty folder, and refuses any other', async () => {
    const [settings, backup] = [{ STATE_DIR: folder() }, join(folder(), 'move.backup')];
    const running = await bot(settings);
    running.child.kill('SIGTERM');
    await running.ended;
    expect((await command('backup', settings, backup)).code).toBe(0);
    const there = { STATE_DIR: join(folder(), 'there') };
    const { code, out } = await command('restore', there, backup, '--moved');
    expect([code, out]).toEqual([0, `Moved from ${backup}.\n`]);
    expect(await hashIn(there)).toBe(await hashIn(settings));
    await bot(there);
    expect((await exported(there)).tenants).toMatchObject([{ name: 'Contoso' }]);
    const again = await command('restore', settings, backup, '--moved');
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain(`${settings.STATE_DIR} holds a state already`);
    expect(readdirSync(settings.STATE_DIR).filter((name) => name.startsWith('replaced'))).toEqual([]);
  });

  it.each(['SIGKILL', null] as const)(
    'refuses the backup of a bot that ran, and takes that of a killed one: %s',
    async (signal) => {
      const [settings, backup] = [{ STATE_DIR: folder() }, join(folder(), 'move.backup')];
      const running = await bot(settings);
      if (signal) running.child.kill(signal);
      if (signal) await running.ended;
      expect((await command('backup', settings, backup)).code).toBe(0);
      const there = { STATE_DIR: join(folder(), 'there') };
      const { code, err } = await command('restore', there, backup, '--moved');
      if (signal) return expect(code).toBe(0);
      expect([code, err]).toEqual([1, expect.stringContaining('was made while a bot used the state')]);
      expect(await command('verify', there)).toMatchObject({ code: 1 });
      expect((await command('restore', there, backup)).code).toBe(0);
    },
  );

  it('refuses a backup that does not say whether a bot ran, as those of older versions', async () => {
    const settings = { STATE_DIR: folder() };
    await command('import', settings, file(register));
    const older = join(settings.STATE_DIR, 'db.json');
    const { code, err } = await command('restore', { STATE_DIR: folder() }, older, '--moved');
    expect([code, err]).toEqual([1, expect.stringContaining('does not say whether a bot used the state')]);
  });

  it('refuses a folder whose state was lost', async () => {
    const [settings, backup] = [{ STATE_DIR: folder() }, join(folder(), 'move.backup')];
    await command('import', settings, file(register));
    await command('backup', settings, backup);
    for (const name of readdirSync(settings.STATE_DIR))
      if (/^(db\.json|journal-.*)$/.test(name)) rmSync(join(settings.STATE_DIR, name));
    expect((await command('restore', settings, backup, '--moved')).err).toContain('holds a state already, or had one');
    expect((await command('restore', settings, backup)).code).toBe(0);
  });
});

describe('backup and restore', () => {
  it('say when the last backup was made, in a file of the state folder and to monitoring', async () => {
    const settings = { STATE_DIR: folder() };
    const { url } = await bot(settings);
    const told = async () =>
      /^security_contact_bot_last_backup_timestamp_seconds (\S+)/m.exec(
        await (await fetch(`${url}/metrics`)).text(),
      )?.[1];
    expect([lastBackupAt(settings.STATE_DIR), await told()]).toEqual([null, undefined]);
    expect((await command('backup', settings, join(folder(), 'one.backup'))).code).toBe(0);
    const at = lastBackupAt(settings.STATE_DIR) ?? '';
    expect(Math.abs(Date.parse(at) - Date.parse(isoNow()))).toBeLessThan(hour);
    expect(Number(await told()) * 1_000).toBe(Date.parse(at));
    expect(statSync(join(settings.STATE_DIR, 'last-backup')).mode & 0o777).toBe(0o600);
  });

  it('succeed where the time cannot be noted, and say so', async () => {
    const [settings, backup] = [{ STATE_DIR: folder() }, join(folder(), 'one.backup')];
    await command('import', settings, file(register));
    mkdirSync(join(settings.STATE_DIR, 'last-backup'));
    const { code, out, err } = await command('backup', settings, backup);
    expect([code, out]).toEqual([0, expect.stringContaining('Backup written to')]);
    expect(err).toContain('The backup is complete, but its time could not be stored');
    expect(lastBackupAt(settings.STATE_DIR)).toBeNull();
  });

  it('bring the whole state back, and keep what it replaced', async () => {
    const settings = { STATE_DIR: folder() };
    const backup = join(folder(), 'backup.json');
    await command('import', settings, file(register));
    await command('backup', settings, backup);
    await command('import', settings, file(register.replace('Fabrikam', 'Renamed')));
    const { code, out } = await command('restore', settings, backup);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Restored.* kept in /)]);
    expect((await exported(settings)).tenants).toMatchObject([{ name: 'Fabrikam' }]);
  });

  it('bring what local mode had to a folder of its own, where local mode goes on', async () => {
    const [STATE_DIR, fresh, copy] = [folder(), join(folder(), 'state'), join(folder(), 'copy')];
    await bot({ STATE_DIR });
    await command('backup', { STATE_DIR }, copy);
    expect((await command('restore', { STATE_DIR: fresh }, copy)).code).toBe(0);
    await bot({ STATE_DIR: fresh });
    const other = { ...hosted, STATE_DIR: join(folder(), 'state') };
    expect((await command('restore', other, copy)).code).toBe(0);
    const asLocal = { PORT: '0', PLAYGROUND: 'off', STATE_DIR: other.STATE_DIR };
    expect((await run('adapters/main.ts', asLocal).ended).err).toContain('a hosted bot’s');
  });

  it('tell a register from a backup', async () => {
    const { code, err } = await command('restore', { STATE_DIR: folder() }, file(register));
    expect([code, err]).toEqual([1, expect.stringMatching(/this is not a backup.*npm run import/)]);
  });

  it('refuse to write a backup over the state itself', async () => {
    const settings = { STATE_DIR: folder() };
    await command('import', settings, file(register));
    const link = join(folder(), 'link');
    symlinkSync(settings.STATE_DIR, link);
    const path = join(settings.STATE_DIR, 'db.json');
    const before = readFileSync(path);
    for (const target of [path, join(link, 'db.json')]) {
      const { code, err } = await command('backup', settings, target);
      expect([code, err]).toEqual([1, expect.stringContaining('is inside the state folder')]);
    }
    expect(readFileSync(path)).toEqual(before);
  });

  it('refuse to start on a backup that was copied into the place of the state', async () => {
    const settings = { STATE_DIR: folder() };
    const [backup, other] = [join(folder(), 'backup.json'), folder()];
    await command('import', settings, file(register));
    await command('backup', settings, backup);
    copyFileSync(backup, join(other, 'db.json'));
    const { code, err } = await command('import', { STATE_DIR: other }, file(register));
    expect([code, err]).toEqual([1, expect.stringMatching(/is a backup.*npm run restore/)]);
    expect((await command('restore', { STATE_DIR: other }, backup)).code).toBe(0);
  });

  it('refuse a damaged backup and leave the state alone', async () => {
    const settings = { STATE_DIR: folder() };
    const backup = join(folder(), 'backup.json');
    await command('import', settings, file(register));
    await command('backup', settings, backup);
    writeFileSync(backup, readFileSync(backup, 'utf8').replace('Fabrikam', 'Fabrikan'));
    const { code, err } = await command('restore', settings, backup);
    expect([code, err]).toEqual([1, expect.stringContaining('damaged')]);
    expect((await exported(settings)).tenants).toMatchObject([{ name: 'Fabrikam' }]);
  });
});
