import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { textOf, withProgress } from '../../../adapters/commands/progress-line.ts';
import { progressed } from '../../../adapters/store/progress.ts';
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
  expect(textOf(progress, 999)).toBe('Reading db.json: 25 % of 120.0 MB');
  expect(textOf(progress, 1_000)).toBe('Reading db.json: 25 % of 120.0 MB, about 3 s left');
  expect(textOf({ ...progress, done: 1 }, 1_000)).toMatch(/: 0 % of 120\.0 MB, about \d+ s left$/);
  expect(textOf({ ...progress, done: 130_000_000 }, 2_000)).toBe('Reading db.json: 100 % of 120.0 MB');
  expect(textOf({ ...progress, done: 0, of: 0 }, 2_000)).toBe('Reading db.json: 100 % of 0.0 MB');
  expect(textOf({ step: 'Importing', done: 1, of: 3, unit: 'tenants' }, 0)).toBe('Importing: 33 % of 3 tenants');
  expect(textOf({ step: 'Training', done: 7, of: null, unit: 'rounds' }, 0)).toBe('Training: 7 rounds');
  expect(textOf(progress, 2_000)).toBe('Reading db.json: 25 % of 120.0 MB, about 6 s left');
  expect(textOf({ ...progress, done: 120_000_000 }, 8_000)).toBe('Reading db.json: 100 % of 120.0 MB');
  expect(textOf({ step: 'Writing a.backup', done: 5_000_000, of: null, unit: 'bytes' }, 9_000)).toBe(
    'Writing a.backup: 5.0 MB',
  );
});

it('the line changes every 100 ms at most, at once for another step, and is cleared at the end, also of what failed', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { isTTY } = process.stderr;
  onTestFinished(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    process.stderr.isTTY = isTTY;
  });
  const step = (name: string, done: number) => progressed({ step: name, done, of: 10, unit: 'tenants' });
  const shown = async (work: () => void) => {
    write.mockClear();
    await withProgress(async () => work()).catch(() => {});
    step('After', 1);
    return write.mock.calls.map(([text]) => `${text}`.replace(clear, ''));
  };
  const work = () => {
    step('One', 1);
    vi.advanceTimersByTime(99);
    step('One', 2);
    vi.advanceTimersByTime(1);
    step('One', 3);
    step('Two', 1);
    vi.advanceTimersByTime(1_000);
    step('Two', 5);
  };
  process.stderr.isTTY = true;
  const two = ['Two: 10 % of 10 tenants', 'Two: 50 % of 10 tenants, about 1 s left'];
  const all = ['One: 10 % of 10 tenants', 'One: 30 % of 10 tenants', ...two, ''];
  expect(await shown(work)).toEqual(all);
  const fails = () => {
    step('One', 1);
    throw new Error('no');
  };
  expect(await shown(fails)).toEqual(['One: 10 % of 10 tenants', '']);
  process.stderr.isTTY = false;
  expect(await shown(work)).toEqual([]);
});
