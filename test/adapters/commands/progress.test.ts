import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { textOf } from '../../../adapters/commands/progress-line.ts';
import { folder, machine, watched } from '../process/child.ts';

/** A state folder into which 300 tenants can be imported, and runs commands on it. */
function scene() {
  const dir = folder();
  const env = { ...machine(), STATE_DIR: join(dir, 'state') };
  const register = join(dir, 'register.json');
  const tenants = Array.from({ length: 300 }, (_, n) => ({
    id: `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`,
    name: `Contoso ${n}`,
    partnerType: 'directBill',
  }));
  writeFileSync(register, JSON.stringify({ version: 1, tenants }));
  const program = [process.execPath, resolve('adapters/security-contact.mjs')];
  const ended = (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd: dir, env });
    return watched(child, () => child.kill('SIGKILL')).ended;
  };
  return {
    dir,
    register,
    /** Runs a command in a terminal of its own; resolves with all that the terminal shows. */
    atTerminal: async (...args: string[]) =>
      (await ended('script', ['--quiet', '--return', '--command', [...program, ...args].join(' '), '/dev/null'])).out,
    piped: (...args: string[]) => ended(program[0] ?? '', [...program.slice(1), ...args]),
  };
}

/** What clears the line of a terminal. */
const clear = '\r\u001b[K';

it('at a terminal slow commands say how far they are, and leave nothing of it', async () => {
  const { dir, register, atTerminal } = scene();
  const backup = join(dir, 'a.backup');
  const imported = await atTerminal('import', register);
  expect(imported).toContain(`${clear}Importing: `);
  expect(imported).toMatch(/Importing: \d+ % of 300 tenants/);
  // The last thing before the hints and the outcome clears the line.
  expect(imported).toContain(`${clear}There are 300 partner tenants`);
  expect(imported).toMatch(/\nImported: 300 added/);
  const saved = await atTerminal('backup', backup);
  expect(saved).toContain('Writing a.backup: ');
  expect(saved).toMatch(/Reading a\.backup\S*: \d+ % of \d+\.\d MB/);
  expect(await atTerminal('verify')).toMatch(/Reading \S+: \d+ % of/);
  expect(await atTerminal('restore', backup)).toMatch(/Reading a\.backup: \d+ % of/);
});

it('piped, or with --json, there is nothing of it', async () => {
  const { dir, register, atTerminal, piped } = scene();
  const { code, err } = await piped('import', register);
  expect(code).toBe(0);
  expect(err).not.toMatch(/\d %/);
  expect(err).not.toContain(clear);
  const saved = await atTerminal('backup', join(dir, 'a.backup'), '--json');
  expect(saved).not.toMatch(/Reading|Writing/);
  expect(saved).not.toContain(clear);
});

it('the line says how much longer a step may take once it has run for a second', () => {
  const progress = { step: 'Reading db.json', done: 30_000_000, of: 120_000_000, unit: 'bytes' } as const;
  expect(textOf(progress, 900)).toBe('Reading db.json: 25 % of 120.0 MB');
  expect(textOf(progress, 2_000)).toBe('Reading db.json: 25 % of 120.0 MB, about 6 s left');
  expect(textOf({ ...progress, done: 120_000_000 }, 8_000)).toBe('Reading db.json: 100 % of 120.0 MB');
  expect(textOf({ step: 'Writing a.backup', done: 5_000_000, of: null, unit: 'bytes' }, 9_000)).toBe(
    'Writing a.backup: 5.0 MB',
  );
});
