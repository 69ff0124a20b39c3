import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedLine } from '../../../adapters/store/lines/checked-line.ts';
import { writeLines } from '../../../adapters/store/lines/snapshot.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { folder, run, type Settings } from '../process/child.ts';

const register = JSON.stringify({
  version: 1,
  tenants: [{ id: '11111111-2222-4333-8444-555555555555', name: 'Fabrikam', partnerType: 'directBill' }],
});
const command = (name: string, settings: Settings, ...args: string[]) =>
  run('adapters/security-contact.mjs', settings, name, ...args).ended;

async function state(): Promise<Settings> {
  const settings = { STATE_DIR: folder() };
  const file = join(folder(), 'register.json');
  writeFileSync(file, register);
  expect((await command('import', settings, file)).code).toBe(0);
  return settings;
}

describe('files that commands write', { timeout: 60_000 }, () => {
  it('an export with a name is for this user alone, whatever was there before', async () => {
    const settings = await state();
    const file = join(folder(), 'out.json');
    writeFileSync(file, 'older', { mode: 0o644 });
    const { code, out } = await command('export', settings, file);
    expect([code, out, statSync(file).mode & 0o777]).toEqual([0, '', 0o600]);
    expect(JSON.parse(readFileSync(file, 'utf8')).tenants).toMatchObject([{ name: 'Fabrikam' }]);
  });

  it.each(['backup', 'export'])('a link in the way of a %s is not followed', async (name) => {
    const settings = await state();
    const [dir, victim] = [folder(), join(folder(), 'victim')];
    writeFileSync(victim, 'mine');
    for (const link of ['file', 'file.tmp']) symlinkSync(victim, join(dir, link));
    expect((await command(name, settings, join(dir, 'file'))).code).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(statSync(join(dir, 'file')).mode & 0o777).toBe(0o600);
  });

  it.each(['backup', 'export'])('a %s is refused where others may put another file in its place', async (name) => {
    const settings = await state();
    const dir = folder();
    chmodSync(dir, 0o777);
    const { code, err } = await command(name, settings, join(dir, 'file'));
    expect([code, err]).toEqual([1, expect.stringContaining('is not safe')]);
    expect(existsSync(join(dir, 'file'))).toBe(false);
  });

  it('a state folder with a link in it is refused', async () => {
    const settings = await state();
    symlinkSync(folder(), join(settings.STATE_DIR ?? '', 'restoring'));
    const { code, err } = await command('restore', settings, join(settings.STATE_DIR ?? '', 'db.json'));
    expect([code, err]).toEqual([1, expect.stringContaining('restoring in it is a link')]);
  });

  it.skipIf(process.getuid?.() !== 0)('a state folder that somebody else made is refused', async () => {
    const dir = folder();
    chownSync(dir, 12_345, 12_345);
    const file = join(folder(), 'register.json');
    writeFileSync(file, register);
    const { code, err } = await command('import', { STATE_DIR: dir }, file);
    expect([code, err]).toEqual([1, expect.stringContaining('belongs to the user with the number 12345')]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each(['serve', 'import'])(
    '%s follows no link in the state folder, also before it opens the state',
    async (name) => {
      const [dir, other] = [folder(), folder()];
      const [victim, file] = [join(other, 'victim'), join(other, 'register.json')];
      writeFileSync(victim, 'mine');
      writeFileSync(file, register);
      symlinkSync(victim, join(dir, 'mode.tmp'));
      const settings = { STATE_DIR: dir, PORT: '0', PLAYGROUND: 'off' };
      const { code, err } = await command(name, settings, ...(name === 'serve' ? [] : [file]));
      expect([code, err]).toEqual([1, expect.stringContaining('mode.tmp in it is a link')]);
      expect(err).not.toContain('    at ');
      expect([readFileSync(victim, 'utf8'), readdirSync(dir)]).toEqual(['mine', ['mode.tmp']]);
    },
  );

  it.each(['../../escaped', '/escaped', 'alerts-2026-11/../../x', 'history-2026-11', 17])(
    'a backup whose part of the archive is called %j is refused, and writes nothing outside',
    async (segment) => {
      const dir = folder();
      const file = join(dir, 'made-up.backup');
      const row = ['archived', { id: 'a', alert: {}, deliveries: [], segment }];
      await writeLines(file, { version: stateVersion, generation: 0 }, [[checkedLine(JSON.stringify(row))]]);
      const target = join(dir, 'deep', 'state');
      mkdirSync(target, { recursive: true });
      const { code, err } = await command('restore', { STATE_DIR: target }, file);
      expect([code, err]).toEqual([1, expect.stringContaining('whose name is none')]);
      for (const name of ['escaped.jsonl', 'deep/escaped.jsonl', 'x.jsonl', 'deep/state/escaped.jsonl'])
        expect(existsSync(join(dir, name))).toBe(false);
    },
  );
});
